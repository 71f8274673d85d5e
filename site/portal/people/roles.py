"""Roles that are granted, with scope and dates. A practitioner needs no grant: a confirmed membership is enough."""

from django.db import models


class Role(models.TextChoices):
    LEAD = "lead", "Safe & Together Implementation Lead"
    TRAINER = "trainer", "Trainer"
    MANAGER = "manager", "Manager"
    DEPUTY = "deputy", "Deputy manager"
    SERVICE_HEAD = "service_head", "Service head"
    TRAINING_ADMIN = "training_admin", "Training administrator"
    APPROVER = "approver", "Second sign-off"
    CHAMPION = "champion", "Champion"
    EDITOR = "editor", "Editor of pages"
    ADMIN = "admin", "Administrator"


class Level(models.TextChoices):
    TEAM = "team", "A team"
    SERVICE = "service", "A service"
    ORGANISATION = "organisation", "An organisation"
    ALL = "all", "Everywhere"


# Whose grant makes them answer for staff, in the order in which an approver is looked for (PE-05).
APPROVING = (Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN)

# Who sees workforce figures of their scope.
SEES_WORKFORCE = (Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN, Role.ADMIN)

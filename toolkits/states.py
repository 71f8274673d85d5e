"""The life of a file version, and the closed lists of this app."""

from django.db import models

from portal.kernel.machine import Machine, Move


class VersionState(models.TextChoices):
    WAITING = "waiting", "Waiting for a second person"
    RELEASED = "released", "Released"
    REFUSED = "refused", "Sent back"
    WITHDRAWN = "withdrawn", "Withdrawn"


version_machine = Machine(
    "file version",
    states=VersionState,
    initial=VersionState.WAITING,
    terminal={VersionState.REFUSED, VersionState.WITHDRAWN},
    moves={
        "release": Move((VersionState.WAITING,), VersionState.RELEASED),
        "refuse": Move((VersionState.WAITING,), VersionState.REFUSED),
        "withdraw": Move((VersionState.WAITING, VersionState.RELEASED), VersionState.WITHDRAWN),
    },
)


class UnlockKind(models.TextChoices):
    """What opens a toolkit. The first two leave a dated entitlement; the others are asked afresh each time."""

    COURSE = "course", "Finishing a course"
    CHAMPION = "champion", "Being an active champion"
    ROLE = "role", "Holding a role"
    BOROUGH = "borough", "Working for an organisation"
    STAFF = "staff", "Open to all staff"


# Learnt from events and kept as entitlements; the rest is read from grants and memberships at the click.
EARNED_KINDS = (UnlockKind.COURSE, UnlockKind.CHAMPION)


class LabelKind(models.TextChoices):
    AUDIENCE = "audience", "Who it is for"
    PATHWAY = "pathway", "Pathway"
    USED_WITH = "used_with", "Who it is used with"


class Audience(models.TextChoices):
    SOCIAL_WORKERS = "social-workers", "Social workers"
    EARLY_HELP = "early-help", "Early help"
    SUPERVISORS = "supervisors", "Managers and supervisors"
    PARTNERS = "partner-agencies", "Partner agencies"
    SPECIALISTS = "specialists", "Domestic abuse specialists"


class UsedWith(models.TextChoices):
    VICTIM_SURVIVOR = "victim-survivor", "The victim-survivor"
    CAUSING_HARM = "person-causing-harm", "The person causing harm"
    CHILDREN = "children", "Children and young people"
    PROFESSIONALS = "professionals", "Professionals together"

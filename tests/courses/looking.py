"""What course tests look at, again and again."""

from typing import Any

from django.test import Client
from django.urls import reverse

from courses.models import Enrolment
from courses.selectors.approval_links import approval_token
from portal.kernel.invariants import breaches


def broken() -> list[str]:
    """Breaches of the sentences of this app. Empty is good."""
    return [
        f"{rule.key} {breach.id}: {breach.sentence}" for rule, breach in breaches() if "courses." in rule.key
    ]


def states_of(*enrolments: Enrolment) -> list[str]:
    """The states as stored, in the order given."""
    return [Enrolment.objects.get(pk=enrolment.pk).state for enrolment in enrolments]


def client_of(staff: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(staff.user)
    return client


def link_to(enrolment: Enrolment) -> str:
    """What the approver's mail leads to."""
    return reverse("courses:approval-link", args=[approval_token(enrolment)])

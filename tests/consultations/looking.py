"""What consultation tests look at, again and again."""

from django.http import HttpResponse
from django.test import Client

from portal.kernel.invariants import breaches
from tests.factories.people import Staff


def signed_in(staff: Staff) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(staff.user)
    return client


def words(answer: HttpResponse) -> str:
    """What stands on the page, with single spaces."""
    return " ".join(answer.content.decode().split())


def broken() -> list[str]:
    """Breaches of the sentences of this app. Empty is good."""
    return [
        f"{rule.key} {breach.id}: {breach.sentence}"
        for rule, breach in breaches()
        if rule.key.startswith("consultations.")
    ]

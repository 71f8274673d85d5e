"""What tests of sessions do, again and again."""

from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests.factories.people import PASSWORD, Staff


def signed_in(staff: Staff, **headers: str) -> Client:
    """Their browser, after the sign-in page."""
    client = Client(headers=headers or None)
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    assert SESSION_KEY in client.session
    return client

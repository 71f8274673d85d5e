"""People who are signed in without having typed a password."""

from django.conf import settings
from django.test import Client

from portal.people.models import User


def session_of(user: User) -> str:
    """The session cookie of somebody who has just signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

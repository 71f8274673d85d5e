"""An employer's sign-in that really answers, the organisation whose colleagues use it, and sessions with limits."""

from collections.abc import Iterator
from typing import Any

import pytest

from portal.people.models import Organisation
from tests.factories.people import make_mail_domain, make_organisation
from tests.services.sign_in_provider import SignInProvider

AMARA = {
    "sub": "s-1",
    "email": "amara@camden.example",
    "email_verified": True,
    "given_name": "Amara",
    "family_name": "Okafor",
}


@pytest.fixture
def provider() -> Iterator[SignInProvider]:
    running = SignInProvider(**AMARA)
    yield running
    running.close()


@pytest.fixture
def camden(clock: object) -> Organisation:
    organisation = make_organisation("camden")
    make_mail_domain(organisation, trusted=True)
    return organisation


@pytest.fixture
def limited(settings: Any) -> None:
    """Sessions end after an hour without use, and after twelve."""
    settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_MINUTES = 60, 720

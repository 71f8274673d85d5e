"""The two people whom every page of words needs."""

import pytest

from portal.people.models import User
from portal.people.roles import Role
from tests.factories.pages import make_editing_user


@pytest.fixture
def editor() -> User:
    return make_editing_user(Role.EDITOR)


@pytest.fixture
def approver() -> User:
    return make_editing_user(Role.APPROVER)

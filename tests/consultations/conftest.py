"""A borough whose practitioner had a consultation with their lead, for whoever tests referral links."""

import pytest

from tests.factories.links import Practice, make_practice


@pytest.fixture
def practice() -> Practice:
    return make_practice()

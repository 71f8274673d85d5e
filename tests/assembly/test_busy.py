"""A lock that waits too long is words and 503 on every screen, not an error (OP-03)."""

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from consultations.models import LeadPlan
from courses.models import Run
from courses.services.locking import locked_run
from portal.kernel.locks import Busy, waited_too_long
from tests.factories.consultations import make_surgery
from tests.factories.courses import make_run
from tests.factories.people import PASSWORD, make_staff
from tests.harness.locks import held_by_somebody_else, impatience

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.feature("OP-03"), pytest.mark.both]


@pytest.fixture
def impatient() -> Iterator[None]:
    with impatience():
        yield


def test_screen_says_try_again_when_somebody_else_holds_the_row(clock, impatient) -> None:
    surgery = make_surgery()
    client = Client()
    client.force_login(surgery.lead.user)
    client.get("/my/")

    with held_by_somebody_else(LeadPlan, surgery.plan.pk):
        answer = client.post(reverse("consultations:end_rule", args=[surgery.plan.rules.first().pk]))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Try again in a minute" in answer.content.decode()
    assert surgery.plan.rules.filter(ends_on=None).count() == 2


def test_screen_says_try_again_when_a_middleware_lost_the_lock(clock, settings, impatient) -> None:
    settings.SESSION_IDLE_MINUTES = 60
    staff = make_staff()
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    # so late that the middleware notes the use of the session, and has to write for that
    clock.advance(minutes=30)

    with held_by_somebody_else(UserSession, UserSession.objects.get().pk):
        answer = client.get("/account/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Try again in a minute" in answer.content.decode()


def test_service_says_it_to_callers_who_go_on(impatient) -> None:
    run = make_run()

    with held_by_somebody_else(Run, run.pk), pytest.raises(Busy), locked_run(run.pk):
        pass


def test_other_faults_of_the_database_stay_faults() -> None:
    assert not waited_too_long(OperationalError("the server closed the connection unexpectedly"))

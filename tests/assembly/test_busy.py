"""A lock that waits too long is words and 503 on every screen, not an error (OP-03)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import LeadPlan
from courses.models import Run
from courses.services.locking import locked_run
from portal.kernel.locks import Busy, waited_too_long
from tests.factories.consultations import make_surgery
from tests.factories.courses import make_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.feature("OP-03"), pytest.mark.both]


@contextmanager
def held_by_somebody_else(model: type, pk: int) -> Iterator[None]:
    """Another connection holds the row (on SQLite: the right to write) until the block ends."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            model.objects.select_for_update().get(pk=pk)
            held.set()
            done.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    try:
        yield
    finally:
        done.set()
        holder.join()


@pytest.fixture
def impatient() -> Iterator[None]:
    """This connection waits a fifth of a second for a lock."""
    short, usual = "PRAGMA busy_timeout = 200", "PRAGMA busy_timeout = 20000"
    if connection.vendor == "postgresql":
        short, usual = "SET lock_timeout = '200ms'", "SET lock_timeout = '10s'"
    with connection.cursor() as cursor:
        cursor.execute(short)
    yield
    with connection.cursor() as cursor:
        cursor.execute(usual)


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


def test_service_says_it_to_callers_who_go_on(impatient) -> None:
    run = make_run()

    with held_by_somebody_else(Run, run.pk), pytest.raises(Busy), locked_run(run.pk):
        pass


def test_other_faults_of_the_database_stay_faults() -> None:
    assert not waited_too_long(OperationalError("the server closed the connection unexpectedly"))

"""Real races for one certificate: threads with connections of their own, and on SQLite processes too."""

import subprocess
import sys

import pytest

from certificates.models import Award
from certificates.services import issue_award
from courses.models import Completion
from portal.kernel.invariants import breaches
from portal.outbox.models import Message
from portal.outbox.relay import deliver_due
from tests.factories.courses import make_enrolment, make_run
from tests.factories.registers import AFTERWARDS, make_completed, mark
from tests.harness.places import ROOT
from tests.harness.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.feature("CE-01")]


@pytest.mark.both
def test_one_certificate_is_issued_when_relays_and_tasks_meet():
    place = make_completed()

    race(
        *[lambda: deliver_due(AFTERWARDS) for _ in range(4)],
        *[lambda: issue_award(enrolment_id=place.pk, now=AFTERWARDS) for _ in range(4)],
    )
    deliver_due(AFTERWARDS)

    assert Award.objects.count() == 1
    assert Message.objects.filter(name="certificates.award_issued.v1").count() == 1
    assert breaches() == []


@pytest.mark.both
@pytest.mark.feature("CO-17", "CO-18")
def test_each_is_completed_once_when_trainers_save_the_last_register_at_once():
    run = make_run(days=1)
    places = [make_enrolment(run) for _ in range(4)]

    race(*[lambda place=place: mark(place) for place in places for _ in range(2)])

    assert Completion.objects.count() == 4
    assert Message.objects.filter(name="courses.course_completed.v1").count() == 4
    assert breaches() == []


@pytest.mark.sqlite
def test_one_certificate_each_is_issued_when_processes_meet_on_the_embedded_database():
    run = make_run()
    places = [str(make_completed(run).pk) for _ in range(5)]
    command = [sys.executable, "-m", "tests.certificates.issue_process", *places]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0].split() for process in processes]

    assert said[0] == said[1] == said[2]
    assert Award.objects.count() == 5
    assert Message.objects.filter(name="certificates.award_issued.v1").count() == 5
    assert breaches() == []

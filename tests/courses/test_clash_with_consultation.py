"""A consultation on the same day is shown when a place is asked for, and may be overridden with a reason (CO-13)."""

from datetime import timedelta

import pytest
from django.test import Client

from consultations.states import ConsultationState
from courses import services
from courses.errors import Clash
from courses.models import Enrolment
from courses.selectors.places import all_clashes
from tests.factories.consultations import make_consultation, make_surgery
from tests.factories.courses import NOW, make_run

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.feature("CO-13"),
    pytest.mark.usefixtures("clock"),
]


@pytest.fixture
def surgery():
    return make_surgery()


def consultation_in(run, surgery, **fields):
    return make_consultation(surgery, run.starts_at + timedelta(hours=1), **fields)


def ask(surgery, run, **words):
    actor = surgery.practitioner.actor()
    return services.ask_for_place(actor=actor, run_id=run.pk, now=NOW, **words)


def test_asking_is_stopped_when_a_consultation_is_on_the_same_day(surgery):
    run = make_run()
    consultation_in(run, surgery)

    with pytest.raises(Clash, match="a consultation"):
        ask(surgery, run)

    assert not Enrolment.objects.exists()


def test_place_is_given_and_the_reason_kept_when_the_clash_is_overridden(surgery):
    run = make_run()
    consultation_in(run, surgery)

    place = ask(surgery, run, clash_reason="I move the consultation")

    assert place.clash_reason == "I move the consultation"


def test_page_says_what_clashes_without_a_reference_or_a_name(surgery):
    run = make_run()
    consultation = consultation_in(run, surgery)
    client = Client()
    client.force_login(surgery.practitioner.user)

    page = client.get(f"/courses/runs/{run.reference}/ask/").content.decode()

    assert "A consultation on Tuesday 12 January 2027" in page
    assert "Why do you want this place all the same?" in page
    assert consultation.reference not in page


def test_lead_is_busy_in_the_consultations_they_lead(surgery):
    run = make_run()
    consultation_in(run, surgery)

    assert [clash.what for clash in all_clashes(surgery.lead.person.pk, run.pk, NOW)] == ["a consultation"]


def test_cancelled_consultation_is_in_nobodys_way(surgery):
    run = make_run()
    consultation_in(run, surgery, state=ConsultationState.CANCELLED, reason_code="other")

    assert all_clashes(surgery.practitioner.person.pk, run.pk, NOW) == []


def test_consultation_on_another_day_is_no_clash(surgery):
    run = make_run()
    make_consultation(surgery, run.starts_at - timedelta(days=2))

    assert all_clashes(surgery.practitioner.person.pk, run.pk, NOW) == []

"""A lead books for somebody of a borough they serve: found by name, told apart by team, and nobody else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, LeadCover
from portal.notifications.models import Notice
from portal.people.models import Person
from tests.consultations.looking import signed_in
from tests.factories.consultations import CASE, Surgery, make_surgery
from tests.factories.people import make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CN-05")]

ABOUT = {"kind": "individual", "linked": "case", "case_reference": CASE, "prompts": ["pattern"], "note": ""}


def search(client: Client, **answers: object) -> str:
    return client.post(reverse("consultations:book_for"), answers, follow=True).content.decode()


def answer_all(client: Client, surgery: Surgery, **about: object) -> dict[str, str]:
    """Answer every page for whoever was chosen; what the last button sends."""
    client.post(reverse("consultations:book"), {"danger": "none"})
    client.post(reverse("consultations:book_about"), {**ABOUT, **about})
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    page = client.get(reverse("consultations:book_check")).content.decode()
    return dict(re.findall(r'name="(key|stamp)" value="([^"]+)"', page))


def test_booking_says_who_did_it_when_a_lead_books_for_a_practitioner() -> None:
    surgery = make_surgery()
    lead, name = signed_in(surgery.lead), surgery.practitioner.person.name

    found = search(lead, who=surgery.practitioner.person.email)
    done = lead.post(reverse("consultations:book_check"), answer_all(lead, surgery), follow=True)

    made = Consultation.objects.get()
    assert f"You book for {name}" in found
    assert made.requester_id == surgery.practitioner.person.pk
    assert made.booked_by_id == surgery.lead.person.pk
    assert f"(booked by {surgery.lead.person.name})" in done.content.decode()
    seen = signed_in(surgery.practitioner).get(reverse("consultations:detail", args=[made.reference]))
    assert f"(booked by {surgery.lead.person.name})" in seen.content.decode()
    assert Notice.objects.filter(person=surgery.practitioner.person, key="consultations.booked").count() == 1


@pytest.mark.feature("PE-09")
def test_colleague_who_hides_their_name_is_found_by_their_whole_address_alone() -> None:
    surgery = make_surgery()
    person = surgery.practitioner.person
    Person.objects.filter(pk=person.pk).update(hidden_on_rosters=True, family_name="Zyxwvut")
    person.refresh_from_db()
    lead = signed_in(surgery.lead)
    make_staff(team=make_team(surgery.organisation))

    by_name = search(lead, who="zyxwvut")
    by_part = search(lead, who=person.email.partition("@")[0])
    by_address = search(lead, who=person.email.upper())

    assert "Nobody in the boroughs you lead fits that." in by_name
    assert person.name not in by_name + by_part
    assert f"You book for {person.name}" in by_address


def test_one_booking_is_made_when_the_lead_presses_twice() -> None:
    surgery = make_surgery()
    lead = signed_in(surgery.lead)
    search(lead, who=surgery.practitioner.person.email)
    button = answer_all(lead, surgery)

    answers = [lead.post(reverse("consultations:book_check"), button) for _ in range(2)]

    made = Consultation.objects.get()
    assert {answer["Location"] for answer in answers} == {
        reverse("consultations:detail", args=[made.reference])
    }


def test_lead_chooses_when_several_people_fit() -> None:
    surgery = make_surgery()
    first, second = (make_staff(team=make_team(surgery.organisation)) for _ in range(2))
    Person.objects.filter(pk__in=[first.person.pk, second.person.pk]).update(
        given_name="Sam", family_name="Okafor"
    )
    lead = signed_in(surgery.lead)

    asked = search(lead, who="okafor sam")
    chosen = search(lead, who="okafor sam", person=f"{second.person.pk}-{surgery.organisation.pk}")

    assert "Several people fit: choose one of them." in asked
    assert f'value="{first.person.pk}-{surgery.organisation.pk}"' in asked
    assert "You book for Sam Okafor" in chosen


def test_nobody_is_found_when_they_work_in_another_borough() -> None:
    surgery, elsewhere = make_surgery(), make_surgery("havering")
    lead = signed_in(surgery.lead)

    by_name = search(lead, who=elsewhere.practitioner.person.email)
    forged = search(lead, who=surgery.practitioner.person.email, person=elsewhere.practitioner.person.pk)

    assert "Nobody in the boroughs you lead fits that." in by_name
    assert elsewhere.practitioner.person.name not in forged


def test_booking_stops_when_the_lead_no_longer_serves_the_borough() -> None:
    surgery = make_surgery()
    lead = signed_in(surgery.lead)
    search(lead, who=surgery.practitioner.person.email)
    button = answer_all(lead, surgery)
    LeadCover.objects.all().delete()

    refused = lead.post(reverse("consultations:book_check"), button)

    assert refused.status_code == 403
    assert not Consultation.objects.exists()


def test_practitioner_is_refused_when_they_ask_to_book_for_somebody() -> None:
    surgery = make_surgery()

    answer = signed_in(surgery.practitioner).get(reverse("consultations:book_for"))

    assert answer.status_code == 403


def test_lead_is_asked_for_whom_when_nobody_leads_where_they_work() -> None:
    surgery = make_surgery()

    answer = signed_in(surgery.lead).get(reverse("consultations:book"))

    assert answer["Location"] == reverse("consultations:book_for")


def test_page_stays_whole_when_what_is_typed_is_hostile() -> None:
    surgery = make_surgery()
    lead = signed_in(surgery.lead)

    for typed in ("%", "\x00", "'; DROP TABLE", "a" * 500, "٣" * 50, "a", "  "):
        assert "There is a problem" in search(lead, who=typed)

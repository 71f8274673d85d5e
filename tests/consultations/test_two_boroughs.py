"""Whoever works in two boroughs says for which it is: leads, times and the case reference are of that one."""

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation
from consultations.services import book_consultation
from consultations.services.passing_on import is_eligible
from portal.kernel.errors import NotAllowed
from tests.consultations.looking import signed_in
from tests.factories.consultations import CASE, Surgery, asked_for, make_surgery
from tests.factories.people import LONG_AGO, NOW, make_membership, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CN-03")]
ABOUT = {"kind": "individual", "linked": "case", "prompts": ["pattern"], "note": ""}


@pytest.fixture
def camden() -> Surgery:
    return make_surgery("camden")


@pytest.fixture
def havering(camden: Surgery) -> Surgery:
    """The second borough of Camden's practitioner, where they began first: it is not their place otherwise."""
    made = make_surgery("havering")
    made.organisation.case_reference_pattern = r"HV\d{7}"
    made.organisation.case_reference_example = "HV0104571"
    made.organisation.save()
    make_membership(
        camden.practitioner.person,
        team=make_team(made.organisation),
        starts_on=LONG_AGO.replace(year=LONG_AGO.year - 1),
    )
    return made


def send(client: Client, page: str, **answers: object) -> str:
    return client.post(reverse(f"consultations:{page}"), answers, follow=True).content.decode()


def book_as(client: Client, reference: str) -> str:
    """About, the first time on offer, and the last button."""
    send(client, "book_about", **ABOUT, case_reference=reference)
    times = client.get(reverse("consultations:book_time"))
    slot = times.context["form"].fields["slot"].choices[0][1][0][0]
    send(client, "book_time", slot=slot)
    check = client.get(reverse("consultations:book_check")).context["draft"]
    return send(client, "book_check", key=check.key, stamp=check.stamp)


def test_borough_is_asked_when_somebody_works_in_two(camden: Surgery, havering: Surgery) -> None:
    client = signed_in(camden.practitioner)

    refused = send(client, "book", danger="none")
    asked = send(client, "book", danger="none", borough=havering.organisation.pk)

    assert "Choose the borough it is for." in refused
    assert "It looks like HV0104571" in asked


def test_lead_times_and_reference_are_of_the_borough_chosen(camden: Surgery, havering: Surgery) -> None:
    client = signed_in(camden.practitioner)
    send(client, "book", danger="none", borough=havering.organisation.pk)

    done = book_as(client, "HV0104571")

    made = Consultation.objects.get()
    assert made.organisation == havering.organisation
    assert made.lead == havering.lead.person
    assert made.team.service.organisation == havering.organisation  # type: ignore[union-attr]  # it has one
    assert "Your consultation is booked." in done
    assert is_eligible(made, NOW)


def test_time_and_reference_are_asked_again_when_the_borough_changes(
    camden: Surgery, havering: Surgery
) -> None:
    client = signed_in(camden.practitioner)
    send(client, "book", danger="none", borough=camden.organisation.pk)
    send(client, "book_about", **ABOUT, case_reference=CASE)

    send(client, "book", danger="none", borough=havering.organisation.pk, unfinished="go_on")

    page = client.get(reverse("consultations:book_about")).content.decode()
    assert CASE not in page
    assert client.get(reverse("consultations:book_check")).status_code == 302


def test_lead_finds_a_colleague_in_their_borough_though_the_other_is_the_first(
    camden: Surgery, havering: Surgery
) -> None:
    client = signed_in(havering.lead)

    found = send(client, "book_for", who=camden.practitioner.person.email)
    send(client, "book", danger="none")
    book_as(client, "HV0104571")

    made = Consultation.objects.get()
    assert havering.organisation.name in found
    assert (made.organisation, made.requester) == (havering.organisation, camden.practitioner.person)


def test_lead_of_both_boroughs_says_which(camden: Surgery, havering: Surgery) -> None:
    camden.lead.person.lead_covers.create(organisation=havering.organisation, starts_on=LONG_AGO)
    client, who = signed_in(camden.lead), camden.practitioner.person

    asked = send(client, "book_for", who=who.email)
    chosen = send(client, "book_for", who=who.email, person=f"{who.pk}-{havering.organisation.pk}")

    assert "Several people fit" in asked or "Which of them?" in asked
    assert "Havering" in chosen


def test_borough_is_refused_when_it_is_forged(camden: Surgery) -> None:
    other = make_surgery("barnet")

    with pytest.raises(NotAllowed):
        book_consultation(
            actor=camden.asker,
            asked=asked_for(),
            slot_key=other.slots()[0].key,
            now=NOW,
            organisation_id=other.organisation.pk,
        )


def test_nothing_is_asked_when_somebody_works_in_one(camden: Surgery) -> None:
    page = signed_in(camden.practitioner).get(reverse("consultations:book")).content.decode()

    assert "For which borough is it?" not in page

"""An urgent request says what is known: when leads have hours, and whom to ring until one answers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from consultations.models import LeadCover, PlanException
from consultations.selectors.meanwhile import meanwhile
from consultations.services import ask_urgently
from portal.pages.models import BoroughIndexPage, BoroughPage, HomePage
from portal.pages.services import lay_foundation
from tests.consultations.looking import signed_in, words
from tests.consultations.test_screens import ABOUT
from tests.factories.consultations import Surgery, asked_for, make_surgery
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CN-03")]

DESK = "Duty desk 020 7946 0000"


@pytest.fixture
def surgery() -> Surgery:
    return make_surgery()


def make_borough_page(surgery: Surgery) -> BoroughPage:
    lay_foundation()
    boroughs = BoroughIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=BoroughIndexPage(title="Boroughs", slug="boroughs")
    )
    page = BoroughPage(title="Camden", organisation_code=surgery.organisation.code, contacts=DESK)
    return boroughs.add_child(instance=page)


def test_request_says_when_leads_have_hours_and_whom_to_ring(surgery: Surgery) -> None:
    make_borough_page(surgery)
    asked = ask_urgently(actor=surgery.asker, asked=asked_for(risk_stated="high"), now=NOW)

    page = words(signed_in(surgery.practitioner).get(reverse("consultations:detail", args=[asked.reference])))

    assert "Leads of Camden have hours here on Mondays and Thursdays." in page
    assert "The next such day is Thursday 26 November 2026." in page
    assert "Nobody has promised an answer by then" in page
    assert 'href="tel:999"' in page
    assert reverse("pathways:pathway", args=["marac"]) in page
    assert DESK in page


def test_answers_that_are_checked_say_the_same_before_the_request_is_sent(surgery: Surgery) -> None:
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": "urgent"})

    page = words(client.post(reverse("consultations:book_about"), ABOUT, follow=True))

    assert "Send the request" in page
    assert "on Mondays and Thursdays" in page
    assert 'href="tel:999"' in page


def test_day_off_and_bank_holiday_are_no_days_of_a_lead(surgery: Surgery) -> None:
    PlanException.objects.create(plan=surgery.plan, on=date(2026, 11, 26), kind="off")
    before_christmas = NOW + timedelta(days=31)  # a Friday, and the Monday after it is Boxing Day's

    assert meanwhile(surgery.organisation, NOW).next_day == date(2026, 11, 30)
    assert meanwhile(surgery.organisation, before_christmas).next_day == date(2026, 12, 31)


def test_no_hours_are_made_up_when_nobody_leads_the_borough(surgery: Surgery) -> None:
    LeadCover.objects.filter(organisation=surgery.organisation).update(ends_on=date(2026, 11, 1))

    known = meanwhile(surgery.organisation, NOW)

    assert (known.weekdays, known.next_day) == ("", None)

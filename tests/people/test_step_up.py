"""Showing again who one is before a consultation record opens (PE-08)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation
from portal.audit.models import Entry
from tests.consultations.test_recording import HELD_AT, keep
from tests.factories.consultations import Surgery, make_consultation, make_surgery
from tests.factories.people import NOW, PASSWORD
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-08", "CN-11")]


@pytest.fixture(autouse=True)
def quarter_of_an_hour(settings):
    settings.STEP_UP_MINUTES = 15


@pytest.fixture
def world(clock: FixedClock) -> tuple[Surgery, Consultation, str]:
    """A recorded consultation, and the address of its record."""
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    keep(surgery, held)
    return surgery, held, reverse("consultations:record", args=[held.reference])


def sign_in(staff) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    return client


def test_record_opens_at_once_when_the_proof_is_fresh(world, clock):
    surgery, _, address = world
    client = sign_in(surgery.lead)

    assert client.get(address).status_code == 200


def test_password_is_asked_again_when_the_proof_is_old(world, clock):
    surgery, held, address = world
    client = sign_in(surgery.lead)
    clock.advance(minutes=16)

    asked = client.get(address)
    page = client.get(asked["Location"])
    wrong = client.post(asked["Location"], {"password": "not it at all"})
    back = client.post(asked["Location"], {"password": PASSWORD}, follow=True)

    assert (
        asked["Location"] == f"/accounts/reauthenticate/?next=%2Fconsultations%2F{held.reference}%2Frecord%2F"
    )
    assert "Show that it is you" in page.content.decode()
    assert wrong.context["form"].errors["password"]
    assert back.redirect_chain[-1][0] == address
    assert back.status_code == 200
    assert Entry.objects.filter(verb="read", about=str(held.ref)).count() == 1


def test_app_or_passkey_serves_as_well_when_there_is_one(world, clock):
    surgery, _, address = world
    client = sign_in(surgery.lead)
    Authenticator.objects.create(user=surgery.lead.user, type="webauthn", data={"name": "Laptop"})
    clock.advance(minutes=16)

    page = client.get(client.get(address)["Location"])

    assert "/accounts/2fa/webauthn/reauthenticate/" in page.content.decode()
    assert "Use a passkey" in page.content.decode()


def test_what_was_written_comes_back_when_the_proof_grew_old_meanwhile(clock):
    surgery = make_surgery()
    held = make_consultation(surgery, NOW - timedelta(hours=3))
    address = reverse("consultations:record", args=[held.reference])
    client = sign_in(surgery.lead)
    client.get(address)
    clock.advance(minutes=16)

    asked = client.post(address, {"outcome": "no_referral", "domains": ["PCC", "SPE"]})
    back = client.post(asked["Location"], {"password": PASSWORD}, follow=True)

    words = back.content.decode()
    assert "Your answers are still here" in words
    assert f'action="{address}"' in words
    assert words.count('name="domains"') == 2


def test_visitor_is_asked_to_sign_in_and_nothing_more(world, client):
    _, _, address = world

    assert client.get(address)["Location"].startswith("/accounts/login/?next=")


def test_nobody_is_asked_when_the_setting_is_off(world, clock, settings):
    settings.STEP_UP_MINUTES = 0
    surgery, _, address = world
    client = sign_in(surgery.lead)
    clock.advance(hours=5)

    assert client.get(address).status_code == 200

"""Answers that arrive after the session ended come back to whoever typed them, and to nobody else (PE-08)."""

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from portal.people.services.sessions import end_sessions_of
from portal.people.sessions import BEGAN, SEEN
from portal.people.tasks import tend_sessions
from tests.factories.people import (
    PASSWORD,
    make_borough_staff,
    make_staff,
)
from tests.people.looking import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-08"), pytest.mark.usefixtures("limited")]


def test_answers_come_back_when_the_form_was_open_for_two_hours(clock):
    staff = make_borough_staff().practitioner
    client = signed_in(staff)
    clock.advance(hours=2)

    page = client.post(
        "/account/certificate-name/", {"certificate_name": "Dr Amara\nOkafor", "two": ["a", "b"]}, follow=True
    )
    stored = Session.objects.get(session_key=client.session.session_key).get_decoded()
    back = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], credentials(staff), follow=True
    )

    assert page.redirect_chain == [("/accounts/login/?next=%2Faccount%2Fkept-answers%2F", 302)]
    assert "Amara" not in str(stored)
    assert back.redirect_chain[-1][0] == "/account/kept-answers/"
    words = back.content.decode()
    assert "Your answers are still here" in words
    assert 'action="/account/certificate-name/"' in words
    assert 'name="certificate_name" value="Dr Amara\nOkafor"' in words
    assert words.count('name="two"') == 2


def credentials(staff) -> dict[str, str]:
    return {"login": staff.user.email, "password": PASSWORD}


def test_answers_come_back_when_the_session_was_ended_elsewhere(clock):
    staff = make_borough_staff().practitioner
    client = signed_in(staff)
    end_sessions_of(user_id=staff.user.pk)

    page = client.post("/account/certificate-name/", {"certificate_name": "Dr Okafor"}, follow=True)
    client.post("/accounts/login/", credentials(staff))

    assert "signed out" in page.content.decode()
    assert "Dr Okafor" in client.get("/account/kept-answers/").content.decode()


def test_answers_are_nobody_elses_when_another_person_signs_in_at_the_desk(clock):
    borough = make_borough_staff()
    client = signed_in(borough.practitioner)
    clock.advance(hours=2)
    client.post("/account/certificate-name/", {"certificate_name": "Dr Okafor"})

    client.post("/accounts/login/", credentials(borough.colleague))
    page = client.get("/account/kept-answers/", follow=True)

    assert "Dr Okafor" not in page.content.decode()
    assert "people.kept_answers" not in client.session


def test_answers_are_gone_when_half_an_hour_has_passed_or_they_are_thrown_away(clock):
    staff = make_borough_staff().practitioner
    client = signed_in(staff)
    clock.advance(hours=2)
    client.post("/account/certificate-name/", {"certificate_name": "Dr Okafor"})
    client.post("/accounts/login/", credentials(staff))
    shown = client.get("/account/kept-answers/").status_code

    client.post("/account/kept-answers/")

    assert shown == 200
    assert client.get("/account/kept-answers/").status_code == 302


def test_nothing_is_kept_when_a_stranger_sends_a_form(clock, client):
    answer = client.post("/account/certificate-name/", {"certificate_name": "x" * 100})

    assert answer["Location"] == "/accounts/login/?next=/account/certificate-name/"
    assert Session.objects.count() == 0


@pytest.mark.parametrize("mark", ["", "1", "forged:stamp:signature", "W10:1:x"])
def test_nothing_is_kept_when_the_mark_is_forged(clock, client, mark):
    client.cookies["hub-owner"] = mark

    answer = client.post("/account/certificate-name/", {"certificate_name": "x"})

    assert answer["Location"] == "/accounts/login/?next=/account/certificate-name/"


def test_passwords_and_huge_answers_are_never_kept(clock):
    staff = make_borough_staff().practitioner
    client = signed_in(staff)
    clock.advance(hours=2)

    huge = client.post("/account/certificate-name/", {"certificate_name": "x" * 200_000})
    secret = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "new-secret-here"}
    )

    assert huge["Location"] == "/accounts/login/?next=/account/certificate-name/"
    assert "kept" not in secret["Location"]


def test_mark_is_taken_away_when_somebody_signs_out(clock):
    client = signed_in(make_staff())
    marked = client.cookies["hub-owner"].value

    client.post("/accounts/logout/")

    assert marked
    assert client.cookies["hub-owner"].value == ""


def test_old_token_is_offered_again_when_the_form_is_our_own(clock):
    staff = make_borough_staff().practitioner
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff.user)
    sent = {"certificate_name": "Dr Okafor", "csrfmiddlewaretoken": "a" * 64}

    own = client.post("/account/", sent, headers={"Origin": "http://testserver"})
    foreign = client.post("/account/", sent, headers={"Origin": "https://evil.example"})
    unsaid = client.post("/account/", sent)

    assert [answer.status_code for answer in (own, foreign, unsaid)] == [403, 403, 403]
    assert "Send my answers" in own.content.decode()
    assert 'value="Dr Okafor"' in own.content.decode()
    assert "Dr Okafor" not in foreign.content.decode() + unsaid.content.decode()


def test_what_lay_in_an_old_session_is_gone_after_the_night(clock):
    staff = make_borough_staff().practitioner
    client = signed_in(staff)
    clock.advance(hours=2)
    client.post("/account/certificate-name/", {"certificate_name": "Dr Okafor"})
    left = Session.objects.count()

    client.get("/accounts/login/")
    other = signed_in(staff)
    session = other.session
    session["consultations.draft"] = "sealed"
    session.save()
    clock.advance(hours=13)
    tend_sessions()

    assert left == 1
    assert [set(row.get_decoded()) for row in Session.objects.all()] == [
        {SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, BEGAN, SEEN}
    ]
    assert not UserSession.objects.exists()
    clock.advance(days=4)
    tend_sessions()
    assert not Session.objects.exists()


OWN = {"Origin": "http://testserver"}


def test_answers_come_back_when_the_session_cookie_is_gone(clock):
    staff = make_borough_staff().practitioner
    client = signed_in(staff)
    del client.cookies[settings.SESSION_COOKIE_NAME]

    page = client.post("/account/certificate-name/", {"certificate_name": "Dr Okafor"}, follow=True)
    back = client.post("/accounts/login/?next=/account/kept-answers/", credentials(staff), follow=True)

    assert page.redirect_chain == [("/accounts/login/?next=%2Faccount%2Fkept-answers%2F", 302)]
    assert "your answers are kept" in page.content.decode()
    assert 'value="Dr Okafor"' in back.content.decode()


def test_words_stay_on_the_page_when_every_cookie_is_gone(clock):
    staff = make_borough_staff().practitioner
    client = Client(enforce_csrf_checks=True)
    sent = {"certificate_name": staff.person.name, "csrfmiddlewaretoken": "a" * 64}

    refused = client.post("/account/certificate-name/", sent, headers=OWN)
    sent["csrfmiddlewaretoken"] = str(refused.context["csrf_token"])
    too_soon = client.post("/account/certificate-name/", sent, headers=OWN)
    client.force_login(staff.user)
    sent["csrfmiddlewaretoken"] = str(too_soon.context["csrf_token"])
    taken = client.post("/account/certificate-name/", sent, headers=OWN)

    for answer in (refused, too_soon):
        assert answer.status_code == 403
        assert f'value="{staff.person.name}"' in answer.content.decode()
        assert "you are signed out" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert taken.status_code == 302
    staff.person.refresh_from_db()
    assert staff.person.certificate_name == staff.person.name
    assert not Session.objects.exclude(session_key=client.session.session_key).exists()


def test_refusal_leads_back_to_our_own_page_and_to_no_other(clock, client):
    client = Client(enforce_csrf_checks=True)
    ways = {
        "http://testserver/accounts/login/?next=/my/": 'href="http://testserver/accounts/login/?next=/my/"',
        "https://evil.example/": "",
        "http://testserver.evil.example/": "",
        "javascript:alert(1)": "",
    }

    pages = {
        referrer: client.post("/accounts/login/", {"login": "a@b.example"}, headers={"Referer": referrer})
        for referrer in ways
    }

    for referrer, way in ways.items():
        words = pages[referrer].content.decode()
        assert pages[referrer].status_code == 403
        assert ("Open the form again" in words) == bool(way)
        assert way in words
        assert "evil.example" not in words


def test_nothing_is_shown_again_when_another_site_sends_a_form(clock, client):
    foreign = {"Origin": "https://evil.example"}

    answer = client.post("/account/certificate-name/", {"certificate_name": "x"}, headers=foreign)

    assert answer["Location"] == "/accounts/login/?next=/account/certificate-name/"
    assert Session.objects.count() == 0


def test_form_of_the_editor_is_refused_in_words_when_its_right_has_ended(clock):
    client = signed_in(make_borough_staff().practitioner)

    answer = client.post("/cms/pages/1/edit/", {"title": "Changed"}, follow=True)

    assert answer.status_code == 403
    assert "You cannot open this page" in answer.content.decode()

"""How long sessions live, whose they are, and what becomes of answers that arrive too late (PE-06, PE-08)."""

from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.actors import VISITOR
from portal.notifications.services import give_feed_address
from portal.people.leavers import has_left, people_who_left
from portal.people.models import Membership, User
from portal.people.services.memberships import ask_for_membership
from portal.people.services.sessions import end_sessions_of
from portal.people.sessions import BEGAN, SEEN
from portal.people.tasks import tend_sessions
from tests.factories.people import (
    PASSWORD,
    make_borough_staff,
    make_membership,
    make_organisation,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-08")]

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture(autouse=True)
def limited(settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_MINUTES = 60, 720


def signed_in(staff, **headers) -> Client:
    client = Client(headers=headers or None)
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    assert SESSION_KEY in client.session
    return client


def test_session_ends_with_one_sentence_when_nothing_happened_for_an_hour(clock):
    client = signed_in(make_staff())
    ended = client.cookies["sessionid"].value

    clock.advance(minutes=61)
    page = client.get("/my/", follow=True)

    assert page.redirect_chain == [("/accounts/login/?next=/my/", 302)]
    assert page.content.decode().count("nothing happened for a while") == 1
    assert not Session.objects.filter(session_key=ended).exists()


@pytest.mark.parametrize("away", [{"hours": 16}, {"days": 3, "hours": 16}])
def test_nobody_is_alarmed_when_they_come_back_after_the_night_or_a_long_weekend(clock, away):
    client = signed_in(make_staff())

    clock.advance(**away)
    tend_sessions()
    words = client.get("/my/", follow=True).content.decode()

    assert "nothing happened for a while" in words
    assert "another device" not in words
    assert not UserSession.objects.exists()


def test_session_lives_when_it_is_used_and_ends_after_twelve_hours(clock):
    client = signed_in(make_staff())

    alive = []
    for _ in range(15):
        clock.advance(minutes=50)
        alive.append(client.get("/my/").status_code)
    page = client.get("/my/", follow=True)

    assert alive[:14] == [200] * 14
    assert alive[14] == 302
    assert "Sign in" in page.content.decode()


def test_public_page_opens_quietly_when_the_session_is_over(clock):
    client = signed_in(make_staff())

    clock.advance(minutes=61)
    page = client.get("/check/")

    assert page.status_code == 200
    assert "signed out" not in page.content.decode()


def test_use_is_written_at_most_once_a_minute(clock, django_assert_num_queries):
    client = signed_in(make_staff())
    clock.advance(seconds=61)
    client.get("/account/")
    begun = UserSession.objects.get().last_seen_at

    for _ in range(3):
        clock.advance(seconds=15)
        client.get("/account/")

    assert begun == clock.now.replace(microsecond=0) - (clock.now - begun)
    assert UserSession.objects.get().last_seen_at == begun
    clock.advance(seconds=30)
    client.get("/account/")
    assert UserSession.objects.get().last_seen_at == clock.now


def test_other_session_is_asked_to_sign_in_when_it_is_ended_from_here(clock):
    staff = make_staff()
    here, there = signed_in(staff), signed_in(staff, **{"User-Agent": CHROME})
    listed = here.get("/accounts/sessions/").content.decode()
    other = UserSession.objects.get(user_agent=CHROME)

    answer = here.post(f"/account/sessions/{other.pk}/end/", follow=True)
    page = there.get("/my/", follow=True)

    assert "Chrome on Windows" in listed
    assert "127.0.0.1" not in listed
    assert "That device is signed out." in answer.content.decode()
    assert page.redirect_chain[0][0] == "/accounts/login/?next=/my/"
    assert page.content.decode().count("this session was ended, here or on another device") == 1
    assert Entry.objects.filter(verb="ended own session").count() == 1
    assert here.get("/my/").status_code == 200


@pytest.mark.parametrize(
    ("idle", "absolute", "sentence"),
    [
        (60, 720, "after 1 hour without a click, and in any case 12 hours after you signed in."),
        (45, 0, "after 45 minutes without a click."),
        (0, 60, "1 hour after you signed in."),
        (0, 0, ""),
    ],
)
def test_limits_are_said_as_they_are_when_they_were_set_otherwise(clock, settings, idle, absolute, sentence):
    here = signed_in(make_staff())
    settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_MINUTES = idle, absolute

    shown = here.get("/accounts/sessions/").content.decode()

    assert f"A session ends by itself {sentence}" in shown if sentence else "ends by itself" not in shown


def test_session_of_somebody_else_is_not_found(clock):
    mine, theirs = signed_in(make_staff()), make_staff()
    signed_in(theirs)
    other = UserSession.objects.get(user=theirs.user)

    answers = [mine.post(f"/account/sessions/{pk}/end/").status_code for pk in (other.pk, 0, 999_999)]

    assert answers == [404, 404, 404]
    assert UserSession.objects.filter(pk=other.pk).exists()


def test_ending_twice_says_that_it_is_gone(clock):
    staff = make_staff()
    here = signed_in(staff)
    signed_in(staff, **{"User-Agent": CHROME})
    other = UserSession.objects.get(user_agent=CHROME)

    answers = [here.post(f"/account/sessions/{other.pk}/end/").status_code for _ in range(2)]

    assert answers == [302, 404]


def test_all_sessions_end_when_the_account_is_closed(clock):
    staff = make_staff()
    clients = [signed_in(staff), signed_in(staff)]

    User.objects.filter(pk=staff.user.pk).update(is_active=False)
    ended = end_sessions_of(user_id=staff.user.pk)

    assert ended == 2
    assert [client.get("/my/").status_code for client in clients] == [302, 302]


@pytest.mark.feature("PE-06")
def test_leaver_is_signed_out_at_the_next_click_and_not_let_in_again(clock):
    staff = make_staff()
    client = signed_in(staff)
    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    page = client.get("/my/", follow=True)
    again = client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD}, follow=True)

    assert "Your place at work has ended" in page.content.decode()
    assert SESSION_KEY not in client.session
    assert "This account is closed" in again.content.decode()


@pytest.mark.feature("PE-06")
def test_calendar_address_is_dead_when_its_owner_has_left(clock, client):
    staff = make_staff()
    token = give_feed_address(actor=staff.actor(), now=clock.now)
    alive = client.get(f"/feeds/{token}.ics").status_code

    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    assert (alive, client.get(f"/feeds/{token}.ics").status_code) == (200, 404)


@pytest.mark.feature("PE-06")
def test_returner_is_let_in_again_when_a_new_place_is_confirmed(clock):
    staff = make_staff(ends_on=date(2026, 11, 23))
    left = has_left(staff.person.pk, date(2026, 11, 24))

    make_membership(staff.person, organisation=staff.membership.organisation, starts_on=date(2026, 11, 24))

    assert left
    assert not has_left(staff.person.pk, date(2026, 11, 24))
    assert signed_in(staff).get("/my/").status_code == 200


@pytest.mark.feature("PE-06")
def test_page_that_is_open_to_all_knows_no_leaver_any_more(clock):
    staff = make_staff(role="manager")
    client = signed_in(staff)
    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    page = client.get("/check/")

    assert page.status_code == 200
    assert page.wsgi_request.actor == VISITOR
    assert staff.person.name not in page.content.decode()


@pytest.mark.feature("PE-06")
def test_leaver_is_out_when_they_asked_for_another_place_before_they_left(clock):
    staff = make_staff(role="lead", everywhere=True)
    client = signed_in(staff)
    elsewhere = make_organisation()
    ask_for_membership(actor=staff.actor(), organisation_id=elsewhere.pk, now=clock.now)
    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    page = client.get("/my/", follow=True)

    assert "Your place at work has ended" in page.content.decode()
    assert staff.actor().grants == ()


@pytest.mark.feature("PE-06")
def test_grants_are_kept_when_the_next_place_begins_later_or_none_ever_was(clock):
    between = make_staff(role="lead", everywhere=True, ends_on=date(2026, 11, 23))
    make_membership(between.person, starts_on=date(2026, 12, 1))
    never = make_staff(role="admin", everywhere=True)
    never.person.memberships.all().delete()

    assert between.actor().holds("lead")
    assert never.actor().holds("admin")


@pytest.mark.feature("PE-06")
@pytest.mark.parametrize(
    ("places", "left"),
    [
        ([], False),
        ([{"ends_on": date(2026, 11, 24)}], False),
        ([{"ends_on": date(2026, 11, 23)}], True),
        ([{"ends_on": date(2026, 11, 23)}, {"starts_on": date(2026, 12, 1)}], False),
        ([{"ends_on": date(2026, 11, 23)}, {"state": "pending"}], True),
        ([{"ends_on": date(2026, 11, 23)}, {"state": "refused"}], True),
        ([{"state": "pending"}], False),
    ],
)
def test_leaving_means_that_every_place_is_over(places, left):
    person = make_staff().person
    person.memberships.all().delete()
    for place in places:
        make_membership(person, **place)

    assert has_left(person.pk, date(2026, 11, 24)) is left
    assert people_who_left(date(2026, 11, 24)).filter(pk=person.pk).exists() is left


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

"""How long sessions live, whose they are, and when they end (PE-08)."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from portal.audit.models import Entry
from portal.people.models import User
from portal.people.services.sessions import end_sessions_of
from portal.people.tasks import tend_sessions
from tests.factories.people import (
    make_staff,
)
from tests.people.looking import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-08"), pytest.mark.usefixtures("limited")]

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


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

"""The visible queue: planned once, re-checked, sent once, retried, never lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from portal.kernel.actors import Actor, ActorKind
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.refs import Ref
from portal.notifications import kinds
from portal.notifications.kinds import NoticeKind
from portal.notifications.models import Notice, NoticeWording
from portal.notifications.selectors import notices_about
from portal.notifications.sending import LEASE, send_due
from portal.notifications.services import (
    MissingFact,
    cancel_notice,
    cancel_notices,
    plan_notice,
    resend_notice,
)
from tests.factories.people import make_person, make_user

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ABOUT = Ref("tests.thing", 1)
STILL_WANTED = {"answer": True}

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def kind() -> NoticeKind:
    STILL_WANTED["answer"] = True
    known = kinds._kinds.get("tests.booked")
    return known or kinds.register(
        NoticeKind(
            key="tests.booked",
            audience="the person",
            subject="Your booking on {when}",
            body="Hello.\n\nYour booking on {when} stands.",
            why="You booked.",
            facts=("when",),
            examples={"when": "Tuesday 24 November 2026"},
            still_wanted=lambda about, facts, now: STILL_WANTED["answer"],
        )
    )


def plan(person_id: int | None = None, **changes: object) -> Notice:
    given = {
        "key": "tests.booked",
        "person_id": person_id or make_person().pk,
        "about": ABOUT,
        "facts": {"when": "Tuesday 24 November 2026"},
        "now": NOW,
        "dedupe": "v1",
    }
    return plan_notice(**{**given, **changes})  # type: ignore[arg-type]  # changes are keyword arguments


@pytest.mark.feature("NO-01")
def test_a_notice_is_planned_and_sent_once_when_asked_for_twice() -> None:
    person = make_person()

    first, again = plan(person.pk), plan(person.pk)
    send_due(NOW)
    send_due(NOW)

    assert first.pk == again.pk
    assert [m.to for m in mail.outbox] == [[person.email]]
    assert [row.state for row in notices_about(ABOUT)] == ["sent"]


@pytest.mark.feature("NO-01")
def test_a_notice_is_dropped_when_its_reason_is_gone_at_the_moment_of_sending() -> None:
    plan()
    STILL_WANTED["answer"] = False

    send_due(NOW)

    assert mail.outbox == []
    assert [row.state for row in notices_about(ABOUT)] == ["cancelled"]


@pytest.mark.feature("NO-02")
def test_planning_fails_when_a_fact_is_missing() -> None:
    with pytest.raises(MissingFact):
        plan(facts={})


@pytest.mark.feature("NO-04")
def test_a_notice_waits_and_goes_later_when_the_mail_server_is_down(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    plan()

    send_due(NOW)
    assert notices_about(ABOUT)[0].trouble

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    send_due(NOW + timedelta(minutes=2))
    assert [row.state for row in notices_about(ABOUT)] == ["sent"]


def test_a_claimed_notice_is_sent_after_its_lease_when_the_worker_was_killed() -> None:
    plan()
    Notice.objects.update(state="sending", due_at=NOW + LEASE)

    assert send_due(NOW + timedelta(seconds=1)) == 0
    assert send_due(NOW + LEASE) == 1


@pytest.mark.feature("NO-01")
def test_the_person_cancels_and_resends_their_own_and_a_stranger_finds_nothing() -> None:
    person, stranger = make_person(), make_person()
    notice = plan(person.pk, due_at=NOW + timedelta(days=1))
    me = Actor(ActorKind.PERSON, person_id=person.pk, label="me")

    with pytest.raises(NotFound):
        cancel_notice(actor=Actor(ActorKind.PERSON, person_id=stranger.pk), notice_id=notice.pk, now=NOW)
    cancel_notice(actor=me, notice_id=notice.pk, now=NOW)
    with pytest.raises(IllegalMove):
        resend_notice(actor=me, notice_id=notice.pk, now=NOW)

    sent = plan(person.pk, dedupe="v2")
    send_due(NOW)
    resend_notice(actor=me, notice_id=sent.pk, now=NOW)
    send_due(NOW)
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 2


def test_everything_planned_about_a_thing_is_cancelled_together() -> None:
    plan(due_at=NOW + timedelta(days=1))
    plan(due_at=NOW + timedelta(days=2), dedupe="v2")

    assert cancel_notices(about=ABOUT, now=NOW) == 2
    assert send_due(NOW + timedelta(days=3)) == 0


@pytest.mark.feature("NO-02")
def test_an_editors_wording_goes_out_and_is_checked_before_it_is_saved() -> None:
    wording = NoticeWording(key="tests.booked", subject="See you on {when}", body="Until {who}.")
    with pytest.raises(Exception, match="Only these can stand in curly brackets here"):
        wording.full_clean()

    wording.body = "Until {when}, {name}."
    wording.full_clean()
    wording.save()
    plan()
    send_due(NOW)

    assert mail.outbox[0].subject == "See you on Tuesday 24 November 2026"
    assert "Until Tuesday 24 November 2026" in mail.outbox[0].body


@pytest.mark.feature("NO-01")
def test_the_preview_shows_the_mail_to_its_person_and_to_nobody_else(client: Client) -> None:
    user, stranger = make_user(), make_user()
    notice = plan(user.person_id)

    client.force_login(user)
    assert "Your booking on Tuesday" in client.get(f"/notices/{notice.pk}/").content.decode()
    client.force_login(stranger)
    assert client.get(f"/notices/{notice.pk}/").status_code == 404

"""What a manager and the champion say: agree, decline, start, be listed."""

from datetime import datetime, timedelta

from django.db import transaction

from champions.errors import ManagerAgrees, OwnAnswer, ReasonMissing, TimeMissing
from champions.models import Champion, Term
from champions.permissions import may_agree, may_answer, may_stop
from champions.rules import LEAST_MINUTES, MOST_MINUTES, term_end
from champions.selectors import is_trained
from champions.services.moving import locked, move, note, ref
from champions.states import DeclineReason
from portal.kernel import clock
from portal.kernel.actors import SYSTEM, Actor
from portal.notifications.services import plan_notice

REMIND_BEFORE = timedelta(days=60)


def agree(*, actor: Actor, champion_id: int, minutes_per_week: int, now: datetime) -> Champion:
    """A manager agrees the time. Who has finished what champions need is ready to start at once.

    Raises:
        ManagerAgrees: the actor was not asked, does not answer for the place, or is the person themselves.
        TimeMissing: not 15 to 600 minutes a week.
        IllegalMove: it was answered already.
    """
    with transaction.atomic():
        champion = locked(champion_id)
        if not may_agree(actor, champion):
            raise ManagerAgrees()
        if not LEAST_MINUTES <= minutes_per_week <= MOST_MINUTES:
            raise TimeMissing(least=LEAST_MINUTES, most=MOST_MINUTES)
        champion.minutes_per_week = minutes_per_week
        move(actor, champion, "agree", now)
        plan_notice(
            key="champions.agreed",
            person_id=champion.person_id,
            about=ref(champion),
            facts={"id": str(champion.pk)},
            now=now,
            dedupe=str(champion.pk),
        )
        if is_trained(champion.person_id, clock.today(now)):
            move(SYSTEM, champion, "train", now)
    return champion


def decline(*, actor: Actor, champion_id: int, reason: str, now: datetime) -> Champion:
    """Say no before it began: the person, or whoever may agree.

    Raises:
        ManagerAgrees, ReasonMissing, IllegalMove.
    """
    if reason not in DeclineReason.values:
        raise ReasonMissing()
    with transaction.atomic():
        champion = locked(champion_id)
        if not may_stop(actor, champion):
            raise ManagerAgrees()
        return move(actor, champion, "decline", now, reason=reason)


def start(
    *,
    actor: Actor,
    champion_id: int,
    now: datetime,
    listed: bool,
    contact_method: str = "",
    show_email: bool = False,
    show_job_role: bool = False,
) -> Champion:
    """The champion starts: a term of a year, listed only if they say so. Raises `OwnAnswer`, `IllegalMove`."""
    with transaction.atomic():
        champion = locked(champion_id)
        if not may_answer(actor, champion):
            raise OwnAnswer()
        _write_listing(champion, listed, contact_method, show_email, show_job_role, now)
        move(actor, champion, "activate", now)
        today = clock.today(now)
        begin_term(champion, Term(champion=champion, starts_on=today, ends_on=term_end(today)), now)
    return champion


def begin_term(champion: Champion, term: Term, now: datetime) -> Term:
    """Write a term, and plan the reminder that it ends, in the caller's transaction."""
    term.save()
    remind_on, _ = clock.day_bounds(term.ends_on - REMIND_BEFORE)
    if remind_on > now:
        plan_notice(
            key="champions.term_ends",
            person_id=champion.person_id,
            about=ref(champion),
            facts={"id": str(champion.pk), "until": clock.spoken_date(term.ends_on), "term": str(term.pk)},
            now=now,
            due_at=remind_on + timedelta(hours=8),
            dedupe=str(term.pk),
        )
    return term


def set_listing(
    *,
    actor: Actor,
    champion_id: int,
    now: datetime,
    listed: bool,
    contact_method: str = "",
    show_email: bool = False,
    show_job_role: bool = False,
) -> Champion:
    """Change what the directory shows; taking it back works at once. Raises `OwnAnswer`."""
    with transaction.atomic():
        champion = locked(champion_id)
        if not may_answer(actor, champion):
            raise OwnAnswer()
        _write_listing(champion, listed, contact_method, show_email, show_job_role, now)
        champion.save()
        note(actor, champion, "list" if listed else "unlist", champion.state, now)
    return champion


def _write_listing(
    champion: Champion,
    listed: bool,
    contact_method: str,
    show_email: bool,
    show_job_role: bool,
    now: datetime,
) -> None:
    champion.listed = listed
    champion.listed_at = (champion.listed_at or now) if listed else None
    champion.contact_method = contact_method
    champion.show_email = listed and show_email
    champion.show_job_role = listed and show_job_role

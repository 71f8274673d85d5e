"""Terms: renewed, lapsed, ended, by people and by the calendar."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from champions.errors import ManagerAgrees, NotTrained, ReasonMissing, RenewTooEarly, TermWrong
from champions.models import Champion, Term
from champions.permissions import may_agree, may_stop
from champions.rules import LEAST_MONTHS, MOST_MONTHS, SOON_DAYS, USUAL_MONTHS, next_term_start, term_end
from champions.selectors import is_trained
from champions.services.answer import begin_term
from champions.services.invitations import keep_calendar
from champions.services.moving import locked, move
from champions.states import COMING, ChampionState, DeclineReason, EndReason, champion_machine
from portal.kernel import clock
from portal.kernel.actors import SYSTEM, Actor
from portal.people.selectors import memberships_on


def renew(*, actor: Actor, champion_id: int, now: datetime, months: int = USUAL_MONTHS) -> Champion:
    """Add a term: in the last 90 days of one that runs, right after it; after a lapse, from today. Invited at once.

    Raises:
        ManagerAgrees, TermWrong (not 3 to 24 months), RenewTooEarly, IllegalMove.
        NotTrained: what champions need no longer stands.
    """
    today = clock.today(now)
    with transaction.atomic():
        champion = locked(champion_id)
        if not may_agree(actor, champion):
            raise ManagerAgrees()
        if not LEAST_MONTHS <= months <= MOST_MONTHS:
            raise TermWrong(least=LEAST_MONTHS, most=MOST_MONTHS)
        champion_machine.target(
            "renew", champion.state
        )  # before questions that only make sense for a champion
        if not is_trained(champion.person_id, today):
            raise NotTrained()
        starts_on = today
        if champion.state == ChampionState.ACTIVE:
            until = max(term.ends_on for term in champion.terms.all())
            if until - timedelta(days=SOON_DAYS) > today:
                raise RenewTooEarly(until=clock.spoken_date(until), days=SOON_DAYS)
            starts_on = next_term_start(until, today)
        move(actor, champion, "renew", now)
        _restart(champion, starts_on, months, now)
        # Who was active already starts nothing that others hear of: meetings after the old term are new to them.
        keep_calendar(person_id=champion.person_id, now=now)
    return champion


def _restart(champion: Champion, starts_on: date, months: int, now: datetime) -> None:
    """A new term; one that stopped on its very first day gives way to it."""
    champion.terms.filter(starts_on=starts_on, stopped_on=starts_on).delete()
    begin_term(
        champion, Term(champion=champion, starts_on=starts_on, ends_on=term_end(starts_on, months)), now
    )


def lapse(*, actor: Actor, champion_id: int, reason: str, now: datetime) -> Champion:
    """Set an active champion aside; they can come back. Raises `ManagerAgrees`, `ReasonMissing`, `IllegalMove`."""
    return _stop(actor, champion_id, "lapse", reason, now, by_manager=True)


def end(*, actor: Actor, champion_id: int, reason: str, now: datetime) -> Champion:
    """End a championship for good: the champion, or whoever may agree. Raises as `lapse` does."""
    return _stop(actor, champion_id, "end", reason, now, by_manager=False)


def lapse_overdue(*, now: datetime) -> int:
    """Let everybody lapse whose last term is over. Returns how many; run daily, safe to run twice."""
    today = clock.today(now)
    running = Term.objects.filter(champion=OuterRef("pk"), stopped_on__isnull=True, ends_on__gte=today)
    overdue = Champion.objects.filter(~Exists(running), state=ChampionState.ACTIVE)
    ids = list(overdue.values_list("pk", flat=True))
    for champion_id in ids:
        lapse(actor=SYSTEM, champion_id=champion_id, reason=EndReason.TERM, now=now)
    return len(ids)


def end_departed(*, now: datetime) -> int:
    """End the championships of people who left the team. Returns how many; run daily, safe to run twice."""
    at_work = memberships_on(clock.today(now)).filter(
        person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    gone = Champion.objects.filter(team__isnull=False).exclude(Exists(at_work.filter(team=OuterRef("team"))))
    gone |= Champion.objects.filter(team__isnull=True).exclude(Exists(at_work))
    rows = list(gone.filter(state__in=(*COMING, *champion_machine.sources("end"))).values_list("pk", "state"))
    for champion_id, state in rows:
        if state in COMING:
            with transaction.atomic():
                move(SYSTEM, locked(champion_id), "decline", now, reason=DeclineReason.MOVED)
        else:
            end(actor=SYSTEM, champion_id=champion_id, reason=EndReason.MOVED, now=now)
    return len(rows)


def _stop(
    actor: Actor, champion_id: int, verb: str, reason: str, now: datetime, *, by_manager: bool
) -> Champion:
    if reason not in EndReason.values:
        raise ReasonMissing()
    with transaction.atomic():
        champion = locked(champion_id)
        if not (may_agree(actor, champion) if by_manager else may_stop(actor, champion)):
            raise ManagerAgrees()
        move(actor, champion, verb, now, reason=reason)
        stop_terms(champion, clock.today(now))
    return champion


def stop_terms(champion: Champion, today: date) -> None:
    """Cut what runs today and drop what has not begun; terms that are over stay as they were."""
    champion.terms.filter(stopped_on__isnull=True, starts_on__gt=today).delete()
    champion.terms.filter(stopped_on__isnull=True, starts_on__lte=today, ends_on__gte=today).update(
        stopped_on=today
    )

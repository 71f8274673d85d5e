"""Sending a link, and taking it back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from consultations.link_deliveries import sendings
from consultations.link_errors import (
    ConsentMissing,
    NoCaseSystem,
    NothingWaits,
    NotSuitable,
    RulesChanged,
    TriedJustNow,
    WorkingHoursMissing,
)
from consultations.link_rules import missing_consents, working_hours
from consultations.link_states import LinkState, Route
from consultations.models import CaseSystemEndpoint, ReferralLink, Whose
from consultations.pathways import Assessment, Outcome, Pathway, suitability
from consultations.services.links.changing import Said, locked_for, move_link, rules_of
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, IllegalMove
from portal.outbox.services import bring_forward

# A receiver that does not answer is not asked by hand more often than this.
PAUSE = timedelta(minutes=1)


def send_link(
    *, actor: Actor, link_id: UUID, now: datetime, route: Route = Route.CASE_SYSTEM
) -> ReferralLink:
    """Send a draft to the case system through the outbox, or record that the form went by secure email.

    Everything is judged again at this moment, under lock: the rules in force, the answers, every consent.

    Raises:
        NotFound; IllegalMove (sent already); RulesChanged, NotSuitable, ConsentMissing, WorkingHoursMissing,
        NoCaseSystem.
    """
    with transaction.atomic():
        link = locked_for(actor, link_id, now)
        if link.state != LinkState.DRAFTED:
            raise IllegalMove("It was sent already.")
        if refusal := why_not_send(link, now):
            raise refusal
        if route == Route.CASE_SYSTEM and not has_case_system(link.organisation_id):
            raise NoCaseSystem()
        assessment = judge(link, rules_of(link), now)
        return move_link(
            link,
            "send",
            actor=actor,
            now=now,
            criteria=assessment.criteria,
            result=str(assessment.result),
            checked_on=clock.today(now),
            route=route,
            sent_at=now,
        )


def why_not_send(link: ReferralLink, now: datetime) -> DomainError | None:
    """The first thing that stands in the way of sending; None when nothing does."""
    rules = rules_of(link)
    if not rules.in_force(clock.today(now)):
        return RulesChanged(name=rules.name)
    if judge(link, rules, now).result is not Outcome.SUITABLE:
        return NotSuitable(name=rules.name)
    standing = [(consent.person, consent.purpose) for consent in link.consents.all() if consent.stands]
    if missing := missing_consents(rules, standing):
        return ConsentMissing(people=" and ".join(Whose(str(whose)).label.lower() for whose in missing))
    if not working_hours(link.working_days, link.works_from, link.works_until):
        return WorkingHoursMissing()
    return None


def judge(link: ReferralLink, rules: Pathway, now: datetime) -> Assessment:
    """The kept answers, judged at this moment under the given rules."""
    return suitability(rules, link.answers, clock.today(now), link.area)


def has_case_system(organisation_id: int) -> bool:
    """Whether the organisation's case system is connected and in use."""
    return CaseSystemEndpoint.objects.filter(organisation_id=organisation_id, active=True).exists()


def withdraw_link(*, actor: Actor, link_id: UUID, reason_code: str, now: datetime) -> ReferralLink:
    """Take a link back; the receiver is told within minutes. A draft is given up without telling anybody.

    Raises:
        NotFound, IllegalMove.
    """
    with transaction.atomic():
        link = locked_for(actor, link_id, now)
        move = "discard" if link.is_draft else "withdraw"
        return move_link(link, move, actor=actor, now=now, said=Said(reason_code))


def try_now(*, actor: Actor, link_id: UUID, now: datetime) -> int:
    """Try what has not reached the case system now instead of later. Returns how many messages are on their way.

    Two people at once, or a second press, change nothing more: what is due already is counted, not doubled.

    Raises:
        NotFound; NothingWaits: all has arrived, or is stuck; TriedJustNow: less than `PAUSE` ago.
    """
    with transaction.atomic():
        link = locked_for(actor, link_id, now)
        waiting = [one for one in sendings(link) if one.is_open]
        if not waiting:
            raise NothingWaits()
        last = max((one.last_try for one in waiting if one.last_try), default=None)
        if last and now - last < PAUSE:
            raise TriedJustNow(time=clock.spoken_time(clock.local(last)))
        if bring_forward(now=now, delivery_ids=[one.delivery_id for one in waiting]):
            record(
                actor=actor,
                verb="link tried now",
                about=link.ref,
                now=now,
                organisation_id=link.organisation_id,
            )
    return len(waiting)

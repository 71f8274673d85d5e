"""A champion network with gaps in it."""

import random
from datetime import datetime, time, timedelta

from django.db.models import Case, When

from champions.models import Meeting, TrainedPerson
from champions.selectors import register_of
from champions.services.answer import agree, start
from champions.services.ask import nominate
from champions.services.meetings import plan_meeting, take_attendance
from champions.services.training import need_course
from champions.states import ChampionState, ContactMethod, MeetingKind, Presence
from portal.assembly.demo.boroughs import Cast
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.people.models import Membership
from portal.people.selectors import actor_for_person

SEED = 12
TEAMS_COVERED = 0.45


def load_champions(cast: Cast, now: datetime) -> None:
    """In not quite half of the teams, one trained person is nominated, agreed and active."""
    chance = random.Random(SEED)  # noqa: S311 - picks teams, guards nothing
    began = now - timedelta(days=200)
    need_course(actor=SYSTEM, course_code="safe-together-core", now=began)
    trained = TrainedPerson.objects.values("person_id")
    for borough in ("camden", "havering"):
        found = Membership.objects.filter(
            organisation_id=cast.boroughs[borough],
            team__isnull=False,
            ends_on__isnull=True,
            person__in=trained,
        )
        seen: set[int | None] = set()
        own_first = Case(When(person=cast.people["champion@camden.example"], then=0), default=1)
        for membership in found.order_by("team_id", own_first, "pk"):
            if membership.team_id not in seen:
                seen.add(membership.team_id)
                own = membership.person_id == cast.people["champion@camden.example"]
                if own or chance.random() < TEAMS_COVERED:
                    _appoint(membership, began)
        _hold_meetings(cast.boroughs[borough], now)


def _hold_meetings(organisation_id: int, now: datetime) -> None:
    """One meeting some weeks ago, at which most were, and one to come."""
    then = now - timedelta(days=47)
    held = _plan(organisation_id, MeetingKind.NETWORK, then)
    champions = [row.champion_id for row in register_of(held)]
    presences = {
        pk: Presence.APOLOGIES if number % 4 == 3 else Presence.THERE for number, pk in enumerate(champions)
    }
    take_attendance(actor=SYSTEM, meeting_id=held.pk, presences=presences, now=then)
    _plan(organisation_id, MeetingKind.LEARNING_SET, now, days=16)


def _plan(organisation_id: int, kind: MeetingKind, at: datetime, *, days: int = 0) -> Meeting:
    return plan_meeting(
        actor=SYSTEM,
        organisation_id=organisation_id,
        kind=kind,
        on=clock.today(at) + timedelta(days=days),
        starts=time(14, 0),
        ends=time(16, 0),
        where="Learning centre, room 2",
        now=at,
    )


def _appoint(membership: Membership, at: datetime) -> None:
    try:
        champion = nominate(actor=SYSTEM, membership_id=membership.pk, now=at, minutes_per_week=60)
    except DomainError:
        return
    if champion.state in (ChampionState.NOMINATED, ChampionState.APPLIED):
        champion = agree(actor=SYSTEM, champion_id=champion.pk, minutes_per_week=60, now=at)
    champion.refresh_from_db()
    if champion.state == ChampionState.TRAINED:
        person = actor_for_person(membership.person_id, at)
        start(actor=person, champion_id=champion.pk, now=at, listed=True, contact_method=ContactMethod.TEAMS)

"""What they asked: consultations with one lead in each organisation, six a day, most of them recorded."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db import transaction

from consultations.codes import CancelReason, Domain, FamilyStatus, Kind, Mode, Outcome, Theme
from consultations.models import Consultation, ConsultationChange, ConsultationRecord
from consultations.states import HAS_RECORD, ConsultationState
from portal.assembly.demo.scale.places import ROWS, Tick, Worker
from portal.kernel import clock
from portal.kernel.actors import SYSTEM

HOURS = (9, 10, 11, 13, 14, 15)
LENGTH, WITH_BUFFER = timedelta(minutes=50), timedelta(minutes=60)
WEEKS_AHEAD = 4
LOCKS_AFTER = timedelta(days=14)
OUTCOMES, THEMES, KINDS = tuple(Outcome), tuple(Theme), (Kind.INDIVIDUAL, Kind.PRE_REFERRAL)


def fill_diaries(count: int, workers: list[Worker], now: datetime, tick: Tick) -> None:
    """Make so many consultations. Each lead's follow one another, and a requester meets their own lead only."""
    boroughs = [list(group) for _, group in groupby(workers, key=lambda worker: worker.organisation_id)]
    days = _workdays(clock.today(now), -(-count // (len(boroughs) * len(HOURS))))
    for first in range(0, count, ROWS):
        numbers = range(first, min(count, first + ROWS))
        tick(_hold(numbers, boroughs, days, now))


def _workdays(today: date, count: int) -> list[date]:
    """So many working days, the latest first; the latest is some weeks ahead."""
    found: list[date] = []
    day = today + timedelta(weeks=WEEKS_AHEAD)
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found


@transaction.atomic
def _hold(numbers: range, boroughs: list[list[Worker]], days: list[date], now: datetime) -> int:
    made = Consultation.objects.bulk_create(_consultation(n, boroughs, days, now) for n in numbers)
    ConsultationRecord.objects.bulk_create(_records(made))
    ConsultationChange.objects.bulk_create(_changes(made))
    return len(made)


def _consultation(n: int, boroughs: list[list[Worker]], days: list[date], now: datetime) -> Consultation:
    borough, turn = boroughs[n % len(boroughs)], n // len(boroughs)
    lead, requester = borough[0], borough[1 + turn % (len(borough) - 1)]
    begins = clock.wall_to_utc(days[turn // len(HOURS)], time(HOURS[turn % len(HOURS)]))
    state = _state(turn) if begins + LENGTH < now else ConsultationState.BOOKED
    return Consultation(
        reference=f"SC-{n:08d}",
        kind=KINDS[turn % len(KINDS)],
        organisation_id=borough[0].organisation_id,
        service_id=requester.service_id,
        team_id=requester.team_id,
        requester_id=requester.person_id,
        booked_by_id=requester.person_id,
        lead_id=lead.person_id,
        state=state,
        starts_at=begins,
        ends_at=begins + LENGTH,
        busy_from=begins,
        busy_until=begins + WITH_BUFFER,
        mode=Mode.VIDEO,
        family_status=FamilyStatus.CHILD_PROTECTION if turn % 3 else FamilyStatus.CHILD_IN_NEED,
        reason_code=CancelReason.NOT_NEEDED if state == ConsultationState.CANCELLED else "",
        created_at=begins - timedelta(days=10),
    )


def _state(turn: int) -> str:
    if turn % 20 == 0:
        return ConsultationState.CANCELLED
    return ConsultationState.FOLLOWED_UP if turn % 4 == 0 else ConsultationState.RECORDED


def _records(made: list[Consultation]) -> Iterator[ConsultationRecord]:
    for n, held in enumerate(made):
        if held.state in HAS_RECORD and held.ends_at and held.lead_id:
            yield ConsultationRecord(
                consultation=held,
                payload={"domains": [Domain.PCC], "practice": [], "actions": []},
                outcome=OUTCOMES[n % len(OUTCOMES)],
                theme=THEMES[n % len(THEMES)],
                recorded_by_id=held.lead_id,
                recorded_at=held.ends_at + timedelta(hours=1),
                locks_at=held.ends_at + LOCKS_AFTER,
            )


def _changes(made: list[Consultation]) -> Iterator[ConsultationChange]:
    for held in made:
        if held.state in HAS_RECORD and held.ends_at:
            yield ConsultationChange(
                consultation=held,
                move="hold",
                from_state=ConsultationState.BOOKED,
                to_state=ConsultationState.HELD,
                actor_label=SYSTEM.label,
                at=held.ends_at + timedelta(hours=1),
                starts_at=held.starts_at,
            )

"""What somebody can do next once a place of theirs has ended: one sentence, and whom to write to."""

from dataclasses import dataclass
from datetime import datetime

from courses.models import Enrolment
from courses.permissions import place_of_enrolment
from courses.rules.answers import asks_for_team, asks_to_speak, next_step
from courses.states import ENDED, EndReason, EnrolmentState, RunState
from portal.kernel import clock
from portal.people import selectors as people
from portal.people.roles import Role

# Nobody writes to more than a few.
MOST_NAMED = 3
SOMEBODY = "whoever answered"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to write to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class WhatNext:
    """The next step after an answer, and whom to write to about it."""

    sentence: str
    contacts: tuple[Contact, ...]
    asks_again: bool = False


def what_next(enrolment: Enrolment, names: dict[int, str], now: datetime) -> WhatNext | None:
    """The next step after a place that ended; None while it lives. One query at most.

    Args:
        names: of those who moved it, by id.
    """
    if enrolment.state not in ENDED:
        return None
    decided_by = decided_by_of(enrolment)
    sentence = next_step(enrolment.end_reason, who=names.get(decided_by or 0, SOMEBODY))
    return WhatNext(sentence, _contacts(enrolment, decided_by, now), _may_ask_again(enrolment, now))


def decided_by_of(enrolment: Enrolment) -> int | None:
    """Who said no, from the changes that are loaded. No query."""
    if enrolment.state != EnrolmentState.DECLINED:
        return None
    found = [change.actor_person_id for change in enrolment.changes.all() if change.move == "decline"]
    return found[-1] if found else None


def _may_ask_again(enrolment: Enrolment, now: datetime) -> bool:
    """Whether the same dates can still be asked for, by somebody whom nobody refused."""
    run = enrolment.run
    refused = enrolment.state == EnrolmentState.DECLINED or enrolment.end_reason == EndReason.NOT_ELIGIBLE
    open_still = run.state == RunState.PUBLISHED and run.booking_closes_at and now < run.booking_closes_at
    return bool(open_still) and not refused


def _contacts(enrolment: Enrolment, decided_by: int | None, now: datetime) -> tuple[Contact, ...]:
    if asks_for_team(enrolment.end_reason):
        place = place_of_enrolment(enrolment)
        team = people.people_with_role(Role.TRAINING_ADMIN, place, clock.today(now))
        shown = team.filter(hidden_on_rosters=False).exclude(email="")[:MOST_NAMED]
        return tuple(Contact(person.name, person.email) for person in shown)
    approver = enrolment.approver
    if not asks_to_speak(enrolment.end_reason) or approver is None or approver.pk != decided_by:
        return ()
    # Who answers for somebody is known to them, also where lists leave the name out.
    return (Contact(approver.name, approver.email),) if approver.email else ()

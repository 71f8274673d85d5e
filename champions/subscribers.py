"""Reactions to what courses say. Events are known by name; nothing of that app is imported."""

from datetime import date

from champions.services import keep_calendar, learn_completion
from portal.kernel import clock
from portal.outbox.subscriptions import Fact, subscribe


@subscribe("courses.course_completed.v1", as_="champions.trained")
def trained(fact: Fact) -> None:
    """A finished course may be what a champion needs."""
    _learn(fact, date.fromisoformat(str(fact.payload["completed_on"])[:10]))


@subscribe("courses.completion_withdrawn.v1", as_="champions.untrained")
def untrained(fact: Fact) -> None:
    """A completion that no longer stands makes nobody a champion."""
    _learn(fact, None)


@subscribe("champions.champion_activated.v1", as_="champions.invited")
def invited(fact: Fact) -> None:
    """Whoever starts is invited to the meetings that are planned."""
    keep_calendar(person_id=fact.payload["person_id"], now=clock.now())


@subscribe("champions.champion_ended.v1", as_="champions.uninvited")
def uninvited(fact: Fact) -> None:
    """Whoever stops keeps no meeting in their calendar."""
    keep_calendar(person_id=fact.payload["person_id"], now=clock.now())


def _learn(fact: Fact, completed_on: date | None) -> None:
    learn_completion(
        enrolment_id=fact.payload["enrolment_id"],
        person_id=fact.payload["person_id"],
        course_code=fact.payload["course_code"],
        completed_on=completed_on,
        as_of=fact.occurred_at,
        # A fact that comes late counts from today; a clock that lags behind its sender does not turn back time.
        now=max(clock.now(), fact.occurred_at),
    )

"""Reactions to what other apps say. Events are known by name; nothing of those apps is imported."""

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.outbox.subscriptions import Fact, subscribe
from toolkits.services import learn
from toolkits.states import UnlockKind


@subscribe("courses.course_completed.v1", as_="toolkits.unlock")
def unlock(fact: Fact) -> None:
    """A finished course opens its toolkits."""
    _learn_course(fact, standing=True)


@subscribe("courses.completion_withdrawn.v1", as_="toolkits.lock")
def lock(fact: Fact) -> None:
    """A completion that no longer stands closes what it had opened, unless something else opens it too."""
    _learn_course(fact, standing=False)


@subscribe("champions.champion_activated.v1", as_="toolkits.unlock_for_champion")
def unlock_for_champion(fact: Fact) -> None:
    """An active champion is let into what is for champions."""
    _learn_champion(fact, standing=True)


@subscribe("champions.champion_ended.v1", as_="toolkits.lock_for_champion")
def lock_for_champion(fact: Fact) -> None:
    """A championship that lapsed or ended closes it again."""
    _learn_champion(fact, standing=False)


def _learn_course(fact: Fact, *, standing: bool) -> None:
    learn(
        source=str(Ref("courses.enrolment", fact.payload["enrolment_id"])),
        person_id=fact.payload["person_id"],
        kind=UnlockKind.COURSE,
        code=fact.payload["course_code"],
        standing=standing,
        event_id=fact.id,
        as_of=fact.occurred_at,
        now=max(clock.now(), fact.occurred_at),
    )


def _learn_champion(fact: Fact, *, standing: bool) -> None:
    learn(
        source=str(Ref("champions.champion", fact.payload["champion_id"])),
        person_id=fact.payload["person_id"],
        kind=UnlockKind.CHAMPION,
        code="",
        standing=standing,
        event_id=fact.id,
        as_of=fact.occurred_at,
        now=max(clock.now(), fact.occurred_at),
    )

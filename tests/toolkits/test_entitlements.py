"""What people earn opens toolkits: by events, once, in any order, and by rules made later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
from django.db import transaction

from portal.kernel.actors import SYSTEM
from portal.kernel.invariants import breaches
from portal.notifications.models import Notice
from portal.outbox.events import Event
from portal.outbox.models import Message
from portal.outbox.services import publish
from tests.factories.people import make_staff
from tests.factories.toolkits import CORE, NOW, learn_course, make_toolkit, make_version
from toolkits import services
from toolkits.errors import NotYours, RuleUnclear
from toolkits.models import Earned, Entitlement, Toolkit
from toolkits.permissions import may_open
from toolkits.rules import WayIn
from toolkits.selectors import hub_items
from toolkits.states import UnlockKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("TK-04")]

Deliver = Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Completed(Event):
    """As courses says it; tests of this app do not import that one."""

    name: ClassVar[str] = "courses.course_completed.v1"
    enrolment_id: int
    run_id: int
    person_id: int
    course_code: str
    edition: int
    completed_on: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    name: ClassVar[str] = "courses.completion_withdrawn.v1"
    enrolment_id: int
    person_id: int
    course_code: str
    reason_code: str


@dataclass(frozen=True, slots=True)
class Activated(Event):
    name: ClassVar[str] = "champions.champion_activated.v1"
    champion_id: int
    person_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class Ended(Event):
    name: ClassVar[str] = "champions.champion_ended.v1"
    champion_id: int
    person_id: int
    team_id: int


def say(event: Event, at: datetime = NOW) -> None:
    with transaction.atomic():
        publish(event, now=at)


def finished(person_id: int, enrolment: int = 1, code: str = "core") -> Completed:
    return Completed(enrolment, 5, person_id, code, 1, "2026-11-24", 1)


def holds(toolkit: Toolkit, person_id: int) -> bool:
    return Entitlement.objects.filter(toolkit=toolkit, person_id=person_id, revoked_at__isnull=True).exists()


def test_toolkit_opens_for_finisher_and_nobody_else_when_course_is_completed(
    deliver_everything: Deliver,
) -> None:
    toolkit, other = (
        make_toolkit(ways=[CORE]),
        make_toolkit(ways=[WayIn(UnlockKind.COURSE, "overview", "Overview")]),
    )
    finisher, colleague = make_staff(), make_staff()

    say(finished(finisher.person.pk))
    deliver_everything(NOW)

    assert may_open(finisher.actor(), toolkit)
    assert not may_open(colleague.actor(), toolkit)
    assert not may_open(finisher.actor(), other)
    assert Entitlement.objects.count() == 1
    assert Notice.objects.filter(key="toolkits.unlocked").count() == 1
    assert Message.objects.filter(name="toolkits.toolkit_unlocked.v1").count() == 1
    assert [item.title for item in hub_items(finisher.actor(), NOW)] == [toolkit.page.title]
    assert hub_items(colleague.actor(), NOW) == []


def test_toolkit_closes_when_completion_is_withdrawn(deliver_everything: Deliver) -> None:
    toolkit, finisher = make_toolkit(ways=[CORE]), make_staff()
    say(finished(finisher.person.pk))
    deliver_everything(NOW)

    say(Withdrawn(1, finisher.person.pk, "core", "attendance_corrected"), NOW + timedelta(hours=1))
    deliver_everything(NOW + timedelta(hours=1))

    assert not may_open(finisher.actor(), toolkit)
    assert Entitlement.objects.get().revoked_at is not None
    assert Message.objects.filter(name="toolkits.toolkit_locked.v1").count() == 1
    assert hub_items(finisher.actor(), NOW) == []


def test_toolkit_stays_closed_when_withdrawal_overtakes_completion() -> None:
    toolkit, finisher = make_toolkit(ways=[CORE]), make_staff()

    learn_course(finisher.person.pk, enrolment=1, standing=False, at=NOW + timedelta(hours=1))
    learn_course(finisher.person.pk, enrolment=1, at=NOW)

    assert not holds(toolkit, finisher.person.pk)


def test_toolkit_stays_open_when_something_else_earned_it_too() -> None:
    toolkit, finisher = make_toolkit(ways=[CORE]), make_staff()
    learn_course(finisher.person.pk, enrolment=1)
    learn_course(finisher.person.pk, enrolment=2)

    learn_course(finisher.person.pk, enrolment=1, standing=False, at=NOW + timedelta(hours=1))

    assert holds(toolkit, finisher.person.pk)
    assert not Message.objects.filter(name="toolkits.toolkit_locked.v1").exists()


def test_champions_toolkit_follows_the_championship(deliver_everything: Deliver) -> None:
    toolkit, champion = make_toolkit(ways=[WayIn(UnlockKind.CHAMPION)]), make_staff()

    say(Activated(3, champion.person.pk, 1))
    deliver_everything(NOW)
    opened = may_open(champion.actor(), toolkit)
    say(Ended(3, champion.person.pk, 1), NOW + timedelta(days=1))
    deliver_everything(NOW + timedelta(days=1))
    closed = may_open(champion.actor(), toolkit)
    say(Activated(3, champion.person.pk, 1), NOW + timedelta(days=2))
    deliver_everything(NOW + timedelta(days=2))

    assert (opened, closed, may_open(champion.actor(), toolkit)) == (True, False, True)
    assert Entitlement.objects.count() == 2


def test_earlier_finishers_are_let_in_without_mail_when_a_rule_is_made_later() -> None:
    toolkit, finisher = make_toolkit(ways=[]), make_staff()
    learn_course(finisher.person.pk, enrolment=1)

    services.set_unlock_rules(actor=SYSTEM, toolkit_id=toolkit.pk, ways=[CORE], now=NOW + timedelta(days=3))
    opened = holds(toolkit, finisher.person.pk)
    services.set_unlock_rules(actor=SYSTEM, toolkit_id=toolkit.pk, ways=[], now=NOW + timedelta(days=4))

    assert (opened, holds(toolkit, finisher.person.pk)) == (True, False)
    assert not Notice.objects.exists()
    names = list(Message.objects.order_by("occurred_at").values_list("name", flat=True))
    assert names == ["toolkits.toolkit_unlocked.v1", "toolkits.toolkit_locked.v1"]


def test_late_withdrawal_ends_no_earlier_than_it_began_when_rule_came_in_between() -> None:
    toolkit, finisher = make_toolkit(ways=[]), make_staff()
    learn_course(finisher.person.pk, enrolment=1)
    services.set_unlock_rules(actor=SYSTEM, toolkit_id=toolkit.pk, ways=[CORE], now=NOW + timedelta(days=3))

    learn_course(finisher.person.pk, enrolment=1, standing=False, at=NOW + timedelta(days=1))

    row = Entitlement.objects.get()
    assert row.revoked_at == row.granted_at


def test_one_notice_is_planned_when_one_course_opens_several() -> None:
    make_toolkit(ways=[CORE])
    make_toolkit(ways=[CORE])

    learn_course(make_staff().person.pk, enrolment=1)

    assert Entitlement.objects.count() == 2
    assert Notice.objects.count() == 1


def test_invariants_hold_and_name_the_row_when_somebody_tampers() -> None:
    toolkit, finisher = make_toolkit(ways=[CORE]), make_staff()
    make_version(toolkit)
    learn_course(finisher.person.pk, enrolment=1)
    own = [found for found in breaches() if found[0].key.startswith("toolkits.")]

    Earned.objects.update(standing=False)
    tampered = {rule.key for rule, _ in breaches() if rule.key.startswith("toolkits.")}
    Earned.objects.update(standing=True)
    Entitlement.objects.all().delete()
    missing = {rule.key for rule, _ in breaches() if rule.key.startswith("toolkits.")}

    assert own == []
    assert tampered == {"toolkits.entitled"}
    assert missing == {"toolkits.let_in"}


def test_rules_refused_when_unclear_or_not_theirs() -> None:
    toolkit = make_toolkit()

    with pytest.raises(RuleUnclear):
        services.set_unlock_rules(actor=SYSTEM, toolkit_id=toolkit.pk, ways=[WayIn("course")], now=NOW)
    with pytest.raises(NotYours):
        services.set_unlock_rules(actor=make_staff().actor(), toolkit_id=toolkit.pk, ways=[], now=NOW)


def test_hub_takes_one_query_when_much_was_earned(assert_flat: Callable[..., None]) -> None:
    finisher = make_staff().actor()

    def grow() -> None:
        for _ in range(4):
            make_toolkit(ways=[CORE])
        learn_course(finisher.person_id or 0, enrolment=uuid4().int % 100_000)

    grow()
    assert_flat(lambda: hub_items(finisher, NOW), grow)

"""What was published is delivered, once in effect, whatever breaks in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from portal.kernel.actors import SYSTEM, VISITOR
from portal.kernel.errors import NotAllowed
from portal.outbox import subscriptions
from portal.outbox.events import Event
from portal.outbox.models import Attempt, Delivery, Message
from portal.outbox.relay import LEASE, deliver_due
from portal.outbox.services import bring_forward, publish, replay_deliveries
from portal.outbox.subscriptions import Fact, Park, RetryLater, subscribe
from tests.factories.people import make_staff

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@dataclass(frozen=True, slots=True)
class KettleBoiled(Event):
    """An event that only these tests know."""

    name: ClassVar[str] = "tests.kettle_boiled.v1"
    cups: int


class Ear:
    """A subscriber that remembers what it heard, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.faults: list[Exception] = []

    def listen(self, fact: Fact) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.heard.append(fact.id)


@pytest.fixture
def ear() -> Iterator[Ear]:
    yield from _listening(outside=False)


@pytest.fixture
def outside_ear() -> Iterator[Ear]:
    yield from _listening(outside=True)


def _listening(*, outside: bool) -> Iterator[Ear]:
    heard = Ear()
    before = {name: list(found) for name, found in subscriptions._by_event.items()}
    names = dict(subscriptions._by_subscriber)
    subscribe(KettleBoiled.name, as_="tests.ear", outside_transaction=outside, ladder=(5, 60))(heard.listen)
    yield heard
    for registry, saved in ((subscriptions._by_event, before), (subscriptions._by_subscriber, names)):
        registry.clear()
        registry.update(saved)  # type: ignore[call-overload]  # two registries, one way back


def boil() -> Message:
    with transaction.atomic():
        return publish(KettleBoiled(cups=2), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_publishing_fails_when_no_transaction_is_open() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        publish(KettleBoiled(cups=1), now=NOW)


def test_a_message_is_delivered_once_when_the_relay_runs_twice(ear: Ear) -> None:
    message = boil()

    deliver_due(NOW)
    deliver_due(NOW)

    assert ear.heard == [str(message.pk)]
    assert Delivery.objects.get().state == "delivered"


@pytest.mark.parametrize("listener", ["ear", "outside_ear"])
def test_a_failed_try_is_written_down_and_repeated(listener: str, request: pytest.FixtureRequest) -> None:
    ear: Ear = request.getfixturevalue(listener)
    ear.faults = [ValueError("no")]
    boil()

    deliver_due(NOW)
    deliver_due(NOW + timedelta(seconds=4))
    deliver_due(NOW + timedelta(seconds=6))

    assert len(ear.heard) == 1
    assert list(Attempt.objects.values_list("outcome", "detail")) == [
        ("postpone", "ValueError"),
        ("deliver", ""),
    ]


def test_a_delivery_is_parked_after_the_last_rung_and_replayed_by_hand(ear: Ear) -> None:
    ear.faults = [RetryLater(None, "busy")] * 3
    boil()
    for minutes in (0, 5, 10):
        deliver_due(NOW + timedelta(minutes=minutes))
    assert Delivery.objects.get().state == "parked"

    with pytest.raises(NotAllowed):
        replay_deliveries(actor=VISITOR, now=NOW)
    with pytest.raises(NotAllowed):
        replay_deliveries(actor=make_staff(role="admin").actor(), now=NOW)
    count = replay_deliveries(actor=SYSTEM, now=NOW + timedelta(hours=1))
    deliver_due(NOW + timedelta(hours=1))

    assert count == 1
    assert len(ear.heard) == 1


def test_a_delivery_is_parked_at_once_when_the_subscriber_says_so(ear: Ear) -> None:
    ear.faults = [Park("gone for good")]
    boil()

    deliver_due(NOW)

    assert Delivery.objects.get().last_error == "gone for good"
    assert Delivery.objects.get().state == "parked"


def test_a_claimed_delivery_is_tried_again_when_its_worker_was_killed(outside_ear: Ear) -> None:
    boil()
    # The worker claimed it and died: the row says running, with a lease.
    Delivery.objects.update(state="running", next_at=NOW + LEASE)

    assert deliver_due(NOW + timedelta(seconds=30)) == 0
    assert deliver_due(NOW + LEASE) == 1

    assert len(outside_ear.heard) == 1


def test_retry_after_is_honoured_when_it_is_longer_than_the_rung(ear: Ear) -> None:
    ear.faults = [RetryLater(600, "slow down")]
    boil()

    deliver_due(NOW)

    assert Delivery.objects.get().next_at >= NOW + timedelta(seconds=600)


def test_a_waiting_delivery_is_due_and_keeps_its_rung_when_it_is_brought_forward(ear: Ear) -> None:
    ear.faults = [RetryLater(None, "busy")]
    boil()
    deliver_due(NOW)
    waiting = Delivery.objects.get()

    moved = bring_forward(now=NOW, delivery_ids=[waiting.pk])
    again = bring_forward(now=NOW, delivery_ids=[waiting.pk])
    deliver_due(NOW)

    waiting.refresh_from_db()
    assert (moved, again) == (1, 0)
    assert (waiting.state, waiting.attempts_made) == ("delivered", 1)

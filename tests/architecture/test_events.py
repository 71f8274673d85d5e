"""Events are promises to readers we may not know: each has its schema under tests/contracts/events."""

import json
import re
from dataclasses import fields
from typing import get_type_hints

import pytest

from portal.outbox.events import Event
from portal.outbox.subscriptions import all_subscriptions
from tests.architecture.contracts import assert_same, updating
from tests.architecture.source import import_everything
from tests.harness.places import ROOT

FOLDER = ROOT / "tests" / "contracts" / "events"
NAME = re.compile(r"^[a-z]+\.[a-z_]+\.v\d+$")


def _event_classes() -> dict[str, type[Event]]:
    import_everything()
    waiting, found = [Event], {}
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            # A dataclass with slots is made twice; only the second is complete.
            if "name" in vars(kind) and "__slots__" in vars(kind) and not kind.__module__.startswith("tests"):
                found[kind.name] = kind
    return found


EVENTS = _event_classes()


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_event_keeps_its_contract_when_its_version_stays(name: str) -> None:
    kind = EVENTS[name]
    hints = get_type_hints(kind)

    schema = {"event": name, "data": {field.name: _spoken(hints[field.name]) for field in fields(kind)}}

    assert NAME.match(name), f"{name}: app.what_happened.v1 is the form of a name"
    assert_same(FOLDER / f"{name}.json", json.dumps(schema, indent=2) + "\n", name)


def test_every_contract_belongs_to_an_event() -> None:
    kept = {path.stem: path for path in FOLDER.glob("*.json")}
    if updating():
        for name in kept.keys() - EVENTS.keys():
            kept[name].unlink()
        return

    assert kept.keys() <= EVENTS.keys()


def test_subscribers_listen_to_events_that_exist() -> None:
    import_everything()

    deaf = [
        f"{wanted.subscriber} listens to {wanted.event}"
        for wanted in all_subscriptions()
        if wanted.event not in EVENTS and not wanted.subscriber.startswith("tests")
    ]

    assert not deaf


def _spoken(hint: object) -> str:
    return (
        hint.__name__
        if isinstance(hint, type) and not hasattr(hint, "__args__")
        else str(hint).replace("typing.", "")
    )

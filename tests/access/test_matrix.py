"""Who may open what: every persona at every address, by GET and by POST, allowed and refused.

The answers stand in `matrix.txt`, a line for each verb and route. A new route has no line and fails; so does an
answer that changed. Look at what changed, and write the line if it is right:

    UPDATE_MATRIX=1 pytest tests/access
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.access.routes import Route, all_routes
from tests.access.world import NOW, PERSONAS, World, build_world
from tests.harness.clocks import FixedClock

MATRIX = Path(__file__).parent / "matrix.txt"
CLIENTS = ("camden", "havering")
# Nobody is asked: the answer of these is not about rights.
OPEN_TO_MONITORS = ("health/", "metrics")

pytestmark = [pytest.mark.sqlite, pytest.mark.feature("PE-04")]
# Whom each word leaves out: who has left is told what a visitor is told.
EVERYBODY = {
    "everybody": set(),
    "everybody signed in": {"visitor", "left"},
    "everybody with a place": {"visitor", "left", "unplaced"},
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The demonstration, in one transaction that is taken back at the end."""
    with django_db_blocker.unblock(), FixedClock(NOW), transaction.atomic():
        world = build_world()
        connection.run_on_commit.clear()  # what the story would nudge is gone through at every rollback
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """A signed-in client for each persona, and one for each case system."""
    found = {}
    for persona, account in world.accounts.items():
        client = Client(raise_request_exception=False)
        if account:
            client.force_login(account)
        found[persona] = client
    for code in CLIENTS:
        found[f"{code}_system"] = Client(headers={"Authorization": f"Bearer {world.tokens[code]}"})
    return found


def test_everybody_gets_what_the_matrix_says_at_every_address(
    world: World, browsers: dict[str, Client]
) -> None:
    answers = {
        f"{verb} /{route.pattern}": _ask(verb, route, world, browsers)
        for route in _asked()
        for verb in ("GET", "POST")
    }
    written = dict(line.split(": ", 1) for line in _lines(MATRIX) if ": " in line)

    if os.environ.get("UPDATE_MATRIX"):
        MATRIX.write_text(
            HEADER + "".join(f"{route}: {who}\n" for route, who in answers.items()), encoding="utf-8"
        )
        written = answers

    assert not (set(answers) - set(written)), "routes without a line"
    assert not (set(written) - set(answers)), "lines without a route"
    assert {k: v for k, v in answers.items() if v != written[k]} == {}


def test_no_address_breaks(world: World, browsers: dict[str, Client]) -> None:
    assert not [line for line in _lines(MATRIX) if "BROKEN" in line]


def test_page_that_can_be_opened_answers_head_when_a_scanner_asks(
    world: World, browsers: dict[str, Client]
) -> None:
    opened = [
        line.split(" ")[1]
        for line in _lines(MATRIX)
        if line.startswith("GET ") and "(no such verb)" not in line
    ]
    routes = {f"/{route.pattern}:": route for route in _asked() if not route.pattern.startswith("api/")}

    answers = {
        name: _answer(browsers["admin"], "HEAD", route.address(world.values))
        for name, route in routes.items()
        if name in opened
    }

    assert answers
    assert [name for name, answer in answers.items() if answer.status_code == 405] == []


HEADER = """# Verb and route: who is let in. Written by the test beside it; a changed line is a decision about rights.
# Everybody who is not named is sent to sign in, or told that there is nothing there.
"""


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("#")]


def _asked() -> list[Route]:
    return [route for route in all_routes() if not route.pattern.startswith(OPEN_TO_MONITORS)]


def _ask(verb: str, route: Route, world: World, browsers: dict[str, Client]) -> str:
    address = route.address(world.values)
    asked = [name for name in browsers if name in PERSONAS or route.pattern.startswith("api/")]
    verdicts = {name: _verdict(browsers[name], verb, address) for name in asked}
    if broken := [name for name, verdict in verdicts.items() if verdict == "broken"]:
        return "BROKEN for " + ", ".join(broken)
    if "other verb" in verdicts.values():
        return "(no such verb)"
    allowed = [name for name, verdict in verdicts.items() if verdict == "allowed"]
    for words, without in EVERYBODY.items():
        if set(allowed) == set(asked) - without:
            return words
    return ", ".join(allowed) or "nobody"


def _answer(client: Client, verb: str, address: str) -> HttpResponseBase:
    # A way out ends the session; the next question is asked by somebody who is signed in again.
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, verb.lower())(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _verdict(client: Client, verb: str, address: str) -> str:
    answer = _answer(client, verb, address)
    if answer.status_code >= 500:
        return "broken"
    if answer.status_code == 405:
        return "other verb"
    to_login = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    return "refused" if to_login or answer.status_code in (401, 403, 404) else "allowed"

"""One of several processes that ask for the same places: says "ready", waits for a line, prints what came of it.

`python -m tests.courses.race_process <run id> <person id> ...` with DATABASE_URL in the environment.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from courses.errors import RunFull  # noqa: E402 - after the set-up
from courses.services import ask_for_place, join_waiting_list  # noqa: E402 - after the set-up
from portal.people.selectors import actor_for_person  # noqa: E402 - after the set-up
from tests.factories.courses import NOW  # noqa: E402 - after the set-up
from tests.harness.races import race  # noqa: E402 - after the set-up


def ask(run_id: int, person_id: int) -> str:
    """Ask, and join the list if there is no place: what people do."""
    actor = actor_for_person(person_id, NOW)
    try:
        return ask_for_place(actor=actor, run_id=run_id, now=NOW).state
    except RunFull:
        return join_waiting_list(actor=actor, run_id=run_id, now=NOW).state


def main() -> None:
    run_id, *people = map(int, sys.argv[1:])
    print("ready", flush=True)  # noqa: T201 - the parent listens
    sys.stdin.readline()
    results = race(*[lambda person=person: ask(run_id, person) for person in people])
    print(" ".join(map(str, results)), flush=True)  # noqa: T201 - the parent listens


if __name__ == "__main__":
    main()

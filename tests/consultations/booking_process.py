"""One of several processes that book the same time: says "ready", waits for a line, prints what came of it.

`python -m tests.consultations.booking_process <slot key> <person id> ...` with DATABASE_URL in the environment.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from consultations.services import book_consultation  # noqa: E402 - after the set-up
from portal.kernel.errors import DomainError  # noqa: E402 - after the set-up
from portal.people.selectors import actor_for_person  # noqa: E402 - after the set-up
from tests.factories.consultations import asked_for  # noqa: E402 - after the set-up
from tests.factories.people import NOW  # noqa: E402 - after the set-up
from tests.harness.races import race  # noqa: E402 - after the set-up


def ask(slot_key: str, person_id: int) -> str:
    """Try to book the time."""
    try:
        actor = actor_for_person(person_id, NOW)
        return book_consultation(actor=actor, asked=asked_for(), slot_key=slot_key, now=NOW).state
    except DomainError as refused:
        return refused.code


def main() -> None:
    slot_key, *people = sys.argv[1:]
    print("ready", flush=True)  # noqa: T201 - the parent listens
    sys.stdin.readline()
    results = race(*[lambda person=int(person): ask(slot_key, person) for person in people])
    print(" ".join(map(str, results)), flush=True)  # noqa: T201 - the parent listens


if __name__ == "__main__":
    main()

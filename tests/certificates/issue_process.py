"""One of several processes that issue the same certificates: says "ready", waits for a line, prints what came of it.

`python -m tests.certificates.issue_process <enrolment id> ...` with DATABASE_URL in the environment.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from certificates.services import issue_award  # noqa: E402 - after the set-up
from tests.factories.registers import AFTERWARDS  # noqa: E402 - after the set-up


def main() -> None:
    print("ready", flush=True)  # noqa: T201 - the parent listens
    sys.stdin.readline()
    issued = [issue_award(enrolment_id=int(word), now=AFTERWARDS).pk for word in sys.argv[1:]]
    print(" ".join(map(str, issued)), flush=True)  # noqa: T201 - the parent listens


if __name__ == "__main__":
    main()

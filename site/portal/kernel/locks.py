"""A lock that could not be had in the time the settings allow, in words. See docs/features/locking.md."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from portal.kernel.errors import DomainError

# PostgreSQL: lock_not_available, and the one of two that it stops when they wait for each other.
WAITED = {"55P03", "40P01"}
# SQLite: SQLITE_BUSY and SQLITE_LOCKED, in the low byte.
BUSY = {5, 6}


class Busy(DomainError):
    """Somebody else held what this needs for longer than we wait; nothing of it was written."""

    sentence = "Many people are changing this at the same moment, and you had to wait too long. Try again in a minute."
    status = 503


def waited_too_long(fault: OperationalError) -> bool:
    """Whether the database gave up waiting for somebody else's lock; any other fault is a fault."""
    cause = fault.__cause__
    code = getattr(cause, "sqlite_errorcode", 0) or 0
    return getattr(cause, "sqlstate", "") in WAITED or code & 0xFF in BUSY


@contextmanager
def busy_in_words() -> Iterator[None]:
    """Raise `Busy` in place of the database's fault: for services whose callers go on with something else then."""
    try:
        yield
    except OperationalError as fault:
        if waited_too_long(fault):
            raise Busy() from fault
        raise

"""A lock that somebody else holds, and a connection that does not wait for it as long as usual."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction


@contextmanager
def held_by_somebody_else(model: type, pk: int) -> Iterator[None]:
    """Another connection holds the row (on SQLite: the right to write) until the block ends."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            model.objects.select_for_update().get(pk=pk)
            held.set()
            done.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    try:
        yield
    finally:
        done.set()
        holder.join()


@contextmanager
def impatience() -> Iterator[None]:
    """This connection waits a fifth of a second for a lock."""
    short, usual = "PRAGMA busy_timeout = 200", "PRAGMA busy_timeout = 20000"
    if connection.vendor == "postgresql":
        short, usual = "SET lock_timeout = '200ms'", "SET lock_timeout = '10s'"
    with connection.cursor() as cursor:
        cursor.execute(short)
    yield
    with connection.cursor() as cursor:
        cursor.execute(usual)

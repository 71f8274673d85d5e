"""Several people doing the same at the same moment, each on a database connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Start all runners at once in threads; a test that calls this needs `django_db(transaction=True)`.

    Returns:
        What each returned or the exception it raised, in the order given.
    """
    results: list[Any] = [None] * len(runners)
    line = Barrier(len(runners))

    def run(place: int) -> None:
        line.wait()
        try:
            results[place] = runners[place]()
        except Exception as error:  # handed to the test, which knows which refusals it expects
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results

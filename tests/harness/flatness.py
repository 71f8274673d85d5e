"""Screens whose number of queries does not grow with their rows."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def assert_flat(load: Callable[[], object], grow: Callable[[], object]) -> None:
    """Assert that `load` makes as many queries after `grow` as before.

    Args:
        load: loads and renders the screen, such as `lambda: client.get(url).content`.
        grow: adds rows that the screen shows; going from 2 rows to 12 is enough.
    """
    load()  # whatever is cached for ever is cached now
    few = _queries_of(load)
    grow()
    many = _queries_of(load)
    extra = [query for query in many if many.count(query) > few.count(query)]
    listing = "\n".join(dict.fromkeys(extra))
    assert len(many) <= len(few), f"{len(few)} queries became {len(many)}. More often than before:\n{listing}"


def _queries_of(load: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        load()
    return [query["sql"] for query in captured.captured_queries]

"""The fixtures that every test may ask for. What they stand on is in tests/harness."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import hypothesis
import pytest
from django.db import connections, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from portal.pages.services import lay_foundation
from tests.harness.clocks import FixedClock
from tests.harness.databases import PostgresDatabase, SqliteDatabase, chosen
from tests.harness.flatness import assert_flat as _assert_flat
from tests.harness.outbox import deliver_everything as _deliver_everything

# The same examples on every run, however busy the machine: a suite that fails by chance is not believed.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

pytest_plugins = ["tests.harness.features", "tests.harness.live"]

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
Database = SqliteDatabase | PostgresDatabase


@pytest.fixture(scope="session")
def test_database() -> Iterator[Database]:
    """The database of this run, migrated."""
    database = chosen()
    database.set_up()
    yield database
    connections.close_all()
    database.tear_down()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, test_database: Database) -> None:
    """pytest-django's own set-up, replaced: the database is a copy and needs no migrating."""
    # After a test with real transactions the whole database is put back (below), which is faster than emptying
    # every table and keeps what the migrations wrote, such as Wagtail's root page.
    TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def foundation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The pages that every portal needs, laid once for the tests of a file: each takes back only what it changed.

    Not for a file whose tests commit.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        lay_foundation()
        yield
        transaction.set_rollback(True)


def pytest_collection_finish() -> None:
    """All that is imported stays: the collector need not go through it again after every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put the database back after a test that committed; after the last test there is no database any more."""
    result = yield
    if nextitem is None:
        return result
    mark = item.get_closest_marker("django_db")
    commits = "transactional_db" in getattr(item, "fixturenames", ()) or (
        mark and mark.kwargs.get("transaction")
    )
    # A test that was passed over has changed nothing, and putting PostgreSQL back takes a second.
    if commits and not item.get_closest_marker("skip"):
        connections.close_all()
        chosen().restore()
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is meant for the other database, with the reason."""
    if config.getoption("only_database"):
        config.hook.pytest_deselected(items=[item for item in items if not _touches_database(item)])
        items[:] = [item for item in items if _touches_database(item)]
    other = "postgres" if isinstance(chosen(), SqliteDatabase) else "sqlite"
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"meant for {other}"))


def _touches_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "test_database", "live_portal"} & set(
        getattr(item, "fixturenames", ())
    )
    return bool(asked or item.get_closest_marker("django_db"))


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """A clock that stands at Tuesday 24 November 2026, 09:30 UTC, until the test moves it."""
    with FixedClock(MORNING) as fixed:
        yield fixed


@pytest.fixture
def deliver_everything() -> Callable[[datetime], int]:
    """`deliver_everything(now)`: run the outbox dry, each event twice, as an unlucky network would."""
    return _deliver_everything


@pytest.fixture
def assert_flat() -> Callable[..., None]:
    """`assert_flat(load, grow)`: the same number of queries before and after the data has grown."""
    return _assert_flat

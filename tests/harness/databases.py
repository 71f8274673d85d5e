"""The database of a test run: a copy of a template that is migrated once and kept under var/test.

The template's name carries a digest of every migration, so that a changed migration makes a new one and
nobody waits for migrations otherwise. This module is loaded before Django's settings (see `addopts`),
because the address of the database must be known when they are read. Nothing is started or copied
before the first test that needs a database.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.harness.places import KEPT, ROOT, free_port, one_at_a_time, own_folder
from tests.harness.servers import PostgresCluster

TEMPLATES_KEPT = 4
OWN_FOLDERS: list[Path] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres` runs the tests on PostgreSQL, `--only-database` leaves out those that need none."""
    parser.addoption("--postgres", action="store_true", help="run on a PostgreSQL of this run's own")
    parser.addoption("--only-database", action="store_true", help="leave out tests that touch no database")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Choose the database before the settings are read."""
    os.environ["PORTAL_ENV"] = "test"
    OWN_FOLDERS.append(own_folder("data"))
    os.environ["PORTAL_DATA"] = str(OWN_FOLDERS[-1])
    if early_config.known_args_namespace.postgres and not os.environ.get("DATABASE_URL", "").startswith(
        "postgres"
    ):
        os.environ["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{free_port()}/hub"
        os.environ["HUB_TEST_CLUSTER"] = "own"
    else:
        OWN_FOLDERS.append(own_folder("database"))
        os.environ.setdefault("DATABASE_URL", f"sqlite://{OWN_FOLDERS[-1]}/hub.sqlite3")
    return (yield)


def pytest_unconfigure() -> None:
    """Leave nothing outside the repository."""
    for folder in OWN_FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def chosen() -> "SqliteDatabase | PostgresDatabase":
    """The database that DATABASE_URL names, one object for the whole run."""
    url = os.environ["DATABASE_URL"]
    return SqliteDatabase(Path(urlsplit(url).path)) if url.startswith("sqlite") else PostgresDatabase(url)


def digest() -> str:
    """Changes whenever a migrated database could look different."""
    mark = hashlib.sha256(f"{version('django')} {version('wagtail')} {version('django-allauth')}".encode())
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("site/portal/*/migrations/*.py")]
    for path in [*sorted(files), ROOT / "site/portal/settings/parts/apps.py"]:
        mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


def migrate(url: str) -> None:
    """Bring the database at a URL up to date, in a process of its own."""
    env = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "portal", "migrate", "--skip-checks", "--verbosity", "0", "--no-input"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The migrations do not run:\n{done.stderr[-3000:]}")


def forget_old(pattern: str) -> None:
    """Keep the newest templates only."""
    for old in sorted(KEPT.glob(pattern), key=lambda found: found.stat().st_mtime)[:-TEMPLATES_KEPT]:
        shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)


class SqliteDatabase:
    """The embedded database: copying the template's file is all it takes."""

    vendor = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.template = KEPT / f"template-{digest()}.sqlite3"

    def set_up(self) -> None:
        """Make the template unless it is there, and copy it."""
        with one_at_a_time("template"):
            if not self.template.exists():
                draft = KEPT / "draft.sqlite3"
                for leftover in KEPT.glob("draft.sqlite3*"):
                    leftover.unlink()
                migrate(f"sqlite://{draft}")
                draft.rename(self.template)
                forget_old("template-*.sqlite3")
        self.restore()

    def restore(self) -> None:
        """Put the database back as the migrations left it. No connection may be open."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        # A new file, not the old one with new contents: a connection that was opened before the browser's loop ran is
        # out of reach of close_all, and SQLite shares what it knows of a file between all connections of a process.
        self.path.unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)

    def copy(self, name: str) -> str:
        """Another database with the template's contents. Returns its URL."""
        other = SqliteDatabase(self.path.with_name(f"{name}.sqlite3"))
        other.set_up()
        return f"sqlite://{other.path}"

    def tear_down(self) -> None:
        """Remove the files of this run."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


class PostgresDatabase:
    """PostgreSQL: a cluster of our own that is kept stopped as a template, or a server that somebody else runs."""

    vendor = "postgresql"

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = urlsplit(url).path.lstrip("/")
        self.template = f"template_{digest()}"
        self.cluster: PostgresCluster | None = None

    def set_up(self) -> None:
        """Start the cluster where it is ours, make the template unless it is there, and copy it."""
        if os.environ.get("HUB_TEST_CLUSTER") == "own":
            self.cluster = PostgresCluster(urlsplit(self.url).port or 5432)
            self._start_from_template()
        elif not self._exists(self.template):
            self._make_template()
        self.restore()

    def _start_from_template(self) -> None:
        kept = KEPT / f"postgres-{digest()}"
        assert self.cluster
        with one_at_a_time("postgres"):
            self.cluster.create(kept if kept.exists() else None)
            self.cluster.start()
            if kept.exists():
                return
            self._make_template()
            self.cluster.stop()
            shutil.copytree(self.cluster.data, kept)
            forget_old("postgres-*/")
            self.cluster.start()

    def _make_template(self) -> None:
        self._run(f'CREATE DATABASE "{self.template}"')
        migrate(self._url_of(self.template))

    def restore(self) -> None:
        """Put the database back as the migrations left it; whoever is connected is sent away."""
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def copy(self, name: str, *, of: str = "") -> str:
        """Another database with the contents of the template, or of a copy that nobody uses. Returns its URL."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{of or self.template}"')
        return self._url_of(name)

    def tear_down(self) -> None:
        """Remove what this run made."""
        if self.cluster:
            self.cluster.remove()
        else:
            self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _url_of(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def _exists(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def _run(self, statement: str, values: list[str] | None = None) -> list[tuple[object, ...]]:
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as link:
            cursor = link.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

"""The portal as people meet it: real processes on a free port, with a database of their own."""

import hashlib
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from functools import lru_cache
from pathlib import Path

from tests.harness.databases import OWN_FOLDERS, PostgresDatabase, SqliteDatabase, forget_old
from tests.harness.places import KEPT, ROOT, free_port, one_at_a_time, own_folder
from tests.harness.servers import RedisServer, Server

BIN = Path(sys.executable).parent


class LivePortal:
    """One process on SQLite; web servers, a worker and its clock on PostgreSQL and Redis.

    It holds the demonstration's content, because that is what the demo accounts stand in.
    """

    def __init__(
        self, database: SqliteDatabase | PostgresDatabase, email_url: str, redis: RedisServer | None
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = own_folder("live")
        self.redis = redis
        self.env = {
            **os.environ,
            "PORTAL_ENV": "test",
            "PORTAL_DATA": str(self.folder),
            "DATABASE_URL": _demo_copy(database, self.folder),
            "EMAIL_URL": email_url,
            "BASE_URL": self.url,
        }
        if redis:
            self.env["REDIS_URL"] = redis.url
        self.servers = [self._server(command) for command in self._commands()]
        self.servers[0].wait_until(self._answers, "The portal")

    def manage(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one management command on the portal's own database."""
        command = [sys.executable, "-m", "portal", *words]
        return subprocess.run(command, env=self.env, cwd=ROOT, check=check, capture_output=True, text=True)

    def restart(self, place: int = 0) -> None:
        """Start one of the processes again after it was killed."""
        self.servers[place] = self._server(self._commands()[place])
        self.servers[0].wait_until(self._answers, "The portal")

    def end(self) -> None:
        """End all processes and remove what they wrote.

        The embedded one at once: it would take seconds for a good order that nobody reads.
        """
        for server in self.servers:
            server.end() if self.redis else server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _commands(self) -> list[list[str]]:
        if not self.redis:
            return [[str(BIN / "portal"), "serve_embedded", "--port", str(self.port)]]
        celery = [str(BIN / "celery"), "--quiet", "-A", "portal"]
        bind = f"127.0.0.1:{self.port}"
        return [
            [
                str(BIN / "gunicorn"),
                "portal.wsgi",
                "--bind",
                bind,
                "--workers",
                "2",
                "--threads",
                "4",
                "--no-control-socket",
            ],
            [
                *celery,
                "worker",
                "--pool",
                "solo",
                "--without-gossip",
                "--without-mingle",
                "--loglevel",
                "warning",
            ],
            [*celery, "beat", "--schedule", str(self.folder / "beat"), "--pidfile=", "--loglevel", "warning"],
        ]

    def _server(self, command: list[str]) -> Server:
        return Server(command, log=self.folder / "log", env=self.env)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2):
                return True
        except (OSError, urllib.error.URLError):
            return False


def _demo_digest() -> str:
    """Changes whenever the demonstration's content could come out different."""
    mark = hashlib.sha256()
    folders = ("site", "courses", "consultations", "toolkits", "champions", "certificates")
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


def _demo_copy(database: SqliteDatabase | PostgresDatabase, folder: Path) -> str:
    """A database with the demonstration loaded, and its uploads under the folder. Returns the database's URL."""
    if isinstance(database, PostgresDatabase):
        shutil.copytree(_demo_on(database), folder, dirs_exist_ok=True)
        return database.copy("live", of="demo")
    template = KEPT / f"demo-{_demo_digest()}"
    with one_at_a_time("demo"):
        if not template.exists():
            draft = KEPT / "draft-demo"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            shutil.copyfile(database.template, draft / "portal.sqlite3")
            load_demo(f"sqlite://{draft / 'portal.sqlite3'}", draft)
            draft.rename(template)
            forget_old("demo-*")
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return f"sqlite://{folder / 'portal.sqlite3'}"


@lru_cache(maxsize=1)
def _demo_on(database: PostgresDatabase) -> Path:
    """Load the demonstration once into a database that is only copied. Returns the folder of its uploads."""
    folder = own_folder("demo")
    OWN_FOLDERS.append(folder)
    load_demo(database.copy("demo"), folder)
    return folder


def load_demo(url: str, folder: Path) -> None:
    """Load the demonstration."""
    env = {**os.environ, "DATABASE_URL": url, "PORTAL_DATA": str(folder)}
    command = [sys.executable, "-m", "portal", "load_demo"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The demonstration does not load:\n{done.stderr[-3000:]}")

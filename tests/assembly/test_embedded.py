"""Web server, worker and clock in one process."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.harness.databases import PostgresDatabase, SqliteDatabase
from tests.harness.places import ROOT, free_port

pytestmark = pytest.mark.sqlite

OVERDUE = """
from datetime import timedelta
from portal.kernel import clock
from portal.outbox.models import Delivery, Message
message = Message.objects.create(name="tests.old.v1", payload={}, occurred_at=clock.now())
Delivery.objects.create(message=message, subscriber="tests.gone", next_at=clock.now() - timedelta(seconds=5))
"""


class Embedded:
    """The process, its port and its environment."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port = free_port()
        self.env = {**os.environ, "PORTAL_DATA": str(folder), "DATABASE_URL": database_url}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "portal", *words]

    def start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self.command("serve_embedded", "--port", str(self.port)),
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout
        for line in process.stdout:
            if "Ctrl-C ends the portal" in line:
                return process
        raise AssertionError("The portal ended before it was ready.")

    def metric(self, name: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return next(line.rsplit(" ", 1)[1] for line in lines if line.startswith(name))


@pytest.fixture
def embedded(test_database: SqliteDatabase | PostgresDatabase, tmp_path: Path) -> Embedded:
    return Embedded(tmp_path, test_database.copy("embedded"))


def test_worker_and_clock_deliver_when_nobody_nudges_them(embedded: Embedded) -> None:
    subprocess.run(embedded.command("shell", "-c", OVERDUE), env=embedded.env, cwd=ROOT, check=True)

    process = embedded.start()
    limit = time.monotonic() + 40
    while embedded.metric('hub_deliveries{state="parked"}') == "0" and time.monotonic() < limit:
        time.sleep(0.5)

    assert embedded.metric('hub_deliveries{state="waiting"}') == "0"
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "is kept for the next start" in said


def test_second_start_keeps_what_was_entered(embedded: Embedded) -> None:
    subprocess.run(embedded.command("shell", "-c", OVERDUE), env=embedded.env, cwd=ROOT, check=True)
    count = "from portal.outbox.models import Message; print('messages', Message.objects.count())"

    for _start in range(2):
        process = embedded.start()
        process.terminate()
        process.communicate(timeout=30)

    counted = subprocess.run(
        embedded.command("shell", "-c", count), env=embedded.env, cwd=ROOT, capture_output=True, text=True
    )
    assert "messages 1" in counted.stdout


def test_start_says_what_to_do_when_the_port_is_taken(embedded: Embedded) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", embedded.port))
        taken.listen()

        done = subprocess.run(
            embedded.command("serve_embedded", "--port", str(embedded.port)),
            env=embedded.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    assert done.returncode == 1
    assert f"make demo PORT={embedded.port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_start_begins_again_when_the_last_one_was_interrupted_while_loading(
    embedded: Embedded, tmp_path: Path
) -> None:
    (tmp_path / "demonstration-loading").touch()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "half").touch()
    (tmp_path / "mine").touch()

    process = embedded.start()
    process.terminate()
    process.communicate(timeout=30)

    assert not (tmp_path / "files").exists()
    assert (tmp_path / "mine").exists()
    assert not (tmp_path / "demonstration-loading").exists()

"""The case system that the demonstration runs beside the portal."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from portal.assembly.demo_case_system.beside import case_system_beside
from tests.harness.places import ROOT, free_port

STARTED_BY_ONE_THAT_IS_KILLED = """
import sys, time
from pathlib import Path
from portal.assembly.demo_case_system.beside import case_system_beside
with case_system_beside("http://127.0.0.1:1", Path(sys.argv[1]), int(sys.argv[2])):
    time.sleep(60)
"""


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/_seen", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def eventually(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_case_system_runs_as_long_as_the_portal_does(tmp_path: Path) -> None:
    port = free_port()

    with case_system_beside("http://127.0.0.1:1", tmp_path / "seen.jsonl", port):
        eventually(lambda: answers(port))

    assert not answers(port)


def test_case_system_ends_when_the_portal_is_killed(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", STARTED_BY_ONE_THAT_IS_KILLED, str(tmp_path / "seen.jsonl"), str(port)]
    portal = subprocess.Popen(command, cwd=ROOT)
    eventually(lambda: answers(port))

    portal.kill()
    portal.wait()

    eventually(lambda: not answers(port))

"""Where things lie, free ports, and what to do when a service is missing."""

import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "test"


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_folder(subject: str) -> Path:
    """A new folder of this run's own, outside the repository."""
    return Path(tempfile.mkdtemp(prefix=f"hub-{subject}-"))


@contextmanager
def one_at_a_time(subject: str) -> Iterator[None]:
    """Let one test run at a time build what all of them share."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{subject}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def missing(service: str, remedy: str) -> NoReturn:
    """Skip the test with the reason, or fail it where every service must be there."""
    reason = f"{service} is missing: {remedy}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)

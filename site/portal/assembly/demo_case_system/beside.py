"""Running the demonstration's case system beside the portal, at a port that is nobody else's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.assembly.demo_case_system import CASE_SYSTEM_PATH

SECONDS_TO_END = 5


@contextmanager
def case_system_beside(portal_url: str, store: Path, port: int = 0) -> Iterator[str]:
    """Run the case system while the block runs; what it saw is kept in `store`. Yields its address.

    It reads a pipe that only we hold open, so it also ends when this process is killed.

    Args:
        port: 0 is any that is free.

    Raises:
        RuntimeError: it did not start.
    """
    command = [
        sys.executable,
        "-m",
        "portal.assembly.demo_case_system.receiver",
        "--demo",
        "--end-with-parent",
    ]
    command += ["--port", str(port), "--portal", portal_url, "--store", str(store)]
    reading, writing = os.pipe()
    process = subprocess.Popen(  # noqa: S603 - our own program with our own words
        command,
        stdin=reading,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the portal, which then ends this one.
        text=True,
    )
    os.close(reading)
    try:
        yield _address_of(process)
    finally:
        os.close(writing)
        process.communicate(timeout=SECONDS_TO_END)


def _address_of(process: "subprocess.Popen[str]") -> str:
    """Where it listens: the first thing it says."""
    said = process.stdout.readline().strip() if process.stdout else ""
    if not said:
        raise RuntimeError("The demonstration's case system did not start.")
    return said.rstrip("/") + CASE_SYSTEM_PATH

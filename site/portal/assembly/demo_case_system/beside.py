"""Running the demonstration's case system beside the portal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.assembly.demo_case_system import CASE_SYSTEM_PORT

SECONDS_TO_END = 5


@contextmanager
def case_system_beside(portal_url: str, store: Path, port: int = CASE_SYSTEM_PORT) -> Iterator[None]:
    """Run the case system while the block runs; what it saw is kept in `store`.

    It reads a pipe that only we hold open, so it also ends when this process is killed.
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
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the portal, which then ends this one.
    )
    os.close(reading)
    try:
        yield
    finally:
        os.close(writing)
        process.wait(SECONDS_TO_END)

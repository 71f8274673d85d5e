"""Starting, stopping and asking the receiver process, for tests."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]


class ReceiverProcess:
    """The receiver in a process of its own, which can be killed and started again on the same port."""

    def __init__(self, store: Path, secrets: list[str], portal: str = "", token: str = "") -> None:
        self.store, self.secrets, self.portal, self.token = store, secrets, portal, token
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> "ReceiverProcess":
        """Start it and wait for its address."""
        command = [
            sys.executable,
            "-m",
            "portal.assembly.demo_case_system.receiver",
            "--store",
            str(self.store),
        ]
        command += ["--port", str(self.port)]
        for secret in self.secrets:
            command += ["--secret", secret]
        if self.portal:
            command += ["--portal", self.portal, "--token", self.token]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url, "the receiver did not start"
        self.port = int(self.url.rstrip("/").rpartition(":")[2])
        return self

    def kill(self) -> None:
        """Go down without warning."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def behave(self, status: int = 200, **how: Any) -> None:
        """Answer every message (or the next `times`) with `status`, after `delay` seconds, with `headers`."""
        self._ask("_behave", {"status": status, **how})

    def behave_well(self) -> None:
        self._ask("_behave", {})

    def seen(self, outcome: str = "") -> list[dict[str, Any]]:
        """What came, in order; only what had this outcome, if one is given."""
        found = self._ask("_seen")
        return [line for line in found if not outcome or line.get("outcome") == outcome]

    def wait_for(
        self, is_there: Callable[[list[dict[str, Any]]], bool], seconds: float = 10
    ) -> list[dict[str, Any]]:
        """What came, once `is_there` holds for it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if is_there(found := self.seen()):
                return found
            time.sleep(0.05)
        raise AssertionError(f"the receiver saw only {self.seen()}")

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        if body is None:
            return httpx.get(self.url + path, timeout=10).json()
        return httpx.post(self.url + path, json=body, timeout=10).json()

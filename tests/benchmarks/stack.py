"""Real servers to measure, and a client that costs little."""

import http.client
import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.harness.places import free_port, own_folder
from tests.harness.servers import Server

TICK = os.sysconf("SC_CLK_TCK")
CSRF = "b" * 32
ROUNDS = 5


@dataclass
class Visitor:
    """A browser's share of a request: cookies, and nothing kept between requests but those."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a page."""
        status, _where, body = self._ask("GET", path, None)
        return status, body

    def post(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Send a form. Returns the status and where the answer leads."""
        words = urlencode({**(form or {}), "csrfmiddlewaretoken": CSRF})
        status, where, _body = self._ask("POST", path, words)
        return status, where

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = {"csrftoken": CSRF, **self.cookies}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, body, headers)
        answer = link.getresponse()
        content = answer.read()
        if found := re.search(r"sessionid=([^;]+)", answer.headers.get("Set-Cookie", "")):
            self.cookies["sessionid"] = found[1]
        link.close()
        return answer.status, answer.headers.get("Location", ""), content


class WebServer:
    """Gunicorn with so many workers; knows what CPU time they used."""

    def __init__(self, workers: int, threads: int = 1) -> None:
        self.port = free_port()
        self.folder = own_folder("bench")
        command = [
            str(Path(sys.executable).parent / "gunicorn"),
            "portal.wsgi",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        command += ["--workers", str(workers), "--threads", str(threads), "--no-control-socket"]
        self.server = Server(command, log=self.folder / "log", env={"PORT": ""})
        self.server.wait_until(self._lives, "The web server")

    def visitor(self, session: str = "") -> Visitor:
        """Somebody who is signed in, or nobody in particular."""
        return Visitor(self.port, {"sessionid": session} if session else {})

    def cpu_seconds(self) -> float:
        """CPU time of all workers so far."""
        children = Path(
            f"/proc/{self.server.process.pid}/task/{self.server.process.pid}/children"
        ).read_text()
        return sum(_cpu_of(int(child)) for child in children.split())

    def end(self) -> None:
        """Stop it."""
        self.server.end()

    def _lives(self) -> bool:
        try:
            return Visitor(self.port).get("/health/live")[0] == 200
        except OSError:
            return False


def _cpu_of(process: int) -> float:
    words = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / TICK


def cpu_ratio(
    server: WebServer, page: Callable[[], object], floor: Callable[[], object], requests: int
) -> float:
    """CPU time of the page over that of the floor: the median of alternating rounds."""
    for _warm in range(10):
        page(), floor()
    ratios = [
        _cpu_for(server, page, requests) / (_cpu_for(server, floor, requests * 4) / 4)
        for _round in range(ROUNDS)
    ]
    return statistics.median(ratios)


def _cpu_for(server: WebServer, ask: Callable[[], object], times: int) -> float:
    before = server.cpu_seconds()
    for _time in range(times):
        ask()
    return server.cpu_seconds() - before


def wall_seconds(actions: Sequence[Callable[[], object]], at_once: int) -> float:
    """How long it takes until all actions are done, so many at a time."""
    gate = threading.Event()

    def run(action: Callable[[], object]) -> None:
        gate.wait()
        action()

    with ThreadPoolExecutor(at_once) as pool:
        waiting = [pool.submit(run, action) for action in actions]
        started = time.monotonic()
        gate.set()
        for one in waiting:
            one.result()
        return time.monotonic() - started

"""A miniature case system: a real HTTP server in a process of its own.

    python -m portal.assembly.demo_case_system.receiver --secret whsec_… [--port …]
        [--portal http://localhost:8000 --token …]

It verifies every message with the `standardwebhooks` library, remembers what it saw (on disk, so that a restart forgets
nothing), ignores what it has seen before and what is older than what it knows. With `--portal` it does what a case
system does: it fetches the agreed facts of a link that was sent, acknowledges it and accepts it.

With `--demo` it is the case system of `make demo`. The tests of the hand-off run it as a receiver of messages.

`GET /_seen` lists what came; `POST /_behave {"status": 500, "times": 2, "delay": 0, "headers": {}}` makes it misbehave.
"""

import argparse
import contextlib
import json
import sys
import threading
import time
import uuid
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from standardwebhooks import Webhook, WebhookVerificationError

from portal.assembly.demo_case_system import CASE_SYSTEM_SECRET, CASE_SYSTEM_TOKEN

# Retries run for three days, so the specification's five minutes would forget too soon.
REMEMBERED_SECONDS = 7 * 24 * 60 * 60


class CaseSystem:
    """What the receiver knows and how it is told to behave."""

    def __init__(self, secrets: list[str], store: Path | None, portal: str, token: str) -> None:
        self.webhooks = [Webhook(secret) for secret in secrets]
        self.store, self.portal, self.token = store, portal.rstrip("/"), token
        self.lock = threading.Lock()
        self.behaviour: dict[str, Any] = {}
        self.seen: list[dict[str, Any]] = []
        if store and store.exists():
            self.seen = [json.loads(line) for line in store.read_text().splitlines()]

    def note(self, **what: Any) -> None:
        """Keep one line about what came or what was done."""
        line = {"at": datetime.now(UTC).isoformat(), **what}
        with self.lock:
            self.seen.append(line)
            if self.store:
                with self.store.open("a") as file:
                    file.write(json.dumps(line) + "\n")

    def misbehaves(self) -> dict[str, Any] | None:
        """How the next message is treated, if not normally."""
        with self.lock:
            told = self.behaviour
            if not told:
                return None
            if told.get("times") is not None:
                told["times"] -= 1
                if told["times"] <= 0:
                    self.behaviour = {}
            return dict(told)

    def verified(self, body: bytes, headers: dict[str, str]) -> dict[str, Any] | None:
        """The event, if any secret fits. The library raises ValueError for malformed headers: never a 500."""
        for webhook in self.webhooks:
            try:
                found = webhook.verify(body, headers)
            except (WebhookVerificationError, ValueError):
                continue
            if isinstance(found, dict):
                return found
        return None

    def take(self, event: dict[str, Any], webhook_id: str) -> str:
        """What a verified message leads to: accepted, duplicate or stale."""
        now = datetime.now(UTC)
        with self.lock:
            known = [line for line in self.seen if line.get("outcome") == "accepted"]
        for line in known:
            age = (now - datetime.fromisoformat(line["at"])).total_seconds()
            if line["id"] == webhook_id and age < REMEMBERED_SECONDS:
                return "duplicate"
        newest = max(
            (
                line["event"]["data"]["version"]
                for line in known
                if line["event"]["subject"] == event["subject"]
            ),
            default=0,
        )
        return "stale" if event["data"]["version"] <= newest else "accepted"

    def act_on(self, event: dict[str, Any]) -> None:
        """Fetch the link; acknowledge and accept it, or acknowledge that it was withdrawn."""
        link = self.call("GET", f"/api/v1/referral-links/{event['subject']}")
        if link is None:
            return
        self.note(fetched=link)
        wanted = ["acknowledged"] if event["type"].endswith("withdrawn.v1") else ["acknowledged", "accepted"]
        if event["type"].endswith("corrected.v1"):
            return
        version = link["version"]
        for state in wanted:
            said = {
                "state": state,
                "version": version,
                "at": datetime.now(UTC).isoformat(),
                "receiver_reference": f"CS-{event['subject'][:8]}",
            }
            answer = self.call("POST", f"/api/v1/referral-links/{event['subject']}/updates", said)
            self.note(said=said, answered=answer)
            version = (answer or {}).get("version", version)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """One call of the portal's API; None when it was refused."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid.uuid4())}
        try:
            answer = httpx.request(method, self.portal + path, json=body, headers=headers, timeout=10)
            if answer.is_success:
                found: dict[str, Any] = answer.json()
                return found
            self.note(refused=answer.status_code, path=path, problem=answer.text[:500])
        except httpx.HTTPError as fault:
            self.note(unreachable=type(fault).__name__, path=path)
        return None


class Door(BaseHTTPRequestHandler):
    """The HTTP side; the server carries the case system."""

    @property
    def case_system(self) -> CaseSystem:
        return self.server.case_system  # type: ignore[attr-defined]

    def do_GET(self) -> None:
        if self.path == "/_seen":
            self._answer(200, self.case_system.seen)
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/_behave":
            self.case_system.behaviour = json.loads(body or b"{}")
            self._answer(200, {})
        elif (told := self.case_system.misbehaves()) is not None:
            self._note(outcome="turned away", status=told["status"])
            time.sleep(told.get("delay", 0))
            self._answer(told["status"], {}, told.get("headers", {}))
        else:
            self._message(body)

    def _message(self, body: bytes) -> None:
        event = self.case_system.verified(body, dict(self.headers.items()))
        if event is None:
            self._note(outcome="refused")
            self._answer(401, {})
            return
        outcome = self.case_system.take(event, self.headers["webhook-id"])
        self._note(outcome=outcome, event=event, content_type=self.headers.get("Content-Type"))
        self._answer(200, {})
        if outcome == "accepted" and self.case_system.portal:
            threading.Thread(target=self.case_system.act_on, args=(event,), daemon=True).start()

    def _note(self, **what: Any) -> None:
        self.case_system.note(
            id=self.headers.get("webhook-id", ""), stamp=self.headers.get("webhook-timestamp", ""), **what
        )

    def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        text = json.dumps(body).encode()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: what came is in /_seen."""


class Server(ThreadingHTTPServer):
    """One case system behind one port."""

    def __init__(self, port: int, case_system: CaseSystem) -> None:
        super().__init__(("127.0.0.1", port), Door)
        self.case_system = case_system


def main(arguments: list[str] | None = None) -> None:
    """Serve until killed. The first line of output is the address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="be the case system of `make demo`")
    parser.add_argument("--secret", action="append", default=[])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--portal", default="")
    parser.add_argument("--token", default="")
    parser.add_argument("--end-with-parent", action="store_true", help="end when standard input is closed")
    told = parser.parse_args(arguments)
    if told.demo:
        told.secret = [CASE_SYSTEM_SECRET]
        told.portal, told.token = told.portal or "http://localhost:8000", CASE_SYSTEM_TOKEN
    case_system = CaseSystem(told.secret, told.store, told.portal, told.token)
    server = Server(told.port, case_system)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}/\n")
    sys.stdout.flush()
    if told.end_with_parent:
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.serve_forever()


def _end_with_parent(server: Server) -> None:
    """Wait until whoever started this is gone, however it went, and stop."""
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()

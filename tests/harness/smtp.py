"""A mail server that delivers to nobody and shows what it was given."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.harness.places import free_port


class SmtpSink:
    """Mail as it arrived, oldest first."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one mail; called by the server."""
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """What one person received, oldest first."""
        return [message for message in self.messages if address in str(message["to"])]

    def wait_for(self, address: str, subject: str = "", *, seconds: float = 60) -> EmailMessage:
        """The newest mail to a person whose subject contains the words; waits until it is there."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            for message in reversed(self.to(address)):
                if subject.lower() in str(message["subject"]).lower():
                    return message
            time.sleep(0.1)
        raise AssertionError(f"No mail to {address} about {subject!r} within {seconds} seconds.")

    def code_for(self, address: str) -> str:
        """The code in the newest mail to a person."""
        body = self.wait_for(address).get_body(("plain",))
        found = re.search(
            r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", body.get_content() if body else "", re.MULTILINE
        )
        assert found, "The newest mail holds no code on a line of its own."
        return found[1]

    def clear(self) -> None:
        """Forget everything."""
        self.messages.clear()

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()

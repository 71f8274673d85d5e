"""Mail written to files, so that a person without a mail server can read what would have been sent."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.kernel import clock


class ReadableFiles(BaseEmailBackend):
    """One `.eml` file for each mail, which mail programs open, and the same text in `all-mail.txt`, newest last."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            now = clock.now()
            number = len(list(folder.glob("*.eml"))) + 1
            word = re.sub(r"[^a-z0-9]+", "-", str(message.subject).lower()).strip("-")[:60]
            (folder / f"{now:%Y%m%dT%H%M%S}-{number:04d}-{word}.eml").write_bytes(
                message.message().as_bytes()
            )
            with (folder / "all-mail.txt").open("a", encoding="utf-8") as readable:
                readable.write(
                    f"To: {', '.join(message.to)}\nSubject: {message.subject}\n"
                    f"At: {clock.spoken_moment(now)}\n\n{message.body}\n\n{'-' * 70}\n"
                )
        return len(email_messages)

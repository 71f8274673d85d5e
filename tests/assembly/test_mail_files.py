"""Mail that a person without a mail server can read."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import override_settings


def test_mail_is_readable_when_it_is_written_to_files(tmp_path: Path) -> None:
    message = EmailMultiAlternatives(
        "Your place", "You have a place.", "hub@example.org", ["a@camden.example"]
    )
    message.attach_alternative("<p>You have a place.</p>", "text/html")

    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        sent = get_connection("portal.assembly.mail_files.ReadableFiles").send_messages([message])

    assert sent == 1
    assert "You have a place." in (tmp_path / "all-mail.txt").read_text()
    wire = message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes(), policy=policy.default)
    assert wire["subject"] == "Your place"


@pytest.mark.parametrize("count", [1, 3])
def test_each_mail_has_a_file_of_its_own_when_several_are_sent(tmp_path: Path, count: int) -> None:
    messages = [EmailMultiAlternatives("Same words", "x", "hub@example.org", ["a@camden.example"])] * count

    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        get_connection("portal.assembly.mail_files.ReadableFiles").send_messages(messages)

    assert len(list(tmp_path.glob("*.eml"))) == count

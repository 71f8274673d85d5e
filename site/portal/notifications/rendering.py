"""A notice as a mail: plain text and HTML from the same words, and the calendar part when it has one."""

from dataclasses import dataclass
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from portal.notifications.calendar_files import mail_calendar, method_of
from portal.notifications.kinds import NoticeKind, kind_of
from portal.notifications.left_out import filled_or_none, paragraphs_of, subject_of
from portal.notifications.models import CalendarEntry, Notice, NoticeWording


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words, ready to show or send."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    button: str


def words_for(kind: NoticeKind, facts: dict[str, str], given_name: str) -> Words:
    """Fill the wording of `kind`, an editor's if there is one. What lacks a fact is left out, and that is said."""
    edited = NoticeWording.objects.filter(key=kind.key).first()
    subject, body = (edited.subject, edited.body) if edited else (kind.subject, kind.body)
    filled = {**facts, "name": given_name}
    try:
        return fill(kind, subject, body, filled)
    except KeyError:
        path = filled_or_none(kind.path, filled) or "/my/"
        return Words(
            subject=subject_of(subject, kind.why, filled),
            paragraphs=paragraphs_of(body, filled),
            link=settings.BASE_URL.rstrip("/") + path,
            button=kind.button,
        )


def fill(kind: NoticeKind, subject: str, body: str, facts: dict[str, str]) -> Words:
    """Put facts into wording. Raises `KeyError` for a fact that is missing."""
    text = body.format_map(facts)
    return Words(
        subject=" ".join(subject.format_map(facts).split()),
        paragraphs=tuple(part.strip() for part in text.split("\n\n") if part.strip()),
        link=settings.BASE_URL.rstrip("/") + kind.path.format_map(facts),
        button=kind.button,
    )


def mail_for(notice: Notice) -> EmailMultiAlternatives:
    """The mail of a notice to its person, alone; nobody else's address is in it."""
    words = words_for(kind_of(notice.key), notice.facts, notice.person.given_name)
    context = {"words": words, "given_name": notice.person.given_name}
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=render_to_string("notifications/mail.txt", context),
        to=[notice.person.email],
        # The same notice sent twice carries the same identity, so that a mailbox can fold the two.
        headers={"Message-ID": message_id(notice)},
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    if notice.calendar_entry is not None:
        _attach_calendar(mail, notice.calendar_entry, notice.person.email)
    return mail


def message_id(notice: Notice) -> str:
    """The identity of this sending: the same when a lost try is repeated, another when somebody resends."""
    mailbox = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<notice-{notice.pk}-{notice.sendings}@{mailbox.rpartition('@')[2]}>"


def _attach_calendar(mail: EmailMultiAlternatives, entry: CalendarEntry, attendee: str) -> None:
    text = mail_calendar(entry, attendee=attendee)
    part: MIMEBase = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", method_of(entry))
    mail.attach(part)
    mail.attach("booking.ics", text, "text/calendar")

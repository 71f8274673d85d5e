"""Sending what is due: claim, re-check, send, write down. Safe to kill and to run twice.

A notice is claimed with a lease in its own transaction, so a slow mail server holds no lock. A process killed
between the mail server's yes and our note sends that one notice again after the lease: seldom, and with the
same Message-ID.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.notifications.kinds import kind_of
from portal.notifications.models import Notice
from portal.notifications.rendering import mail_for
from portal.notifications.selectors import is_turned_off
from portal.notifications.states import OPEN, NoticeState, notice_machine

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LADDER = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 480, 720))


def send_due(now: datetime | None = None, *, limit: int = 200) -> int:
    """Send every notice that is due, through one connection. Returns how many were tried."""
    at = now or clock.now()
    due = Notice.objects.filter(state__in=OPEN, due_at__lte=at).order_by("due_at", "id")
    ids = list(due.values_list("pk", flat=True)[:limit])
    if not ids:
        return 0
    mailer = get_connection()
    try:
        return sum(_send(pk, now or clock.now(), mailer) for pk in ids)
    finally:
        mailer.close()


def _send(notice_id: int, now: datetime, mailer: BaseEmailBackend) -> bool:
    notice = _claim(notice_id, now)
    if notice is None:
        return False
    try:
        if why := _why_not(notice, now):
            _settle(notice, "drop", now, why)
            return True
        mail = mail_for(notice)
        mail.connection = mailer
        mail.send()
    except (OSError, smtplib.SMTPException) as fault:
        mailer.close()  # a broken connection is opened afresh for the next one
        _try_again(notice, now, type(fault).__name__)
    except Exception as fault:  # one notice that cannot be rendered must not stop the others
        log.exception("notice could not be rendered", extra={"notice": notice.pk, "key": notice.key})
        _settle(notice, "fail", now, type(fault).__name__)
    else:
        _settle(notice, "send", now)
    return True


def _why_not(notice: Notice, now: datetime) -> str:
    """Why a notice is not sent after all; empty: it is."""
    if not kind_of(notice.key).still_wanted(Ref.parse(notice.about), notice.facts, now):
        return "no longer true"
    if not notice.person.email:
        return "no address"
    return "turned off" if is_turned_off(notice.key, notice.person_id) else ""


def _claim(notice_id: int, now: datetime) -> Notice | None:
    with transaction.atomic():
        rows = Notice.objects.select_related("person", "calendar_entry").prefetch_related(
            "calendar_entry__days"
        )
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        notice = rows.filter(pk=notice_id, state__in=OPEN, due_at__lte=now).first()
        if notice is not None:
            notice.state = NoticeState(notice_machine.target("claim", notice.state))
            notice.due_at = now + LEASE
            notice.attempts += 1
            notice.save(update_fields=["state", "due_at", "attempts"])
    return notice


def _try_again(notice: Notice, now: datetime, why: str) -> None:
    if notice.attempts > len(LADDER):
        _settle(notice, "fail", now, why)
        return
    notice.due_at = now + LADDER[notice.attempts - 1]
    _settle(notice, "postpone", now, why)


def _settle(notice: Notice, move: str, now: datetime, why: str = "") -> None:
    notice.state = NoticeState(notice_machine.target(move, notice.state))
    notice.sent_at = now if move == "send" else None
    notice.last_error = why[:200]
    notice.save(update_fields=["state", "sent_at", "due_at", "last_error"])

"""The life of one notice."""

from django.db import models

from portal.kernel.machine import Machine, Move


class NoticeState(models.TextChoices):
    PLANNED = "planned", "Planned"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Could not be sent"


OPEN = (NoticeState.PLANNED, NoticeState.SENDING)

notice_machine = Machine(
    "notice",
    states=NoticeState,
    initial=NoticeState.PLANNED,
    terminal={NoticeState.CANCELLED},
    moves={
        "claim": Move((NoticeState.PLANNED, NoticeState.SENDING), NoticeState.SENDING),
        "send": Move((NoticeState.SENDING,), NoticeState.SENT),
        "postpone": Move((NoticeState.SENDING,), NoticeState.PLANNED),
        "fail": Move((NoticeState.SENDING,), NoticeState.FAILED),
        "cancel": Move((NoticeState.PLANNED,), NoticeState.CANCELLED),
        "drop": Move((NoticeState.SENDING,), NoticeState.CANCELLED),
        "resend": Move((NoticeState.SENT, NoticeState.FAILED), NoticeState.PLANNED),
    },
)

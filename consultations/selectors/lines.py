"""A consultation as one line of a list: when, with whom, what state, in words for whoever reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultations.models import Consultation
from consultations.states import ConsultationState
from portal.kernel import clock

S = ConsultationState


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `reference` leads to its page."""

    reference: str
    when: str
    time: str
    who: str
    detail: str
    tag: str
    tag_kind: str


def lines_for_requester(rows: Iterable[Consultation], now: datetime) -> list[Line]:
    """For whoever asked: with which lead."""
    return [_line(row, now, who=row.lead.name if row.lead else "Urgent request") for row in rows]


def lines_for_lead(rows: Iterable[Consultation], now: datetime) -> list[Line]:
    """For the lead: who asked."""
    return [_line(row, now, who=row.requester.name) for row in rows]


def _line(row: Consultation, now: datetime, *, who: str) -> Line:
    today = clock.today(now)
    is_over = row.ends_at is not None and row.ends_at <= now
    tag, kind = str(row.get_state_display()), row.tag_kind
    if row.state == S.BOOKED and is_over:
        tag, kind = "Not recorded yet", "due"
    if row.starts_at is None:
        return Line(row.reference, "Soon", "", who, str(row.get_kind_display()), tag, kind)
    wall = clock.local(row.starts_at)
    day = "Today" if wall.date() == today else clock.short_date(wall.date(), today)
    detail = str(row.get_kind_display()) if is_over else row.diary_line
    return Line(row.reference, day, clock.spoken_time(wall), who, detail, tag, kind)

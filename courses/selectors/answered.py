"""What somebody answered lately, for the page on which they answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from courses.models import EnrolmentChange
from courses.permissions import enrolments_seen_by
from courses.rules.dates import spoken_span
from courses.selectors.approval_links import is_by_link
from courses.states import DECLINE_WORDS, PENDING, EndReason, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor

UNDO_WITHIN = timedelta(minutes=10)
# An answer given by the link in a mail may be somebody else's: its approver has time to read that it was given.
UNDO_LINK_WITHIN = timedelta(days=2)
SHOWN_FOR = timedelta(days=14)
MOST_SHOWN = 20
ANSWERS = {"agree": ("Agreed", "ok"), "approve": ("Agreed", "ok"), "decline": ("Not agreed", "stop")}


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One answer, as a row."""

    enrolment_id: int
    when: str
    when_small: str
    title: str
    detail: str
    tag: str
    tag_kind: str
    # Until when it can be undone, in words; empty once it cannot.
    undo_until: str

    @property
    def can_undo(self) -> bool:
        return bool(self.undo_until)


def answered_lately(actor: Actor, now: datetime) -> list[AnsweredRow]:
    """What this person answered in the last two weeks, the newest first, and no more than twenty. One query."""
    if actor.person_id is None:
        return []
    return [_row(change, actor, now) for change in _answers(actor, now - SHOWN_FOR)[:MOST_SHOWN]]


def fresh_answer(actor: Actor, enrolment_id: int, now: datetime) -> AnsweredRow | None:
    """What this person answered to one request, while they may still take it back. One query."""
    if actor.person_id is None:
        return None
    answer = _answers(actor, now - UNDO_LINK_WITHIN).filter(enrolment=enrolment_id).first()
    row = _row(answer, actor, now) if answer else None
    return row if row and row.can_undo else None


def is_fresh(answer: EnrolmentChange, state: str, actor: Actor, now: datetime) -> bool:
    """Whether this actor may still take it back: their own answer, minutes ago, and nothing has happened since."""
    mine = actor.is_person and answer.actor_person_id == actor.person_id is not None
    until = undo_until(answer.at, answer.actor_label, reader=actor.label)
    return mine and answer.move in ANSWERS and answer.to_state == state and now < until


def undo_until(at: datetime, label: str, *, reader: str) -> datetime:
    """Until when an answer can be taken back: for minutes; one by link for days, by its approver once signed in.

    Args:
        label: whose answer it was, as its change says.
        reader: the label of who would take it back.
    """
    return at + (UNDO_LINK_WITHIN if is_by_link(label) and not is_by_link(reader) else UNDO_WITHIN)


def _answers(actor: Actor, since: datetime) -> QuerySet[EnrolmentChange]:
    """Their answers about places they may still see: whoever moved to another team reads nothing of the old one."""
    found = EnrolmentChange.objects.filter(
        actor_person_id=actor.person_id,
        move__in=ANSWERS,
        at__gte=since,
        enrolment__in=enrolments_seen_by(actor),
    )
    return found.select_related("enrolment__person", "enrolment__run__course").order_by("-at", "-id")


def _row(change: EnrolmentChange, actor: Actor, now: datetime) -> AnsweredRow:
    run, at = change.enrolment.run, clock.local(change.at)
    tag, kind = ANSWERS[change.move]
    dates = (
        spoken_span(clock.today(run.starts_at), clock.today(run.ends_at))
        if run.starts_at and run.ends_at
        else ""
    )
    why = DECLINE_WORDS.get(EndReason(change.reason), "") if change.reason in EndReason.values else ""
    moved_on = change.enrolment.state != change.to_state
    undone = moved_on and change.enrolment.state in (*PENDING, EnrolmentState.WAITING)
    since = f"Since then: {change.enrolment.get_state_display().lower()}" if moved_on else ""
    link = "By the link in your mail" if is_by_link(change.actor_label) else ""
    can_undo = is_fresh(change, change.enrolment.state, actor, now)
    until = undo_until(change.at, change.actor_label, reader=actor.label) if can_undo else None
    return AnsweredRow(
        enrolment_id=change.enrolment_id,
        when=f"{at:%a} {at.day}",
        when_small=clock.spoken_time(at),
        title=f"{change.enrolment.person.name}: {run.course.title}",
        detail=" ".join(f"{part}." for part in (dates, why, link, since) if part),
        tag="Undone" if undone else tag,
        tag_kind="info" if undone else kind,
        undo_until=clock.spoken_moment(until) if until else "",
    )

"""What changed for somebody without their doing, for their hub: answers, holds that ran out, dates that moved."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import F
from django.urls import reverse

from courses.models import Enrolment, EnrolmentChange
from courses.rules.answers import next_step
from courses.rules.dates import spoken_span
from courses.selectors.what_next import SOMEBODY
from courses.states import HELD, REASON_WORDS, EndReason, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.hub import MOST_CHANGES, HubChange

# Completing is not here: the certificate says it, under "Earned". Nor is an offer: it stands under "Offered to you".
SAID = {
    "agree": "Agreed by your manager",
    "approve": "Your place is agreed",
    "decline": "Not agreed",
    "reopen": "Answer taken back: your request waits again",
    "reopen_second": "Answer taken back: your request waits again",
    "requeue": "Answer taken back: you are on the waiting list",
    "book": "Booked for you",
    "cancel": "Cancelled",
    "fall_short": "Something is still missing",
    "withdraw_completion": "No longer counts as completed",
}
LAPSED = {
    EnrolmentState.OFFERED: "The offer passed on",
    EnrolmentState.REQUESTED: "Nobody answered in time",
    EnrolmentState.AGREED: "Nobody answered in time",
    EnrolmentState.WAITING: "The waiting list closed",
}
COMING = (*HELD, EnrolmentState.WAITING, EnrolmentState.BOOKED)
A_DAY = datetime(1900, 1, 1, tzinfo=UTC)
_ANSWERS = Prepared(
    lambda person_id, since: (
        EnrolmentChange.objects.filter(
            enrolment__person_id=person_id,
            at__gte=since,
            move__in=(*SAID, "lapse"),
            # An answer that was overtaken, by another or by the person, is no news.
            to_state=F("enrolment__state"),
        )
        .exclude(actor_person_id=person_id)
        .order_by("-at", "-id")
        .values_list(
            "at",
            "move",
            "from_state",
            "reason",
            "actor_person_id",
            "enrolment__approver_id",
            "enrolment__approver__given_name",
            "enrolment__approver__family_name",
            "enrolment_id",
            "enrolment__run__course__title",
            "enrolment__run__starts_at",
            "enrolment__run__ends_at",
        )[:MOST_CHANGES]
    ),
    person_id=-1_234_567,
    since=A_DAY,
)
# A change that nobody in it was told of, as of the joining link, is no news.
_MOVES = Prepared(
    lambda person_id, since: (
        Enrolment.objects.filter(
            person_id=person_id,
            state__in=COMING,
            run__changes__move="move",
            run__changes__at__gte=since,
        )
        .order_by("-run__changes__at")
        .values_list(
            F("run__changes__at"),
            F("run__changes__detail"),
            "pk",
            "requested_at",
            "run__course__title",
            "run__starts_at",
            "run__ends_at",
        )[:MOST_CHANGES]
    ),
    person_id=-1_234_567,
    since=A_DAY,
)


def hub_changes(actor: Actor, since: datetime) -> Iterable[HubChange]:
    """What others, or the clock, did about my places, and new dates of what I am in. Two queries."""
    if actor.person_id is None:
        return
    for row in _ANSWERS.rows(person_id=actor.person_id, since=since):
        yield _answer(*row)
    for at, detail, enrolment_id, asked_at, *run in _MOVES.rows(person_id=actor.person_id, since=since):
        if detail.get("told") and at > asked_at:
            yield _change(at, "New days or place", enrolment_id, *run)


def _answer(
    at: datetime, move: str, before: str, reason: str, answered_by: int | None, *rest: Any
) -> HubChange:
    approver_id, given, family, enrolment_id, *run = rest
    said = LAPSED[EnrolmentState(before)] if move == "lapse" else SAID[move]
    named = f"{given} {family}".strip() if answered_by == approver_id is not None else ""
    if move == "decline" and named:
        said = f"{said} by {named}"
    ended = move in ("decline", "cancel", "lapse") and reason in EndReason.values
    why = REASON_WORDS.get(reason, "") if move in ("decline", "cancel") else ""
    step = next_step(reason, who=named or SOMEBODY) if ended else ""
    return _change(at, said, enrolment_id, *run, why=why, step=step)


def _change(
    at: datetime,
    said: str,
    enrolment_id: int,
    course: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    *,
    why: str = "",
    step: str = "",
) -> HubChange:
    when = spoken_span(clock.today(starts_at), clock.today(ends_at)) if starts_at and ends_at else ""
    return HubChange(
        at=at,
        title=f"{said}: {course}",
        url=reverse("courses:place", args=[enrolment_id]),
        detail=" ".join([*(f"{part}." for part in (when, why) if part), step]).strip(),
    )

"""What courses tell people. Neutral words only: dates and times, never a title, a venue or a name."""

from collections.abc import Callable
from datetime import datetime

from courses.models import Enrolment
from courses.selectors.approval_links import still_asks
from courses.states import HELD, LIVE, PENDING, EnrolmentState
from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register

WHEN = "Tuesday 24 November 2026"
UNTIL = "Friday 27 November 2026 at 17:00 UK time"
PLACE = "/courses/places/{enrolment}/"
OPENS = "Open the request"


def while_in(*states: str) -> Callable[[Ref, dict[str, str], datetime], bool]:
    """Still wanted while the enrolment is in one of these states."""

    def wanted(about: Ref, facts: dict[str, str], now: datetime) -> bool:
        return Enrolment.objects.filter(pk=about.id, state__in=states).exists()

    return wanted


def while_held(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Still wanted while somebody's answer can still count."""
    return Enrolment.objects.filter(pk=about.id, state__in=HELD, hold_until__gt=now).exists()


def while_asked(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Still wanted while the answer of the very person who is asked can still count."""
    return still_asks(facts.get("token", ""), now)


def _kind(key: str, subject: str, body: str, why: str, **more: object) -> NoticeKind:
    facts = ("enrolment", "when", *more.pop("extra", ()))  # type: ignore[misc]
    examples = {"enrolment": "12", "when": WHEN, "until": UNTIL, "token": "signed-token", "first": UNTIL}
    examples |= {
        "undo": UNTIL,
        "who": "Your manager",
        "why": "Another reason",
        "next": "Speak with your manager.",
    }
    return register(
        NoticeKind(
            key=f"courses.{key}",
            audience=str(more.pop("audience", "the person whose place it is")),
            subject=subject,
            body=body,
            why=why,
            path=str(more.pop("path", PLACE)),
            facts=facts,
            examples={name: examples[name] for name in facts},
            **more,  # type: ignore[arg-type]
        )
    )


_kind(
    "place_requested",
    "Your request for {when}",
    "We have your request for {when}. Your place is held until {until} while your request is looked at.",
    "You asked for a place that somebody has to agree to.",
    extra=("until",),
    still_wanted=while_in(*PENDING),
)
_kind(
    "approval_asked",
    "A request needs your answer by {until}",
    "A colleague has asked for training on {when} and needs your agreement. The place is held "
    "until {until}.\n\nThe link opens the request without signing in, so please do not forward this message: whoever "
    "has the link can answer for you. Nothing is decided until you press a button there.",
    "Somebody you answer for asked for a place.",
    audience="whoever has to agree",
    extra=("until", "token"),
    path="/courses/approvals/{token}/",
    button=OPENS,
    still_wanted=while_asked,
)
_kind(
    "approval_reminder",
    "Reminder: a request needs your answer by {until}",
    "A colleague still waits for your answer about training on {when}. After {until} the place "
    "passes to somebody else.\n\nThe link opens the request without signing in: please do not forward this message.",
    "A request was not answered two days before its place passes on.",
    audience="whoever has to agree",
    extra=("until", "token"),
    path="/courses/approvals/{token}/",
    button=OPENS,
    still_wanted=while_asked,
)
_kind(
    "answered_by_link",
    "An answer was given by the link in our message to you",
    "A request about training on {when} was answered by the link that we sent to you.\n\nWas it you? Then you need "
    "do nothing.\n\nWas it somebody else, or a slip? Sign in and undo the answer: you can until {undo}.",
    "A request was answered by the link in a message, and nobody was signed in.",
    audience="whoever was asked to agree",
    extra=("undo",),
    path="/courses/approvals/",
)
_kind(
    "place_booked",
    "Your booking on {when}",
    "Your booking on {when} is confirmed. It begins on {first}. A calendar entry comes with this message.",
    "A place was booked.",
    extra=("first",),
    still_wanted=while_in(EnrolmentState.BOOKED),
)
_kind(
    "place_reminder",
    "Reminder: your booking on {when}",
    "Your booking begins on {first}. If you cannot come, please give the place back: somebody may "
    "be waiting for it. You need not say why.",
    "The first day is near.",
    extra=("first",),
    still_wanted=while_in(EnrolmentState.BOOKED),
)
_kind(
    "place_declined",
    "Your request for {when} was not agreed",
    "{who} has not agreed to your request for {when}.\n\nThe reason: {why}.\n\nWhat you can do next: {next} "
    "The page of your request leads to other dates, and to people who can help.",
    "The request was answered with no.",
    extra=("who", "why", "next"),
    still_wanted=while_in(EnrolmentState.DECLINED),
)
_kind(
    "answer_taken_back",
    "Your request for {when} waits again",
    "The answer to your request for {when} was given by mistake and has been taken back. The place is held until "
    "{until} while your request is looked at. You need not do anything. If an entry went into your calendar, it is "
    "taken out with this message.",
    "Whoever answered your request took the answer back.",
    extra=("until",),
    still_wanted=while_in(*PENDING),
)
_kind(
    "answer_taken_back_full",
    "Your request for {when} is on the waiting list",
    "The answer to your request for {when} was given by mistake and has been taken back. The place had gone to "
    "somebody else meanwhile, so you are on the waiting list; a place that comes free is offered in order.",
    "Whoever answered your request took the answer back.",
    still_wanted=while_in(EnrolmentState.WAITING),
)
_kind(
    "place_waiting",
    "You are on the waiting list for {when}",
    "All places on {when} are taken. You are on the waiting list; a place that comes free is offered "
    "in order.\n\nSign in to see your place in the queue.",
    "You joined a waiting list.",
    still_wanted=while_in(EnrolmentState.WAITING),
)
_kind(
    "place_offered",
    "A place has come free on {when}",
    "A place has come free on {when}. It is kept for you until {until}, then it passes "
    "on.\n\nSign in to take it or to pass it on. The page says whether somebody still has to agree.",
    "Your turn came on the waiting list.",
    extra=("until",),
    still_wanted=while_held,
)
_kind(
    "place_lapsed",
    "Your request for {when} has lapsed",
    "Your request for {when} has lapsed, and no place is held for you any more. The page of your request "
    "says why, and what you can do next.",
    "Time ran out, or something changed.",
    still_wanted=while_in(EnrolmentState.LAPSED),
)
_kind(
    "place_cancelled",
    "Your booking on {when} is cancelled",
    "Your booking on {when} is cancelled. If you did not expect this, the page says what happened, and what "
    "you can do next.",
    "The place was given back, or the dates were called off.",
    still_wanted=while_in(EnrolmentState.CANCELLED),
)
_kind(
    "request_cancelled",
    "Your request for {when} is cancelled",
    "Your request for {when} is cancelled, and no place is held for you any more. If you did not expect this, "
    "the page says what happened, and what you can do next.",
    "The request, the place in the queue or the offer was given up, or the dates were called off.",
    still_wanted=while_in(EnrolmentState.CANCELLED),
)
_kind(
    "run_moved",
    "New days or place: {when}",
    "The days or the place of what you booked or asked for have changed. It is now on {when} and begins on "
    "{first}. If you have a calendar entry, it moves with this message.\n\nIf the change does not suit "
    "you, sign in and give your place or your request back. You need not say why.",
    "Days or place changed.",
    extra=("first",),
    still_wanted=while_in(*LIVE),
)

"""What people are told of requests about their data, of places and roles, and of people to confirm.

They stand here for the people app, which is a storey below.
"""

from datetime import datetime

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, Wanted, always, register
from portal.people.rights.selectors import complaint_stands
from portal.people.selectors import actor_for_person, people_waiting_for, role_stands

EXAMPLES = {
    "reference": "CO-7F3K-2QXM",
    "until": "Wednesday 23 December 2026",
    "waiting": "3 people wait",
    "since": "Tuesday 24 November 2026",
}
COMPLAINANT, ASKER = "the person who complained", "the person who asked"
NEWCOMER, HOLDER = "whoever asked for a place", "whoever holds, or held, the role"
COMPLAINT, ERASURE = "/account/complaints/{reference}/", "/account/erase/"
# One a day to each person; see services.waiting.
TO_CONFIRM = "people.waiting_to_be_confirmed"


def _not_answered_yet(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    return complaint_stands(int(about.id))


def _still_held(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    return role_stands(int(about.id), clock.today(now))


def _somebody_waits(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    return people_waiting_for(actor_for_person(int(about.id), now)).count > 0


def _tells(
    key: str,
    audience: str,
    subject: str,
    body: str,
    *,
    why: str,
    path: str,
    facts: tuple[str, ...] = ("reference",),
    still_wanted: Wanted = always,
) -> None:
    examples = {name: EXAMPLES[name] for name in facts}
    register(
        NoticeKind(
            key, audience, subject, body, why, path, facts=facts, still_wanted=still_wanted, examples=examples
        )
    )


_tells(
    "people.complaint_received",
    COMPLAINANT,
    "We have your message {reference}",
    "We have what you sent us. Its reference is {reference}.\n\n"
    "We tell you by {until} that somebody looks at it, and then what came of it.",
    why="You sent a complaint about your information.",
    path=COMPLAINT,
    facts=("reference", "until"),
    still_wanted=_not_answered_yet,
)
_tells(
    "people.complaint_acknowledged",
    COMPLAINANT,
    "Somebody looks at your message {reference}",
    "Somebody looks at what you sent us under {reference}. We write again as soon as there is an answer.",
    why="Your complaint was acknowledged.",
    path=COMPLAINT,
)
_tells(
    "people.complaint_answered",
    COMPLAINANT,
    "There is an answer to your message {reference}",
    "We have answered what you sent us under {reference}. Sign in to read it.",
    why="Your complaint was answered.",
    path=COMPLAINT,
)
_tells(
    "people.erasure_asked",
    ASKER,
    "We have your request {reference}",
    "We have what you asked for. Its reference is {reference}. You have an answer by {until}.\n\n"
    "Was it not you? Sign in, take it back and change your password.",
    why="Something was asked for in your account.",
    path=ERASURE,
    facts=("reference", "until"),
)
_tells(
    "people.erasure_taken_back",
    ASKER,
    "Your request {reference} is taken back",
    "What was asked for under {reference} is taken back. Everything stays as it was.\n\n"
    "Was it not you? Sign in to ask again, and change your password.",
    why="Something that you had asked for was taken back.",
    path=ERASURE,
)
_tells(
    "people.erasure_taken",
    ASKER,
    "Somebody looks at your request {reference}",
    "Somebody looks at what you asked for under {reference}. You have an answer by {until}.",
    why="Your request is being looked at.",
    path=ERASURE,
    facts=("reference", "until"),
)
_tells(
    "people.erasure_extended",
    ASKER,
    "What you asked for takes longer: {reference}",
    "What you asked for under {reference} takes longer than a month. You have an answer by {until}.\n\n"
    "Sign in to read why, and how to complain if you disagree.",
    why="An answer to your request takes longer, with a reason.",
    path=ERASURE,
    facts=("reference", "until"),
)
_tells(
    "people.erasure_refused",
    ASKER,
    "There is an answer to your request {reference}",
    "We have answered what you asked for under {reference}. Sign in to read it.",
    why="Your request was refused, with a reason.",
    path=ERASURE,
)
_tells(
    "people.place_confirmed",
    NEWCOMER,
    "Where you work is confirmed",
    "Where you work is confirmed. From now on you can book, and ask for places, in Practice Hub.",
    why="You told us where you work, and it was confirmed.",
    path="/my/",
    facts=(),
)
_tells(
    "people.role_given",
    HOLDER,
    "You have a new role in Practice Hub",
    "Somebody gave you a role in Practice Hub. It says what you may do there, and where.\n\n"
    "Did you not expect it? Tell your training administrator.",
    why="A role was given to you.",
    path="/account/",
    facts=(),
    still_wanted=_still_held,
)
_tells(
    "people.role_ended",
    HOLDER,
    "A role of yours in Practice Hub has ended",
    "A role that you held in Practice Hub has ended. What you earned stays yours.\n\n"
    "Did you not expect it? Ask your training administrator.",
    why="A role of yours was ended.",
    path="/account/",
    facts=(),
)
_tells(
    TO_CONFIRM,
    "whoever confirms where people work",
    "Practice Hub: {waiting} for you",
    "{waiting} for you to confirm where they work, the longest since {since}. Until then they cannot book.\n\n"
    "Sign in to see who. Confirm only people you know. We write about this once a day at most.",
    why="Somebody asked to join an organisation that you answer for.",
    path="/people/confirm/",
    facts=("waiting", "since"),
    still_wanted=_somebody_waits,
)

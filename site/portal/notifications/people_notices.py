"""What people are told about requests they made about their own data. People stands below, so its notices live here."""

from datetime import datetime

from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register
from portal.people.rights.selectors import complaint_stands


def _not_answered_yet(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    return complaint_stands(int(about.id))


register(
    NoticeKind(
        key="people.complaint_received",
        audience="the person who complained",
        subject="We have your message {reference}",
        body="Hello {name},\n\nwe have what you sent us. Its reference is {reference}.\n\n"
        "We tell you by {until} that somebody looks at it, and then what came of it.",
        why="You sent a complaint about your information.",
        path="/account/complaints/{reference}/",
        facts=("reference", "until"),
        still_wanted=_not_answered_yet,
        examples={"reference": "CO-7F3K-2QXM", "until": "Wednesday 23 December 2026"},
    )
)
register(
    NoticeKind(
        key="people.complaint_acknowledged",
        audience="the person who complained",
        subject="Somebody looks at your message {reference}",
        body="Hello {name},\n\nsomebody looks at what you sent us under {reference}. "
        "We write again as soon as there is an answer.",
        why="Your complaint was acknowledged.",
        path="/account/complaints/{reference}/",
        facts=("reference",),
        examples={"reference": "CO-7F3K-2QXM"},
    )
)
register(
    NoticeKind(
        key="people.complaint_answered",
        audience="the person who complained",
        subject="There is an answer to your message {reference}",
        body="Hello {name},\n\nwe have answered what you sent us under {reference}. Sign in to read it.",
        why="Your complaint was answered.",
        path="/account/complaints/{reference}/",
        facts=("reference",),
        examples={"reference": "CO-7F3K-2QXM"},
    )
)
register(
    NoticeKind(
        key="people.erasure_taken",
        audience="the person who asked",
        subject="Somebody looks at your request {reference}",
        body="Hello {name},\n\nsomebody looks at what you asked for under {reference}. You have an answer by {until}.",
        why="Your request is being looked at.",
        path="/account/erase/",
        facts=("reference", "until"),
        examples={"reference": "ER-7F3K-2QXM", "until": "Thursday 24 December 2026"},
    )
)
register(
    NoticeKind(
        key="people.erasure_refused",
        audience="the person who asked",
        subject="There is an answer to your request {reference}",
        body="Hello {name},\n\nwe have answered what you asked for under {reference}. Sign in to read it.",
        why="Your request was refused, with a reason.",
        path="/account/erase/",
        facts=("reference",),
        examples={"reference": "ER-7F3K-2QXM"},
    )
)

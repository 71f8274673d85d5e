"""The kinds of notice there are. Each app registers its own in `notices.py`, imported when it is ready.

A kind names the facts it needs; planning a notice without one of them fails at once, in a test, never in
an inbox. Wording is plain text; the HTML part is made from it, so the two can never differ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from portal.kernel.refs import Ref

Wanted = Callable[[Ref, dict[str, str], datetime], bool]


def always(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """For notices that stay true whatever happens next."""
    return True


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice.

    Args:
        key: "<app>.<what>", stable.
        audience: whom it goes to, in words, for editors ("the person whose place it is").
        subject: the subject line; neutral, no facts but dates.
        body: the text, with `{facts}` in curly brackets. Blank lines part paragraphs.
        facts: names of the facts that subject and body use. `name` (given name) and `link` come by themselves.
        path: where the link of the mail leads, as a path on the portal; may use facts.
        button: the words of the link to `path`, for the few that open without signing in.
        why: one sentence for the queue on screen: why this goes out.
        still_wanted: asked again at the moment of sending; False cancels it.
        examples: a value per fact, for previews and the poison test.
    """

    key: str
    audience: str
    subject: str
    body: str
    why: str
    path: str = "/my/"
    button: str = "Sign in to see the details"
    facts: tuple[str, ...] = ()
    still_wanted: Wanted = always
    examples: dict[str, str] = field(default_factory=dict)


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Make a kind known. Raises `ValueError` when the key is taken or an example is missing."""
    if kind.key in _kinds:
        raise ValueError(f"notice {kind.key} is registered twice")
    if missing := set(kind.facts) - set(kind.examples):
        raise ValueError(f"notice {kind.key} has no example for {sorted(missing)}")
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> NoticeKind:
    """The kind behind a key. Raises `KeyError` for one that was never registered."""
    return _kinds[key]


def all_kinds() -> tuple[NoticeKind, ...]:
    """Every kind, by key."""
    return tuple(_kinds[key] for key in sorted(_kinds))

"""Answers that arrive after the session has ended: sealed, kept for whoever typed them, shown again after sign-in.

A form that was open for two hours is sent to nobody who may take it. The view asks to sign in, and what was typed
would be lost. Instead it lies sealed in the new session, bound to the account that the browser was signed in to, for
half an hour. After sign-in a page offers to send it where it was going; nothing is sent on its own. Passwords, codes
and files are never kept, nothing under `/accounts/` is, and nothing goes into an address.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from portal.kernel.attempts import ATTEMPTS
from portal.kernel.sealed import read_sealed, write_sealed

SESSION_KEY = "people.kept_answers"
ASIDE_KEY = "people.set_aside"
KEPT = timedelta(minutes=30)
# Nobody types more than this; the session is no store.
MOST_TYPED = 100_000
NOT_KEPT = ("csrfmiddlewaretoken", "code", "token", "credential", "secret")
# What the rooms hold sealed in the session for a task of several pages; it outlives a session that timed out.
TASK_PREFIXES = ("consultations.", ATTEMPTS)


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """What was typed into a form, and where it was going."""

    owner: int
    path: str
    fields: tuple[tuple[str, str], ...]
    had_file: bool
    at: float

    def belongs_to(self, user_id: int, now: datetime) -> bool:
        """Whether this account typed it, not too long ago."""
        return self.owner == user_id and now.timestamp() - self.at < KEPT.total_seconds()


def typed_in(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What may be kept of a form: every field in its order, without secrets; nothing when it is not a person's form."""
    if request.method != "POST" or request.path.startswith("/accounts/") or not _is_page(request):
        return ()
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_KEPT and "password" not in name.lower()
        for value in values
        if isinstance(value, str)
    )
    return fields if sum(len(name) + len(value) for name, value in fields) <= MOST_TYPED else ()


def _is_page(request: HttpRequest) -> bool:
    """Whether a browser sent the form to see the answer, and not a script in a page."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and not request.headers.get(
        "HX-Request"
    )


def keep(request: HttpRequest, owner: int, now: datetime) -> bool:
    """Seal what was typed into the session. Says whether there was anything to keep."""
    fields = typed_in(request)
    if not fields:
        return False
    kept = KeptAnswers(owner, request.get_full_path(), fields, bool(request.FILES), now.timestamp())
    write_sealed(request.session, SESSION_KEY, asdict(kept))
    return True


def read(session: SessionBase) -> KeptAnswers | None:
    """What is kept in a session; None when nothing is, or it cannot be opened any more."""
    found = read_sealed(session, SESSION_KEY)
    if found is None:
        return None
    return KeptAnswers(**{**found, "fields": tuple((name, value) for name, value in found["fields"])})


def forget(session: SessionBase) -> None:
    """Drop what is kept."""
    session.pop(SESSION_KEY, None)


def tasks_in(session: SessionBase) -> dict[str, object]:
    """What a timed-out session held of half-done tasks; each is sealed by its own room."""
    return {key: session[key] for key in session.keys() if key.startswith(TASK_PREFIXES)}  # noqa: SIM118 - no dict


def set_aside(session: SessionBase, owner: int, tasks: dict[str, object]) -> None:
    """Hold half-done tasks in the session that follows, for their owner only."""
    if tasks:
        session[ASIDE_KEY] = {"owner": owner, "tasks": tasks}


def take_up(session: SessionBase, user_id: int) -> None:
    """At sign-in: give the owner their half-done tasks back; whoever else signs in finds nothing."""
    held = session.pop(ASIDE_KEY, None)
    if held and held["owner"] == user_id:
        for key, value in held["tasks"].items():
            session[key] = value
    kept = read(session)
    if kept and kept.owner != user_id:
        forget(session)

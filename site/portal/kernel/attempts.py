"""A refused form is shown again by a page of its own: refuse, keep, redirect, show. Back and reload then never ask
a browser to send a form twice, which it cannot do for pages that no cache may hold (`ERR_CACHE_MISS`).

What was typed lies sealed in the session of whoever typed it, under the address of its form, for `KEPT` and no
longer; the next form here sweeps out what is older, signing out and the exit end it all. That may be a note refused
because it names somebody, so it is never in the clear, never in a log, and in no table but the session's.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from portal.kernel.sealed import Session, read_sealed, write_sealed
from portal.kernel.web import HubRequest

ATTEMPTS = "kernel.attempts"
KEPT = timedelta(minutes=10)
MOST_KEPT = 5
# Nobody types more than this; a longer answer is shown at once, because the session is no store.
MOST_TYPED = 30_000
NOT_KEPT = ("csrfmiddlewaretoken", "key", "stamp", "secret")

F = TypeVar("F", bound=BaseForm)


def asked(request: HubRequest, form: type[F], *, name: str = "", **how: Any) -> F:
    """The form with what was typed, in this request or minutes ago; unbound when nothing was.

    Args:
        name: where several forms share an address, the value of the hidden field `form`.
        how: passed on to the form.
    """
    if request.method == "POST":
        _write(request.session, request.path, None, request.now)
        mine = not name or request.POST.get("form") == name
        return form(request.POST if mine else None, **how)
    kept = _read(request.session, request.now).get(request.path)
    typed = QueryDict(kept["typed"]) if kept else None
    if kept is None or typed is None or (name and typed.get("form") != name):
        return form(None, **how)
    bound = form(typed, **how)
    for field, sentences in kept["errors"].items():
        where = None if field == "__all__" else field
        for sentence in sentences:
            if where in (None, *bound.fields) and sentence not in bound.errors.get(field, ()):
                bound.add_error(where, sentence)
    return bound


def page(
    request: HubRequest, form: BaseForm, template: str, context: Mapping[str, Any], *, anchor: str = ""
) -> HttpResponse:
    """The page of a form: drawn when it is looked at; when it was sent and refused, kept and come back to.

    Args:
        anchor: the part of the page to come back to, where it holds several forms.
    """
    errors = {field: [str(sentence) for sentence in sentences] for field, sentences in form.errors.items()}
    if keep(request, errors):
        return redirect(request.get_full_path() + (f"#{anchor}" if anchor else ""))
    return render(request, template, {"form": form, **context})


def keep(request: HubRequest, errors: Mapping[str, list[str]]) -> bool:
    """Keep what was sent for the next look at this address. False when nothing was sent, or far too much.

    Also for answers that come before their turn, because the session that held the earlier ones has ended.
    """
    typed = request.POST.copy()
    for field in NOT_KEPT:
        typed.pop(field, None)
    if request.method != "POST" or len(text := typed.urlencode()) > MOST_TYPED:
        return False
    _write(request.session, request.path, {"typed": text, "errors": dict(errors)}, request.now)
    return True


def waits(request: HubRequest, path: str) -> bool:
    """Whether something was refused at an address a while ago, and would be shown there again."""
    return path in _read(request.session, request.now)


def forget(request: HubRequest, path: str) -> None:
    """Forget what was refused at an address, because something else there was answered since."""
    _write(request.session, path, None, request.now)


def _read(session: Session, now: datetime) -> dict[str, Any]:
    """The attempts that may still be shown, by address, the oldest first."""
    kept = read_sealed(session, ATTEMPTS) or {}
    oldest = (now - KEPT).timestamp()
    return {path: one for path, one in kept.items() if one["at"] > oldest}


def _write(session: Session, path: str, attempt: dict[str, Any] | None, now: datetime) -> None:
    """Put an attempt in the place of the one of this address, or forget it; sweep out what is too old."""
    kept = _read(session, now)
    kept.pop(path, None)
    if attempt is not None:
        kept[path] = {**attempt, "at": now.timestamp()}
    write_sealed(session, ATTEMPTS, dict(list(kept.items())[-MOST_KEPT:]) or None)

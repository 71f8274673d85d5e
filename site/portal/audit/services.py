"""The only writer of the trail."""

from datetime import datetime
from typing import Any

from portal.audit.models import Entry
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref


def record(
    *,
    actor: Actor,
    verb: str,
    about: Ref,
    now: datetime,
    organisation_id: int | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Write one line of the trail, in the caller's transaction if there is one.

    Args:
        actor, verb, about: who did what to which thing ("approved", `courses.enrolment:12`).
        now: the instant, in UTC.
        organisation_id: whose data it is, so that a borough can be shown its own trail.
        reason: a coded or short reason; never a narrative.
        detail: codes and ids only.
    """
    return Entry.objects.create(
        at=now,
        actor_kind=actor.kind,
        **actor.columns,
        actor_client_id=actor.client_id,
        verb=verb,
        about=str(about),
        organisation_id=organisation_id,
        reason=reason[:200],
        detail=detail or {},
    )


def record_read(*, actor: Actor, about: Ref, now: datetime, organisation_id: int | None = None) -> Entry:
    """Write down that something sensitive was opened."""
    return record(actor=actor, verb="read", about=about, now=now, organisation_id=organisation_id)

"""The one place where a link's state and version change: row, change, event and trail together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from consultations.link_events import EVENT_NAMED, LinkCorrected
from consultations.link_permissions import links_seen_by
from consultations.link_states import link_machine
from consultations.models import LinkChange, ReferralLink
from consultations.pathways import Pathway, version_named
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import IllegalMove, NotFound
from portal.outbox.services import publish


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a move: a coded reason, and the receiver's own time."""

    reason: str = ""
    at: datetime | None = None


def locked(rows: models.QuerySet[ReferralLink], link_id: UUID) -> ReferralLink:
    """The link, locked. Raises `NotFound` when it does not exist or is not among `rows`."""
    permitted = rows.filter(public_id=link_id).values("pk")
    held = ReferralLink.objects.select_for_update(of=("self",)).select_related("consultation")
    link = held.filter(pk__in=permitted).first()
    if link is None:
        raise NotFound()
    return link


def locked_for(actor: Actor, link_id: UUID, now: datetime) -> ReferralLink:
    """The link, locked, for somebody who may act on it. Raises `NotFound`."""
    return locked(links_seen_by(actor, clock.today(now)), link_id)


def locked_draft(actor: Actor, link_id: UUID, now: datetime) -> ReferralLink:
    """The same, while it is a draft. Raises `NotFound` and `IllegalMove`."""
    link = locked_for(actor, link_id, now)
    if not link.is_draft:
        raise IllegalMove()
    return link


def rules_of(link: ReferralLink) -> Pathway:
    """The version of the pathway under which the link was made."""
    return version_named(link.rules_version)


def move_link(
    link: ReferralLink,
    move: str,
    *,
    actor: Actor,
    now: datetime,
    said: Said | None = None,
    **columns: Any,
) -> ReferralLink:
    """Move a locked link, write the change, publish the event. Raises `IllegalMove`.

    `columns` change with it, in the same statement, because the table's constraints tie them to the state.
    """
    said = said or Said()
    before, link.state = link.state, link_machine.target(move, link.state)
    event = EVENT_NAMED.get(link_machine.moves[move].event or "")
    link.version += 1 if event else 0
    link.reason_code = said.reason
    for name, value in columns.items():
        setattr(link, name, value)
    link.save(update_fields=["state", "version", "reason_code", *columns])
    _write_change(link, move, before, actor, now, said)
    if event:
        _publish(event, link, now)
    return link


def correct_link(
    link: ReferralLink, *, actor: Actor, now: datetime, why: str, said: Said | None = None
) -> ReferralLink:
    """Tell the receiver that a sent link changed while its state stays. `why` is a code for the timeline."""
    link.version += 1
    link.save(update_fields=["version"])
    _write_change(link, why, link.state, actor, now, said or Said())
    _publish(LinkCorrected, link, now)
    return link


def note_link(
    link: ReferralLink, *, actor: Actor, now: datetime, what: str, said: Said | None = None
) -> None:
    """Write a change that the receiver made and knows of: a new version, no event to it."""
    link.version += 1
    link.save(update_fields=["version"])
    _write_change(link, what, link.state, actor, now, said or Said())


def note_draft(link: ReferralLink, *, actor: Actor, now: datetime, what: str) -> None:
    """Write what was done about a draft; nobody outside knows of it yet, so it has no version."""
    _write_change(link, what, link.state, actor, now, Said())


def _write_change(
    link: ReferralLink, move: str, before: str, actor: Actor, now: datetime, said: Said
) -> None:
    LinkChange.objects.create(
        link=link,
        version=link.version,
        move=move,
        from_state=before,
        to_state=link.state,
        **actor.columns,
        reason=said.reason,
        at=now,
        said_at=said.at,
    )
    record(
        actor=actor,
        verb=f"link {move}",
        about=link.ref,
        now=now,
        organisation_id=link.organisation_id,
        reason=said.reason,
        detail={"version": link.version},
    )


def _publish(event: type, link: ReferralLink, now: datetime) -> None:
    publish(
        event(
            link_id=str(link.public_id),
            version=link.version,
            state=str(link.state),
            pathway=link.pathway,
            area=link.area,
            organisation_id=link.organisation_id,
        ),
        now=now,
    )

"""Which lead serves which borough, from when to when. Said by administrators; the past stays as it was."""

from datetime import date, datetime

from django.db import transaction

from consultations.errors import PastEdit, UnknownCode
from consultations.models import LeadCover, Rank
from consultations.permissions import may_say_who_leads
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.refs import Ref
from portal.people.roles import Role
from portal.people.selectors import people_in_role


def assign_lead(
    *,
    actor: Actor,
    lead_id: int,
    organisation_id: int,
    starts_on: date,
    now: datetime,
    ends_on: date | None = None,
    rank: int = Rank.OWN,
) -> LeadCover:
    """Let a lead serve a borough from a day on, as its own lead or as cover.

    Args:
        lead_id: a person who holds the lead's role today and has not left.
        starts_on, ends_on: both included; open-ended without an end.

    Raises:
        NotAllowed, UnknownCode; PastEdit: it would begin before today, or end before it begins.
    """
    _require_right(actor)
    if rank not in Rank.values:
        raise UnknownCode(field="rank")
    if not people_in_role(Role.LEAD, clock.today(now)).filter(pk=lead_id).exists():
        raise UnknownCode("Choose somebody who holds the lead’s role.", field="lead")
    if starts_on < clock.today(now):
        raise PastEdit(field="starts_on")
    if ends_on and ends_on < starts_on:
        raise PastEdit("The last day cannot come before the first.", field="ends_on")
    with transaction.atomic():
        cover, _ = LeadCover.objects.update_or_create(
            lead_id=lead_id,
            organisation_id=organisation_id,
            starts_on=starts_on,
            defaults={"ends_on": ends_on, "rank": rank},
        )
        _trail(actor, "lead assigned", cover, now)
    return cover


def end_cover(*, actor: Actor, cover_id: int, last_day: date, now: datetime) -> LeadCover:
    """Let a lead serve a borough no longer than `last_day`, today or later. What is booked stays booked.

    Raises:
        NotAllowed, NotFound, PastEdit.
    """
    _require_right(actor)
    if last_day < clock.today(now):
        raise PastEdit(field="ends_on")
    with transaction.atomic():
        cover = LeadCover.objects.select_for_update(of=("self",)).filter(pk=cover_id).first()
        if cover is None:
            raise NotFound()
        if cover.ends_on and cover.ends_on < clock.today(now):
            raise PastEdit("It has already ended.", field="ends_on")
        cover.ends_on = max(last_day, cover.starts_on)
        cover.save(update_fields=["ends_on"])
        _trail(actor, "lead ended", cover, now)
    return cover


def _require_right(actor: Actor) -> None:
    if not may_say_who_leads(actor):
        raise NotAllowed("Only an administrator can say who leads a borough.")


def _trail(actor: Actor, verb: str, cover: LeadCover, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("consultations.cover", cover.pk),
        now=now,
        organisation_id=cover.organisation_id,
        detail={"lead": cover.lead_id, "rank": cover.rank},
    )

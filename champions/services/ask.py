"""Putting somebody forward, or oneself."""

from datetime import datetime

from django.db import transaction

from champions.errors import AlreadyChampion, ChampionNotFound, NotInYourReach, NotTrained
from champions.models import Champion
from champions.permissions import may_agree, may_nominate
from champions.selectors import is_trained
from champions.services.answer import agree
from champions.services.moving import note, ref
from champions.states import OPEN, ChampionState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.notifications.services import plan_notice
from portal.people.models import Membership, Person
from portal.people.selectors import approver_for, memberships_on


def nominate(
    *,
    actor: Actor,
    membership_id: int,
    now: datetime,
    minutes_per_week: int | None = None,
    by: Person | None = None,
) -> Champion:
    """Put a person forward as champion of the team their membership names; for oneself this is an application.

    A colleague must have finished what champions need; whoever applies may finish it afterwards.

    Args:
        minutes_per_week: given by somebody who may agree, it agrees at once.
        by: on whose behalf the system nominates; the person themselves when left out.

    Raises:
        ChampionNotFound: there is no such confirmed membership today.
        NotInYourReach, NotTrained, AlreadyChampion, and what `agree` raises.
    """
    today = clock.today(now)
    with transaction.atomic():
        membership = memberships_on(today).filter(pk=membership_id).first()
        if membership is None:
            raise ChampionNotFound("We cannot find that person at work today.")
        if not may_nominate(actor, membership):
            raise NotInYourReach()
        nominator_id = by.pk if by else actor.person_id or membership.person_id
        if nominator_id != membership.person_id and not is_trained(membership.person_id, today):
            raise NotTrained()
        _refuse_second(membership)
        champion = _write(actor, membership, nominator_id, now)
        if minutes_per_week is not None and may_agree(actor, champion):
            return agree(actor=actor, champion_id=champion.pk, minutes_per_week=minutes_per_week, now=now)
        _ask_approver(champion, now)
    return champion


def _write(actor: Actor, membership: Membership, nominator_id: int, now: datetime) -> Champion:
    applies = nominator_id == membership.person_id
    champion = Champion.objects.create(
        person_id=membership.person_id,
        organisation_id=membership.organisation_id,
        service_id=membership.service_id,
        team_id=membership.team_id,
        state=ChampionState.APPLIED if applies else ChampionState.NOMINATED,
        nominated_by_id=nominator_id,
        asked_at=now,
        approver=approver_for(membership.person_id, clock.today(now)),
    )
    note(actor, champion, "apply" if applies else "nominate", "", now)
    return champion


def _ask_approver(champion: Champion, now: datetime) -> None:
    if champion.approver_id is None:
        return
    plan_notice(
        key="champions.asked",
        person_id=champion.approver_id,
        about=ref(champion),
        facts={"id": str(champion.pk)},
        now=now,
        dedupe=str(champion.pk),
    )


def _refuse_second(membership: Membership) -> None:
    # The person's row is the lock: two nominations of one person wait for each other.
    Person.objects.select_for_update().get(pk=membership.person_id)
    taken = Champion.objects.filter(person_id=membership.person_id, state__in=OPEN)
    if membership.team_id:
        taken = taken.filter(team_id=membership.team_id)
    else:
        taken = taken.filter(team__isnull=True, organisation_id=membership.organisation_id)
    if taken.exists():
        raise AlreadyChampion()

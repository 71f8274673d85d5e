"""Where somebody works: asked for at sign-up, confirmed or refused by a training administrator."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.refs import Ref
from portal.outbox.services import publish
from portal.people.errors import AlreadyWaiting, NotForYourself
from portal.people.events import PersonMatched, PlaceConfirmed
from portal.people.models import Membership, MembershipSource, Organisation, Person, User
from portal.people.permissions import may_import_roster
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.states import MembershipState, membership_machine


def ask_for_membership(*, actor: Actor, organisation_id: int, now: datetime) -> Membership:
    """Say where one works, when neither the roster nor the mail domain says it. Waits to be confirmed.

    Raises:
        NotAllowed: the actor has no staff record.
        AlreadyWaiting: there is such a membership already.
        NotFound: there is no such organisation.
    """
    if actor.person_id is None:
        raise NotAllowed()
    if not Organisation.objects.filter(pk=organisation_id).exists():
        raise NotFound()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=actor.person_id)
        known = Membership.objects.filter(
            person_id=actor.person_id, organisation_id=organisation_id, ends_on=None
        )
        if known.exclude(state=MembershipState.REFUSED).exists():
            raise AlreadyWaiting(field="organisation")
        membership = Membership.objects.create(
            person_id=actor.person_id,
            organisation_id=organisation_id,
            starts_on=clock.today(now),
            state=MembershipState.PENDING,
            source=MembershipSource.SIGN_UP,
        )
        record(
            actor=actor,
            verb="asked for membership",
            about=Ref("people.membership", membership.pk),
            now=now,
            organisation_id=organisation_id,
        )
    return membership


def confirm_membership(
    *,
    actor: Actor,
    membership_id: int,
    now: datetime,
    service_id: int | None = None,
    team_id: int | None = None,
) -> Membership:
    """Confirm that somebody works there, in a team if one is named. Links the account that waited for it.

    Raises:
        NotFound: no such membership within the actor's reach.
        IllegalMove: it is no longer waiting.
        NotForYourself: nobody confirms their own place.
    """
    with transaction.atomic():
        membership = _decided(actor, membership_id, "confirm")
        if team_id is not None:
            team = membership.organisation.services.filter(teams=team_id).values_list("pk", flat=True).first()
            if team is None:
                raise NotFound("There is no such team in this organisation.", field="team")
            membership.team_id, membership.service_id = team_id, team
        elif service_id is not None:
            membership.service_id = service_id
        membership.save(update_fields=["state", "team", "service"])
        _write_down(actor, "confirmed membership", membership, now)
        _link_waiting_account(membership.person)
        publish(PlaceConfirmed(membership.pk, membership.person_id), now=now)
        if User.objects.filter(person_id=membership.person_id).exists():
            publish(PersonMatched(membership.person_id, membership.organisation_id), now=now)
            keep_editor_groups(person_id=membership.person_id, on=clock.today(now))
    return membership


def refuse_membership(*, actor: Actor, membership_id: int, now: datetime, reason: str = "") -> Membership:
    """Say that somebody does not work there. Raises as `confirm_membership`."""
    with transaction.atomic():
        membership = _decided(actor, membership_id, "refuse")
        membership.save(update_fields=["state"])
        _write_down(actor, "refused membership", membership, now, reason)
    return membership


def _decided(actor: Actor, membership_id: int, move: str) -> Membership:
    """The membership, locked and moved in memory, once the actor may decide."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "person")
    membership = rows.filter(pk=membership_id).first()
    if membership is None or not may_import_roster(actor, membership.organisation_id):
        raise NotFound()
    if membership.person_id == actor.person_id:
        raise NotForYourself()
    membership.state = MembershipState(membership_machine.target(move, membership.state))
    return membership


def _write_down(actor: Actor, verb: str, membership: Membership, now: datetime, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.membership", membership.pk),
        now=now,
        organisation_id=membership.organisation_id,
        reason=reason,
        detail={"person": membership.person_id},
    )


def _link_waiting_account(person: Person) -> None:
    """Give the person the account that proved their address while they had no place (a returner, fault 17)."""
    if not person.email or User.objects.filter(person=person).exists():
        return
    proved = EmailAddress.objects.filter(email=person.email, verified=True, user__person=None).first()
    if proved:
        User.objects.filter(pk=proved.user_id, person=None).update(person=person)

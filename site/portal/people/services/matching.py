"""From an account with a proved address to a member of staff (PE-01)."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import on_date
from portal.kernel.refs import Ref
from portal.outbox.services import publish
from portal.people.errors import AddressNotVerified
from portal.people.events import PersonMatched
from portal.people.mail_domains import mail_domain_of
from portal.people.models import Membership, MembershipSource, Person, User
from portal.people.rules import tidy_address
from portal.people.selectors import grants_on
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.states import MembershipState


def match_person(*, actor: Actor, user_id: int, now: datetime) -> Person | None:
    """Find or make the member of staff behind an account whose address is proved. Safe to call again.

    The roster decides first: the person with that address, while at work, is linked at once. Somebody who has
    left is not: an administrator looks first, because addresses are given to new people (fault 17). A person
    whom no roster names is made, and the mail domain suggests the organisation; a trusted domain confirms it.

    Returns:
        The person now linked; None when an administrator must look first.

    Raises:
        AddressNotVerified: nobody typed the code that was sent to the address.
    """
    today = clock.today(now)
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).select_related("person").get(pk=user_id)
        if user.person is not None:
            return user.person
        email = tidy_address(user.email)
        if not EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
            raise AddressNotVerified()
        names = {"given_name": user.given_name, "family_name": user.family_name}
        person, is_new = Person.objects.select_for_update().get_or_create(email=email, defaults=names)
        if not is_new and _somebody_must_look(person, today):
            _suggest(person, email, now, trusted_confirms=False)
            _write_down(actor, "matched nobody", user, now, {"person": person.pk})
            return None
        user.person = person
        user.save(update_fields=["person"])
        _suggest(person, email, now, trusted_confirms=True)
        _announce(actor, user, person, now)
    return person


def _somebody_must_look(person: Person, today: date) -> bool:
    """Whether the person behind the address is not plainly its owner today."""
    if User.objects.filter(person=person).exists():
        return True
    at_work = Q(ends_on=None) | Q(ends_on__gte=today)
    return not (
        person.memberships.filter(at_work, state=MembershipState.CONFIRMED).exists()
        or grants_on(today).filter(person=person).exists()
    )


def _suggest(person: Person, email: str, now: datetime, *, trusted_confirms: bool) -> None:
    """A membership by mail domain, unless the person has a place or already waits for one there."""
    today = clock.today(now)
    at_work = Q(ends_on=None) | Q(ends_on__gte=today)
    if person.memberships.filter(at_work, ~Q(state=MembershipState.REFUSED)).exists():
        return
    domain = mail_domain_of(email)
    if domain is None:
        return
    confirmed = domain.trusted and trusted_confirms
    Membership.objects.create(
        person=person,
        organisation_id=domain.organisation_id,
        starts_on=today,
        state=MembershipState.CONFIRMED if confirmed else MembershipState.PENDING,
        source=MembershipSource.SIGN_UP,
    )


def _announce(actor: Actor, user: User, person: Person, now: datetime) -> None:
    today = clock.today(now)
    _write_down(actor, "matched to person", user, now, {"person": person.pk})
    keep_editor_groups(person_id=person.pk, on=today)
    places = person.memberships.filter(on_date(today), state=MembershipState.CONFIRMED)
    for organisation_id in sorted(set(places.values_list("organisation_id", flat=True))):
        publish(PersonMatched(person.pk, organisation_id), now=now)


def _write_down(actor: Actor, verb: str, user: User, now: datetime, detail: dict[str, int]) -> None:
    record(actor=actor, verb=verb, about=Ref("people.user", user.pk), now=now, detail=detail)

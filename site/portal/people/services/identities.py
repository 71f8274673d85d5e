"""What becomes of an identity that was set aside: refused, or confirmed as somebody new. Never linked (PE-02)."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from portal.people.employers.permissions import may_decide_identity
from portal.people.errors import AddressTaken, ForeignAddress
from portal.people.mail_domains import organisation_of_address
from portal.people.models import SetAsideIdentity, User
from portal.people.rules import tidy_address
from portal.people.states import IdentityState, identity_machine


def refuse_identity(*, actor: Actor, identity_id: int, now: datetime) -> SetAsideIdentity:
    """Leave an identity closed for good. It can still be confirmed, should that turn out to be wrong.

    Raises:
        NotFound: there is none, or the actor may not decide about it.
        IllegalMove: somebody decided before.
    """
    with transaction.atomic():
        identity = _decided(actor, identity_id, "refuse", now)
        _write_down(actor, "refused identity", identity, now)
    return identity


def confirm_identity(
    *, actor: Actor, identity_id: int, given_name: str, family_name: str, email: str, now: datetime
) -> SetAsideIdentity:
    """Open the identity's own account for somebody new. It is linked to nobody: their address, once a code has
    proved it, finds the staff record as at any sign-up.

    Args:
        email: their own work address, which belongs to no account yet.

    Raises:
        NotFound, IllegalMove: as for `refuse_identity`.
        AddressTaken: another account has this address.
        ForeignAddress: its mail domain belongs to another organisation than the one whose sign-in it was.
    """
    email = tidy_address(email)
    with transaction.atomic():
        identity = _decided(actor, identity_id, "confirm", now)
        if User.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email).exists():
            raise AddressTaken()
        if organisation_of_address(email) not in (None, identity.organisation_id):
            raise ForeignAddress()
        user = identity.account
        user.given_name, user.family_name, user.email, user.is_active = given_name, family_name, email, True
        user.save(update_fields=["given_name", "family_name", "email", "is_active"])
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
        _write_down(actor, "confirmed identity", identity, now)
    return identity


def _decided(actor: Actor, identity_id: int, move: str, now: datetime) -> SetAsideIdentity:
    """The identity, locked and moved, once the actor may decide."""
    rows = SetAsideIdentity.objects.select_for_update(of=("self",)).select_related("account")
    identity = rows.filter(pk=identity_id).first()
    if identity is None or not may_decide_identity(actor, identity):
        raise NotFound()
    identity.state = IdentityState(identity_machine.target(move, identity.state))
    identity.decided_at, identity.decided_by_id = now, actor.person_id
    identity.save(update_fields=["state", "decided_at", "decided_by"])
    return identity


def _write_down(actor: Actor, verb: str, identity: SetAsideIdentity, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.user", identity.account_id),
        now=now,
        organisation_id=identity.organisation_id,
        detail={"claimed_account": identity.claimed_account_id},
    )

"""Letting somebody in again, or nobody: second factors taken off, accounts closed and opened (PE-06, PE-08)."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from portal.people.administrators import is_last_administrator
from portal.people.errors import LastAdministrator
from portal.people.helped_accounts import accounts_helped_by
from portal.people.models import User
from portal.people.services.sessions import end_sessions_of


def reset_second_factor(*, actor: Actor, user_id: int, now: datetime) -> User:
    """Take app, passkeys and recovery codes off an account, and end its sessions. The password stays as it is.

    Raises:
        NotFound: there is no such account that the actor may help; never their own.
    """
    with transaction.atomic():
        user = _helped(actor, user_id, now)
        Authenticator.objects.filter(user=user).delete()
        end_sessions_of(user_id=user.pk)
        _write_down(actor, "reset second factor", user, now)
    return user


def close_account(*, actor: Actor, user_id: int, now: datetime) -> User:
    """Let nobody in by this account from now on, and end its sessions. What its owner earned stays. Safe to repeat.

    Raises:
        NotFound: as for `reset_second_factor`.
        LastAdministrator: nobody would be left who may do everything.
    """
    with transaction.atomic():
        user = _helped(actor, user_id, now)
        if is_last_administrator(user.person_id or 0, clock.today(now)):
            raise LastAdministrator()
        end_sessions_of(user_id=user.pk)
        if user.is_active:
            _switch(actor, "closed account", user, now)
    return user


def open_account(*, actor: Actor, user_id: int, now: datetime) -> User:
    """Let the owner of a closed account in again. Raises as `close_account`. Safe to repeat."""
    with transaction.atomic():
        user = _helped(actor, user_id, now)
        if not user.is_active:
            _switch(actor, "opened account", user, now)
    return user


def _switch(actor: Actor, verb: str, user: User, now: datetime) -> None:
    user.is_active = not user.is_active
    user.save(update_fields=["is_active"])
    _write_down(actor, verb, user, now)


def _helped(actor: Actor, user_id: int, now: datetime) -> User:
    helped = accounts_helped_by(actor, clock.today(now))
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id, pk__in=helped.values("pk")).first()
    if user is None:
        raise NotFound()
    return user


def _write_down(actor: Actor, verb: str, user: User, now: datetime) -> None:
    record(
        actor=actor, verb=verb, about=Ref("people.user", user.pk), now=now, detail={"person": user.person_id}
    )

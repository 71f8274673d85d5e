"""Whose sign-in somebody may put right. The predicate asks its twin, so that the two cannot differ."""

from datetime import date

from django.db.models import Exists, Q, QuerySet

from portal.kernel.actors import Actor
from portal.kernel.querying import on_date, within
from portal.people.models import Membership, MembershipState, User
from portal.people.permissions import GIVEN_BY_TRAINING_ADMINS, RUNS_ROSTERS
from portal.people.roles import Role
from portal.people.selectors import grants_on


def accounts_helped_by(actor: Actor, on: date) -> QuerySet[User]:
    """Accounts of staff in the actor's organisations, never their own.

    Whoever takes a factor off an account is one password away from it. So accounts with more than the role of a
    manager, a deputy, a head of service or a champion are for administrators of everything, and accounts of the server
    for those who have one themselves.
    """
    others = User.objects.exclude(pk=actor.user_id or 0)
    if not actor.is_system:
        like = User.objects.filter(pk=actor.user_id or 0, is_superuser=True)
        others = others.filter(Q(is_superuser=False) | Exists(like))
    if actor.administers_everything:
        return others
    scope = actor.scope(*RUNS_ROSTERS)
    reached = Membership.objects.filter(
        on_date(on), within(scope, service=None, team=None), state=MembershipState.CONFIRMED
    )
    higher = grants_on(on).exclude(role__in=GIVEN_BY_TRAINING_ADMINS - {Role.TRAINING_ADMIN})
    return others.filter(person__in=reached.values("person_id")).exclude(
        person__in=higher.values("person_id")
    )


def may_help_sign_in(actor: Actor, user_id: int, on: date) -> bool:
    """Whether the actor may reset a second factor, close or open this account."""
    return accounts_helped_by(actor, on).filter(pk=user_id).exists()

"""Who sets up an organisation's own sign-in, and who decides about an identity that was set aside (PE-02).

| may | administrator of an organisation | administrator of everything |
|---|---|---|
| add, test, end its sign-in | of theirs | of all |
| decide about an identity set aside | no: it claims what belongs elsewhere | yes |
"""

from allauth.socialaccount.models import SocialApp
from django.db.models import QuerySet

from portal.kernel.actors import Actor, Place
from portal.kernel.querying import within
from portal.people.models import Organisation, SetAsideIdentity
from portal.people.roles import Role

PROVIDER = "openid_connect"


def may_keep_sign_in(actor: Actor, organisation_id: int) -> bool:
    """Add, test and end the sign-in of an organisation. Twin: `organisations_with_sign_in_kept_by`."""
    return actor.scope(Role.ADMIN).covers(Place(organisation_id))


def organisations_with_sign_in_kept_by(actor: Actor) -> QuerySet[Organisation]:
    """The organisations for which `may_keep_sign_in` holds."""
    return Organisation.objects.filter(
        within(actor.scope(Role.ADMIN), organisation="pk", service=None, team=None)
    )


def ways_kept_by(actor: Actor) -> QuerySet[SocialApp]:
    """The ways to sign in of the organisations for which `may_keep_sign_in` holds."""
    ways = SocialApp.objects.filter(provider=PROVIDER).order_by("name", "pk")
    if actor.administers_everything:
        return ways
    kept = organisations_with_sign_in_kept_by(actor).values_list("pk", flat=True)
    return ways.filter(settings__organisation__in=list(kept))


def may_decide_identity(actor: Actor, identity: SetAsideIdentity) -> bool:
    """Refuse an identity or confirm it as somebody new; never one that claims one's own account.

    Twin: `identities_decidable_by`.
    """
    return actor.administers_everything and (actor.is_system or identity.claimed_account_id != actor.user_id)


def identities_decidable_by(actor: Actor) -> QuerySet[SetAsideIdentity]:
    """The identities for which `may_decide_identity` holds."""
    if not actor.administers_everything:
        return SetAsideIdentity.objects.none()
    found = SetAsideIdentity.objects.all()
    return found if actor.is_system or actor.user_id is None else found.exclude(claimed_account=actor.user_id)

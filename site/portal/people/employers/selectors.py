"""What the screens of sign-in through employers show."""

from collections import Counter
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db.models import QuerySet
from django.urls import reverse

from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.people.employers.permissions import identities_decidable_by, ways_kept_by
from portal.people.models import SetAsideIdentity
from portal.people.states import IdentityState


@dataclass(frozen=True, slots=True)
class Way:
    """One organisation's sign-in as it is shown: never its secret."""

    name: str
    code: str
    issuer: str
    client_id: str
    users: int

    @property
    def used(self) -> str:
        """By how many it is used, in a sentence."""
        if not self.users:
            return "Nobody has used it yet."
        return "One account uses it." if self.users == 1 else f"{self.users} accounts use it."

    @property
    def comes_back_to(self) -> str:
        """The path that the employer has to know, beginning with a slash."""
        return reverse("openid_connect_callback", kwargs={"provider_id": self.code})


def ways_listed_for(actor: Actor) -> list[Way]:
    """Every way the actor keeps, by name. Two queries."""
    apps = list(ways_kept_by(actor))
    codes = [app.provider_id for app in apps]
    used = Counter(
        SocialAccount.objects.filter(provider__in=codes, user__is_active=True).values_list(
            "provider", flat=True
        )
    )
    return [_way(app, used[app.provider_id]) for app in apps]


def way_kept_by(actor: Actor, code: str) -> Way:
    """One way by the code in its address. Raises `NotFound`, also for another organisation's."""
    app = ways_kept_by(actor).filter(provider_id=code).first()
    if app is None:
        raise NotFound()
    return _way(app, SocialAccount.objects.filter(provider=code, user__is_active=True).count())


def _way(app: SocialApp, users: int) -> Way:
    return Way(app.name, app.provider_id, app.settings.get("issuer", ""), app.client_id, users)


def identities_listed_for(actor: Actor) -> QuerySet[SetAsideIdentity]:
    """Identities set aside, those that wait first."""
    found = identities_decidable_by(actor).select_related(
        "organisation", "account", "claimed_account__person", "decided_by"
    )
    return found.order_by("decided_at", "-set_aside_at", "-pk")


def identities_waiting_for(actor: Actor) -> int:
    """How many identities wait for the actor's decision."""
    return identities_decidable_by(actor).filter(state=IdentityState.WAITING).count()


def identity_for(actor: Actor, identity_id: int) -> SetAsideIdentity:
    """One identity. Raises `NotFound`, also for one that the actor may not decide about."""
    found = identities_listed_for(actor).filter(pk=identity_id).first()
    if found is None:
        raise NotFound()
    return found

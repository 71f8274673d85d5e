"""The one place where allauth's signals arrive."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from portal.kernel import clock
from portal.people.models import User
from portal.people.selectors import actor_for
from portal.people.services import match_person


@receiver(email_confirmed)
def match_on_proof(sender: object, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Somebody typed the code that was sent to their address."""
    _match(User.objects.get(pk=email_address.user_id))


@receiver(user_logged_in)
def match_at_sign_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What went wrong at the first try is made good at the next sign-in."""
    if (
        user.person_id is None
        and EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
    ):
        _match(user)


def _match(user: User) -> None:
    now = clock.now()
    match_person(actor=actor_for(user, now), user_id=user.pk, now=now)

"""The one place where allauth's signals arrive."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from portal.kernel import clock
from portal.people.kept_answers import take_up
from portal.people.models import User
from portal.people.selectors import actor_for
from portal.people.services import match_person
from portal.people.sessions import stamp


@receiver(email_confirmed)
def match_on_proof(sender: object, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Somebody typed the code that was sent to their address."""
    _match(User.objects.get(pk=email_address.user_id))


@receiver(user_logged_in)
def begin_session(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin the session's clock, give half-done work back, and make good what went wrong at the first match."""
    stamp(request.session, clock.now())
    take_up(request.session, user.pk)
    if (
        user.person_id is None
        and EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
    ):
        _match(user)


def _match(user: User) -> None:
    now = clock.now()
    match_person(actor=actor_for(user, now), user_id=user.pk, now=now)

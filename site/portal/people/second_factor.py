"""Who needs a second factor, and whether they have one (PE-08)."""

from allauth.mfa.models import Authenticator

from portal.kernel.actors import Actor
from portal.people.roles import Role

# They see what others wrote about families, agree to what is published, or decide who may do what.
REQUIRED_OF = (Role.LEAD, Role.APPROVER, Role.TRAINING_ADMIN, Role.ADMIN, Role.EDITOR)
# Made by `portal createsuperuser`: an account without a role that opens the editor and all its settings.
SUPERUSER = "Administrator of the server"
# Recovery codes stand in for one of these; they are no factor of their own.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(actor: Actor, *, is_superuser: bool = False) -> bool:
    """Whether a role that the actor holds today asks for one, or their account opens everything by itself.

    Touches no database.
    """
    return is_superuser or any(actor.holds(role) for role in REQUIRED_OF)


def has_second_factor(user_id: int) -> bool:
    """Whether an account has an app or a passkey to show after the password. One query."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def roles_that_ask(actor: Actor, *, is_superuser: bool = False) -> list[str]:
    """The names of the actor's roles that ask for a second factor, for the page that says why."""
    named = [role.label for role in REQUIRED_OF if actor.holds(role)]
    return [*named, SUPERUSER] if is_superuser else named

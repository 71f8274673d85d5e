"""Where allauth asks about second factors: what they are called, and how their secrets are kept."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import Promise

from portal.kernel.encryption import seal, unseal


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of apps and seeds of recovery codes are sealed, so a copy of the database opens no account."""

    error_messages: dict[str, str | Promise] = {
        "add_email_blocked": "Show your second factor first, then change your address.",
        "cannot_delete_authenticator": "This cannot be turned off.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first. Recovery codes stand in for it.",
        "unverified_email": "Type the code we sent to your email address first.",
        "incorrect_code": "This code or key is not right. Codes of the app change every half minute: try the one that "
        "shows now. A recovery code works once only.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """A name to start from, which the person can change."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {number + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser shows as the place that asks."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Practice Hub"}

"""The life of a certificate, and what a stranger who checks one is told. Pure."""

from django.db import models

from portal.kernel.machine import Machine, Move


class AwardState(models.TextChoices):
    VALID = "valid", "Valid"
    SUPERSEDED = "superseded", "Replaced by a newer one"
    REVOKED = "revoked", "Withdrawn"


award_machine = Machine(
    "certificate",
    states=AwardState,
    initial=AwardState.VALID,
    terminal={AwardState.REVOKED},
    moves={
        "reissue": Move((AwardState.VALID,), AwardState.SUPERSEDED),
        "revoke": Move((AwardState.VALID, AwardState.SUPERSEDED), AwardState.REVOKED),
    },
)


class RevocationReason(models.TextChoices):
    """Why a certificate was withdrawn: coded, so that nothing about a person is told."""

    COMPLETION_WITHDRAWN = "completion_withdrawn", "The attendance it rests on was corrected"
    ISSUED_IN_ERROR = "issued_in_error", "It was issued in error"


class Standing(models.TextChoices):
    """What a certificate is worth on a day. Expiry is never stored: it follows from the date."""

    VALID = "valid", "Valid"
    EXPIRED = "expired", "Expired"
    SUPERSEDED = "superseded", "Replaced"
    REVOKED = "revoked", "Withdrawn"
    WITHHELD = "withheld", "Genuine"
    UNKNOWN = "unknown", "Not known"


TAG_KINDS = {
    Standing.VALID: "ok",
    Standing.EXPIRED: "due",
    Standing.SUPERSEDED: "info",
    Standing.REVOKED: "stop",
    Standing.WITHHELD: "ok",
    Standing.UNKNOWN: "stop",
}

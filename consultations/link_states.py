"""The life of a referral link. Once it is sent, the receiver owns its state; we may only withdraw or correct."""

from django.db import models

from portal.kernel.machine import Machine, Move


class LinkState(models.TextChoices):
    DRAFTED = "drafted", "Draft"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Received"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    MORE_INFORMATION = "more_information", "More information wanted"
    STARTED = "started", "Work has started"
    FINISHED = "finished", "Finished"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENTERED_IN_ERROR = "entered_in_error", "Entered in error"


S = LinkState

# Sent and not yet closed: what a withdrawal stops.
UNDER_WAY = (S.SENT, S.ACKNOWLEDGED, S.ACCEPTED, S.MORE_INFORMATION, S.STARTED)
# Not closed: a second link of the family to the same service would ask it twice.
STANDS = (S.DRAFTED, *UNDER_WAY)
# Closed with a coded reason.
WITH_REASON = (S.DECLINED, S.WITHDRAWN, S.ENTERED_IN_ERROR)
# A referral that counts as one: it went out and was no mistake.
COUNTS_AS_REFERRAL = (
    S.SENT,
    S.ACKNOWLEDGED,
    S.ACCEPTED,
    S.DECLINED,
    S.MORE_INFORMATION,
    S.STARTED,
    S.FINISHED,
    S.WITHDRAWN,
)

SENT_EVENT = "consultations.link_sent.v1"
WITHDRAWN_EVENT = "consultations.link_withdrawn.v1"
CORRECTED_EVENT = "consultations.link_corrected.v1"
UPDATED_EVENT = "consultations.link_updated.v1"

# No move: the lead asked whoever refers for their hours.
HOURS_ASKED = "hours_asked"

# The stable name under which messages to case systems are owed in the outbox.
CASE_SYSTEM = "consultations.case_system"

link_machine = Machine(
    "referral link",
    states=LinkState,
    initial=S.DRAFTED,
    terminal=(S.WITHDRAWN, S.ENTERED_IN_ERROR),
    moves={
        "send": Move((S.DRAFTED,), S.SENT, SENT_EVENT),
        "discard": Move((S.DRAFTED,), S.WITHDRAWN),
        "withdraw": Move(UNDER_WAY, S.WITHDRAWN, WITHDRAWN_EVENT),
        "acknowledge": Move((S.SENT,), S.ACKNOWLEDGED, UPDATED_EVENT),
        "accept": Move((S.SENT, S.ACKNOWLEDGED, S.MORE_INFORMATION), S.ACCEPTED, UPDATED_EVENT),
        "decline": Move((S.SENT, S.ACKNOWLEDGED, S.MORE_INFORMATION, S.ACCEPTED), S.DECLINED, UPDATED_EVENT),
        "ask": Move((S.SENT, S.ACKNOWLEDGED, S.ACCEPTED), S.MORE_INFORMATION, UPDATED_EVENT),
        "start": Move((S.ACCEPTED,), S.STARTED, UPDATED_EVENT),
        "finish": Move((S.STARTED,), S.FINISHED, UPDATED_EVENT),
        "mark_error": Move((*UNDER_WAY, S.DECLINED, S.FINISHED), S.ENTERED_IN_ERROR, UPDATED_EVENT),
    },
)

# What a case system may say, and the move it stands for.
MOVE_SAID_AS = {
    S.ACKNOWLEDGED: "acknowledge",
    S.ACCEPTED: "accept",
    S.DECLINED: "decline",
    S.MORE_INFORMATION: "ask",
    S.STARTED: "start",
    S.FINISHED: "finish",
    S.ENTERED_IN_ERROR: "mark_error",
}


class Route(models.TextChoices):
    """How a link left the portal."""

    CASE_SYSTEM = "case_system", "To the case system"
    SECURE_EMAIL = "secure_email", "By secure email, outside the portal"


class WithdrawReason(models.TextChoices):
    """Why we take a link back."""

    CONSENT_WITHDRAWN = "consent_withdrawn", "Consent was withdrawn"
    MOVED_AWAY = "moved_away", "The family moved out of the area"
    RISK_ROSE = "risk_rose", "The risk rose: another route is safer"
    NOT_NEEDED = "not_needed", "It is no longer needed"
    MADE_IN_ERROR = "made_in_error", "It was made by mistake"


class EndpointFault(models.TextChoices):
    """Why an endpoint is switched off."""

    NONE = "", "In use"
    GONE = "gone", "It answered that it is gone (410)"
    BY_HAND = "by_hand", "Switched off by an administrator"


# Words for the reason codes that receivers commonly give; other codes are shown as they are.
DECLINE_WORDS = {
    "no_capacity": "There is no free place at the moment",
    "not_eligible": "The criteria are not met",
    "risk_too_high": "The risk is too high for this service",
    "no_contact": "The service could not reach the family",
    "consent_not_confirmed": "Consent was not confirmed",
    "duplicate": "The family is already known to the service",
    "out_of_area": "The family lives outside the area",
}
REASON_WORDS = {**DECLINE_WORDS, **dict(WithdrawReason.choices)}


def reason_words(code: str) -> str:
    """A reason code in words."""
    return REASON_WORDS.get(code) or code.replace("_", " ").capitalize()

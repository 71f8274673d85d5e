"""Writing referral links: draft, consent, send, withdraw, and what the receiver says."""

from consultations.services.links.consenting import possible_takers, record_consent, withdraw_consent
from consultations.services.links.drafting import (
    answer_suitability,
    ask_referrer_for_hours,
    discard_draft,
    draft_link,
    set_working_hours,
)
from consultations.services.links.endpoints import (
    change_address,
    connect_case_system,
    rotate_secret,
    switch_off,
)
from consultations.services.links.receiving import Answer, Update, receive_update
from consultations.services.links.sending import (
    has_case_system,
    judge,
    send_link,
    try_now,
    why_not_send,
    withdraw_link,
)

__all__ = [
    "Answer",
    "Update",
    "answer_suitability",
    "ask_referrer_for_hours",
    "change_address",
    "connect_case_system",
    "discard_draft",
    "draft_link",
    "has_case_system",
    "judge",
    "possible_takers",
    "receive_update",
    "record_consent",
    "rotate_secret",
    "send_link",
    "set_working_hours",
    "switch_off",
    "try_now",
    "why_not_send",
    "withdraw_consent",
    "withdraw_link",
]

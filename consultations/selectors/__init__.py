"""Questions about consultations."""

from consultations.selectors.busy import consultation_times
from consultations.selectors.hub import feedback_items, hub_items
from consultations.selectors.listings import (
    ConsultationFacts,
    consultation_answer,
    consultation_for,
    held_consultation_facts,
    normal_reference,
)
from consultations.selectors.slots import SlotList, slots_for

__all__ = [
    "ConsultationFacts",
    "SlotList",
    "consultation_answer",
    "consultation_for",
    "consultation_times",
    "feedback_items",
    "held_consultation_facts",
    "hub_items",
    "normal_reference",
    "slots_for",
]

"""Questions about courses, runs, places, registers and questionnaires. Other rooms ask here."""

from courses.selectors.delivery import (
    CompletionFacts,
    EnrolmentFacts,
    completions_as_of,
    enrolment_facts,
    registers_due,
    standing_completion,
    standing_completions,
    validity_of,
    what_is_missing,
)
from courses.selectors.enrolments import bookings_as_of, waiting_as_of
from courses.selectors.hub import hub_items
from courses.selectors.questionnaires import forms_due
from courses.selectors.runs import RunFacts, run_facts

__all__ = [
    "CompletionFacts",
    "EnrolmentFacts",
    "RunFacts",
    "bookings_as_of",
    "completions_as_of",
    "enrolment_facts",
    "forms_due",
    "hub_items",
    "registers_due",
    "run_facts",
    "standing_completion",
    "standing_completions",
    "validity_of",
    "waiting_as_of",
    "what_is_missing",
]

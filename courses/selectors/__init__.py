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
from courses.selectors.requests import answers_requests
from courses.selectors.runs import RunFacts, run_facts
from courses.selectors.standings import (
    NOTHING_ASKED,
    ColleagueStanding,
    CoursePage,
    need_of,
    page_of_course,
    standings_towards,
)

__all__ = [
    "NOTHING_ASKED",
    "ColleagueStanding",
    "CompletionFacts",
    "CoursePage",
    "EnrolmentFacts",
    "RunFacts",
    "answers_requests",
    "bookings_as_of",
    "completions_as_of",
    "enrolment_facts",
    "forms_due",
    "hub_items",
    "need_of",
    "page_of_course",
    "registers_due",
    "run_facts",
    "standing_completion",
    "standing_completions",
    "standings_towards",
    "validity_of",
    "waiting_as_of",
    "what_is_missing",
]

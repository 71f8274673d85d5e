"""The rows of a copy in words for people: what a column means, what a code stands for, which days. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.people.rights.deeds import phrase_of

NOTHING: tuple[Any, ...] = (None, "", [], (), {})

# What a column's own name would not tell a reader.
LABELS = {
    "about": "About",
    "after": "Afterwards",
    "approved_at": "Agreed",
    "as_of": "Since",
    "asked_at": "Asked",
    "at": "When",
    "before": "Before",
    "began": "Since",
    "caseload_holding": "You hold cases",
    "certificate_name": "Name for certificates",
    "change_note": "What changed",
    "changed_at": "Last changed",
    "clash_reason": "What you wrote about a clash",
    "coded": "Your answers",
    "contact_method": "How colleagues reach you",
    "course_code": "Code of the course",
    "cpd": "CPD",
    "created_at": "Made",
    "date_joined": "Account made",
    "did": "What you did",
    "due_at": "Planned for",
    "due_on": "Answer due",
    "edition_number": "Edition of the course",
    "employee_id": "Employee number",
    "end_reason": "Why it ended",
    "ends_on": "Until",
    "exceptions": "Days that differ",
    "explanation": "What was explained to you",
    "extension": "Why it takes longer",
    "extension_words": "What was explained about it",
    "extra_data": "What your organisation’s sign-in sent",
    "first_day": "First day",
    "fte": "Working time",
    "given_at": "Told us",
    "granted_at": "Opened",
    "group": "Which messages",
    "hidden_on_rosters": "Your name in lists",
    "hold_until": "Held until",
    "imported_at": "Roster of",
    "is_active": "Account",
    "job_role": "Job",
    "imported": "What the roster did",
    "last_day": "Last day",
    "last_login": "Last signed in",
    "late": "Sent in time",
    "level": "For",
    "listed": "In the directory of champions",
    "locks_at": "Closed to changes",
    "mode": "How you meet",
    "note": "Your note",
    "primary": "Our mail goes there",
    "prompts": "What you wanted help with",
    "provider": "Signed in through",
    "recorded_at": "Recorded",
    "requested_at": "Asked for",
    "revoked_at": "Withdrawn",
    "run": "Our code for these dates",
    "saved_at": "Saved",
    "show_email": "Your email in the directory",
    "show_name": "Your name, to whoever checks the certificate",
    "source": "Where we have it from",
    "standing": "Still counts",
    "starts_at": "Begins",
    "starts_on": "From",
    "steps": "What happened",
    "submitted_at": "Sent in",
    "taken_at": "Noted",
    "uid": "Your number there",
    "uploaded_at": "Put in",
    "verb": "What you did",
    "verified": "Confirmed by you",
    "weekly": "Every week",
    "what": "Message",
    "words": "In your own words",
}
# What yes and no mean, where the label alone does not say it.
YES_NO = {
    "hidden_on_rosters": ("Not shown to colleagues", "Shown to colleagues"),
    "is_active": ("Open", "Closed"),
    "late": ("No", "Yes"),
    "listed": ("Shown", "Not shown"),
    "show_email": ("Shown", "Not shown"),
    "show_name": ("Shown", "Not shown"),
}
# What the trail and the messages point at. A row's number tells a reader nothing, so it is left to the JSON.
RECORDS = {
    "certificates.award": "A certificate",
    "champions.champion": "Being a champion",
    "champions.meeting": "A meeting of champions",
    "consultations.consultation": "A consultation",
    "consultations.cover": "Who leads a borough",
    "consultations.earlier_wait": "An earlier time for a consultation",
    "consultations.link": "A referral",
    "consultations.plan": "A lead’s times",
    "courses.enrolment": "A place on a course",
    "courses.needs": "What somebody needs on a course",
    "courses.run": "Dates of a course",
    "courses.run_day": "A day of a course",
    "courses.run_needs": "What people need on a course",
    "notifications.feed": "A private calendar address",
    "notifications.notice": "A message",
    "pages.page": "A page",
    "people.apiclient": "A connected system",
    "people.complaint": "A complaint about information",
    "people.confirmer": "Places that wait to be confirmed",
    "people.erasure": "A request to be erased",
    "people.grant": "A role",
    "people.membership": "A place of work",
    "people.organisation": "An organisation",
    "people.person": "A staff record",
    "people.rosterbatch": "A roster",
    "people.user": "An account",
    "toolkits.earned": "What opens a toolkit",
    "toolkits.file": "A file of a toolkit",
    "toolkits.terms": "Terms of a toolkit",
    "toolkits.toolkit": "A toolkit",
    "toolkits.version": "A version of a file",
}
CODES = ("verb", "did")
# These hold a code ("requester_unavailable"), or somebody's own words, which are left as they are.
REASONS = ("reason", "end_reason")


def spoken_row(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The row for people, label and value: what is empty is left out, here but not in the JSON."""
    return [(_label(name), _value(name, value)) for name, value in row.items() if value not in NOTHING]


def _label(name: str) -> str:
    if " " in name:  # a question, as it was asked
        return name
    return LABELS.get(name, name.removesuffix("_at").removesuffix("_id").replace("_", " ").capitalize())


def _value(name: str, value: object) -> str:
    """One value; what it means can depend on its column."""
    if isinstance(value, bool):
        yes, no = YES_NO.get(name, ("Yes", "No"))
        return yes if value else no
    if name == "fte" and isinstance(value, Decimal | int | float):
        return "Full time" if value == 1 else f"{float(value):.0%} of full time"
    if name == "about" and isinstance(value, str):
        return _record(value)
    if name in CODES and isinstance(value, str):
        return phrase_of(value)
    if name in REASONS and isinstance(value, str) and value.isidentifier():
        return value.replace("_", " ").capitalize()
    if name == "steps" and isinstance(value, list):
        return "; ".join(f"{step['step']}, {clock.spoken_moment(step['at'])}" for step in value)
    return _spoken(value)


def _record(ref: str) -> str:
    try:
        return RECORDS.get(Ref.parse(ref).kind, "Something else")
    except ValueError:
        return ref


def _spoken(value: object) -> str:
    if isinstance(value, datetime):
        return clock.spoken_moment(value)
    if isinstance(value, date):
        return clock.spoken_date(value)
    if isinstance(value, Mapping):
        said = {name: inner for name, inner in value.items() if inner not in NOTHING}
        return "; ".join(f"{_label(name)}: {_value(name, inner)}" for name, inner in said.items())
    if isinstance(value, list | tuple):
        return "; ".join(_spoken(inner) for inner in value)
    return str(value)

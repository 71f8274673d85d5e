"""A record in words, for the screen and to copy into the case file."""

from dataclasses import dataclass
from datetime import date

from consultations.codes import Action, Domain, Kind, Outcome, Owner, Pathway, PracticePrompt, Theme
from consultations.models import Consultation, ConsultationRecord
from portal.kernel import clock


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One agreed action in words."""

    what: str
    who: str
    due: date


# An outcome inside a sentence: "it led to …".
LED_TO = {
    Outcome.NO_REFERRAL: "no referral",
    Outcome.TRANSITION_WORKER: "a transition worker",
    Outcome.OTHER: "another service",
}
# A line of the summary that runs over its box takes up this many letters more.
LINE = 80


@dataclass(frozen=True, slots=True)
class Summary:
    """A record in words. `text` is what is copied: the council's case reference and codes, never a name of a family."""

    title: str

    domains: list[str]
    practice: list[str]
    actions: list[ActionLine]
    outcome: str
    theme: str
    pathway: str
    text: str

    @property
    def rows(self) -> int:
        """How many lines a box needs to show all of the text."""
        return sum(1 + len(line) // LINE for line in self.text.splitlines()) + 1


def summary_of(consultation: Consultation, record: ConsultationRecord) -> Summary:
    """The record with its addenda, in words."""
    actions = [
        *record.payload["actions"],
        *(a for added in record.addenda.all() for a in added.payload["actions"]),
    ]
    lines = [
        ActionLine(Action(a["code"]).label, Owner(a["owner"]).label, date.fromisoformat(a["due"]))
        for a in actions
    ]
    domains = [Domain(code).label for code in record.payload["domains"]]
    practice = [PracticePrompt(code).label for code in record.payload["practice"]]
    pathway = Pathway(record.pathway).label if record.pathway in Pathway.values else record.pathway
    outcome, theme = Outcome(record.outcome).label, Theme(record.theme).label
    led_to = LED_TO.get(Outcome(record.outcome), outcome)
    title = f"About {theme[0].lower()}{theme[1:]}: the consultation led to {led_to}"
    text = _text(consultation, domains, practice, lines, outcome, theme, pathway)
    return Summary(title, domains, practice, lines, outcome, theme, pathway, text)


def _text(
    consultation: Consultation,
    domains: list[str],
    practice: list[str],
    actions: list[ActionLine],
    outcome: str,
    theme: str,
    pathway: str,
) -> str:
    held_on = clock.local(consultation.starts_at).date() if consultation.starts_at else None
    parts = [
        f"Safe & Together practice consultation {consultation.reference}",
        f"Held on: {clock.spoken_date(held_on)}" if held_on else "",
        f"Kind: {Kind(consultation.kind).label}",
        f"Case reference: {consultation.case_reference}"
        if consultation.case_reference
        else "Case reference: none given",
        f"Lead: {consultation.lead.name}" if consultation.lead else "",
        f"Main theme: {theme}",
        "Covered on the map:",
        *(f"- {line}" for line in domains),
        *(["Worked on:", *(f"- {line}" for line in practice)] if practice else []),
        *(
            ["Agreed actions:", *(f"- {a.what} ({a.who}, by {clock.spoken_date(a.due)})" for a in actions)]
            if actions
            else ["Agreed actions: none"]
        ),
        f"Outcome: {outcome}" + (f" (pathway talked about: {pathway})" if pathway else ""),
    ]
    return "\n".join(part for part in parts if part)

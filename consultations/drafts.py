"""Answers on the way to a booking: on the server, sealed, for as long as the session. Leaving by the exit ends them."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from consultations.codes import RiskStated
from consultations.rules import DAY_MINUTES, WorkingHours
from consultations.services import Asked
from portal.kernel import attempts, clock
from portal.kernel.codes import new_code
from portal.kernel.sealed import Session, read_sealed, write_sealed
from portal.kernel.web import HubRequest

DRAFT, HOURS, BOOKED = "consultations.draft", "consultations.hours", "consultations.booked"


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been answered so far. `key` is the booking's: one draft books once.

    `for_id`: the person a lead books for; 0 is oneself. `organisation_id`: for which borough; 0 is where they belong.
    `began`: when, as ISO 8601.
    """

    key: str
    danger: str = ""
    kind: str = ""
    linked: str = ""
    case_reference: str = ""
    prompts: tuple[str, ...] = ()
    note: str = ""
    risk_stated: str = ""
    family_status: str = ""
    slot: str = ""
    nearest: tuple[str, ...] = ()
    marac_shown: bool = False
    for_id: int = 0
    organisation_id: int = 0
    began: str = ""

    @property
    def is_begun(self) -> bool:
        """It holds what belongs to one family or one colleague: nothing to go on with by accident."""
        return bool(self.kind or self.case_reference or self.note or (self.for_id and self.danger))

    def began_words(self, now: datetime) -> str:
        """That it was begun, and when: "at 10:12", or with the day when that was not today."""
        if not self.began:
            return "You began a booking earlier"
        began = datetime.fromisoformat(self.began)
        at = f"at {clock.spoken_time(clock.local(began))}"
        day = clock.today(began)
        when = at if day == clock.today(now) else f"on {clock.spoken_date(day)} {at}"
        return f"You began a booking {when}"

    @property
    def stamp(self) -> str:
        """Changes with every answer: what is booked is what was shown, also with two windows open."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:32]

    @property
    def needs_marac(self) -> bool:
        """The risk is said to be high, and the MARAC route has not been shown yet."""
        return self.risk_stated == RiskStated.HIGH and not self.marac_shown

    @property
    def next_page(self) -> str:
        """The name of the page that comes after what is answered so far."""
        if self.needs_marac:
            return "consultations:book_high_risk"
        if not self.kind:
            return "consultations:book_about"
        return "consultations:book_check" if self.is_urgent else "consultations:book_time"

    @property
    def is_urgent(self) -> bool:
        return self.danger == "urgent"

    def risk_when(self, danger: str) -> str:
        """The risk that goes with an answer about danger; a high one that only came from it goes with it."""
        if danger == RiskStated.HIGH:
            return RiskStated.HIGH
        taken_back = self.danger == self.risk_stated == RiskStated.HIGH
        return "" if taken_back else self.risk_stated

    def for_borough(self, organisation_id: int) -> "Draft":
        """The draft for this borough; what belonged to another (time, case reference) is asked again."""
        if organisation_id == self.organisation_id:
            return self
        return replace(self, organisation_id=organisation_id, kind="", case_reference="", slot="", nearest=())

    @property
    def asked(self) -> Asked:
        """The answers as the service takes them."""
        return Asked(
            kind=self.kind,
            key=self.key,
            case_reference=self.case_reference,
            prompts=self.prompts,
            note=self.note,
            risk_stated=self.risk_stated,
            family_status=self.family_status,
        )


def read_draft(session: Session) -> Draft:
    """The draft of this session; a fresh one when there is none or it can no longer be read."""
    answers = read_sealed(session, DRAFT)
    try:
        return Draft(
            **{**answers, "prompts": tuple(answers["prompts"]), "nearest": tuple(answers["nearest"])}
        )
    except (KeyError, TypeError):
        return Draft(key=new_code())


def is_left_unfinished(request: HubRequest, draft: Draft) -> bool:
    """Whether a booking was begun and left in this session, be it with answers that were refused."""
    return draft.is_begun or attempts.waits(request, reverse("consultations:book_about"))


def keep_draft(session: Session, draft: Draft, **answers: Any) -> Draft:
    """Keep the draft with these answers changed."""
    draft = replace(draft, **answers)
    write_sealed(session, DRAFT, asdict(draft))
    return draft


def drop_draft(session: Session) -> None:
    """Forget the draft."""
    write_sealed(session, DRAFT, None)


def remember_booked(session: Session, reference: str) -> None:
    """Forget the draft that became this consultation, but not that it did: Back leads to it."""
    drop_draft(session)
    session[BOOKED] = reference


def booked_last(session: Session) -> str:
    """What the last draft became; empty as soon as a new one is begun, or there was none."""
    return "" if DRAFT in session else str(session.get(BOOKED, ""))


def read_hours(session: Session) -> WorkingHours | None:
    """When the person said they usually work; None: they did not say."""
    kept = session.get(HOURS)
    if not kept or not kept.get("weekdays"):
        return None
    return WorkingHours(frozenset(kept["weekdays"]), kept.get("starts", 0), kept.get("ends", DAY_MINUTES))


def keep_hours(session: Session, hours: WorkingHours | None) -> None:
    """Remember usual working hours for this session; None forgets them."""
    if hours is None:
        session.pop(HOURS, None)
    else:
        session[HOURS] = {"weekdays": sorted(hours.weekdays), "starts": hours.starts, "ends": hours.ends}

"""The shapes of the API of this app. What is sent to us is checked to the letter; unknown fields are refused."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, model_validator

RFC3339 = re.compile(r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$")

State = Literal[
    "sent",
    "acknowledged",
    "accepted",
    "declined",
    "more_information",
    "started",
    "finished",
    "withdrawn",
    "entered_in_error",
]


def _is_rfc3339(value: Any) -> Any:
    if not isinstance(value, str) or not RFC3339.match(value):
        raise ValueError("a date and time with its zone, such as 2026-11-24T09:30:00Z")
    return value


def _is_of_our_time(value: datetime) -> datetime:
    if not 2000 <= value.year <= 2100:
        raise ValueError("a date and time of this century")
    return value


Instant = Annotated[AwareDatetime, BeforeValidator(_is_rfc3339), AfterValidator(_is_of_our_time)]


class UpdateIn(Schema):
    """What a case system says of a link. `version`: the version of the link that this is about."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    state: Literal[
        "acknowledged",
        "accepted",
        "declined",
        "more_information",
        "started",
        "finished",
        "entered_in_error",
    ]
    version: Annotated[int, Field(strict=True, ge=1, le=2_000_000_000)]
    at: Instant
    reason_code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", max_length=40)] | None = Field(
        default=None,
        description="Needed when declined: a code in lower case, such as no_capacity. Never words.",
    )
    receiver_reference: (
        Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$", max_length=40)] | None
    ) = Field(default=None, description="Your own reference, without spaces. Never a name.")

    @model_validator(mode="after")
    def _declined_has_reason(self) -> "UpdateIn":
        if self.state == "declined" and not self.reason_code:
            raise ValueError("a declined link needs a reason_code")
        return self


class UpdateOut(Schema):
    """Where the link stands after the update. Use this version in the next one."""

    link: UUID
    version: int
    state: State


class ConsultationOut(Schema):
    reference: str
    held_on: date
    lead: str


class ReferrerOut(Schema):
    name: str
    email: str
    team: str
    working_hours: str


class SuitabilityOut(Schema):
    result: Literal["suitable", "not_suitable", "not_known"]
    criteria: dict[str, Literal["met", "not_met", "not_known"]]


class ConsentOut(Schema):
    """`given` is false once it was withdrawn, and `withdrawn_on` says when."""

    person: Literal["person_using_harm", "victim_survivor"]
    purpose: str
    given: bool
    on: date
    taken_by: str
    withdrawn_on: date | None = None


class LinkOut(Schema):
    """The agreed facts. `area` is a GSS code; `consultation` is null until one took place."""

    link: UUID
    version: int
    state: State
    pathway: str
    area: str
    rules_version: str
    case_reference: str
    consultation: ConsultationOut | None
    referrer: ReferrerOut
    suitability: SuitabilityOut
    consents: list[ConsentOut]


class TookPlaceOut(Schema):
    """The answer to: has a Safe & Together consultation taken place?"""

    reference: str
    took_place: bool
    held_on: date | None
    lead: str | None


class EventsOut(Schema):
    """CloudEvents 1.0 as they were sent, oldest first. Ask again with `after` set to `next`; skip ids you know."""

    events: list[dict[str, Any]]
    next: str


PROBLEM = {
    "description": "A problem document (RFC 9457).",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "field": {"type": "string"},
                    "version": {"type": "integer"},
                    "state": {"type": "string"},
                    "errors": {"type": "array", "items": {"type": "object"}},
                },
            }
        }
    },
}


def problems(*statuses: int) -> dict[str, Any]:
    """The part of an operation's description that names its problem answers."""
    return {"responses": dict.fromkeys(statuses, PROBLEM)}

"""The shapes in which other systems see courses and runs. No roster, no venue, no joining link."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class Page(Schema):
    """Which part of a list is wanted."""

    after: int = Field(0, ge=0, le=2**62, description="the last id that was seen; 0 begins")
    limit: int = Field(50, ge=1, le=200)


class RunsWanted(Page):
    course: str = Field("", max_length=40, description="the code of a course; empty: all")
    starts_from: date | None = None


class CourseOut(Schema):
    id: int
    code: str
    title: str
    edition: int | None
    cpd_minutes: int | None
    cpd_basis: str
    outcomes: list[str]
    audience: str
    mode: str
    length: str
    address: str


class CoursesOut(Schema):
    items: list[CourseOut]
    next_after: int | None


class DayOut(Schema):
    on: date
    starts_at: datetime
    ends_at: datetime


class RunOut(Schema):
    id: int
    reference: str
    course: str
    state: str
    mode: str
    days: list[DayOut]
    capacity: int
    places_left: int
    waiting: int
    open_to: list[str]
    booking_closes_at: datetime | None


class RunsOut(Schema):
    items: list[RunOut]
    next_after: int | None

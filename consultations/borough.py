"""What a borough's page says about its lead and its pathways. Who the lead is, only to staff with a place."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from consultations.codes import Mode
from consultations.models import Rank, Weekday, WeeklyRule
from consultations.pathways.registry import pathways_on
from consultations.pathways.shapes import Pathway
from consultations.selectors.serving import covers_on
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared, on_date
from portal.pages.borough_parts import Borough, Part, PartRow, register_office_days, register_part

MOST_PATHWAYS = 12
NOT_NAMED = "Somebody who is not named in lists"


@register_part
def lead_part(borough: Borough, actor: Actor, now: datetime) -> Part | None:
    """The lead and the days in the office; who has no place reads the editors' words only. Two queries, for staff."""
    if not actor.is_placed:
        return _for_others(borough, actor)
    today = clock.today(now)
    covers = _COVERS.rows(on=today, organisation_id=borough.organisation_id)
    if not covers:
        return Part("lead", "Your lead", 10, words=_nobody(borough))
    days = _office_days({lead_id for lead_id, *_ in covers}, borough, today)
    rows = tuple(_cover_row(*lead, days=days.get(lead_id, "")) for lead_id, *lead in covers)
    return Part(
        "lead",
        "Your lead",
        10,
        rows=rows,
        words=f"In the office: {borough.office_days}." if borough.office_days else "",
    )


_COVERS = Prepared(
    lambda on, organisation_id: (
        covers_on(on)
        .filter(organisation_id=organisation_id)
        .order_by("rank", "starts_on")
        .values_list("lead_id", "rank", "lead__given_name", "lead__family_name", "lead__hidden_on_rosters")
    ),
    on=date(1900, 1, 1),
    organisation_id=-1_234_567,
)


def _cover_row(rank: int, given: str, family: str, hidden: bool, *, days: str) -> PartRow:
    """A lead by name with the days and the place; neither for a lead who keeps their name out of lists."""
    tag = "Stands in" if rank == Rank.COVER else "Lead"
    if hidden:
        return PartRow(
            title=NOT_NAMED, detail="You see who it is when you book a time.", tag=tag, tag_kind="info"
        )
    detail = days or "Ask for a time: you choose when you book."
    return PartRow(title=f"{given} {family}".strip(), detail=detail, tag=tag, tag_kind="info")


def _for_others(borough: Borough, actor: Actor) -> Part | None:
    if not borough.office_days:
        return None
    first = "Sign in" if actor.user_id is None else "Have your place of work confirmed"
    return Part(
        "lead",
        "The lead",
        10,
        words=f"In the office: {borough.office_days}. {first} to see who it is and to book a time.",
    )


def _nobody(borough: Borough) -> str:
    if borough.is_joining:
        return "No lead has begun here yet. Consultations open when one does."
    return "No lead serves this borough at the moment. Ask your training team who can help."


def _office_days(lead_ids: set[int], borough: Borough, today: date) -> dict[int, str]:
    """The weekdays and hours of each lead for this borough, in words."""
    rules = _HOURS.rows(leads=tuple(lead_ids), on=today, organisation_id=borough.organisation_id)
    said: dict[int, dict[str, list[str]]] = {}
    for lead_id, weekday, starts, ends, place, mode in rules:
        where = Mode(mode).label.lower() + (f" at {place}" if place else "")
        hours = said.setdefault(lead_id, {}).setdefault(f"{starts:%H:%M} to {ends:%H:%M}, {where}", [])
        hours.append(Weekday(weekday).label)
    return {lead_id: f"{'; '.join(_spoken(each))}." for lead_id, each in said.items()}


def _rules_on(on: date, organisation_id: int) -> QuerySet[WeeklyRule]:
    """The weekly hours in force for this borough, without those kept for urgent requests."""
    here = Q(organisation_id=organisation_id) | Q(organisation__isnull=True)
    return WeeklyRule.objects.filter(on_date(on), here, kept_for_urgent=False)


_HOURS = Prepared(
    lambda leads, on, organisation_id: (
        _rules_on(on, organisation_id)
        .filter(plan__lead_id__in=leads)
        .order_by("weekday", "starts")
        .values_list("plan__lead_id", "weekday", "starts", "ends", "place", "mode")
    ),
    leads=(-2_000_000,),
    on=date(1900, 1, 1),
    organisation_id=-1_234_567,
)


@register_office_days
def office_days(organisation_id: int, on: date) -> frozenset[int] | None:
    """The weekdays on which whoever leads here meets people in person; None where they have no hours at all."""
    leads = covers_on(on).filter(organisation_id=organisation_id).values("lead_id")
    rules = _rules_on(on, organisation_id).filter(plan__lead_id__in=leads)
    hours = list(rules.values_list("weekday", "mode").distinct())
    return frozenset(weekday for weekday, mode in hours if mode == Mode.IN_PERSON) if hours else None


def _spoken(days_of: dict[str, list[str]]) -> list[str]:
    """ "Monday and Thursday 09:30 to 16:30, in person at Pancras Square": each place is said once."""
    return [f"{' and '.join(days)} {hours}" for hours, days in days_of.items()]


@register_part
def pathways_part(borough: Borough, actor: Actor, now: datetime) -> Part | None:
    """The pathways that serve this borough, those that name it first. Dated rules in code: no query."""
    serving = [
        pathway
        for pathway in pathways_on(clock.today(now))
        if pathway.areas is None or borough.gss_code in pathway.areas
    ]
    serving.sort(key=lambda pathway: (pathway.areas is None, not pathway.criteria, pathway.name))
    return Part(
        "pathways",
        "Pathways for families here",
        30,
        rows=tuple(_row(pathway) for pathway in serving[:MOST_PATHWAYS]),
        words="" if serving else "No pathway names this borough.",
        more_text="All pathways",
        more_url=reverse("pathways:index"),
        folded="See which ones and whom they suit",
    )


def _row(pathway: Pathway) -> PartRow:
    url = reverse("pathways:pathway", args=[pathway.code])
    return PartRow(
        title=pathway.name, url=url, detail=pathway.summary, tag="Has a check" if pathway.criteria else ""
    )

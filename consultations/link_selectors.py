"""Questions about referral links, answered in few queries for screens, hub, counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet
from django.urls import reverse

from consultations.link_deliveries import Sending, on_their_way
from consultations.link_permissions import links_seen_by
from consultations.link_states import (
    COUNTS_AS_REFERRAL,
    HOURS_ASKED,
    UNDER_WAY,
    WITH_REASON,
    LinkState,
    Route,
    reason_words,
)
from consultations.models import Consent, Consultation, LinkChange, ReferralLink
from consultations.pathways import names_by_code
from consultations.permissions import is_lead
from portal.kernel import clock
from portal.kernel.actors import Actor, ActorKind
from portal.kernel.errors import NotFound
from portal.kernel.querying import Prepared
from portal.pages.hub import HubItem, folded
from portal.people.selectors import people_named

TAG_KINDS = {
    LinkState.DRAFTED: "due",
    LinkState.ACCEPTED: "ok",
    LinkState.STARTED: "ok",
    LinkState.FINISHED: "ok",
    LinkState.DECLINED: "stop",
    LinkState.WITHDRAWN: "stop",
    LinkState.ENTERED_IN_ERROR: "stop",
    LinkState.MORE_INFORMATION: "due",
}

MOVE_WORDS = {
    "draft": "Draft begun",
    HOURS_ASKED: "Asked when the service can ring",
    "send": "Sent off",
    "discard": "Draft given up",
    "withdraw": "Withdrawn",
    "acknowledge": "The service has received it",
    "accept": "Accepted",
    "decline": "Declined",
    "ask": "The service wants to know more",
    "start": "Work has started",
    "finish": "Work has finished",
    "mark_error": "Marked as entered in error",
    "withdrawal_seen": "The service knows that it is withdrawn",
    "consent_withdrawn": "A consent was withdrawn",
    "consultation_held": "The consultation took place",
    "consultation_cancelled": "The consultation was cancelled",
    "reference_corrected": "The case reference was corrected",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    at: datetime
    title: str
    by: str
    detail: str = ""


def link_for(actor: Actor, link_id: UUID, now: datetime) -> ReferralLink:
    """One link with all its page shows. Raises `NotFound`."""
    rows = links_seen_by(actor, clock.today(now)).select_related(
        "organisation", "team", "referrer", "consultation__lead"
    )
    consents = Prefetch("consents", Consent.objects.select_related("taken_by"))
    link = rows.prefetch_related(consents).filter(public_id=link_id).first()
    if link is None:
        raise NotFound()
    return link


def links_of(actor: Actor, now: datetime) -> QuerySet[ReferralLink]:
    """Every link the actor may see, newest first."""
    rows = links_seen_by(actor, clock.today(now)).select_related("organisation", "referrer", "consultation")
    return rows.order_by("-created_at", "-id")


def links_of_consultation(actor: Actor, consultation_id: int, now: datetime) -> QuerySet[ReferralLink]:
    """The links that came of one consultation, oldest first."""
    seen = links_seen_by(actor, clock.today(now)).select_related("organisation")
    return seen.filter(consultation_id=consultation_id).order_by("id")


def links_of_family(actor: Actor, consultation: Consultation, now: datetime) -> QuerySet[ReferralLink]:
    """Links from this consultation, and those of the same case reference and council that the actor may see."""
    same = Q(consultation=consultation)
    if consultation.case_reference:
        same |= Q(
            consultation__case_reference=consultation.case_reference,
            organisation_id=consultation.organisation_id,
        )
    seen = links_seen_by(actor, clock.today(now)).select_related("organisation")
    return seen.filter(same).order_by("id")


def last_hours_of(actor: Actor, referrer_id: int, now: datetime) -> dict[str, Any]:
    """The working hours that the newest of somebody's links named that the actor may see; empty when none did."""
    seen = links_seen_by(actor, clock.today(now))
    said = seen.filter(referrer_id=referrer_id, works_from__isnull=False)
    return dict(
        said.order_by("-created_at").values("working_days", "works_from", "works_until").first() or {}
    )


def hours_asked_at(link: ReferralLink) -> datetime | None:
    """When whoever refers was last asked for their hours; None when nobody did."""
    return link.changes.filter(move=HOURS_ASKED).aggregate(last=Max("at"))["last"]


def consultations_with_link(consultation_ids: Iterable[int]) -> set[int]:
    """Of these consultations, the ones that were followed by a referral: a link that went out and was no mistake.

    Args:
        consultation_ids: ids; a queryset of ids becomes a subquery.
    """
    followed = ReferralLink.objects.filter(
        consultation_id__in=consultation_ids, sent_at__isnull=False, state__in=COUNTS_AS_REFERRAL
    )
    return {pk for pk in followed.values_list("consultation_id", flat=True).distinct() if pk is not None}


def timeline(link: ReferralLink, found: Iterable[Sending] = ()) -> list[Step]:
    """What happened to a link, in order, seen the same by the person who referred and the lead.

    Args:
        found: its messages to the case system; when the first arrived is a step of its own.
    """
    changes = list(link.changes.all())
    names = people_named(change.actor_person_id for change in changes if change.actor_person_id)
    steps = [_step(change, link, names) for change in changes]
    arrived = min((one.arrived_at for one in found if one.arrived_at), default=None)
    if arrived:
        steps.append(Step(arrived, "Delivered to the case system", "Practice Hub"))
    return sorted(steps, key=lambda step: step.at)


def _step(change: LinkChange, link: ReferralLink, names: dict[int, str]) -> Step:
    by = names.get(change.actor_person_id or 0, "")
    if not by:
        by = "Practice Hub" if change.actor_label == "Practice Hub" else "The case system"
    detail = reason_words(change.reason) if change.reason else ""
    if change.move == "send":
        detail = str(Route(link.route).label)
    return Step(change.at, MOVE_WORDS.get(change.move, change.move), by, detail)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link in a list."""

    link: ReferralLink
    title: str
    url: str
    tag: str
    tag_kind: str


def rows_of(found: Iterable[ReferralLink]) -> list[LinkRow]:
    """Links as lists show them; their organisations must be loaded. One query for what has not arrived."""
    links = list(found)
    waiting = on_their_way(links)
    return [_row_of(link, waiting=link.reference in waiting) for link in links]


def _row_of(link: ReferralLink, *, waiting: bool) -> LinkRow:
    name = names_by_code().get(link.pathway, link.pathway)
    url = reverse("consultations:link", args=[link.public_id])
    title = f"{link.reference}: {name}, {link.organisation.name}"
    if waiting:
        return LinkRow(link, title, url, "Waiting to be delivered", "due")
    arrived = link.state == LinkState.SENT and link.route == Route.CASE_SYSTEM
    tag = "Delivered" if arrived else str(LinkState(link.state).label)
    return LinkRow(link, title, url, tag, tag_kind(link))


def tag_kind(link: ReferralLink) -> str:
    """Which of the four tags suits a link's state."""
    return TAG_KINDS.get(LinkState(link.state), "info")


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """Drafts to finish and questions to answer, for whoever referred and for the lead: one query for the links."""
    if not actor.is_person:
        return []
    on = clock.today(now)
    rows = _to_answer(actor, on) if is_lead(actor) else _OWN_TO_ANSWER.rows(person_id=actor.person_id)
    items = [_hub_item(*row) for row in rows]
    drafts = folded(
        [item for item in items if item.group == "forms"],
        title="{count} referral links are not finished",
        detail="The oldest: {oldest}.",
        url=reverse("consultations:links"),
    )
    return [*(item for item in items if item.group != "forms"), *drafts]


def _to_answer(actor: Actor, on: date) -> QuerySet[ReferralLink, tuple[Any, ...]]:
    wanted = (LinkState.DRAFTED, LinkState.MORE_INFORMATION)
    rows = links_seen_by(actor, on).filter(state__in=wanted).order_by("created_at")
    return rows.values_list("public_id", "reference", "pathway", "state", "created_at")[:60]


# Who leads nowhere sees what they refer themselves, on any day.
_OWN_TO_ANSWER = Prepared(
    lambda person_id: _to_answer(Actor(ActorKind.PERSON, person_id=person_id), date.min),
    person_id=-1_234_567,
)


def _hub_item(public_id: UUID, reference: str, pathway: str, state: str, created_at: datetime) -> HubItem:
    name = names_by_code().get(pathway, pathway)
    url = reverse("consultations:link", args=[public_id])
    order = f"{created_at:%Y%m%d%H%M}"
    if state == LinkState.MORE_INFORMATION:
        return HubItem(
            "due",
            "Now",
            f"{name}: the service wants to know more",
            url,
            detail="Answer them outside the portal; they will update it here.",
            tag="Answer wanted",
            tag_kind="due",
            order=order,
            when_small=reference,
        )
    return HubItem(
        "forms",
        "Draft",
        f"Finish your link to {name}",
        url,
        detail=f"Begun on {clock.spoken_date(clock.local(created_at).date())}. "
        "Nothing is sent until you send it; give it up if it is no longer needed.",
        tag="Not sent",
        tag_kind="due",
        order=order,
        when_small=reference,
    )


def closed_with_reason(link: ReferralLink) -> str:
    """The reason in words, for a link that ended with one."""
    return reason_words(link.reason_code) if link.state in WITH_REASON else ""


def is_under_way(link: ReferralLink) -> bool:
    """Sent and not yet closed."""
    return link.state in UNDER_WAY

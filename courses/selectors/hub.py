"""What courses put on somebody's hub: two queries."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from courses.models import Enrolment
from courses.permissions import enrolments_decided_by
from courses.rules.dates import short_span
from courses.selectors.enrolments import what_state_means
from courses.states import HELD, TAG_KINDS, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem

UNDER_WAY = (*HELD, EnrolmentState.WAITING, EnrolmentState.BOOKED)


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """My offers and places that are not over, and the requests I can answer. Two queries."""
    if actor.person_id is None:
        return []
    return [*_places(actor.person_id, now), *_requests(actor)]


PLACE = ("id", "state", "hold_until", "run__starts_at", "run__ends_at", "run__course__title")
REQUEST = ("hold_until", "requested_at", "person__given_name", "person__family_name", "run__course__title")
MOST_REQUESTS = 20


def _places(person_id: int, now: datetime) -> list[HubItem]:
    rows = Enrolment.objects.filter(person_id=person_id, state__in=UNDER_WAY, run__ends_at__gt=now)
    return [_place(row, now) for row in rows.order_by("run__starts_at", "id").values_list(*PLACE)]


def _place(row: tuple[Any, ...], now: datetime) -> HubItem:
    enrolment_id, code, hold_until, starts_at, ends_at, title = row
    state, url = EnrolmentState(code), reverse("courses:place", args=[enrolment_id])
    detail = what_state_means(state, hold_until)
    if state == EnrolmentState.OFFERED and hold_until:
        until = clock.local(hold_until)
        return HubItem(
            group="offers",
            when=f"{until:%a} {until.day}",
            when_small=f"by {clock.spoken_time(until)}",
            title=f"Take your place on {title}",
            url=url,
            detail=detail,
            tag="Offer",
            tag_kind="due",
            order=until.isoformat(),
        )
    first, last, today = clock.local(starts_at), clock.today(ends_at), clock.today(now)
    is_today = first.date() == today
    when, small = ("Today", clock.spoken_time(first)) if is_today else short_span(first.date(), last)
    on_now = state == EnrolmentState.BOOKED and first.date() <= today <= last
    return HubItem(
        group="due" if on_now else "booked",
        when=when,
        when_small=small,
        title=title,
        url=url,
        detail=detail,
        tag="On now" if on_now else str(state.label),
        tag_kind=TAG_KINDS[state],
        order=starts_at.isoformat(),
    )


def _requests(actor: Actor) -> list[HubItem]:
    """One row a request. Roster managers without a grant may be asked too, so nobody is left out here."""
    rows = enrolments_decided_by(actor).order_by("hold_until", "id").values_list(*REQUEST)
    address = reverse("courses:approvals")
    return [_request(row, address) for row in rows[:MOST_REQUESTS]]


def _request(row: tuple[Any, ...], address: str) -> HubItem:
    hold_until, requested_at, given, family, title = row
    until = clock.local(hold_until or requested_at)
    return HubItem(
        group="approve",
        when=f"{until:%a} {until.day}",
        when_small=f"{until:%B}",
        title=f"{given} {family}".strip() + f" asks for {title}",
        url=address,
        detail=f"The place is held until {clock.spoken_moment(until)}.",
        tag="Your answer",
        tag_kind="due",
        order=until.isoformat(),
    )

"""What courses put on somebody's hub: two queries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from courses.models import Enrolment
from courses.permissions import enrolments_decided_by
from courses.rules.dates import short_span
from courses.selectors.enrolments import what_state_means
from courses.states import HELD, TAG_KINDS, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor, ActorKind
from portal.kernel.querying import Prepared
from portal.pages.hub import MOST_OF_A_KIND, HubItem, folded

# An offer that runs out so soon stands before everything that can wait.
SOON = timedelta(days=2)
UNDER_WAY = (*HELD, EnrolmentState.WAITING, EnrolmentState.BOOKED)


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """My offers and places that are not over, and the requests I can answer. Two queries."""
    if actor.person_id is None:
        return []
    return [*_places(actor.person_id, now), *_requests(actor)]


PLACE = ("id", "state", "hold_until", "run__starts_at", "run__ends_at", "run__course__title", "approval")
REQUEST = (
    "id",
    "hold_until",
    "requested_at",
    "person__given_name",
    "person__family_name",
    "run__course__title",
)
_PLACES = Prepared(
    lambda person_id, now: (
        Enrolment.objects.filter(person_id=person_id, state__in=UNDER_WAY, run__ends_at__gt=now)
        .order_by("run__starts_at", "id")
        .values_list(*PLACE)
    ),
    person_id=-1_234_567,
    now=datetime(1900, 1, 1, tzinfo=UTC),
)


def _places(person_id: int, now: datetime) -> list[HubItem]:
    today = clock.today(now)
    return [_place(row, today) for row in _PLACES.rows(person_id=person_id, now=now)]


def _place(row: tuple[Any, ...], today: date) -> HubItem:
    enrolment_id, code, hold_until, starts_at, ends_at, title, approval = row
    state, url = EnrolmentState(code), reverse("courses:place", args=[enrolment_id])
    detail = what_state_means(state, hold_until, approval)
    if state == EnrolmentState.OFFERED and hold_until:
        until = clock.local(hold_until)
        return HubItem(
            group="soon" if until.date() <= today + SOON else "offers",
            when=f"{until:%a} {until.day}",
            when_small=f"by {clock.spoken_time(until)}",
            title=f"Take your place on {title}",
            url=url,
            detail=detail,
            tag="Offer",
            tag_kind="due",
            order=until.isoformat(),
        )
    first, last = clock.local(starts_at), clock.today(ends_at)
    is_today = first.date() == today
    when, small = ("Today", clock.spoken_time(first)) if is_today else short_span(first.date(), last)
    on_now = state == EnrolmentState.BOOKED and first.date() <= today <= last
    return HubItem(
        group="due" if on_now else "booked" if state == EnrolmentState.BOOKED else "waiting",
        when=when,
        when_small=small,
        title=title,
        url=url,
        detail=detail,
        tag="On now" if on_now else str(state.label),
        tag_kind=TAG_KINDS[state],
        order=starts_at.isoformat(),
    )


def _first_requests(actor: Actor) -> QuerySet[Enrolment, tuple[Any, ...]]:
    """The requests that run out first, each with the number of all of them."""
    rows = enrolments_decided_by(actor).order_by("hold_until", "id")
    return rows.values_list(*REQUEST, Window(Count("pk")))[: MOST_OF_A_KIND + 1]


# Most people hold no role: they answer what names them, and nothing else.
_NAMED = Prepared(
    lambda person_id: _first_requests(Actor(ActorKind.PERSON, person_id=person_id)), person_id=-1_234_567
)


def _requests(actor: Actor) -> list[HubItem]:
    """Requests, the first to run out on top. Managers of the roster without a grant are asked too."""
    found = list(_first_requests(actor)) if actor.grants else _NAMED.rows(person_id=actor.person_id)
    address = reverse("courses:approvals")
    return folded(
        [_request(row, address) for row in found],
        title="{count} requests for a place wait for you",
        detail="The first to run out: {oldest}.",
        url=address,
        total=found[0][-1] if found else 0,
    )


def _request(row: tuple[Any, ...], address: str) -> HubItem:
    enrolment_id, hold_until, requested_at, given, family, title, _ = row
    until = clock.local(hold_until or requested_at)
    return HubItem(
        group="approve",
        when=f"{until:%a} {until.day}",
        when_small=f"{until:%B}",
        title=f"{given} {family}".strip() + f" asks for {title}",
        url=f"{address}?request={enrolment_id}#request-{enrolment_id}",
        detail=f"The place is held until {clock.spoken_moment(until)}.",
        tag="Your answer",
        tag_kind="due",
        order=until.isoformat(),
    )

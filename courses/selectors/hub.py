"""What courses put on somebody's hub: two queries."""

from datetime import datetime

from django.urls import reverse

from courses.models import Enrolment
from courses.permissions import enrolments_decided_by
from courses.rules.dates import short_span
from courses.selectors.enrolments import what_now
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


def _places(person_id: int, now: datetime) -> list[HubItem]:
    rows = Enrolment.objects.filter(person_id=person_id, state__in=UNDER_WAY, run__ends_at__gt=now)
    return [_place(row, now) for row in rows.select_related("run__course").order_by("run__starts_at", "id")]


def _place(enrolment: Enrolment, now: datetime) -> HubItem:
    run, state = enrolment.run, EnrolmentState(enrolment.state)
    url = reverse("courses:place", args=[enrolment.pk])
    if state == EnrolmentState.OFFERED and enrolment.hold_until:
        until = clock.local(enrolment.hold_until)
        return HubItem(
            group="offers",
            when=f"{until:%a} {until.day}",
            when_small=f"by {clock.spoken_time(until)}",
            title=f"Take your place on {run.course.title}",
            url=url,
            detail=what_now(enrolment),
            tag="Offer",
            tag_kind="due",
            order=enrolment.hold_until.isoformat(),
        )
    first, last = clock.local(run.starts_at or now), clock.local(run.ends_at or now)
    today = clock.today(now)
    when, small = short_span(first.date(), last.date())
    on_now = first.date() <= today <= last.date() and state == EnrolmentState.BOOKED
    return HubItem(
        group="due" if on_now else "booked",
        when="Today" if first.date() == today else when,
        when_small=clock.spoken_time(first) if first.date() == today else small,
        title=run.course.title,
        url=url,
        detail=what_now(enrolment),
        tag="On now" if on_now else state.label,
        tag_kind=TAG_KINDS[state],
        order=(run.starts_at or now).isoformat(),
    )


def _requests(actor: Actor) -> list[HubItem]:
    """One row a request. Roster managers without a grant may be asked too, so nobody is left out here."""
    rows = enrolments_decided_by(actor).select_related("person", "run__course").order_by("hold_until", "id")
    items = []
    for row in rows[:20]:
        until = clock.local(row.hold_until or row.requested_at)
        items.append(
            HubItem(
                group="approve",
                when=f"{until:%a} {until.day}",
                when_small=f"{until:%B}",
                title=f"{row.person.name} asks for {row.run.course.title}",
                url=reverse("courses:approvals"),
                detail=f"The place is held until {clock.spoken_moment(until)}.",
                tag="Your answer",
                tag_kind="due",
                order=until.isoformat(),
            )
        )
    return items

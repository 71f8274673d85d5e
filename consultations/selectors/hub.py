"""What consultations add to the hub: two queries for everybody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber, TruncDate, TruncTime
from django.urls import reverse

from consultations.codes import Kind, Mode
from consultations.models import Consultation, EarlierWait, ExceptionKind, LeadCover, PlanException
from consultations.permissions import is_lead
from consultations.selectors.waits import offers_to
from consultations.states import FEEDBACK_DAYS, TOOK_PLACE, ConsultationState, WaitState
from portal.kernel import clock
from portal.kernel.actors import Actor, ActorKind
from portal.kernel.querying import Prepared, on_date
from portal.pages.hub import HubItem, folded

S = ConsultationState
# A lead sees today and the six days after.
DAYS_AHEAD = 7
TO_RECORD, LATE = UNRECORDED = ("To record", "Late")
# After a working week the memory of it is thin; from then on the hub says that it is late.
RECORD_WITHIN = timedelta(days=7)
WAITS = "you wait for an earlier time"
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """A consultation as the hub shows it: what `COLUMNS` name, in their order."""

    reference: str
    state: str
    kind: str
    mode: str
    place: str
    starts_at: datetime | None
    ends_at: datetime | None
    requester_id: int
    requester_given: str
    requester_family: str
    lead_given: str | None
    lead_family: str | None
    waits: bool
    is_off: bool
    to_record: bool
    of_a_kind: int

    @property
    def requester(self) -> str:
        return f"{self.requester_given} {self.requester_family}".strip()

    @property
    def lead(self) -> str:
        return f"{self.lead_given} {self.lead_family}".strip()

    @property
    def mode_words(self) -> str:
        return str(Mode(self.mode).label) if self.mode else ""


COLUMNS = (
    *("reference", "state", "kind", "mode", "place", "starts_at", "ends_at", "requester_id"),
    *("requester__given_name", "requester__family_name", "lead__given_name", "lead__family_name"),
    *("waits", "is_off", "to_record", "of_a_kind"),
)


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """The actor's consultations to come; for leads also those of the next seven days, those to record and requests."""
    if not actor.is_person:
        return []
    found = _found(actor, now) if is_lead(actor) else _OWN.rows(person_id=actor.person_id, now=now)
    rows = [_Row(*row) for row in found]
    items = [_mine(row, now) if row.requester_id == actor.person_id else _led(row, now) for row in rows]
    offers = offers_to(actor.person_id or 0, now)
    items += [_earlier(reference, starts_at, until, now) for reference, starts_at, until in offers]
    over = sorted((item for item in items if item.tag in UNRECORDED), key=lambda item: item.order)
    to_record = folded(
        over,
        title="{count} consultations are still to record",
        detail="The oldest: {oldest}.",
        url=reverse("consultations:diary"),
        total=next((row.of_a_kind for row in rows if row.to_record), 0),
    )
    return [*(item for item in items if item.tag not in UNRECORDED), *to_record]


def _found(actor: Actor, now: datetime) -> QuerySet[Consultation, tuple[Any, ...]]:
    """What concerns the actor, each with how many of its kind there are.

    What is over and to record is one kind, all else the other. The first of each come first, so that a pile of the
    one never hides the other: requests without a time, then the soonest; of those to record, the oldest.
    """
    is_over = Q(lead_id=actor.person_id, state__in=(S.BOOKED, S.HELD), ends_at__lte=now)
    waiting = EarlierWait.objects.filter(consultation=OuterRef("pk"), state=WaitState.WAITING)
    found = (
        _marked(actor)
        .filter(_concerns(actor, now))
        .annotate(
            waits=Exists(waiting),
            to_record=Case(When(is_over & ~Q(requester_id=actor.person_id), then=True), default=False),
            of_a_kind=Window(Count("pk"), partition_by="to_record"),
            turn=Window(
                RowNumber(), partition_by="to_record", order_by=(F("starts_at").asc(nulls_first=True), "pk")
            ),
        )
    )
    return found.order_by("turn", "to_record").values_list(*COLUMNS)[:MOST_ROWS]


def _marked(actor: Actor) -> QuerySet[Consultation]:
    """All of them; for a lead with `is_off`: that day was taken off, or hours of it in which it falls, in UK time."""
    if not is_lead(actor):
        return Consultation.objects.annotate(is_off=Value(False, output_field=BooleanField()))
    off = PlanException.objects.filter(
        Q(starts__isnull=True) | Q(starts__lt=OuterRef("clock_end"), ends__gt=OuterRef("clock_start")),
        plan__lead_id=OuterRef("lead_id"),
        on=OuterRef("day"),
        kind=ExceptionKind.OFF,
    )
    on_the_clock = Consultation.objects.alias(
        day=TruncDate("starts_at", tzinfo=clock.LONDON),
        clock_start=TruncTime("starts_at", tzinfo=clock.LONDON),
        clock_end=TruncTime("ends_at", tzinfo=clock.LONDON),
    )
    return on_the_clock.annotate(is_off=Exists(off))


# Most people lead nowhere: what they asked for themselves is all there is.
_OWN = Prepared(
    lambda person_id, now: _found(Actor(ActorKind.PERSON, person_id=person_id), now),
    person_id=-1_234_567,
    now=datetime(1900, 1, 1, tzinfo=UTC),
)


def feedback_items(actor: Actor, now: datetime) -> list[HubItem]:
    """The two questions on the actor's latest consultation, while they are open and not answered. One query."""
    if not actor.is_person:
        return []
    oldest = now - timedelta(days=FEEDBACK_DAYS)
    rows = _TO_ANSWER.rows(person_id=actor.person_id or 0, oldest=oldest)
    return [_asks(reference, starts_at, now) for reference, starts_at in rows]


_TO_ANSWER = Prepared(
    lambda person_id, oldest: (
        Consultation.objects.filter(
            requester_id=person_id, state__in=TOOK_PLACE, ends_at__gt=oldest, feedback__isnull=True
        )
        .order_by("-starts_at")
        .values_list("reference", "starts_at")[:1]
    ),
    person_id=-1_234_567,
    oldest=datetime(1900, 1, 1, tzinfo=UTC),
)


def _asks(reference: str, starts_at: datetime, now: datetime) -> HubItem:
    return HubItem(
        "forms",
        _day(starts_at, now),
        "Two questions about your consultation",
        reverse("consultations:feedback", args=[reference]),
        detail="It takes half a minute.",
        tag="If you like",
        tag_kind="info",
        order=starts_at.isoformat(),
        when_small=clock.spoken_time(clock.local(starts_at)),
        counts=0,
    )


def _concerns(actor: Actor, now: datetime) -> Q:
    mine = Q(requester_id=actor.person_id) & (
        Q(state__in=(S.REQUESTED, S.OFFERED)) | Q(state=S.BOOKED, ends_at__gt=now)
    )
    if not is_lead(actor):
        return mine
    today = clock.today(now)
    _, ends = clock.day_bounds(today + timedelta(days=DAYS_AHEAD - 1))
    covers = LeadCover.objects.filter(on_date(today), lead_id=actor.person_id).values("organisation_id")
    return (
        mine
        | Q(lead_id=actor.person_id, state=S.BOOKED, ends_at__gt=now, starts_at__lt=ends)
        | Q(lead_id=actor.person_id, state=S.BOOKED, starts_at__gt=now, is_off=True)
        | Q(lead_id=actor.person_id, state__in=(S.BOOKED, S.HELD), ends_at__lte=now)
        | Q(organisation_id__in=covers, state=S.REQUESTED)
    )


def _mine(row: _Row, now: datetime) -> HubItem:
    url = reverse("consultations:detail", args=[row.reference])
    if row.starts_at is None or row.lead_given is None:
        return HubItem(
            "booked",
            "Soon",
            "Urgent consultation",
            url,
            detail="A lead will offer you a time.",
            tag="Asked for",
            tag_kind="due",
            order="0",
        )
    offered = row.state == S.OFFERED
    return HubItem(
        "offers" if offered else "booked",
        _day(row.starts_at, now),
        f"Consultation with {row.lead}",
        url,
        detail=" · ".join(filter(None, (row.mode_words, row.place, WAITS if row.waits else ""))),
        tag="Accept or decline" if offered else "Booked",
        tag_kind="due" if offered else "ok",
        order=row.starts_at.isoformat(),
        when_small=clock.spoken_time(clock.local(row.starts_at)),
    )


def _earlier(reference: str, starts_at: datetime, until: datetime, now: datetime) -> HubItem:
    """A time that is kept for somebody who waits for an earlier one."""
    return HubItem(
        "offers",
        _day(starts_at, now),
        "An earlier time for your consultation",
        reverse("consultations:detail", args=[reference]),
        detail=f"Kept for you until {clock.spoken_moment(until)}.",
        tag="Take it or leave it",
        tag_kind="due",
        order=starts_at.isoformat(),
        when_small=clock.spoken_time(clock.local(starts_at)),
    )


def _led(row: _Row, now: datetime) -> HubItem:
    if row.starts_at is None or row.ends_at is None:
        return HubItem(
            "due",
            "Now",
            "Somebody asks for a time soon",
            reverse("consultations:detail", args=[row.reference]),
            detail=f"From {row.requester}. Offer one of your times.",
            tag="Urgent",
            tag_kind="stop",
            order="0",
        )
    if row.is_off and row.starts_at > now:
        return _left_behind(row, row.starts_at, now)
    over, late = row.ends_at <= now, row.ends_at <= now - RECORD_WITHIN
    day = _day(row.starts_at, now)
    return HubItem(
        "overdue" if late else "due" if over or day == "Today" else "booked",
        day,
        f"Record the consultation with {row.requester}" if over else f"Consultation with {row.requester}",
        reverse("consultations:record" if over else "consultations:detail", args=[row.reference]),
        detail=_unrecorded(row.starts_at, now) if over else _diary_line(row),
        tag=(LATE if late else TO_RECORD) if over else "Today" if day == "Today" else "With you",
        tag_kind="stop" if late else "due" if over or day == "Today" else "ok",
        order=row.starts_at.isoformat(),
        when_small=clock.spoken_time(clock.local(row.starts_at)),
    )


def _left_behind(row: _Row, starts_at: datetime, now: datetime) -> HubItem:
    """A consultation that stands at a time for which its lead has taken off since."""
    return HubItem(
        "due",
        _day(starts_at, now),
        f"Consultation with {row.requester}",
        reverse("consultations:detail", args=[row.reference]),
        detail="You are off then. Hand it over, move it or cancel it.",
        tag="You are off",
        tag_kind="stop",
        order=starts_at.isoformat(),
        when_small=clock.spoken_time(clock.local(starts_at)),
    )


def _diary_line(row: _Row) -> str:
    return " · ".join(filter(None, (str(Kind(row.kind).label), row.mode_words, row.place)))


def _unrecorded(starts_at: datetime, now: datetime) -> str:
    """How long a consultation that is over has waited for its record."""
    days = (clock.today(now) - clock.today(starts_at)).days
    if days < 1:
        return "It is over and has no record yet."
    return f"No record yet, {days} day{'' if days == 1 else 's'} after it took place."


def _day(moment: datetime, now: datetime) -> str:
    today, day = clock.today(now), clock.local(moment).date()
    return "Today" if day == today else clock.short_date(day, today)

"""Waiting for an earlier time: offered once, in order, kept until answered, and never twice."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse

from consultations.errors import EarlierIsFree, NoEarlierDay, OfferGone, SlotTaken
from consultations.models import Consultation, EarlierWait, LeadPlan
from consultations.rules import Slot
from consultations.selectors.hub import hub_items
from consultations.selectors.waits import earlier_than
from consultations.services import (
    add_extra_hours,
    book_consultation,
    cancel_consultation,
    hand_over,
    keep_time,
    move_consultation,
    stop_waiting,
    take_earlier,
    take_time_off,
    tend_waits,
    wait_for_earlier,
)
from consultations.services.planning import Stretch
from consultations.states import WaitState, wait_machine
from consultations.wait_rules import answer_by
from portal.kernel import clock
from portal.kernel.errors import IllegalMove, NotAllowed, NotFound
from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from portal.people.models import Membership
from tests.consultations.looking import broken
from tests.factories.consultations import (
    Surgery,
    asked_for,
    make_colleague,
    make_consultation,
    make_cover,
    make_lead,
    make_surgery,
)
from tests.factories.people import NOW, Staff, actor_of, make_person
from tests.harness.clocks import FixedClock
from tests.harness.locks import held_by_somebody_else, impatience
from tests.harness.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CN-08")]
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def surgery() -> Surgery:
    """Mondays and Thursdays, seven times a day; `NOW` is a Tuesday."""
    return make_surgery(daily_cap=20, weekly_cap=60)


def fill_first_day(surgery: Surgery, *, days: int = 1) -> list[Consultation]:
    """Others have booked every time of the first office days."""
    slots = surgery.slots()
    first = sorted({slot.day for slot in slots})[:days]
    return [others_have(surgery, slot) for slot in slots if slot.day in first]


def others_have(surgery: Surgery, slot: Slot) -> Consultation:
    other = make_person()
    return make_consultation(surgery, slot.starts_at, requester=other, booked_by=other)


def have(who: Staff, slot: Slot, now: datetime = NOW) -> Consultation:
    return book_consultation(actor=who.actor(now), asked=asked_for(), slot_key=slot.key, now=now)


def wait_for(surgery: Surgery, slot: Slot, *, at: datetime = NOW) -> tuple[Staff, Consultation]:
    """Somebody who has that time and waits for an earlier one since `at`."""
    who = make_colleague(surgery)
    mine = have(who, slot)
    wait_for_earlier(actor=who.actor(), consultation_id=mine.pk, now=at)
    return who, mine


def cancel(booked: Consultation, now: datetime = LATER) -> None:
    cancel_consultation(
        actor=actor_of(booked.requester), consultation_id=booked.pk, reason_code="not_needed", now=now
    )


def states() -> list[str]:
    return list(EarlierWait.objects.order_by("asked_at", "pk").values_list("state", flat=True))


def test_first_in_line_is_offered_it_once_when_a_time_comes_free(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    slots = surgery.slots()
    _first, mine = wait_for(surgery, slots[0], at=NOW)
    wait_for(surgery, slots[1], at=NOW + timedelta(minutes=1))

    cancel(booked[2])
    tend_waits(now=LATER)

    offered = EarlierWait.objects.get(consultation=mine)
    assert states() == ["offered", "waiting"]
    assert offered.starts_at == booked[2].starts_at
    assert offered.hold_until == datetime(2026, 11, 25, 17, tzinfo=NOW.tzinfo)
    told = Notice.objects.get(key="consultations.earlier_offered")
    assert told.person_id == mine.requester_id
    assert broken() == []


def test_nobody_else_can_have_it_while_it_is_kept(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    freed = booked[0]
    wait_for(surgery, surgery.slots()[0])
    cancel(freed)
    key = f"{surgery.lead.person.pk}-{int(freed.starts_at.timestamp()) // 60}"

    assert key not in {slot.key for slot in surgery.slots(LATER)}
    with pytest.raises(SlotTaken):
        book_consultation(actor=make_colleague(surgery).actor(), asked=asked_for(), slot_key=key, now=LATER)


def test_booking_moves_and_the_old_time_goes_to_the_next_when_it_is_taken(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    slots = surgery.slots()
    monday, thursday = slots[0], next(slot for slot in slots if slot.day > slots[0].day)
    for slot in [slot for slot in slots if slot.day == monday.day][1:]:
        others_have(surgery, slot)
    first, mine = wait_for(surgery, monday)
    _second, theirs = wait_for(surgery, thursday, at=NOW + timedelta(minutes=1))
    cancel(booked[0])

    moved = take_earlier(actor=first.actor(), consultation_id=mine.pk, now=LATER)
    again = take_earlier(actor=first.actor(), consultation_id=mine.pk, now=LATER)

    assert moved.starts_at == again.starts_at == booked[0].starts_at
    assert mine.changes.filter(move="move").count() == 1
    assert states() == ["taken", "offered"]
    assert EarlierWait.objects.get(consultation=theirs).starts_at == monday.starts_at
    assert broken() == []


def test_offer_passes_on_once_when_nobody_answers(surgery: Surgery) -> None:
    booked = fill_first_day(surgery, days=2)
    slots = surgery.slots()
    first, mine = wait_for(surgery, slots[0])
    wait_for(surgery, slots[1], at=NOW + timedelta(minutes=1))
    cancel(booked[-1])
    late = EarlierWait.objects.get(consultation=mine).hold_until

    moved = tend_waits(now=late)
    with pytest.raises(OfferGone):
        take_earlier(actor=first.actor(late), consultation_id=mine.pk, now=late)

    assert moved == 2
    assert tend_waits(now=late) == 0
    assert states() == ["lapsed", "offered"]
    assert Notice.objects.filter(key="consultations.earlier_passed_on").count() == 1
    mine.refresh_from_db()
    assert mine.starts_at == slots[0].starts_at


def test_offer_passes_on_at_once_when_the_time_is_kept_or_waiting_stops(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    slots = surgery.slots()
    people = [wait_for(surgery, slots[n], at=NOW + timedelta(minutes=n)) for n in range(3)]
    cancel(booked[0])

    keep_time(actor=people[0][0].actor(), consultation_id=people[0][1].pk, now=LATER)
    stop_waiting(actor=people[1][0].actor(), consultation_id=people[1][1].pk, now=LATER)
    stop_waiting(actor=people[1][0].actor(), consultation_id=people[1][1].pk, now=LATER)

    assert states() == ["declined", "stopped", "offered"]
    with pytest.raises(OfferGone):
        keep_time(actor=people[0][0].actor(), consultation_id=people[0][1].pk, now=LATER)


def test_time_is_offered_within_a_minute_when_the_lead_opens_hours(surgery: Surgery) -> None:
    fill_first_day(surgery)
    _who, mine = wait_for(surgery, surgery.slots()[0])
    friday = clock.today(NOW) + timedelta(days=3)
    hours = Stretch(datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 10).time())
    add_extra_hours(actor=surgery.leader, plan_id=surgery.plan.pk, on=friday, stretch=hours, now=NOW)

    tend_waits(now=LATER)

    assert clock.today(EarlierWait.objects.get(consultation=mine).starts_at) == friday


def test_waiting_is_refused_when_an_earlier_day_is_free_already(surgery: Surgery) -> None:
    mine = have(surgery.practitioner, surgery.slots()[-1])

    with pytest.raises(EarlierIsFree):
        wait_for_earlier(actor=surgery.asker, consultation_id=mine.pk, now=NOW)


def test_waiting_is_refused_and_not_shown_when_it_is_tomorrow(surgery: Surgery) -> None:
    mine = make_consultation(surgery, NOW + timedelta(days=1), state="booked")

    with pytest.raises(NoEarlierDay):
        wait_for_earlier(actor=surgery.asker, consultation_id=mine.pk, now=NOW)


def test_waiting_ends_when_the_booking_moves_or_is_cancelled(surgery: Surgery) -> None:
    fill_first_day(surgery)
    slots = surgery.slots()
    (first, one), (second, two) = wait_for(surgery, slots[0]), wait_for(surgery, slots[1])

    move_consultation(actor=first.actor(), consultation_id=one.pk, slot_key=slots[5].key, now=LATER)
    cancel_consultation(actor=second.actor(), consultation_id=two.pk, reason_code="not_needed", now=LATER)

    assert states() == ["stopped", "stopped"]
    assert tend_waits(now=LATER) == 0


def test_waiting_stops_when_no_earlier_day_is_left(surgery: Surgery) -> None:
    fill_first_day(surgery)
    _who, mine = wait_for(surgery, surgery.slots()[0])

    tend_waits(now=mine.starts_at - timedelta(hours=25))

    assert EarlierWait.objects.get().end_reason == "too_late"
    assert not Notice.objects.filter(key="consultations.earlier_passed_on").exists()


def test_nothing_is_offered_when_somebody_left_the_borough(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    slots = surgery.slots()
    first, _mine = wait_for(surgery, slots[0])
    wait_for(surgery, slots[1], at=NOW + timedelta(minutes=1))
    Membership.objects.filter(person=first.person).update(ends_on=clock.today(NOW) - timedelta(days=1))

    cancel(booked[0])

    assert states() == ["lapsed", "offered"]
    assert EarlierWait.objects.first().end_reason == "not_eligible"


def test_nothing_is_taken_when_the_lead_cannot_come_any_more(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    who, mine = wait_for(surgery, surgery.slots()[0])
    cancel(booked[0])
    take_time_off(
        actor=surgery.leader, plan_id=surgery.plan.pk, on=clock.today(booked[0].starts_at), now=LATER
    )

    with pytest.raises(OfferGone):
        take_earlier(actor=who.actor(), consultation_id=mine.pk, now=LATER)

    mine.refresh_from_db()
    assert mine.starts_at > booked[0].starts_at
    assert EarlierWait.objects.get().end_reason == "lead_away"


def test_another_person_finds_nothing_and_the_lead_may_not_answer(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    _who, mine = wait_for(surgery, surgery.slots()[0])
    cancel(booked[0])

    for service in (wait_for_earlier, stop_waiting, take_earlier, keep_time):
        with pytest.raises(NotFound):
            service(actor=make_colleague(surgery).actor(), consultation_id=mine.pk, now=LATER)
        with pytest.raises(NotAllowed):
            service(actor=surgery.leader, consultation_id=mine.pk, now=LATER)
        with pytest.raises(NotFound):
            service(actor=surgery.asker, consultation_id=10**12, now=LATER)
    assert states() == ["offered"]


def test_waiting_is_refused_when_it_is_cancelled(surgery: Surgery) -> None:
    mine = have(surgery.practitioner, surgery.slots()[0])
    cancel(mine)

    with pytest.raises(IllegalMove):
        wait_for_earlier(actor=surgery.asker, consultation_id=mine.pk, now=LATER)


def test_wait_stays_when_another_lead_takes_the_consultation_over(surgery: Surgery) -> None:
    from_lead = surgery.lead.person.pk
    fill_first_day(surgery)
    _who, mine = wait_for(surgery, surgery.slots()[0])
    make_cover(make_lead(weekdays=(0,)), surgery.organisation, rank=2)

    hand_over(actor=surgery.leader, consultation_id=mine.pk, from_lead_id=from_lead, now=LATER)

    assert states() == ["waiting"]


@pytest.mark.parametrize("state", list(WaitState))
@pytest.mark.parametrize("move", list(wait_machine.moves))
def test_every_move_of_a_wait_is_in_the_table_or_refused(state: str, move: str) -> None:
    if wait_machine.allows(move, state):
        assert wait_machine.target(move, state) in WaitState.values
    else:
        with pytest.raises(IllegalMove):
            wait_machine.target(move, state)


@pytest.mark.parametrize(
    ("now", "begins", "until"),
    [
        # a Tuesday: 17:00 of the next day
        ((24, 9), (30, 9), (25, 17)),
        # a Friday: 17:00 of Monday
        ((27, 18), (30, 23), (30, 17)),
        # four hours before it begins
        ((24, 9), (25, 9), (25, 5)),
        # too little is left to answer
        ((24, 9), (24, 14), None),
    ],
)
def test_offer_lasts_a_working_day_and_ends_before_it_begins(
    now: tuple[int, int], begins: tuple[int, int], until: tuple[int, int] | None
) -> None:
    def at(moment: tuple[int, int]) -> datetime:
        return datetime(2026, 11, *moment, tzinfo=NOW.tzinfo)

    assert answer_by(at(now), at(begins)) == (at(until) if until else None)


def test_mail_says_a_time_and_nothing_else(surgery: Surgery, mailoutbox: list[EmailMessage]) -> None:
    booked = fill_first_day(surgery)
    _who, mine = wait_for(surgery, surgery.slots()[0])
    cancel(booked[0])

    send_due(LATER + timedelta(minutes=1))

    told = [mail for mail in mailoutbox if mail.subject.startswith("An earlier time is kept for you")]
    assert [mail.to for mail in told] == [[mine.requester.email]]
    for word in (mine.case_reference, "Camden", "Judd Street", surgery.lead.person.family_name):
        assert word not in told[0].subject + told[0].body


@pytest.mark.usefixtures("clock")
def test_practitioner_waits_and_takes_it_on_the_page(surgery: Surgery, clock: FixedClock) -> None:
    booked = fill_first_day(surgery)
    who = make_colleague(surgery)
    client = Client()
    client.force_login(who.user)
    mine = have(who, surgery.slots()[0])
    detail = reverse("consultations:detail", args=[mine.reference])
    button = reverse("consultations:earlier", args=[mine.reference])

    before = client.get(detail).content.decode()
    client.post(button, {"verb": "wait"})
    waiting = client.get(detail).content.decode()
    (row,) = hub_items(who.actor(), NOW)
    cancel(booked[0], clock.advance(minutes=5))
    rows = [row for row in hub_items(who.actor(), LATER) if row.group == "offers"]
    offered = client.get(detail).content.decode()
    taken = client.post(button, {"verb": "take"}, follow=True).content.decode()

    assert "Tell me if an earlier time comes free" in before
    assert "Stop waiting" in waiting
    assert row.detail.endswith("you wait for an earlier time")
    assert [row.url for row in rows] == [detail]
    assert "An earlier time is kept for you" in offered
    assert "The earlier time is yours." in taken
    assert "Took the earlier time" in taken
    assert hub_items(who.actor(), LATER)[-1].group == "booked"


@pytest.mark.usefixtures("clock")
def test_button_is_refused_when_it_says_nothing_known_or_belongs_to_somebody_else(surgery: Surgery) -> None:
    fill_first_day(surgery)
    who, mine = wait_for(surgery, surgery.slots()[0])
    url = reverse("consultations:earlier", args=[mine.reference])
    clients = {}
    for name, staff in (("own", who), ("lead", surgery.lead), ("other", make_colleague(surgery))):
        clients[name] = Client()
        clients[name].force_login(staff.user)

    assert clients["own"].post(url, {"verb": "x\x00"}).status_code == 409
    assert clients["own"].get(url).status_code == 405
    assert clients["lead"].post(url, {"verb": "stop"}).status_code == 403
    assert clients["other"].post(url, {"verb": "stop"}).status_code == 404
    assert states() == ["waiting"]


@pytest.mark.usefixtures("clock")
def test_wait_begins_with_the_booking_when_the_box_is_ticked(surgery: Surgery) -> None:
    fill_first_day(surgery)
    client = Client()
    client.force_login(surgery.practitioner.user)
    client.post(reverse("consultations:book"), {"danger": "none"})
    client.post(reverse("consultations:book_about"), {"kind": "individual", "linked": "anonymous"})
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    page = client.get(reverse("consultations:book_check")).content.decode()
    sent = dict(re.findall(r'name="(key|stamp)" value="([^"]+)"', page))

    done = client.post(reverse("consultations:book_check"), {**sent, "wait": "yes"}, follow=True)

    assert "Tell me if an earlier time comes free" in page
    assert "Stop waiting" in done.content.decode()


def test_as_many_queries_are_made_when_more_people_wait(
    surgery: Surgery, assert_flat: Callable[..., None]
) -> None:
    fill_first_day(surgery)
    slots = iter(surgery.slots())
    who, mine = wait_for(surgery, next(slots))
    client = Client()
    client.force_login(who.user)
    detail = reverse("consultations:detail", args=[mine.reference])

    def more() -> None:
        for _ in range(6):
            wait_for(surgery, next(slots))

    assert_flat(lambda: (client.get(detail).content, list(hub_items(who.actor(), NOW))), more)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_one_offer_is_made_when_all_want_the_freed_time_at_once(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    slots = surgery.slots()
    people = [wait_for(surgery, slots[n], at=NOW + timedelta(minutes=n)) for n in range(3)]
    freed = booked[3]
    key = f"{surgery.lead.person.pk}-{int(freed.starts_at.timestamp()) // 60}"
    strangers = [make_colleague(surgery).actor() for _ in range(4)]

    race(
        lambda: cancel(freed),
        *[lambda: tend_waits(now=LATER) for _ in range(3)],
        *[
            lambda a=actor: book_consultation(actor=a, asked=asked_for(), slot_key=key, now=LATER)
            for actor in strangers
        ],
    )

    assert states() == ["offered", "waiting", "waiting"]
    assert EarlierWait.objects.get(consultation=people[0][1]).starts_at == freed.starts_at
    assert not Consultation.objects.filter(starts_at=freed.starts_at, state="booked").exists()
    assert Notice.objects.filter(key="consultations.earlier_offered").count() == 1
    assert broken() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_one_answer_counts_when_take_keep_and_the_clock_meet(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    slots = surgery.slots()
    who, mine = wait_for(surgery, slots[0])
    wait_for(surgery, slots[1], at=NOW + timedelta(minutes=1))
    cancel(booked[0])
    late = EarlierWait.objects.get(consultation=mine).hold_until
    actor = who.actor()

    race(
        *[lambda: take_earlier(actor=actor, consultation_id=mine.pk, now=LATER) for _ in range(3)],
        lambda: keep_time(actor=actor, consultation_id=mine.pk, now=LATER),
        *[lambda: tend_waits(now=late) for _ in range(2)],
    )

    mine.refresh_from_db()
    first = states()[0]
    assert first in ("taken", "declined", "lapsed")
    assert (mine.starts_at == booked[0].starts_at) is (first == "taken")
    assert mine.changes.filter(move="move").count() == (first == "taken")
    assert broken() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_other_boroughs_have_their_turn_when_somebody_holds_one(surgery: Surgery) -> None:
    late = NOW
    for each in (surgery, make_surgery("newham", daily_cap=20, weekly_cap=60)):
        booked = fill_first_day(each)
        _, mine = wait_for(each, each.slots()[0])
        cancel(booked[0])
        late = EarlierWait.objects.get(consultation=mine).hold_until

    with held_by_somebody_else(LeadPlan, surgery.plan.pk), impatience():
        meanwhile = tend_waits(now=late)
    afterwards = tend_waits(now=late)

    # SQLite has one lock for all, so nobody has a turn until it is free.
    assert (meanwhile, afterwards) == ((1, 1) if connection.vendor == "postgresql" else (0, 2))


def test_time_that_was_just_left_is_not_offered_as_an_earlier_one(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    free, later = surgery.slots()[0], surgery.slots()[8]
    who = make_colleague(surgery)
    mine = have(who, free)

    moved = move_consultation(actor=who.actor(), consultation_id=mine.pk, slot_key=later.key, now=LATER)

    found = earlier_than(moved, LATER)
    assert found is not None
    assert found.starts_at > free.starts_at
    for slot in surgery.slots(LATER):
        if free.day <= slot.day < later.day and slot.key != free.key:
            others_have(surgery, slot)
    wait_for_earlier(actor=who.actor(), consultation_id=mine.pk, now=LATER)
    assert tend_waits(now=LATER) == 0
    cancel(booked[0])
    assert EarlierWait.objects.get().starts_at == booked[0].starts_at


def test_mail_says_from_when_it_moved_when_an_earlier_time_is_taken(surgery: Surgery) -> None:
    booked = fill_first_day(surgery)
    was = surgery.slots()[0]
    who, mine = wait_for(surgery, was)
    cancel(booked[0])

    take_earlier(actor=who.actor(), consultation_id=mine.pk, now=LATER)

    told = Notice.objects.filter(
        key="consultations.moved", about=str(mine.ref), person_id=who.person.pk
    ).get()
    assert was_words(was) in str(told.facts)


def was_words(slot: Slot) -> str:
    return clock.spoken_date(clock.today(slot.starts_at))

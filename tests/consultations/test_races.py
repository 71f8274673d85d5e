"""Fifty people and one time; one person twice; a move against a booking. Each race ends with the invariants."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable

import pytest
from django.db import IntegrityError, connection, transaction

from consultations.models import Consultation
from consultations.services import book_consultation, cancel_consultation, move_consultation
from portal.notifications.models import Notice
from portal.people.models import Person
from tests.consultations.looking import broken
from tests.factories.consultations import (
    Surgery,
    asked_for,
    book,
    make_colleague,
    make_consultation,
    make_lead,
    make_surgery,
)
from tests.factories.people import NOW, actor_of, make_membership, make_person, make_team
from tests.harness.places import ROOT
from tests.harness.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def crowd(surgery: Surgery, size: int) -> list[Person]:
    team = make_team(surgery.organisation)
    people = [make_person() for _ in range(size)]
    for person in people:
        make_membership(person, team=team)
    return people


def kinds(results: Iterable[object]) -> Counter[str]:
    return Counter("booked" if isinstance(r, Consultation) else type(r).__name__ for r in results)


@pytest.mark.feature("CN-04")
def test_one_of_fifty_is_booked_when_all_want_the_same_time() -> None:
    surgery = make_surgery()
    slot = surgery.slots()[0]
    actors = [actor_of(person) for person in crowd(surgery, 50)]

    results = race(
        *[
            lambda actor=actor: book_consultation(actor=actor, asked=asked_for(), slot_key=slot.key, now=NOW)
            for actor in actors
        ]
    )

    assert kinds(results) == {"booked": 1, "SlotTaken": 49}
    assert all(r.nearest for r in results if not isinstance(r, Consultation))
    assert Notice.objects.filter(key="consultations.booked").count() == 1
    assert broken() == []


@pytest.mark.feature("CN-04")
@pytest.mark.sqlite
def test_one_of_fifty_is_booked_when_they_come_from_several_processes() -> None:
    surgery = make_surgery()
    slot = surgery.slots()[0]
    people = [str(person.pk) for person in crowd(surgery, 50)]
    command = [sys.executable, "-m", "tests.consultations.booking_process", slot.key]
    workers = [
        subprocess.Popen(
            [*command, *people[n::4]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for n in range(4)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"

    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    results = Counter(word for worker in workers for word in worker.communicate(timeout=120)[0].split())

    assert results == {"booked": 1, "SlotTaken": 49}
    assert broken() == []


@pytest.mark.feature("CN-04")
def test_one_consultation_is_made_when_one_form_is_sent_ten_times_at_once() -> None:
    surgery = make_surgery()
    slot, asked, actor = surgery.slots()[0], asked_for(), surgery.asker

    results = race(
        *[lambda: book_consultation(actor=actor, asked=asked, slot_key=slot.key, now=NOW) for _ in range(10)]
    )

    assert len({r.pk for r in results}) == 1
    assert Consultation.objects.count() == 1
    assert Notice.objects.filter(key="consultations.booked").count() == 1


@pytest.mark.feature("CN-04")
def test_one_time_is_had_when_one_person_books_two_leads_at_once() -> None:
    surgery = make_surgery()
    leads = [surgery.lead, *[make_lead(surgery.organisation) for _ in range(4)]]
    start, actor = surgery.slots()[0].start, surgery.asker

    results = race(
        *[
            lambda lead=lead: book_consultation(
                actor=actor, asked=asked_for(), slot_key=f"{lead.person.pk}-{start}", now=NOW
            )
            for lead in leads
        ]
    )

    assert kinds(results) == {"booked": 1, "AlreadyThen": 4}
    assert broken() == []


@pytest.mark.feature("CN-01", "CN-04")
def test_cap_holds_when_many_book_different_times_of_one_day() -> None:
    surgery = make_surgery(daily_cap=2)
    day = surgery.slots()[0].day
    slots = [slot for slot in surgery.slots() if slot.day == day]
    actors = [actor_of(person) for person in crowd(surgery, len(slots))]

    results = race(
        *[
            lambda a=actor, s=slot: book_consultation(actor=a, asked=asked_for(), slot_key=s.key, now=NOW)
            for actor, slot in zip(actors, slots, strict=True)
        ]
    )

    assert len(slots) > 4
    assert kinds(results)["booked"] == 2
    assert broken() == []


@pytest.mark.feature("CN-04", "CN-07")
def test_each_time_has_one_owner_when_moves_meet_bookings() -> None:
    surgery = make_surgery()
    wanted = surgery.slots()[4]
    moving = [book(surgery, by=make_colleague(surgery)) for _ in range(3)]
    movers = [actor_of(row.requester) for row in moving]
    booking = [actor_of(person) for person in crowd(surgery, 5)]

    results = race(
        *[
            lambda a=actor, pk=row.pk: move_consultation(
                actor=a, consultation_id=pk, slot_key=wanted.key, now=NOW
            )
            for actor, row in zip(movers, moving, strict=True)
        ],
        *[
            lambda a=actor: book_consultation(actor=a, asked=asked_for(), slot_key=wanted.key, now=NOW)
            for actor in booking
        ],
    )

    assert kinds(results) == {"booked": 1, "SlotTaken": 7}
    assert Consultation.objects.filter(starts_at=wanted.starts_at).count() == 1
    assert broken() == []


@pytest.mark.feature("CN-07")
def test_one_cancel_counts_when_both_sides_cancel_at_once() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    sides = [surgery.asker, surgery.leader] * 3

    results = race(
        *[
            lambda a=actor: cancel_consultation(
                actor=a, consultation_id=booked.pk, reason_code="not_needed", now=NOW
            )
            for actor in sides
        ]
    )

    assert kinds(results) == {"booked": 1, "IllegalMove": 5}
    assert booked.changes.filter(move="cancel").count() == 1
    told = Notice.objects.filter(key__in=("consultations.cancelled", "consultations.cancelled_lead"))
    assert told.count() == told.values("person").distinct().count() == 2


@pytest.mark.feature("CN-04")
@pytest.mark.postgres
def test_database_itself_refuses_when_two_rows_touch() -> None:
    surgery = make_surgery()
    make_consultation(surgery, NOW)
    other = make_colleague(surgery).person
    clashes = {
        "consultation_lead_never_twice": {"requester": other},
        "consultation_requester_never_twice": {"lead": make_lead(surgery.organisation).person},
    }

    for name, change in clashes.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make_consultation(surgery, NOW, **change)
    assert connection.vendor == "postgresql"
    assert make_consultation(surgery, NOW, state="cancelled", reason_code="not_needed").pk

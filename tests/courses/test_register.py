"""The register: entered by day, corrected with a reason, followed by completion."""

from datetime import timedelta
from itertools import count

import pytest

from courses import services
from courses.delivery_errors import DayNotBegun, MinutesWanted, NotInRegister, NotYourRegister, ReasonWanted
from courses.delivery_hub import delivery_hub_items
from courses.models import Attendance
from courses.selectors.delivery import register_of, registers_due
from courses.services import Mark
from portal.audit.selectors import entries_about
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from tests.factories.courses import NOW, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_organisation, make_staff
from tests.factories.registers import AFTERWARDS, attend, days_of, mark, trainer_of

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("CO-17")]


def take(run, marks, *, actor=None, day=1, now=AFTERWARDS, reason=""):
    return services.take_register(
        actor=actor or trainer_of(run),
        run_id=run.pk,
        day_id=days_of(run)[day - 1].pk,
        marks=marks,
        now=now,
        reason=reason,
    )


def test_register_says_full_part_and_none_when_the_trainer_enters_them():
    run = make_run()
    here, late, away = (make_enrolment(run) for _ in range(3))

    saved = take(run, {here.pk: Mark("full"), late.pk: Mark("part", 200), away.pk: Mark("none")})

    assert (saved.entered, saved.corrected) == (3, 0)
    assert {row.enrolment_id: row.mark for row in Attendance.objects.all()} == {
        here.pk: "full",
        late.pk: "part:200",
        away.pk: "none",
    }


def test_nothing_is_written_twice_when_the_same_register_is_saved_again():
    run = make_run()
    place = make_enrolment(run)
    take(run, {place.pk: Mark("full")})

    saved = take(run, {place.pk: Mark("full")})

    assert (saved.entered, saved.corrected, saved.unchanged) == (0, 0, 1)
    assert Attendance.objects.get().changes.count() == 1


def test_correction_is_refused_when_no_reason_is_given():
    place = make_enrolment()
    mark(place, "full")

    with pytest.raises(ReasonWanted):
        mark(place, "none")

    assert Attendance.objects.get().mark == "full"


def test_correction_keeps_what_was_said_before_when_a_reason_is_given():
    place = make_enrolment()
    mark(place, "full")

    mark(place, "part", minutes=90, reason="left_early")

    change = Attendance.objects.get().changes.last()
    assert (change.move, change.from_state, change.to_state, change.reason) == (
        "correct",
        "full",
        "part:90",
        "left_early",
    )


def test_whole_day_in_minutes_counts_as_full_when_entered_as_part():
    place = make_enrolment()

    mark(place, "part", minutes=420)

    assert Attendance.objects.get().mark == "full"


@pytest.mark.parametrize("minutes", [None, 0, 421, 10_000])
def test_part_is_refused_when_minutes_make_no_sense(minutes):
    with pytest.raises(MinutesWanted) as refusal:
        mark(make_enrolment(), "part", minutes=minutes)

    assert refusal.value.sentence == "For part of the day, enter the minutes: from 1 to 420."


def test_register_is_closed_when_the_day_has_not_begun():
    with pytest.raises(DayNotBegun):
        mark(make_enrolment(), now=NOW)


def test_register_opens_in_the_morning_when_it_is_the_day():
    place = make_enrolment()

    saved = mark(place, now=place.run.starts_at - timedelta(minutes=30))

    assert saved.entered == 1


def test_register_is_refused_when_somebody_else_takes_it():
    run = make_run()
    place = make_enrolment(run)

    for stranger in (make_staff(), make_borough_staff("havering").training_admin):
        with pytest.raises(NotYourRegister):
            take(run, {place.pk: Mark("full")}, actor=stranger.actor())


def test_training_administrator_may_take_it_when_the_run_is_theirs():
    camden = make_organisation("camden")
    run = make_run(open_to=[camden])
    admin = make_staff(organisation=camden, role="training_admin")
    place = make_enrolment(run)

    assert take(run, {place.pk: Mark("full")}, actor=admin.actor()).entered == 1


def test_mark_is_refused_when_the_person_has_no_place():
    run = make_run()
    cancelled = make_enrolment(run)
    services.cancel_place(
        actor=make_staff(organisation=make_organisation("camden"), role="admin", everywhere=True).actor(),
        enrolment_id=cancelled.pk,
        reason="work",
        now=NOW,
    )

    with pytest.raises(NotInRegister):
        take(run, {cancelled.pk: Mark("full")})


def test_day_of_another_run_is_not_found_when_asked_for():
    run, other = make_run(), make_run()

    with pytest.raises(NotFound):
        services.take_register(
            actor=trainer_of(run), run_id=run.pk, day_id=days_of(other)[0].pk, marks={}, now=AFTERWARDS
        )


def test_register_lists_confirmed_people_only_when_shown():
    run = make_run(capacity=2)
    first, second = make_enrolment(run), make_enrolment(run)
    make_enrolment(run, state="waiting")
    mark(first)

    register = register_of(run, days_of(run)[0].pk)

    assert {row.enrolment_id for row in register.rows} == {first.pk, second.pk}
    assert (register.full, register.is_taken, register.is_complete) == (1, True, False)


def test_register_is_due_when_somebody_is_not_marked_yet():
    run = make_run()
    place = make_enrolment(run)
    trainer = run.trainers.first()

    assert registers_due(trainer.pk, NOW) == []
    assert len(registers_due(trainer.pk, AFTERWARDS)) == 4
    attend(place)
    assert registers_due(trainer.pk, AFTERWARDS) == []


@pytest.mark.feature("CO-26")
def test_register_of_a_day_that_is_over_stands_under_overdue():
    run = make_run()
    make_enrolment(run)
    trainer = run.trainers.first()
    second_day = days_of(run)[1].starts_at

    rows = delivery_hub_items(actor_of(trainer, second_day), second_day)

    assert [(row.group, row.when) for row in rows] == [("overdue", "Tue 12"), ("due", "Today")]


def test_queries_stay_flat_when_more_people_are_marked(assert_flat):
    run = make_run(capacity=40)
    places = [make_enrolment(run), make_enrolment(run)]
    minutes = count(60)
    take(run, {place.pk: Mark("none") for place in places})

    def save():
        spent = next(minutes)
        take(run, {place.pk: Mark("part", spent) for place in places}, reason="mistake")

    def grow():
        places.extend(make_enrolment(run) for _ in range(10))
        take(run, {place.pk: Mark("none") for place in places[2:]})

    assert_flat(save, grow)


def test_trail_names_the_day_and_nobody_when_a_register_is_taken():
    place = make_enrolment()

    mark(place)

    entry = entries_about(Ref("courses.run_day", days_of(place.run)[0].pk)).get()
    assert entry.verb == "register taken"
    assert entry.detail == {"entered": 1, "corrected": 0}

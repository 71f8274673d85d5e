"""What the hottest read says is what the ORM says, whatever the state of a run."""

import pytest

from courses.models import Enrolment
from courses.selectors.glance import fullness_of, glance_at
from courses.selectors.places import clashes_of, needs_of, with_places
from courses.states import LIVE
from portal.kernel.errors import NotFound
from tests.factories.courses import make_course, make_enrolment, make_run
from tests.factories.people import make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("CO-12")]


def test_counts_are_those_of_the_states():
    run = make_run(capacity=3)
    waiting = [make_enrolment(run, state="waiting") for _ in range(2)]
    booked = Enrolment.objects.filter(run=run, state="booked").first()
    booked.state, booked.end_reason = "cancelled", "work"
    booked.save()

    seen = fullness_of(run.pk, person_id=waiting[0].person_id)

    full = with_places(type(run).objects.filter(pk=run.pk)).get()
    assert (seen.taken, seen.waiting) == (full.taken, full.waiting) == (2, 2)
    assert (seen.last_number, seen.mine) == (2, waiting[0].pk)
    assert fullness_of(run.pk, person_id=booked.person_id).mine is None


@pytest.mark.parametrize("needs", [False, True])
@pytest.mark.parametrize("busy", [False, True])
def test_questions_are_raised_only_when_there_is_something_to_look_up(needs, busy):
    staff, course = make_staff(), make_course("core")
    run = make_run(course)
    if needs:
        course.requires.add(make_course("overview"))
    if busy:
        make_enrolment(make_run(), staff.person)

    seen = glance_at(run.pk, staff.person.pk)

    assert seen.has_requirements == bool(needs_of(course.pk, staff.person.pk)) == needs
    assert seen.is_busy_elsewhere == bool(clashes_of(staff.person.pk, run.pk)) == busy
    assert (seen.course_id, seen.state, seen.capacity, seen.approval) == (course.pk, "published", 12, "none")


def test_own_place_in_the_run_is_not_elsewhere():
    enrolment = make_enrolment()

    assert enrolment.state in LIVE
    assert not glance_at(enrolment.run_id, enrolment.person_id).is_busy_elsewhere


def test_run_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        glance_at(404, make_person().pk)

"""Courses, runs and places for tests: plain functions, sensible without arguments."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from wagtail.models import Page

from courses import services
from courses.models import Course, CourseEdition, CoursePage, Enrolment, Run, RunDay, RunTrainer
from courses.rules.dates import DayPlan
from courses.states import Approval, EnrolmentState, Mode, RunState
from portal.kernel.actors import SYSTEM
from portal.kernel.codes import short_reference
from portal.people.models import Organisation, Person
from tests.factories.people import make_organisation, make_person, make_staff

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FIRST_DAY = date(2027, 1, 12)
OUTCOMES = ["Describe a pattern of coercive control", "Plan with the non-abusive parent"]

_numbers = count(1)


def make_course(code: str = "", *, approval: str = Approval.NONE, **fields: Any) -> Course:
    """A listed course with its first edition; nobody has to agree unless `approval` says so."""
    code = code or f"course-{next(_numbers)}"
    title = fields.pop("title", code.replace("-", " ").capitalize())
    words = {
        "title": title,
        "summary": "Learn to see the pattern behind the incident.",
        "audience": "Social workers in children’s services",
        "mode": "In person",
        "mode_code": "in_person",
        "length": "Four days",
        "outcomes": OUTCOMES,
        "cpd_minutes": 1440,
        "cpd_basis": "active learning, breaks left out",
        "prerequisites": "",
        "leave_with": "Certificate and toolkit",
        "content_note": "This course speaks plainly about harm to children.",
        "access_terms": "Step-free.",
        "camera_terms": "",
        "body": "<p>More.</p>",
    }
    course = Course.objects.create(
        code=code, slug=code, title=title, approval=approval, listed=True, words=words, **fields
    )
    make_edition(course)
    return course


def make_edition(course: Course, number: int = 1, **fields: Any) -> CourseEdition:
    fields.setdefault("outcomes", OUTCOMES)
    return CourseEdition.objects.create(
        course=course,
        number=number,
        title=course.title,
        description="Learn to see the pattern behind the incident.",
        cpd_minutes=1440,
        cpd_basis="active learning, breaks left out",
        made_at=NOW - timedelta(days=300),
        **fields,
    )


def make_run(
    course: Course | None = None,
    *,
    capacity: int = 12,
    days: int = 4,
    first_on: date = FIRST_DAY,
    state: str = RunState.PUBLISHED,
    trainer: Person | None = None,
    open_to: Sequence[Organisation] = (),
    **fields: Any,
) -> Run:
    """A published run of four days from 12 January 2027, 09:30 to 16:30, open to everybody; booking is open."""
    course = course or make_course()
    plans = [DayPlan(first_on + timedelta(days=n), time(9, 30), time(16, 30)) for n in range(days)]
    spans = [plan.instants() for plan in plans]
    fields.setdefault("mode", Mode.IN_PERSON)
    fields.setdefault("venue", "Crowndale Centre")
    fields.setdefault("booking_closes_at", spans[0][0] - timedelta(days=1))
    fields.setdefault("edition", course.editions.first())
    run = Run.objects.create(
        course=course,
        reference=short_reference("RN"),
        capacity=capacity,
        state=state,
        starts_at=spans[0][0],
        ends_at=spans[-1][1],
        **fields,
    )
    RunDay.objects.bulk_create(
        RunDay(run=run, on=plan.on, starts=plan.starts, ends=plan.ends, starts_at=start, ends_at=end)
        for plan, (start, end) in zip(plans, spans, strict=True)
    )
    RunTrainer.objects.create(run=run, person=trainer or make_person())
    run.open_to.set(open_to)
    return run


def make_enrolment(
    run: Run | None = None,
    person: Person | None = None,
    *,
    state: str = EnrolmentState.BOOKED,
    now: datetime = NOW,
) -> Enrolment:
    """A place in any state, reached through the services: the person gets a membership if they have none.

    The course must let the state happen: `requested` and `declined` need one that asks for approval.
    """
    run = run or make_run(
        make_course(approval=Approval.MANAGER if state in NEEDS_APPROVAL else Approval.NONE)
    )
    person = person or make_staff(organisation=make_organisation("camden")).person
    if state == EnrolmentState.WAITING:
        fill(run, now=now)
        return services.join_waiting_list(actor=SYSTEM, run_id=run.pk, person_id=person.pk, now=now)
    return services.ask_for_place(actor=SYSTEM, run_id=run.pk, person_id=person.pk, now=now)


NEEDS_APPROVAL = (EnrolmentState.REQUESTED, EnrolmentState.AGREED, EnrolmentState.DECLINED)


def fill(run: Run, *, now: datetime = NOW, leave: int = 0) -> list[Enrolment]:
    """Take all places of a run but `leave`, by people who are booked."""
    organisation = make_organisation("camden")
    taken = (
        Enrolment.objects.filter(run=run)
        .exclude(state__in=("cancelled", "declined", "lapsed", "waiting"))
        .count()
    )
    return [
        Enrolment.objects.create(
            run=run,
            person=make_staff(organisation=organisation).person,
            edition=run.edition,
            state=EnrolmentState.BOOKED,
            approval=Approval.NONE,
            requested_at=now,
            organisation=organisation,
        )
        for _ in range(run.capacity - leave - taken)
    ]


def make_course_page(parent: Page | None = None, **fields: Any) -> CoursePage:
    """A course page that lacks nothing, as a draft under the root of the tree; publish its revision to list it."""
    code = fields.pop("code", "") or f"page-{next(_numbers)}"
    given = {
        "title": code.replace("-", " ").capitalize(),
        "slug": code,
        "code": code,
        "summary": "Learn to see the pattern behind the incident.",
        "audience": "Social workers",
        "mode": Mode.IN_PERSON,
        "length": "Four days",
        "outcomes": [("outcome", sentence) for sentence in OUTCOMES],
        "cpd_minutes": 1440,
        "cpd_basis": "active learning, breaks left out",
        "live": False,
    }
    page = CoursePage(**{**given, **fields})
    (parent or Page.objects.get(depth=1)).add_child(instance=page)
    return page

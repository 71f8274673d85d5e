"""What courses hold about somebody: their places, attendance, answers and completions, and the runs they train."""

from datetime import datetime
from typing import Any

from courses.models import AccessNeed, Attendance, Completion, Enrolment, Response, Run, RunTrainer
from courses.selectors.enrolments import WHAT
from courses.services import forget_answers, forget_needs, release_places
from portal.kernel import clock
from portal.kernel.personal_data import Holding, Subject, named, register


def _dates(run: Run) -> dict[str, Any]:
    """Which course on which days, for people; the code, for asking us about it."""
    return {
        "course": run.course.title,
        "first_day": run.starts_at and clock.local(run.starts_at).date(),
        "last_day": run.ends_at and clock.local(run.ends_at).date(),
        "run": run.reference,
    }


def _place(row: Enrolment) -> dict[str, Any]:
    """A place and every step of it, also the person's own: asking, giving back. Who else took one is not theirs."""
    steps = [{"at": step.at, "step": WHAT.get(step.move, step.move)} for step in row.changes.all()]
    said = named(row, "state", "requested_at", "approved_at", "hold_until", "end_reason", "clash_reason")
    return _dates(row.run) | said | {"steps": steps}


def _attendance(row: Attendance) -> dict[str, Any]:
    return {"course": row.enrolment.run.course.title, "day": row.day.starts_at} | named(
        row, "presence", "minutes", "taken_at"
    )


def _answers(row: Response) -> dict[str, Any]:
    asked = {question["id"]: question for question in row.form.questions}
    return {
        "form": row.form.title,
        "coded": {_question(asked, key): value for key, value in row.coded.items()},
        "words": {_question(asked, key): value for key, value in (row.words or {}).items() if value},
    } | named(row, "saved_at", "submitted_at", "late")


def _question(asked: dict[str, Any], key: str) -> str:
    """The words of a question; its id when the form has lost it."""
    return str(asked[key]["question"]) if key in asked else key


def _why_trainer(subject: Subject, now: datetime) -> str:
    coming = RunTrainer.objects.filter(person_id=subject.person_id, run__ends_at__gt=now)
    count = coming.exclude(run__state="cancelled").count()
    return f"They are trainer of {count} coming course dates. Name another trainer first." if count else ""


register(
    Holding(
        key="courses.places",
        title="Places on courses",
        fields=("courses.Enrolment.person",),
        rows=lambda subject: (
            Enrolment.objects.filter(person_id=subject.person_id)
            .select_related("run__course")
            .prefetch_related("changes")
            .order_by("requested_at")
        ),
        show=_place,
        goes="Places on dates to come, which pass on to others, and what you wrote about a clash.",
        stays="Past places without a name: attendance and funding are counted from them.",
        erase=release_places,
    )
)
register(
    Holding(
        key="courses.needs",
        title="What you said you need on courses",
        fields=("courses.AccessNeed.words",),
        rows=lambda subject: (
            AccessNeed.objects.filter(enrolment__person_id=subject.person_id)
            .select_related("enrolment__run__course")
            .order_by("given_at")
        ),
        show=lambda row: {"course": row.enrolment.run.course.title} | named(row, "words", "given_at"),
        goes="All of it.",
        erase=forget_needs,
    )
)
register(
    Holding(
        key="courses.attendance",
        title="Attendance",
        fields=(),
        rows=lambda subject: (
            Attendance.objects.filter(enrolment__person_id=subject.person_id)
            .select_related("enrolment__run__course", "day")
            .order_by("day__starts_at")
        ),
        show=_attendance,
        stays="Without a name: certificates rest on it.",
    )
)
register(
    Holding(
        key="courses.answers",
        title="Answers to questionnaires",
        fields=("courses.Response.answered_by", "courses.Response.words"),
        rows=lambda subject: (
            Response.objects.filter(answered_by_id=subject.person_id)
            .select_related("form")
            .order_by("saved_at")
        ),
        show=_answers,
        goes="Everything written in your own words.",
        stays="Answers on scales without a name: they count in the course’s results.",
        erase=forget_answers,
    )
)
register(
    Holding(
        key="courses.completions",
        title="Completed courses",
        fields=("courses.Completion.person",),
        rows=lambda subject: (
            Completion.objects.filter(person_id=subject.person_id)
            .select_related("enrolment__run__course")
            .order_by("completed_on")
        ),
        show=lambda row: (
            {"course": row.enrolment.run.course.title}
            | named(
                row,
                "course_code",
                "edition_number",
                "completed_on",
                "recorded_at",
                "withdrawn_at",
                "withdrawn_reason",
            )
        ),
        stays="Without a name: coverage of past months counts them, and certificates rest on them.",
    )
)
register(
    Holding(
        key="courses.trained",
        title="Course dates you trained",
        fields=("courses.RunTrainer.person",),
        rows=lambda subject: RunTrainer.objects.filter(person_id=subject.person_id).select_related(
            "run__course"
        ),
        show=lambda row: _dates(row.run),
        stays="Who trained stays written on certificates that others hold: it is part of their proof.",
        obstacle=_why_trainer,
    )
)

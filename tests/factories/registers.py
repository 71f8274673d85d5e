"""Registers and questionnaires for tests, written through the services."""

from datetime import datetime
from typing import Any

from courses import services
from courses.delivery_states import Presence, Wave
from courses.models import Course, Enrolment, Questionnaire, Run, RunDay
from courses.services import Mark
from courses.services.freeze_questionnaires import freeze_questionnaires
from courses.states import Approval
from portal.kernel.actors import Actor
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import actor_of

AFTERWARDS = datetime.fromisoformat("2027-01-15T16:00:00+00:00")

SCALE = {"low": "Not at all sure", "high": "Very sure", "required": True, "level": "learning"}
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("scale", {"question": "How sure are you that you can map a pattern?", "measure": "mapping", **SCALE}),
    (
        "choice",
        {
            "question": "How often do you meet this at work?",
            "options": ["Weekly", "Monthly"],
            "required": True,
        },
    ),
    (
        "choices",
        {"question": "What do you use?", "options": ["Mapping tool", "Supervision"], "required": False},
    ),
    ("text", {"question": "What would you like to learn?", "required": False}),
]


def make_questionnaire(course: Course | None = None, wave: str = Wave.BEFORE, **fields: Any) -> Questionnaire:
    """A questionnaire in use, with a question of each kind."""
    fields.setdefault("title", Wave(wave).label)
    fields.setdefault("questions", QUESTIONS)
    found = Questionnaire.objects.create(course=course or make_course(), wave=wave, **fields)
    found.refresh_from_db()  # the blocks get their ids when they are stored
    return found


def freeze(run: Run, now: datetime = NOW) -> None:
    """What publishing does for the questionnaires of a run that a factory made."""
    freeze_questionnaires(run, now=now)


def make_run_with_forms(*, approval: str = Approval.NONE, **fields: Any) -> Run:
    """A published run whose course asks for questionnaires before and after."""
    course = make_course(approval=approval)
    make_questionnaire(course, Wave.BEFORE)
    make_questionnaire(course, Wave.AFTER)
    run = make_run(course, **fields)
    freeze(run)
    return run


def trainer_of(run: Run, now: datetime = AFTERWARDS) -> Actor:
    person = run.trainers.first()
    assert person
    return actor_of(person, now)


def days_of(run: Run) -> list[RunDay]:
    return list(run.days.all())


def mark(
    enrolment: Enrolment,
    presence: str = Presence.FULL,
    *,
    day: int = 1,
    minutes: int | None = None,
    reason: str = "",
    now: datetime = AFTERWARDS,
) -> services.RegisterSaved:
    """Write one person into the register of the n-th day."""
    run = enrolment.run
    return services.take_register(
        actor=trainer_of(run, now),
        run_id=run.pk,
        day_id=days_of(run)[day - 1].pk,
        marks={enrolment.pk: Mark(presence, minutes)},
        now=now,
        reason=reason,
    )


def attend(enrolment: Enrolment, *, now: datetime = AFTERWARDS) -> None:
    """There on every day, all day."""
    for number in range(1, len(days_of(enrolment.run)) + 1):
        mark(enrolment, day=number, now=now)


def answers_for(enrolment: Enrolment, wave: str, scale: int = 4) -> dict[str, Any]:
    """An answer to every question of a wave."""
    form = enrolment.run.questionnaires.get(wave=wave)
    given = {"scale": scale, "choice": "Weekly", "choices": ["Supervision"], "text": "How to write it down"}
    return {question["id"]: given[question["kind"]] for question in form.questions}


def send(enrolment: Enrolment, wave: str, *, now: datetime = AFTERWARDS, scale: int = 4) -> None:
    """Fill in and send one questionnaire as the participant."""
    services.send_answers(
        actor=actor_of(enrolment.person, now),
        enrolment_id=enrolment.pk,
        wave=wave,
        answers=answers_for(enrolment, wave, scale),
        now=now,
    )


def make_completed(run: Run | None = None, *, now: datetime = AFTERWARDS, **traits: Any) -> Enrolment:
    """Somebody who completed a course whose rule asks for attendance only."""
    enrolment = make_enrolment(run or make_run(), **traits)
    attend(enrolment, now=now)
    enrolment.refresh_from_db()
    return enrolment

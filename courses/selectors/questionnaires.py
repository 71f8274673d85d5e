"""Which questionnaires are asked of whom, what was answered, and what the answers say together."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.delivery_states import COUNTED_WAVES, QuestionKind, Wave
from courses.models import Enrolment, Response, Run, RunQuestionnaire
from courses.rules.questionnaires import THREE_MONTHS, Pair, due_on, matched_pairs, opens_at
from courses.states import CONFIRMED, EnrolmentState
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.querying import Prepared


def span_of(run: Run) -> tuple[datetime, datetime]:
    """When a run begins and ends. Raises `NotFound` for a draft without days, which asks nobody anything."""
    if run.starts_at is None or run.ends_at is None:
        raise NotFound()
    return run.starts_at, run.ends_at


@dataclass(frozen=True, slots=True)
class FormDue:
    """A questionnaire that somebody is asked for now."""

    enrolment_id: int
    wave: str
    title: str
    course_title: str
    due_on: date
    begun: bool
    holds_certificate: bool


def forms_due(person_id: int, now: datetime) -> list[FormDue]:
    """Questionnaires this person is asked for now and has not sent, most urgent first. One query."""
    _, tonight = clock.day_bounds(clock.today(now))
    rows = _FORMS_DUE.rows(person_id=person_id, tonight=tonight, three_months_ago=now - THREE_MONTHS)
    found = [
        FormDue(
            enrolment_id=place,
            wave=wave,
            title=title,
            course_title=course_title,
            due_on=due_on(wave, starts_at, ends_at),
            begun=begun,
            holds_certificate=counts
            and wave in COUNTED_WAVES
            and state == EnrolmentState.BOOKED
            and clock.today(ends_at) <= clock.today(now),
        )
        for place, wave, title, course_title, starts_at, ends_at, counts, state, begun in rows
    ]
    return sorted(found, key=lambda form: (form.due_on, form.enrolment_id))


def _forms_due(
    person_id: int, tonight: datetime, three_months_ago: datetime
) -> QuerySet[RunQuestionnaire, tuple[Any, ...]]:
    mine = Response.objects.filter(form=OuterRef("pk"), enrolment__person_id=person_id)
    is_open = (
        Q(wave=Wave.BEFORE)
        | Q(wave=Wave.AFTER, run__ends_at__lt=tonight)
        | Q(wave=Wave.THREE_MONTHS, run__ends_at__lte=three_months_ago)
    )
    asked = RunQuestionnaire.objects.filter(
        is_open,
        run__enrolments__person_id=person_id,
        run__enrolments__state__in=CONFIRMED,
        run__starts_at__isnull=False,
        run__ends_at__isnull=False,
    )
    return (
        asked.exclude(Exists(mine.filter(submitted_at__isnull=False)))
        .annotate(begun=Exists(mine))
        .values_list(
            "run__enrolments__pk",
            "wave",
            "title",
            "run__course__title",
            "run__starts_at",
            "run__ends_at",
            "run__course__forms_required",
            "run__enrolments__state",
            "begun",
        )
    )


_FORMS_DUE = Prepared(
    _forms_due,
    person_id=-1_234_567,
    tonight=datetime(1900, 1, 1, tzinfo=UTC),
    three_months_ago=datetime(1901, 1, 1, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class FormToAnswer:
    """One questionnaire of one place with the answers given so far."""

    enrolment: Enrolment
    form: RunQuestionnaire
    answers: dict[str, Any]
    sent_at: datetime | None
    saved_at: datetime | None
    due_on: date
    opens_at: datetime | None


def form_to_answer(enrolment_id: int, wave: str) -> FormToAnswer:
    """A place's questionnaire of a wave. Three queries at most. Raises `NotFound`."""
    enrolment = Enrolment.objects.select_related("run__course", "person").filter(pk=enrolment_id).first()
    if enrolment is None or enrolment.state not in CONFIRMED:
        raise NotFound()
    form = RunQuestionnaire.objects.filter(run=enrolment.run, wave=wave).first()
    if form is None:
        raise NotFound()
    response = Response.objects.filter(enrolment=enrolment, form=form).first()
    run = enrolment.run
    return FormToAnswer(
        enrolment=enrolment,
        form=form,
        answers={**response.coded, **(response.words or {})} if response else {},
        sent_at=response.submitted_at if response else None,
        saved_at=response.saved_at if response else None,
        due_on=due_on(wave, *span_of(run)),
        opens_at=opens_at(wave, *span_of(run)),
    )


@dataclass(frozen=True, slots=True)
class FormState:
    """One questionnaire of a place, for the page of the place."""

    wave: str
    title: str
    sent: bool
    begun: bool
    opens_on: date | None
    due_on: date

    @property
    def open(self) -> bool:
        return self.opens_on is None


def forms_of(enrolment: Enrolment, now: datetime) -> list[FormState]:
    """The questionnaires of a place that the participant fills in, in the order of their waves. Two queries."""
    if enrolment.state not in CONFIRMED:
        return []
    run = enrolment.run
    responses = {row.form_id: row for row in Response.objects.filter(enrolment=enrolment)}
    forms = RunQuestionnaire.objects.filter(run=run).exclude(wave=Wave.MANAGER)
    return [
        FormState(
            wave=form.wave,
            title=form.title,
            sent=bool(form.pk in responses and responses[form.pk].submitted_at),
            begun=form.pk in responses,
            opens_on=clock.today(opening) if opening and opening > now else None,
            due_on=due_on(form.wave, *span_of(run)),
        )
        for form in sorted(forms, key=lambda form: list(Wave).index(Wave(form.wave)))
        for opening in [opens_at(form.wave, *span_of(run))]
    ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after of one run: how many answered, and how each measure moved."""

    places: int
    answered_before: int
    answered_after: int
    pairs: tuple[Pair, ...]

    @property
    def shown(self) -> list[Pair]:
        """Those with enough people behind them."""
        return [pair for pair in self.pairs if pair.is_shown]

    @property
    def in_short(self) -> str:
        """What the answers come to."""
        if not self.shown:
            return "No figures to compare yet"
        higher = sum((pair.after or 0) > (pair.before or 0) for pair in self.shown)
        return f"{higher} of {len(self.shown)} measures are higher after the course"


def before_and_after(run: Run) -> Comparison:
    """The matched-pairs report of a run; answers that came late compare with nothing. Three queries."""
    forms = {form.wave: form for form in RunQuestionnaire.objects.filter(run=run)}
    sent = Response.objects.filter(form__run=run, submitted_at__isnull=False, late=False)
    answers: dict[str, dict[int, dict[str, int]]] = {Wave.BEFORE: {}, Wave.AFTER: {}}
    for response in sent.filter(form__wave__in=(Wave.BEFORE, Wave.AFTER)):
        wave = next(wave for wave, form in forms.items() if form.pk == response.form_id)
        answers[wave][response.enrolment_id] = _measured(forms[wave], response.coded)
    measures = {
        question["measure"]: question["question"]
        for form in forms.values()
        for question in form.questions
        if question["measure"] and question["kind"] == QuestionKind.SCALE
    }
    return Comparison(
        places=Enrolment.objects.filter(run=run, state__in=CONFIRMED).count(),
        answered_before=len(answers[Wave.BEFORE]),
        answered_after=len(answers[Wave.AFTER]),
        pairs=matched_pairs(measures, answers[Wave.BEFORE], answers[Wave.AFTER]),
    )


def _measured(form: RunQuestionnaire, coded: dict[str, Any]) -> dict[str, int]:
    return {
        question["measure"]: coded[question["id"]]
        for question in form.questions
        if question["measure"]
        and question["kind"] == QuestionKind.SCALE
        and coded.get(question["id"]) is not None
    }

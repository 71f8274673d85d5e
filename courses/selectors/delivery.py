"""What happens in a run and what follows: registers, questionnaires, completions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.delivery_states import COUNTED_WAVES, Presence
from courses.models import Attendance, Completion, Course, Enrolment, Response, Run, RunDay, RunQuestionnaire
from courses.rules.completion import DayAttended, FormAsked, Progress, completion_of
from courses.states import CONFIRMED, EnrolmentState, Mode, RunState
from portal.kernel import clock
from portal.kernel.errors import NotFound
from portal.kernel.querying import Prepared


@dataclass(frozen=True, slots=True)
class CompletionFacts:
    """A completion that stands, as other rooms may know it."""

    enrolment_id: int
    person_id: int
    course_code: str
    edition: int
    completed_on: date
    organisation_id: int | None
    days_attended: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """What an enrolment is about, for whoever writes it down for good: a certificate, an export."""

    enrolment_id: int
    person_id: int
    person_name: str
    course_title: str
    course_code: str
    edition: int
    description: str
    outcomes: tuple[str, ...]
    cpd_minutes: int
    cpd_basis: str
    mode: str
    days: tuple[date, ...]
    provider: str
    trainers: tuple[str, ...]
    accreditation: dict[str, str]
    validity_months: int | None
    completed_on: date | None


def standing_completion(enrolment_id: int, *, locked: bool = False) -> CompletionFacts | None:
    """The completion of an enrolment if it stands now.

    Args:
        locked: hold its row until the caller's transaction ends, so that nobody withdraws it meanwhile.
    """
    rows = Completion.objects.select_for_update() if locked else Completion.objects
    found = rows.filter(enrolment_id=enrolment_id).first()
    if found is None or not found.stands:
        return None
    there = Attendance.objects.filter(enrolment_id=enrolment_id).exclude(presence=Presence.NONE)
    return CompletionFacts(
        enrolment_id=enrolment_id,
        person_id=found.person_id,
        course_code=found.course_code,
        edition=found.edition_number,
        completed_on=found.completed_on,
        organisation_id=found.organisation_id,
        days_attended=tuple(there.order_by("day__on").values_list("day__on", flat=True)),
    )


def standing_completions() -> QuerySet[Completion, int]:
    """The enrolment ids of every completion that stands now, for a subquery."""
    return Completion.objects.filter(withdrawn_at__isnull=True).values_list("enrolment_id", flat=True)


def enrolment_facts(enrolment_id: int) -> EnrolmentFacts:
    """Everything about one enrolment that outlives it, in the words of the edition taken. Raises `NotFound`."""
    rows = Enrolment.objects.select_related("run__course", "edition", "person", "completion")
    enrolment = rows.filter(pk=enrolment_id).first()
    if enrolment is None:
        raise NotFound()
    run, edition = enrolment.run, enrolment.edition
    trainers = run.trainer_places.select_related("person").order_by(
        "person__family_name", "person__given_name"
    )
    completion = getattr(enrolment, "completion", None)
    return EnrolmentFacts(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        person_name=enrolment.person.name_on_certificate,
        course_title=edition.title,
        course_code=run.course.code,
        edition=edition.number,
        description=edition.description,
        outcomes=tuple(edition.outcomes),
        cpd_minutes=edition.cpd_minutes,
        cpd_basis=edition.cpd_basis,
        mode=Mode(run.mode).label,
        days=tuple(run.days.values_list("on", flat=True)),
        provider=run.course.words.get("provider", ""),
        trainers=tuple(place.person.name for place in trainers),
        accreditation=edition.accreditation,
        validity_months=run.course.validity_months,
        completed_on=completion.completed_on if completion and completion.stands else None,
    )


def completions_as_of(on: date) -> QuerySet[Completion]:
    """Completions that had happened by the end of a day and had not been withdrawn by then.

    Carries person_id, course_code, completed_on, organisation_id and team_id. A completion that was withdrawn after
    the day still counts for it, so that a figure of last month does not move without a word.
    """
    _, end = clock.day_bounds(on)
    return Completion.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end), completed_on__lte=on
    )


def validity_of(course_codes: Iterable[str]) -> dict[str, int | None]:
    """For how many months a completion of each course counts; None for ever. Unknown codes are left out."""
    return dict(Course.objects.filter(code__in=list(course_codes)).values_list("code", "validity_months"))


def progress_in(run: Run, enrolment_ids: Iterable[int]) -> dict[int, Progress]:
    """How far each of these people is in a run whose course is loaded: four queries, however many people."""
    wanted = set(enrolment_ids)
    days = list(run.days.all())
    marks = {
        (row.enrolment_id, row.day_id): row
        for row in Attendance.objects.filter(enrolment_id__in=wanted, day__run=run)
    }
    forms = _counted_forms(run)
    sent = {
        (row.enrolment_id, row.form_id): clock.today(row.submitted_at)
        for row in Response.objects.filter(
            enrolment_id__in=wanted, form__in=forms, submitted_at__isnull=False
        )
        if row.submitted_at
    }
    return {
        enrolment_id: Progress(
            rule=run.course.completion_rule,
            share=run.course.completion_share,
            days=tuple(_day_of(day, marks.get((enrolment_id, day.pk))) for day in days),
            forms=tuple(FormAsked(form.title, sent.get((enrolment_id, form.pk))) for form in forms),
        )
        for enrolment_id in wanted
    }


def _counted_forms(run: Run) -> list[RunQuestionnaire]:
    if not run.course.forms_required:
        return []
    return sorted(
        run.questionnaires.filter(wave__in=COUNTED_WAVES), key=lambda form: COUNTED_WAVES.index(form.wave)
    )


def _day_of(day: RunDay, mark: Attendance | None) -> DayAttended:
    return DayAttended(day.on, day.minutes, mark.presence if mark else None, mark.minutes if mark else None)


def what_is_missing(enrolment_id: int) -> tuple[str, ...]:
    """What still stands between an enrolment and its completion, in sentences; empty once it is completed."""
    enrolment = Enrolment.objects.select_related("run__course").filter(pk=enrolment_id).first()
    if enrolment is None:
        raise NotFound()
    return completion_of(progress_in(enrolment.run, [enrolment_id])[enrolment_id]).missing


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person in the register of a day."""

    enrolment_id: int
    name: str
    presence: str
    minutes: int | None
    completed: bool


@dataclass(frozen=True, slots=True)
class RegisterOfDay:
    """A day's register, ready to show."""

    day: RunDay
    number: int
    of: int
    rows: tuple[RegisterRow, ...]

    @property
    def is_taken(self) -> bool:
        return any(row.presence for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return bool(self.rows) and all(row.presence for row in self.rows)

    @property
    def full(self) -> int:
        return self._count(Presence.FULL)

    @property
    def part(self) -> int:
        return self._count(Presence.PART)

    @property
    def none(self) -> int:
        return self._count(Presence.NONE)

    def _count(self, presence: Presence) -> int:
        return sum(row.presence == presence for row in self.rows)


def register_of(run: Run, day_id: int) -> RegisterOfDay:
    """The register of one day: everybody with a confirmed place, by family name. Three queries. Raises `NotFound`."""
    days = list(run.days.all())
    day = next((day for day in days if day.pk == day_id), None)
    if day is None:
        raise NotFound()
    marks = {row.enrolment_id: row for row in Attendance.objects.filter(day=day)}
    places = Enrolment.objects.filter(run=run, state__in=CONFIRMED).select_related("person")
    rows = [
        RegisterRow(
            place.pk,
            place.person.name,
            marks[place.pk].presence if place.pk in marks else "",
            marks[place.pk].minutes if place.pk in marks else None,
            place.state == EnrolmentState.COMPLETED,
        )
        for place in places.order_by("person__family_name", "person__given_name", "pk")
    ]
    return RegisterOfDay(day, days.index(day) + 1, len(days), tuple(rows))


@dataclass(frozen=True, slots=True)
class RegisterDue:
    """A register that a trainer has still to take."""

    reference: str
    day_id: int
    on: date
    starts_at: datetime
    course_title: str


def registers_due(trainer_person_id: int, now: datetime) -> list[RegisterDue]:
    """Registers of days that have begun and that still lack somebody, oldest first, for a trainer. One query."""
    rows = _REGISTERS_DUE.rows(person_id=trainer_person_id, today=clock.today(now))
    return [RegisterDue(*row) for row in rows]


def _registers_due(person_id: int, today: date) -> QuerySet[RunDay, tuple[Any, ...]]:
    unmarked = Enrolment.objects.filter(run=OuterRef("run"), state__in=CONFIRMED).exclude(
        Exists(Attendance.objects.filter(enrolment=OuterRef("pk"), day=OuterRef(OuterRef("pk"))))
    )
    days = RunDay.objects.filter(
        Exists(unmarked),
        run__trainer_places__person_id=person_id,
        run__state__in=(RunState.PUBLISHED, RunState.FINISHED),
        on__lte=today,
    )
    return days.order_by("starts_at", "pk").values_list(
        "run__reference", "pk", "on", "starts_at", "run__course__title"
    )


_REGISTERS_DUE = Prepared(_registers_due, person_id=-1_234_567, today=date(1900, 1, 1))


@dataclass(frozen=True, slots=True)
class RegisterState:
    """Where the register of one day stands."""

    day_id: int
    on: date
    open: bool
    marked: int
    places: int

    @property
    def is_complete(self) -> bool:
        return self.marked >= self.places > 0


def registers_of(run: Run, now: datetime) -> list[RegisterState]:
    """The registers of a run, day by day. Two queries."""
    places = Enrolment.objects.filter(run=run, state__in=CONFIRMED).count()
    marked = Count("attendances", filter=Q(attendances__enrolment__state__in=CONFIRMED))
    return [
        RegisterState(day.pk, day.on, day.on <= clock.today(now), day.marked, places)
        for day in RunDay.objects.filter(run=run).annotate(marked=marked).order_by("starts_at")
    ]

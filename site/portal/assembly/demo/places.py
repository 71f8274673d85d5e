"""A year of training: people ask, managers agree, trainers take the register, forms come back, certificates follow."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from courses.delivery_states import Presence
from courses.models import Enrolment, Run, RunQuestionnaire
from courses.services.answer_questionnaire import send_answers
from courses.services.ask_for_place import ask_for_place, join_waiting_list
from courses.services.decide import approve
from courses.services.keep_runs import finish_runs
from courses.services.take_register import Mark, take_register
from courses.states import EnrolmentState
from portal.assembly.demo.boroughs import Cast, frontline_since_before
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.outbox.relay import deliver_due
from portal.people.selectors import actor_for_person

# Repeatable: the same demonstration on every machine.
CHANCE_SEED = 20261122
# Of those who booked, how many came to a day, and sent each form.
CAME, ANSWERED = 0.95, 0.9
# Kept out of the past, so that the demonstration's own people start their journey fresh.
# Who has done all but the last day of Core: the next register and their answers complete it.
NEARLY_DONE = "olamide.shafiq@camden.example"
KEPT_FRESH = ("practitioner@camden.example", "practitioner2@camden.example", NEARLY_DONE)


def load_history(run_ids: list[int], cast: Cast, now: datetime) -> None:
    """Fill the past runs, most of them, and let everything follow that follows in life."""
    chance = random.Random(CHANCE_SEED)  # noqa: S311 - invents people's diaries, guards nothing
    staff = {code: _frontline(pk, cast, chance, now) for code, pk in cast.boroughs.items()}
    for run in Run.objects.filter(pk__in=run_ids).order_by("starts_at"):
        home = "havering" if "Havering" in run.venue else "camden"
        starts_at, ends_at = span_of(run)
        wanted = min(run.capacity - chance.randrange(0, 4), 18)
        asked = starts_at - timedelta(weeks=3)
        people = _take(staff[home], wanted)
        if run.pk == run_ids[0]:
            people = [cast.people["champion@camden.example"], *people]
        places = list(_book(run, dict.fromkeys(people), asked))
        _hold(run, places, chance)
        deliver_due(ends_at + timedelta(days=1), limit=2_000)
    finish_runs(now=now)


def load_running(run_ids: list[int], cast: Cast, now: datetime) -> None:
    """A run that is on: everybody is booked, and the trainer has the registers still to take."""
    chance = random.Random(CHANCE_SEED + 2)  # noqa: S311 - as above
    staff = _frontline(cast.boroughs["camden"], cast, chance, now)
    for run in Run.objects.filter(pk__in=run_ids):
        starts_at, _ = span_of(run)
        places = list(_book(run, _take(staff, 10), starts_at - timedelta(weeks=3)))
        _answer(run, places, "before", starts_at - timedelta(days=2), chance)


def load_nearly_done(run_ids: list[int], cast: Cast, now: datetime) -> None:
    """A run that is over: all were there on every day but the last, whose register nobody has taken yet."""
    chance = random.Random(CHANCE_SEED + 3)  # noqa: S311 - as above
    staff = _frontline(cast.boroughs["camden"], cast, chance, now)
    for run in Run.objects.filter(pk__in=run_ids):
        starts_at, _ = span_of(run)
        asked = starts_at - timedelta(weeks=3)
        places = list(_book(run, [cast.people[NEARLY_DONE], *_take(staff, 7)], asked))
        _answer(run, places, "before", starts_at - timedelta(days=2), chance)
        for day in list(run.days.all())[:-1]:
            marks = {place.pk: Mark(Presence.FULL) for place in places}
            take_register(actor=SYSTEM, run_id=run.pk, day_id=day.pk, marks=marks, now=day.ends_at)


def load_requests(run_ids: list[int], cast: Cast, now: datetime) -> None:
    """What is in motion today: booked, waiting for a manager, and a full run with a waiting list."""
    chance = random.Random(CHANCE_SEED + 1)  # noqa: S311 - as above
    staff = _frontline(cast.boroughs["camden"], cast, chance, now)
    asked = now - timedelta(days=2)
    for number, run in enumerate(Run.objects.filter(pk__in=run_ids).order_by("starts_at")):
        # The second Core run is nearly full: one place is left, so that two people can try for it.
        wanted = run.capacity - 1 if run.capacity < 6 else chance.randrange(3, 7)
        for person_id in _take(staff, wanted):
            _ask(run, person_id, asked, agreed=bool(number % 3))


def span_of(run: Run) -> tuple[datetime, datetime]:
    """When a published run begins and ends; drafts have neither."""
    days = list(run.days.all())
    return days[0].starts_at, days[-1].ends_at


def _frontline(organisation_id: int, cast: Cast, chance: random.Random, now: datetime) -> list[int]:
    fresh = {cast.people[email] for email in KEPT_FRESH}
    found = frontline_since_before(organisation_id, now).order_by("pk").values_list("person_id", flat=True)
    people = [pk for pk in found if pk not in fresh]
    chance.shuffle(people)
    return people


def _take(people: list[int], count: int) -> list[int]:
    taken, people[:] = people[:count], people[count:]
    people.extend(taken)  # so that somebody may do a second course later
    return taken


def _book(run: Run, people: Iterable[int], asked: datetime) -> Iterable[Enrolment]:
    for person_id in people:
        place = _ask(run, person_id, asked, agreed=True)
        if place is not None and place.state == EnrolmentState.BOOKED:
            yield place


def _ask(run: Run, person_id: int, at: datetime, *, agreed: bool) -> Enrolment | None:
    actor = actor_for_person(person_id, at)
    try:
        place = ask_for_place(actor=actor, run_id=run.pk, now=at)
    except DomainError:
        try:
            return join_waiting_list(actor=actor, run_id=run.pk, now=at)
        except DomainError:
            return None
    if agreed and place.state == EnrolmentState.REQUESTED:
        place = approve(actor=SYSTEM, enrolment_id=place.pk, now=at + timedelta(hours=5))
    return place


def _hold(run: Run, places: list[Enrolment], chance: random.Random) -> None:
    """The days themselves: forms before, a register a day, forms after."""
    starts_at, ends_at = span_of(run)
    answering = [place for place in places if chance.random() < ANSWERED]
    _answer(run, answering, "before", starts_at - timedelta(days=2), chance)
    for day in run.days.all():
        marks = {
            place.pk: Mark(Presence.FULL if chance.random() < CAME**0.25 else Presence.NONE)
            for place in places
        }
        take_register(actor=SYSTEM, run_id=run.pk, day_id=day.pk, marks=marks, now=day.ends_at)
    _answer(run, answering, "after", ends_at + timedelta(hours=2), chance)


def _answer(run: Run, places: list[Enrolment], wave: str, at: datetime, chance: random.Random) -> None:
    form = RunQuestionnaire.objects.filter(run=run, wave=wave).first()
    if form is None:
        return
    for place in places:
        answers = {q["id"]: _reply(q, wave, chance) for q in form.questions}
        send_answers(
            actor=actor_for_person(place.person_id, at),
            enrolment_id=place.pk,
            wave=wave,
            answers=answers,
            now=at,
        )


def _reply(question: dict[str, object], wave: str, chance: random.Random) -> object:
    if question["kind"] == "scale":
        return min(10, chance.randrange(2, 7) + (3 if wave == "after" else 0))
    return ""

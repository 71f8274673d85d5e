"""Champions hear what courses say, by the outbox, once in effect; and their data stays sound."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from champions import services
from champions.models import Champion, ChampionChange, Term
from champions.states import ChampionState
from portal.kernel.actors import SYSTEM
from portal.kernel.invariants import breaches
from portal.outbox.events import Event
from portal.outbox.services import publish
from tests.factories.champions import NOW, make_champion
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CH-01")]


@dataclass(frozen=True, slots=True)
class Completed(Event):
    """As courses says it; tests of this app do not import that one."""

    name: ClassVar[str] = "courses.course_completed.v1"
    enrolment_id: int
    person_id: int
    course_code: str
    completed_on: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    name: ClassVar[str] = "courses.completion_withdrawn.v1"
    enrolment_id: int
    person_id: int
    course_code: str
    reason_code: str


def test_champion_becomes_ready_and_steps_back_when_courses_say_so(
    deliver_everything: Callable[[datetime], int],
) -> None:
    membership = make_staff().membership
    assert membership
    champion = services.nominate(actor=SYSTEM, membership_id=membership.pk, now=NOW, minutes_per_week=60)
    states = [Champion.objects.get(pk=champion.pk).state]

    for event, at in (
        (Completed(1, membership.person_id, "core", "2026-11-24"), NOW),
        (Withdrawn(1, membership.person_id, "core", "attendance_corrected"), NOW + timedelta(hours=1)),
    ):
        with transaction.atomic():
            publish(event, now=at)
        deliver_everything(at)
        states.append(Champion.objects.get(pk=champion.pk).state)

    assert states == [ChampionState.AGREED, ChampionState.TRAINED, ChampionState.AGREED]
    assert ChampionChange.objects.filter(champion=champion).count() == 4


def test_invariants_hold_and_name_the_row_when_somebody_tampers() -> None:
    for state in ChampionState.values:
        make_champion(state=state)
    broken = {rule.key for rule, _ in breaches() if rule.key.startswith("champions.")}

    Term.objects.all().delete()
    Champion.objects.filter(state=ChampionState.AGREED).update(state=ChampionState.TRAINED)
    tampered = {rule.key for rule, _ in breaches() if rule.key.startswith("champions.")}

    assert broken == set()
    assert tampered == {"champions.terms", "champions.history"}

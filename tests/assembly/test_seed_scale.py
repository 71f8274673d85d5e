"""A portal as full as a region, in small (OP-07)."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from consultations.models import Consultation
from courses.models import Completion, Enrolment
from portal.assembly.management.commands import seed_scale
from portal.kernel.invariants import breaches
from portal.people.models import Membership, Organisation, Person
from portal.settings.env import ENV
from tests.factories.people import make_person
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.feature("OP-07")]


def seed(staff: int = 33, enrolments: int = 130, consultations: int = 29) -> str:
    said = StringIO()
    call_command("seed_scale", staff=staff, enrolments=enrolments, consultations=consultations, stdout=said)
    return said.getvalue()


def test_every_figure_is_met_and_every_invariant_holds(clock: FixedClock) -> None:
    said = seed()

    assert Person.objects.count() == Membership.objects.count() == 33
    assert Enrolment.objects.count() == 130
    assert Consultation.objects.count() == 29
    assert Completion.objects.exists()
    assert breaches() == []
    assert "130 of 130" in said


@pytest.mark.parametrize("figures", [(4, 0, 0), (5, 7, 3), (40, 1, 1), (7, 100, 80)])
def test_odd_figures_are_met_too(clock: FixedClock, figures: tuple[int, int, int]) -> None:
    seed(*figures)

    assert (Person.objects.count(), Enrolment.objects.count(), Consultation.objects.count()) == figures
    assert breaches() == []


def test_nothing_is_written_a_second_time(clock: FixedClock) -> None:
    seed()

    with pytest.raises(CommandError, match="there already"):
        seed()

    assert Person.objects.count() == 33


@pytest.mark.parametrize("figures", [(0, 1, 1), (3, 1, 1), (10, -1, 0), (10, 0, -5)])
def test_figures_that_make_no_sense_are_refused(figures: tuple[int, int, int]) -> None:
    with pytest.raises(CommandError, match="at least"):
        seed(*figures)

    assert not Organisation.objects.exists()


def test_production_with_data_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    make_person()
    production = type(ENV)(
        **{name: getattr(ENV, name) for name in ENV.__dataclass_fields__} | {"kind": "production"}
    )
    monkeypatch.setattr(seed_scale, "ENV", production)

    with pytest.raises(CommandError, match="production portal with data"):
        seed()

    assert Person.objects.count() == 1

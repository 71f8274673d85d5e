"""Somebody who takes numbers from one another, over every page and file they may open, learns no hidden one."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consultations.models import Consultation
from consultations.selectors.tallies import ALL, keys_of, tally
from portal.kernel.suppression import SMALLEST_SHOWN, Sum, worked_out
from portal.people.models import Team
from tests.factories.consultations import Surgery, make_cover, make_surgery
from tests.factories.counted import SUMMER, hold, refer
from tests.factories.people import make_organisation, make_team

pytestmark = pytest.mark.feature("CN-16", "RF-09", "WF-09")
K = TypeVar("K")
GROUPINGS = ("organisation", "kind", "theme", "pathway", "outcome")


def solved(shown: Mapping[K, int | None], sums: Sequence[tuple[K, Collection[K]]]) -> set[K]:
    """Which hidden numbers the sums determine exactly: all equations at once, by elimination."""
    unknown = [key for key, number in shown.items() if number is None]
    lines = []
    for whole, parts in sums:
        terms = [(whole, Fraction(-1)), *((part, Fraction(1)) for part in parts)]
        lines.append([sum((f for key, f in terms if key == wanted), Fraction(0)) for wanted in unknown])
    done: list[list[Fraction]] = []
    for column in range(len(unknown)):
        pivot = next((line for line in lines if line[column]), None)
        if pivot is None:
            continue
        lines.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        lines, done = (
            [[a - line[column] * b for a, b in zip(line, pivot, strict=True)] for line in rows]
            for rows in (lines, done)
        )
        done.append(pivot)
    return {
        unknown[next(i for i, value in enumerate(line) if value)]
        for line in done
        if sum(1 for value in line if value) == 1
    }


def cells() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A few consultations in two boroughs of two services of three teams, of few kinds, most of them recorded."""
    one = st.fixed_dictionaries(
        {
            "organisation_id": st.integers(1, 2),
            "service": st.sampled_from((None, 1, 2)),
            "team": st.sampled_from((None, 1, 2, 3)),
            "kind": st.sampled_from(("individual", "group")),
            "record__theme": st.sampled_from(("housing", "wording", "engaging")),
            "record__pathway": st.sampled_from(("", "restart")),
            "record__outcome": st.sampled_from(("restart", "marac", "no_referral")),
            "recorded": st.sampled_from((True, True, False)),
            "followed": st.booleans(),
            "number": st.sampled_from((1, 1, 1, 2, 4, 6, 15)),
        }
    )
    return st.lists(one.map(_placed), min_size=1, max_size=14)


def _placed(cell: dict[str, Any]) -> dict[str, Any]:
    service, team = cell.pop("service"), cell.pop("team")
    service_id = service and 10 * cell["organisation_id"] + service
    return {**cell, "service_id": service_id, "team_id": team and service_id and 10 * service_id + team}


ONES = [
    {"organisation_id": 1, "service_id": 11, "team_id": 110 + n, "kind": "group", "record__theme": theme,
     "record__pathway": "", "record__outcome": "marac", "recorded": True, "followed": False, "number": 1}
    for n, theme in enumerate(("housing", "wording", "engaging", "separation", "partnering"))
]  # fmt: skip


@given(cells())
@example(ONES)
@settings(max_examples=100, deadline=None)
def test_no_small_number_can_be_worked_out_from_everything_shown_of_a_quarter(
    found: list[dict[str, Any]],
) -> None:
    told = tally(found)
    numbers = {
        key: sum(c["number"] for c in found if key in {ALL, *keys_of(c).values()}) for key in told.numbers
    }
    followed = {
        key: sum(c["number"] for c in found if c["followed"] and key in {ALL, *keys_of(c).values()})
        for key in told.numbers
    }
    sums = [*_lists(found)]
    hidden = {key for key, number in told.numbers.items() if number is None}
    secret = {key for key, number in told.followed.items() if number is None}

    assert all(told.numbers[key] in (None, number) for key, number in numbers.items())
    assert {key for key, number in numbers.items() if number < SMALLEST_SHOWN} <= hidden
    for key, number in followed.items():
        if key not in secret:
            assert not 0 < number < SMALLEST_SHOWN
            assert not 0 < numbers[key] - number < SMALLEST_SHOWN
    assert hidden <= secret
    for shown in (told.numbers, told.followed):
        assert not solved(shown, [(one.whole, one.parts) for one in sums])
    assert not worked_out(numbers, sums, hidden)
    most = {key: number for key, number in numbers.items() if key not in hidden}
    assert not worked_out(followed, sums, secret, least=0, most=most)


def _lists(found: list[dict[str, Any]]) -> Iterator[Sum[Any]]:
    """What somebody knows to add up: each grouping to the whole, services to boroughs, teams to services."""
    keys = [keys_of(cell) for cell in found]
    for name in GROUPINGS:
        yield Sum(ALL, tuple({key[name] for key in keys}))
    for upper, lower in (("organisation", "service"), ("service", "team")):
        for whole in {key[upper] for key in keys}:
            yield Sum(whole, tuple({key[lower] for key in keys if key[upper] == whole}))


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("seed", range(3))
def test_whoever_opens_every_page_and_file_learns_no_hidden_number(client: Client, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - invents numbers, guards nothing
    surgery, teams = _a_year_of_small_numbers(chance)
    client.force_login(surgery.lead.user)

    for quarter in (SUMMER.before(back) for back in range(4)):
        shown, sums = _everything_read(client, f"quarter={quarter.code}", teams)

        assert not solved(shown, sums), quarter
        assert not [n for n in shown.values() if n is not None and 0 < n < SMALLEST_SHOWN]


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_no_two_addresses_tell_numbers_of_days_that_overlap(client: Client) -> None:
    surgery, teams = _a_year_of_small_numbers(Random(7))  # noqa: S311 - as above
    client.force_login(surgery.lead.user)
    first, last = SUMMER.before(3).first_day, SUMMER.last_day
    days = [first + timedelta(days=n) for n in range(0, (last - first).days, 29)]

    seen = {
        tuple(_everything_read(client, f"from={first}&to={day}&last_day_day={day.day}", teams)[0].items())
        for day in days
    }
    periods = {
        (row["first_day"], row["last_day"])
        for back in range(-2, 14)
        for row in _lines(client, f"/consultations/counts/csv/?quarter={SUMMER.before(back).code}")
    }

    assert len(seen) == 1
    ordered = sorted(periods)
    assert all(before[1] < after[0] for before, after in pairwise(ordered))
    assert ordered[-1][1] == SUMMER.last_day.isoformat()


def _a_year_of_small_numbers(chance: Random) -> tuple[Surgery, dict[str, tuple[str, str]]]:
    """Four quarters in two boroughs whose teams share services; and in which service and borough each team is."""
    surgery = make_surgery()
    other = make_organisation("havering")
    make_cover(surgery.lead, other)
    teams: list[Team] = []
    for organisation in (surgery.organisation, other):
        for number in range(4):
            team = make_team(organisation, name=f"Team {len(teams)}")
            if number % 2:
                Team.objects.filter(pk=team.pk).update(service=teams[-1].service)
            teams.append(Team.objects.select_related("service__organisation").get(pk=team.pk))
    for back in range(4):
        begins = datetime.combine(SUMMER.before(back).first_day, datetime.min.time(), UTC) + timedelta(
            hours=9
        )
        for team in teams:
            theme = chance.choice(("housing", "wording", "engaging"))
            for row in hold(surgery, chance.choice((0, 1, 2, 3, 6, 9)), since=begins, theme=theme):
                Consultation.objects.filter(pk=row.pk).update(
                    organisation=team.service.organisation, service=team.service, team=team
                )
                if chance.random() < 0.5:
                    refer(row)
    places = {
        f"{team.name}, {team.service.organisation.name}": (team.service.name, team.service.organisation.name)
        for team in teams
    }
    return surgery, places


def _everything_read(
    client: Client, query: str, teams: dict[str, tuple[str, str]]
) -> tuple[dict[tuple[str, str], int | None], list[tuple[tuple[str, str], list[tuple[str, str]]]]]:
    """Every number of consultations that the files say, by grouping and group, and what must add up."""
    shown: dict[tuple[str, str], int | None] = {}
    for row in _lines(client, f"/consultations/counts/csv/?{query}"):
        shown[row["grouping"], row["group"]] = _number(row["consultations"])
    for row in _lines(client, f"/coverage/chain/export/?{query}"):
        level = "all" if row["group"] == "All" else "borough"
        assert shown.setdefault((level, row["group"]), _number(row["consulted"])) == _number(row["consulted"])
    sums = [
        (("all", "All"), [key for key in shown if key[0] == grouping])
        for grouping in {name for name, _ in shown} - {"all"}
    ]
    for borough in {name for _, name in teams.values()}:
        parts = [("team", label) for label, (_, where) in teams.items() if where == borough]
        sums.append((("borough", borough), [key for key in parts if key in shown]))
    return shown, [(whole, parts) for whole, parts in sums if whole in shown]


def _lines(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(client.get(address).content.decode().splitlines()))


def _number(words: str) -> int | None:
    return None if words == "hidden" else int(words)

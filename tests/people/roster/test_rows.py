"""Rows judged by themselves and as a file (PE-07)."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.roster import cells
from portal.people.roster.columns import COLUMNS
from portal.people.roster.order import managers_first
from portal.people.roster.reading import Table
from portal.people.roster.rows import Reading, read_rows
from portal.people.rules import skeleton

pytestmark = pytest.mark.feature("PE-07")

GOOD = {"employee_id": "E1", "email": "ann@camden.example", "given_name": "Ann", "family_name": "Lee"}


def reading(*rows: dict[str, str]) -> Reading:
    """Rows as a file would have them, numbered from 2."""
    values = tuple((n, tuple(row.get(c, "") for c in COLUMNS)) for n, row in enumerate(rows, start=2))
    return read_rows(
        Table(tuple(COLUMNS), values, "CSV"), {column: place for place, column in enumerate(COLUMNS)}
    )


def person(number: int, **fields: str) -> dict[str, str]:
    return GOOD | {"employee_id": f"E{number}", "email": f"p{number}@camden.example"} | fields


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("start_date", "2026-04-01", date(2026, 4, 1)),
        ("start_date", "01/04/2026", date(2026, 4, 1)),
        ("start_date", "1.4.2026", date(2026, 4, 1)),
        ("start_date", "2026-04-01 00:00:00", date(2026, 4, 1)),
        ("fte", "0,6", Decimal("0.60")),
        ("caseload_holding", "YES", True),
        ("caseload_holding", "n", False),
        ("caseload_holding", "", None),
        ("job_role", "Social worker\n(nights)", "Social worker (nights)"),
        ("job_role", "-", ""),
        ("employee_id", " e 12 ", "E12"),
        ("employee_id", "1234.0", "1234"),
        ("email", " Ann.LEE@Camden.Example ", "ann.lee@camden.example"),
        ("family_name", "O’Brien", "O’Brien"),
        ("given_name", "Nguyễn", "Nguyễn"),
    ],
)
def test_value_is_understood(field, value, found):
    row = reading(GOOD | {field: value}).groups[0][0]

    assert getattr(row, field) == found


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("given_name", '=HYPERLINK("http://x")', "formula"),
        ("given_name", "+441", "formula"),
        ("family_name", "-cmd", "formula"),
        ("job_role", "@SUM(1)", "formula"),
        ("team", "\t=1", "formula"),
        ("given_name", "'=1+1", "formula"),
        ("given_name", "", "no given name"),
        ("given_name", "<b>Ann</b>", "does not look like a name"),
        ("given_name", "12345", "does not look like a name"),
        ("family_name", "x" * 151, "longer than 150"),
        ("family_name", "Lee\u202egnp", "invisible"),
        ("family_name", "L\ufffde", "Letters were lost"),
        ("email", "not an address", "not an email address"),
        ("email", "lıam@camden.example", "only looks like a plain one"),
        ("email", "office@camden.example", "several people share"),
        ("start_date", "31/02/2026", "no such date"),
        ("start_date", "45383", "Write the date as"),
        ("start_date", "04/13/2026", "no such date"),
        ("start_date", "1066-10-14", "too long ago"),
        ("end_date", "soon", "Write the date as"),
        ("fte", "12", "at most 1.5"),
        ("fte", "NaN", "at most 1.5"),
        ("fte", "full", "number such as"),
        ("caseload_holding", "sometimes", "yes or no"),
    ],
)
def test_row_is_refused_with_field_and_reason_when_a_cell_is_bad(field, value, words):
    found = reading(GOOD | {field: value}, person(2))

    assert [(remark.row, remark.field) for remark in found.refused] == [(2, field)]
    assert words in found.refused[0].reason
    assert value not in found.refused[0].reason or not value
    assert [row.number for group in found.groups for row in group] == [3]


def test_row_is_refused_when_nothing_tells_the_person_from_others():
    found = reading(GOOD | {"employee_id": "", "email": ""})

    assert "cannot be told from others" in found.refused[0].reason


def test_every_fault_of_a_row_is_named():
    found = reading(GOOD | {"given_name": "=1", "fte": "9", "start_date": "x"})

    assert {remark.field for remark in found.refused} == {"given_name", "fte", "start_date"}


def test_second_row_is_refused_when_only_capital_letters_differ():
    found = reading(person(1, email="Ann.Lee@camden.example"), person(2, email="ann.lee@CAMDEN.example"))

    assert [(remark.row, remark.field) for remark in found.refused] == [(3, "email")]
    assert "Row 2 has the same address" in found.refused[0].reason


def test_second_row_is_refused_when_the_employee_number_is_taken():
    found = reading(person(1), person(1, email="other@camden.example"))

    assert "another address" in found.refused[0].reason


def test_second_row_is_refused_when_it_says_the_same_again():
    found = reading(person(1, team="A"), person(1, team="A", job_role="Manager"))

    assert [remark.row for remark in found.refused] == [3]


def test_addresses_that_look_alike_are_reported():
    found = reading(person(1, email="jill0@camden.example"), person(2, email="jillo@camden.example"))

    assert "looks like that of row 2" in found.warnings[0].reason
    assert len(found.groups) == 2


def test_move_ends_the_day_before_the_next_begins():
    found = reading(
        person(1, team="B", start_date="2026-09-07"),
        person(1, team="A", start_date="2021-06-14"),
    )

    (first, second), *_ = found.groups
    assert (first.team, first.end_date) == ("A", date(2026, 9, 6))
    assert (second.team, second.end_date) == ("B", None)


def test_move_is_refused_when_dates_do_not_tell_which_is_current():
    found = reading(person(1, team="A"), person(1, team="B"))

    assert "give each row its own team and start date" in found.refused[0].reason


def test_manager_costs_the_manager_and_not_the_row():
    found = reading(
        person(1, manager_email="duty@camden.example"), person(2, manager_email="p2@camden.example")
    )

    assert not found.refused
    assert [remark.field for remark in found.warnings] == ["manager_email", "manager_email"]
    assert all(row.manager_email == "" for group in found.groups for row in group)


def test_managers_come_first_and_circles_are_opened():
    staff = [
        person(1, manager_email="p2@camden.example"),
        person(2, manager_email="p3@camden.example"),
        person(3, manager_email="p4@camden.example"),
        person(4, manager_email="p3@camden.example"),
    ]

    found = managers_first(reading(*staff))

    order = [group[0].employee_id for group in found.groups]
    assert order.index("E3") < order.index("E2") < order.index("E1")
    assert "go round in a circle" in found.warnings[0].reason
    assert len(found.warnings) == 1


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=25))
def test_everybody_is_there_once_and_after_their_manager(pairs):
    rows = [person(n, manager_email=f"p{m}@camden.example") for n, m in dict(pairs).items()]

    found = managers_first(reading(*rows))

    order = {group[0].email: place for place, group in enumerate(found.groups)}
    assert len(order) == len(rows)
    for group in found.groups:
        for row in group:
            assert row.manager_email not in order or order[row.manager_email] < order[row.email]


@given(st.text(max_size=40))
def test_cells_never_fail_otherwise(value):
    for read in (cells.name, cells.employee_id, cells.email, cells.day, cells.yes_or_no, cells.share):
        with suppress(cells.BadCell):
            read(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("liam", "lıam"),
        ("IRENE", "irene"),
        ("Ａnn", "ann"),
        ("аnn", "ann"),
        ("ann lee", "annlee"),
        ("İrem", "irem"),
    ],
)
def test_texts_that_look_the_same_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)

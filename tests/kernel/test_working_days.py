"""Bank holidays of England as gov.uk/bank-holidays lists them, and working days."""

from datetime import date

import pytest

from portal.kernel.working_days import (
    bank_holiday,
    bank_holidays_from,
    is_working_day,
    last_working_day,
    next_working_day,
)

LISTED = [
    (date(2026, 4, 3), "Good Friday"),
    (date(2026, 4, 6), "Easter Monday"),
    (date(2026, 5, 4), "Early May bank holiday"),
    (date(2026, 5, 25), "Spring bank holiday"),
    (date(2026, 8, 31), "Summer bank holiday"),
    (date(2026, 12, 25), "Christmas Day"),
    (date(2026, 12, 28), "Boxing Day"),
    (date(2027, 1, 1), "New Year’s Day"),
    (date(2027, 3, 26), "Good Friday"),
    (date(2027, 3, 29), "Easter Monday"),
    (date(2027, 5, 3), "Early May bank holiday"),
    (date(2027, 5, 31), "Spring bank holiday"),
    (date(2027, 8, 30), "Summer bank holiday"),
    (date(2027, 12, 27), "Christmas Day"),
    (date(2027, 12, 28), "Boxing Day"),
]


@pytest.mark.feature("CO-05")
@pytest.mark.parametrize(("day", "name"), LISTED)
def test_bank_holiday_has_its_name_when_gov_uk_lists_it(day: date, name: str) -> None:
    assert bank_holiday(day) == name
    assert not is_working_day(day)


def test_day_decreed_once_is_known_when_it_has_passed() -> None:
    assert bank_holiday(date(2023, 5, 8)) == "Coronation of Charles III"


@pytest.mark.parametrize(
    "day", [date(2026, 11, 24), date(2026, 11, 30), date(2026, 3, 17), date(2027, 1, 4)]
)  # a plain Tuesday, Saint Andrew's, Saint Patrick's, and the 4 January that Scotland alone keeps
def test_day_is_no_bank_holiday_when_england_works(day: date) -> None:
    assert bank_holiday(day) is None


def test_working_day_is_found_either_side_when_christmas_and_weekend_meet() -> None:
    sunday = date(2026, 12, 27)

    assert next_working_day(sunday) == date(2026, 12, 29)
    assert last_working_day(sunday) == date(2026, 12, 24)


def test_working_day_stays_when_people_are_at_work() -> None:
    tuesday = date(2026, 11, 24)

    assert next_working_day(tuesday) == last_working_day(tuesday) == tuesday


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 22)])
def test_day_is_no_working_day_when_it_is_at_a_weekend(day: date) -> None:
    assert not is_working_day(day)


def test_bank_holidays_ahead_leave_out_what_a_weekend_brings_anyway() -> None:
    ahead = bank_holidays_from(date(2026, 12, 24), 10)

    assert ahead == [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day"),
        (date(2027, 1, 1), "New Year’s Day"),
    ]

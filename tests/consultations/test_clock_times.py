"""A time of day is read the way people type it, and asked about where it could mean two."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.link_forms import WorkingHoursForm
from portal.kernel.clock_times import ClockField, read_clock


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("09:00", time(9)),
        ("9", time(9)),
        ("9am", time(9)),
        ("9 a.m.", time(9)),
        ("9.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("930am", time(9, 30)),
        ("5pm", time(17)),
        ("5 PM", time(17)),
        ("5.30pm", time(17, 30)),
        ("5:30 p.m.", time(17, 30)),
        ("1730", time(17, 30)),
        ("17.30", time(17, 30)),
        ("17:30pm", time(17, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12", time(12)),
        ("05:30", time(5, 30)),
    ],
)
@pytest.mark.feature("RF-04")
def test_time_is_understood_when_typed_as_people_type_it(typed: str, means: time) -> None:
    assert read_clock(typed) == means


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "5",
        "5.30",
        "530",
        "24:00",
        "25",
        "9:60",
        "17am",
        "0pm",
        "noonish",
        "9 to 5",
        "٩",
        "9\x00",
        "1" * 300,
    ],
)
@pytest.mark.feature("RF-04")
def test_time_is_asked_about_when_it_is_none_or_could_be_two(typed: str) -> None:
    assert read_clock(typed) is None


@given(st.times())
def test_time_comes_back_when_it_is_shown_and_read_again(at: time) -> None:
    at = at.replace(second=0, microsecond=0)

    assert read_clock(ClockField().prepare_value(at)) == at
    assert read_clock(f"{at:%I.%M%p}") == at


@given(st.text())
def test_reading_a_time_never_fails_when_anything_is_typed(typed: str) -> None:
    found = read_clock(typed)

    assert found is None or isinstance(found, time)


@pytest.mark.feature("RF-04")
def test_sentence_says_how_to_write_it_when_hours_cannot_be_read() -> None:
    form = WorkingHoursForm({"working_days": ["0"], "works_from": "9am", "works_until": "5"})

    assert not form.is_valid()
    assert form.cleaned_data["works_from"] == time(9)
    assert form.errors["works_until"] == ["Write the time like 09:30, 9.30am or 5pm."]

"""Certificates on plain values: names, standing, lengths, dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import NameMissing, NameTooLong
from certificates.rules import grouped_code, months_later, name_as_chosen, spoken_length, standing_on
from certificates.snapshots import spoken_days, thawed
from certificates.states import AwardState, Standing, award_machine
from portal.kernel.errors import IllegalMove
from portal.kernel.lettering import drawable
from tests.factories.certificates import make_snapshot


@pytest.mark.feature("CE-01")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Amara   Osei ", "Amara Osei"),
        ("Zoe\u0308", "Zoë"),
        ("A\u202eB\u2066C", "ABC"),
        ("tab\tand\nline", "tab and line"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("پروین\u200cگل", "پروین\u200cگل"),
        ("<b>&", "<b>&"),
    ],
)
def test_name_is_kept_as_chosen_when_tidied(typed, kept):
    assert name_as_chosen(typed) == kept


@given(st.text(max_size=400))
def test_name_is_settled_when_it_was_tidied_once(typed):
    try:
        name = name_as_chosen(typed)
    except (NameMissing, NameTooLong):
        return

    assert name_as_chosen(name) == name
    assert 1 <= len(name) <= 100


@pytest.mark.feature("CE-06")
@pytest.mark.parametrize(
    ("state", "until", "standing"),
    [
        ("valid", None, "valid"),
        ("valid", date(2027, 1, 15), "valid"),
        ("valid", date(2027, 1, 14), "expired"),
        ("superseded", date(2020, 1, 1), "superseded"),
        ("revoked", None, "revoked"),
    ],
)
def test_standing_follows_state_and_date_when_asked_on_a_day(state, until, standing):
    assert standing_on(state, until, date(2027, 1, 15)) == Standing(standing)


@pytest.mark.feature("CE-06")
@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 15), 36, date(2030, 1, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_validity_ends_on_the_same_day_when_the_month_has_one(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1350, "22 hours 30 minutes"), (60, "1 hour"), (1, "1 minute"), (0, "0 minutes"), (120, "2 hours")],
)
def test_length_is_said_in_hours_and_minutes_when_counted_in_minutes(minutes, words):
    assert spoken_length(minutes) == words


def test_days_are_said_once_for_each_month_when_they_span_two():
    days = (date(2027, 1, 29), date(2027, 1, 30), date(2027, 2, 1))

    assert spoken_days(days) == "29 and 30 January 2027 and 1 February 2027"
    assert spoken_days(days[:1]) == "Friday 29 January 2027"


def test_code_is_grouped_when_people_read_it():
    assert grouped_code("7F3K2QXM9VB4T0CWEJ5R8ZH6NA") == "7F3K 2QXM 9VB4 T0CW EJ5R 8ZH6 NA"


@pytest.mark.feature("CE-01")
def test_snapshot_reads_back_the_same_when_stored():
    snapshot = make_snapshot()

    assert thawed(snapshot.frozen()) == snapshot


@pytest.mark.feature("CE-02")
@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Zoë 🌻", "Zoë (sunflower)"),
        ("👩‍🏫 Ana", "(woman, school) Ana"),
        ("王小明", "(Chinese letters)"),
        ("Rita ❤️", "Rita (heavy black heart)"),
        ("plain", "plain"),
    ],
)
def test_sign_without_a_glyph_is_described_when_drawn(text, drawn):
    assert drawable(text, lambda char: ord(char) < 0x400) == drawn


@pytest.mark.feature("CE-05")
@pytest.mark.parametrize("move", sorted(award_machine.moves))
@pytest.mark.parametrize("state", AwardState.values)
def test_certificate_moves_only_as_the_table_says_when_in_any_state(move, state):
    allowed = {("reissue", "valid"), ("revoke", "valid"), ("revoke", "superseded")}

    if (move, state) in allowed:
        assert award_machine.target(move, state) in AwardState.values
    else:
        with pytest.raises(IllegalMove):
            award_machine.target(move, state)

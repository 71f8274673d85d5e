"""A small number cannot be read, and cannot be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.suppression import SMALLEST_SHOWN, Sum, hidden_in_sums, suppressed, worked_out

counts = st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=12)


@pytest.mark.feature("WF-09")
@given(counts)
def test_no_small_count_is_shown(groups: dict[str, int]) -> None:
    shown = suppressed(groups)

    assert not [n for n in shown.values() if n is not None and 0 < n < SMALLEST_SHOWN]
    assert all(shown[key] in (None, groups[key]) for key in groups)


@pytest.mark.feature("WF-09")
@given(counts)
def test_what_is_hidden_cannot_be_worked_out_from_the_total(groups: dict[str, int]) -> None:
    shown = suppressed(groups)

    hidden = [groups[key] for key, count in shown.items() if count is None]
    could_hide_more = [n for n in shown.values() if n]
    if hidden and could_hide_more:
        assert len(hidden) >= 2
        assert sum(hidden) >= SMALLEST_SHOWN


@pytest.mark.feature("WF-09")
def test_the_next_smallest_is_hidden_too_when_one_hidden_count_would_stand_alone() -> None:
    assert suppressed({"a": 3, "b": 9, "c": 30}) == {"a": None, "b": None, "c": 30}
    assert suppressed({"a": 0, "b": 9}) == {"a": 0, "b": 9}


@pytest.mark.feature("WF-09")
def test_next_number_is_hidden_in_each_sum_when_sums_share_numbers() -> None:
    sums = [Sum("all", ("camden", "havering")), Sum("camden", ("a", "b")), Sum("havering", ("c", "d"))]
    numbers = {"all": 60, "camden": 13, "havering": 47, "a": 3, "b": 10, "c": 20, "d": 27}

    assert hidden_in_sums(numbers, sums) == {"a", "b"}
    assert hidden_in_sums(numbers | {"camden": 3, "a": 3, "b": 0, "all": 50}, sums) == {
        "camden",
        "a",
        "havering",
        "c",
    }


@pytest.mark.feature("WF-09")
def test_everything_is_hidden_when_each_hidden_number_must_be_one() -> None:
    numbers = {"all": 5, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}

    assert hidden_in_sums(numbers, [Sum("all", tuple("abcde"))]) == set(numbers)


@pytest.mark.feature("WF-09")
def test_number_is_worked_out_when_it_is_the_only_hidden_one_or_has_no_room() -> None:
    sums = [Sum("all", ("a", "b", "c"))]

    assert worked_out({"all": 30, "a": 3, "b": 7, "c": 20}, sums, {"a"}) == {"a"}
    assert worked_out({"all": 22, "a": 1, "b": 1, "c": 20}, sums, {"a", "b"}) == {"a", "b"}
    assert worked_out({"all": 30, "a": 3, "b": 7, "c": 20}, sums, {"a", "b"}) == set()

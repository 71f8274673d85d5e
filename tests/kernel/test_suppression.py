"""A small number cannot be read, and cannot be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.suppression import SMALLEST_SHOWN, suppressed

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

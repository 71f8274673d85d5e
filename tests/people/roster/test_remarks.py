"""What was said about rows, by reason."""

import pytest

from portal.people.roster.remarks import by_reason
from portal.people.roster.rows import Remark


def said(*remarks: Remark) -> list[tuple[str, str]]:
    return [(line.which, line.reason) for line in by_reason([remark.as_dict() for remark in remarks])]


@pytest.mark.feature("PE-07")
def test_equal_reasons_are_said_once_and_the_most_frequent_first():
    found = said(Remark(4, "fte", "Odd."), *(Remark(row, "team", "Unknown.") for row in (3, 5, 9)))

    assert found == [("Rows 3, 5 and 9", "Unknown."), ("Row 4", "Odd.")]


@pytest.mark.feature("PE-07")
def test_a_dozen_rows_stand_first_when_there_are_hundreds():
    remarks = [Remark(row, "team", "Unknown.") for row in range(2, 402)]

    found = said(*remarks)

    assert by_reason([remark.as_dict() for remark in remarks])[0].every_row.endswith("400, 401")
    assert found == [("Rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 388 more", "Unknown.")]

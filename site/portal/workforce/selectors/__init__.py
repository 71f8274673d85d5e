"""Questions about the workforce, answered with frozen rows. Pages, pictures and exports only format them."""

from portal.workforce.selectors.chain import Chain, ChainRow, chain_of
from portal.workforce.selectors.coverage import (
    GROUPINGS,
    BoroughFigure,
    Coverage,
    Row,
    counted_courses,
    coverage_by,
    coverage_of_boroughs,
    people_to_train,
    whose_figures,
)

__all__ = [
    "GROUPINGS",
    "BoroughFigure",
    "Chain",
    "ChainRow",
    "Coverage",
    "Row",
    "chain_of",
    "counted_courses",
    "coverage_by",
    "coverage_of_boroughs",
    "people_to_train",
    "whose_figures",
]

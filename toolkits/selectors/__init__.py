"""Questions about toolkits, answered with frozen rows that a screen can show as they are."""

from toolkits.selectors.giving import accepted_on, terms_of, version_given
from toolkits.selectors.hub import drafts_to_read, hub_items
from toolkits.selectors.keeping import (
    CourseToChoose,
    courses_to_choose,
    kept_toolkit,
    version_kept,
    version_to_decide,
    versions_of,
)
from toolkits.selectors.listing import headline_of, library
from toolkits.selectors.narrowing import Choice, Filters, choices, narrowed, pathway_labels, ways_back
from toolkits.selectors.reading import toolkit_view

__all__ = [
    "Choice",
    "CourseToChoose",
    "Filters",
    "accepted_on",
    "choices",
    "courses_to_choose",
    "drafts_to_read",
    "headline_of",
    "hub_items",
    "kept_toolkit",
    "library",
    "narrowed",
    "pathway_labels",
    "terms_of",
    "toolkit_view",
    "version_given",
    "version_kept",
    "version_to_decide",
    "versions_of",
    "ways_back",
]

"""Questions about toolkits, answered with frozen rows that a screen can show as they are."""

from toolkits.selectors.giving import accepted_on, terms_of, version_given
from toolkits.selectors.hub import hub_items
from toolkits.selectors.keeping import kept_toolkit, version_kept, version_to_decide, versions_of
from toolkits.selectors.listing import Choice, Filters, course_choices, headline_of, library, pathway_choices
from toolkits.selectors.reading import toolkit_view

__all__ = [
    "Choice",
    "Filters",
    "accepted_on",
    "course_choices",
    "headline_of",
    "hub_items",
    "kept_toolkit",
    "library",
    "pathway_choices",
    "terms_of",
    "toolkit_view",
    "version_given",
    "version_kept",
    "version_to_decide",
    "versions_of",
]

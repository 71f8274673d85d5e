"""Questions about champions, answered with frozen rows that a screen can show as they are."""

from champions.selectors.hub import hub_cards, hub_items
from champions.selectors.network import (
    ChampionCard,
    GapView,
    champion_of_team,
    directory,
    directory_by_organisation,
    gaps,
    serving_on,
)
from champions.selectors.records import (
    champion_seen,
    champion_view,
    listing_of,
    own_places,
    people_to_nominate,
)
from champions.selectors.training import is_trained, trained_on

__all__ = [
    "ChampionCard",
    "GapView",
    "champion_of_team",
    "champion_seen",
    "champion_view",
    "directory",
    "directory_by_organisation",
    "gaps",
    "hub_cards",
    "hub_items",
    "is_trained",
    "listing_of",
    "own_places",
    "people_to_nominate",
    "serving_on",
    "trained_on",
]

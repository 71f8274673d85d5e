"""Questions about champions, answered with frozen rows that a screen can show as they are."""

from champions.selectors.hub import hub_cards, hub_items
from champions.selectors.meetings import (
    RegisterRow,
    answer_of,
    champions_of_meeting,
    last_there,
    meeting_items,
    meeting_kept,
    meeting_seen,
    meetings_ahead,
    meetings_past,
    meetings_to_come,
    people_invited,
    people_who_come,
    quiet_champions,
    register_of,
)
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
    "RegisterRow",
    "answer_of",
    "champion_of_team",
    "champion_seen",
    "champion_view",
    "champions_of_meeting",
    "directory",
    "directory_by_organisation",
    "gaps",
    "hub_cards",
    "hub_items",
    "is_trained",
    "last_there",
    "listing_of",
    "meeting_items",
    "meeting_kept",
    "meeting_seen",
    "meetings_ahead",
    "meetings_past",
    "meetings_to_come",
    "own_places",
    "people_invited",
    "people_to_nominate",
    "people_who_come",
    "quiet_champions",
    "register_of",
    "serving_on",
    "trained_on",
]

"""The only writers of people, places, memberships, grants, rosters and API clients."""

from portal.people.services.accounts import change_own_details
from portal.people.services.api_clients import create_api_client, stop_api_client
from portal.people.services.grants import end_grant, give_grant
from portal.people.services.matching import match_person
from portal.people.services.memberships import ask_for_membership, confirm_membership, refuse_membership

__all__ = [
    "ask_for_membership",
    "change_own_details",
    "confirm_membership",
    "create_api_client",
    "end_grant",
    "give_grant",
    "match_person",
    "refuse_membership",
    "stop_api_client",
]

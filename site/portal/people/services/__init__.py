"""The only writers of people, places, memberships, grants, rosters and API clients."""

from portal.people.services.accounts import change_own_details
from portal.people.services.api_clients import create_api_client, stop_api_client
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.services.grants import end_grant, give_grant
from portal.people.services.import_roster import continue_import, resume_imports, start_import
from portal.people.services.matching import match_person
from portal.people.services.memberships import ask_for_membership, confirm_membership, refuse_membership
from portal.people.services.proposals import (
    change_proposal,
    drop_old_proposals,
    drop_proposal,
    file_is_kept,
    preview_roster,
    proposals_without_preview,
    propose_roster,
    stored_table,
)
from portal.people.services.undo_roster import undo_import

__all__ = [
    "ask_for_membership",
    "change_own_details",
    "change_proposal",
    "confirm_membership",
    "continue_import",
    "create_api_client",
    "drop_old_proposals",
    "drop_proposal",
    "end_grant",
    "file_is_kept",
    "give_grant",
    "keep_editor_groups",
    "match_person",
    "preview_roster",
    "proposals_without_preview",
    "propose_roster",
    "refuse_membership",
    "resume_imports",
    "start_import",
    "stop_api_client",
    "stored_table",
    "undo_import",
]

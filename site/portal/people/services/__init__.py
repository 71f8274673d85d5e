"""The only writers of people, places, memberships, grants, rosters and API clients."""

from portal.people.services.accounts import hide_on_rosters, name_for_certificates
from portal.people.services.api_clients import create_api_client, stop_api_client
from portal.people.services.complaints import acknowledge_complaint, answer_complaint, complain
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.services.erasure import (
    ask_for_erasure,
    extend_erasure,
    finish_erasure,
    refuse_erasure,
    take_erasure,
    withdraw_erasure,
)
from portal.people.services.grants import end_grant, give_grant
from portal.people.services.import_roster import continue_import, resume_imports, start_import
from portal.people.services.matching import match_person
from portal.people.services.memberships import ask_for_membership, confirm_membership, refuse_membership
from portal.people.services.my_data import copy_own_data
from portal.people.services.old_words import forget_old_words
from portal.people.services.outcomes import first_outcomes, outcomes_of
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
    "acknowledge_complaint",
    "answer_complaint",
    "ask_for_erasure",
    "ask_for_membership",
    "change_proposal",
    "complain",
    "confirm_membership",
    "continue_import",
    "copy_own_data",
    "create_api_client",
    "drop_old_proposals",
    "drop_proposal",
    "end_grant",
    "extend_erasure",
    "file_is_kept",
    "finish_erasure",
    "first_outcomes",
    "forget_old_words",
    "give_grant",
    "hide_on_rosters",
    "keep_editor_groups",
    "match_person",
    "name_for_certificates",
    "outcomes_of",
    "preview_roster",
    "proposals_without_preview",
    "propose_roster",
    "refuse_erasure",
    "refuse_membership",
    "resume_imports",
    "start_import",
    "stop_api_client",
    "stored_table",
    "take_erasure",
    "undo_import",
    "withdraw_erasure",
]

from portal.people.models.accounts import ApiClient, User
from portal.people.models.data_rights import Complaint, ErasureRequest
from portal.people.models.grants import Grant
from portal.people.models.identities import SetAsideIdentity
from portal.people.models.organisations import (
    MailDomain,
    Organisation,
    OrganisationKind,
    Service,
    Standing,
    Team,
)
from portal.people.models.rosters import RosterBatch, RosterChange
from portal.people.models.staff import Membership, MembershipSource, Person
from portal.people.states import BatchState, MembershipState

__all__ = [
    "ApiClient",
    "BatchState",
    "Complaint",
    "ErasureRequest",
    "Grant",
    "MailDomain",
    "Membership",
    "MembershipSource",
    "MembershipState",
    "Organisation",
    "OrganisationKind",
    "Person",
    "RosterBatch",
    "RosterChange",
    "Service",
    "SetAsideIdentity",
    "Standing",
    "Team",
    "User",
]

"""What people holds about somebody: the staff record, the account, and what they asked of us about their data."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Model
from wagtail.models import PageLogEntry

from portal.kernel.personal_data import Holding, Rows, named, register
from portal.people.models import Complaint, ErasureRequest, Grant, Membership, Person, RosterChange, User
from portal.people.rights.selectors import why_last_administrator
from portal.people.services import erasing


def _of_account(model: type[Model], column: str = "user_id") -> Rows:
    """The rows whose column names the account."""
    return lambda subject: model._default_manager.filter(**{column: subject.user_id})


def _in_places(model: type[Membership] | type[Grant]) -> Rows:
    """What somebody is or may do at some places, from the first day on."""
    return lambda subject: (
        model._default_manager.filter(person_id=subject.person_id)
        .select_related("organisation", "service", "team")
        .order_by("starts_on")
    )


def _record(person: Person) -> dict[str, Any]:
    return named(person, "given_name", "family_name", "email", "certificate_name", "hidden_on_rosters")


def _account(user: User) -> dict[str, Any]:
    return named(user, "email", "given_name", "family_name", "date_joined", "last_login", "is_active")


def _membership(row: Membership) -> dict[str, Any]:
    place = {
        "organisation": row.organisation.name,
        "service": row.service.name if row.service else "",
        "team": row.team.name if row.team else "",
    }
    return place | named(
        row,
        "job_role",
        "employee_id",
        "caseload_holding",
        "fte",
        "starts_on",
        "ends_on",
        "state",
        "source",
    )


def _grant(row: Grant) -> dict[str, Any]:
    reach = row.organisation or row.service or row.team
    return named(row, "role", "level", "starts_on", "ends_on") | {
        "where": reach.name if reach else "everywhere"
    }


ON_ROSTERS = {"person": "your staff record", "membership": "your place at work"}


def _roster_change(row: RosterChange) -> dict[str, Any]:
    did = "Brought in" if row.before is None else "Changed"
    return {
        "imported_at": row.batch.imported_at,
        "imported": f"{did} {ON_ROSTERS[row.model]}",
        "before": row.before,
        "after": row.after,
    }


def _session(row: UserSession) -> dict[str, Any]:
    return {
        "address": row.ip,
        "browser": row.user_agent,
        "began": row.created_at,
        "last_seen": row.last_seen_at,
    }


def _factor(row: Authenticator) -> dict[str, Any]:
    return {"kind": row.get_type_display(), "set_up": row.created_at, "last_used": row.last_used_at}


def _edit(row: PageLogEntry) -> dict[str, Any]:
    return {"at": row.timestamp, "page": row.label, "did": row.action}


register(
    Holding(
        key="people.record",
        title="Staff record",
        fields=("people.User.person",),
        rows=lambda subject: Person.objects.filter(pk=subject.person_id),
        show=_record,
        goes="Names, work email and the name for certificates.",
        stays="A number without a name, so that headcounts and training figures of past months stay true.",
        erase=erasing.forget_person,
    )
)
register(
    Holding(
        key="people.account",
        title="Account",
        fields=("people.User_groups.user", "people.User_user_permissions.user"),
        rows=lambda subject: User.objects.filter(pk=subject.user_id),
        show=_account,
        goes="Email, names and password. Nobody can sign in with it again.",
        stays="Its number, because the audit trail points to it.",
        erase=erasing.erase_account,
    )
)
register(
    Holding(
        key="people.addresses",
        title="Email addresses of the account",
        fields=("account.EmailAddress.user",),
        rows=_of_account(EmailAddress),
        show=lambda row: named(row, "email", "verified", "primary"),
        goes="All of them.",
        erase=erasing.forget_addresses,
    )
)
register(
    Holding(
        key="people.second_factors",
        title="Second factors",
        fields=("mfa.Authenticator.user",),
        rows=_of_account(Authenticator),
        show=_factor,
        goes="All of them.",
        erase=erasing.forget_second_factors,
    )
)
register(
    Holding(
        key="people.sessions",
        title="Where you are signed in",
        fields=("usersessions.UserSession.user",),
        rows=_of_account(UserSession),
        show=_session,
        goes="All of them end at once.",
        erase=erasing.end_sessions,
    )
)
register(
    Holding(
        key="people.single_sign_on",
        title="Single sign-on",
        fields=(
            "socialaccount.SocialAccount.user",
            "people.SetAsideIdentity.account",
            "people.SetAsideIdentity.claimed_account",
        ),
        rows=_of_account(SocialAccount),
        show=lambda row: named(row, "provider", "uid", "extra_data", "last_login", "date_joined"),
        goes="The link to your organisation’s sign-in.",
        erase=erasing.forget_single_sign_on,
    )
)
register(
    Holding(
        key="people.memberships",
        title="Where you work",
        fields=("people.Membership.person",),
        rows=_in_places(Membership),
        show=_membership,
        goes="The employee number. Open memberships end today.",
        stays="Team, job role and dates without a name: coverage counts them.",
        erase=erasing.end_memberships,
    )
)
register(
    Holding(
        key="people.roles",
        title="Roles",
        fields=("people.Grant.person",),
        rows=_in_places(Grant),
        show=_grant,
        goes="Every role ends at once.",
        stays="Which roles were held when: the audit trail is read with them.",
        erase=erasing.end_roles,
        obstacle=why_last_administrator,
    )
)
register(
    Holding(
        key="people.roster_changes",
        title="What roster imports changed",
        fields=(),
        rows=lambda subject: erasing.roster_changes_about(subject).select_related("batch"),
        show=_roster_change,
        goes="Old and new names, addresses and employee numbers.",
        stays="That an import touched the record.",
        erase=erasing.forget_roster_changes,
    )
)
register(
    Holding(
        key="people.page_edits",
        title="Pages you edited",
        fields=(
            "wagtailcore.PageLogEntry.user",
            "wagtailusers.UserProfile.user",
            "wagtailadmin.FormState.user",
            "wagtailadmin.EditingSession.user",
            "wagtailcore.APIToken.user",
            "wagtailcore.PageSubscription.user",
        ),
        rows=lambda subject: PageLogEntry.objects.filter(user_id=subject.user_id).order_by("timestamp"),
        show=_edit,
        goes="The editor’s profile, picture, unsaved drafts, keys and subscriptions.",
        stays="Which account changed which page when, without a name.",
        erase=erasing.forget_editor,
    )
)
register(
    Holding(
        key="people.erasure_requests",
        title="Requests to be erased",
        fields=(
            "people.ErasureRequest.account",
            "people.ErasureRequest.person",
            "people.ErasureRequest.explanation",
            "people.ErasureRequest.extension_words",
        ),
        rows=_of_account(ErasureRequest, "account_id"),
        show=lambda row: named(
            row,
            "reference",
            "state",
            "asked_at",
            "due_on",
            "extension",
            "extension_words",
            "ended_at",
            "refusal",
            "explanation",
        ),
        goes="What was explained about a refusal or a longer wait.",
        stays="Reference, dates and result: the proof that it was done.",
        erase=erasing.forget_explanations,
    )
)
register(
    Holding(
        key="people.complaints",
        title="Complaints",
        fields=(
            "people.Complaint.account",
            "people.Complaint.person",
            "people.Complaint.words",
            "people.Complaint.answer",
        ),
        rows=_of_account(Complaint, "account_id"),
        show=lambda row: named(
            row,
            "reference",
            "kind",
            "words",
            "state",
            "received_at",
            "acknowledged_at",
            "answered_at",
            "answer",
        ),
        goes="The words of the complaint and of the answer.",
        stays="Reference, kind and dates: the proof that it was answered in time.",
        erase=erasing.forget_complaints,
    )
)

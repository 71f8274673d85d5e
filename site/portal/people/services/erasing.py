"""Taking away what names somebody. Each function empties one kind of row; doing it twice changes nothing more.

`personal_data.py` says in words what each of them takes and leaves; `erasure.finish_erasure` calls them all.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from portal.kernel import clock
from portal.kernel.personal_data import Subject
from portal.people.models import (
    Complaint,
    ErasureRequest,
    Grant,
    Membership,
    Person,
    RosterChange,
    User,
)
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.services.sessions import end_sessions_of
from portal.people.states import MembershipState

# What stands where a name was. Not empty: a row of a register needs something to read out.
WITHHELD = ("Name", "withheld")


def forget_person(subject: Subject, now: datetime) -> None:
    """Names and address of the staff record."""
    given_name, family_name = WITHHELD
    Person.objects.filter(pk=subject.person_id).update(
        given_name=given_name, family_name=family_name, email="", certificate_name="", hidden_on_rosters=True
    )


def erase_account(subject: Subject, now: datetime) -> None:
    """Nobody signs in with it again; what is left is its number. The address is one that cannot exist (RFC 6761)."""
    for user in User.objects.filter(pk=subject.user_id):
        user.groups.clear()
        user.user_permissions.clear()
    User.objects.filter(pk=subject.user_id).update(
        email=f"erased-{subject.user_id}@withheld.invalid",
        given_name="",
        family_name="",
        password=make_password(None),
        is_active=False,
        is_staff=False,
        is_superuser=False,
    )


def forget_addresses(subject: Subject, now: datetime) -> None:
    """Addresses and the codes sent to them."""
    EmailAddress.objects.filter(user_id=subject.user_id).delete()


def forget_second_factors(subject: Subject, now: datetime) -> None:
    """Authenticator, passkeys and recovery codes."""
    Authenticator.objects.filter(user_id=subject.user_id).delete()


def end_sessions(subject: Subject, now: datetime) -> None:
    """Every session ends at once, with where it came from."""
    end_sessions_of(user_id=subject.user_id)


def forget_single_sign_on(subject: Subject, now: datetime) -> None:
    """What another organisation's sign-in told about them."""
    SocialAccount.objects.filter(user_id=subject.user_id).delete()


def end_memberships(subject: Subject, now: datetime) -> None:
    """Open memberships end today; those that have not begun, or wait, are taken back; nobody is managed by them."""
    today = clock.today(now)
    theirs = Membership.objects.filter(person_id=subject.person_id)
    not_begun = Q(starts_on__gt=today) | Q(state=MembershipState.PENDING)
    theirs.filter(not_begun).update(state=MembershipState.REFUSED)
    theirs.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today).update(ends_on=today)
    theirs.update(employee_id="")
    Membership.objects.filter(manager_id=subject.person_id).update(manager=None)


def end_roles(subject: Subject, now: datetime) -> None:
    """Roles end as if somebody ended each by hand."""
    today = clock.today(now)
    held = Grant.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), person_id=subject.person_id, void=False
    )
    held.filter(starts_on__gte=today).update(void=True)
    held.filter(starts_on__lt=today).update(ends_on=today - timedelta(days=1))
    keep_editor_groups(person_id=subject.person_id, on=today)


def roster_changes_about(subject: Subject) -> QuerySet[RosterChange]:
    """What imports changed about somebody and their places: what the copy shows is what the erasure takes."""
    memberships = Membership.objects.filter(person_id=subject.person_id).values("pk")
    return RosterChange.objects.filter(
        Q(model="person", row_id=subject.person_id) | Q(model="membership", row_id__in=memberships)
    )


def forget_roster_changes(subject: Subject, now: datetime) -> None:
    """What imports wrote about them. An undo of the import then leaves their rows alone."""
    theirs = roster_changes_about(subject)
    theirs.filter(before__isnull=False).update(before={})
    theirs.update(after={})


def forget_editor(subject: Subject, now: datetime) -> None:
    """What the editor keeps about an editor."""
    for model in (FormState, EditingSession, APIToken, PageSubscription):
        model.objects.filter(user_id=subject.user_id).delete()
    for profile in UserProfile.objects.filter(user_id=subject.user_id):
        profile.avatar.delete(save=False)
        profile.delete()


def forget_explanations(subject: Subject, now: datetime) -> None:
    """Words about earlier requests."""
    ErasureRequest.objects.filter(account_id=subject.user_id).update(explanation="", extension_words="")


def forget_complaints(subject: Subject, now: datetime) -> None:
    """The words of complaints; their dates stay."""
    Complaint.objects.filter(account_id=subject.user_id).update(words="", answer="")

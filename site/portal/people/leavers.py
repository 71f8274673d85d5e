"""Who has left every organisation. Their sessions, calendar addresses and sign-in end by this one question (PE-06).

Nothing is switched off when somebody leaves, so nothing can be forgotten: each door asks. Who comes back is let
in again by the membership that is confirmed, without anybody lifting a ban.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.people.models import Membership, MembershipState, Person


def people_who_left(on: date) -> QuerySet[Person]:
    """People with a confirmed place that is over, and none today or later.

    A place that waits holds no door open: anybody may ask for one, themselves.
    """
    theirs = Membership.objects.filter(person_id=OuterRef("pk"), state=MembershipState.CONFIRMED)
    still = theirs.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    over = theirs.filter(ends_on__lt=on)
    return Person.objects.filter(Exists(over), ~Exists(still))


def has_left(person_id: int | None, on: date) -> bool:
    """Whether one person has. Asks its twin, so that the two cannot differ; False for nobody."""
    return person_id is not None and people_who_left(on).filter(pk=person_id).exists()

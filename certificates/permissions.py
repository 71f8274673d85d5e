"""Who may see and change which certificate.

A certificate belongs to its holder. Training administrators of the organisation in which the course was completed
see it too, to put mistakes right; what they open is written down. Managers see coverage, not other people's
certificates: a certificate never tells who else was there, and a manager's list of certificates would.
"""

from django.db.models import Q, QuerySet

from certificates.models import Award
from portal.kernel.actors import Actor, Place, Scope
from portal.kernel.querying import within
from portal.people.roles import Role

ADMINISTERS = (Role.TRAINING_ADMIN, Role.ADMIN)


def _reach(actor: Actor) -> Scope:
    return actor.scope(*ADMINISTERS)


def holds_award(actor: Actor, award: Award) -> bool:
    """It is the actor's own."""
    return actor.is_person and award.person_id == actor.person_id


def may_see_award(actor: Actor, award: Award) -> bool:
    """The page and the PDF. Its queryset twin is `awards_seen_by`."""
    return holds_award(actor, award) or _reach(actor).covers(Place(organisation_id=award.organisation_id))


def awards_seen_by(actor: Actor) -> QuerySet[Award]:
    """The certificates that `may_see_award` allows."""
    reach = within(_reach(actor), service=None, team=None)
    own = Q(person_id=actor.person_id) if actor.is_person else Q(pk__in=())
    return Award.objects.filter(own | reach)


def may_correct_award(actor: Actor, award: Award) -> bool:
    """Issue it again under another name: the holder, or whoever administers training there. Never after an erasure."""
    return award.withheld_at is None and may_see_award(actor, award)


def may_revoke_award(actor: Actor, award: Award) -> bool:
    """Withdraw it: whoever administers training there, never the holder alone."""
    return _reach(actor).covers(Place(organisation_id=award.organisation_id))

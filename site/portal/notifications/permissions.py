"""Who may touch the queue."""

from django.db.models import Q, QuerySet

from portal.kernel.actors import Actor
from portal.notifications.models import Notice

# These answer for what goes out in the portal's name.
KEEPERS = ("training_admin", "admin")


def keeps_deliveries(actor: Actor) -> bool:
    """Whether somebody answers for everything that goes out, and sees all of it."""
    return actor.is_system or actor.scope(*KEEPERS).everything


def may_touch_notice(actor: Actor, notice: Notice) -> bool:
    """Cancel, resend or preview it: the person it is for, and whoever answers for the portal's mail."""
    return keeps_deliveries(actor) or _is_theirs(actor, notice)


def notices_touched_by(actor: Actor) -> QuerySet[Notice]:
    """The queryset twin of `may_touch_notice`."""
    if keeps_deliveries(actor):
        return Notice.objects.all()
    return Notice.objects.filter(Q(person_id=actor.person_id) if actor.is_person else Q(pk__in=()))


def _is_theirs(actor: Actor, notice: Notice) -> bool:
    return actor.is_person and notice.person_id == actor.person_id

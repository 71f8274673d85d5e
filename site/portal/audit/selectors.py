"""Reading the trail."""

from datetime import datetime

from django.db.models import QuerySet

from portal.audit.models import Entry
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref


def entries_about(about: Ref) -> QuerySet[Entry]:
    """Everything that was done to one thing, and every sensitive read of it, newest first."""
    return Entry.objects.filter(about=str(about)).order_by("-at", "-id")


def times_done(actor: Actor, verb: str, since: datetime) -> int:
    """How often an account did something since an instant."""
    return Entry.objects.filter(actor_user_id=actor.user_id or 0, verb=verb, at__gte=since).count()


def last_time(verb: str) -> Entry | None:
    """The last line of one verb, such as a retention job's report; None when it never happened."""
    return Entry.objects.filter(verb=verb).order_by("-at", "-id").first()

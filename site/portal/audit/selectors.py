"""Reading the trail."""

from django.db.models import QuerySet

from portal.audit.models import Entry
from portal.kernel.refs import Ref


def entries_about(about: Ref) -> QuerySet[Entry]:
    """Everything that was done to one thing, and every sensitive read of it, newest first."""
    return Entry.objects.filter(about=str(about)).order_by("-at", "-id")

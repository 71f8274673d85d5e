"""What people do not want by email."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.kernel.refs import Ref
from portal.notifications.groups import OPTIONAL
from portal.notifications.models import NoticeRefusal


def choose_notices(*, actor: Actor, wanted: Collection[str], now: datetime) -> None:
    """Get the groups named in `wanted` by email, and none of the others that can be turned off.

    What is planned already is looked at again when it is due, so a choice counts at once.

    Raises:
        NotAllowed: the account belongs to no member of staff yet, so it gets no notices.
    """
    if actor.person_id is None:
        raise NotAllowed("Your account is not matched to a member of staff yet.")
    refused = {group.key for group in OPTIONAL} - set(wanted)
    with transaction.atomic():
        theirs = NoticeRefusal.objects.filter(person_id=actor.person_id)
        before = set(theirs.values_list("group", flat=True))
        if before == refused:
            return
        theirs.exclude(group__in=refused).delete()
        NoticeRefusal.objects.bulk_create(
            [
                NoticeRefusal(person_id=actor.person_id, group=key, since=now)
                for key in sorted(refused - before)
            ],
            ignore_conflicts=True,
        )
        record(
            actor=actor,
            verb="chose notices",
            about=Ref("people.person", actor.person_id),
            now=now,
            detail={"off": sorted(refused)},
        )

"""A copy of everything that is held about oneself (UK GDPR Art. 15 and 20)."""

from datetime import datetime, timedelta
from typing import IO

from django.db import transaction

from portal.audit.selectors import times_done
from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.kernel.personal_data import Subject, copy_for
from portal.kernel.refs import Ref
from portal.people.errors import CopiedTooOften
from portal.people.rights.packing import packed

VERB = "downloaded own data"
TIMES_A_DAY = 5


def copy_own_data(*, actor: Actor, now: datetime) -> IO[bytes]:
    """Pack what every app holds about the actor into a file, and write down that it was handed out.

    Raises:
        NotAllowed: nobody is signed in.
        CopiedTooOften: five times within 24 hours; a thief with a session should not have it for the asking.
    """
    if actor.user_id is None:
        raise NotAllowed("Sign in to download your information.")
    if times_done(actor, VERB, now - timedelta(days=1)) >= TIMES_A_DAY:
        raise CopiedTooOften(times=TIMES_A_DAY)
    subject = Subject(person_id=actor.person_id or 0, user_id=actor.user_id)
    with transaction.atomic():
        copy = packed(
            ((holding.key, holding.title, rows) for holding, rows in copy_for(subject)), made_at=now
        )
        record(actor=actor, verb=VERB, about=Ref("people.user", actor.user_id), now=now)
    return copy

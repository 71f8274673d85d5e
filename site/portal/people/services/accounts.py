"""What people change about themselves (PE-09)."""

from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.kernel.refs import Ref
from portal.people.models import Person


def change_own_details(
    *, actor: Actor, certificate_name: str, hidden_on_rosters: bool, now: datetime
) -> Person:
    """Keep the name to print on certificates (empty: the name of the staff record) and roster privacy.

    Raises:
        NotAllowed: the account belongs to no member of staff yet.
    """
    if actor.person_id is None:
        raise NotAllowed("Your account is not matched to a member of staff yet.")
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=actor.person_id)
        wanted = {
            "certificate_name": " ".join(certificate_name.split()),
            "hidden_on_rosters": hidden_on_rosters,
        }
        changed = [field for field, value in wanted.items() if getattr(person, field) != value]
        for field in changed:
            setattr(person, field, wanted[field])
        if changed:
            person.save(update_fields=changed)
            record(
                actor=actor,
                verb="changed own details",
                about=Ref("people.person", person.pk),
                now=now,
                detail={"fields": changed},
            )
    return person

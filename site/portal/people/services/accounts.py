"""What people change about themselves (PE-09)."""

from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.kernel.own_name import check_own_name
from portal.kernel.refs import Ref
from portal.people.models import Person


def name_for_certificates(*, actor: Actor, name: str, now: datetime) -> Person:
    """Keep the name to print on certificates from now on; empty: the name of the staff record.

    Raises:
        NotAllowed: the account belongs to no member of staff yet.
        SomebodyElsesName: it has none of the names of the staff record.
    """
    chosen = " ".join(name.split())
    known = Person.objects.filter(pk=actor.person_id or 0).first()
    if chosen and known and chosen != known.certificate_name:
        check_own_name(chosen, known.name, field="certificate_name")
    return _change(actor, "certificate_name", chosen, now)


def hide_on_rosters(*, actor: Actor, hidden: bool, now: datetime) -> Person:
    """Leave the actor out of lists that colleagues see, or put them back. Raises `NotAllowed` as above."""
    return _change(actor, "hidden_on_rosters", hidden, now)


def _change(actor: Actor, field: str, value: str | bool, now: datetime) -> Person:
    """Change one field of one's own record, and write down which, never what it said."""
    if actor.person_id is None:
        raise NotAllowed("Your account is not matched to a member of staff yet.")
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=actor.person_id)
        if getattr(person, field) != value:
            setattr(person, field, value)
            person.save(update_fields=[field])
            about = Ref("people.person", person.pk)
            record(actor=actor, verb="changed own details", about=about, now=now, detail={"fields": [field]})
    return person

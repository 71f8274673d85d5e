"""Who may ask and who decides. Requests about data are decided by administrators of everything, never by oneself.

| may | anybody with an account | training administrator | administrator of everything |
|---|---|---|---|
| download, ask for erasure, complain | for themselves | for themselves | for themselves |
| see and decide requests for erasure | no | no | of others |
| see, acknowledge and answer complaints | no | no | of others |
"""

from django.db.models import Q, QuerySet

from portal.kernel.actors import Actor
from portal.people.models import Complaint, ErasureRequest


def keeps_data_rights(actor: Actor) -> bool:
    """Whether the actor answers for requests about data at all."""
    return actor.administers_everything


def may_decide_erasure(actor: Actor, request: ErasureRequest) -> bool:
    """See, take, refuse and carry out a request; never one's own. Twin: `erasures_decidable_by`."""
    return keeps_data_rights(actor) and not _own(actor, request)


def erasures_decidable_by(actor: Actor) -> QuerySet[ErasureRequest]:
    """The requests for which `may_decide_erasure` holds."""
    return ErasureRequest.objects.filter(_of_others(actor))


def may_handle_complaint(actor: Actor, complaint: Complaint) -> bool:
    """See, acknowledge and answer a complaint; never one's own. Twin: `complaints_handled_by`."""
    return keeps_data_rights(actor) and not _own(actor, complaint)


def complaints_handled_by(actor: Actor) -> QuerySet[Complaint]:
    """The complaints for which `may_handle_complaint` holds."""
    return Complaint.objects.filter(_of_others(actor))


def _own(actor: Actor, row: ErasureRequest | Complaint) -> bool:
    same_person = actor.person_id is not None and row.person_id == actor.person_id
    return same_person or (actor.user_id is not None and row.account_id == actor.user_id)


def _of_others(actor: Actor) -> Q:
    """The twin of `_own`, turned round, for those who keep data rights."""
    if not keeps_data_rights(actor):
        return Q(pk__in=())
    own_person = Q(person__isnull=False, person_id=actor.person_id or 0)
    return ~Q(account_id=actor.user_id or 0) & ~own_person

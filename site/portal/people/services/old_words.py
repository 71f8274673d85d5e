"""Words about requests that have ended are not kept for ever: what goes, why, and how many (OP-05)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.audit.services import record
from portal.kernel.actors import SYSTEM
from portal.kernel.refs import Ref
from portal.people.models import Complaint, ErasureRequest
from portal.people.rights.rules import WORDS_KEPT

COMPLAINTS_VERB, REQUESTS_VERB = "complaint words deleted", "request words deleted"
AT_ONCE = 500


def forget_old_words(*, now: datetime) -> int:
    """Delete the words of complaints and of requests `WORDS_KEPT` after their end. Returns how many; leaves a trace.

    References, kinds and dates stay: the proof that each was answered in time. Safe to call again.
    """
    until = now - WORDS_KEPT
    answered = Complaint.objects.filter(answered_at__lt=until).exclude(words="", answer="")
    ended = ErasureRequest.objects.filter(ended_at__lt=until).filter(
        ~Q(explanation="") | ~Q(extension_words="")
    )
    return _forget(answered, COMPLAINTS_VERB, "people.complaint", now, words="", answer="") + _forget(
        ended, REQUESTS_VERB, "people.erasure", now, explanation="", extension_words=""
    )


def _forget(
    rows: QuerySet[Complaint] | QuerySet[ErasureRequest], verb: str, kind: str, now: datetime, **emptied: str
) -> int:
    count = 0
    while some := _forget_some(rows, verb, kind, now, **emptied):
        count += some
    return count


def _forget_some(
    rows: QuerySet[Complaint] | QuerySet[ErasureRequest], verb: str, kind: str, now: datetime, **emptied: str
) -> int:
    with transaction.atomic():
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if ids:
            rows.model._default_manager.filter(pk__in=ids).update(**emptied)
            detail = {"count": len(ids), "ids": ids, "kept_days": WORDS_KEPT.days}
            record(actor=SYSTEM, verb=verb, about=Ref(kind, ids[-1]), now=now, detail=detail)
    return len(ids)

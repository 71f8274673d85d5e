"""What is counted of a quarter: what was known of it when it was settled, four weeks after its end.

Records, referrals and what came of them that are written later change none of its numbers: somebody who compares
yesterday's page with today's would see which one consultation they were about (docs/adr/0015).
"""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from consultations.link_states import COUNTS_AS_REFERRAL
from consultations.models import Consultation, ConsultationChange, LinkChange, ReferralLink
from consultations.states import TOOK_PLACE, ConsultationState
from portal.kernel import clock
from portal.kernel.periods import Quarter


def held_between(rows: QuerySet[Consultation], first_day: date, last_day: date) -> QuerySet[Consultation]:
    """Those of `rows` that took place, by the London day on which they were to begin; both days included."""
    starts, _ = clock.day_bounds(first_day)
    _, ends = clock.day_bounds(last_day)
    return rows.filter(state__in=TOOK_PLACE, starts_at__gte=starts, starts_at__lt=ends)


def held_in(rows: QuerySet[Consultation], quarter: Quarter) -> QuerySet[Consultation]:
    """Those of `rows` that took place in the quarter, as far as it was said before it was settled."""
    said = ConsultationChange.objects.filter(
        consultation_id=OuterRef("pk"), to_state=ConsultationState.HELD, at__lt=quarter.settled_at
    )
    return held_between(rows, quarter.first_day, quarter.last_day).filter(Exists(said))


def referrals_known(quarter: Quarter) -> QuerySet[ReferralLink]:
    """Links that had gone out and were no mistake when the quarter was settled, each with its state of then."""
    last = LinkChange.objects.filter(link_id=OuterRef("pk"), at__lt=quarter.settled_at).order_by(
        "-version", "-pk"
    )
    sent = ReferralLink.objects.filter(sent_at__lt=quarter.settled_at)
    return sent.annotate(state_then=Subquery(last.values("to_state")[:1])).filter(
        state_then__in=COUNTS_AS_REFERRAL
    )

"""What the chain from training to outcome counts of consultations and referrals (RF-09)."""

from datetime import date

from django.db.models import Case, QuerySet, Value, When

from consultations.link_states import COUNTS_AS_REFERRAL, LinkState
from consultations.models import Consultation, ReferralLink
from consultations.selectors.counts import held_between
from portal.kernel import clock

# How a referral stands, in four words; the states of each.
STANDINGS = {
    "taken_up": (LinkState.ACCEPTED, LinkState.STARTED, LinkState.FINISHED),
    "waiting": (LinkState.SENT, LinkState.ACKNOWLEDGED, LinkState.MORE_INFORMATION),
    "declined": (LinkState.DECLINED,),
    "withdrawn": (LinkState.WITHDRAWN,),
}


def consultations_held(first_day: date, last_day: date) -> QuerySet[Consultation]:
    """Every consultation that took place in a period, as the counts define it."""
    return held_between(Consultation.objects.all(), first_day, last_day)


def referrals_sent(first_day: date, last_day: date) -> QuerySet[ReferralLink]:
    """Referrals that went out on these days and were no mistake, each with its `standing` today.

    A standing is a key of `STANDINGS`; it moves when the receiver says more, so figures of a past period do too.
    """
    starts, ends = clock.day_bounds(first_day)[0], clock.day_bounds(last_day)[1]
    whens = [When(state__in=states, then=Value(name)) for name, states in STANDINGS.items()]
    sent = ReferralLink.objects.filter(state__in=COUNTS_AS_REFERRAL, sent_at__gte=starts, sent_at__lt=ends)
    return sent.annotate(standing=Case(*whens, default=Value("waiting"))).order_by()

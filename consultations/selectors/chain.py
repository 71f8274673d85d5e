"""What the chain from training to outcome counts of consultations and referrals (RF-09)."""

from django.db.models import Case, QuerySet, Value, When

from consultations.link_states import LinkState
from consultations.models import ReferralLink
from consultations.selectors.settled import referrals_known
from consultations.selectors.tallies import ALL, tally_of
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.periods import Quarter

# How a referral stands, in four words; the states of each.
STANDINGS = {
    "taken_up": (LinkState.ACCEPTED, LinkState.STARTED, LinkState.FINISHED),
    "waiting": (LinkState.SENT, LinkState.ACKNOWLEDGED, LinkState.MORE_INFORMATION),
    "declined": (LinkState.DECLINED,),
    "withdrawn": (LinkState.WITHDRAWN,),
}


def consultations_by_place(
    actor: Actor, quarter: Quarter, *, by_service: bool
) -> tuple[int | None, dict[int, int | None]]:
    """How many took place in all, and by the id of a service or an organisation, 0 for those without one.

    None: hidden, as it is on the page of counts.
    """
    level = "service" if by_service else "organisation"
    found = tally_of(actor, quarter)
    places = {int(key[-1] or 0): number for key, number in found.numbers.items() if key[0] == level}
    return found.numbers.get(ALL, 0), places


def referrals_sent(quarter: Quarter) -> QuerySet[ReferralLink]:
    """Referrals that went out in the quarter and were no mistake, each with its `standing` when it was settled.

    A standing is a key of `STANDINGS`.
    """
    starts, ends = clock.day_bounds(quarter.first_day)[0], clock.day_bounds(quarter.last_day)[1]
    whens = [When(state_then__in=states, then=Value(name)) for name, states in STANDINGS.items()]
    sent = referrals_known(quarter).filter(sent_at__gte=starts, sent_at__lt=ends)
    return sent.annotate(standing=Case(*whens, default=Value("waiting"))).order_by()

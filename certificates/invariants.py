"""Sentences that must always be true of certificates."""

from collections.abc import Iterator

from django.db.models import Count

from certificates.models import Award
from certificates.states import AwardState
from courses.selectors import standing_completions
from portal.kernel.invariants import Breach, invariant
from portal.kernel.refs import Ref


def _named(award_id: int) -> str:
    return str(Ref("certificates.award", award_id))


@invariant("certificates.completed", "A valid certificate rests on a completion that stands.")
def awards_without_completion() -> Iterator[Breach]:
    live = Award.objects.filter(state=AwardState.VALID)
    for pk in live.exclude(enrolment_id__in=standing_completions()).values_list("pk", flat=True):
        yield Breach(_named(pk), "valid, but its enrolment has no completion that stands")


@invariant("certificates.once", "An enrolment has at most one valid certificate.")
def enrolments_with_two() -> Iterator[Breach]:
    live = Award.objects.filter(state=AwardState.VALID).order_by().values("enrolment_id")
    for row in live.annotate(n=Count("pk")).filter(n__gt=1):
        yield Breach(str(Ref("courses.enrolment", row["enrolment_id"])), f"{row['n']} valid certificates")


@invariant("certificates.linked", "A certificate that was replaced leads to the one that replaced it.")
def replaced_by_nothing() -> Iterator[Breach]:
    lost = Award.objects.filter(state=AwardState.SUPERSEDED, superseded_by__isnull=True)
    for pk in lost.values_list("pk", flat=True):
        yield Breach(_named(pk), "replaced, but by none")

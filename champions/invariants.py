"""Sentences that must be true of champions at every moment."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from champions.models import Champion, ChampionChange, Term
from champions.states import ChampionState
from portal.kernel.invariants import Breach, invariant


@invariant("champions.terms", "An active champion has a term that was not stopped, and nobody else has one.")
def terms_and_states() -> Iterator[Breach]:
    unstopped = Term.objects.filter(champion=OuterRef("pk"), stopped_on__isnull=True)
    for champion in Champion.objects.filter(~Exists(unstopped), state=ChampionState.ACTIVE):
        yield Breach(f"champions.champion:{champion.pk}", "Active without a term.")
    never = Q(
        state__in=(
            ChampionState.NOMINATED,
            ChampionState.APPLIED,
            ChampionState.AGREED,
            ChampionState.TRAINED,
        )
    )
    for champion in Champion.objects.filter(Exists(Term.objects.filter(champion=OuterRef("pk"))) & never):
        yield Breach(f"champions.champion:{champion.pk}", "Has a term but never started.")


@invariant("champions.overlap", "Two terms of one champion never overlap.")
def overlapping_terms() -> Iterator[Breach]:
    running = Q(stopped_on__isnull=True) | Q(stopped_on__gt=OuterRef("starts_on"))
    earlier = Term.objects.filter(
        running,
        champion=OuterRef("champion"),
        starts_on__lt=OuterRef("starts_on"),
        ends_on__gte=OuterRef("starts_on"),
    )
    for term in Term.objects.filter(Exists(earlier)).exclude(stopped_on=F("starts_on")):
        yield Breach(f"champions.term:{term.pk}", "Begins before the one before it is over.")


@invariant("champions.history", "A champion's state is what the last change says.")
def states_and_changes() -> Iterator[Breach]:
    last = ChampionChange.objects.filter(champion=OuterRef("pk")).order_by("-at", "-id")
    for champion in Champion.objects.exclude(state=last.values("to_state")[:1]):
        yield Breach(f"champions.champion:{champion.pk}", "Its state and its history differ.")

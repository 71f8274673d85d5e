"""Sentences that must be true of toolkits at every moment."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from portal.kernel.invariants import Breach, invariant
from toolkits.models import Earned, Entitlement, FileVersion, UnlockRule
from toolkits.states import VersionState


@invariant(
    "toolkits.entitled", "Whoever holds a toolkit by what they earned has earned it, by a rule it still has."
)
def held_without_reason() -> Iterator[Breach]:
    rule = UnlockRule.objects.filter(
        toolkit=OuterRef("toolkit"), kind=OuterRef("earned__kind"), code=OuterRef("earned__code")
    )
    held = Entitlement.objects.filter(revoked_at__isnull=True).annotate(ruled=Exists(rule))
    for row in held.exclude(ruled=True, earned__standing=True, person=F("earned__person")):
        yield Breach(f"toolkits.entitlement:{row.pk}", "It is held, but nothing that stands has earned it.")


@invariant("toolkits.let_in", "Whoever has earned a toolkit holds it.")
def earned_but_shut_out() -> Iterator[Breach]:
    for rule in UnlockRule.objects.filter(kind__in=("course", "champion")):
        held = Entitlement.objects.filter(
            earned=OuterRef("pk"), toolkit=rule.toolkit_id, revoked_at__isnull=True
        )
        earned = Earned.objects.filter(~Exists(held), kind=rule.kind, code=rule.code, standing=True)
        for row in earned:
            yield Breach(
                f"toolkits.earned:{row.pk}", f"It opens toolkit {rule.toolkit_id}, but is not let in."
            )


@invariant("toolkits.files", "Every version that may be given out is in the store, whole.")
def files_missing() -> Iterator[Breach]:
    for version in FileVersion.objects.exclude(state=VersionState.REFUSED):
        if not version.stored.storage.exists(str(version.stored.name)):
            yield Breach(f"toolkits.version:{version.pk}", "Its file is missing from the store.")
        elif version.stored.size != version.size:
            yield Breach(f"toolkits.version:{version.pk}", "Its file is not as large as what was uploaded.")

"""Questions about certificates."""

from dataclasses import dataclass
from datetime import date

from certificates.models import Award
from certificates.permissions import awards_seen_by
from certificates.rules import standing_on
from certificates.snapshots import Snapshot
from certificates.states import TAG_KINDS, AwardState, Standing
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One certificate in a list."""

    id: int
    facts: Snapshot
    standing: Standing
    tag_kind: str
    valid_until: date | None


def awards_of(person_id: int, on: date) -> list[AwardRow]:
    """Somebody's certificates that were not replaced, newest first. One query."""
    found = Award.objects.filter(person_id=person_id).exclude(state=AwardState.SUPERSEDED)
    return [award_row(award, on) for award in found]


def award_row(award: Award, on: date) -> AwardRow:
    """An award as lists show it."""
    standing = standing_on(award.state, award.valid_until, on)
    return AwardRow(award.pk, award.facts, standing, TAG_KINDS[standing], award.valid_until)


def award_for(actor: Actor, award_id: int) -> Award:
    """One certificate with the one that replaced it, if this actor may see it. Raises `NotFound`."""
    found = awards_seen_by(actor).select_related("superseded_by").filter(pk=award_id).first()
    if found is None:
        raise NotFound()
    return found


def live_award_of(enrolment_id: int) -> Award | None:
    """The certificate of an enrolment that stands now."""
    return Award.objects.filter(enrolment_id=enrolment_id, state=AwardState.VALID).first()

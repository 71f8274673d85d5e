"""Who sees figures of which borough, and names of which people."""

from typing import Any

from django.db.models import QuerySet

from portal.kernel.actors import Actor, Scope
from portal.people.roles import SEES_WORKFORCE, Role
from portal.people.selectors import organisations_touched_by

# Leads see the figures of the boroughs they work in, never a list of names.
SEES_FIGURES = (*SEES_WORKFORCE, Role.LEAD)


def organisations_with_figures_for(actor: Actor) -> QuerySet[Any]:
    """Boroughs whose coverage the actor may see: those in which such a grant of theirs reaches anything at all."""
    return organisations_touched_by(actor.scope(*SEES_FIGURES))


def may_see_figures(actor: Actor, organisation_id: int) -> bool:
    """The twin for one organisation."""
    return organisations_with_figures_for(actor).filter(pk=organisation_id).exists()


def names_seen_by(actor: Actor) -> Scope:
    """Within which part of the tree the actor sees who is not trained yet, by name."""
    return actor.scope(*SEES_WORKFORCE)

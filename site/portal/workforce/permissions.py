"""Who sees figures of which staff, and names of which people: each sentence beside its queryset twin.

Figures and names follow the reach of one's grants: whoever answers for one team sees that team's figures and its
people. Leads see the figures of the boroughs they work in, and no names.
"""

from datetime import date

from django.db.models import QuerySet

from portal.kernel.actors import Actor, Place, Scope
from portal.kernel.querying import within
from portal.people.models import Membership, Organisation
from portal.people.roles import SEES_WORKFORCE, Role
from portal.people.selectors import memberships_on, organisations_touched_by

SEES_FIGURES = (*SEES_WORKFORCE, Role.LEAD)


def reach_of_figures(actor: Actor) -> Scope:
    """How far the actor sees figures."""
    return actor.scope(*SEES_FIGURES)


def may_see_figures(actor: Actor, membership: Membership) -> bool:
    """Have somebody counted in the figures one is shown."""
    return reach_of_figures(actor).covers(_place(membership))


def memberships_counted_for(actor: Actor, on: date) -> QuerySet[Membership]:
    """The queryset twin of `may_see_figures`, among the memberships of a day."""
    return memberships_on(on).filter(within(reach_of_figures(actor)))


def organisations_with_figures_for(actor: Actor) -> QuerySet[Organisation]:
    """Organisations in which the actor sees figures of anybody at all."""
    return organisations_touched_by(reach_of_figures(actor))


def may_see_names(actor: Actor, membership: Membership) -> bool:
    """See by name that somebody is not trained yet."""
    return actor.scope(*SEES_WORKFORCE).covers(_place(membership))


def memberships_named_to(actor: Actor, on: date) -> QuerySet[Membership]:
    """The queryset twin of `may_see_names`, among the memberships of a day."""
    return memberships_on(on).filter(within(actor.scope(*SEES_WORKFORCE)))


def sees_names(actor: Actor, organisation_id: int) -> bool:
    """See names of anybody in an organisation."""
    touched = organisations_touched_by(actor.scope(*SEES_WORKFORCE))
    return touched.filter(pk=organisation_id).exists()


def _place(membership: Membership) -> Place:
    return Place(membership.organisation_id, membership.service_id, membership.team_id)

"""Who may do what with people, places and grants (PE-04). Each predicate stands beside its queryset twin.

| may | practitioner | manager, deputy, service head | training administrator | administrator |
|---|---|---|---|---|
| see a member of staff | themselves | in their reach | in their reach | in their reach |
| import, preview or undo a roster | no | no | of their organisation | of their organisation |
| confirm or refuse a membership | no | no | of their organisation, not their own | the same |
| give or end manager, deputy, head, training administrator, champion | no | no | in reach, to others | the same |
| give or end trainer, editor, administrator | no | no | no | in reach, to others |
| give or end lead, second sign-off | no | no | no | to others, when they administer everything |
| keep clients of the API | no | no | no | of their organisation |

Whose sign-in may be put right: `helped_accounts.py`. Requests about data: `rights/permissions.py`. Sign-ins of
employers: `employers/permissions.py`.
"""

from datetime import date

from django.db.models import Q, QuerySet

from portal.kernel.actors import Actor, Place, Scope
from portal.kernel.querying import on_date, within
from portal.people.models import Grant, Membership, MembershipState, Organisation, Person, RosterBatch
from portal.people.roles import Role

RUNS_ROSTERS = (Role.TRAINING_ADMIN, Role.ADMIN)
SEES_STAFF = (Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN, Role.ADMIN)
GIVEN_BY_TRAINING_ADMINS = frozenset(
    {Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN, Role.CHAMPION}
)
# These count everywhere, whatever reach is written beside them: a lead is given any borough, sign-off is for any page.
COUNT_EVERYWHERE = frozenset({Role.LEAD, Role.APPROVER})


def _roster_scope(actor: Actor) -> Scope:
    return actor.scope(*RUNS_ROSTERS)


def may_import_roster(actor: Actor, organisation_id: int) -> bool:
    """Import, preview and undo rosters of an organisation. Twin: `organisations_importable_by`."""
    return _roster_scope(actor).covers(Place(organisation_id))


def organisations_importable_by(actor: Actor) -> QuerySet[Organisation]:
    """The organisations for which `may_import_roster` holds."""
    return Organisation.objects.filter(
        within(_roster_scope(actor), organisation="pk", service=None, team=None)
    )


def may_see_batch(actor: Actor, batch: RosterBatch) -> bool:
    """See an import and its refused rows. Twin: `batches_seen_by`."""
    return may_import_roster(actor, batch.organisation_id)


def batches_seen_by(actor: Actor) -> QuerySet[RosterBatch]:
    """The imports for which `may_see_batch` holds."""
    return RosterBatch.objects.filter(within(_roster_scope(actor), service=None, team=None))


def may_confirm_membership(actor: Actor, membership: Membership) -> bool:
    """Confirm or refuse a membership that waits; never one's own. Twin: `memberships_confirmable_by`."""
    return (
        membership.state == MembershipState.PENDING
        and membership.person_id != actor.person_id
        and _roster_scope(actor).covers(Place(membership.organisation_id))
    )


def memberships_confirmable_by(actor: Actor) -> QuerySet[Membership]:
    """The memberships for which `may_confirm_membership` holds."""
    waiting = Membership.objects.filter(
        within(_roster_scope(actor), service=None, team=None), state=MembershipState.PENDING
    )
    return waiting.exclude(person_id=actor.person_id) if actor.person_id else waiting


def people_seen_by(actor: Actor, on: date) -> QuerySet[Person]:
    """The members of staff whom `may_see_person` allows on a day: oneself and those at work in one's reach."""
    at_work = Membership.objects.filter(
        on_date(on), within(actor.scope(*SEES_STAFF)), state=MembershipState.CONFIRMED
    )
    return Person.objects.filter(Q(pk__in=at_work.values("person_id")) | Q(pk=actor.person_id or 0))


def may_see_person(actor: Actor, person_id: int, on: date) -> bool:
    """See somebody's staff record on a day. Asks its twin, so that the two cannot differ."""
    return people_seen_by(actor, on).filter(pk=person_id).exists()


def may_give_role(actor: Actor, role: str, reach: Place) -> bool:
    """Give or end a role over `reach` (an empty place: everywhere). Twin: `grants_kept_by`."""
    everywhere = not any((reach.organisation_id, reach.service_id, reach.team_id))
    if everywhere or role in COUNT_EVERYWHERE:
        return actor.administers_everything
    if role in GIVEN_BY_TRAINING_ADMINS:
        return actor.scope(*RUNS_ROSTERS).covers(reach)
    return actor.scope(Role.ADMIN).covers(reach)


def roles_given_by(actor: Actor) -> list[tuple[str, str]]:
    """The roles that the actor may give somewhere, with their names."""
    given = set(Role) if actor.holds(Role.ADMIN) else set(GIVEN_BY_TRAINING_ADMINS)
    if not actor.administers_everything:
        given -= COUNT_EVERYWHERE
    return [(role.value, role.label) for role in Role if role in given]


def grants_kept_by(actor: Actor) -> QuerySet[Grant]:
    """The grants that the actor may end, their own aside."""
    own = Q(person_id=actor.person_id or 0)
    kept = Grant.objects.filter(_kept(actor.scope(Role.ADMIN)) | _kept_lower(actor)).exclude(own)
    return kept if actor.administers_everything else kept.exclude(role__in=COUNT_EVERYWHERE)


def _kept_lower(actor: Actor) -> Q:
    return Q(role__in=GIVEN_BY_TRAINING_ADMINS) & ~Q(level="all") & _kept(_roster_scope(actor))


def _kept(scope: Scope) -> Q:
    """Grants whose reach lies within `scope`: their own level, or the places above it."""
    return (
        within(scope)
        | within(scope, organisation="service__organisation_id", service=None, team=None)
        | within(scope, organisation="team__service__organisation_id", service="team__service_id", team=None)
    )


def may_keep_api_clients(actor: Actor, organisation_id: int) -> bool:
    """Make and stop tokens for the API of an organisation. Twin: `organisations_with_clients_kept_by`."""
    return actor.scope(Role.ADMIN).covers(Place(organisation_id))


def organisations_with_clients_kept_by(actor: Actor) -> QuerySet[Organisation]:
    """The organisations for which `may_keep_api_clients` holds."""
    return Organisation.objects.filter(
        within(actor.scope(Role.ADMIN), organisation="pk", service=None, team=None)
    )

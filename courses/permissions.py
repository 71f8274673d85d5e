"""Who may do what with runs and places, each beside its queryset twin.

A run is kept by training administrators whose reach covers everybody it is open to. A place belongs to the
person; it is decided by whoever answers for them; it is seen by these, by the run's trainers and its keepers.
"""

from django.db.models import Q, QuerySet

from courses.models import AccessNeed, Enrolment, Run
from courses.states import LIVE, PENDING, SHOWN, EnrolmentState
from portal.kernel.actors import Actor, Place, Scope
from portal.kernel.querying import within
from portal.people.roles import APPROVING, Role

KEEPERS = (Role.TRAINING_ADMIN, Role.ADMIN)
DECIDERS = (*APPROVING, Role.ADMIN)
SECOND_DECIDERS = (Role.LEAD, *KEEPERS)


def may_make_runs(actor: Actor) -> bool:
    """Whoever keeps runs everywhere, or for whole organisations; whom it is open to is checked when it is saved."""
    scope = actor.scope(*KEEPERS)
    return scope.everything or bool(scope.organisations)


def may_keep_run(actor: Actor, run: Run) -> bool:
    """Make, move, publish, cancel it: a keeper whose reach covers everybody the run is open to."""
    scope = actor.scope(*KEEPERS)
    if scope.everything:
        return True
    open_to = {organisation.pk for organisation in run.open_to.all()}
    return bool(open_to) and open_to <= scope.organisations


def runs_kept_by(actor: Actor) -> QuerySet[Run]:
    """The queryset twin of `may_keep_run`."""
    scope = actor.scope(*KEEPERS)
    if scope.everything:
        return Run.objects.all()
    if not scope.organisations:
        return Run.objects.none()
    openings = Run.open_to.through.objects
    mixed = openings.exclude(organisation_id__in=scope.organisations)
    return Run.objects.filter(pk__in=openings.values("run_id")).exclude(pk__in=mixed.values("run_id"))


def may_see_run(actor: Actor, run: Run) -> bool:
    """Drafts are for their keepers and trainers; everything else is for everybody."""
    return run.state in SHOWN or may_see_roster(actor, run)


def runs_seen_by(actor: Actor) -> QuerySet[Run]:
    """The queryset twin of `may_see_run`."""
    shown = Q(state__in=SHOWN) | Q(pk__in=rosters_seen_by(actor).values("pk"))
    return Run.objects.filter(shown)


def may_see_roster(actor: Actor, run: Run) -> bool:
    """Who is in it: its trainers and its keepers. Never the other participants."""
    trains = actor.is_person and any(t.pk == actor.person_id for t in run.trainers.all())
    return trains or may_keep_run(actor, run)


def rosters_seen_by(actor: Actor) -> QuerySet[Run]:
    """The queryset twin of `may_see_roster`."""
    kept = Q(pk__in=runs_kept_by(actor).values("pk"))
    if actor.person_id is None:
        return Run.objects.filter(kept)
    trained = Run.trainers.through.objects.filter(person_id=actor.person_id)
    return Run.objects.filter(kept | Q(pk__in=trained.values("run_id")))


def may_read_needs(actor: Actor, run: Run) -> bool:
    """Access and dietary needs: the run's trainers, nobody else. Keepers and managers see none."""
    return actor.is_person and any(t.pk == actor.person_id for t in run.trainers.all())


def needs_read_by(actor: Actor) -> QuerySet[AccessNeed]:
    """The queryset twin of `may_read_needs`; of live places only."""
    if not actor.is_person:
        return AccessNeed.objects.none()
    trained = Run.trainers.through.objects.filter(person_id=actor.person_id or 0)
    return AccessNeed.objects.filter(
        enrolment__run_id__in=trained.values("run_id"), enrolment__state__in=LIVE
    )


def may_give_needs(actor: Actor, enrolment: Enrolment) -> bool:
    """Say, change, take back what one needs: the person, while the place lives."""
    return actor.is_person and actor.person_id == enrolment.person_id and enrolment.state in LIVE


def enrolments_given_needs_by(actor: Actor) -> QuerySet[Enrolment]:
    """The queryset twin of `may_give_needs`."""
    if not actor.is_person:
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person_id=actor.person_id or 0, state__in=LIVE)


def place_of_enrolment(enrolment: Enrolment) -> Place:
    """Where the person worked when they asked."""
    return Place(enrolment.organisation_id, enrolment.service_id, enrolment.team_id)


def may_see_enrolment(actor: Actor, enrolment: Enrolment) -> bool:
    """The person, whoever answers for them or may answer this request, the run's trainers and keepers."""
    if actor.is_person and actor.person_id in (enrolment.person_id, enrolment.approver_id):
        return True
    answers = actor.scope(*DECIDERS).covers(place_of_enrolment(enrolment)) or may_decide(actor, enrolment)
    return answers or may_see_roster(actor, enrolment.run)


def enrolments_seen_by(actor: Actor) -> QuerySet[Enrolment]:
    """The queryset twin of `may_see_enrolment`."""
    seen = within(actor.scope(*DECIDERS)) | Q(run__in=rosters_seen_by(actor))
    seen |= Q(pk__in=enrolments_decided_by(actor).values("pk"))
    if actor.person_id is not None:
        seen |= Q(person_id=actor.person_id) | Q(approver_id=actor.person_id)
    return Enrolment.objects.filter(seen)


def may_decide(actor: Actor, enrolment: Enrolment) -> bool:
    """Agree or not to a request that waits: never one's own.

    The first answer is the approver's or anybody's who answers for that place; the second is the lead's.
    """
    if enrolment.state not in PENDING or (actor.is_person and actor.person_id == enrolment.person_id):
        return False
    named = actor.is_person and actor.person_id == enrolment.approver_id
    return named or _deciding_scope(actor, enrolment.state).covers(place_of_enrolment(enrolment))


def enrolments_decided_by(actor: Actor) -> QuerySet[Enrolment]:
    """The queryset twin of `may_decide`."""
    mine = Q(pk__in=()) if actor.person_id is None else Q(approver_id=actor.person_id)
    for state in PENDING:
        scope = _deciding_scope(actor, state)
        if not scope.is_empty:
            mine |= Q(state=state) & within(scope)
    found = Enrolment.objects.filter(mine, state__in=PENDING)
    return found if actor.person_id is None else found.exclude(person_id=actor.person_id)


def _deciding_scope(actor: Actor, state: str) -> Scope:
    return actor.scope(*(SECOND_DECIDERS if state == EnrolmentState.AGREED else DECIDERS))


def may_cancel_place(actor: Actor, enrolment: Enrolment) -> bool:
    """Give a place back: the person, or a keeper of the run."""
    own = actor.is_person and actor.person_id == enrolment.person_id
    return own or may_keep_run(actor, enrolment.run)


def enrolments_cancelled_by(actor: Actor) -> QuerySet[Enrolment]:
    """The queryset twin of `may_cancel_place`."""
    kept = Q(run__in=runs_kept_by(actor))
    return Enrolment.objects.filter(kept | Q(person_id=actor.person_id) if actor.is_person else kept)

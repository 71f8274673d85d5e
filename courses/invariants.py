"""Sentences about runs and places that must be true at every moment, whatever raced with what."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now

from courses.models import Enrolment, EnrolmentChange, Run, RunDay
from courses.selectors.places import with_places
from courses.states import LIVE, OCCUPYING, EnrolmentState, RunState
from portal.kernel.invariants import Breach, invariant


@invariant("courses.capacity", "No run has more people than places.")
def runs_over_capacity() -> Iterator[Breach]:
    full = with_places(Run.objects.all()).filter(taken__gt=F("capacity"))
    for pk, taken, capacity in full.values_list("pk", "taken", "capacity"):
        yield Breach(f"courses.run:{pk}", f"{taken} people have places, {capacity} places exist.")


@invariant("courses.twice", "Nobody has two live enrolments in one run.")
def enrolled_twice() -> Iterator[Breach]:
    live = Enrolment.objects.filter(state__in=LIVE).order_by().values("run_id", "person_id")
    for row in live.annotate(n=Count("pk"), last=Max("pk")).filter(n__gt=1):
        yield Breach(f"courses.enrolment:{row['last']}", f"The same person has {row['n']} in one run.")


@invariant("courses.offers", "A run's offers, holds and bookings never promise one seat twice.")
def seats_promised_twice() -> Iterator[Breach]:
    offered = Q(enrolments__state=EnrolmentState.OFFERED)
    taken = Q(enrolments__state__in=OCCUPYING)
    runs = Run.objects.annotate(
        offers=Count("enrolments", filter=offered), n=Count("enrolments", filter=taken)
    )
    for pk, offers in runs.filter(offers__gt=0, n__gt=F("capacity")).values_list("pk", "offers"):
        yield Breach(f"courses.run:{pk}", f"{offers} offers are out for seats that others have.")


@invariant("courses.idle", "No place stands free while somebody waits for it and booking is open.")
def places_idle_while_people_wait() -> Iterator[Breach]:
    open_now = Run.objects.filter(state=RunState.PUBLISHED, booking_closes_at__gt=Now())
    for pk in (
        with_places(open_now).filter(taken__lt=F("capacity"), waiting__gt=0).values_list("pk", flat=True)
    ):
        yield Breach(f"courses.run:{pk}", "A place is free and nobody on the waiting list was offered it.")


@invariant(
    "courses.overtaken", "Nobody was offered a place while somebody with a smaller number still waited."
)
def overtaken_in_the_queue() -> Iterator[Breach]:
    changes = EnrolmentChange.objects.filter(enrolment=OuterRef("pk")).order_by("-id").values("id")
    rows = Enrolment.objects.filter(queue_number__isnull=False).annotate(
        joined=Coalesce(Subquery(changes.filter(to_state=EnrolmentState.WAITING)[:1]), 0),
        offered=Coalesce(Subquery(changes.filter(move="offer")[:1]), 0),
        left=Coalesce(Subquery(changes.filter(from_state=EnrolmentState.WAITING)[:1]), 0),
    )
    run_id, late = None, 0
    for pk, run, joined, offered, left in rows.order_by("run_id", "-queue_number").values_list(
        "pk", "run_id", "joined", "offered", "left"
    ):
        # Whoever joined a second time has a new number: what came of the first one counts no more.
        offer_id, left_id = (found if found > joined else None for found in (offered, left))
        # From the end of the list to its head: `late` is the earliest offer made to anybody behind.
        if run != run_id:
            run_id, late = run, 0
        if late and (left_id is None or left_id > late):
            yield Breach(f"courses.enrolment:{pk}", "Somebody behind was offered a place first.")
        if offer_id and (not late or offer_id < late):
            late = offer_id


@invariant("courses.days", "A run begins and ends with its first and last day.")
def runs_out_of_step_with_days() -> Iterator[Breach]:
    ends = RunDay.objects.filter(run=OuterRef("pk")).order_by().values("run")
    first, last = ends.annotate(m=Min("starts_at")).values("m"), ends.annotate(m=Max("ends_at")).values("m")
    runs = Run.objects.annotate(first=Subquery(first), last=Subquery(last))
    for pk in (
        runs.exclude(starts_at=F("first"), ends_at=F("last"))
        .filter(starts_at__isnull=False)
        .values_list("pk", flat=True)
    ):
        yield Breach(f"courses.run:{pk}", "Its start or end is not that of its days.")


@invariant("courses.over", "Nobody waits for, holds or is offered a place in a run that was cancelled.")
def waiting_for_nothing() -> Iterator[Breach]:
    open_states = [
        state for state in LIVE if state not in (EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)
    ]
    lost = Enrolment.objects.filter(run__state=RunState.CANCELLED, state__in=open_states)
    for pk in lost.values_list("pk", flat=True):
        yield Breach(f"courses.enrolment:{pk}", "Its run was cancelled.")


@invariant("courses.history", "The last line of an enrolment's history is its state.")
def history_out_of_step() -> Iterator[Breach]:
    last = EnrolmentChange.objects.filter(enrolment=OuterRef("pk")).order_by("-id").values("to_state")[:1]
    rows = Enrolment.objects.annotate(last=Subquery(last)).filter(last__isnull=False)
    for pk in rows.exclude(state=F("last")).values_list("pk", flat=True):
        yield Breach(f"courses.enrolment:{pk}", "Its history ends in another state.")

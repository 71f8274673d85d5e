"""Two hundred people, fifty places, two web workers."""

from datetime import timedelta
from functools import partial

from courses.models import Enrolment
from courses.states import EnrolmentState
from portal.kernel import clock
from tests.benchmarks.people import session_of
from tests.benchmarks.stack import Visitor, WebServer, wall_seconds
from tests.factories.courses import make_course, make_run
from tests.factories.people import make_membership, make_organisation, make_person, make_team, make_user

PEOPLE = 200
PLACES = 50
AT_ONCE = 20


def measure() -> dict[str, float]:
    """Time of the rush over the time of as many bare row locks; raises when a place was sold twice or lost."""
    team = make_team(make_organisation("bench-rush"))
    sessions = []
    for _person in range(PEOPLE):
        person = make_person()
        make_membership(person, team=team)
        sessions.append(session_of(make_user(person)))
    first = clock.today(clock.now()) + timedelta(days=60)
    run = make_run(make_course(), capacity=PLACES, first_on=first)
    server = WebServer(workers=2, threads=4)
    visitors = [server.visitor(session) for session in sessions]
    for visitor in visitors[:8]:
        visitor.get("/bench/floor/")
    rush = wall_seconds([partial(_ask, visitor, run.reference) for visitor in visitors], AT_ONCE)
    _assert_fair(run.pk)
    # Whoever finds the run full asks a second time, for the waiting list; the bare locks are as many requests.
    both = [*visitors, *visitors[PLACES:]]
    bare = wall_seconds([partial(_lock, visitor, run.pk) for visitor in both], AT_ONCE)
    server.end()
    return {"rush, 200 people for 50 places": rush / bare}


def _lock(visitor: Visitor, run_id: int) -> None:
    status, _where = visitor.post(f"/bench/lock/{run_id}/")
    if status != 200:
        raise RuntimeError(f"The bare lock answered {status}.")


def _ask(visitor: Visitor, reference: str) -> None:
    """Ask for a place; when the last one went meanwhile, join the waiting list as the page offers."""
    address = f"/courses/runs/{reference}/ask/"
    status, where = visitor.post(address)
    if status == 302 and where == address:
        status, where = visitor.post(address, {"what": "wait"})
    if status != 302 or where == address:
        raise RuntimeError(f"Asking for a place ended with {status} {where}.")


def _assert_fair(run_id: int) -> None:
    booked = Enrolment.objects.filter(run_id=run_id, state=EnrolmentState.BOOKED).count()
    queue = Enrolment.objects.filter(run_id=run_id, state=EnrolmentState.WAITING)
    numbers = list(queue.order_by("queue_number").values_list("queue_number", flat=True))
    if booked != PLACES or len(numbers) != PEOPLE - PLACES or len(set(numbers)) != len(numbers):
        raise RuntimeError(f"{booked} booked, {len(numbers)} waiting with {len(set(numbers))} numbers.")

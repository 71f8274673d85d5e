"""CPU of pages over the floor, on one web worker."""

from datetime import timedelta
from functools import cache

from courses.models import Run
from portal.kernel import clock
from portal.people.models import User
from tests.benchmarks.people import session_of
from tests.benchmarks.stack import WebServer, cpu_ratio
from tests.factories.consultations import make_lead, make_surgery
from tests.factories.courses import make_course, make_course_page, make_enrolment, make_run
from tests.factories.people import make_staff, make_team

REQUESTS = 60
LEADS = 10
DAYS_AHEAD = 56
HUB_ITEMS = 20
COURSES = 12


@cache
def make_courses() -> str:
    """Twelve courses with two runs each. Returns the address of one of them."""
    first = clock.today(clock.now()) + timedelta(days=30)
    for number in range(COURSES):
        page = make_course_page(code=f"bench-{number}")
        page.save_revision().publish()
        course = getattr(page, "course", None) or make_course(f"bench-course-{number}")
        for later in (0, 40):
            make_run(course, first_on=first + timedelta(days=number + later))
    return "/courses/bench-0/"


def make_busy_person() -> str:
    """Somebody with twenty rows on the hub. Returns their session."""
    staff = make_staff(team=make_team())
    first = clock.today(clock.now()) + timedelta(days=20)
    for number in range(HUB_ITEMS):
        run = make_run(make_course(), first_on=first + timedelta(days=7 * number))
        make_enrolment(run, staff.person, now=clock.now())
    return session_of(staff.user)


def make_asker() -> User:
    """A practitioner of a borough with ten leads, bookable for eight weeks."""
    surgery = make_surgery("bench-borough", horizon_days=DAYS_AHEAD)
    for _lead in range(LEADS - 1):
        make_lead(surgery.organisation, horizon_days=DAYS_AHEAD)
    return surgery.practitioner.user


def measure() -> dict[str, float]:
    """The ratios of catalogue, course page, hub and slot list; CPU of the web worker, without the database's."""
    course, busy, asker = make_courses(), make_busy_person(), session_of(make_asker())
    assert Run.objects.exists()
    server = WebServer(workers=1)
    signed_in, visitor = server.visitor(busy), server.visitor()
    chooser = server.visitor(asker)
    chooser.post("/consultations/book/", {"danger": "none"})
    chooser.post("/consultations/book/about/", {"kind": "individual", "linked": "anonymous"})
    pages = {
        "catalogue": lambda: fetched(visitor.get("/courses/")),
        "course page": lambda: fetched(visitor.get(course)),
        "hub, 20 items": lambda: fetched(signed_in.get("/my/")),
        "slot list, 10 leads x 8 weeks": lambda: fetched(chooser.get("/consultations/book/time/")),
    }
    found = {}
    for name, page in pages.items():
        found[name] = cpu_ratio(server, page, lambda: fetched(signed_in.get("/bench/floor/")), REQUESTS)
    server.end()
    return found


def fetched(answer: tuple[int, bytes]) -> None:
    status, body = answer
    if status != 200:
        raise RuntimeError(f"The page answered {status}: {body[:300]!r}")

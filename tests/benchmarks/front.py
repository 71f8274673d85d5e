"""CPU of the front door over the floor, for visitors and for the signed-in, on one web worker."""

from functools import cache, partial

from portal.pages.models import BoroughIndexPage, BoroughPage
from portal.pages.services import lay_foundation
from tests.benchmarks.pages import fetched, make_busy_person, make_courses
from tests.benchmarks.stack import Visitor, WebServer, cpu_ratio
from tests.factories.consultations import make_surgery
from tests.factories.people import make_organisation
from tests.factories.toolkits import make_toolkit

REQUESTS = 30
BOROUGH = "front-borough"
# One of the words is mistyped, so the search does all it can do.
PAGES = {
    "home": "/",
    "borough hub": f"/boroughs/{BOROUGH}/",
    "catalogue": "/courses/",
    "search": "/search/?q=bensh+course",
}


@cache
def make_front() -> None:
    """The pages every portal has, a borough with its lead, courses and toolkits to find."""
    lay_foundation()
    make_courses()
    for number in range(6):
        make_toolkit(f"Bench course sheet {number}")
    make_surgery(BOROUGH)
    page = BoroughPage(title="Front Borough", slug=BOROUGH, organisation_code=make_organisation(BOROUGH).code)
    BoroughIndexPage.objects.get().add_child(instance=page)


def measure() -> dict[str, float]:
    """The ratios, each once as a visitor and once signed in; CPU of the web worker, without the database's."""
    make_front()
    session = make_busy_person()
    server = WebServer(workers=1)
    visitor, signed_in = server.visitor(), server.visitor(session)
    floor = partial(_fetch, signed_in, "/bench/floor/")
    found = {}
    for name, address in PAGES.items():
        for who, browser in (("visitor", visitor), ("signed in", signed_in)):
            found[f"{name}, {who}"] = cpu_ratio(server, partial(_fetch, browser, address), floor, REQUESTS)
    server.end()
    return found


def _fetch(browser: Visitor, address: str) -> None:
    fetched(browser.get(address))

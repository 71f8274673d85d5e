"""The demonstration from beginning to end, one step after another."""

from collections.abc import Callable
from datetime import datetime, timedelta

from portal.assembly.demo.boroughs import load_boroughs
from portal.assembly.demo.champions import load_champions
from portal.assembly.demo.consultations import load_consultations, load_leads
from portal.assembly.demo.courses import JUST_OVER, ON_NOW, PAST, TO_COME, load_courses, load_runs
from portal.assembly.demo.links import load_links
from portal.assembly.demo.pages import load_borough_pages, name_readers
from portal.assembly.demo.places import load_history, load_nearly_done, load_requests, load_running
from portal.assembly.demo.toolkits import load_toolkits
from portal.kernel import clock
from portal.notifications.services import settle_past_notices
from portal.outbox.relay import deliver_due
from portal.pages.services import date_pages, lay_foundation

Say = Callable[[str], None]


def tell(now: datetime, say: Say) -> None:
    """Write everything. Takes about a minute on two cores."""
    say("pages")
    home = lay_foundation()
    load_borough_pages(home)
    say("boroughs, rosters and accounts")
    cast = load_boroughs(now)
    name_readers(cast.people["approver@respect.example"])
    say("courses and toolkits")
    load_courses(home, now)
    load_toolkits(home, cast, now)
    date_pages()
    past = load_runs(PAST, cast, now)
    just_over = load_runs(JUST_OVER, cast, now, last=clock.today(now) - timedelta(days=2))
    on_now = load_runs(ON_NOW, cast, now)
    coming = load_runs(TO_COME, cast, now)
    say("a year of training")
    load_nearly_done(just_over, cast, now)
    load_history(past, cast, now)
    load_running(on_now, cast, now)
    load_requests(coming, cast, now)
    say("consultations")
    load_leads(cast, now)
    load_consultations(cast, now)
    say("referral links")
    load_links(cast, now)
    say("champions")
    load_champions(cast, now)
    while deliver_due(limit=10_000):
        continue  # what reacts to an event may tell the next one
    settle_past_notices(now=clock.now())

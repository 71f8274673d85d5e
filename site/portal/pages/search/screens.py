"""The portal's own screens, for people who type what they want to do."""

from collections.abc import Callable, Iterable
from datetime import datetime

from portal.kernel.actors import Actor
from portal.notifications.permissions import keeps_deliveries
from portal.pages.navigation import HOLDS_RUNS, KEEPS_ROSTER, SEES_COVERAGE
from portal.pages.search.index import Entry, Hit
from portal.pages.search.sources import Source, as_indexed, everybody, register

# Title, address, what it is for, other words for it.
Screen = tuple[str, str, str, str]
PUBLIC: tuple[Screen, ...] = (
    ("Book a consultation", "/consultations/book/", "Think a case through with a lead.", "advice talk"),
    ("Find a course", "/courses/", "Dates, places left, and who has to agree.", "courses training catalogue dates"),
    ("See where a family can go", "/pathways/", "What each pathway offers, and whom it suits.", "pathway referral"),
    ("Check a certificate", "/check/", "Type the code, or scan it. Anybody can.", "certificate verify code"),
    (
        "People who listen, day and night",
        "/support/",
        "Numbers to ring, for anybody. In danger now: 999.",
        "support help helpline scared afraid frightened unsafe danger emergency hit hits hurt hurts suicide die",
    ),
)  # fmt: skip
SIGNED_IN: tuple[Screen, ...] = (
    (
        "My hub",
        "/my/",
        "What is due, booked, to be agreed and earned.",
        "home today bookings cancel cancelling move change place",
    ),
    ("My account", "/account/", "Your details, email, password and second factor.", "profile password email settings"),
    (
        "Consultations",
        "/consultations/",
        "Those you asked for, and what was agreed.",
        "consultation advice cancel cancelling move change",
    ),
    ("Toolkits", "/toolkits/", "What your courses unlocked, in the current version.", "toolkit tools files"),
    ("Practice champions", "/champions/", "Who they are in your borough, and how to become one.", "champion nominate"),
    ("My certificates", "/certificates/", "What you finished, to print and to show.", "certificate cpd"),
)  # fmt: skip
RUNS: Screen = (
    "Dates",
    "/courses/runs/",
    "Courses on their days: make, move, publish, register.",
    "run runs register",
)
COVERAGE: Screen = (
    "Coverage",
    "/coverage/",
    "Who has learnt what, and where it is thin.",
    "report workforce",
)
DELIVERIES: Screen = (
    "Deliveries",
    "/notices/",
    "Mails and links that went out, wait, or did not arrive.",
    "delivery mail mails email emails message messages link links queue failed",
)
ROSTER: Screen = ("Roster", "/people/roster/", "Bring in who works where.", "import staff")


def _source(name: str, open_to: Callable[[Actor], bool], screens: tuple[Screen, ...]) -> Source:
    def entries(now: datetime) -> Iterable[Entry]:
        for title, url, detail, labels in screens:
            yield Entry(url, Hit("Page", title, url, detail), title=title, labels=labels)

    return Source(name, open_to, lambda now: screens, entries, as_indexed)


register(_source("screens", everybody, PUBLIC))
register(_source("screens for the signed-in", lambda actor: actor.user_id is not None, SIGNED_IN))
register(_source("screens for runs", lambda actor: actor.holds(*HOLDS_RUNS), (RUNS,)))
register(_source("screens for coverage", lambda actor: actor.holds(*SEES_COVERAGE), (COVERAGE,)))
register(_source("screens for deliveries", keeps_deliveries, (DELIVERIES,)))
register(_source("screens for the roster", lambda actor: actor.holds(*KEEPS_ROSTER), (ROSTER,)))

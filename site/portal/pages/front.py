"""The tasks that people come for, and what is next in them for whoever is signed in. No query of its own."""

from dataclasses import dataclass

from portal.kernel.actors import Actor
from portal.pages.hub import HubItem
from portal.pages.navigation import HOLDS_RUNS, edits_pages
from portal.people.roles import Role


@dataclass(frozen=True, slots=True)
class FrontTask:
    """A task on the front page. `within` is where its records live, so that the hub's rows tell what is next."""

    url: str
    title: str
    words: str
    drawing: str
    within: str = ""


TASKS = (
    FrontTask(
        "/consultations/book/",
        "Book a consultation",
        "Think a case through with your borough’s lead. By reference, never by name.",
        "consultation",
        "/consultations/",
    ),
    FrontTask(
        "/courses/", "Find a course", "Dates, places left, and who has to agree.", "course", "/courses/"
    ),
    FrontTask(
        "/toolkits/",
        "Open my toolkits",
        "What your courses unlocked, in the current version.",
        "toolkit",
        "/toolkits/",
    ),
    FrontTask(
        "/check/",
        "Check a certificate",
        "Type the code, or scan it. Anybody can.",
        "certificate",
        "/certificates/",
    ),
    FrontTask(
        "/pathways/",
        "See where a family can go",
        "What each pathway offers, whom it suits, and a check that keeps nothing.",
        "pathway",
    ),
    FrontTask("/boroughs/", "Find your borough", "Its lead, days in the office, and contacts.", "borough"),
)


Steps = tuple[tuple[str, str], ...]
BOOK: Steps = (("Book a consultation", "/consultations/book/"),)
FIND: Steps = (("Find a course", "/courses/"),)
# What a day's work begins with, by role.
FIRST_OF_LEADS: Steps = (
    ("Open my diary", "/consultations/diary/"),
    ("Book for a colleague", "/consultations/book/for/"),
)
FIRST_OF_TRAINERS: Steps = (("Open the course dates", "/courses/runs/"),)
# Toolkits are everybody's: whoever keeps them does so everywhere.
FIRST_OF_KEEPERS: Steps = (("Publish a toolkit", "/toolkits/"),)
FIRST_OF_EDITORS: Steps = (("Edit pages", "/cms/"),)
FIRST_WITHOUT_PLACE: Steps = (("See who confirms your place", "/account/"),)

# What somebody answers for others is not the next step of a task of their own.
OF_OTHERS = frozenset({"approve"})


def first_steps(actor: Actor) -> Steps:
    """The buttons of somebody's hub, as label and address: the first one is what their day begins with.

    Whoever keeps several roles has the button of each.
    """
    leads = actor.holds(Role.LEAD)
    of_roles = (
        (FIRST_OF_LEADS if leads else ())
        + (FIRST_OF_TRAINERS if actor.holds(*HOLDS_RUNS) else ())
        + (FIRST_OF_KEEPERS if actor.scope(*HOLDS_RUNS).everything else ())
        + (FIRST_OF_EDITORS if edits_pages(actor) else ())
    )
    if leads:
        return of_roles
    if of_roles:
        return of_roles + (BOOK if actor.places else FIND)
    return (BOOK if actor.places else FIRST_WITHOUT_PLACE) + FIND


def tasks_with_next(groups: dict[str, list[HubItem]]) -> list[tuple[FrontTask, str]]:
    """Every task with a line about what is next; the task's own words where nothing is.

    Args:
        groups: the rows of the person's hub; empty for a visitor.
    """
    items = [item for group, rows in groups.items() if group not in OF_OTHERS for item in rows]
    return [(task, _next_in(task, items) or task.words) for task in TASKS]


def _next_in(task: FrontTask, items: list[HubItem]) -> str:
    """The first row of the hub that belongs to the task, in one line."""
    found = next((item for item in items if task.within and item.url.startswith(task.within)), None)
    if found is None:
        return ""
    when = " ".join(filter(None, (found.when, found.when_small)))
    lead = "Newest" if found.group == "earned" else "Next"
    return f"{lead}: {found.title}{f', {when}' if when else ''}."

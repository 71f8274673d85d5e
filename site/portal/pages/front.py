"""The tasks that people come for, each with what is next in it for whoever is signed in. No query of its own."""

from dataclasses import dataclass

from portal.pages.hub import HubItem


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


# What somebody answers for others is not the next step of a task of their own.
OF_OTHERS = frozenset({"approve"})


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

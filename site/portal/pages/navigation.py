"""Navigation by task: what the person who is signed in has to do here. No query beyond the actor's own."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.kernel.actors import Actor
from portal.people.roles import SEES_WORKFORCE, Role


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `current`: the page is in this part; `exact`: it is this very page."""

    label: str
    url: str
    current: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The entries as list items, drawn once and shown twice (wide, and folded into the Menu of a phone)."""

    entries: SafeString
    in_account: bool
    in_support: bool


Entries = tuple[tuple[str, str], ...]
VISITOR_ENTRIES: Entries = (
    ("Courses", "/courses/"),
    ("Pathways", "/pathways/"),
    ("Boroughs", "/boroughs/"),
    ("Check a certificate", "/check/"),
)
STAFF_ENTRIES: Entries = (
    ("My hub", "/my/"),
    ("Courses", "/courses/"),
    ("Consultations", "/consultations/"),
    ("Pathways", "/pathways/"),
    ("Boroughs", "/boroughs/"),
    ("Toolkits", "/toolkits/"),
    ("Champions", "/champions/"),
    ("Certificates", "/certificates/"),
)
SEES_COVERAGE = (*SEES_WORKFORCE, Role.LEAD)
HOLDS_RUNS = (Role.TRAINER, Role.TRAINING_ADMIN, Role.ADMIN)
KEEPS_ROSTER = (Role.TRAINING_ADMIN, Role.ADMIN)
EXACT, WITHIN = mark_safe(' aria-current="page"'), mark_safe(' aria-current="true"')


def edits_pages(actor: Actor) -> bool:
    """Whether the editor opens: for editors, those who sign off, and administrators of everything, of nothing less."""
    return actor.holds(Role.EDITOR, Role.APPROVER) or actor.administers_everything


def entries_for(actor: Actor, path: str) -> list[NavItem]:
    """The entries for this actor, the one that `path` belongs to marked."""
    if actor.user_id is None:
        entries = VISITOR_ENTRIES
    else:
        entries = STAFF_ENTRIES
        if actor.holds(*HOLDS_RUNS):
            entries = (*entries, ("Dates", "/courses/runs/"))
        if actor.holds(*SEES_COVERAGE):
            entries = (*entries, ("Coverage", "/coverage/"))
        if actor.holds(*KEEPS_ROSTER):
            entries = (*entries, ("Roster", "/people/roster/"))
        if edits_pages(actor):
            entries = (*entries, ("Edit pages", "/cms/"))
    # /courses/runs/ belongs to the dates, not to the courses as well.
    here = max((url for _, url in entries if path.startswith(url)), key=len, default="")
    return [NavItem(label, url, url == here, path == url) for label, url in entries]


def navigation_for(actor: Actor, path: str) -> Navigation:
    """The navigation of one page."""
    items = (
        (item.url, EXACT if item.exact else WITHIN if item.current else "", item.label)
        for item in entries_for(actor, path)
    )
    drawn = format_html_join("", '<li><a href="{}"{}>{}</a></li>', items)
    return Navigation(drawn, path.startswith("/account/"), path.startswith("/support/"))

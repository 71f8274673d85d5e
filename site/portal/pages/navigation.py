"""Navigation by task: what the person who is signed in has to do here. No query beyond the actor's own."""

from dataclasses import dataclass

from portal.kernel.actors import Actor
from portal.people.roles import SEES_WORKFORCE, Role


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `current`: the page is in this part; `exact`: it is this very page."""

    label: str
    url: str
    current: bool
    exact: bool


VISITOR_ENTRIES = (("Courses", "/courses/"), ("Pathways", "/pathways/"), ("Check a certificate", "/check/"))
STAFF_ENTRIES = (
    ("My hub", "/my/"),
    ("Courses", "/courses/"),
    ("Consultations", "/consultations/"),
    ("Pathways", "/pathways/"),
    ("Toolkits", "/toolkits/"),
    ("Champions", "/champions/"),
    ("Certificates", "/certificates/"),
)
SEES_COVERAGE = (*SEES_WORKFORCE, Role.LEAD)
KEEPS_ROSTER = (Role.TRAINING_ADMIN, Role.ADMIN)


def entries_for(actor: Actor, path: str) -> list[NavItem]:
    """The entries for this actor, the one that `path` belongs to marked."""
    if actor.user_id is None:
        entries = VISITOR_ENTRIES
    else:
        entries = STAFF_ENTRIES
        if actor.holds(*SEES_COVERAGE):
            entries = (*entries, ("Coverage", "/coverage/"))
        if actor.holds(*KEEPS_ROSTER):
            entries = (*entries, ("Roster", "/people/roster/"))
    return [NavItem(label, url, path.startswith(url), path == url) for label, url in entries]

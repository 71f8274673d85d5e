"""What the page of who is next shows for each person, and the words a manager can send them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings

from courses.selectors import NOTHING_ASKED, ColleagueStanding, CoursePage
from portal.people.models import Membership, Person


@dataclass(frozen=True, slots=True)
class Words:
    """What to write to a colleague about a course: it leads to its dates, and names nobody."""

    path: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class NextRow:
    """One person: where they stand, and a mail to them where it is theirs to ask."""

    name: str
    team: str
    standing: ColleagueStanding
    mail: str


def words_to_send(page: CoursePage | None) -> Words | None:
    """The words about a course; None where it has no page to lead to. The subject is neutral: inboxes are shared."""
    if page is None:
        return None
    path = f"{page.path}#dates"
    text = (
        f"Please look at the dates of {page.title}, and ask for a place on those that suit you: "
        f"{settings.BASE_URL.rstrip('/')}{path}"
    )
    return Words(path, "Training: please choose your dates", text)


def next_row(
    membership: Membership, standings: Mapping[int, ColleagueStanding], words: Words | None, whose: str
) -> NextRow:
    """One row. Whoever has something under way is not written to; nor is who hides in lists."""
    standing = standings.get(membership.person_id, NOTHING_ASKED)
    team = membership.team.name if membership.team else ""
    return NextRow(
        name=membership.person.name,
        team="" if team == whose else team,
        standing=standing,
        mail="" if standing.under_way or words is None else _mail(membership.person, words),
    )


def _mail(person: Person, words: Words) -> str:
    if person.hidden_on_rosters or not person.email:
        return ""
    told = urlencode({"subject": words.subject, "body": words.text}, quote_via=quote)
    return f"mailto:{quote(person.email, safe='@')}?{told}"

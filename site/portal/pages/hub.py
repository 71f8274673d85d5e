"""The daily page, put together from what each app has to say about a person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.web import HubRequest

# In the order in which they stand on the page (ledger CO-26). What is lost in a day or two stands before what is kept.
GROUPS = {
    "overdue": "Overdue",
    "due": "Due today",
    "soon": "Runs out soon",
    "booked": "Booked",
    "waiting": "Waiting for an answer",
    "approve": "Waiting for you to agree",
    "forms": "Forms to fill in",
    "offers": "Offered to you",
    "earned": "Earned",
}
# What somebody has to do, as against what they have.
ASKING = ("overdue", "due", "soon", "approve", "forms", "offers")
# More rows of one kind than this are said in one line.
MOST_OF_A_KIND = 3
# What others, or the clock, changed stands on the page for so long, the newest first, and the latest few only.
CHANGES_SHOWN_FOR = timedelta(days=14)
MOST_CHANGES = 5


@dataclass(frozen=True, slots=True)
class HubItem:
    """One row of the hub: when, what, state. `order` sorts within its group, as text."""

    group: str
    when: str
    title: str
    url: str
    detail: str = ""
    tag: str = ""
    tag_kind: str = "info"
    order: str = ""
    when_small: str = ""
    counts: int = 1


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card beside the rows."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A quiet box beside the rows: "Your team"."""

    title: str
    lines: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class HubChange:
    """One thing that changed for somebody without their doing: neutral, and with nothing of a family.

    Args:
        title: what changed, in a few words: "Agreed: Safe & Together Core".
        detail: what it is now.
    """

    at: datetime
    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """Something that was begun in this session and left: a sentence without anything of a family, and the way back."""

    sentence: str
    url: str


def newest_first(moment: datetime) -> str:
    """An `order` that puts the newest at the top, until the year 2286."""
    return f"{10_000_000_000 - moment.timestamp():.0f}"


Source = Callable[[Actor, datetime], Iterable[HubItem]]
ChangeSource = Callable[[Actor, datetime], Iterable[HubChange]]
CardSource = Callable[[Actor, datetime], Iterable[Card]]
BegunSource = Callable[[HubRequest], Begun | None]
_sources: list[Source] = []
_change_sources: list[ChangeSource] = []
_cards: list[CardSource] = []
_begun_sources: list[BegunSource] = []


def register(source: Source) -> Source:
    """Add an app's source of rows; each takes at most two queries."""
    if source not in _sources:
        _sources.append(source)
    return source


def register_changes(source: ChangeSource) -> ChangeSource:
    """Add an app's source of changes: what happened to the actor's things, by others, from an instant on.

    Each takes at most two queries, and need not give more than the newest `MOST_CHANGES`. What the actor did
    themselves, or what another group shows already (a new certificate is "Earned"), is no news and stays out.
    """
    if source not in _change_sources:
        _change_sources.append(source)
    return source


def register_card(source: CardSource) -> CardSource:
    """Add an app's card; each takes at most one query."""
    if source not in _cards:
        _cards.append(source)
    return source


def register_begun(source: BegunSource) -> BegunSource:
    """Add what an app keeps of things begun and left. It looks into the session, which is there: no query."""
    if source not in _begun_sources:
        _begun_sources.append(source)
    return source


def items_for(actor: Actor, now: datetime) -> dict[str, list[HubItem]]:
    """Everything that concerns the actor, by group, in the groups' order; empty groups left out."""
    return grouped(item for source in _sources for item in source(actor, now))


def changes_since(now: datetime) -> datetime:
    """The dated point from which changes are shown: the beginning of a day, two weeks ago."""
    return clock.day_bounds(clock.today(now) - CHANGES_SHOWN_FOR)[0]


def changes_for(actor: Actor, now: datetime) -> list[HubChange]:
    """What changed for the actor lately, the newest first."""
    since = changes_since(now)
    found = [change for source in _change_sources for change in source(actor, since)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:MOST_CHANGES]


def grouped(items: Iterable[HubItem]) -> dict[str, list[HubItem]]:
    """Items by group, in the groups' order, each group by `order`; a group that is not known raises `KeyError`."""
    found: dict[str, list[HubItem]] = {group: [] for group in GROUPS}
    for item in items:
        found[item.group].append(item)
    return {group: sorted(rows, key=lambda row: row.order) for group, rows in found.items() if rows}


def folded(
    items: Sequence[HubItem], *, title: str, detail: str, url: str, total: int | None = None
) -> list[HubItem]:
    """Rows of one kind as they are, or more than three of them as one line that says how many.

    Args:
        items: oldest first; the line takes its date, its sign and its place in the order from the first.
        title: what they are; `{count}` stands for how many.
        detail: about the oldest; `{oldest}` stands for its title.
        url: where all of them are dealt with.
        total: how many there are, where `items` is only the beginning.
    """
    count = len(items) if total is None else total
    if count <= MOST_OF_A_KIND:
        return list(items)
    first = items[0]
    words = {"count": count, "oldest": first.title}
    return [replace(first, title=title.format(**words), detail=detail.format(**words), url=url, counts=count)]


def cards_for(actor: Actor, now: datetime) -> list[Card]:
    """The boxes beside the rows."""
    return [card for source in _cards for card in source(actor, now)]


def begun_in(request: HubRequest) -> list[Begun]:
    """What was begun in this session and left."""
    return [begun for source in _begun_sources if (begun := source(request))]


def asking(groups: dict[str, list[HubItem]]) -> int:
    """How many things ask for something."""
    return sum(item.counts for group in ASKING for item in groups.get(group, ()))


def summary_of(groups: dict[str, list[HubItem]], changed: int = 0) -> str:
    """How much asks for something, and how much has changed, in a sentence each."""
    count = asking(groups)
    parts = []
    if count:
        parts.append("One thing needs you." if count == 1 else f"{count} things need you.")
    if changed:
        parts.append("One thing has changed." if changed == 1 else f"{changed} things have changed.")
    return " ".join(parts) or "Nothing needs you today."


def greeting_for(name: str, hour: int) -> str:
    """A greeting by the hour in London."""
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    return f"Good {part}, {name}" if name else f"Good {part}"

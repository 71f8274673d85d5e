"""Narrowing the library down: filters, words, the choices with their counts, and the way back from nothing found."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from portal.kernel.actors import Actor
from portal.pages.models import PathwayPage
from toolkits.models import Label, Toolkit, ToolkitPage, UnlockRule
from toolkits.permissions import looks_behind, opens_for, toolkits_seen_by
from toolkits.states import Audience, LabelKind, UnlockKind, UsedWith

# The most pages that words are looked for in; the library has some dozens.
MOST_FOUND = 200
# Parts of pathway codes that are letters, not words.
SPELT_OUT = frozenset({"apv", "cce", "cyp", "idva", "marac", "rypp"})
# What a toolkit is narrowed by, as the address names it; all but the course are labels of the same name.
FILTERS = ("audience", "course", "pathway", "used_with")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the library is narrowed to; empty strings narrow nothing."""

    words: str = ""
    audience: str = ""
    course: str = ""
    pathway: str = ""
    used_with: str = ""
    mine: bool = False

    @property
    def set_ones(self) -> tuple[str, ...]:
        """The names of those that narrow, "open to me" left out."""
        names = ("words", *FILTERS)
        return tuple(name for name in names if getattr(self, name))

    @property
    def narrows(self) -> bool:
        """Whether anything but "open to me" is asked for."""
        return bool(self.set_ones)

    def without(self, name: str) -> "Filters":
        """The same, with one of them taken away."""
        return replace(self, **{name: False if name == "mine" else ""})  # type: ignore[arg-type]  # one by name

    @property
    def address(self) -> str:
        """The library narrowed like this."""
        asked = {"show": "mine" if self.mine else "", "q": self.words} | {
            name: getattr(self, name) for name in FILTERS
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("toolkits:library") + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, its words, and how many toolkits it leaves with the other filters as they are."""

    code: str
    words: str
    count: int

    @property
    def label(self) -> str:
        return f"{self.words} ({self.count})"


@dataclass(frozen=True, slots=True)
class WayBack:
    """Something to take away, and how many toolkits that would show."""

    words: str
    url: str
    count: int


def opens(actor: Actor) -> Q:
    """The toolkits whose text the actor may read."""
    return Q(pk__isnull=False) if looks_behind(actor) else opens_for(actor)


def narrowed(actor: Actor, asked: Filters) -> QuerySet[Toolkit]:
    """The toolkits that the actor may know of and that fit.

    Words are looked for in titles and summaries, and in the text of those toolkits only that are open to the actor:
    what somebody may not read cannot be found out by searching for it.
    """
    found = toolkits_seen_by(actor)
    if asked.mine:
        found = found.filter(opens(actor))
    for kind in LabelKind.values:
        if code := getattr(asked, kind):
            found = found.filter(Exists(Label.objects.filter(toolkit=OuterRef("pk"), kind=kind, code=code)))
    if asked.course:
        course = UnlockRule.objects.filter(toolkit=OuterRef("pk"), kind=UnlockKind.COURSE, code=asked.course)
        found = found.filter(Exists(course))
    if asked.words:
        said = Q(page__title__icontains=asked.words) | Q(page__summary__icontains=asked.words)
        found = found.filter(said | (Q(page_id__in=_pages_that_say(asked.words)) & opens(actor)))
    return found


def choices(actor: Actor, asked: Filters) -> dict[str, list[Choice]]:
    """For each filter what leads somewhere, with counts; what is chosen stays a choice. Five queries, or nine."""
    found = {name: _counted(actor, asked, name) for name in FILTERS}
    for name, codes in found.items():
        if (chosen := getattr(asked, name)) and chosen not in codes:
            codes[chosen] = 0
    words = _words(found)
    return {
        name: [Choice(code, words[name].get(code, _spoken(code)), count) for code, count in codes.items()]
        for name, codes in found.items()
    }


def ways_back(actor: Actor, asked: Filters, offered: dict[str, list[Choice]]) -> list[WayBack]:
    """What to take away when nothing fits, the most helpful first; only what shows anything."""
    names = asked.set_ones + (("mine",) if asked.mine else ())
    back = []
    for name in names:
        wider = asked.without(name)
        if count := narrowed(actor, wider).count():
            back.append(WayBack(_said(name, asked, offered), wider.address, count))
    return sorted(back, key=lambda way: -way.count)


def pathway_labels(toolkit: Toolkit) -> list[tuple[str, str]]:
    """Pathways that a toolkit may be labelled with: those with a page, and those it has."""
    codes = set(PathwayPage.objects.live().values_list("pathway_code", flat=True))
    codes |= {label.code for label in toolkit.labels.all() if label.kind == LabelKind.PATHWAY}
    return [(code, _spoken(code)) for code in sorted(codes)]


def _pages_that_say(words: str) -> list[int]:
    # Signs mean something to the search of one database or another (fts5: syntax error); letters do not.
    plain = " ".join(re.findall(r"\w+", words))
    return [page.pk for page in ToolkitPage.objects.all().search(plain)[:MOST_FOUND]] if plain else []


def _counted(actor: Actor, asked: Filters, name: str) -> dict[str, int]:
    among = narrowed(actor, asked.without(name)).values("pk")
    rows: QuerySet[Label] | QuerySet[UnlockRule]
    if name == "course":
        rows = UnlockRule.objects.filter(kind=UnlockKind.COURSE, toolkit__in=among)
    else:
        rows = Label.objects.filter(kind=name, toolkit__in=among)
    counted = rows.order_by("code").values("code").annotate(toolkits=Count("toolkit", distinct=True))
    return dict(counted.values_list("code", "toolkits"))


def _words(found: dict[str, dict[str, int]]) -> dict[str, dict[str, str]]:
    """The words for the codes of every filter; pathways are told by their codes, which are names. One query."""
    rules = UnlockRule.objects.filter(kind=UnlockKind.COURSE, code__in=found["course"]).exclude(words="")
    return {
        "audience": dict(Audience.choices),
        "used_with": dict(UsedWith.choices),
        "course": dict(rules.values_list("code", "words")),
        "pathway": {},
    }


def _spoken(code: str) -> str:
    first, *rest = (word.upper() if word in SPELT_OUT else word for word in code.split("-"))
    return " ".join((first[:1].upper() + first[1:], *rest))


def _said(name: str, asked: Filters, offered: dict[str, list[Choice]]) -> str:
    if name == "mine":
        return "Show closed toolkits too"
    if name == "words":
        return f"Leave out the words “{asked.words}”"
    code = getattr(asked, name)
    words = next((choice.words for choice in offered[name] if choice.code == code), _spoken(code))
    return f"Take away “{words}”"

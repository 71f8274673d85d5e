"""The library: which toolkits there are, and what opens each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from portal.kernel.actors import Actor
from portal.people.models import Organisation
from portal.people.roles import Role
from toolkits.models import (
    Label,
    Toolkit,
    ToolkitPage,
    UnlockRule,
)
from toolkits.permissions import (
    looks_behind,
    opens_for,
    toolkits_seen_by,
)
from toolkits.states import LabelKind, UnlockKind, UsedWith, VersionState


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
    def narrows(self) -> bool:
        """Whether anything but "open to me" is asked for."""
        return bool(self.words or self.audience or self.course or self.pathway or self.used_with)


@dataclass(frozen=True, slots=True)
class ToolkitCard:
    """One line of the library."""

    title: str
    url: str
    summary: str
    audience: str
    open: bool
    draft: bool
    how: tuple[str, ...]
    files: int
    used_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter and its words."""

    code: str
    words: str


def library(actor: Actor, asked: Filters) -> list[ToolkitCard]:
    """The toolkits the actor may know of, narrowed, open ones first. Four queries, five with words."""
    found = _narrowed(toolkits_seen_by(actor), asked)
    if looks_behind(actor):
        opens: Q = Q(pk__isnull=False)
    else:
        opens = opens_for(actor)
    if asked.mine:
        found = found.filter(opens)
    released = Count("files", filter=Q(files__versions__state=VersionState.RELEASED), distinct=True)
    found = found.annotate(
        is_open=Exists(Toolkit.objects.filter(opens, pk=OuterRef("pk"))), released=released
    )
    found = (
        found.select_related("page").prefetch_related("rules", "labels").order_by("-is_open", "page__title")
    )
    rows = list(found)
    names = organisation_names(rule for toolkit in rows for rule in toolkit.rules.all())
    return [_card(toolkit, names) for toolkit in rows]


def headline_of(cards: list[ToolkitCard], asked: Filters) -> str:
    """What the list says, for the title of the screen."""
    opened = sum(card.open for card in cards)
    if asked.mine and cards:
        return "One toolkit is open to you" if opened == 1 else f"{opened} toolkits are open to you"
    if asked.narrows or asked.mine or not cards or opened == len(cards):
        return "Toolkits"
    return f"{opened} of {len(cards)} toolkits {'is' if opened == 1 else 'are'} open to you"


def course_choices(actor: Actor) -> list[Choice]:
    """Courses that open a toolkit the actor may know of."""
    rules = UnlockRule.objects.filter(kind=UnlockKind.COURSE, toolkit__in=toolkits_seen_by(actor))
    pairs = rules.values_list("code", "words").order_by("code").distinct()
    return [Choice(code, words or code) for code, words in dict(pairs).items()]


def pathway_choices(actor: Actor) -> list[Choice]:
    """Pathways that a toolkit belongs to; their codes are readable."""
    labels = Label.objects.filter(kind=LabelKind.PATHWAY, toolkit__in=toolkits_seen_by(actor))
    codes = labels.values_list("code", flat=True).order_by("code").distinct()
    return [Choice(code, code.replace("-", " ").capitalize()) for code in codes]


def ways_in(toolkit: Toolkit, organisations: dict[str, str]) -> tuple[str, ...]:
    """How to earn a toolkit, in sentences. The editor's own words come first."""
    said = [toolkit.page.unlock_words] if toolkit.page.unlock_words else []
    own_words = bool(said)
    # The editor's words stand for the courses, which have names; the rest is said from the rules.
    rest = [rule for rule in toolkit.rules.all() if not (own_words and rule.kind == UnlockKind.COURSE)]
    said += [_way_in(rule, organisations) for rule in rest]
    return tuple(said) or ("Nothing opens it yet. Ask the training team.",)


def organisation_names(rules: Iterable[UnlockRule]) -> dict[str, str]:
    codes = {rule.code for rule in rules if rule.kind == UnlockKind.BOROUGH}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def used_with_words(toolkit: Toolkit) -> tuple[str, ...]:
    words = dict(UsedWith.choices)
    codes = [label.code for label in toolkit.labels.all() if label.kind == LabelKind.USED_WITH]
    return tuple(str(words.get(code, code)) for code in codes)


def _narrowed(found: QuerySet[Toolkit], asked: Filters) -> QuerySet[Toolkit]:
    for kind, code in (
        (LabelKind.AUDIENCE, asked.audience),
        (LabelKind.PATHWAY, asked.pathway),
        (LabelKind.USED_WITH, asked.used_with),
    ):
        if code:
            found = found.filter(Exists(Label.objects.filter(toolkit=OuterRef("pk"), kind=kind, code=code)))
    if asked.course:
        course = UnlockRule.objects.filter(toolkit=OuterRef("pk"), kind=UnlockKind.COURSE, code=asked.course)
        found = found.filter(Exists(course))
    if asked.words:
        inside = [page.pk for page in ToolkitPage.objects.all().search(asked.words)[:200]]
        title_or_summary = Q(page__title__icontains=asked.words) | Q(page__summary__icontains=asked.words)
        found = found.filter(title_or_summary | Q(page_id__in=inside))
    return found


def _card(toolkit: Toolkit, organisations: dict[str, str]) -> ToolkitCard:
    page = toolkit.page
    return ToolkitCard(
        title=page.title,
        url=reverse("toolkits:toolkit", args=[page.slug]),
        summary=page.summary,
        audience=page.audience,
        open=toolkit.is_open,  # type: ignore[attr-defined]  # annotated by library
        draft=not page.live,
        how=ways_in(toolkit, organisations),
        files=toolkit.released,  # type: ignore[attr-defined]  # annotated by library
        used_with=used_with_words(toolkit),
    )


def _way_in(rule: UnlockRule, organisations: dict[str, str]) -> str:
    if rule.kind == UnlockKind.COURSE:
        return f"Finish {rule.words or rule.code}."
    if rule.kind == UnlockKind.ROLE:
        return f"Open to everyone with the role: {dict(Role.choices).get(rule.code, rule.code)}."
    if rule.kind == UnlockKind.BOROUGH:
        return f"Open to staff of {organisations.get(rule.code, rule.words or rule.code)}."
    if rule.kind == UnlockKind.CHAMPION:
        return "Become an active practice champion."
    return "Open to all staff."

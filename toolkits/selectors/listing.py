"""The library: which toolkits there are, and what opens each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from portal.kernel.actors import Actor
from portal.people.models import Organisation
from portal.people.roles import Role
from toolkits.models import Toolkit, UnlockRule
from toolkits.selectors.narrowing import Filters, narrowed, opens
from toolkits.states import EARNED_KINDS, LabelKind, UnlockKind, UsedWith, VersionState


@dataclass(frozen=True, slots=True)
class ToolkitCard:
    """One line of the library."""

    title: str
    url: str
    summary: str
    audience: str
    content_note: bool
    open: bool
    draft: bool
    how: tuple[str, ...]
    files: int
    used_with: tuple[str, ...]
    versions_url: str


def library(actor: Actor, asked: Filters) -> list[ToolkitCard]:
    """The toolkits the actor may know of, narrowed, open ones first. Four queries, one more with words."""
    found = narrowed(actor, asked)
    released = Count("files", filter=Q(files__versions__state=VersionState.RELEASED), distinct=True)
    found = found.annotate(
        is_open=Exists(Toolkit.objects.filter(opens(actor), pk=OuterRef("pk"))), released=released
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
    if asked.mine and cards and not asked.narrows:
        return "One toolkit is open to you" if opened == 1 else f"{opened} toolkits are open to you"
    if asked.narrows:
        return {0: "No toolkit fits", 1: "One toolkit fits"}.get(len(cards), f"{len(cards)} toolkits fit")
    if asked.mine or not cards or opened == len(cards):
        return "Toolkits"
    return f"{opened} of {len(cards)} toolkits {'is' if opened == 1 else 'are'} open to you"


def ways_in(toolkit: Toolkit, organisations: dict[str, str]) -> tuple[str, ...]:
    """How to earn a toolkit, in sentences. The editor's own words come first."""
    said = [toolkit.page.unlock_words] if toolkit.page.unlock_words else []
    # The editor's words stand for what is earned, a course or being a champion; the rest is said from the rules.
    rest = [rule for rule in toolkit.rules.all() if not (said and rule.kind in EARNED_KINDS)]
    said += [_way_in(rule, organisations) for rule in rest]
    return tuple(said) or ("Nothing opens it yet. Ask the training team.",)


def organisation_names(rules: Iterable[UnlockRule]) -> dict[str, str]:
    codes = {rule.code for rule in rules if rule.kind == UnlockKind.BOROUGH}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def used_with_words(toolkit: Toolkit) -> tuple[str, ...]:
    words = dict(UsedWith.choices)
    codes = [label.code for label in toolkit.labels.all() if label.kind == LabelKind.USED_WITH]
    return tuple(str(words.get(code, code)) for code in codes)


def _card(toolkit: Toolkit, organisations: dict[str, str]) -> ToolkitCard:
    page = toolkit.page
    return ToolkitCard(
        title=page.title,
        url=reverse("toolkits:toolkit", args=[page.slug]),
        summary=page.summary,
        audience=page.audience,
        content_note=bool(page.content_note),
        open=toolkit.is_open,  # type: ignore[attr-defined]  # annotated by library
        draft=not page.live,
        how=ways_in(toolkit, organisations),
        files=toolkit.released,  # type: ignore[attr-defined]  # annotated by library
        used_with=used_with_words(toolkit),
        versions_url=reverse("toolkits:versions", args=[page.slug]),
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

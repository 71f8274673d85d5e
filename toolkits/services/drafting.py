"""A new toolkit: a trainer drafts its words, somebody else publishes them (TK-02)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.html import format_html_join
from django.utils.text import slugify
from wagtail.models import Page

from portal.kernel.actors import Actor
from portal.pages.models import HomePage
from portal.people.models import User
from toolkits.errors import NotYours
from toolkits.models import Toolkit, ToolkitPage
from toolkits.models.pages import RESERVED_SLUGS
from toolkits.permissions import may_keep
from toolkits.services.toolkits import register_toolkit

LONGEST_SLUG = 50


@dataclass(frozen=True, slots=True)
class Words:
    """What a toolkit needs before it can be published; `guidance` in paragraphs, an empty line between two."""

    title: str
    summary: str
    audience: str
    edition: str
    licence: str
    safety_label: str
    review_by: date
    guidance: str = ""


@transaction.atomic
def draft_toolkit(*, actor: Actor, words: Words, now: datetime) -> Toolkit:
    """Lay a new toolkit down as a draft of the actor's, which nobody sees until a second person publishes it.

    Raises:
        NotYours: the actor does not keep toolkits.
    """
    if not may_keep(actor) or actor.user_id is None:
        raise NotYours()
    writer = User.objects.get(pk=actor.user_id)
    slug = _free_slug(words.title)
    said = {**asdict(words), "guidance": _paragraphs(words.guidance)}
    page = ToolkitPage(slug=slug, live=False, owner=writer, **said)
    home = HomePage.objects.first() or Page.get_first_root_node()
    home.add_child(instance=page)
    page.save_revision(user=writer)
    return register_toolkit(actor=actor, page=page, code=slug, now=now)


def _free_slug(title: str) -> str:
    """The end of an address that no toolkit and no page has."""
    stem = slugify(title)[:LONGEST_SLUG].strip("-") or "toolkit"
    taken = {*Page.objects.filter(slug__startswith=stem).values_list("slug", flat=True), *RESERVED_SLUGS}
    taken.update(Toolkit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)


def _paragraphs(text: str) -> Iterable[tuple[str, str]]:
    parts = [(part.strip(),) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return [("text", str(format_html_join("", "<p>{}</p>", parts)))] if parts else []

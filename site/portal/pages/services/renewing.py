"""Pages that an older version laid, beside what this one would lay: named, and renewed through sign-off.

Editors own these pages, so laying the foundation again changes none. What nobody here has written can be renewed: as a
draft that waits for a second person. What somebody here has written stays theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.blocks import StreamValue
from wagtail.models import Page

from portal.pages.models import HomePage, QuestionsPage, StandardPage
from portal.pages.services.foundation import (
    LISTS,
    foundation_words,
    lay_sign_off,
    questions_page,
    standard_page,
)

OF_LISTS = ("title", "intro")
WORDS_OF: dict[type[Page], tuple[str, ...]] = {
    HomePage: ("heading", "intro"),
    StandardPage: ("title", "intro", "about_abuse", "body"),
    QuestionsPage: ("title", "intro", "groups"),
}


@dataclass(frozen=True, slots=True)
class OlderPage:
    """A published page whose words are not those of this version.

    Args:
        is_written_here: an account has saved it, so its words stay.
        has_draft: newer words wait already, for sign-off or for their writer.
    """

    page_id: int
    title: str
    address: str
    is_written_here: bool
    has_draft: bool

    @property
    def can_be_renewed(self) -> bool:
        return not self.is_written_here and not self.has_draft


def older_pages() -> list[OlderPage]:
    """The pages of the foundation whose published words differ from those of this version."""
    return [_older(kept) for kept, fresh in _differing()]


@transaction.atomic
def renew_foundation() -> list[OlderPage]:
    """Put the words of this version to sign-off, for every page that nobody here has written. Returns those pages.

    Readers see them once a second person has signed them off. Doing so again changes nothing.
    """
    workflow = lay_sign_off()
    renewed = []
    for kept, fresh in _differing():
        older = _older(kept)
        if not older.can_be_renewed:
            continue
        for name in _names(kept):
            setattr(kept, name, getattr(fresh, name))
        kept.save_revision()
        workflow.start(kept, None)
        renewed.append(older)
    return renewed


def _differing() -> Iterator[tuple[Page, Page]]:
    """The pairs whose words differ; a page that somebody took off the portal stays off."""
    return ((kept, fresh) for kept, fresh in _pairs() if kept.live and _words(kept) != _words(fresh))


def _pairs() -> Iterator[tuple[Page, Page]]:
    """Each page of the foundation that is there, and what this version would lay in its place."""
    words, home = foundation_words(), HomePage.objects.first()
    if home is None:
        return
    yield home, HomePage(heading=words["home"]["heading"], intro=words["home"]["intro"])
    for key, kind in LISTS.items():
        if kept := kind.objects.first():
            yield kept, kind(title=words[key]["title"], intro=words[key]["intro"])
    known = {page.slug: page for page in StandardPage.objects.child_of(home)}
    for entry in words["page"]:
        if kept := known.get(entry["slug"]):
            yield kept, standard_page(entry)
    if kept := QuestionsPage.objects.child_of(home).first():
        yield kept, questions_page(words["questions"])


def _older(page: Page) -> OlderPage:
    return OlderPage(
        page_id=page.pk,
        title=page.title,
        address=page.get_url() or f"/{page.slug}/",
        is_written_here=page.revisions.filter(user__isnull=False).exists(),
        has_draft=page.has_unpublished_changes,
    )


def _names(page: Page) -> tuple[str, ...]:
    return WORDS_OF.get(type(page), OF_LISTS)


def _words(page: Page) -> list[Any]:
    """What readers read, without what Wagtail keeps about it."""
    return [_bare(getattr(page, name)) for name in _names(page)]


def _bare(value: Any) -> Any:
    """A value without the ids that every block is given anew."""
    if isinstance(value, StreamValue):
        return _bare(value.get_prep_value())
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key != "id"}
    return [_bare(each) for each in value] if isinstance(value, list) else value

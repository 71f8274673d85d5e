"""What other apps may ask about pages."""

from collections.abc import Hashable

from django.db.models import Count, Max
from wagtail.blocks import StreamValue

from portal.pages.models import BoroughPage, PathwayPage
from portal.pages.page_words import plain_words_of


def words_of_pathway(code: str) -> StreamValue | None:
    """The editors' words on a pathway, for `{% include_block words %}`; None while nobody has published any."""
    page = PathwayPage.objects.live().filter(pathway_code=code).first()
    return page.body if page else None


def words_of_pathways() -> dict[str, str]:
    """The editors' published words on every pathway, as plain text by its code. One query."""
    return {page.pathway_code: plain_words_of(page) for page in PathwayPage.objects.live()}


def contacts_of_borough(code: str) -> tuple[str, str]:
    """The address of a borough's page and its desks, one a line; both empty without a page that everybody may read."""
    page = BoroughPage.objects.live().public().filter(organisation_code=code).first()
    return (page.url or "", page.contacts) if page else ("", "")


def mark_of_pathways() -> Hashable:
    """Something that changes when the editors' words on a pathway do. One query."""
    return tuple(
        PathwayPage.objects.live().aggregate(count=Count("pk"), published=Max("last_published_at")).values()
    )

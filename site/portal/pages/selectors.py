"""What other apps may ask about pages."""

from wagtail.blocks import StreamValue

from portal.pages.models import PathwayPage


def words_of_pathway(code: str) -> StreamValue | None:
    """The editors' words on a pathway, for `{% include_block words %}`; None while nobody has published any."""
    page = PathwayPage.objects.live().filter(pathway_code=code).first()
    return page.body if page else None

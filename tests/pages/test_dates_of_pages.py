"""Pages that code made have a day in the editor's lists (CO-04)."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from portal.pages.models import NewsIndexPage, NewsPage
from portal.pages.services import date_pages
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-04"), pytest.mark.usefixtures("foundation")]


def test_pages_of_the_foundation_have_a_day() -> None:
    assert not Page.objects.filter(depth__gt=1, latest_revision_created_at=None).exists()


def test_page_has_the_day_of_its_publishing_and_keeps_a_day_that_it_has() -> None:
    index = NewsIndexPage.objects.get()
    told = datetime(2026, 1, 5, 9, tzinfo=UTC)
    made = NewsPage(title="Made", slug="made", date=NOW.date(), summary="Short", first_published_at=told)
    written = NewsPage(title="Written", slug="written", date=NOW.date(), summary="Short")
    for page in (made, written):
        index.add_child(instance=page)
    saved = written.save_revision().created_at

    counted = (date_pages(), date_pages())

    days = dict(NewsPage.objects.values_list("slug", "latest_revision_created_at"))
    assert counted == (1, 0)
    assert (days["made"], days["written"]) == (told, saved)

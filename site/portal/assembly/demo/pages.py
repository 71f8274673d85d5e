"""Borough pages in the editors' words."""

from wagtail.models import Page

from portal.assembly.demo.words import read
from portal.pages.models import BoroughIndexPage, BoroughPage

OFFICE_DAYS = {
    "camden": "Mondays and Thursdays, 5 Pancras Square",
    "croydon": "Tuesdays, Bernard Weatherill House",
    "havering": "Mondays, Havering Town Hall",
}


def load_borough_pages(home: Page) -> None:
    """A hub page for every borough that takes part or is joining."""
    index = BoroughIndexPage.objects.child_of(home).get()
    for entry in read("boroughs")["borough"]:
        index.add_child(
            instance=BoroughPage(
                title=entry["name"],
                slug=entry["code"],
                organisation_code=entry["code"],
                intro=entry["intro"],
                office_days=OFFICE_DAYS.get(entry["code"], ""),
            )
        )

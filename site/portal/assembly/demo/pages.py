"""Pages in the editors' words: boroughs, news, a learning example, and what is said about a pathway."""

from datetime import timedelta
from typing import Any

from wagtail.models import Page

from portal.assembly.demo.words import read
from portal.kernel import clock
from portal.pages.models import (
    BoroughIndexPage,
    BoroughPage,
    LearningExamplePage,
    LearningIndexPage,
    NewsIndexPage,
    NewsPage,
    PathwayPage,
)

PARTS = ("theme", "area", "content_note", "background", "approach", "challenges", "successes", "conclusion")


def load_borough_pages(home: Page) -> None:
    """A hub page for every borough that takes part or is joining, and the other pages of the demonstration."""
    words = read("pages")
    index = BoroughIndexPage.objects.child_of(home).get()
    for entry in read("boroughs")["borough"]:
        more = words["borough"].get(entry["code"], {})
        index.add_child(
            instance=BoroughPage(
                title=entry["name"],
                slug=entry["code"],
                organisation_code=entry["code"],
                intro=entry["intro"],
                office_days=more.get("office_days", ""),
                contacts=more.get("contacts", ""),
                body=_body(more.get("body", [])),
            )
        )
    _load_news(words["news"])
    _load_examples(words["example"])
    for entry in words["pathway"]:
        home.add_child(
            instance=PathwayPage(
                title=entry["title"],
                slug=f"words-{entry['code']}",
                pathway_code=entry["code"],
                body=_body(entry["body"]),
                review_by=clock.today(clock.now()) + timedelta(days=40),
            )
        )


def name_readers(person_id: int) -> None:
    """Whoever reads the practice pages again by their day: nobody submits one that nobody reads again."""
    for kind in (LearningExamplePage, PathwayPage):
        kind.objects.filter(review_by__isnull=False).update(review_owner_id=person_id)


def _load_news(entries: list[dict[str, Any]]) -> None:
    index = NewsIndexPage.objects.get()
    for entry in entries:
        index.add_child(
            instance=NewsPage(
                title=entry["title"],
                slug=entry["slug"],
                date=clock.today(clock.now()) - timedelta(days=entry["days_ago"]),
                summary=entry["summary"],
                body=_body(entry["body"]),
            )
        )


def _load_examples(entries: list[dict[str, Any]]) -> None:
    index = LearningIndexPage.objects.get()
    for entry in entries:
        index.add_child(
            instance=LearningExamplePage(
                title=entry["title"],
                slug=entry["slug"],
                review_by=clock.today(clock.now()) - timedelta(days=3),
                **{name: entry[name] for name in PARTS},
            )
        )


def _body(blocks: list[list[Any]]) -> list[tuple[str, Any]]:
    return [
        (kind, {"kind": rest[0], "text": rest[1]} if kind == "callout" else rest[0]) for kind, *rest in blocks
    ]

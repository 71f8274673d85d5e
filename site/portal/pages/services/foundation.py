"""Laying the pages that every portal needs. Everything after that is the editors'."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce, Now
from wagtail.models import Page, Site, Workflow, WorkflowPage, WorkflowTask

from portal.pages.models import (
    BoroughIndexPage,
    HomePage,
    LearningIndexPage,
    NewsIndexPage,
    QuestionsPage,
    SecondPersonTask,
    StandardPage,
)
from portal.people.services.editor_groups import ADMINISTRATORS, MODERATORS, begin_at, editor_group

SIGN_OFF = "Sign-off"
WORDS = Path(__file__).parents[1] / "foundation.toml"
LISTS = {"boroughs": BoroughIndexPage, "learning": LearningIndexPage, "news": NewsIndexPage}


def foundation_words() -> dict[str, Any]:
    """The first words of every page, as this version has them."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@transaction.atomic
def lay_foundation() -> HomePage:
    """Make the home page, the lists, the standard pages and the sign-off where they are missing. Changes no words."""
    words = foundation_words()
    home = HomePage.objects.first() or _make_home(words["home"])
    lay_sign_off()
    begin_at(home)
    for kind, entry in ((kind, words[key]) for key, kind in LISTS.items()):
        if not kind.objects.exists():
            home.add_child(instance=kind(title=entry["title"], slug=entry["slug"], intro=entry["intro"]))
    known = set(home.get_children().values_list("slug", flat=True))
    for entry in words["page"]:
        if entry["slug"] not in known:
            home.add_child(instance=standard_page(entry))
    if "questions" not in known:
        home.add_child(instance=questions_page(words["questions"]))
    date_pages()
    return home


def date_pages() -> int:
    """Give pages that code made, not an editor, the day of their making for the editor's lists. Returns how many."""
    undated = Page.objects.filter(latest_revision_created_at__isnull=True, depth__gt=1)
    dated: int = undated.update(latest_revision_created_at=Coalesce("first_published_at", Now()))
    return dated


def lay_sign_off() -> Workflow:
    """Make the workflow where it is missing and put every page under it, in place of Wagtail's own. Idempotent."""
    workflow, is_new = Workflow.objects.get_or_create(name=SIGN_OFF, defaults={"active": True})
    if is_new:
        task = SecondPersonTask.objects.create(name="Sign-off by a second person")
        task.groups.set([editor_group(MODERATORS), editor_group(ADMINISTRATORS)])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(
            page=Page.get_first_root_node(), defaults={"workflow": workflow}
        )
    return workflow


def _make_home(words: dict[str, str]) -> HomePage:
    root = Page.get_first_root_node()
    home: HomePage = root.add_child(
        instance=HomePage(title="Home", slug="front", heading=words["heading"], intro=words["intro"])
    )
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", site_name="Practice Hub", root_page=home, is_default_site=True
        )
    else:
        welcome = site.root_page
        site.root_page, site.site_name = home, "Practice Hub"
        site.save()
        if type(welcome.specific) is Page:  # Wagtail's own page of welcome
            welcome.delete()
    return home


def standard_page(entry: dict[str, Any]) -> StandardPage:
    """One of the pages of words, not yet stored."""
    return StandardPage(
        title=entry["title"],
        slug=entry["slug"],
        intro=entry.get("intro", ""),
        about_abuse=entry.get("about_abuse", False),
        body=[_block(parts) for parts in entry["body"]],
    )


def questions_page(entry: dict[str, Any]) -> QuestionsPage:
    """The page of questions, not yet stored."""
    return QuestionsPage(
        title=entry["title"],
        slug="questions",
        intro=entry["intro"],
        groups=[
            ("group", {"title": group["title"], "questions": group["questions"]}) for group in entry["group"]
        ],
    )


def _block(parts: list[Any]) -> tuple[str, Any]:
    kind, *rest = parts
    return (kind, {"kind": rest[0], "text": rest[1]}) if kind == "callout" else (kind, rest[0])

"""The words of a page, whatever its kind: what is wrong with them, and all of them as plain text."""

from collections.abc import Collection
from datetime import date
from html import unescape

from django.db import models
from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.pages.blocks import faults_by_block, rich_texts_in
from portal.pages.checks import fault_in_alternative, faults_in_rich_text
from portal.pages.identity import doubts_about
from portal.pages.page_changes import fields_of, lines_of


def faults_of(page: Page) -> list[str]:
    """Everything that would be refused at sign-off, in the order of the page's fields."""
    found: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            found += faults_in_rich_text(getattr(page, field.name))
        elif isinstance(field, StreamField):
            body = getattr(page, field.name)
            found += [fault for faults in faults_by_block(body).values() for fault in faults]
            found += [
                fault
                for child in body
                if child.block_type == "picture"
                and (
                    fault := fault_in_alternative(
                        child.value["alternative"] or "", decorative=bool(child.value["decorative"])
                    )
                )
            ]
    return found


def doubts_of(page: Page, on: date, *, desks: Collection[str] = ()) -> list[str]:
    """What in any field may tell of one person, each after the name of its field.

    Args:
        on: the day that counts as today.
        desks: the fields in which an office's address stands.
    """
    found: list[str] = []
    for name, label in fields_of(type(page)):
        if name != "slug" and _holds_words(page._meta.get_field(name)):
            words = "\n".join(lines_of(page, name))
            found += [f"{label}: {doubt}" for doubt in doubts_about(words, on, of_a_desk=name in desks)]
    if not doubts_about(page.title, on):  # it was made of the title, and may have kept what the title lost
        found += [f"Address: {doubt}" for doubt in doubts_about(page.slug.replace("-", " ").title(), on)]
    return found


def _holds_words(field: models.Field) -> bool:
    kinds = (models.CharField, models.TextField, StreamField)
    return isinstance(field, kinds) and not isinstance(field, models.URLField) and not field.choices


def plain_words_of(page: Page) -> str:
    """The rich text of a page without markup, each paragraph on a line of its own."""
    texts: list[str] = []
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            texts.append(getattr(page, field.name) or "")
        elif isinstance(field, StreamField):
            texts += [
                html
                for child in getattr(page, field.name)
                for html in rich_texts_in(child.block, child.value)
            ]
    lines = (text.replace("</p>", "</p>\n").replace("</li>", "</li>\n") for text in texts)
    return unescape(strip_tags("\n".join(lines)))

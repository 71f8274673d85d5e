"""The words of a page, whatever its kind: what is wrong with them, and all of them as plain text."""

from html import unescape

from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.pages.blocks import faults_by_block, rich_texts_in
from portal.pages.checks import fault_in_alternative, faults_in_rich_text


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

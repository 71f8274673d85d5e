"""What changed in a page, for whoever signs it off: field by field, in words, before and now. Pure but for links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from portal.kernel import clock

# Set beside the form rather than in it, and what a second person has to know.
WHEN = (("go_live_at", "Readers see it from"), ("expire_at", "It comes down on"))
ENDS_OF_LINES = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Lines that share fewer of their words are another line rather than a changed one.
STILL_THE_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line; `changed` is not on the other side."""

    text: str
    changed: bool


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines that stand in each other's place. An empty side: added, or taken out."""

    before: tuple[Line, ...]
    now: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a page with everything that differs in it, pictures to be looked at among it."""

    label: str
    differences: tuple[Difference, ...]
    taken_out: tuple[AbstractImage, ...] = ()
    put_in: tuple[AbstractImage, ...] = ()


def changes_between(before: Page | None, now: Page) -> list[FieldChange]:
    """Every field whose words differ, in the order of the editor's form.

    Args:
        before: as readers see it; None for a page that was never published, of which all is new.
        now: as it is to be.
    """
    found = []
    for name, label in fields_of(type(now)):
        old = lines_of(before, name) if before else []
        differences = differences_between(old, lines_of(now, name))
        shown, to_show = pictures_of(before, name) if before else (), pictures_of(now, name)
        taken_out = tuple(picture for picture in shown if picture not in to_show)
        put_in = tuple(picture for picture in to_show if picture not in shown)
        if differences or taken_out or put_in:
            found.append(FieldChange(label, tuple(differences), taken_out, put_in))
    return found


def differences_between(before: list[str], now: list[str]) -> list[Difference]:
    """The lines that differ, those that stand together as one difference."""
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    return [
        _marked(before[start:end], now[first:last])
        for kind, start, end, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


def lines_of(page: Page, name: str) -> list[str]:
    """What a field says, a line for each paragraph, entry or picture, without markup."""
    field, value = page._meta.get_field(name), getattr(page, name)
    if isinstance(field, StreamField):
        return list(_tidied(line for child in value for line in _lines_in(child.block, child.value)))
    if isinstance(field, RichTextField):
        return list(_tidied(_lines_of_rich_text(value)))
    if field.choices:
        return list(_tidied([str(dict(field.flatchoices).get(value, value or ""))]))
    return list(_tidied(_plain(value)))


def pictures_of(page: Page, name: str) -> tuple[AbstractImage, ...]:
    """The pictures in a field, each once, in the order of the page."""
    value = getattr(page, name)
    if not isinstance(page._meta.get_field(name), StreamField):
        return ()
    return tuple(dict.fromkeys(found for child in value for found in _pictures_in(child.block, child.value)))


def fields_of(model: type[Page]) -> Iterator[tuple[str, str]]:
    """Names and labels of everything that the form of this kind of page asks for, in its order."""
    for panel in _panels_in(model.get_edit_handler()):
        if isinstance(panel, FieldPanel) and panel.field_name not in dict(WHEN):
            field = model._meta.get_field(panel.field_name)
            yield panel.field_name, str(panel.heading or capfirst(field.verbose_name))
    yield from WHEN


def _panels_in(panel: Panel) -> Iterator[Panel]:
    yield panel
    for child in getattr(panel, "children", ()):
        yield from _panels_in(child)


def _lines_in(block: blocks.Block, value: Any) -> Iterator[str]:
    """The lines of a block, however deep; an answer inside a block carries the name of its question."""
    if value is None or value == "":
        return
    if isinstance(block, blocks.RichTextBlock):
        yield from _lines_of_rich_text(value.source)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            named = not isinstance(child, blocks.RichTextBlock | blocks.ListBlock | blocks.TextBlock)
            for line in _lines_in(child, value[name]):
                yield f"{child.label}: {line}" if named else line
    elif isinstance(block, blocks.ListBlock | blocks.StreamBlock):
        for entry in value.bound_blocks if isinstance(block, blocks.ListBlock) else value:
            yield from _lines_in(entry.block, entry.value)
    elif isinstance(block, blocks.ChoiceBlock):
        yield str(dict(block.field.choices).get(value, value))
    else:
        yield from _plain(value)


def _pictures_in(block: blocks.Block, value: Any) -> Iterator[AbstractImage]:
    if isinstance(block, ImageChooserBlock) and value is not None:
        yield value
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _pictures_in(child, value[name])
    elif isinstance(block, blocks.ListBlock):
        for entry in value.bound_blocks:
            yield from _pictures_in(entry.block, entry.value)


def _lines_of_rich_text(source: str) -> list[str]:
    """Paragraphs without markup; a link tells where it leads, which nobody sees on the page."""
    html = LINK.sub(r"\2 (\1)", expand_db_html(source or ""))
    return unescape(strip_tags(ENDS_OF_LINES.sub("\n", html))).split("\n")


def _plain(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["Yes" if value else "No"]
    if isinstance(value, datetime):
        return [clock.spoken_moment(value)]
    if isinstance(value, date):
        return [clock.spoken_date(value)]
    return [] if value is None else str(value).splitlines()


def _tidied(lines: Iterable[str]) -> Iterator[str]:
    return (tidy for line in lines if (tidy := " ".join(line.split())))


def _marked(before: list[str], now: list[str]) -> Difference:
    """Lines side by side; where a line is still the same one, only the words that differ are marked."""
    if len(before) != len(now):
        return Difference(tuple(map(_all_changed, before)), tuple(map(_all_changed, now)))
    pairs = [_marked_pair(old, new) for old, new in zip(before, now, strict=True)]
    return Difference(tuple(old for old, _ in pairs), tuple(new for _, new in pairs))


def _marked_pair(before: str, now: str) -> tuple[Line, Line]:
    if SequenceMatcher(None, before.split(), now.split(), autojunk=False).ratio() < STILL_THE_SAME:
        return _all_changed(before), _all_changed(now)
    old, new = WORDS.findall(before), WORDS.findall(now)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        tuple(Run("".join(old[a:b]), kind != "equal") for kind, a, b, _, _ in steps if a != b),
        tuple(Run("".join(new[c:d]), kind != "equal") for kind, _, _, c, d in steps if c != d),
    )


def _all_changed(line: str) -> Line:
    return (Run(line, True),)

"""A certificate as a PDF: frozen facts in, bytes out. The only user of xhtml2pdf.

The document is our own template with escaped facts in it; nothing in it names a file or an address of an author's
choosing. Should one slip in all the same, the policy below lets the renderer read our fonts and drawings and nothing
else: no address, no other file (xhtml2pdf before 0.2.19 followed both, its issue 827).
"""

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from reportlab.pdfbase.ttfonts import TTFontFile
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates.errors import CannotBeDrawn
from certificates.pdf_text import with_plain_letters
from certificates.qr import png_data_uri
from certificates.rules import grouped_code
from certificates.snapshots import Snapshot
from portal.kernel.lettering import drawable

# In the order in which a character looks for a font that has it.
ARABIC = "NotoSansArabic"
FAMILIES = ("NotoSans", ARABIC, "NotoSansHebrew")
# All that our document needs of a browser's own rules; the library's are twenty times as long, and parsed each time.
BASICS = "html { font-size: 10pt; } body, div, p, h2, table, tr, td { display: block; } b, h2 { font-weight: bold; }"
# Longer names are set smaller, so that they stand whole on the first page: (up to so many letters, CSS class).
NAME_SIZES = ((26, "xl"), (48, "l"), (110, "m"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn: the snapshot, the code, and where it can be checked."""

    facts: Snapshot
    code: str
    check_address: str


def certificate_pdf(sheet: Sheet) -> bytes:
    """Draw one certificate. The same sheet gives the same page; only the file's own dates differ.

    Raises:
        CannotBeDrawn: the renderer failed or ran into a limit.
    """
    families = _families(sheet.facts)
    pdf = drawn(_document(sheet, families))
    return with_plain_letters(pdf) if ARABIC in families else pdf


def drawn(document: str) -> bytes:
    """A document as a PDF under the policy. Raises `CannotBeDrawn`."""
    out = io.BytesIO()
    try:
        done = pisa.CreatePDF(
            document, dest=out, encoding="utf-8", default_css=BASICS, resource_policy=_policy()
        )
    except Exception as fault:
        raise CannotBeDrawn() from fault
    if done.err:
        raise CannotBeDrawn()
    return out.getvalue()


def can_draw(char: str) -> bool:
    """Whether one of the embedded fonts has a glyph for the character."""
    return ord(char) in _coverage()


def _document(sheet: Sheet, families: list[str]) -> str:
    facts = sheet.facts
    name = drawable(facts.name, can_draw)
    return render_to_string(
        "certificates/pdf.html",
        {
            "facts": facts,
            "name": name,
            "name_described": name != facts.name,
            "name_size": next((size for longest, size in NAME_SIZES if len(name) <= longest), "s"),
            "description": drawable(facts.description, can_draw),
            "title": drawable(facts.course_title, can_draw),
            "outcomes": [drawable(outcome, can_draw) for outcome in facts.outcomes],
            "trainers": drawable(facts.trained_by, can_draw),
            "code": grouped_code(sheet.code),
            "check_address": sheet.check_address,
            "check_host": sheet.check_address.split("://", 1)[-1].rsplit(sheet.code, 1)[0].rstrip("/"),
            "qr": png_data_uri(sheet.check_address),
            "fonts": [(family, _font(family, "Regular"), _font(family, "Bold")) for family in families],
            "drawings": _drawings(),
        },
    )


def _families(facts: Snapshot) -> list[str]:
    """The families that the facts need, the widest first: a font that is not declared is not read."""
    words = "".join((facts.name, facts.course_title, facts.description, *facts.trainers, *facts.outcomes))
    others = {ord(char) for char in words} - _glyphs(FAMILIES[0])
    return [family for family in FAMILIES if family == FAMILIES[0] or others & _glyphs(family)]


@lru_cache(maxsize=1)
def _policy() -> ResourceAccessPolicy:
    return ResourceAccessPolicy.server(
        None,
        allow_remote=False,
        extra_roots=(_fonts(), _drawings()),
        max_local_bytes=1_000_000,
        max_resources=len(FAMILIES) * 2 + 4,
        max_total_bytes=4_000_000,
        max_image_pixels=2_000_000,
        max_document_bytes=200_000,
        max_depth=40,
        max_render_seconds=20,
    )


@lru_cache(maxsize=1)
def _fonts() -> Path:
    return Path(_found("fonts/pdf/NotoSans-Regular.ttf")).parent


@lru_cache(maxsize=1)
def _drawings() -> Path:
    return Path(_found("certificates/logo.png")).parent


def _found(path: str) -> str:
    """Where a static file of ours lies; a missing one is a broken installation, not a certificate without a logo."""
    place = finders.find(path)
    if not isinstance(place, str):
        raise FileNotFoundError(path)
    return place


def _font(family: str, weight: str) -> Path:
    return _fonts() / f"{family}-{weight}.ttf"


@lru_cache(maxsize=len(FAMILIES))
def _glyphs(family: str) -> frozenset[int]:
    return frozenset(TTFontFile(str(_font(family, "Regular"))).charToGlyph)


@lru_cache(maxsize=1)
def _coverage() -> frozenset[int]:
    return frozenset().union(*(_glyphs(family) for family in FAMILIES))

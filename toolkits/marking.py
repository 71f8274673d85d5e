"""The personal mark on a PDF: one discreet line at the foot of every page that says whose copy it is.

Only the pages are touched; headings, tags, links and outline stay, and programs that read aloud pass over the line.
A digital signature in the file no longer holds, as it must not: the copy is another document.
"""

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from arabic_reshaper import reshape
from django.contrib.staticfiles import finders
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from portal.kernel.lettering import drawable
from toolkits.errors import CannotBeMarked

# In the order in which a character looks for a font that has it.
FAMILIES = ("NotoSans", "NotoSansArabic", "NotoSansHebrew")
SIZE, FOOT, MARGIN = 7.0, 10.0, 18.0  # points
LEAST_SIZE = 4.0
GREY = 0.35
# Words of Hebrew or Arabic letters with what stands between them: drawn from the right.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]+(?:[ ’'-]+[\u0590-\u08ff]+)*")
# What pypdf throws at a file that lies about itself.
BROKEN = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, IndexError)


def marked(pdf: BinaryIO, words: str) -> bytes:
    """A copy of the PDF with `words` at the foot of every page, upright as the page is shown.

    Raises:
        CannotBeMarked: it is locked or damaged, so that no copy can carry a mark.
    """
    try:
        reader = PdfReader(pdf, strict=False)
        if reader.is_encrypted:
            raise CannotBeMarked()
        writer = PdfWriter(clone_from=reader)
        if len(writer.pages) != len(reader.pages) or not writer.pages:
            raise CannotBeMarked()
        lines: dict[float, PageObject] = {}
        for page in writer.pages:
            _mark(page, lines, words)
        out = io.BytesIO()
        writer.write(out)
    except BROKEN:
        raise CannotBeMarked() from None
    return out.getvalue()


def _mark(page: PageObject, lines: dict[float, PageObject], words: str) -> None:
    box, turned = page.cropbox, page.rotation % 360
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width), float(box.height)
    shown = height if turned in (90, 270) else width
    if shown not in lines:
        lines[shown] = _line(words, shown)
    corner = {90: (left + width, bottom), 180: (left + width, bottom + height), 270: (left, bottom + height)}
    x, y = corner.get(turned, (left, bottom))
    page.merge_transformed_page(lines[shown], Transformation().rotate(turned).translate(x, y))


def _line(words: str, width: float) -> PageObject:
    """The line alone, on a strip as wide as the page; smaller where the page is narrow."""
    runs = list(_runs(words))
    natural = sum(pdfmetrics.stringWidth(part, font, SIZE) for font, part in runs) or 1
    size = min(SIZE, max(LEAST_SIZE, SIZE * (width - 2 * MARGIN) / natural))
    strip = Canvas(None, pagesize=(width, FOOT + SIZE * 2))
    strip.addLiteral("/Artifact BMC")
    line = strip.beginText(MARGIN, FOOT)
    line.setFillGray(GREY)
    for font, part in runs:
        line.setFont(font, size)
        line.textOut(part)
    strip.drawText(line)
    strip.addLiteral("EMC")
    return PdfReader(io.BytesIO(strip.getpdfdata())).pages[0]


def _runs(words: str) -> Iterator[tuple[str, str]]:
    """The words as they are drawn, from left to right: (font, part). What no font has is described."""
    families = _fonts()
    text = drawable(words, lambda char: any(char in _letters(family) for family in families))
    drawn = RIGHT_TO_LEFT.sub(lambda found: reshape(found[0])[::-1], text)
    for family, chars in groupby(drawn, key=lambda char: _family(char, families)):
        yield family, "".join(chars)


def _family(char: str, families: tuple[str, ...]) -> str:
    return next((family for family in families if char in _letters(family)), families[0])


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, ...]:
    for family in FAMILIES:
        found = finders.find(f"fonts/pdf/{family}-Regular.ttf")
        if not isinstance(found, str):
            raise FileNotFoundError(family)
        pdfmetrics.registerFont(TTFont(family, Path(found)))
    return FAMILIES


@lru_cache(maxsize=len(FAMILIES))
def _letters(family: str) -> frozenset[str]:
    return frozenset(map(chr, pdfmetrics.getFont(family).face.charToGlyph))

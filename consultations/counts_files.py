"""The counts of a quarter as files, to hand on: CSV for a spreadsheet, PDF to read. They say the same as the page."""

import io
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import escape
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate

from consultations.selectors.counts import Counts, CountTable
from portal.kernel.clock import spoken_date
from portal.kernel.lettering import drawable
from portal.kernel.spreadsheets import csv_line

HIDDEN = "hidden"
MEANS = (
    "A consultation counts on the day for which it was booked, once it has taken place. “Followed by a referral” "
    "counts links sent from Practice Hub. A referral made elsewhere, as every one to MARAC is, is not known here."
)
HIDES = "A number from one to four is hidden. Where it could be worked out from other numbers, those are hidden too."
INK, LINE = HexColor("#0b0c0c"), HexColor("#b1b4b6")
PLAIN, STRONG = "NotoSans", "NotoSans-Bold"
FONTS = {PLAIN: "NotoSans-Regular.ttf", STRONG: "NotoSans-Bold.ttf"}
MARGIN = 20 * mm
WIDTHS = (96 * mm, 32 * mm, 42 * mm)


def settled_words(counts: Counts) -> str:
    """Until when what these numbers say was known."""
    known = spoken_date(counts.quarter.shown_from - timedelta(days=1))
    return f"As known at the end of {known}. What is written later changes no number."


def counts_csv(counts: Counts) -> Iterator[str]:
    """The counts line by line, the whole first; hidden numbers say so."""
    yield csv_line(
        *("quarter", "first_day", "last_day", "places", "grouping", "group"),
        *("consultations", "followed_by_a_referral"),
    )
    quarter = counts.quarter
    head = (quarter.words, quarter.first_day.isoformat(), quarter.last_day.isoformat(), counts.whose)
    groups = [("all", counts.total), *((t.heading.lower(), row) for t in counts.tables for row in t.rows)]
    for grouping, row in groups:
        yield csv_line(*head, grouping, row.label, _said(row.count), _said(row.followed))


def counts_pdf(counts: Counts) -> bytes:
    """The counts on pages to print: the answer, the quarter in words, what is counted, then the tables."""
    _register_fonts()
    out = io.BytesIO()
    title = f"Consultations, {counts.quarter.words}"
    document = SimpleDocTemplate(
        out, pagesize=A4, title=title, author="Practice Hub", lang="en-GB", leftMargin=MARGIN,
        rightMargin=MARGIN, topMargin=18 * mm, bottomMargin=20 * mm,
    )  # fmt: skip
    story: list[Flowable] = [
        _paragraph(f"{counts.quarter.words} · {counts.whose}", 10),
        _paragraph(counts.headline, 17, font=STRONG, after=8),
        *(_paragraph(words, 10, after=3) for words in (MEANS, HIDES, settled_words(counts))),
        *(part for table in counts.tables for part in _table(table)),
    ]

    def foot(canvas: Canvas, page: BaseDocTemplate) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.drawString(MARGIN + 6, 11 * mm, f"Practice Hub · {title} · page {page.page}")

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _table(table: CountTable) -> list[Flowable]:
    lines = [
        _line(table.heading, "Consultations", "Followed by a referral", font=STRONG),
        *(_line(row.label, _said(row.count), _said(row.followed, row.share)) for row in table.rows),
    ]
    drawn = Table(lines, colWidths=WIDTHS, repeatRows=1, hAlign="LEFT")
    drawn.setStyle(
        TableStyle(
            [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
             ("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
        )
    )  # fmt: skip
    heading = _paragraph(table.title, 13, font=STRONG, before=12, after=3)
    return [KeepTogether([heading, drawn])] if len(lines) < 20 else [heading, drawn]


def _said(number: int | None, share: int | None = None) -> str:
    if number is None:
        return HIDDEN
    return str(number) if share is None else f"{number} ({share}%)"


def _line(label: str, *numbers: str, font: str = PLAIN) -> list[Paragraph]:
    return [_paragraph(label, 9, font=font), *(_paragraph(n, 9, font=font, to=TA_RIGHT) for n in numbers)]


def _paragraph(
    words: str, size: float, *, font: str = PLAIN, before: float = 0, after: float = 0, to: int = TA_LEFT
) -> Paragraph:
    letters = pdfmetrics.getFont(PLAIN).face.charToGlyph
    style = ParagraphStyle(
        "words", fontName=font, fontSize=size, leading=size * 1.35, spaceBefore=before, spaceAfter=after,
        textColor=INK, alignment=to,
    )  # fmt: skip
    return Paragraph(escape(drawable(words, lambda char: ord(char) in letters)), style)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for name, file in FONTS.items():
        found = finders.find(f"fonts/pdf/{file}")
        if not isinstance(found, str):
            raise FileNotFoundError(file)
        pdfmetrics.registerFont(TTFont(name, Path(found)))

"""The page of a certificate drawn with ReportLab directly: what `make bench` measures the PDF against.

Same page, same fonts, same square code, same drawings; every place counted out by hand, as one would write it without
HTML. Both keep the parsed fonts from one page to the next, and nothing else.
"""

import io
from functools import lru_cache
from pathlib import Path

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates.qr import INK
from certificates.rendering import Sheet
from certificates.rules import grouped_code

FONTS = Path(__file__).parents[2] / "site" / "portal" / "static" / "fonts" / "pdf"
REGULAR, BOLD = "TwinRegular", "TwinBold"
TEXT, MUTED, DEEP, TEAL = HexColor("#1f2a30"), HexColor("#4f5b62"), HexColor("#0a3b3f"), HexColor("#0f5257")
SAND, CORAL, LINE = HexColor("#f6efe4"), HexColor("#b3432b"), HexColor("#d9cfc0")
TEAL_TINT, CORAL_TINT = HexColor("#dcebe9"), HexColor("#fae5df")
LEFT, WIDTH = 24 * mm, 162 * mm


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Read the fonts once for all pages, as the HTML renderer does."""
    registerFont(TTFont(REGULAR, str(FONTS / "NotoSans-Regular.ttf")))
    registerFont(TTFont(BOLD, str(FONTS / "NotoSans-Bold.ttf")))


class Page:
    """A canvas with a pen that goes down the page."""

    def __init__(self, out: io.BytesIO) -> None:
        load_fonts()
        self.canvas = Canvas(out, pagesize=A4)
        self.y = A4[1] - 20 * mm

    def write(
        self,
        text: str,
        *,
        font: str = REGULAR,
        size: float = 9.5,
        colour: HexColor = TEXT,
        x: float = LEFT,
        width: float = WIDTH,
        after: float = 0,
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        for line in simpleSplit(text, font, size, width):
            self.y -= size * 1.35
            self.canvas.drawString(x, self.y, line)
        self.y -= after

    def arcs(self, x: float, y: float, *rings: tuple[float, float, HexColor]) -> None:
        for radius, thickness, colour in rings:
            self.canvas.setStrokeColor(colour)
            self.canvas.setLineWidth(thickness)
            self.canvas.arc(x - radius, y - radius, x + radius, y + radius, 0, 180)


def certificate_by_hand(sheet: Sheet) -> bytes:
    """One certificate."""
    out = io.BytesIO()
    page = Page(out)
    page.canvas.setTitle(f"Certificate {grouped_code(sheet.code)}")
    _furniture(page)
    _words(page, sheet)
    _foot(page, sheet)
    page.canvas.showPage()
    page.canvas.save()
    return out.getvalue()


def _furniture(page: Page) -> None:
    canvas = page.canvas
    canvas.setFillColor(TEAL)
    canvas.rect(0, A4[1] - 6 * mm, A4[0], 6 * mm, stroke=0, fill=1)
    page.arcs(185 * mm, -12 * mm, (41 * mm, 13 * mm, TEAL_TINT), (23 * mm, 12 * mm, CORAL_TINT))
    canvas.setFillColor(SAND)
    canvas.circle(185 * mm, -6 * mm, 8 * mm, stroke=0, fill=1)
    canvas.circle(LEFT + 6.5 * mm, page.y - 6.5 * mm, 6.5 * mm, stroke=0, fill=1)
    page.arcs(LEFT + 6.5 * mm, page.y - 8.7 * mm, (4.3 * mm, 1.4 * mm, TEAL), (2.5 * mm, 1.4 * mm, CORAL))
    canvas.setFillColor(TEXT)
    canvas.circle(LEFT + 6.5 * mm, page.y - 9 * mm, 0.9 * mm, stroke=0, fill=1)
    canvas.setFont(BOLD, 14)
    canvas.setFillColor(DEEP)
    canvas.drawString(LEFT + 17 * mm, page.y - 8 * mm, "Practice Hub")
    page.y -= 26 * mm


def _words(page: Page, sheet: Sheet) -> None:
    facts = sheet.facts
    page.write("Certificate awarded to", size=10.5, colour=MUTED, after=4)
    page.write(facts.name, font=BOLD, size=31, colour=DEEP, after=12)
    page.write("for completing", size=10.5, colour=MUTED, after=4)
    page.write(facts.course_title, font=BOLD, size=19, after=4)
    page.write(facts.description, after=13)
    accredited = facts.accreditation
    rows = [
        ("Attended", facts.attended),
        ("CPD", f"{facts.cpd}: {facts.cpd_basis}"),
        ("How", facts.mode),
        ("Course version", str(facts.edition)),
        ("Provided by", facts.provider),
        ("Trained by", facts.trained_by),
        ("Accredited by", f"{accredited.body}, reference {accredited.reference}" if accredited else ""),
    ]
    for what, words in rows:
        page.canvas.setStrokeColor(LINE)
        page.canvas.setLineWidth(0.5)
        page.canvas.line(LEFT, page.y, LEFT + WIDTH, page.y)
        start = page.y = page.y - 4
        page.write(what, font=BOLD)
        page.y = start
        page.write(words, x=LEFT + 36 * mm, width=WIDTH - 36 * mm, after=6)
    page.write("What you can do after this course", font=BOLD, colour=TEAL, after=3)
    for outcome in facts.outcomes:
        page.write(f"•  {outcome}", after=2)
    page.write(f"{facts.statement} Completed on {facts.completed:%A %-d %B %Y}.")


def _foot(page: Page, sheet: Sheet) -> None:
    square = io.BytesIO()
    segno.make(sheet.check_address, error="m", boost_error=False).save(
        square, kind="png", scale=6, border=0, dark=INK
    )
    square.seek(0)
    page.canvas.drawImage(ImageReader(square), LEFT, 20 * mm, 30 * mm, 30 * mm)
    page.y, x = 49 * mm, LEFT + 36 * mm
    page.write("Check this certificate", font=BOLD, x=x)
    page.write("Scan the code, or go to hub.example.org/check and type", x=x, width=76 * mm)
    page.write(grouped_code(sheet.code), font=BOLD, size=11, colour=DEEP, x=x, after=3)
    issued = f"Issued on {sheet.facts.issued:%A %-d %B %Y}."
    page.write(
        f"{issued} An accessible version is on Practice Hub.", size=8.5, colour=MUTED, x=x, width=76 * mm
    )

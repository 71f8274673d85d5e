"""The PDF: every name whole, logo and square code really there, nothing read that is not ours."""

import io
import shutil
import socketserver
import subprocess
import threading
import unicodedata
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from certificates.rendering import can_draw, certificate_pdf, drawn
from tests.factories.certificates import ADDRESS, CODE, NAMES, make_sheet
from tests.harness.places import missing

pytestmark = pytest.mark.feature("CE-02")
INVISIBLE = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f\ufeff"))
TEAL, CORAL = (0x0F, 0x52, 0x57), (0xB3, 0x43, 0x2B)


@pytest.fixture(scope="module")
def poppler() -> None:
    if shutil.which("pdftotext") is None:
        missing("poppler-utils is not installed: apt-get install poppler-utils")


def tool(name: str, *options: str, pdf: bytes) -> bytes:
    return subprocess.run([name, *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout


def plain(text: str) -> str:
    """Text without line ends and direction marks, its shapes as letters: what a reader takes it for."""
    return "".join(unicodedata.normalize("NFKC", text).translate(INVISIBLE).split())


def picture(pdf: bytes, dpi: int = 150) -> Image.Image:
    drawing = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-"], input=pdf, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(drawing.stdout)).convert("RGB")


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_text_in_the_pdf_is_the_name_when_it_is(kind, poppler):
    name = NAMES[kind]

    pdf = certificate_pdf(make_sheet(name))

    by_pypdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert plain(name) in plain(tool("pdftotext", "-layout", pdf=pdf).decode()) or kind == "mixed"
    assert plain(name) in plain(by_pypdf)


@pytest.mark.parametrize("kind", ["polish", "turkish", "vietnamese", "yoruba", "persian", "hebrew"])
def test_letters_come_out_exactly_when_the_text_is_copied(kind):
    pdf = certificate_pdf(make_sheet(NAMES[kind]))

    assert NAMES[kind] in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_every_letter_of_every_name_has_a_glyph_when_checked():
    assert all(can_draw(char) for name in NAMES.values() for char in name)


def test_sign_without_a_glyph_is_described_when_it_is_in_the_name(poppler):
    pdf = certificate_pdf(make_sheet("Zoë 🌻 王"))

    text = tool("pdftotext", "-layout", pdf=pdf).decode()
    assert "Zoë (sunflower) (Chinese letters)" in text
    assert "described in brackets" in text


def test_fonts_are_embedded_when_they_draw_text(poppler):
    pdf = certificate_pdf(make_sheet(NAMES["arabic"]))

    rows = subprocess.run(
        ["pdffonts", "-"], input=pdf, capture_output=True, check=True, text=False
    ).stdout.decode()
    fonts = {line.split()[0]: line.split() for line in rows.splitlines()[2:]}
    ours = {name: row for name, row in fonts.items() if "+Noto" in name}
    assert len(ours) >= 3
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in ours.values())
    # ReportLab names this one in every file; nothing may be written in it.
    assert set(fonts) - set(ours) <= {"Helvetica"}
    assert not written_in_helvetica(pdf)


def written_in_helvetica(pdf: bytes) -> bool:
    used: set[str] = set()

    def seen(text, _cm, _tm, font, _size):
        if text.strip() and font:
            used.add(str(font.get("/BaseFont")))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    return any("Helvetica" in name for name in used)


def test_everything_a_certificate_must_show_is_there_when_drawn(poppler):
    text = " ".join(tool("pdftotext", "-layout", pdf=certificate_pdf(make_sheet())).decode().split())

    for words in (
        "Amara Osei",
        "Safe & Together Core",
        "12, 13, 14 and 15 January 2027",
        "22 hours 30 minutes: active learning, breaks left out",
        "In person",
        "Respect",
        "Joel Marsh and Ruth Adeyemi",
        "An accrediting body, reference A-50123, until 31 December 2027",
        "map a pattern of coercive control",
        "The holder attended this course on the days shown",
        "Saturday 16 January 2027",
        "7F3K 2QXM 9VB4 T0CW EJ5R 8ZH6 NA",
        "hub.example.org/check",
    ):
        assert words in text, words


def test_square_code_leads_to_the_check_page_when_a_phone_reads_the_paper(poppler):
    found = zxingcpp.read_barcodes(picture(certificate_pdf(make_sheet()), dpi=100))

    assert [code.text for code in found] == [ADDRESS]


def test_logo_is_drawn_when_the_page_is_seen(poppler):
    page = picture(certificate_pdf(make_sheet()))

    corner = page.crop((0, 0, page.width // 2, page.height // 7))
    colours = {colour for _count, colour in corner.getcolors(maxcolors=1_000_000)}
    assert {TEAL, CORAL} <= colours


@pytest.mark.parametrize("name", ["Amara Osei", NAMES["long"], NAMES["one_word"]])
def test_certificate_is_one_page_and_within_its_margins_when_the_name_is_long(name, poppler):
    pdf = certificate_pdf(make_sheet(name))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    right = picture(pdf, dpi=50).crop((388, 40, 413, 480))  # the right margin beside the text
    assert right.getcolors() == [(right.width * right.height, (255, 255, 255))]


def test_certificate_goes_on_to_a_second_page_when_it_has_very_much_to_say():
    outcomes = tuple(f"outcome number {number}, which is described at some length" for number in range(60))

    pages = PdfReader(io.BytesIO(certificate_pdf(make_sheet(outcomes=outcomes)))).pages

    assert len(pages) >= 2
    assert "outcome number 59" in "".join(page.extract_text() for page in pages)


def test_file_is_named_by_code_and_language_when_opened():
    reader = PdfReader(io.BytesIO(certificate_pdf(make_sheet())))

    assert reader.metadata
    assert reader.metadata.title == "Certificate 7F3K 2QXM 9VB4 T0CW EJ5R 8ZH6 NA"
    assert CODE not in str(reader.metadata.author)


class Listener(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.asked.append(self.request.recv(300))  # type: ignore[attr-defined]
        self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def listener() -> Iterator[socketserver.TCPServer]:
    """A real server on loopback that writes down who asks."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Listener) as server:
        server.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def hostile(address: str) -> list[str]:
    return [
        f'<img src="{address}/a.png">',
        f'<style>@import url("{address}/a.css");</style><p>x</p>',
        f'<link rel="stylesheet" href="{address}/b.css"><p>x</p>',
        f'<style>@font-face {{ font-family: F; src: url("{address}/f.ttf"); }} p {{ font-family: F; }}</style><p>x</p>',
        f'<style>@page {{ background-image: url("{address}/b.png"); }}</style><p>x</p>',
        f'<div style="background-image: url({address}/c.png)">x</div>',
        f'<p style="list-style-image: url({address}/d.png)">x</p>',
        f'<object data="{address}/e.svg"></object><embed src="{address}/f"><iframe src="{address}/g"></iframe>',
        f"<svg><image href='{address}/h.png' width='9' height='9'/></svg>",
    ]


def test_nobody_is_asked_when_names_hold_addresses(listener):
    address = f"http://127.0.0.1:{listener.server_address[1]}"

    for attack in hostile(address):
        certificate_pdf(make_sheet(attack[:300], description=attack, outcomes=(attack,), trainers=(attack,)))

    assert listener.asked == []


def test_nobody_is_asked_when_a_document_names_addresses_itself(listener):
    address = f"http://127.0.0.1:{listener.server_address[1]}"

    for attack in hostile(address):
        drawn(f"<html><body>{attack}</body></html>")

    assert listener.asked == []


@pytest.mark.parametrize("path", ["file://{}", "{}", "../../../../../../../../{}"])
def test_no_other_file_is_read_when_a_document_names_one(tmp_path, path):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (40, 40), (255, 0, 255)).save(secret)

    pdf = drawn(f'<html><body><p>before</p><img src="{path.format(secret)}"><p>after</p></body></html>')

    images = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert images == []

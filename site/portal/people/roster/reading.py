"""Bytes to a table: CSV in any encoding and with any separator, or an Excel workbook. Values stay as typed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from charset_normalizer import from_bytes
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.people.errors import UnreadableFile
from portal.people.roster.columns import recognised

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_UNPACKED = 150 * 1024 * 1024
MAX_PARTS = 2_000
HEADER_WITHIN = 10

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# What councils' systems write when they do not write UTF-8.
ENCODINGS = ["cp1252", "cp1250", "iso8859_15", "iso8859_2", "mac_roman", "cp850"]
ENCODING_WORDS = {"utf_8": "UTF-8", "utf_16": "UTF-16", "cp1252": "Windows-1252 (Latin)"}

# How a file begins that is no table, and what to say about it.
NOT_TABLES = (
    (b"%PDF", "This is a PDF, whatever its name ends with. Export the roster as CSV or Excel (.xlsx)."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel file (.xls). Open it, save it as .xlsx or CSV, and try again.",
    ),
    (b"\x89PNG", "This is a picture. Export the roster as CSV or Excel (.xlsx)."),
    (b"\xff\xd8\xff", "This is a picture. Export the roster as CSV or Excel (.xlsx)."),
    (b"\x1f\x8b", "This file is packed. Unpack it and choose the CSV or Excel file inside."),
    (b"7z\xbc\xaf", "This file is packed. Unpack it and choose the CSV or Excel file inside."),
)
WEB_PAGES = ("<!doctype", "<html", "<table", "<?xml", "<div")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of text, each with the number that a spreadsheet shows beside it."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    read_as: str


def read_table(data: bytes) -> Table:
    """Read an upload.

    Args:
        data: the whole file; what it is comes from its content, not from its name.

    Returns:
        The table; rows that are entirely blank are left out, the numbers of the others stay.

    Raises:
        UnreadableFile: it is no table, too big, or damaged; the sentence says what to do.
    """
    if not data.strip():
        raise UnreadableFile("The file is empty.")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Split it and import the parts."
        )
    for beginning, sentence in NOT_TABLES:
        if data.startswith(beginning):
            raise UnreadableFile(sentence)
    if data.startswith(b"PK\x03\x04"):
        return _table(_workbook_rows(data), "Excel workbook")
    text, encoding = _decoded(data)
    separator = _separator(text)
    rows = _csv_rows(text, separator)
    return _table(
        rows, f"CSV, {ENCODING_WORDS.get(encoding, encoding)}, separated by {SEPARATORS[separator]}"
    )


def _table(records: Iterable[tuple[str, ...]], read_as: str) -> Table:
    """Find the header among the first rows and keep what follows."""
    numbered: list[tuple[int, tuple[str, ...]]] = []
    for number, record in enumerate(records, start=1):
        if len(record) > MAX_COLUMNS:
            raise UnreadableFile(
                f"The file has more than {MAX_COLUMNS} columns. Export only the roster's columns."
            )
        if any(cell.strip() for cell in record):
            numbered.append((number, record))
        if len(numbered) > MAX_ROWS + HEADER_WITHIN:
            raise UnreadableFile(f"The file has more than {MAX_ROWS:,} rows. Split it and import the parts.")
    if not numbered:
        raise UnreadableFile("The file is empty.")
    best = max(
        range(min(HEADER_WITHIN, len(numbered))), key=lambda place: (recognised(numbered[place][1]), -place)
    )
    header = tuple(cell.strip() for cell in numbered[best][1])
    if len([cell for cell in header if cell]) < 2:
        raise UnreadableFile(
            "We see only one column. Export the roster as CSV or Excel (.xlsx), one column a field."
        )
    return Table(header, tuple(numbered[best + 1 :]), read_as)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: UTF-8 if it is that, UTF-16 by its mark, else the most likely one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, encoding = data.decode("utf-16", errors="replace"), "utf_16"
    else:
        try:
            text, encoding = data.decode("utf-8-sig"), "utf_8"
        except UnicodeDecodeError:
            text, encoding = _guessed(data)
    odd = sum(1 for letter in text[:20_000] if letter < " " and letter not in "\r\n\t\f")
    if odd > 0:
        raise UnreadableFile()
    if text.lstrip().lower().startswith(WEB_PAGES):
        raise UnreadableFile(
            "This is a web page, whatever its name ends with. Open it in Excel and save it as .xlsx."
        )
    return text, encoding


def _guessed(data: bytes) -> tuple[str, str]:
    if b"\x00" in data[:20_000]:
        raise UnreadableFile()
    best = from_bytes(data, cp_isolation=ENCODINGS).best()
    encoding = best.encoding if best else "cp1252"
    # On text that is nearly all ASCII the guesses tie; here Windows-1252 is what people have.
    for candidate in ("cp1252", encoding):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if candidate == encoding or _reads_well(text):
            return text, candidate
    return data.decode("cp1252", errors="replace"), "cp1252"


def _reads_well(text: str) -> bool:
    """Whether every letter beyond ASCII is one that names in Britain are written with in Windows-1252."""
    return all(
        letter.isalpha() or letter in "’‘“”–—…·£€°«»§©®\xa0" for letter in set(text) if not letter.isascii()
    )


def _separator(text: str) -> str:
    """The separator under which the first lines give the most columns that we know, then the most columns."""
    sample = text[:65_536]

    def score(separator: str) -> tuple[int, int]:
        try:
            first = [
                row
                for _, row in zip(
                    range(HEADER_WITHIN),
                    csv.reader(io.StringIO(sample, newline=""), delimiter=separator),
                    strict=False,
                )
            ]
        except csv.Error:
            return (0, 0)
        return max(((recognised(row), len(row)) for row in first), default=(0, 0))

    return max(SEPARATORS, key=score)


def _csv_rows(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        try:
            yield tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as fault:
            line = reader.line_num
            raise UnreadableFile(
                f"The quotation marks do not match near line {line}. Correct that line and try again."
            ) from fault


def _workbook_rows(data: bytes) -> Iterator[tuple[str, ...]]:
    _check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for record in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1):
            yield _trimmed(tuple(_as_text(value) for value in record))
    except (InvalidFileException, KeyError, IndexError, ValueError, zipfile.BadZipFile, SyntaxError) as fault:
        raise UnreadableFile(
            "This workbook is damaged. Open it in Excel, save it again as .xlsx, and try again."
        ) from fault


def _check_package(data: bytes) -> None:
    """Look at the list of contents before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableFile() from fault
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise UnreadableFile("This is not an Excel workbook (.xlsx). Save the roster as .xlsx or CSV.")
    if "xl/vbaProject.bin" in names:
        raise UnreadableFile("This workbook holds macros. Save it as .xlsx, without macros.")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFile(
            "This workbook unpacks to far more than a roster holds. Save only the roster's sheet."
        )


def _trimmed(record: tuple[str, ...]) -> tuple[str, ...]:
    end = len(record)
    while end and not record[end - 1]:
        end -= 1
    return record[:end]


def _as_text(value: object) -> str:
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

"""PDF: parsed, not rendered; anything that would run, start, fetch or unpack by itself is refused."""

from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from toolkits.errors import FileRefused
from toolkits.file_checks.kinds import FileKind
from toolkits.file_checks.signatures import begins_another

MOST_PAGES = 500
MOST_OBJECTS = 100_000
MOST_DEPTH = 40
# Keys and action names that act (ISO 32000-2, 12.6 and 13). A link to a page or a web address is fine.
ACTING_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"})
ACTING_VERBS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
    }
)
RAW_MARKS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")


def inspect(stream: BinaryIO, kind: FileKind) -> int:
    """Refuse scripts, launchers, attachments, passwords and hidden second files. Returns the number of pages."""
    data = stream.read()
    _check_shell(data)
    stream.seek(0)
    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted:
            raise FileRefused(
                "The PDF has a password or is locked. Save it without, so that it can be checked."
            )
        pages = len(reader.pages)
        _check_objects(reader)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError):
        raise FileRefused(
            "The PDF is damaged and cannot be opened. Save it again and try once more."
        ) from None
    if not 1 <= pages <= MOST_PAGES:
        raise FileRefused(f"The PDF has {pages} pages; at most {MOST_PAGES} are taken. Split it.")
    return pages


def _check_shell(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if begins_another(data, but=b"") or end < 0 or data[end + 5 :].strip(b"\r\n \t\x00"):
        raise FileRefused(
            "The file is two kinds of file at once. Save it again from the program it was made with."
        )
    if any(mark in data for mark in RAW_MARKS):
        raise _acting()


def _check_objects(reader: PdfReader) -> None:
    numbers = [(number, generation) for generation, table in reader.xref.items() for number in table]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > MOST_OBJECTS:
        raise FileRefused("The PDF has too many parts to check. Print it to a new PDF and try again.")
    for number, generation in numbers:
        _check_value(reader.get_object(IndirectObject(number, generation, reader)), 0)
    _check_value(reader.trailer, 0)


def _check_value(value: Any, depth: int) -> None:
    """Look at one value and what lies directly in it; what it points to is looked at under its own number."""
    if depth > MOST_DEPTH:
        raise FileRefused(
            "The PDF is built in a way that cannot be checked. Print it to a new PDF and try again."
        )
    if isinstance(value, DictionaryObject):
        if ACTING_KEYS & value.keys() or ("/S" in value and value.raw_get("/S") in ACTING_VERBS):
            raise _acting()
        for key in value:
            _check_value(value.raw_get(key), depth + 1)
    elif isinstance(value, ArrayObject):
        for item in list.__iter__(value):
            _check_value(item, depth + 1)


def _acting() -> FileRefused:
    return FileRefused(
        "The PDF runs a script, starts a program or carries another file. Print it to a new PDF and try again."
    )

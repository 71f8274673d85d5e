"""The one door: ending, size, beginning, known malware, then what each kind of file hides."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from toolkits.errors import FileRefused
from toolkits.file_checks import office, pdf, pictures, recordings, text
from toolkits.file_checks.kinds import ACCEPTED, ADVICE, KINDS, MEGABYTE, FileKind
from toolkits.file_checks.signatures import begins_as_markup, holds_test_virus
from toolkits.rules import extension_of, tidy_name

CHUNK = 1 << 16
USE_INSTEAD = f"Use one of these: {', '.join(ACCEPTED)}."


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is known of a file that passed: tidied name, true type, size in bytes, digest, pages where counted."""

    name: str
    kind: FileKind
    size: int
    sha256: str
    pages: int | None = None


Inspection = Callable[[BinaryIO, FileKind], int | None]

INSPECTIONS: dict[str, Inspection] = {
    "pdf": pdf.inspect,
    "docx": office.inspect,
    "pptx": office.inspect,
    "xlsx": office.inspect,
    "png": pictures.inspect,
    "jpg": pictures.inspect,
    "jpeg": pictures.inspect,
    "txt": text.inspect,
    "mp3": recordings.inspect,
    "mp4": recordings.inspect,
}


def check_upload(stream: BinaryIO, name: str) -> CheckedFile:
    """Judge an upload by its content.

    Args:
        stream: seekable; read from the start, left at the start.
        name: what the uploader called it; only its ending is believed, and only if the content agrees.

    Raises:
        FileRefused: with a plain reason.
    """
    kind = _kind_of(name)
    size, digest = _measure(stream, kind)
    head = _head(stream)
    if begins_as_markup(head):
        raise FileRefused(
            f"This is a web page or a drawing with code in it, not {_a(kind)} file. {ADVICE['html']}"
        )
    if kind.starts and not head.startswith(kind.starts):
        raise FileRefused(f"The file is called .{kind.extension}, but what is in it is not {_a(kind)} file.")
    stream.seek(0)
    pages = INSPECTIONS[kind.extension](stream, kind)
    stream.seek(0)
    return CheckedFile(tidy_name(name), kind, size, digest, pages)


def _kind_of(name: str) -> FileKind:
    extension = extension_of(tidy_name(name))
    if extension in KINDS:
        return KINDS[extension]
    what = f"Files that end in .{extension} are not taken." if extension else "The file's name has no ending."
    raise FileRefused(f"{what} {ADVICE.get(extension, USE_INSTEAD)}")


def _measure(stream: BinaryIO, kind: FileKind) -> tuple[int, str]:
    """Size and digest in one reading, which also looks for the test virus across chunk borders."""
    digest, size, tail = hashlib.sha256(), 0, b""
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > kind.largest:
            raise FileRefused(
                f"The file is larger than {kind.largest // MEGABYTE} MB. Make the pictures in it smaller, or split it."
            )
        if holds_test_virus(tail + chunk):
            raise FileRefused("Our virus check stopped this file. Tell your IT team where it came from.")
        digest.update(chunk)
        tail = chunk[-128:]
    if not size:
        raise FileRefused("The file is empty.")
    return size, digest.hexdigest()


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(4096)


def _a(kind: FileKind) -> str:
    return f"{'an' if kind.words[0] in 'AEIOU' else 'a'} {kind.words}"

"""Word, PowerPoint and Excel files are zip archives of XML: counted and bounded before anything is read."""

import posixpath
import re
import stat
import zipfile
import zlib
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from toolkits.errors import FileRefused
from toolkits.file_checks.kinds import MEGABYTE, FileKind
from toolkits.file_checks.signatures import begins_another, holds_test_virus

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_XML = 8 * MEGABYTE
CHUNK = 1 << 16

MAIN_PART = {
    "docx": "wordprocessingml.document.main+xml",
    "pptx": "presentationml.presentation.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
}
CODE = re.compile(
    r"vbaproject|vbadata|/activex|macrosheets/|\.(bin|exe|dll|js|vbs|ps1|bat|cmd|lnk|scr|hta|jar|zip)$", re.I
)
# Settings of printers are the one innocent `.bin` that every spreadsheet carries.
INNOCENT = re.compile(r"printerSettings\d*\.bin$", re.I)
# Relations that make the reader's program fetch or start something by itself.
REACHING = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/externalLinkPath", "/control")


def inspect(stream: BinaryIO, kind: FileKind) -> None:
    """Refuse bombs, slips, macros, embedded programs, remote templates, and archives in disguise."""
    if begins_another(stream.read(1024), but=b"PK\x03\x04"):
        raise _disguised()
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_entries(stream, archive)
            _check_contents(archive)
            _check_types(archive, kind)
            _check_relations(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise FileRefused(
            "The file is damaged and cannot be opened. Save it again and try once more."
        ) from None
    except (ParseError, DefusedXmlException, UnicodeDecodeError, KeyError):
        raise FileRefused(
            f"The file is called .{kind.extension}, but what is in it is not {kind.words}."
        ) from None


def _check_entries(stream: BinaryIO, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _bomb()
    if archive.comment or not entries or min(entry.header_offset for entry in entries) != 0:
        raise _disguised()
    for entry in entries:
        _check_name(entry)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    escapes = (
        name.startswith(("/", "\\")) or "\\" in name or ":" in name or "\x00" in name
    ) or posixpath.normpath(name).startswith("..")
    if escapes or ".." in name.split("/") or stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused("The file tries to write outside itself when it is opened, so it was refused.")
    if entry.flag_bits & 0x1:
        raise FileRefused("The file has a password. Take it off, so that the file can be checked.")
    if CODE.search(name) and not INNOCENT.search(name):
        raise FileRefused("The file holds macros or a program. Save it without them and try again.")


def _check_contents(archive: zipfile.ZipFile) -> None:
    """Unpack every entry into nothing, counting: the sizes that the archive states may be lies."""
    unpacked = 0
    for entry in archive.infolist():
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise _bomb()
                if holds_test_virus(tail + chunk):
                    raise FileRefused(
                        "Our virus check stopped this file. Tell your IT team where it came from."
                    )
                tail = chunk[-128:]


def _check_types(archive: zipfile.ZipFile, kind: FileKind) -> None:
    types = _xml(archive, "[Content_Types].xml")
    declared = " ".join(part.get("ContentType", "") for part in types)
    if "macroEnabled" in declared or "vbaProject" in declared:
        raise FileRefused("The file holds macros. Save it without them and try again.")
    if MAIN_PART[kind.extension] not in declared:
        raise FileRefused(f"The file is called .{kind.extension}, but what is in it is not {kind.words}.")


def _check_relations(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for relation in _xml(archive, name):
            outside = relation.get("TargetMode") == "External"
            if outside and relation.get("Type", "").endswith(REACHING):
                raise FileRefused(
                    "The file fetches something from elsewhere when it is opened. Save it without links."
                )


def _xml(archive: zipfile.ZipFile, name: str) -> list[Element]:
    if archive.getinfo(name).file_size > MOST_XML:
        raise _bomb()
    return list(fromstring(archive.read(name), forbid_dtd=True))


def _bomb() -> FileRefused:
    return FileRefused(
        f"Unpacked, the file would be larger than {MOST_UNPACKED // MEGABYTE} MB. Make the pictures in it smaller."
    )


def _disguised() -> FileRefused:
    return FileRefused(
        "The file is two kinds of file at once. Save it again from the program it was made with."
    )

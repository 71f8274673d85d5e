"""Things that are recognised by how they look, wherever they hide."""

import re

# The EICAR test file, in two halves so that this source is not taken for it.
_TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|object|embed|\?php)\b", re.IGNORECASE)


def holds_test_virus(data: bytes) -> bool:
    """Whether the standard test for virus scanners is in `data`. A real scanner is asked beside it."""
    return _TEST_VIRUS in data


def begins_as_markup(head: bytes) -> bool:
    """Whether the file starts as HTML, SVG or XML does, after whatever a browser would skip."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")


def holds_markup(data: bytes) -> bool:
    """Whether `data` holds an element that makes a browser run or fetch something."""
    return bool(_MARKUP.search(data))


def begins_another(head: bytes, *, but: bytes) -> bool:
    """Whether a second format starts inside the first kilobyte: the mark of a file that is two things at once."""
    others = (
        b"%PDF-",
        b"PK\x03\x04",
        b"\x89PNG\r\n",
        b"GIF87a",
        b"GIF89a",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"Rar!\x1a",
    )
    return any(mark in head[1:1024] for mark in others if mark != but)

"""Plain text is readable text and nothing else."""

from typing import BinaryIO

from toolkits.errors import FileRefused
from toolkits.file_checks.kinds import FileKind
from toolkits.file_checks.signatures import holds_markup

READABLE_CONTROLS = {"\n", "\r", "\t", "\f", "\ufeff"}


def inspect(stream: BinaryIO, kind: FileKind) -> None:
    """Refuse what is not UTF-8, holds control signs, or has a script anywhere in it."""
    data = stream.read()
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused("This is not plain text in UTF-8. Save it again as “UTF-8 text”.") from None
    if any(ord(sign) < 32 and sign not in READABLE_CONTROLS for sign in words):
        raise FileRefused("This is not plain text: it holds signs that no reader shows.")
    if holds_markup(data):
        raise FileRefused("The text holds the code of a web page. Take it out, or save it as a PDF.")

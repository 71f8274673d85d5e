"""Pictures: dimensions are read from the header, before anything is unpacked."""

import warnings
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from toolkits.errors import FileRefused
from toolkits.file_checks.kinds import FileKind
from toolkits.file_checks.signatures import begins_another, holds_markup

LARGEST_SIDE = 12_000
LARGEST_AREA = 40_000_000
FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
# What the last bytes of an honest picture are.
ENDINGS = {"png": b"IEND\xaeB`\x82", "jpg": b"\xff\xd9", "jpeg": b"\xff\xd9"}


def inspect(stream: BinaryIO, kind: FileKind) -> None:
    """Refuse floods of pixels, broken pictures, and pictures with something else inside or behind them."""
    head = stream.read(1024)
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(stream, formats=[FORMATS[kind.extension]])
            width, height = picture.size
            _refuse_floods(width, height)
            picture.verify()
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise FileRefused(
            "The picture is damaged and cannot be opened. Save it again and try once more."
        ) from None
    stream.seek(0)
    whole = stream.read().rstrip(b"\x00")
    if begins_another(head, but=b"") or holds_markup(head) or not whole.endswith(ENDINGS[kind.extension]):
        raise FileRefused(
            "The picture has something else inside it. Open it, save it again, and use the new file."
        )


def _refuse_floods(width: int, height: int) -> None:
    if width > LARGEST_SIDE or height > LARGEST_SIDE or width * height > LARGEST_AREA:
        raise _too_many_pixels()


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        f"The picture is too large to open safely. Make it at most {LARGEST_SIDE:,} pixels on each side."
    )

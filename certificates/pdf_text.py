"""Makes Arabic in a PDF findable: the letters behind the drawn shapes.

Arabic letters are drawn in joined shapes, and a PDF that only names the shapes cannot be searched for the name as it
is typed. Shapes of one letter are mapped back to that letter. Ligatures stay as they are: readers disagree about the
order of their letters, while all of them know the ligature's own sign.
"""

import io
import re
import unicodedata

from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject

_FIRST_SHAPE, _LAST_SHAPE = "\ufb50", "\ufefc"
_LINE = re.compile(rb"(<[0-9A-F]{2,4}> )<([0-9A-F]{4})>")


def with_plain_letters(pdf: bytes) -> bytes:
    """The same document; text taken out of it has letters instead of presentation forms."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for entry in writer._objects:
        found = entry.get_object() if entry is not None else None
        if isinstance(found, StreamObject) and b"begincmap" in (table := found.get_data()):
            found.set_data(_LINE.sub(_plain, table))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _plain(line: re.Match[bytes]) -> bytes:
    shape = chr(int(line[2], 16))
    letter = unicodedata.normalize("NFKC", shape) if _FIRST_SHAPE <= shape <= _LAST_SHAPE else shape
    return line[1] + b"<%04X>" % ord(letter) if len(letter) == 1 else line[0]

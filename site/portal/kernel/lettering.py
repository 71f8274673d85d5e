"""What a PDF says in place of a character that none of its fonts can draw. Pure.

A character without a glyph comes out as a black box, or as nothing, and says neither what stood there nor that
something stood there. So an emoji becomes its name in brackets, and a run of letters the name of its script.
"""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

# The longest name that somebody may choose for their certificates; a longer one of the roster is drawn whole, too.
LONGEST_CHOSEN_NAME = 100

CanDraw = Callable[[str], bool]

# They join or vary the sign before them and mean nothing alone.
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_SCRIPTS = {"CJK": "Chinese", "HANGUL": "Korean"}


def drawable(text: str, can_draw: CanDraw) -> str:
    """The text with everything that cannot be drawn described in brackets: "Zoë 🌻" becomes "Zoë (sunflower)"."""
    if all(map(can_draw, text)):
        return text
    parts = []
    for lacking, chars in groupby(text, key=lambda char: char in _JOINERS or not can_draw(char)):
        run = "".join(chars)
        parts.append(_described(run) if lacking else run)
    return "".join(parts)


def _described(run: str) -> str:
    words = dict.fromkeys(_words(run))
    return f"({', '.join(words)})" if words else ""


def _words(run: str) -> Iterator[str]:
    for char in run:
        if char in _JOINERS or unicodedata.category(char) in ("Cf", "Mn"):
            continue
        name = unicodedata.name(char, "")
        if unicodedata.category(char)[0] in "LMN":
            script = name.split(" ")[0]
            yield f"{_SCRIPTS.get(script, script.capitalize() or 'Unknown')} letters"
        else:
            yield name.lower() or "sign"

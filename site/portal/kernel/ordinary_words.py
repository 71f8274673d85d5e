"""The words of everyday English: whatever else begins a sentence, or hits somebody, may be a name.

The list of words comes with the package symspellpy; nothing else of it is used. It is read when the first note is
checked.
"""

import re
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from unicodedata import combining, normalize

from portal.kernel.names import HARMLESS_WORDS

_PARTS = re.compile(r"['\-]")
# What is left behind an apostrophe: "mum's", "nan'll".
_ENDINGS = frozenset({"", "s", "d", "ll", "ve", "re"})


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Some 80,000 words in small letters, British spellings among them."""
    # Not through the package, whose import would set up logging.
    file = distribution("symspellpy").locate_file("symspellpy/frequency_dictionary_en_82_765.txt")
    with Path(str(file)).open(encoding="utf-8-sig") as lines:
        return frozenset(line.partition(" ")[0] for line in lines)


def is_ordinary(word: str) -> bool:
    """Whether `word`, whatever its case, or each of its parts is a word of everyday English or of the work."""
    folded = without_marks(word.casefold()).replace("’", "'")
    return folded in _english() or all(
        part in _ENDINGS or part in HARMLESS_WORDS or part in _english() for part in _PARTS.split(folded)
    )


def without_marks(word: str) -> str:
    """“siân” as it is often written, without what stands above its letters."""
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))

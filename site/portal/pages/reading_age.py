"""How old a reader has to be, roughly: a hint for editors, never a refusal.

The Flesch-Kincaid grade level (Kincaid and others, 1975): 0.39 words per sentence + 11.8 syllables per word - 15.59.
It gives a school year of the United States; five more is about the age. Syllables are counted as groups of vowels,
a final silent "e" left out, so a single word may be off by one; over a hundred words that hardly matters.
"""

import re

WORDS_NEEDED = 60
# What a tired person reads easily; above it the editor gets a hint.
WELCOME_AGE = 14
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûü]+")


def reading_age(text: str) -> int | None:
    """The age in years; None for text too short to tell.

    Args:
        text: plain words, without markup; a line of its own counts as a sentence.
    """
    words = _WORD.findall(text)
    if len(words) < WORDS_NEEDED:
        return None
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part)) or 1
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return max(5, round(grade + 5))


def reading_hint(text: str) -> str:
    """A sentence for the editor when the text asks for much; empty when it does not, or is too short to tell."""
    age = reading_age(text)
    if age is None or age <= WELCOME_AGE:
        return ""
    return (
        f"A reader has to be about {age} to read this with ease (Flesch-Kincaid grade plus five). "
        "Shorter sentences and shorter words help a tired reader. This is a hint: nothing is held back."
    )


def _syllables(word: str) -> int:
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)

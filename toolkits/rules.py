"""Names of files, words for sizes, and the terms of a toolkit: pure judgement on plain values."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

# What everybody promises, whatever the licence says. Other words here are asked again of everybody.
PROMISES = (
    "Use it in your work, and only as its safety label says.",
    "Do not send the file on. Colleagues get a copy of their own here.",
    "Every page of your copy carries your name, the day and a code.",
    "Delete your copy when you no longer need it, or when it is withdrawn.",
)
MARKED_NAME_LENGTH = 120
UNITS = ("bytes", "KB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class WayIn:
    """One rule that opens a toolkit: its kind, the course, role or organisation it names, and the words for that."""

    kind: str
    code: str = ""
    words: str = ""


def tidy_name(name: str) -> str:
    """The name of an upload as we keep it: its last part, readable, without controls or tricks, 100 letters at most.

    Right-to-left marks and other invisible signs go too: they can make `exe.pdf` read as `fdp.exe`.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    stem, dot, extension = re.sub(r"[^\w .()&-]", "-", clean).strip(" .").rpartition(".")
    stem, extension = (stem, extension) if dot else (extension, "")
    kept = stem.strip(" .")[: 100 - len(extension) - 1] or "file"
    return f"{kept}.{extension.lower()}" if extension else kept


def words_of_name(name: str) -> str:
    """The name of an upload as words, to look for people in them: "kieran_smith-12-03-2015.txt" has two."""
    apart = re.sub(r"_|(?<=[^\W\d_])-|-(?=[^\W\d_])", " ", tidy_name(name).rpartition(".")[0])
    return apart.title() if apart.islower() else apart


def extension_of(name: str) -> str:
    """The ending of a file name in lower case, without the dot; empty when there is none."""
    _, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


def download_name(title: str, number: int, extension: str) -> str:
    """What the file is called on the reader's machine: from the title we gave it, never from what was uploaded."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "toolkit-file"
    return f"{stem}-v{number}.{extension}"


def spoken_size(size: int) -> str:
    """A size in bytes as people read it: 340 KB, 2.4 MB."""
    amount = float(size)
    for unit in UNITS:
        if amount < 1000 or unit == UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit in UNITS[:2] or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError("the last unit returns")


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody accepts before they are given a file."""

    edition: str
    licence: str
    safety: str
    promises: tuple[str, ...] = PROMISES

    @property
    def words(self) -> str:
        """Word for word, a line each."""
        return "\n".join((self.edition, self.licence, self.safety, *self.promises))

    @property
    def fingerprint(self) -> str:
        """The same for the same words, and for no others."""
        return sha256(self.words.encode()).hexdigest()


def mark_words(code: str, day: str, name: str) -> str:
    """What stands at the foot of every page of a copy. What traces it comes first, should the name not fit."""
    shown = name if len(name) <= MARKED_NAME_LENGTH else f"{name[:MARKED_NAME_LENGTH].rstrip()}…"
    return f"Copy {code}, {day}, for {shown}"

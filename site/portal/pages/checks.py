"""What is wrong with a page's words, each fault a sentence beside what it is about. Pure: text in, sentences out."""

import re
from html.parser import HTMLParser

from portal.pages.identity import short

# Words that say nothing to somebody who hears only the links of a page.
EMPTY_LINK_WORDS = frozenset({
    "click here", "click", "here", "this", "this link", "this page", "link", "more", "read more", "learn more",
    "find out more", "more info", "more information", "see here", "details", "download",
})  # fmt: skip
ADDRESS = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)
FILE_NAME = re.compile(
    r"^[\w\s().-]+\.(jpe?g|png|gif|webp|svg|heic)$|^(img|dsc|image|screenshot)[_\s-]?\d+", re.IGNORECASE
)
PARTS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _Reader(HTMLParser):
    """Collects the links, headings and pictures of one piece of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.pictures: list[str | None] = []
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" or tag in PARTS:
            self._open.append((tag, []))
        elif tag in ("img", "embed"):
            self.pictures.append(dict(attrs).get("alt"))

    def handle_data(self, data: str) -> None:
        for _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        _, parts = self._open.pop()
        words = " ".join("".join(parts).split())
        if tag == "a":
            self.links.append(words)
        else:
            self.headings.append((int(tag[1]), words))


def faults_in_rich_text(html: str, *, level: int = 2) -> list[str]:
    """Faults of links, headings and pictures in one piece of rich text.

    Args:
        html: as the editor stores it.
        level: the level of the heading above it: 1 when only the page's title is.
    """
    reader = _Reader()
    reader.feed(html or "")
    faults = [fault for words in reader.links if (fault := fault_in_link(words))]
    for depth, words in reader.headings:
        if not words:
            faults.append("A heading is empty. Write what follows, or take it out.")
        elif depth > level + 1:
            faults.append(
                f"The heading “{short(words)}” skips a level: screen readers announce a part that is not there. "
                "Put a Heading block before it."
            )
        level = max(level, depth) if depth <= level + 1 else level
    if any(alt is None or not alt.strip() for alt in reader.pictures):
        faults.append("A picture has no words for people who do not see it. Say what it shows.")
    return faults


def fault_in_link(words: str) -> str:
    """What is wrong with the words of a link; empty when nothing is."""
    if not words:
        return "A link has no words. Say where it leads."
    plain = words.strip(" .:>›»").casefold()
    if plain in EMPTY_LINK_WORDS:
        return (
            f"The link “{words}” does not say where it leads. Some people hear only the links of a page: "
            "name the page, such as “the referral form”."
        )
    if ADDRESS.match(words):
        return f"The link “{short(words)}” is a bare address. Write the name of what it opens."
    return ""


def fault_in_alternative(words: str, *, decorative: bool) -> str:
    """What is wrong with the words for people who do not see a picture; empty when nothing is."""
    words = words.strip()
    if decorative:
        return (
            "You say that it only decorates. Then leave the words empty, or take the tick away."
            if words
            else ""
        )
    if not words:
        return "Say what the picture shows, in one sentence. If it only decorates, tick the box below."
    if FILE_NAME.match(words):
        return f"“{short(words)}” is the name of a file. Say what the picture shows."
    return ""

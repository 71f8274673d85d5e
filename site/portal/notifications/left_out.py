"""What a notice can still say when a fact is missing: it was planned before its wording asked for that fact.

Wordings change with the portal, and stored facts do not. Sentences that lack a fact are left out and that is said;
the mail still goes, and a page that lists messages still opens.
"""

import re

SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+")
LEFT_OUT = "Part of this message cannot be written any more. The page it leads to says all of it."


def filled_or_none(text: str, facts: dict[str, str]) -> str | None:
    """The text with its facts; None when one of them is missing."""
    try:
        return text.format_map(facts)
    except KeyError:
        return None


def subject_of(subject: str, why: str, facts: dict[str, str]) -> str:
    """The subject line; when it lacks a fact, why the notice goes out, which needs none."""
    filled = filled_or_none(subject, facts)
    if filled is not None:
        return " ".join(filled.split())
    reason = why.removeprefix("Because ").rstrip(".")
    return reason[:1].upper() + reason[1:]


def paragraphs_of(body: str, facts: dict[str, str]) -> tuple[str, ...]:
    """The paragraphs without the sentences that lack a fact, and that something is left out."""
    parts = []
    for paragraph in body.split("\n\n"):
        sentences = (filled_or_none(each, facts) for each in SENTENCE_ENDS.split(paragraph.strip()))
        parts.append(" ".join(filter(None, sentences)))
    return (*filter(None, parts), LEFT_OUT)

"""The weekdays that a borough's words name, beside those of the lead's plan, which booking shows. Pure."""

import re

DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
DAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|rsday|sday|nesday|urday|day)?s?"
NAMED = re.compile(rf"\b{DAY}\b(?:\s*(?:to|until|-|–)\s*{DAY}\b)?", re.IGNORECASE)
WORKING_WEEK = re.compile(r"\b(?:weekdays|every (?:working )?day|daily)\b", re.IGNORECASE)
ORDER = tuple(day[:3].casefold() for day in DAYS)


def weekdays_in(words: str) -> frozenset[int]:
    """The weekdays that the words name, 0 for Monday; "Monday to Thursday" names four."""
    found = set(range(5)) if WORKING_WEEK.search(words) else set()
    for first, last in NAMED.findall(words):
        start = ORDER.index(first.casefold())
        end = ORDER.index(last.casefold()) if last else start
        found |= set(range(start, end + 1)) if start <= end else {start, end}
    return frozenset(found)


def spoken_days(days: frozenset[int]) -> str:
    """ "Mondays, Tuesdays and Fridays"; empty for none."""
    *most, last = [DAYS[day] for day in sorted(days)] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def planned_words(planned: frozenset[int]) -> str:
    """The days of a plan; one for video or phone alone has none."""
    return spoken_days(planned) or "no day in person"


def fault_in_office_days(words: str, planned: frozenset[int] | None) -> str:
    """What differs from the plan; empty when nothing does, when no day is named, or when there is no plan.

    Args:
        words: as the editor typed them.
        planned: weekdays of the plan, 0 for Monday; None where there is no plan.
    """
    named = weekdays_in(words)
    if not named or planned is None or named == planned:
        return ""
    return (
        f"The office days say {spoken_days(named)}; the lead’s plan, which booking shows, says "
        f"{planned_words(planned)}. Ask the lead which is right."
    )

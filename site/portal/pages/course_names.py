"""What courses are called: for rooms that point at one by its code and do not know the others."""

from collections.abc import Callable

CourseNames = Callable[[], dict[str, str]]
_sources: list[CourseNames] = []


def register_course_names(source: CourseNames) -> CourseNames:
    """Add what knows the courses that are given: their titles by code, in one query."""
    if source not in _sources:
        _sources.append(source)
    return source


def course_names() -> dict[str, str]:
    """The title of every course that is given, by its code, in the order of titles."""
    found = {code: title for source in _sources for code, title in source().items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))

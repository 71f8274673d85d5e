"""Every address of the portal, from the URL configuration itself: a new route is asked about without being told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Other people's rooms, tested by their makers; ours in front of them are asked about by name.
FOREIGN = ("cms/", "accounts/", "documents/", "_util/", "^")


@dataclass(frozen=True)
class Route:
    """One address with its placeholders: `courses/places/<int:enrolment_id>/`."""

    pattern: str
    name: str
    parameters: tuple[str, ...]

    def address(self, values: dict[str, Any]) -> str:
        """The address with the world's values; the most particular key wins."""
        path = "/" + self.pattern
        for part in [p for p in path.split("/") if "<" in p]:
            inside = part[part.index("<") + 1 : part.index(">")]
            parameter = inside.split(":")[-1]
            path = path.replace(f"<{inside}>", str(self._value(parameter, values)))
        return path

    def _value(self, parameter: str, values: dict[str, Any]) -> Any:
        segments = [segment for segment in self.pattern.split("/") if segment and "<" not in segment]
        for particular in (self.name, *reversed(segments)):
            if f"{parameter}:{particular}" in values:
                return values[f"{parameter}:{particular}"]
        return values[parameter]


def all_routes() -> list[Route]:
    """Every route of ours."""
    return sorted(_walk(get_resolver(), ""), key=lambda route: route.pattern)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for found in resolver.url_patterns:
        pattern = prefix + str(found.pattern)
        if pattern.startswith(FOREIGN):
            continue
        if isinstance(found, URLResolver):
            yield from _walk(found, pattern)
        elif isinstance(found, URLPattern):
            yield Route(pattern, found.name or "", tuple(found.pattern.converters))

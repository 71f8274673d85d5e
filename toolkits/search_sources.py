"""What the search finds of toolkits: what every member of staff may know of them, never what is inside."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Max
from django.urls import reverse

from portal.kernel.actors import Actor
from portal.pages.search.index import Entry, Hit
from portal.pages.search.sources import Source, as_indexed, register, staff
from toolkits.models import SafetyLabel, Toolkit
from toolkits.permissions import may_keep, toolkits_seen_by


def _mark(now: datetime) -> Hashable:
    published = Toolkit.objects.filter(page__live=True)
    marks = published.aggregate(
        count=Count("pk"),
        newest=Max("pk"),
        title=Max("page__title"),
        published=Max("page__last_published_at"),
    )
    return tuple(marks.values())


def _entries(now: datetime) -> Iterable[Entry]:
    found = Toolkit.objects.filter(page__live=True).select_related("page")
    for toolkit in found:
        page = toolkit.page
        hit = Hit("Toolkit", page.title, reverse("toolkits:toolkit", args=[page.slug]), page.summary)
        label = SafetyLabel(page.safety_label).label if page.safety_label else ""
        words = " ".join((page.summary, page.audience, str(label)))
        yield Entry(toolkit.code, hit, title=page.title, labels=f"{toolkit.code} toolkit tool", words=words)


def _show(hits: Mapping[str, Hit], actor: Actor, now: datetime) -> Mapping[str, Hit]:
    """One query."""
    there = toolkits_seen_by(actor).filter(code__in=hits, page__live=True)
    return {code: hits[code] for code in there.values_list("code", flat=True)}


def _screens(now: datetime) -> Iterable[Entry]:
    new, library = reverse("toolkits:draft"), reverse("toolkits:library")
    yield Entry(
        "new",
        Hit("Page", "Draft a new toolkit", new, "Its words, its files, and what opens it."),
        title="Draft a new toolkit",
        labels="publish add make write create tool toolkits",
    )
    yield Entry(
        "version",
        Hit(
            "Page", "Add a version to a toolkit", library, "Each toolkit has “Add a version” below its name."
        ),
        title="Add a version to a toolkit",
        labels="publish upload file new versions tool toolkits replace withdraw",
    )


register(Source("screens for toolkits", may_keep, lambda now: "screens", _screens, as_indexed))
register(Source("toolkits", staff, _mark, _entries, _show))

"""What keepers and second persons work with."""

from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from portal.kernel.actors import Actor
from portal.pages.course_names import course_names
from toolkits.errors import ToolkitNotFound, VersionNotFound
from toolkits.models import (
    FileVersion,
    Toolkit,
    ToolkitFile,
)
from toolkits.permissions import (
    looks_behind,
    may_decide,
    may_keep,
    toolkits_kept_by,
    versions_decided_by,
)
from toolkits.states import UnlockKind


def kept_toolkit(actor: Actor, slug: str, *, to_change: bool = False) -> Toolkit:
    """A toolkit for its keepers, and, unless it is `to_change`, for those who sign off. Raises `ToolkitNotFound`."""
    allowed = may_keep(actor) if to_change else looks_behind(actor)
    found = (
        Toolkit.objects.select_related("page")
        .prefetch_related("rules", "labels")
        .filter(page__slug=slug)
        .first()
    )
    if not allowed or found is None:
        raise ToolkitNotFound()
    return found


class CourseToChoose(NamedTuple):
    """A course that may open a toolkit. `given` is false of one that only old rules still name."""

    code: str
    name: str
    given: bool = True

    def has(self, words: list[str]) -> bool:
        """Whether all these words, in small letters, are in its name."""
        return all(word in self.name.casefold() for word in words)


def courses_to_choose(toolkit: Toolkit) -> list[CourseToChoose]:
    """The courses that may open a toolkit: those that are given, by title, then others that open it now."""
    given = course_names()
    old = [rule for rule in toolkit.rules.all() if rule.kind == UnlockKind.COURSE and rule.code not in given]
    return [
        *(CourseToChoose(code, name) for code, name in given.items()),
        *(CourseToChoose(rule.code, rule.words or rule.code, given=False) for rule in old),
    ]


def version_to_decide(actor: Actor, version_id: int) -> FileVersion:
    """A version that the actor may release or send back. Raises `VersionNotFound`."""
    return _version(versions_decided_by(actor), version_id)


def version_kept(actor: Actor, version_id: int) -> FileVersion:
    """A version that the actor may withdraw. Raises `VersionNotFound`."""
    return _version(FileVersion.objects.filter(file__toolkit__in=toolkits_kept_by(actor)), version_id)


def versions_of(toolkit: Toolkit, actor: Actor) -> list[tuple[ToolkitFile, list[tuple[FileVersion, bool]]]]:
    """Every file with all its versions, newest first, and whether the actor may decide each. Two queries."""
    versions = FileVersion.objects.select_related("uploaded_by", "decided_by").order_by("-number")
    files = toolkit.files.prefetch_related(Prefetch("versions", versions))
    return [
        (file, [(version, may_decide(actor, version)) for version in file.versions.all()]) for file in files
    ]


def _version(among: QuerySet[FileVersion], version_id: int) -> FileVersion:
    found = among.select_related("file__toolkit__page", "uploaded_by").filter(pk=version_id).first()
    if found is None:
        raise VersionNotFound()
    return found

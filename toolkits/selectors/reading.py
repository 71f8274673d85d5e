"""One toolkit as a reader sees it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse

from portal.kernel import clock
from portal.kernel.actors import Actor
from toolkits.errors import ToolkitNotFound
from toolkits.file_checks import KINDS
from toolkits.models import (
    Download,
    Entitlement,
    FileVersion,
    Toolkit,
    ToolkitPage,
)
from toolkits.permissions import (
    looks_behind,
    may_open,
    toolkits_seen_by,
)
from toolkits.rules import spoken_size
from toolkits.selectors.giving import accepted_on
from toolkits.selectors.listing import organisation_names, used_with_words, ways_in
from toolkits.states import EARNED_KINDS, VersionState


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file as the reader sees it: its newest version, and the one they took before."""

    id: int
    title: str
    url: str
    number: int
    kind: str
    size: str
    pages: int | None
    since: date
    change_note: str
    held: int | None

    @property
    def newer(self) -> bool:
        """A newer version is out than the one they took."""
        return self.held is not None and self.held < self.number


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A version that the reader took and that was withdrawn since."""

    title: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class ToolkitView:
    """Everything the page of one toolkit shows."""

    toolkit: Toolkit
    page: ToolkitPage
    open: bool
    how: tuple[str, ...]
    opened_on: date | None
    closed_on: date | None
    review_overdue: bool
    used_with: tuple[str, ...]
    replaced_by: ToolkitPage | None
    accepted_on: date | None = None
    files: tuple[FileRow, ...] = field(default=())
    taken_back: tuple[TakenBack, ...] = ()
    looks_behind: bool = False

    @property
    def earned_by(self) -> set[str]:
        """What somebody may do to earn it: kinds of `UnlockKind`."""
        return {rule.kind for rule in self.toolkit.rules.all() if rule.kind in EARNED_KINDS}

    @property
    def versions_url(self) -> str:
        return reverse("toolkits:versions", args=[self.page.slug])


def toolkit_view(actor: Actor, slug: str, now: datetime) -> ToolkitView:
    """One toolkit as the actor sees it. Raises `ToolkitNotFound` for none, or none they may know of."""
    seen = toolkits_seen_by(actor).select_related("page").prefetch_related("rules", "labels")
    toolkit = seen.filter(page__slug=slug).first()
    if toolkit is None:
        raise ToolkitNotFound()
    opened, closed = _held(actor, toolkit)
    is_open = may_open(actor, toolkit)
    page, today = toolkit.page, clock.today(now)
    accepted = accepted_on(actor, toolkit) if is_open else None
    return ToolkitView(
        toolkit=toolkit,
        page=page,
        open=is_open,
        how=ways_in(toolkit, organisation_names(toolkit.rules.all())),
        opened_on=opened,
        closed_on=None if is_open else closed,
        review_overdue=bool(page.review_by and page.review_by < today),
        used_with=used_with_words(toolkit),
        replaced_by=page.superseded_by.filter(live=True).first(),
        accepted_on=clock.today(accepted) if accepted else None,
        files=tuple(_file_rows(actor, toolkit, door="download" if accepted else "terms")) if is_open else (),
        taken_back=_taken_back(actor, toolkit),
        looks_behind=looks_behind(actor),
    )


def _held(actor: Actor, toolkit: Toolkit) -> tuple[date | None, date | None]:
    """The day the toolkit opened for the actor by what they earned, and the day it was last taken back."""
    rows = Entitlement.objects.filter(toolkit=toolkit, person_id=actor.person_id or 0)
    opened = [row.granted_at for row in rows if row.revoked_at is None]
    closed = [row.revoked_at for row in rows if row.revoked_at is not None]
    return (clock.today(min(opened)) if opened else None), (clock.today(max(closed)) if closed else None)


def _file_rows(actor: Actor, toolkit: Toolkit, *, door: str) -> Iterable[FileRow]:
    versions = FileVersion.objects.filter(file__toolkit=toolkit).select_related("file").order_by("number")
    newest: dict[int, FileVersion] = {}
    for version in versions:
        if version.state == VersionState.RELEASED:
            newest[version.file_id] = version
    held: dict[int, int] = {}
    taken = Download.objects.filter(person_id=actor.person_id or 0, version__file__toolkit=toolkit).exclude(
        version__state=VersionState.WITHDRAWN
    )
    for file_id, number in taken.values_list("version__file_id", "version__number").distinct():
        held[file_id] = max(held.get(file_id, 0), number)
    for version in sorted(newest.values(), key=lambda row: (row.file.position, row.file_id)):
        mine = held.get(version.file_id)
        address = reverse(f"toolkits:{door}", args=[toolkit.page.slug, version.file_id, version.number])
        yield _file_row(version, address, mine)


def _taken_back(actor: Actor, toolkit: Toolkit) -> tuple[TakenBack, ...]:
    """What the reader should delete: withdrawn versions they were given, also when the toolkit is closed by now."""
    held = Download.objects.filter(person_id=actor.person_id or 0).values("version_id")
    gone = FileVersion.objects.filter(file__toolkit=toolkit, state=VersionState.WITHDRAWN, pk__in=held)
    rows = gone.order_by("file__position", "number").values_list("file__title", "number", "reason")
    return tuple(TakenBack(*row) for row in rows)


def _file_row(version: FileVersion, address: str, held: int | None) -> FileRow:
    return FileRow(
        id=version.file_id,
        title=version.file.title,
        url=address,
        number=version.number,
        kind=KINDS[version.extension].words,
        size=spoken_size(version.size),
        pages=version.pages,
        since=clock.today(version.decided_at or version.uploaded_at),
        change_note=version.change_note,
        held=held,
    )

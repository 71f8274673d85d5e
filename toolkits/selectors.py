"""Questions about toolkits, answered with frozen rows that a screen can show as they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem
from portal.people.models import Organisation
from portal.people.roles import Role
from toolkits.errors import ToolkitNotFound, VersionNotFound
from toolkits.file_checks import KINDS
from toolkits.models import (
    Download,
    Entitlement,
    FileVersion,
    Label,
    Toolkit,
    ToolkitFile,
    ToolkitPage,
    UnlockRule,
)
from toolkits.permissions import (
    looks_behind,
    may_decide,
    may_keep,
    may_open,
    opens_for,
    toolkits_kept_by,
    toolkits_seen_by,
    versions_decided_by,
)
from toolkits.rules import spoken_size
from toolkits.states import LabelKind, UnlockKind, UsedWith, VersionState

NEWS_FOR = timedelta(days=60)
# The hub sorts upwards; what was earned last comes first when it is counted back from here (seconds).
FAR_AHEAD = 10_000_000_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the library is narrowed to; empty strings narrow nothing."""

    words: str = ""
    audience: str = ""
    course: str = ""
    pathway: str = ""
    used_with: str = ""
    mine: bool = False

    @property
    def any(self) -> bool:
        return bool(self.words or self.audience or self.course or self.pathway or self.used_with or self.mine)


@dataclass(frozen=True, slots=True)
class ToolkitCard:
    """One line of the library."""

    title: str
    url: str
    summary: str
    audience: str
    open: bool
    draft: bool
    how: tuple[str, ...]
    files: int
    used_with: tuple[str, ...]


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
    held_withdrawn: bool

    @property
    def newer(self) -> bool:
        """A newer version is out than the one they took."""
        return self.held is not None and self.held < self.number


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
    files: tuple[FileRow, ...] = field(default=())
    looks_behind: bool = False

    @property
    def versions_url(self) -> str:
        return reverse("toolkits:versions", args=[self.page.slug])


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter and its words."""

    code: str
    words: str


def library(actor: Actor, asked: Filters) -> list[ToolkitCard]:
    """The toolkits the actor may know of, narrowed, open ones first. Four queries, five with words."""
    found = _narrowed(toolkits_seen_by(actor), asked)
    if looks_behind(actor):
        opens: Q = Q(pk__isnull=False)
    else:
        opens = opens_for(actor)
    if asked.mine:
        found = found.filter(opens)
    released = Count("files", filter=Q(files__versions__state=VersionState.RELEASED), distinct=True)
    found = found.annotate(
        is_open=Exists(Toolkit.objects.filter(opens, pk=OuterRef("pk"))), released=released
    )
    found = (
        found.select_related("page").prefetch_related("rules", "labels").order_by("-is_open", "page__title")
    )
    rows = list(found)
    names = _organisation_names(rule for toolkit in rows for rule in toolkit.rules.all())
    return [_card(toolkit, names) for toolkit in rows]


def course_choices(actor: Actor) -> list[Choice]:
    """Courses that open a toolkit the actor may know of."""
    rules = UnlockRule.objects.filter(kind=UnlockKind.COURSE, toolkit__in=toolkits_seen_by(actor))
    pairs = rules.values_list("code", "words").order_by("code").distinct()
    return [Choice(code, words or code) for code, words in dict(pairs).items()]


def pathway_choices(actor: Actor) -> list[Choice]:
    """Pathways that a toolkit belongs to; their codes are readable."""
    labels = Label.objects.filter(kind=LabelKind.PATHWAY, toolkit__in=toolkits_seen_by(actor))
    codes = labels.values_list("code", flat=True).order_by("code").distinct()
    return [Choice(code, code.replace("-", " ").capitalize()) for code in codes]


def toolkit_view(actor: Actor, slug: str, now: datetime) -> ToolkitView:
    """One toolkit as the actor sees it. Raises `ToolkitNotFound` for none, or none they may know of."""
    seen = toolkits_seen_by(actor).select_related("page").prefetch_related("rules", "labels")
    toolkit = seen.filter(page__slug=slug).first()
    if toolkit is None:
        raise ToolkitNotFound()
    opened, closed = _held(actor, toolkit)
    is_open = may_open(actor, toolkit)
    page, today = toolkit.page, clock.today(now)
    return ToolkitView(
        toolkit=toolkit,
        page=page,
        open=is_open,
        how=ways_in(toolkit, _organisation_names(toolkit.rules.all())),
        opened_on=opened,
        closed_on=None if is_open else closed,
        review_overdue=bool(page.review_by and page.review_by < today),
        used_with=_used_with(toolkit),
        replaced_by=page.superseded_by.filter(live=True).first(),
        files=tuple(_file_rows(actor, toolkit)) if is_open else (),
        looks_behind=looks_behind(actor),
    )


def ways_in(toolkit: Toolkit, organisations: dict[str, str]) -> tuple[str, ...]:
    """How to earn a toolkit, in sentences. The editor's own words come first."""
    said = [toolkit.page.unlock_words] if toolkit.page.unlock_words else []
    own_words = bool(said)
    # The editor's words stand for the courses, which have names; the rest is said from the rules.
    rest = [rule for rule in toolkit.rules.all() if not (own_words and rule.kind == UnlockKind.COURSE)]
    said += [_way_in(rule, organisations) for rule in rest]
    return tuple(said) or ("Nothing opens it yet. Ask the training team.",)


def kept_toolkit(actor: Actor, slug: str, *, to_change: bool = False) -> Toolkit:
    """A toolkit for its keepers, and, unless it is `to_change`, for those who sign off. Raises `ToolkitNotFound`."""
    allowed = may_keep(actor) if to_change else looks_behind(actor)
    found = Toolkit.objects.select_related("page").prefetch_related("rules").filter(page__slug=slug).first()
    if not allowed or found is None:
        raise ToolkitNotFound()
    return found


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


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """What opened lately, and versions that wait for a second person. Two queries at most."""
    if not actor.is_person:
        return []
    return [*_earned_items(actor, now), *_waiting_items(actor)]


def _version(among: QuerySet[FileVersion], version_id: int) -> FileVersion:
    found = among.select_related("file__toolkit__page", "uploaded_by").filter(pk=version_id).first()
    if found is None:
        raise VersionNotFound()
    return found


def _earned_items(actor: Actor, now: datetime) -> list[HubItem]:
    rows = (
        Entitlement.objects.filter(
            person_id=actor.person_id,
            revoked_at__isnull=True,
            granted_at__gte=now - NEWS_FOR,
            toolkit__page__live=True,
        )
        .values("toolkit__page__title", "toolkit__page__slug")
        .annotate(opened=Max("granted_at"))
        .order_by("-opened")
    )
    return [
        HubItem(
            group="earned",
            when=_short(row["opened"]),
            title=row["toolkit__page__title"],
            url=reverse("toolkits:toolkit", args=[row["toolkit__page__slug"]]),
            detail="A toolkit that opened for you.",
            tag="Open",
            tag_kind="ok",
            order=f"{FAR_AHEAD - row['opened'].timestamp():.0f}",
        )
        for row in rows
    ]


def _waiting_items(actor: Actor) -> list[HubItem]:
    if not actor.holds(Role.APPROVER, Role.ADMIN):
        return []
    waiting = versions_decided_by(actor).filter(state=VersionState.WAITING)
    rows = waiting.select_related("file__toolkit__page").order_by("uploaded_at")[:20]
    return [
        HubItem(
            group="approve",
            when=_short(row.uploaded_at),
            title=f"{row.file.title}, version {row.number}",
            url=reverse("toolkits:versions", args=[row.file.toolkit.page.slug]),
            detail=f"A file of {row.file.toolkit.page.title} waits for a second person.",
            tag="Waiting",
            tag_kind="due",
            order=row.uploaded_at.isoformat(),
        )
        for row in rows
    ]


def _short(moment: datetime) -> str:
    day = clock.today(moment)
    return f"{day.day} {day:%b}"


def _narrowed(found: QuerySet[Toolkit], asked: Filters) -> QuerySet[Toolkit]:
    for kind, code in (
        (LabelKind.AUDIENCE, asked.audience),
        (LabelKind.PATHWAY, asked.pathway),
        (LabelKind.USED_WITH, asked.used_with),
    ):
        if code:
            found = found.filter(Exists(Label.objects.filter(toolkit=OuterRef("pk"), kind=kind, code=code)))
    if asked.course:
        course = UnlockRule.objects.filter(toolkit=OuterRef("pk"), kind=UnlockKind.COURSE, code=asked.course)
        found = found.filter(Exists(course))
    if asked.words:
        inside = [page.pk for page in ToolkitPage.objects.all().search(asked.words)[:200]]
        title_or_summary = Q(page__title__icontains=asked.words) | Q(page__summary__icontains=asked.words)
        found = found.filter(title_or_summary | Q(page_id__in=inside))
    return found


def _card(toolkit: Toolkit, organisations: dict[str, str]) -> ToolkitCard:
    page = toolkit.page
    return ToolkitCard(
        title=page.title,
        url=reverse("toolkits:toolkit", args=[page.slug]),
        summary=page.summary,
        audience=page.audience,
        open=toolkit.is_open,
        draft=not page.live,
        how=ways_in(toolkit, organisations),
        files=toolkit.released,
        used_with=_used_with(toolkit),
    )


def _used_with(toolkit: Toolkit) -> tuple[str, ...]:
    words = dict(UsedWith.choices)
    codes = [label.code for label in toolkit.labels.all() if label.kind == LabelKind.USED_WITH]
    return tuple(str(words.get(code, code)) for code in codes)


def _way_in(rule: UnlockRule, organisations: dict[str, str]) -> str:
    if rule.kind == UnlockKind.COURSE:
        return f"Finish {rule.words or rule.code}."
    if rule.kind == UnlockKind.ROLE:
        return f"Open to everyone with the role: {dict(Role.choices).get(rule.code, rule.code)}."
    if rule.kind == UnlockKind.BOROUGH:
        return f"Open to staff of {organisations.get(rule.code, rule.words or rule.code)}."
    if rule.kind == UnlockKind.CHAMPION:
        return "Become an active practice champion."
    return "Open to all staff."


def _organisation_names(rules: Iterable[UnlockRule]) -> dict[str, str]:
    codes = {rule.code for rule in rules if rule.kind == UnlockKind.BOROUGH}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _held(actor: Actor, toolkit: Toolkit) -> tuple[date | None, date | None]:
    """The day the toolkit opened for the actor by what they earned, and the day it was last taken back."""
    rows = Entitlement.objects.filter(toolkit=toolkit, person_id=actor.person_id)
    opened = [row.granted_at for row in rows if row.revoked_at is None]
    closed = [row.revoked_at for row in rows if row.revoked_at is not None]
    return (clock.today(min(opened)) if opened else None), (clock.today(max(closed)) if closed else None)


def _file_rows(actor: Actor, toolkit: Toolkit) -> Iterable[FileRow]:
    versions = FileVersion.objects.filter(file__toolkit=toolkit).select_related("file").order_by("number")
    newest: dict[int, FileVersion] = {}
    for version in versions:
        if version.state == VersionState.RELEASED:
            newest[version.file_id] = version
    state_of = {(version.file_id, version.number): version.state for version in versions}
    held: dict[int, int] = defaultdict(int)
    taken = Download.objects.filter(person_id=actor.person_id, version__file__toolkit=toolkit)
    for file_id, number in taken.values_list("version__file_id", "version__number").distinct():
        held[file_id] = max(held[file_id], number)
    for version in sorted(newest.values(), key=lambda row: (row.file.position, row.file_id)):
        number = held.get(version.file_id)
        withdrawn = bool(number) and state_of.get((version.file_id, number or 0)) == VersionState.WITHDRAWN
        yield _file_row(toolkit, version, number, withdrawn)


def _file_row(toolkit: Toolkit, version: FileVersion, held: int | None, withdrawn: bool) -> FileRow:
    return FileRow(
        id=version.file_id,
        title=version.file.title,
        url=reverse("toolkits:download", args=[toolkit.page.slug, version.file_id, version.number]),
        number=version.number,
        kind=KINDS[version.extension].words,
        size=spoken_size(version.size),
        pages=version.pages,
        since=clock.today(version.decided_at or version.uploaded_at),
        change_note=version.change_note,
        held=held,
        held_withdrawn=withdrawn,
    )

"""Meetings of the network: which there are, who belongs to one, and who was at none for long."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from champions.errors import MeetingNotFound
from champions.models import Attendance, Champion, ChampionChange, Meeting
from champions.permissions import meetings_kept_by, meetings_seen_by
from champions.selectors.network import serving_on
from champions.states import BY_REGISTER, ChampionState, MeetingKind, Presence
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.hub import HubItem

HIDDEN = "A champion whose name is hidden"
FOR_ALL = "all boroughs"
SHOWN_PAST = 20


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One champion in the register of a meeting."""

    champion_id: int
    name: str
    team: str
    presence: str


@dataclass(frozen=True, slots=True)
class QuietChampion:
    """An active champion: since when they were at no meeting, how many they missed, and whether they were nudged."""

    champion_id: int
    since: date
    missed: int
    nudged_on: date | None


def meeting_seen(actor: Actor, meeting_id: int) -> Meeting:
    """One meeting, for its keepers and its champions. Raises `MeetingNotFound`."""
    return _one(meetings_seen_by(actor), meeting_id)


def meeting_kept(actor: Actor, meeting_id: int) -> Meeting:
    """One meeting, for its keepers. Raises `MeetingNotFound`."""
    return _one(meetings_kept_by(actor), meeting_id)


def meetings_ahead(actor: Actor, on: date) -> list[Meeting]:
    """What the actor may come to or keep, from a day on; cancelled ones say so. One query."""
    return list(_shown(actor).filter(on__gte=on))


def meetings_past(actor: Actor, on: date) -> list[Meeting]:
    """The last ones before a day, newest first, without the cancelled ones. One query."""
    past = _shown(actor).filter(on__lt=on, cancelled_at__isnull=True)
    return list(past.order_by("-on", "-starts", "-pk")[:SHOWN_PAST])


def register_of(meeting: Meeting) -> list[RegisterRow]:
    """Everybody whose meeting it was that day, with what is written down. Two queries."""
    noted = dict(meeting.attendances.values_list("champion_id", "presence"))
    found = champions_of_meeting(meeting)
    return [
        RegisterRow(
            row.champion_id,
            HIDDEN if row.champion.person.hidden_on_rosters else row.champion.person.name,
            row.champion.team.name if row.champion.team else row.champion.organisation.name,
            noted.get(row.champion_id, ""),
        )
        for row in found
    ]


def champions_of_meeting(meeting: Meeting) -> QuerySet[Any]:
    """Terms that ran on the day of a meeting, of the champions it was for: each champion once."""
    running = serving_on(meeting.on)
    if meeting.organisation_id is not None:
        running = running.filter(champion__organisation_id=meeting.organisation_id)
    people = "champion__person"
    return running.select_related(people, "champion__team", "champion__organisation").order_by(
        "champion__organisation__name", f"{people}__family_name", f"{people}__given_name", "champion_id"
    )


def people_invited(meeting: Meeting) -> set[int]:
    """Person ids of those whose meeting it is. One query."""
    return set(champions_of_meeting(meeting).values_list("champion__person_id", flat=True))


def people_who_come(meeting: Meeting) -> set[int]:
    """The same without those who said that they cannot. One query."""
    sorry = Attendance.objects.filter(
        meeting=meeting, champion=OuterRef("champion"), presence=Presence.APOLOGIES
    )
    coming = champions_of_meeting(meeting).exclude(Exists(sorry))
    return set(coming.values_list("champion__person_id", flat=True))


def meetings_to_come(on: date) -> QuerySet[Meeting]:
    """Every meeting from a day on that is not cancelled."""
    return Meeting.objects.filter(on__gte=on, cancelled_at__isnull=True)


def answer_of(actor: Actor, meeting: Meeting, on: date) -> str:
    """What a champion may say about coming: "invited", "sorry" when they cannot; "" when it is not asked of them."""
    if meeting.cancelled_at or meeting.on < on or not actor.is_person:
        return ""
    rows = champions_of_meeting(meeting).filter(champion__person_id=actor.person_id)
    theirs = set(rows.values_list("champion_id", flat=True))
    noted = set(meeting.attendances.filter(champion__in=theirs).values_list("presence", flat=True))
    if not theirs or noted & set(BY_REGISTER):
        return ""
    return "sorry" if noted else "invited"


def last_there(champion_id: int) -> date | None:
    """The last meeting that a champion was at."""
    rows = Attendance.objects.filter(champion_id=champion_id, presence=Presence.THERE)
    found: date | None = rows.aggregate(last=Max("meeting__on"))["last"]
    return found


def quiet_champions(on: date) -> list[QuietChampion]:
    """Every active champion who missed a meeting since they were last at one, or started. Two queries."""
    held: dict[int | None, list[date]] = defaultdict(list)
    taken = Attendance.objects.filter(meeting=OuterRef("pk"), presence__in=BY_REGISTER)
    registered = Meeting.objects.filter(Exists(taken), on__lte=on)
    for organisation_id, day in registered.values_list("organisation_id", "on"):
        held[organisation_id].append(day)
    rows = _with_history(Champion.objects.filter(state=ChampionState.ACTIVE))
    found = (_quiet(row, held) for row in rows.order_by("pk"))
    return [quiet for quiet in found if quiet.missed]


def meeting_items(actor: Actor, now: datetime) -> list[HubItem]:
    """The next meetings of a champion. One query."""
    if not actor.is_person:
        return []
    today = clock.today(now)
    return [_item(row, today) for row in _AHEAD.rows(person_id=actor.person_id, today=today)]


def _item(row: tuple[Any, ...], today: date) -> HubItem:
    pk, kind, on, starts, organisation, sorry = row
    return HubItem(
        group="booked",
        when=clock.short_date(on, today),
        when_small=f"{starts:%H:%M}",
        title=f"{MeetingKind(kind).label}, champions of {organisation or FOR_ALL}",
        url=reverse("champions:meeting", args=[pk]),
        detail="You said that you cannot come." if sorry else "Coming keeps you an active champion.",
        tag="Not coming" if sorry else "Champions",
        tag_kind="info",
        order=f"{on.isoformat()}T{starts:%H:%M}",
    )


def _ahead(person_id: int, today: date) -> QuerySet[Meeting, Any]:
    theirs = Champion.objects.filter(person_id=person_id, state=ChampionState.ACTIVE)
    own = Q(organisation_id__in=theirs.values("organisation_id"))
    of_all = Q(Exists(theirs), organisation__isnull=True)
    ahead = Meeting.objects.filter(own | of_all, on__gte=today, cancelled_at__isnull=True)
    sorry = Attendance.objects.filter(
        meeting=OuterRef("pk"), champion__person_id=person_id, presence=Presence.APOLOGIES
    )
    fields = ("pk", "kind", "on", "starts", "organisation__name", "sorry")
    return ahead.annotate(sorry=Exists(sorry)).order_by("on", "starts", "pk").values_list(*fields)[:3]


_AHEAD = Prepared(_ahead, person_id=-1_234_567, today=date(1900, 1, 1))


def _shown(actor: Actor) -> QuerySet[Meeting]:
    there = Count("attendances", filter=Q(attendances__presence=Presence.THERE))
    return (
        meetings_seen_by(actor)
        .select_related("organisation")
        .annotate(noted=Count("attendances", filter=Q(attendances__presence__in=BY_REGISTER)), there=there)
    )


def _one(among: QuerySet[Meeting], meeting_id: int) -> Meeting:
    found = among.select_related("organisation").filter(pk=meeting_id).first()
    if found is None:
        raise MeetingNotFound()
    return found


def _with_history(champions: QuerySet[Champion]) -> QuerySet[Champion]:
    changes = ChampionChange.objects.filter(champion=OuterRef("pk")).order_by("-at", "-pk")
    started = changes.filter(to_state=ChampionState.ACTIVE).exclude(from_state=ChampionState.ACTIVE)
    there = Attendance.objects.filter(champion=OuterRef("pk"), presence=Presence.THERE)
    return champions.annotate(
        started_at=Subquery(started.values("at")[:1]),
        nudged_at=Subquery(changes.filter(move="nudge").values("at")[:1]),
        last_on=Subquery(there.order_by("-meeting__on").values("meeting__on")[:1]),
    ).filter(started_at__isnull=False)


def _quiet(row: Any, held: dict[int | None, list[date]]) -> QuietChampion:
    started = clock.today(row.started_at)
    since = max(started, row.last_on or started)
    days: Iterable[date] = (*held[row.organisation_id], *held[None])
    nudged = clock.today(row.nudged_at) if row.nudged_at else None
    return QuietChampion(
        champion_id=row.pk,
        since=since,
        missed=sum(day > since for day in days),
        nudged_on=nudged if nudged and nudged >= since else None,
    )

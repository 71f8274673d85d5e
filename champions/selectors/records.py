"""One champion's record, and who can become one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from champions.errors import ChampionNotFound
from champions.models import Champion
from champions.permissions import champions_seen_by, may_agree, may_answer, memberships_nominated_by
from champions.rules import SOON_DAYS
from champions.selectors.meetings import last_there
from champions.selectors.training import trained_on
from champions.states import OPEN, ChampionState, DeclineReason, EndReason, champion_machine
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.people.models import Membership
from portal.people.selectors import memberships_on

# The move behind each page; a listing is changed without one.
MOVE_OF = {
    "agree": "agree",
    "start": "activate",
    "renew": "renew",
    "lapse": "lapse",
    "decline": "decline",
    "end": "end",
}
ACTION_WORDS = {
    "agree": "Agree",
    "start": "Start",
    "renew": "Renew the term",
    "listing": "What colleagues see",
    "lapse": "Set aside",
    "decline": "Say no",
    "end": "End it",
}
TAG_KINDS = {
    ChampionState.ACTIVE: "ok",
    ChampionState.DECLINED: "info",
    ChampionState.ENDED: "info",
    ChampionState.LAPSED: "stop",
}
# For the champion, and for everybody else.
NEXT_STEPS = {
    ChampionState.NOMINATED: (
        "Your manager is asked. When they agree, you decide whether to start.",
        "The manager is asked. When they agree, the person decides whether to start.",
    ),
    ChampionState.APPLIED: (
        "Your manager is asked. You are told as soon as they answer.",
        "The manager is asked. The person is told as soon as they answer.",
    ),
    ChampionState.AGREED: (
        "Finish the course that champions need. Then you can start.",
        "They finish the course that champions need. Then they can start.",
    ),
    ChampionState.TRAINED: (
        "All is ready. Start when you like, and choose what colleagues see of you.",
        "All is ready. They were told, and decide when to start.",
    ),
}
MOVE_WORDS = {
    "nominate": "Put forward",
    "apply": "Applied",
    "agree": "Agreed",
    "decline": "Declined",
    "train": "Training complete",
    "untrain": "Training no longer stands",
    "activate": "Started",
    "lapse": "Set aside",
    "renew": "Renewed",
    "end": "Ended",
    "list": "Directory entry changed",
    "unlist": "Left the directory",
    "nudge": "Reminded of the meetings",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a champion's history."""

    on: date
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something the actor may do next; the first of them is the main one."""

    url: str
    words: str
    quiet: bool


@dataclass(frozen=True, slots=True)
class ChampionView:
    """One champion's record as the actor sees it, with the moves open to them."""

    champion: Champion
    own: bool
    actions: tuple[Action, ...]
    steps: tuple[Step, ...]
    term_ends_on: date | None
    last_meeting_on: date | None

    @property
    def tag_kind(self) -> str:
        """How the state looks."""
        return TAG_KINDS.get(ChampionState(self.champion.state), "due")

    @property
    def reason(self) -> str:
        """Why it stopped, in words."""
        return _reason_words(self.champion.reason)

    @property
    def next_step(self) -> str:
        """What the reader may expect."""
        theirs, others = NEXT_STEPS.get(ChampionState(self.champion.state), ("", ""))
        return theirs if self.own else others


def champion_seen(actor: Actor, champion_id: int) -> Champion:
    """One champion's record with its changes and terms. Raises `ChampionNotFound`."""
    rows = champions_seen_by(actor).select_related(
        "person", "organisation", "team", "nominated_by", "approver"
    )
    found = rows.prefetch_related("changes", "terms").filter(pk=champion_id).first()
    if found is None:
        raise ChampionNotFound()
    return found


def champion_view(actor: Actor, champion_id: int, now: datetime) -> ChampionView:
    """One champion's record and what the actor may do now. Raises `ChampionNotFound`."""
    champion = champion_seen(actor, champion_id)
    own, answers_for = may_answer(actor, champion), may_agree(actor, champion)
    allowed = {
        "agree": answers_for,
        "start": own,
        "renew": answers_for and _near_its_end(champion, clock.today(now)),
        "listing": own and champion.state == ChampionState.ACTIVE,
        "lapse": answers_for,
        "decline": own or answers_for,
        "end": own or answers_for,
    }
    open_now = {verb: champion_machine.allows(move, champion.state) for verb, move in MOVE_OF.items()}
    verbs = [verb for verb, may in allowed.items() if may and open_now.get(verb, True)]
    actions = tuple(
        Action(reverse(f"champions:{verb}", args=[champion.pk]), ACTION_WORDS[verb], quiet=bool(number))
        for number, verb in enumerate(verbs)
    )
    steps = tuple(
        Step(clock.today(change.at), MOVE_WORDS.get(change.move, change.move), _reason_words(change.reason))
        for change in champion.changes.all()
    )
    today = clock.today(now)
    running = [term for term in champion.terms.all() if term.stopped_on is None and term.ends_on >= today]
    term_ends_on = max((term.ends_on for term in running), default=None)
    return ChampionView(champion, own, actions, steps, term_ends_on, last_there(champion.pk))


def own_championships(actor: Actor) -> list[Champion]:
    """What the actor is a champion of, or on the way to, the longest first. One query."""
    if not actor.is_person:
        return []
    theirs = Champion.objects.filter(person_id=actor.person_id or 0, state__in=OPEN)
    return list(theirs.select_related("team", "organisation").order_by("asked_at", "pk"))


def listing_of(champion: Champion) -> dict[str, object]:
    """What the directory shows now, for a form that asks about it."""
    return {
        "listed": champion.listed,
        "contact_method": champion.contact_method,
        "show_email": champion.show_email,
        "show_job_role": champion.show_job_role,
        "minutes_per_week": champion.minutes_per_week,
    }


def own_places(actor: Actor, on: date) -> list[Membership]:
    """The actor's own places of work, for which they are not a champion already."""
    found = memberships_on(on).filter(~Exists(_on_the_way()), person_id=actor.person_id or 0)
    return list(found.select_related("team", "organisation").order_by("-starts_on"))


def people_to_nominate(actor: Actor, on: date, *, team_id: int | None = None) -> list[Membership]:
    """Trained people the actor may put forward, of one team or of all; who is on the way already is left out."""
    found = _may_be_put_forward(actor, on)
    if team_id is not None:
        found = found.filter(team_id=team_id)
    by_place = ("organisation__name", "team__name", "team_id", "person__family_name", "pk")
    return list(found.select_related("person", "team", "organisation").order_by(*by_place))


def teams_to_nominate_from(actor: Actor, on: date) -> list[tuple[int, str, int]]:
    """Team, its name, and how many of its people the actor may put forward. One query."""
    rows = _may_be_put_forward(actor, on).filter(team__isnull=False)
    counted = rows.values("team_id", "team__name", "organisation__name").annotate(people=Count("person_id"))
    return [
        (row["team_id"], f"{row['team__name']}, {row['organisation__name']}", row["people"])
        for row in counted.order_by("organisation__name", "team__name", "team_id")
    ]


def _may_be_put_forward(actor: Actor, on: date) -> QuerySet[Membership]:
    found = memberships_nominated_by(actor, on).filter(
        ~Exists(_on_the_way()), Exists(trained_on(on).filter(person=OuterRef("person")))
    )
    return found if actor.person_id is None else found.exclude(person_id=actor.person_id)


def _on_the_way() -> QuerySet[Champion]:
    """Champions, now or soon, in the place of a membership."""
    here = Q(team=OuterRef("team")) | Q(team__isnull=True, organisation=OuterRef("organisation"))
    return Champion.objects.filter(here, state__in=OPEN, person=OuterRef("person"))


def _near_its_end(champion: Champion, today: date) -> bool:
    ends = [term.ends_on for term in champion.terms.all() if term.stopped_on is None]
    return (
        champion.state == ChampionState.LAPSED or not ends or max(ends) - timedelta(days=SOON_DAYS) <= today
    )


def _reason_words(code: str) -> str:
    return str({**dict(DeclineReason.choices), **dict(EndReason.choices)}.get(code, code))

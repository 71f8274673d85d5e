"""What champions put on somebody's hub."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from champions.models import Champion
from champions.selectors.network import champion_name_of_team
from champions.states import ASKED, COMING, ChampionState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.hub import Card, CardLine, HubItem

_ASKED = Prepared(
    lambda approver_id: (
        Champion.objects.filter(approver_id=approver_id, state__in=ASKED)
        .order_by("asked_at", "pk")
        .values_list("pk", "state", "asked_at", "person__given_name", "person__family_name", "team__name")
    ),
    approver_id=-1_234_567,
)
_OWN = Prepared(
    lambda person_id: (
        Champion.objects.filter(person_id=person_id, state__in=COMING)
        .order_by("asked_at", "pk")
        .values_list("pk", "state", "asked_at", "team__name")
    ),
    person_id=-1_234_567,
)


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """What waits for the actor: to agree, and to start. Two queries."""
    if not actor.is_person:
        return []
    asked = _ASKED.rows(approver_id=actor.person_id)
    own = _OWN.rows(person_id=actor.person_id)
    today = clock.today(now)
    return [*(_asked_item(row, today) for row in asked), *(_own_item(row, today) for row in own)]


def hub_cards(actor: Actor, now: datetime) -> list[Card]:
    """ "Who is my team's champion?", beside the hub's rows. One query."""
    if actor.place.team_id is None:
        return []
    text = champion_name_of_team(actor.place.team_id, clock.today(now)) or "nobody yet"
    return [Card("Your team", (CardLine("Champion:", text, reverse("champions:index")),))]


def _asked_item(row: tuple[Any, ...], today: date) -> HubItem:
    champion_id, state, asked_at, given, family, team = row
    word = "would like to be" if state == ChampionState.APPLIED else "was put forward as"
    return HubItem(
        group="approve",
        when=clock.short_date(clock.today(asked_at), today),
        title=f"{given} {family}".strip() + f" {word} a practice champion",
        url=reverse("champions:champion", args=[champion_id]),
        detail=f"For {team}. Agree the time they have for it." if team else "",
        tag="To agree",
        tag_kind="due",
        order=asked_at.isoformat(),
    )


OWN_WORDS = {
    ChampionState.APPLIED: ("Waiting for your manager to agree.", "Waiting", "due"),
    ChampionState.NOMINATED: ("You were put forward. Your manager is asked first.", "Waiting", "due"),
    ChampionState.AGREED: (
        "Agreed. Finish the course that champions need, and you can start.",
        "Training",
        "info",
    ),
    ChampionState.TRAINED: (
        "All is ready. You choose whether to start, and what others see.",
        "Your turn",
        "due",
    ),
}


def _own_item(row: tuple[Any, ...], today: date) -> HubItem:
    champion_id, state, asked_at, team = row
    detail, tag, tag_kind = OWN_WORDS[ChampionState(state)]
    return HubItem(
        group="offers",
        when=clock.short_date(clock.today(asked_at), today),
        title=f"Practice champion for {team}" if team else "Practice champion",
        url=reverse("champions:champion", args=[champion_id]),
        detail=detail,
        tag=tag,
        tag_kind=tag_kind,
        order=asked_at.isoformat(),
    )

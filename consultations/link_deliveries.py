"""How a link travels to the case system: the delivery log in words, and the one sentence that says where it is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultations.link_states import CASE_SYSTEM, LinkState, Route
from consultations.models import ReferralLink
from portal.outbox.selectors import deliveries_about, subjects_waiting
from portal.outbox.states import OPEN, DeliveryState

DELIVERY_WORDS = {
    DeliveryState.WAITING: ("Waiting", "due"),
    DeliveryState.RUNNING: ("Being sent", "info"),
    DeliveryState.DELIVERED: ("Arrived", "ok"),
    DeliveryState.PARKED: ("Stuck", "stop"),
}
SAID = {"sent": "The link", "withdrawn": "That it is withdrawn", "corrected": "A change to it"}


@dataclass(frozen=True, slots=True)
class Sending:
    """One message to the case system, with its tries, in words.

    `next_at`: when it is tried again by itself, once a try has failed. `fault`: how the last try went wrong.
    """

    delivery_id: int
    what: str
    at: datetime
    state: str
    tag_kind: str
    is_parked: bool
    is_open: bool
    arrived_at: datetime | None
    next_at: datetime | None
    fault: str
    tries: tuple[tuple[datetime, str], ...]

    @property
    def last_try(self) -> datetime | None:
        return self.tries[-1][0] if self.tries else None

    @property
    def is_unanswered(self) -> bool:
        """Nobody was there, as against an answer that refused."""
        return not self.fault.startswith("answered")


def sendings(link: ReferralLink) -> list[Sending]:
    """The delivery log of a link: what was owed to the case system, and how each try went."""
    if link.route != Route.CASE_SYSTEM:
        return []
    found = []
    for delivery in deliveries_about(link.ref, subscriber=CASE_SYSTEM):
        state = DeliveryState(delivery.state)
        tries = sorted((one.at, one.pk, one.outcome, one.detail) for one in delivery.attempts.all())
        words, kind = DELIVERY_WORDS[state]
        found.append(
            Sending(
                delivery_id=delivery.pk,
                what=what_was_said(delivery.message.name),
                at=delivery.message.occurred_at,
                state=words,
                tag_kind=kind if tries or state != DeliveryState.WAITING else "info",
                is_parked=state == DeliveryState.PARKED,
                is_open=state in OPEN,
                arrived_at=delivery.delivered_at,
                next_at=delivery.next_at if state in OPEN and tries else None,
                fault=_plain(tries[-1][3]) if tries and state != DeliveryState.DELIVERED else "",
                tries=tuple((at, _how_it_went(outcome, detail)) for at, _, outcome, detail in tries),
            )
        )
    return found


def what_was_said(event: str) -> str:
    """Which kind of message an event made, in words."""
    verb = event.rsplit(".", 2)[-2].removeprefix("link_")
    return SAID.get(verb, verb)


def _plain(detail: str) -> str:
    """A fault without the name of its class, which is for whoever mends the connection."""
    return detail.split(" (")[0]


def _how_it_went(outcome: str, detail: str) -> str:
    words = "arrived" if outcome == "deliver" else _plain(detail) or "failed"
    return words[:1].upper() + words[1:]


def held_up(found: Iterable[Sending]) -> Sending | None:
    """The oldest message that has not arrived; None when all have."""
    return next((one for one in found if one.is_open or one.is_parked), None)


def on_their_way(links: Iterable[ReferralLink]) -> set[str]:
    """Of these links, the references of those that were sent off and have not arrived. One query, none for none."""
    return waiting_of(link for link in links if link.state == LinkState.SENT)


def waiting_of(links: Iterable[ReferralLink]) -> set[str]:
    """Of these links, the references of those of which the case system has not been told everything. The same."""
    owed = {str(link.ref): link.reference for link in links if link.route == Route.CASE_SYSTEM}
    return {owed[subject] for subject in subjects_waiting(owed, subscriber=CASE_SYSTEM)} if owed else set()

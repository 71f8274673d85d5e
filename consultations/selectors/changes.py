"""What changed for somebody without their doing, for their hub: moved, handed over, cancelled, news on a link.

Neutral words and a time: no case reference, no place, no name of anybody.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import F, Q
from django.urls import reverse

from consultations.link_selectors import MOVE_WORDS
from consultations.link_states import reason_words
from consultations.models import ConsultationChange, LinkChange
from consultations.pathways import names_by_code
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.hub import MOST_CHANGES, HubChange

# For whoever asked, and for the lead. What a lead has booked stands under "Booked".
SAID_TO_REQUESTER = {
    "book": "Booked for you: a consultation",
    "move": "Moved: your consultation",
    "hand_over": "With another lead now: your consultation",
    "cancel": "Cancelled: your consultation",
    "miss": "Did not take place: your consultation",
    "record": "Recorded: your consultation",
}
SAID_TO_LEAD = {
    "move": "Moved: a consultation with you",
    "hand_over": "Handed over to you: a consultation",
    "cancel": "Cancelled: a consultation with you",
}
# What the service asks stands under "Due today"; that it received a link is no news.
LINK_NEWS = ("accept", "decline", "start", "finish", "mark_error", "withdraw")
A_DAY = datetime(1900, 1, 1, tzinfo=UTC)
_CONSULTATIONS = Prepared(
    lambda person_id, since: (
        ConsultationChange.objects.filter(
            Q(consultation__requester_id=person_id, move__in=SAID_TO_REQUESTER)
            | Q(consultation__lead_id=person_id, move__in=SAID_TO_LEAD),
            at__gte=since,
        )
        .exclude(actor_person_id=person_id)
        .order_by("-at", "-id")
        .values_list(
            "at",
            "move",
            F("consultation__reference"),
            F("consultation__requester_id"),
            F("consultation__starts_at"),
        )[:MOST_CHANGES]
    ),
    person_id=-1_234_567,
    since=A_DAY,
)
_LINKS = Prepared(
    lambda person_id, since: (
        LinkChange.objects.filter(
            Q(link__referrer_id=person_id) | Q(link__drafted_by_id=person_id),
            at__gte=since,
            move__in=LINK_NEWS,
        )
        .exclude(actor_person_id=person_id)
        .order_by("-at", "-id")
        .values_list("at", "move", "reason", F("link__pathway"), F("link__public_id"))[:MOST_CHANGES]
    ),
    person_id=-1_234_567,
    since=A_DAY,
)


def hub_changes(actor: Actor, since: datetime) -> Iterable[HubChange]:
    """What others did about the actor's consultations, and what became of their links. Two queries."""
    if actor.person_id is None:
        return
    for row in _CONSULTATIONS.rows(person_id=actor.person_id, since=since):
        yield _consultation(actor.person_id, *row)
    for at, move, reason, pathway, public_id in _LINKS.rows(person_id=actor.person_id, since=since):
        yield HubChange(
            at=at,
            title=f"{MOVE_WORDS[move]}: your link to {names_by_code().get(pathway, pathway)}",
            url=reverse("consultations:link", args=[public_id]),
            detail=f"{reason_words(reason)}." if reason else "",
        )


def _consultation(
    person_id: int, at: datetime, move: str, reference: str, requester_id: int, starts_at: datetime | None
) -> HubChange:
    said = SAID_TO_REQUESTER if requester_id == person_id else SAID_TO_LEAD
    page = "record" if move == "record" else "detail"
    return HubChange(
        at=at,
        title=said[move],
        url=reverse(f"consultations:{page}", args=[reference]),
        detail=f"{clock.spoken_moment(starts_at)}." if starts_at else "",
    )

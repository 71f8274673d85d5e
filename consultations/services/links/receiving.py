"""What a case system says of a link: by version, once per idempotency key, never deleting anything."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consultations.link_notices import tell_of_update
from consultations.link_permissions import links_fetched_by
from consultations.link_states import MOVE_SAID_AS, WITH_REASON, LinkState, link_machine
from consultations.models import LinkUpdate, ReferralLink
from consultations.services.links.changing import Said, locked, move_link, note_link
from portal.kernel.actors import Actor

OLD = "The link has moved on to version {current}. Fetch it again and decide again."
AHEAD = "The link is at version {current} only."
ILLEGAL = "A link that is {state} cannot become {wanted}."
REUSED = "This Idempotency-Key was used for another body."


@dataclass(frozen=True, slots=True)
class Update:
    """What the case system says. `version`: the link's version that it answers. `at`: its own time, aware."""

    state: str
    version: int
    at: datetime
    reason_code: str = ""
    receiver_reference: str = ""

    @property
    def digest(self) -> str:
        """The same for the same content, whatever the order of its fields."""
        said = [self.state, self.version, self.at.isoformat(), self.reason_code, self.receiver_reference]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and a body; problem documents carry a `title`."""

    status: int
    body: dict[str, Any]


def receive_update(*, actor: Actor, link_id: UUID, key: str, update: Update, now: datetime) -> Answer:
    """Take one update, under lock.

    An update that is not about the present version changes nothing (409), nor does one that the states do not allow.
    The same key and content again gets the answer it got; the same key with other content is refused (422).
    A withdrawn link stays withdrawn: "acknowledged" then says that the receiver knows.

    Raises:
        NotFound: no such link for this client.
    """
    with transaction.atomic():
        link = locked(links_fetched_by(actor), link_id)
        seen = link.updates.filter(key=key).first()
        if seen is not None and seen.body_digest != update.digest:
            return _refused(422, REUSED, link)
        if seen is not None:
            return Answer(seen.status, seen.answer)
        answer = _apply(link, update, actor, now)
        LinkUpdate.objects.create(
            link=link,
            key=key,
            client_id=actor.client_id or 0,
            body_digest=update.digest,
            status=answer.status,
            answer=answer.body,
            received_at=now,
        )
    return answer


def _apply(link: ReferralLink, update: Update, actor: Actor, now: datetime) -> Answer:
    if update.version < link.version:
        return _refused(409, OLD.format(current=link.version), link)
    if update.version > link.version:
        return _refused(409, AHEAD.format(current=link.version), link)
    if link.state == LinkState.WITHDRAWN and update.state == LinkState.ACKNOWLEDGED:
        return _withdrawal_seen(link, update, actor, now)
    wanted = LinkState(update.state)
    move = MOVE_SAID_AS[wanted]
    if not link_machine.allows(move, link.state):
        words = ILLEGAL.format(state=link.state.replace("_", " "), wanted=wanted.value.replace("_", " "))
        return _refused(409, words, link)
    reason = (update.reason_code or str(wanted)) if wanted in WITH_REASON else ""
    columns = {"receiver_reference": update.receiver_reference} if update.receiver_reference else {}
    move_link(link, move, actor=actor, now=now, said=Said(reason, update.at), **columns)
    tell_of_update(link, now)
    return _done(link)


def _withdrawal_seen(link: ReferralLink, update: Update, actor: Actor, now: datetime) -> Answer:
    if link.withdrawal_seen_at is None:
        link.withdrawal_seen_at = now
        link.save(update_fields=["withdrawal_seen_at"])
        note_link(link, actor=actor, now=now, what="withdrawal_seen", said=Said(at=update.at))
    return _done(link)


def _done(link: ReferralLink) -> Answer:
    return Answer(200, {"link": str(link.public_id), "version": link.version, "state": str(link.state)})


def _refused(status: int, detail: str, link: ReferralLink) -> Answer:
    title = {409: "Conflict", 422: "Unprocessable Content"}[status]
    return Answer(
        status,
        {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "version": link.version,
            "state": str(link.state),
        },
    )

"""What a case system may ask and say about referral links and consultations of its organisation."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Header, Router
from ninja.responses import Response

from consultations.api_schemas import (
    EventsOut,
    LinkOut,
    TookPlaceOut,
    UpdateIn,
    UpdateOut,
    problems,
)
from consultations.case_system.feed import events_after
from consultations.link_facts import fetch_consultation, fetch_link
from consultations.services.links import Update, receive_update
from portal.audit.services import record_read
from portal.kernel.refs import Ref
from portal.kernel.web import HubRequest
from portal.people.api_auth import BearerAuth

READ_LINKS = BearerAuth("referral-links.read")
WRITE_LINKS = BearerAuth("referral-links.write")
READ_CONSULTATIONS = BearerAuth("consultations.read")

router = Router(tags=["referral links"])

Key = Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[!-~]{1,200}$", max_length=200)]


@router.get(
    "/referral-links/{link_id}",
    auth=READ_LINKS,
    response=LinkOut,
    exclude_unset=True,
    openapi_extra=problems(401, 404, 422),
)
def get_link(request: HubRequest, link_id: UUID) -> dict[str, Any]:
    """Fetch the agreed facts of a referral link that was sent to you. The read is written down."""
    return fetch_link(actor=request.actor, link_id=link_id, now=request.now)


@router.post(
    "/referral-links/{link_id}/updates",
    auth=WRITE_LINKS,
    response=UpdateOut,
    openapi_extra=problems(400, 401, 404, 409, 422),
)
def post_update(request: HubRequest, link_id: UUID, body: UpdateIn, idempotency_key: Key) -> HttpResponse:
    """Report what you did. An update that is not about the present version is answered 409 and changes nothing.

    The same key and body again is answered as before; the same key with another body is refused.
    """
    answer = receive_update(
        actor=request.actor,
        link_id=link_id,
        key=idempotency_key,
        update=Update(
            state=body.state,
            version=body.version,
            at=body.at,
            reason_code=body.reason_code or "",
            receiver_reference=body.receiver_reference or "",
        ),
        now=request.now,
    )
    media = "application/json" if answer.status == 200 else "application/problem+json"
    return Response(answer.body, status=answer.status, content_type=media)


@router.get(
    "/consultations/{reference}",
    auth=READ_CONSULTATIONS,
    response=TookPlaceOut,
    openapi_extra=problems(401, 404, 422),
)
def get_consultation(request: HubRequest, reference: str) -> dict[str, Any]:
    """Ask whether a consultation took place, when and with whom. The read is written down."""
    return fetch_consultation(actor=request.actor, reference=reference, now=request.now)


@router.get("/events", auth=READ_LINKS, response=EventsOut, openapi_extra=problems(401, 422))
def get_events(request: HubRequest, after: str = "") -> dict[str, Any]:
    """List what was sent to you, oldest first, for when you were away. At least once: skip the ids you know."""
    found = events_after(request.actor, after, request.now)
    record_read(
        actor=request.actor,
        about=Ref("consultations.events", request.actor.client_id or 0),
        now=request.now,
        organisation_id=request.actor.place.organisation_id,
    )
    return found

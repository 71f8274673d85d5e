"""Referral links of a year: most went their way, some were declined or taken back, one waits for an answer.

Havering has no case system, so its links go by secure email. Camden's answers while the story is told, at a door of
our own on a free port; afterwards each start of the demonstration says where it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from consultations.codes import Outcome
from consultations.link_states import Route
from consultations.models import CaseSystemEndpoint, Consultation, ReferralLink
from consultations.services import links
from portal.assembly.demo.boroughs import Cast
from portal.assembly.demo_case_system import (
    CASE_SYSTEM_ABILITIES,
    CASE_SYSTEM_BOROUGH,
    CASE_SYSTEM_NOWHERE,
    CASE_SYSTEM_SECRET,
    CASE_SYSTEM_TOKEN,
)
from portal.kernel import clock
from portal.kernel.actors import SYSTEM, Actor
from portal.outbox.relay import deliver_due
from portal.people.models import ApiClient
from portal.people.rules import token_hash
from portal.people.selectors import actor_for_person, client_for_token

ANSWERS = {
    "open_case": "yes",
    "abuse_identified": "yes",
    "early_signs": "yes",
    "abuse_involves_under_16": "no",
    "high_risk_and_harm": "no",
}
# What the service says, and how many days after the sending; a story each.
STORIES: tuple[tuple[tuple[str, int], ...], ...] = (
    (("acknowledged", 0), ("accepted", 2), ("started", 9), ("finished", 65)),
    (("acknowledged", 0), ("accepted", 3), ("started", 12)),
    (("acknowledged", 1), ("declined", 4)),
    (("acknowledged", 0), ("more_information", 2), ("accepted", 6), ("started", 14)),
    (("acknowledged", 0), ("accepted", 1)),
)


def load_links(cast: Cast, now: datetime) -> None:
    """A link for each recorded consultation that led to Restart, one withdrawn, one draft."""
    rows = Consultation.objects.filter(record__outcome=Outcome.RESTART).select_related("organisation")
    rows = rows.order_by("starts_at")
    with _case_system(cast, now) as client:
        for number, consultation in enumerate(rows):
            link = _send(consultation, now, is_last=number == len(rows) - 1)
            if link is not None:
                _live_on(link, STORIES[number % len(STORIES)], client, number, now)
        deliver_due(now, limit=1_000)


def _send(consultation: Consultation, now: datetime, *, is_last: bool) -> ReferralLink | None:
    """The draft, its answers and consents, and the sending; the last one stays a draft."""
    at = min((consultation.ends_at or now) + timedelta(days=1, hours=2), now)
    actor = actor_for_person(consultation.requester_id, at)
    link = links.draft_link(actor=actor, consultation_id=consultation.pk, pathway="restart", now=at)
    gss = consultation.organisation.gss_code
    links.answer_suitability(actor=actor, link_id=link.public_id, answers=ANSWERS, area=gss, now=at)
    links.set_working_hours(
        actor=actor, link_id=link.public_id, days=range(4), works_from=time(9), works_until=time(17), now=at
    )
    if is_last:
        return None
    for person in ("person_using_harm", "victim_survivor"):
        links.record_consent(
            actor=actor,
            link_id=link.public_id,
            person=person,
            purpose="referral",
            given=True,
            on=clock.today(at),
            taken_by_id=consultation.requester_id,
            now=at,
        )
    connected = links.has_case_system(link.organisation_id)
    route = Route.CASE_SYSTEM if connected else Route.SECURE_EMAIL
    sent = links.send_link(actor=actor, link_id=link.public_id, now=at, route=route)
    deliver_due(at, limit=1_000)
    return sent


def _live_on(
    link: ReferralLink, story: tuple[tuple[str, int], ...], client: Actor, number: int, now: datetime
) -> None:
    """What came afterwards, as far as the year goes."""
    if link.route != Route.CASE_SYSTEM or link.sent_at is None:
        return
    version = link.version
    for state, days in story:
        at = link.sent_at + timedelta(days=days, hours=3)
        if at > now:
            return
        said = links.Update(
            state=state,
            version=version,
            at=at,
            reason_code="no_capacity" if state == "declined" else "",
            receiver_reference=f"R-{4100 + number}",
        )
        links.receive_update(actor=client, link_id=link.public_id, key=f"story-{state}", update=said, now=at)
        version += 1
    if number == len(STORIES) - 1:
        owner = actor_for_person(link.referrer_id, now)
        links.withdraw_link(actor=owner, link_id=link.public_id, reason_code="moved_away", now=now)


@contextmanager
def _case_system(cast: Cast, now: datetime) -> Iterator[Actor]:
    """Camden's case system, answering until the story is told; then nobody does until the next start."""
    organisation_id = cast.boroughs[CASE_SYSTEM_BOROUGH]
    ApiClient.objects.create(
        name="Case system of the demonstration",
        organisation_id=organisation_id,
        token_hash=token_hash(CASE_SYSTEM_TOKEN),
        abilities=list(CASE_SYSTEM_ABILITIES),
        created_at=now,
    )
    client = client_for_token(CASE_SYSTEM_TOKEN)
    assert client is not None, "the token was made a line above"  # noqa: S101 - narrows the type
    server = HTTPServer(("127.0.0.1", 0), _Yes)
    Thread(target=server.serve_forever, daemon=True).start()
    endpoint = CaseSystemEndpoint.objects.create(
        organisation_id=organisation_id,
        url=f"http://127.0.0.1:{server.server_address[1]}/",
        secrets=[CASE_SYSTEM_SECRET],
        created_at=now,
    )
    try:
        yield client
    finally:
        server.shutdown()
        server.server_close()
        links.change_address(actor=SYSTEM, endpoint_id=endpoint.pk, url=CASE_SYSTEM_NOWHERE, now=now)


class _Yes(BaseHTTPRequestHandler):
    """Takes every message."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""

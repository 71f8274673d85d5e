"""Reactions to what people announces: telling whoever made a request how it goes. Each may come twice."""

from portal.kernel.refs import Ref
from portal.notifications.services import plan_notice
from portal.outbox.subscriptions import Fact, subscribe
from portal.people.rights.selectors import complaint_facts, erasure_facts
from portal.people.selectors import has_account


@subscribe(
    "people.complaint_received.v1",
    "people.complaint_acknowledged.v1",
    "people.complaint_answered.v1",
    as_="notifications.complaints",
)
def tell_about_complaint(fact: Fact) -> None:
    """Mail the person who complained; an account that belongs to no member of staff reads it on the page."""
    complaint_id, person_id = int(fact.payload["complaint_id"]), int(fact.payload["person_id"])
    if person_id:
        _tell(fact, Ref("people.complaint", complaint_id), person_id, complaint_facts(complaint_id))


@subscribe(
    "people.erasure_asked.v1",
    "people.erasure_taken_back.v1",
    "people.erasure_taken.v1",
    "people.erasure_extended.v1",
    "people.erasure_refused.v1",
    as_="notifications.erasures",
)
def tell_about_erasure(fact: Fact) -> None:
    """Mail the person who asked. That it is done is said by the erasure itself: the address goes with it."""
    request_id, person_id = int(fact.payload["request_id"]), int(fact.payload["person_id"])
    if person_id:
        _tell(fact, Ref("people.erasure", request_id), person_id, erasure_facts(request_id))


@subscribe(
    "people.place_confirmed.v1",
    "people.role_given.v1",
    "people.role_ended.v1",
    as_="notifications.places_and_roles",
)
def tell_about_place(fact: Fact) -> None:
    """Mail the person that they may do more, or less, than before; whoever has an account."""
    person_id = int(fact.payload["person_id"])
    if fact.subject and has_account(person_id):
        _tell(fact, Ref.parse(fact.subject), person_id, {})


def _tell(fact: Fact, about: Ref, person_id: int, facts: dict[str, str]) -> None:
    plan_notice(
        key=fact.name.removesuffix(".v1"),
        person_id=person_id,
        about=about,
        facts=facts,
        now=fact.occurred_at,
        dedupe=str(about.id),
    )

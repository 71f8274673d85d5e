"""Questions about requests that people make about their data."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.personal_data import Holding, Subject, counts_for, obstacles_for
from portal.people.administrators import is_last_administrator
from portal.people.models import Complaint, ErasureRequest, Grant
from portal.people.rights.permissions import complaints_handled_by, erasures_decidable_by, keeps_data_rights
from portal.people.roles import Role
from portal.people.states import COMPLAINT_OPEN, ERASURE_OPEN, ComplaintState


def own_erasures(actor: Actor) -> QuerySet[ErasureRequest]:
    """What the actor asked for, newest first."""
    return ErasureRequest.objects.filter(account_id=actor.user_id or 0).order_by("-asked_at", "-pk")


def open_erasure_of(actor: Actor) -> ErasureRequest | None:
    """The actor's request that waits for a decision."""
    return own_erasures(actor).filter(state__in=ERASURE_OPEN).first()


def own_complaints(actor: Actor) -> QuerySet[Complaint]:
    """The actor's complaints, newest first."""
    return Complaint.objects.filter(account_id=actor.user_id or 0).order_by("-received_at", "-pk")


def own_complaint(actor: Actor, reference: str) -> Complaint:
    """One of the actor's complaints. Raises `NotFound`."""
    found = own_complaints(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def erasures_listed_for(actor: Actor) -> QuerySet[ErasureRequest]:
    """Requests that the actor may decide: open ones first, by their last day, with names."""
    found = erasures_decidable_by(actor).select_related("account", "person", "taken_by")
    return found.alias(is_closed=~Q(state__in=ERASURE_OPEN)).order_by("is_closed", "due_on", "pk")


def complaints_listed_for(actor: Actor) -> QuerySet[Complaint]:
    """Complaints that the actor may answer: open ones first, by their last day, with names."""
    found = complaints_handled_by(actor).select_related("account", "person", "handled_by")
    return found.alias(is_closed=~Q(state__in=COMPLAINT_OPEN)).order_by("is_closed", "acknowledge_by", "pk")


def erasure_by_reference(actor: Actor, reference: str) -> ErasureRequest:
    """One request that the actor may decide. Raises `NotFound`."""
    found = erasures_listed_for(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def complaint_by_reference(actor: Actor, reference: str) -> Complaint:
    """One complaint that the actor may answer. Raises `NotFound`."""
    found = complaints_listed_for(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an erasure would do, for the page on which it is decided, and what must be done before."""

    goes: list[tuple[Holding, int]]
    stays: list[tuple[Holding, int]]
    obstacles: list[str]


def subject_of(request: ErasureRequest) -> Subject:
    """Whose data a request is about: who the account is today, for it may have been matched since it asked."""
    return Subject(request.account.person_id or request.person_id or 0, request.account_id)


def consequences_of(request: ErasureRequest, now: datetime) -> Consequences:
    """What would go and what would stay, with counts: one query for each holding."""
    subject = subject_of(request)
    held = counts_for(subject)
    return Consequences(
        goes=[(holding, count) for holding, count in held if holding.goes],
        stays=[(holding, count) for holding, count in held if holding.stays],
        obstacles=obstacles_for(subject, now),
    )


def why_last_administrator(subject: Subject, now: datetime) -> str:
    """An obstacle: nobody would be left who may do everything."""
    if is_last_administrator(subject.person_id, clock.today(now)):
        return "They are the last administrator. Make somebody else administrator first."
    return ""


def has_trained(person_id: int | None) -> bool:
    """Whether somebody was ever a trainer: their name is then on certificates that others hold."""
    return Grant.objects.filter(person_id=person_id or 0, role=Role.TRAINER).exists()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests of one kind wait for the actor, and the earliest last day among them."""

    count: int
    earliest: date | None


def erasures_waiting_for(actor: Actor) -> Waiting:
    """Open requests to be erased. One query, none for whoever does not decide them."""
    if not keeps_data_rights(actor):
        return Waiting(0, None)
    rows = erasures_decidable_by(actor).filter(state__in=ERASURE_OPEN).order_by()
    return Waiting(**rows.aggregate(count=Count("pk"), earliest=Min("due_on")))


def complaints_waiting_for(actor: Actor) -> Waiting:
    """Complaints without an answer; the day is of those not yet acknowledged. One query, or none as above."""
    if not keeps_data_rights(actor):
        return Waiting(0, None)
    unheard = Q(state=ComplaintState.RECEIVED)
    rows = complaints_handled_by(actor).filter(state__in=COMPLAINT_OPEN).order_by()
    return Waiting(**rows.aggregate(count=Count("pk"), earliest=Min("acknowledge_by", filter=unheard)))


def complaint_stands(complaint_id: int) -> bool:
    """Whether a complaint still waits for its answer."""
    return Complaint.objects.filter(pk=complaint_id, state__in=COMPLAINT_OPEN).exists()


def complaint_facts(complaint_id: int) -> dict[str, str]:
    """What messages about a complaint say: its reference, and until when we acknowledge it."""
    found = Complaint.objects.get(pk=complaint_id)
    return {"reference": found.reference, "until": clock.spoken_date(found.acknowledge_by)}


def erasure_facts(request_id: int) -> dict[str, str]:
    """What messages about a request say: its reference, and until when it is answered."""
    found = ErasureRequest.objects.get(pk=request_id)
    return {"reference": found.reference, "until": clock.spoken_date(found.due_on)}

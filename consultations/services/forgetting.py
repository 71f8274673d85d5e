"""What an erasure takes from consultations. `personal_data.py` says it in words."""

from datetime import date, datetime

from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from consultations.codes import CancelReason
from consultations.models import Consultation, LeadCover, PlanException, WeeklyRule
from consultations.services.moving import cancel_consultation
from consultations.states import OPEN, ConsultationState
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.personal_data import Subject


def release_consultations(subject: Subject, now: datetime) -> None:
    """Cancel what is still to come, so that the lead's time is free again; empty the notes."""
    theirs = Consultation.objects.filter(requester_id=subject.person_id)
    begun = theirs.filter(state=ConsultationState.BOOKED, starts_at__lte=now)
    for pk in list(theirs.filter(state__in=OPEN).exclude(pk__in=begun).values_list("pk", flat=True)):
        cancel_consultation(
            actor=SYSTEM, consultation_id=pk, reason_code=CancelReason.REQUESTER_UNAVAILABLE, now=now
        )
    theirs.update(note="")


def empty_notes_for_others(subject: Subject, now: datetime) -> None:
    """Empty the notes they wrote when they booked for somebody else; the bookings stand."""
    Consultation.objects.filter(booked_by_id=subject.person_id).update(note="")


def end_covers(subject: Subject, now: datetime) -> None:
    """They serve no borough any longer: what is open ends today, what has not begun on its first day."""
    _end(LeadCover.objects.filter(lead_id=subject.person_id), clock.today(now))


def end_times(subject: Subject, now: datetime) -> None:
    """Their weekly hours end today, and days that differ are taken back; past weeks stay, for the waiting times."""
    today = clock.today(now)
    _end(WeeklyRule.objects.filter(plan__lead_id=subject.person_id), today)
    PlanException.objects.filter(plan__lead_id=subject.person_id, on__gte=today).delete()


def _end(rows: QuerySet[LeadCover] | QuerySet[WeeklyRule], today: date) -> None:
    still = rows.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    still.update(ends_on=Greatest(F("starts_on"), Value(today, output_field=DateField())))

"""What consultations hold about somebody who works with them. Nothing about a family leaves in a copy."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from consultations.codes import Prompt
from consultations.models import (
    Consultation,
    ConsultationRecord,
    EarlierWait,
    LeadCover,
    LeadPlan,
    RecordAddendum,
    ReferralLink,
)
from consultations.pathways import names_by_code
from consultations.services.forgetting import (
    empty_notes_for_others,
    end_covers,
    end_times,
    release_consultations,
)
from consultations.states import OPEN
from portal.kernel.personal_data import Holding, Subject, named, register


def _asked_for(subject: Subject) -> QuerySet[Consultation]:
    theirs = Consultation.objects.filter(requester_id=subject.person_id).select_related("feedback")
    return theirs.prefetch_related("earlier_waits").order_by("created_at")


def _booked_for_others(subject: Subject) -> QuerySet[Consultation]:
    theirs = Consultation.objects.filter(booked_by_id=subject.person_id)
    return theirs.exclude(requester_id=subject.person_id).order_by("created_at")


def _asked(row: Consultation) -> dict[str, Any]:
    wanted = [str(Prompt(code).label) for code in row.prompts if code in Prompt.values]
    answers = [named(row.feedback, "helped", "next_step", "given_at")] if hasattr(row, "feedback") else []
    return named(row, "reference", "kind", "state", "urgent", "starts_at", "mode", "note", "created_at") | {
        "prompts": wanted,
        "answers": answers,
        "waits": [_waited(wait) for wait in row.earlier_waits.all()],
    }


def _waited(wait: EarlierWait) -> dict[str, Any]:
    """One wait for an earlier time, with the time that was offered; the lead is somebody else's name."""
    return named(wait, "state", "asked_at", "starts_at", "hold_until", "end_reason")


def _why_lead(subject: Subject, now: datetime) -> str:
    count = Consultation.objects.filter(lead_id=subject.person_id, state__in=OPEN, starts_at__gt=now).count()
    return f"They lead {count} consultations to come. Hand those over first." if count else ""


register(
    Holding(
        key="consultations.asked",
        title="Consultations you asked for",
        fields=(
            "consultations.Consultation.requester",
            "consultations.Consultation.note",
        ),
        rows=_asked_for,
        show=_asked,
        goes="Your notes. What is still to come is cancelled.",
        stays="Times and codes without a name, and the record, which is about the work.",
        erase=release_consultations,
    )
)
register(
    Holding(
        key="consultations.booked",
        title="Consultations you booked for somebody else",
        fields=("consultations.Consultation.booked_by",),
        rows=_booked_for_others,
        show=lambda row: named(row, "reference", "created_at"),
        goes="The notes you wrote for them.",
        stays="That it was booked, without a name. What it is about belongs to whoever it is for.",
        erase=empty_notes_for_others,
    )
)
register(
    Holding(
        key="consultations.led",
        title="Consultations you led",
        fields=("consultations.Consultation.lead", "consultations.EarlierWait.lead"),
        rows=lambda subject: Consultation.objects.filter(lead_id=subject.person_id).order_by("created_at"),
        show=lambda row: named(row, "reference", "kind", "state", "starts_at", "mode"),
        stays="Times and codes without a name.",
        obstacle=_why_lead,
    )
)
register(
    Holding(
        key="consultations.recorded",
        title="Records you wrote",
        fields=("consultations.ConsultationRecord.recorded_by",),
        rows=lambda subject: ConsultationRecord.objects.filter(
            recorded_by_id=subject.person_id
        ).select_related("consultation"),
        show=lambda row: {"consultation": row.consultation.reference} | named(row, "recorded_at", "locks_at"),
        stays="The record belongs to the council’s work. It is in codes and names nobody.",
    )
)
register(
    Holding(
        key="consultations.added",
        title="What you added to records",
        fields=("consultations.RecordAddendum.added_by",),
        rows=lambda subject: RecordAddendum.objects.filter(added_by_id=subject.person_id).select_related(
            "record__consultation"
        ),
        show=lambda row: (
            {"consultation": row.record.consultation.reference} | named(row, "reason", "added_at")
        ),
        stays="The record belongs to the council’s work. It is in codes and names nobody.",
    )
)
register(
    Holding(
        key="consultations.referrals",
        title="Referral links you sent or drafted",
        fields=("consultations.ReferralLink.referrer", "consultations.ReferralLink.drafted_by"),
        rows=lambda subject: ReferralLink.objects.filter(
            Q(referrer_id=subject.person_id) | Q(drafted_by_id=subject.person_id)
        ),
        show=lambda row: (
            {"pathway": names_by_code().get(row.pathway, row.pathway)}
            | named(row, "reference", "state", "created_at", "sent_at")
        ),
        stays="Without a name: a service is working with the family on the strength of it.",
    )
)
register(
    Holding(
        key="consultations.plans",
        title="Your times as a lead",
        fields=("consultations.LeadPlan.lead",),
        rows=lambda subject: LeadPlan.objects.filter(lead_id=subject.person_id).prefetch_related(
            "rules", "exceptions"
        ),
        show=lambda row: {
            "weekly": [str(rule) for rule in row.rules.all()],
            "exceptions": [{"kind": each.get_kind_display(), "on": each.on} for each in row.exceptions.all()],
        },
        goes="Your times to come: nobody can book them.",
        stays="Hours of past weeks without a name: waiting times are counted from them.",
        erase=end_times,
    )
)
register(
    Holding(
        key="consultations.covers",
        title="Boroughs you cover as a lead",
        fields=("consultations.LeadCover.lead",),
        rows=lambda subject: LeadCover.objects.filter(lead_id=subject.person_id).select_related(
            "organisation"
        ),
        show=lambda row: {"organisation": row.organisation.name} | named(row, "starts_on", "ends_on"),
        goes="What you still cover ends.",
        stays="Who covered which borough when, without a name.",
        erase=end_covers,
    )
)

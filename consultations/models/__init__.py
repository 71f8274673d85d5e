from consultations.models.consultations import NOTE_LENGTH, Consultation, ConsultationChange
from consultations.models.plans import (
    ExceptionKind,
    LeadCover,
    LeadPlan,
    PlanException,
    Rank,
    Weekday,
    WeeklyRule,
)
from consultations.models.records import ConsultationRecord, RecordAddendum

__all__ = [
    "NOTE_LENGTH",
    "Consultation",
    "ConsultationChange",
    "ConsultationRecord",
    "ExceptionKind",
    "LeadCover",
    "LeadPlan",
    "PlanException",
    "Rank",
    "RecordAddendum",
    "Weekday",
    "WeeklyRule",
]

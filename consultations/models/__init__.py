from consultations.models.consultations import NOTE_LENGTH, Consultation, ConsultationChange
from consultations.models.links import (
    CaseSystemEndpoint,
    Consent,
    LinkChange,
    LinkUpdate,
    ReferralLink,
    Suitability,
    Whose,
)
from consultations.models.plans import (
    ExceptionKind,
    LeadCover,
    LeadPlan,
    PlanException,
    Rank,
    Weekday,
    WeeklyRule,
)
from consultations.models.records import ConsultationRecord, Feedback, RecordAddendum
from consultations.models.waits import EarlierWait, EarlierWaitChange

__all__ = [
    "NOTE_LENGTH",
    "CaseSystemEndpoint",
    "Consent",
    "Consultation",
    "ConsultationChange",
    "ConsultationRecord",
    "EarlierWait",
    "EarlierWaitChange",
    "ExceptionKind",
    "Feedback",
    "LeadCover",
    "LeadPlan",
    "LinkChange",
    "LinkUpdate",
    "PlanException",
    "Rank",
    "RecordAddendum",
    "ReferralLink",
    "Suitability",
    "Weekday",
    "WeeklyRule",
    "Whose",
]

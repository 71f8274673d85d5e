"""Forms of consultations: they parse and show."""

from consultations.forms.booking import AboutForm, CancelForm, DangerForm, HoursForm, ReferenceForm, SlotForm
from consultations.forms.planning import ExtraHoursForm, SettingsForm, TimeOffForm, WeeklyRuleForm
from consultations.forms.recording import AbsenceForm, AddendumForm, RecordForm

__all__ = [
    "AboutForm",
    "AbsenceForm",
    "AddendumForm",
    "CancelForm",
    "DangerForm",
    "ExtraHoursForm",
    "HoursForm",
    "RecordForm",
    "ReferenceForm",
    "SettingsForm",
    "SlotForm",
    "TimeOffForm",
    "WeeklyRuleForm",
]

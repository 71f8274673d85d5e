"""The only writers of this app."""

from champions.services.answer import agree, decline, set_listing, start
from champions.services.ask import nominate
from champions.services.attendance import keep_attendance
from champions.services.learn import learn_completion
from champions.services.leave import leave_for_good
from champions.services.meetings import cancel_meeting, plan_meeting, take_attendance
from champions.services.terms import end, end_departed, lapse, lapse_overdue, renew
from champions.services.training import need_course

__all__ = [
    "agree",
    "cancel_meeting",
    "decline",
    "end",
    "end_departed",
    "keep_attendance",
    "lapse",
    "lapse_overdue",
    "learn_completion",
    "leave_for_good",
    "need_course",
    "nominate",
    "plan_meeting",
    "renew",
    "set_listing",
    "start",
    "take_attendance",
]

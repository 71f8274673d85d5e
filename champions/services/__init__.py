"""The only writers of this app."""

from champions.services.answer import agree, decline, set_listing, start
from champions.services.apologies import send_apologies, take_back_apologies
from champions.services.ask import nominate
from champions.services.attendance import keep_attendance
from champions.services.invitations import keep_calendar
from champions.services.learn import learn_completion
from champions.services.leave import leave_for_good
from champions.services.meetings import cancel_meeting, move_meeting, plan_meeting, take_attendance
from champions.services.terms import end, end_departed, lapse, lapse_overdue, renew
from champions.services.training import need_course

__all__ = [
    "agree",
    "cancel_meeting",
    "decline",
    "end",
    "end_departed",
    "keep_attendance",
    "keep_calendar",
    "lapse",
    "lapse_overdue",
    "learn_completion",
    "leave_for_good",
    "move_meeting",
    "need_course",
    "nominate",
    "plan_meeting",
    "renew",
    "send_apologies",
    "set_listing",
    "start",
    "take_attendance",
    "take_back_apologies",
]

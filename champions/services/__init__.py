"""The only writers of this app."""

from champions.services.answer import agree, decline, set_listing, start
from champions.services.ask import nominate
from champions.services.learn import learn_completion
from champions.services.leave import leave_for_good
from champions.services.terms import end, end_departed, lapse, lapse_overdue, renew
from champions.services.training import need_course

__all__ = [
    "agree",
    "decline",
    "end",
    "end_departed",
    "lapse",
    "lapse_overdue",
    "learn_completion",
    "leave_for_good",
    "need_course",
    "nominate",
    "renew",
    "set_listing",
    "start",
]

"""The commands about consultations. Nothing else writes."""

from consultations.services.answering import give_feedback
from consultations.services.asking import Asked
from consultations.services.booking import (
    accept_time,
    ask_urgently,
    book_consultation,
    decline_time,
    offer_time,
)
from consultations.services.correcting import correct_reference
from consultations.services.covering import assign_lead, end_cover
from consultations.services.handing_over import hand_over
from consultations.services.moving import cancel_consultation, mark_absent, move_consultation
from consultations.services.passing_on import tend_waits
from consultations.services.planning import (
    Stretch,
    add_extra_hours,
    add_weekly_rule,
    change_settings,
    drop_exception,
    end_weekly_rule,
    plan_of,
    take_time_off,
)
from consultations.services.reading import open_consultation, open_record
from consultations.services.recording import (
    AgreedAction,
    Recorded,
    add_to_record,
    follow_up,
    hold_consultation,
    note_in_case_file,
    record_consultation,
)
from consultations.services.waiting import keep_time, stop_waiting, take_earlier, wait_for_earlier

__all__ = [
    "AgreedAction",
    "Asked",
    "Recorded",
    "Stretch",
    "accept_time",
    "add_extra_hours",
    "add_to_record",
    "add_weekly_rule",
    "ask_urgently",
    "assign_lead",
    "book_consultation",
    "cancel_consultation",
    "change_settings",
    "correct_reference",
    "decline_time",
    "drop_exception",
    "end_cover",
    "end_weekly_rule",
    "follow_up",
    "give_feedback",
    "hand_over",
    "hold_consultation",
    "keep_time",
    "mark_absent",
    "move_consultation",
    "note_in_case_file",
    "offer_time",
    "open_consultation",
    "open_record",
    "plan_of",
    "record_consultation",
    "stop_waiting",
    "take_earlier",
    "take_time_off",
    "tend_waits",
    "wait_for_earlier",
]

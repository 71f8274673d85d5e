"""The only writers of courses, one module for each journey."""

from courses.services.answer_questionnaire import save_answers, send_answers
from courses.services.ask_for_place import ask_for_place, join_waiting_list
from courses.services.cancel_place import cancel_place, expire_holds_and_offers
from courses.services.complete_enrolment import complete_enrolment
from courses.services.decide import approve, decline
from courses.services.editions import take_down_page, take_up_published_page
from courses.services.forget_person import forget_answers, forget_needs, release_places
from courses.services.keep_needs import delete_old_needs, keep_needs, open_needs
from courses.services.keep_runs import (
    RunPlan,
    cancel_run,
    change_capacity,
    copy_run,
    finish_runs,
    make_run,
    move_run,
    publish_run,
)
from courses.services.staff_run import change_people
from courses.services.take_register import Mark, RegisterSaved, take_register
from courses.services.undo_answer import undo_answer
from courses.services.waiting_list import accept_offer, promote_from_waiting_list

__all__ = [
    "Mark",
    "RegisterSaved",
    "RunPlan",
    "accept_offer",
    "approve",
    "ask_for_place",
    "cancel_place",
    "cancel_run",
    "change_capacity",
    "change_people",
    "complete_enrolment",
    "copy_run",
    "decline",
    "delete_old_needs",
    "expire_holds_and_offers",
    "finish_runs",
    "forget_answers",
    "forget_needs",
    "join_waiting_list",
    "keep_needs",
    "make_run",
    "move_run",
    "open_needs",
    "promote_from_waiting_list",
    "publish_run",
    "release_places",
    "save_answers",
    "send_answers",
    "take_down_page",
    "take_register",
    "take_up_published_page",
    "undo_answer",
]

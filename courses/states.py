"""The words of courses that code and screens share: kinds, states, and the tables of moves. Pure."""

from django.db import models

from portal.kernel.machine import Machine, Move


class Audience(models.TextChoices):
    SOCIAL_WORKERS = "social_workers", "Social workers"
    SUPERVISORS = "supervisors", "Supervisors and managers"
    EARLY_HELP = "early_help", "Early help and family support"
    PARTNERS = "partners", "Partner agencies"
    TRAINERS = "trainers", "Trainers and facilitators"


class Mode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    MIXED = "mixed", "In person and online"


class Approval(models.TextChoices):
    NONE = "none", "Nobody: a place is booked at once"
    MANAGER = "manager", "Their manager"
    MANAGER_THEN_LEAD = "manager_then_lead", "Their manager, then the borough's lead"


class CompletionRule(models.TextChoices):
    ALL_DAYS = "all_days", "Every day in full"
    SHARE_OF_MINUTES = "share_of_minutes", "A share of all minutes"


class RunState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"
    FINISHED = "finished", "Finished"


# Runs that somebody without a task in them may know of.
SHOWN = (RunState.PUBLISHED, RunState.FINISHED, RunState.CANCELLED)

run_machine = Machine(
    "run",
    states=RunState,
    initial=RunState.DRAFT,
    terminal={RunState.CANCELLED, RunState.FINISHED},
    moves={
        "publish": Move((RunState.DRAFT,), RunState.PUBLISHED),
        "cancel": Move((RunState.DRAFT, RunState.PUBLISHED), RunState.CANCELLED, "courses.run_cancelled.v1"),
        "finish": Move((RunState.PUBLISHED,), RunState.FINISHED),
    },
)


class EnrolmentState(models.TextChoices):
    REQUESTED = "requested", "Waiting for approval"
    AGREED = "agreed", "Agreed by the manager, waiting for the lead"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    BOOKED = "booked", "Booked"
    DECLINED = "declined", "Not agreed"
    LAPSED = "lapsed", "Lapsed"
    CANCELLED = "cancelled", "Cancelled"
    COMPLETED = "completed", "Completed"
    NOT_COMPLETED = "not_completed", "Not completed"


_S = EnrolmentState

# Held until a moment that is written in the row; somebody has to answer before then.
HELD = (_S.REQUESTED, _S.AGREED, _S.OFFERED)
# Waiting for somebody else to agree.
PENDING = (_S.REQUESTED, _S.AGREED)
# Came, or is coming.
CONFIRMED = (_S.BOOKED, _S.COMPLETED, _S.NOT_COMPLETED)
# Takes one of the run's places. Occupancy is the number of these rows, never a counter.
OCCUPYING = (*HELD, *CONFIRMED)
# One of these for each person and run, at most.
LIVE = (*OCCUPYING, _S.WAITING)
# Over before it began; carries the reason why. A refusal can be taken back for some minutes.
ENDED = (_S.DECLINED, _S.LAPSED, _S.CANCELLED)
# Moves by which somebody takes back their own answer.
UNDOING = ("reopen", "reopen_second", "requeue")

enrolment_machine = Machine(
    "enrolment",
    states=EnrolmentState,
    initial=(_S.REQUESTED, _S.WAITING, _S.BOOKED),
    terminal=(_S.LAPSED, _S.CANCELLED),
    moves={
        "agree": Move((_S.REQUESTED,), _S.AGREED),
        "approve": Move((_S.REQUESTED, _S.AGREED), _S.BOOKED, "courses.place_booked.v1"),
        "decline": Move((_S.REQUESTED, _S.AGREED), _S.DECLINED, "courses.place_declined.v1"),
        "reopen": Move((_S.DECLINED, _S.AGREED, _S.BOOKED), _S.REQUESTED, "courses.place_requested.v1"),
        "reopen_second": Move((_S.DECLINED, _S.BOOKED), _S.AGREED, "courses.place_requested.v1"),
        "requeue": Move((_S.DECLINED,), _S.WAITING),
        "offer": Move((_S.WAITING,), _S.OFFERED, "courses.place_offered.v1"),
        "accept": Move((_S.OFFERED,), _S.BOOKED, "courses.place_booked.v1"),
        "accept_with_approval": Move((_S.OFFERED,), _S.REQUESTED, "courses.place_requested.v1"),
        "lapse": Move(
            (_S.REQUESTED, _S.AGREED, _S.WAITING, _S.OFFERED), _S.LAPSED, "courses.place_lapsed.v1"
        ),
        "cancel": Move(
            (_S.REQUESTED, _S.AGREED, _S.WAITING, _S.OFFERED, _S.BOOKED),
            _S.CANCELLED,
            "courses.place_cancelled.v1",
        ),
        "complete": Move((_S.BOOKED, _S.NOT_COMPLETED), _S.COMPLETED, "courses.course_completed.v1"),
        "fall_short": Move((_S.BOOKED,), _S.NOT_COMPLETED),
        "withdraw_completion": Move((_S.COMPLETED,), _S.NOT_COMPLETED, "courses.completion_withdrawn.v1"),
    },
)


class EndReason(models.TextChoices):
    """Why an enrolment ended before it began: coded, so that no free text travels."""

    # the person's own
    UNSAID = "unsaid", "Given back"  # nobody is asked why
    WORK = "work", "Work came up"
    DATES = "dates", "The dates do not suit"
    UNWELL = "unwell", "Unwell"
    NOT_NEEDED = "not_needed", "No longer needed"
    LEFT = "left", "Moving to another post"
    # the approver's
    CAPACITY = "capacity", "The team cannot spare the days"
    OTHER_TRAINING = "other_training", "Other training comes first"
    OTHER_DATES = "other_dates", "Another date would be better"
    OTHER_SPEAK = "other_speak", "Another reason"
    OTHER_ASK_AGAIN = "other_ask_again", "Another reason"
    OTHER_TEAM = "other_team", "Another reason"
    # the clock's and the house's
    NOT_ANSWERED = "not_answered", "Nobody answered in time"
    OFFER_PASSED_ON = "offer_passed_on", "The offer was not taken up in time"
    NOT_ELIGIBLE = "not_eligible", "No longer eligible"
    LIST_CLOSED = "list_closed", "The waiting list closed"
    RUN_CANCELLED = "run_cancelled", "These dates were cancelled"
    # anybody's
    OTHER = "other", "Another reason"


# Codes a change row may carry as its reason, in words.
REASON_WORDS = {code.value: str(code.label) for code in EndReason if code != EndReason.UNSAID}

# What a keeper of the dates says about a place they cancel. Who gives back their own says nothing.
CANCEL_REASONS = (
    EndReason.WORK,
    EndReason.DATES,
    EndReason.UNWELL,
    EndReason.NOT_NEEDED,
    EndReason.LEFT,
    EndReason.OTHER,
)
# What an approver can answer with, as they read it. Another reason always comes with what to do next.
DECLINE_WORDS = {
    EndReason.CAPACITY: "The team cannot spare the days",
    EndReason.OTHER_TRAINING: "Other training comes first",
    EndReason.OTHER_DATES: "Another date would be better",
    EndReason.OTHER_SPEAK: "Another reason: speak with me",
    EndReason.OTHER_ASK_AGAIN: "Another reason: ask for another date",
    EndReason.OTHER_TEAM: "Another reason: speak with the training team",
}

# How the state of an enrolment is shown beside it: ok, due, stop, info.
TAG_KINDS = {
    _S.REQUESTED: "due",
    _S.AGREED: "due",
    _S.WAITING: "info",
    _S.OFFERED: "due",
    _S.BOOKED: "ok",
    _S.DECLINED: "stop",
    _S.LAPSED: "stop",
    _S.CANCELLED: "stop",
    _S.COMPLETED: "ok",
    _S.NOT_COMPLETED: "info",
}

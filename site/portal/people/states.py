"""The life of a membership and of a roster import. The tables are the whole truth about their moves."""

from django.db import models

from portal.kernel.machine import Machine, Move


class MembershipState(models.TextChoices):
    PENDING = "pending", "Waiting to be confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"


membership_machine = Machine(
    "membership",
    states=MembershipState,
    initial={MembershipState.PENDING, MembershipState.CONFIRMED},
    terminal={MembershipState.REFUSED},
    moves={
        "confirm": Move((MembershipState.PENDING,), MembershipState.CONFIRMED),
        "refuse": Move((MembershipState.PENDING,), MembershipState.REFUSED),
        # An import that is undone takes back what it said.
        "withdraw": Move((MembershipState.CONFIRMED,), MembershipState.REFUSED),
    },
)


class BatchState(models.TextChoices):
    PROPOSED = "proposed", "Waiting for your decision"
    RUNNING = "running", "Running"
    APPLIED = "applied", "Imported"
    FAILED = "failed", "Stopped half-way"
    UNDONE = "undone", "Undone"
    DROPPED = "dropped", "Not imported"


batch_machine = Machine(
    "roster import",
    states=BatchState,
    initial=BatchState.PROPOSED,
    terminal={BatchState.UNDONE, BatchState.DROPPED},
    moves={
        "start": Move((BatchState.PROPOSED, BatchState.FAILED), BatchState.RUNNING),
        "finish": Move((BatchState.RUNNING,), BatchState.APPLIED),
        "fail": Move((BatchState.RUNNING,), BatchState.FAILED),
        "undo": Move((BatchState.APPLIED, BatchState.FAILED), BatchState.UNDONE),
        "drop": Move((BatchState.PROPOSED,), BatchState.DROPPED),
    },
)


class ErasureState(models.TextChoices):
    ASKED = "asked", "Asked for"
    IN_PROGRESS = "in_progress", "Being looked at"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


ERASURE_OPEN = (ErasureState.ASKED, ErasureState.IN_PROGRESS)
ERASURE_TAGS = {
    ErasureState.ASKED: "due",
    ErasureState.IN_PROGRESS: "due",
    ErasureState.DONE: "ok",
    ErasureState.REFUSED: "stop",
    ErasureState.WITHDRAWN: "info",
}

erasure_machine = Machine(
    "erasure request",
    states=ErasureState,
    initial=ErasureState.ASKED,
    terminal={ErasureState.DONE, ErasureState.REFUSED, ErasureState.WITHDRAWN},
    moves={
        "take": Move((ErasureState.ASKED,), ErasureState.IN_PROGRESS, "people.erasure_taken.v1"),
        # The person is told of it within the first month; it gives two further ones, once (UK GDPR Art. 12(3)).
        "extend": Move((ErasureState.IN_PROGRESS,), ErasureState.IN_PROGRESS, "people.erasure_extended.v1"),
        "finish": Move((ErasureState.IN_PROGRESS,), ErasureState.DONE, "people.person_erased.v1"),
        "refuse": Move(ERASURE_OPEN, ErasureState.REFUSED, "people.erasure_refused.v1"),
        "withdraw": Move(ERASURE_OPEN, ErasureState.WITHDRAWN),
    },
)


class ErasureExtension(models.TextChoices):
    """Why an answer takes longer: the two grounds of UK GDPR Art. 12(3), and no other."""

    COMPLEX = "complex", "The request is complex"
    MANY = "many", "You have made several requests"


class ErasureRefusal(models.TextChoices):
    """Why an erasure can be refused: the exceptions of UK GDPR Art. 17(3), and Art. 12(5) and (6)."""

    LEGAL_DUTY = "legal_duty", "The law requires us to keep it"
    PUBLIC_TASK = "public_task", "It is needed for a task in the public interest"
    LEGAL_CLAIM = "legal_claim", "It is needed for a legal claim"
    NOT_PROVED = "not_proved", "We could not be sure that you asked"
    UNFOUNDED = "unfounded", "The request is clearly unfounded or excessive"


class ComplaintState(models.TextChoices):
    RECEIVED = "received", "Received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ANSWERED = "answered", "Answered"


COMPLAINT_OPEN = (ComplaintState.RECEIVED, ComplaintState.ACKNOWLEDGED)
COMPLAINT_TAGS = {
    ComplaintState.RECEIVED: "due",
    ComplaintState.ACKNOWLEDGED: "due",
    ComplaintState.ANSWERED: "ok",
}

complaint_machine = Machine(
    "complaint",
    states=ComplaintState,
    initial=ComplaintState.RECEIVED,
    terminal={ComplaintState.ANSWERED},
    moves={
        "acknowledge": Move(
            (ComplaintState.RECEIVED,), ComplaintState.ACKNOWLEDGED, "people.complaint_acknowledged.v1"
        ),
        # An answer within the 30 days acknowledges as well.
        "answer": Move(COMPLAINT_OPEN, ComplaintState.ANSWERED, "people.complaint_answered.v1"),
    },
)


class ComplaintKind(models.TextChoices):
    """What a complaint is about, in the words of the form."""

    MY_DATA = "my_data", "How my information is used or kept"
    ANSWER = "answer", "An answer I got to a request about my information"
    SHARED = "shared", "Somebody saw my information who should not"
    WRONG = "wrong", "Something about me is wrong here"
    SOMETHING_ELSE = "something_else", "Something else about Practice Hub"


class IdentityState(models.TextChoices):
    WAITING = "waiting", "Waiting for your decision"
    REFUSED = "refused", "Refused"
    CONFIRMED = "confirmed", "Somebody new"


IDENTITY_TAGS = {
    IdentityState.WAITING: "due",
    IdentityState.REFUSED: "stop",
    IdentityState.CONFIRMED: "ok",
}

identity_machine = Machine(
    "identity set aside",
    states=IdentityState,
    initial=IdentityState.WAITING,
    terminal={IdentityState.CONFIRMED},
    moves={
        "refuse": Move((IdentityState.WAITING,), IdentityState.REFUSED),
        # A refusal that turns out to be wrong is put right.
        "confirm": Move((IdentityState.WAITING, IdentityState.REFUSED), IdentityState.CONFIRMED),
    },
)

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

"""What an erasure takes from champions. `personal_data.py` says it in words."""

from datetime import datetime

from champions.models import Champion
from champions.services.answer import decline
from champions.services.terms import end
from champions.states import COMING, DeclineReason, EndReason, champion_machine
from portal.kernel.actors import SYSTEM
from portal.kernel.personal_data import Subject


def leave_for_good(subject: Subject, now: datetime) -> None:
    """End what is open, and take the person out of the directory."""
    theirs = Champion.objects.filter(person_id=subject.person_id)
    for pk, state in list(theirs.values_list("pk", "state")):
        if state in COMING:
            decline(actor=SYSTEM, champion_id=pk, reason=DeclineReason.MOVED, now=now)
        elif state in champion_machine.sources("end"):
            end(actor=SYSTEM, champion_id=pk, reason=EndReason.MOVED, now=now)
    theirs.update(listed=False, listed_at=None, show_email=False, show_job_role=False)

"""What people answered to the two questions after a consultation: shares, over four whole quarters.

Nobody chooses the days. Two periods that differ by a day would say what the one person between them answered, and a
quarter is shown only when nobody can answer any more. Ledger CN-13.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from consultations.codes import Helped, NextStep
from consultations.permissions import consultations_counted_for
from consultations.selectors.settled import held_between
from portal.kernel.actors import Actor
from portal.kernel.periods import settled_quarters
from portal.kernel.suppression import SMALLEST_SHOWN

QUESTIONS = {"helped": Q(feedback__helped=Helped.YES), "clear": Q(feedback__next_step=NextStep.CLEAR)}
MOST = 9


@dataclass(frozen=True, slots=True)
class Answers:
    """Shares of the answers, in tenths from 1 to 9; 9 is "or more", so that "all" tells on nobody.

    None: under five people said so.
    """

    first_day: date
    last_day: date
    helped: int | None
    clear: int | None


def answers_for(actor: Actor, today: date) -> Answers | None:
    """The answers within the actor's reach; None while under five people have answered. One query.

    Five answers of one person are one person's.
    """
    first_day, last_day = quarters_answered(today)
    wanted = {"answers": Count("pk"), "people": Count("requester", distinct=True)}
    for name, so in QUESTIONS.items():
        wanted[name] = Count("pk", filter=so)
        wanted[f"{name}_people"] = Count("requester", filter=so, distinct=True)
    rows = held_between(consultations_counted_for(actor), first_day, last_day)
    found = rows.filter(feedback__isnull=False).aggregate(**wanted)
    if found["people"] < SMALLEST_SHOWN:
        return None
    return Answers(first_day, last_day, **{name: _tenths(name, found) for name in QUESTIONS})


def quarters_answered(today: date) -> tuple[date, date]:
    """First and last day of the last four settled quarters: about them nobody can answer any more."""
    last = settled_quarters(today)[0]
    return last.before(3).first_day, last.last_day


def _tenths(name: str, found: dict[str, int]) -> int | None:
    if found[f"{name}_people"] < SMALLEST_SHOWN:
        return None
    return min(max(round(10 * found[name] / found["answers"]), 1), MOST)

"""What courses say about who has finished what, and what follows for champions."""

from datetime import date, datetime

from django.db import transaction

from champions.models import Champion, TrainedPerson
from champions.selectors import is_trained
from champions.services.moving import locked, move
from champions.services.terms import stop_terms
from champions.states import ChampionState, EndReason
from portal.kernel import clock
from portal.kernel.actors import SYSTEM


def learn_completion(
    *,
    enrolment_id: int,
    person_id: int,
    course_code: str,
    completed_on: date | None,
    as_of: datetime,
    now: datetime,
) -> TrainedPerson:
    """Take note of a completion, or, without `completed_on`, of its withdrawal, in any order and any number.

    Whoever was agreed and waited for training becomes ready; whoever loses it steps back or lapses.
    """
    withdrawn = completed_on is None
    with transaction.atomic():
        row, fresh = TrainedPerson.objects.select_for_update().get_or_create(
            enrolment_id=enrolment_id,
            defaults={
                "person_id": person_id,
                "course_code": course_code,
                "completed_on": completed_on,
                "withdrawn": withdrawn,
                "as_of": as_of,
            },
        )
        if not fresh:
            # Of two at the same instant the one that takes back wins.
            if (as_of, withdrawn) < (row.as_of, row.withdrawn):
                return row
            row.completed_on = completed_on or row.completed_on
            row.withdrawn, row.as_of = withdrawn, as_of
            row.save(update_fields=["completed_on", "withdrawn", "as_of"])
        _follow(person_id, now)
    return row


def _follow(person_id: int, now: datetime) -> None:
    trained = is_trained(person_id, clock.today(now))
    waiting_for = ChampionState.AGREED if trained else ChampionState.TRAINED
    concerned = Champion.objects.filter(person_id=person_id)
    for champion_id in concerned.filter(state=waiting_for).values_list("pk", flat=True):
        move(SYSTEM, locked(champion_id), "train" if trained else "untrain", now)
    if not trained:
        for champion_id in concerned.filter(state=ChampionState.ACTIVE).values_list("pk", flat=True):
            champion = move(SYSTEM, locked(champion_id), "lapse", now, reason=EndReason.TRAINING)
            stop_terms(champion, clock.today(now))

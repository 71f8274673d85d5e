"""Reactions to what happens to places and runs: people are asked for their answers in time."""

from courses.services.ask_for_answers import ask_for_answers
from portal.outbox.subscriptions import Fact, subscribe


@subscribe("courses.place_booked.v1", as_="courses.ask_for_answers")
def somebody_is_booked(fact: Fact) -> None:
    ask_for_answers(
        run_id=int(fact.payload["run_id"]),
        enrolment_id=int(fact.payload["enrolment_id"]),
        now=fact.occurred_at,
    )


@subscribe("courses.run_moved.v1", as_="courses.ask_for_answers")
def run_has_moved(fact: Fact) -> None:
    ask_for_answers(run_id=int(fact.payload["run_id"]), now=fact.occurred_at)

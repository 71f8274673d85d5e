"""Changing who gives a run and whom it is open to."""

from collections.abc import Sequence
from datetime import datetime

from courses.errors import NotReady, PeopleOutside
from courses.models import Enrolment, Run, RunChange, RunTrainer
from courses.permissions import may_keep_run
from courses.services.locking import locked_run
from courses.states import LIVE, RunState, run_machine
from portal.kernel.actors import Actor, Place
from portal.kernel.clock import today
from portal.kernel.errors import DomainError, NotAllowed
from portal.people import selectors as people
from portal.people.roles import Role


def change_people(
    *, actor: Actor, run_id: int, trainer_ids: Sequence[int], open_to: Sequence[int], now: datetime
) -> Run:
    """Name other trainers, open a run to other organisations. Nobody who has a place loses it.

    Raises:
        NotAllowed: the actor does not keep this run, or would not keep it afterwards.
        NotReady: it is over or cancelled, or is published and would have no trainer.
        PeopleOutside: people of an organisation that would be left out have places; the sentence names them.
        DomainError: somebody who is to give it is no trainer.
        NotFound, Busy: as `locked_run`.
    """
    with locked_run(run_id) as run:
        if not may_keep_run(actor, run):
            raise NotAllowed("Only the training administrators of these dates can change them.")
        if run.state in run_machine.terminal:
            raise NotReady("Dates that are over or cancelled cannot be changed. Copy them instead.")
        _change_trainers(run, list(dict.fromkeys(trainer_ids)), now)
        _change_opening(run, list(dict.fromkeys(open_to)))
        if not may_keep_run(actor, Run.objects.get(pk=run.pk)):
            raise NotAllowed("Choose organisations that you answer for: these dates are open to others too.")
        RunChange.objects.create(
            run=run,
            move="people",
            from_state=run.state,
            to_state=run.state,
            **actor.columns,
            at=now,
            detail={"trainers": sorted(trainer_ids), "open_to": sorted(open_to)},
        )
        return run


def _change_trainers(run: Run, trainer_ids: list[int], now: datetime) -> None:
    before = set(RunTrainer.objects.filter(run=run).values_list("person_id", flat=True))
    if run.state == RunState.PUBLISHED and not trainer_ids:
        raise NotReady("Published dates need a trainer. Choose at least one.", field="trainers")
    new = set(trainer_ids) - before
    qualified = people.people_with_role(Role.TRAINER, Place(), today(now)).filter(pk__in=new)
    if new - set(qualified.values_list("pk", flat=True)):
        raise DomainError("Choose people who are trainers today.", field="trainers")
    RunTrainer.objects.filter(run=run).exclude(person_id__in=trainer_ids).delete()
    RunTrainer.objects.bulk_create(RunTrainer(run=run, person_id=pk) for pk in trainer_ids if pk in new)


def _change_opening(run: Run, open_to: list[int]) -> None:
    if open_to:
        outside = Enrolment.objects.filter(run=run, state__in=LIVE).exclude(organisation_id__in=open_to)
        names = [place.person.name for place in outside.select_related("person").order_by("pk")]
        if names:
            raise PeopleOutside(names=", ".join(names))
    run.open_to.set(open_to)

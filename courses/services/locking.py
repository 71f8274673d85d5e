"""Taking a run's lock, in the one order that docs/features/locking.md gives: run, then its enrolments."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from courses.models import Enrolment, Run
from portal.kernel.errors import NotFound
from portal.kernel.locks import busy_in_words


@contextmanager
def locked_run(run_id: int) -> Iterator[Run]:
    """A transaction that holds the run: nobody else gives out, frees or counts its places meanwhile.

    Raises:
        NotFound: there is no such run.
        Busy: the lock could not be had in the time that the settings allow; nothing was written.
    """
    with busy_in_words(), transaction.atomic():
        yield _take(run_id)


def _take(run_id: int) -> Run:
    # In SQL, because this statement is the one that everybody queues for.
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    run = next(iter(Run.objects.raw(f"SELECT * FROM courses_run WHERE id = %s{lock}", [run_id])), None)  # noqa: S608 - a constant
    if run is None:
        raise NotFound()
    return run


@contextmanager
def locked_enrolment(enrolment_id: int) -> Iterator[Enrolment]:
    """A transaction that holds the enrolment through its run, with run, course and person loaded.

    Raises:
        NotFound, Busy: as `locked_run`.
    """
    run_id = Enrolment.objects.filter(pk=enrolment_id).values_list("run_id", flat=True).first()
    if run_id is None:
        raise NotFound()
    with locked_run(run_id) as run:
        enrolment = Enrolment.objects.select_related("person", "approved_by").get(pk=enrolment_id)
        enrolment.run = run
        yield enrolment

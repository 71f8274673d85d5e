"""The names of a preview: kept beside the upload in private storage, and deleted with it."""

import io
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from portal.people.models import RosterBatch
from portal.people.roster.outcomes import GROUPS, Outcome, counted, some_of, written

STORED_AS, COUNTS = "outcomes_stored_as", "people"


def keep_outcomes(batch: RosterBatch, outcomes: Sequence[Outcome]) -> None:
    """Keep who would start, move and leave; the batch, not yet stored, knows where and how many."""
    text = written(outcomes)
    name = default_storage.save(f"rosters/{batch.code}.names", ContentFile(text.encode()))
    batch.outlook[STORED_AS], batch.outlook[COUNTS] = name, counted(outcomes)


def outcomes_of(batch: RosterBatch, verdict: str, start: int, most: int) -> list[Outcome]:
    """Some people of one group, in the order of the file; none once the upload is gone."""
    name = batch.outlook.get(STORED_AS, "")
    if not name or not default_storage.exists(name):
        return []
    with default_storage.open(name) as stored:
        lines = io.TextIOWrapper(stored, encoding="utf-8")
        return some_of(iter(lines), batch.outlook[COUNTS], verdict, start, most)


def first_outcomes(batch: RosterBatch, most: int) -> list[tuple[str, str, int, list[Outcome]]]:
    """For each group that has anybody: its key, its title, how many there are, and the first of them."""
    counts = batch.outlook.get(COUNTS, {})
    return [
        (verdict, title, counts[verdict], outcomes_of(batch, verdict, 0, most))
        for verdict, title in GROUPS.items()
        if counts.get(verdict)
    ]


def forget_outcomes(batch: RosterBatch) -> None:
    """Delete the names once the transaction is through."""
    if name := batch.outlook.get(STORED_AS, ""):
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)

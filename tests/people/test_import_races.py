"""Two imports at once, and one that is killed: nothing twice, nothing half (PE-07)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.kernel.invariants import breaches
from portal.people import services
from portal.people.models import Membership, Person, RosterBatch, RosterChange
from portal.people.roster.columns import COLUMNS
from portal.people.services.import_roster import DEAD_AFTER
from portal.people.states import BatchState
from tests.factories.people import NOW, make_organisation
from tests.harness.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.feature("PE-07"), pytest.mark.both]

ROOT = Path(__file__).parents[2]
CAMDEN = ROOT / "tests" / "data" / "roster-camden.csv"


def propose(data: bytes, code: str = "camden") -> int:
    organisation = make_organisation(code)
    return services.propose_roster(
        actor=SYSTEM, organisation_id=organisation.pk, data=data, now=NOW, create_places=True
    ).pk


def take(batch_id: int) -> RosterBatch:
    services.start_import(actor=SYSTEM, batch_id=batch_id, now=NOW)
    return services.continue_import(batch_id=batch_id, now=NOW)


def test_one_of_two_identical_imports_lands_when_both_start_at_once():
    data = CAMDEN.read_bytes()
    ids = [propose(data), propose(data)]

    results = race(lambda: take(ids[0]), lambda: take(ids[1]))

    assert Membership.objects.count() == 384
    assert Person.objects.count() == 383
    landed = [result for result in results if isinstance(result, RosterBatch)]
    assert sum(batch.created for batch in landed) == 384
    assert all(isinstance(result, DomainError | RosterBatch) for result in results)
    assert not breaches()


def test_confirming_twice_at_once_starts_one_import():
    batch_id = propose(CAMDEN.read_bytes())

    results = race(lambda: take(batch_id), lambda: take(batch_id))

    assert len([result for result in results if isinstance(result, DomainError)]) <= 1
    assert Membership.objects.count() == 384
    assert RosterBatch.objects.get().created == 384


def test_two_workers_share_one_import_without_writing_twice():
    batch_id = propose(_large(3_500))
    services.start_import(actor=SYSTEM, batch_id=batch_id, now=NOW)

    race(*[lambda: services.continue_import(batch_id=batch_id, now=NOW)] * 2)

    batch = RosterBatch.objects.get()
    assert (batch.state, batch.created, batch.rows_done) == (BatchState.APPLIED, 3_500, 3_500)
    assert Membership.objects.count() == 3_500


def test_two_organisations_import_the_same_people_at_once():
    data = _large(1_500)
    ids = [propose(data, "camden"), propose(data, "croydon")]

    results = race(lambda: take(ids[0]), lambda: take(ids[1]))

    assert [batch.state for batch in results] == [BatchState.APPLIED] * 2
    assert Person.objects.count() == 1_500
    assert Membership.objects.count() == 3_000


def test_killed_import_leaves_whole_chunks_and_goes_on(tmp_path):
    file = tmp_path / "roster.csv"
    file.write_bytes(_large(12_000))
    organisation = make_organisation("camden")
    connection.close()
    command = [sys.executable, "-m", "portal", "import_roster", str(file), "--organisation", "camden"]
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL)
    try:
        _wait_until(lambda: Membership.objects.count() > 0)
    finally:
        process.kill()
        process.wait()

    batch = RosterBatch.objects.get()
    landed = Membership.objects.count()
    assert batch.state == BatchState.RUNNING
    assert landed == batch.rows_done == batch.created
    assert landed % 1_000 == 0
    assert RosterChange.objects.filter(model="membership").count() == landed

    later = clock.now() + DEAD_AFTER * 2
    services.resume_imports(now=later)

    batch.refresh_from_db()
    assert (batch.state, batch.created) == (BatchState.APPLIED, 12_000)
    assert Membership.objects.filter(organisation=organisation).count() == 12_000
    assert not breaches()


def _large(rows: int) -> bytes:
    lines = [",".join(COLUMNS)]
    lines += [
        f"E{n},p{n}@camden.example,Ann,Lee,Social worker,Family Help,Team {n % 20},p{n // 20}@camden.example,,,yes,1"
        for n in range(1, rows + 1)
    ]
    return "\n".join(lines).encode()


def _environment() -> dict[str, str]:
    """The environment of the tests themselves, so that the process writes to the same database."""
    return os.environ | {
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
    }


def _wait_until(happened) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("nothing landed within 30 seconds")

"""Backup and restore, rehearsed: the same rows, the same files, every invariant (OP-04)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.assembly.backups import databases, manifest
from portal.assembly.backups.errors import BackupRefused, RestoreRefused
from portal.assembly.backups.making import make_backup, restore_backup
from tests.harness.databases import PostgresDatabase, SqliteDatabase
from tests.harness.places import ROOT

pytestmark = pytest.mark.feature("OP-04")
COUNTS = """
from django.apps import apps
for model in apps.get_models():
    print(model._meta.label, model._default_manager.count())
from django.core.management import call_command
from consultations.models import ConsultationRecord
print(sorted(str(record.payload) for record in ConsultationRecord.objects.all()))
call_command("audit_invariants")
"""
# Somebody new, and somebody who was there when the backup was made and has been erased since.
LATER = """
from datetime import timedelta
from portal.kernel import clock
from portal.people.models import ErasureRequest, Person, User
Person.objects.create(given_name="New")
moment = clock.now() + timedelta(minutes=1)
ErasureRequest.objects.create(
    reference="ER-LATER", account=User.objects.order_by("pk").first(), state="done",
    asked_at=moment, due_on=moment.date(), ended_at=moment,
)
"""


@dataclass
class Portal:
    """A portal of its own: a database and a data folder."""

    database_url: str
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command in a process of its own, as an operator runs it."""
        whole = {**os.environ, "DATABASE_URL": self.database_url, "PORTAL_DATA": str(self.folder)}
        return subprocess.run(
            [sys.executable, "-m", "portal", *words], cwd=ROOT, env=whole, capture_output=True, text=True
        )

    def do(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def upload(self) -> Path:
        return self.folder / "files" / "toolkits" / "ab" / "abc"

    def rows(self) -> str:
        """What it holds, and that every invariant does."""
        lines = self.do("shell", "--verbosity", "0", "-c", COUNTS).splitlines()
        assert "0 breaches" in lines[-1]
        # A restore closes every session and writes nothing else.
        return "\n".join(line for line in lines if not line.startswith("sessions."))


@dataclass
class Kept:
    """A portal, what it held when its backup was made, the backup, and what the command said."""

    portal: Portal
    rows: str
    backup: Path
    said: str


@pytest.fixture(scope="module")
def full(test_database: SqliteDatabase | PostgresDatabase, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A portal with people, courses, consultations and an upload, and its backup."""
    folder = tmp_path_factory.mktemp("backups")
    portal = Portal(test_database.copy("full"), folder / "full")
    portal.do("seed_scale", "--staff", "20", "--enrolments", "50", "--consultations", "12")
    account = "from portal.people.models import User; User.objects.create_user('known@camden.example', None)"
    portal.do("shell", "--verbosity", "0", "-c", account)
    portal.upload.parent.mkdir(parents=True)
    portal.upload.write_bytes(b"a toolkit")
    backup = folder / "backup"
    said = portal.do("backup", str(backup))
    return Kept(portal, portal.rows(), backup, said)


@pytest.fixture
def empty(test_database: SqliteDatabase | PostgresDatabase, tmp_path: Path) -> Portal:
    """A portal that has only been migrated."""
    return Portal(test_database.copy("empty"), tmp_path / "empty")


def test_portal_comes_back_whole_when_it_is_restored_elsewhere(full: Kept, empty: Portal) -> None:
    stranger = full.backup / "files" / "default" / "stranger"
    stranger.write_bytes(b"laid beside it later")

    empty.do("restore", str(full.backup))

    assert "FIELD_KEYS and SECRET_KEY are not in it" in full.said
    assert full.backup.stat().st_mode & 0o077 == 0
    assert empty.rows() == full.rows
    assert empty.upload.read_bytes() == b"a toolkit"
    assert not (empty.folder / "files" / "stranger").exists()


def test_later_data_goes_only_when_told(full: Kept) -> None:
    portal = full.portal
    portal.do("shell", "--verbosity", "0", "-c", LATER)
    later = portal.upload.with_name("later")
    later.write_bytes(b"later")

    refused = portal.run("restore", str(full.backup))
    kept = portal.rows()
    said = portal.do("restore", str(full.backup), "--replace")

    assert refused.returncode != 0
    assert "This portal has data" in refused.stderr
    assert kept != full.rows
    assert portal.rows() == full.rows
    assert not later.exists()
    assert "Erase again: ER-LATER, account " in said


@pytest.fixture
def backup(db: None, tmp_path: Path) -> Path:
    """A small backup, whole as far as its manifest goes."""
    folder = tmp_path / "backup"
    (folder / "files").mkdir(parents=True)
    (folder / "database").write_bytes(b"rows" * 1000)
    (folder / "files" / "one").write_bytes(b"")
    manifest.write(folder, manifest.new_manifest("2026-11-24T09:30:00+00:00"))
    return folder


def bite(folder: Path) -> None:
    with (folder / "database").open("r+b") as file:
        file.seek(2000)
        file.write(b"bitten")


def alter(**told: object) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        path = folder / manifest.NAME
        path.write_text(json.dumps(json.loads(path.read_text()) | told))

    return write


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (bite, "damaged"),
        (lambda folder: (folder / "files" / "one").unlink(), "damaged"),
        (lambda folder: (folder / manifest.NAME).write_text('{"made_at": '), "damaged"),
        (lambda folder: (folder / manifest.NAME).unlink(), "manifest.json is missing"),
        (alter(files={"../../etc/passwd": ""}), "damaged"),
        (alter(files={}), "damaged"),
        (alter(format=99), "format 99"),
        (alter(migrations=["people.9999_from_the_future"]), "newer portal"),
        (alter(database="oracle"), "made on oracle"),
        (alter(key_proof="x"), "FIELD_KEYS here cannot open"),
    ],
    ids=[
        "bitten",
        "short",
        "garbled",
        "unfinished",
        "climbing",
        "hollow",
        "format",
        "newer",
        "other",
        "keys",
    ],
)
def test_damaged_or_unfit_backup_is_refused_before_anything_is_touched(
    backup: Path, damage: Callable[[Path], object], words: str
) -> None:
    damage(backup)

    with pytest.raises(RestoreRefused, match=words):
        restore_backup(backup, replace=True, say=print)


def test_command_ends_with_one_sentence_when_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no finished backup"):
        call_command("restore", str(tmp_path / "nowhere"))


def test_backup_never_writes_over_another(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")

    with pytest.raises(BackupRefused, match="is there already"):
        make_backup(tmp_path, now=datetime.now(UTC), say=print)

    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_missing_programs_are_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(
        BackupRefused, match=r"pg_dump is missing\. Install .*apt-get install postgresql-client"
    ):
        make_backup(tmp_path / "backup", now=datetime.now(UTC), say=print)

    assert not (tmp_path / "backup").exists()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_database_that_sqlite_cannot_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / databases.SQLITE_NAME).write_bytes(b"SQLite format 3" + b"no" * 4000)

    with pytest.raises(RestoreRefused, match="damaged"):
        databases.refuse_broken(tmp_path)

"""What a backup says of itself: when, of which version, with which migrations, and the checksum of every file."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from portal.assembly.backups.errors import RestoreRefused
from portal.kernel.encryption import seal, unseal

NAME = "manifest.json"
FORMAT = 1
KEY_PROOF = "what was sealed with the keys of this portal"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """The first file to read and the last to be written: without it there is no backup.

    `key_proof` is a known sentence sealed with FIELD_KEYS. The keys are not in the backup; this says whether
    those of the portal that takes it back are the same.
    """

    made_at: str
    database: str
    migrations: tuple[str, ...]
    key_proof: str
    portal: str = field(default_factory=lambda: version("practice-hub"))
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def new_manifest(made_at: str) -> Manifest:
    """The manifest of this portal at this moment, without files."""
    applied = MigrationRecorder(connection).applied_migrations()
    names = tuple(sorted(f"{app}.{name}" for app, name in applied))
    return Manifest(made_at, connection.vendor, names, seal(KEY_PROOF))


def write(folder: Path, manifest: Manifest) -> None:
    """Add the checksum of every file in the folder and write it. The last step of a backup."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {path.relative_to(folder).as_posix(): checksum(path) for path in paths}
    words = json.dumps(asdict(manifest) | {"files": sums}, indent=1)
    draft = folder / f"{NAME}.draft"
    draft.write_text(words + "\n", encoding="utf-8")
    draft.rename(folder / NAME)


def read(folder: Path) -> Manifest:
    """Read the manifest and compare every file with it. `RestoreRefused` when anything is missing or altered."""
    path = folder / NAME
    if not path.is_file():
        raise RestoreRefused(f"{folder} holds no finished backup: {NAME} is missing.")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**told | {"migrations": tuple(told["migrations"])})
    except (ValueError, TypeError, KeyError) as error:
        raise RestoreRefused("The backup is damaged: its manifest cannot be read.") from error
    if manifest.format != FORMAT:
        raise RestoreRefused(f"The backup has format {manifest.format}; this portal reads format {FORMAT}.")
    faulty = [name for name, told_sum in manifest.files.items() if _sum_of(folder, name) != told_sum]
    if faulty or not manifest.files:
        raise RestoreRefused(
            f"The backup is damaged: {len(faulty)} of its {len(manifest.files)} files differ or are missing."
        )
    return manifest


def refuse_unfit(manifest: Manifest) -> None:
    """`RestoreRefused` when this portal cannot take the backup: other database, older code, other keys."""
    if manifest.database != connection.vendor:
        raise RestoreRefused(
            f"The backup was made on {manifest.database}; this portal runs on {connection.vendor}."
        )
    known = {
        f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
    if unknown := [name for name in manifest.migrations if name not in known and _is_ours(name, known)]:
        raise RestoreRefused(
            f"The backup is of a newer portal ({manifest.portal}): {unknown[0]} is not known here. Update first."
        )
    try:
        unseal(manifest.key_proof)
    except InvalidToken as error:
        raise RestoreRefused(
            "FIELD_KEYS here cannot open what is sealed in this backup. Set the keys it was made with."
        ) from error


def _is_ours(name: str, known: set[str]) -> bool:
    """Whether a migration is of an app that still exists; squashed history of others is no obstacle."""
    return any(other.startswith(f"{name.partition('.')[0]}.") for other in known)


def _sum_of(folder: Path, name: str) -> str:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return ""
    return checksum(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    mark = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            mark.update(piece)
    return mark.hexdigest()

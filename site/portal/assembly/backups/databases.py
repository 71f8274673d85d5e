"""Copying the database out and in: SQLite by its online backup, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, connections

from portal.assembly.backups.errors import BackupRefused, RestoreRefused

SQLITE_NAME = "database.sqlite3"
POSTGRES_NAME = "database.dump"
REMEDY = "Install PostgreSQL's client programs, on Debian: apt-get install postgresql-client"


def copy_out(folder: Path) -> None:
    """Write a copy of the database as it is at one moment; people may go on working."""
    if connection.vendor == "sqlite":
        _copy_sqlite(_sqlite_path(), folder / SQLITE_NAME)
    else:
        target = str(folder / POSTGRES_NAME)
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--file", target], BackupRefused)


def copy_in(folder: Path) -> None:
    """Put the copy in the database's place: all of it, or nothing."""
    connections.close_all()
    if connection.vendor == "sqlite":
        _copy_sqlite(folder / SQLITE_NAME, _sqlite_path())
        return
    # In one transaction, so that a fault half-way leaves what was there. The schema goes as a whole: a backup of an
    # older version must not meet tables of a newer one.
    with TemporaryDirectory() as place:
        statements = Path(place) / "statements.sql"
        plain = ["--no-owner", "--no-privileges", "--no-comments", "--file", str(statements)]
        _run("pg_restore", [*plain, str(folder / POSTGRES_NAME)], RestoreRefused, database=False)
        whole = [
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--quiet",
            "--no-psqlrc",
            "--output=/dev/null",
        ]
        schema = ["--command=DROP SCHEMA IF EXISTS public CASCADE", "--command=CREATE SCHEMA public"]
        _run("psql", [*whole, *schema, "--file", str(statements)], RestoreRefused)


def _sqlite_path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target, timeout=20)) as there:
        here.backup(there)


def refuse_broken(folder: Path) -> None:
    """`RestoreRefused` when the copy itself does not read; PostgreSQL's is read as it is put back, all or nothing."""
    path = folder / SQLITE_NAME
    if connection.vendor != "sqlite":
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as link:
            verdict = link.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise RestoreRefused("The backup is damaged: its database cannot be read.") from error
    if verdict != "ok":
        raise RestoreRefused("The backup is damaged: its database does not pass SQLite's own check.")


def refuse_missing_programs(refusal: type[BackupRefused | RestoreRefused], *programs: str) -> None:
    """Name the program that is missing before anything is touched."""
    if connection.vendor == "postgresql":
        for program in programs:
            _program(program, refusal)


def _program(name: str, refusal: type[BackupRefused | RestoreRefused]) -> str:
    found = shutil.which(name)
    if not found:
        raise refusal(f"{name} is missing. {REMEDY}")
    return found


def _run(
    program: str, words: list[str], refusal: type[BackupRefused | RestoreRefused], *, database: bool = True
) -> None:
    """Run one of PostgreSQL's programs on the portal's database. The password goes by the environment."""
    told: dict[str, Any] = connection.settings_dict
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    env = {**os.environ, "PGOPTIONS": "-c lock_timeout=10s"}
    env |= {name: str(told[key]) for key, name in names.items() if told[key]}
    if database:
        words = [*words, "--dbname", str(told["NAME"])]
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [_program(program, refusal), *words], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        # The first line names the fault; later ones may quote a row.
        fault = (done.stderr.strip() or "no reason given").splitlines()[0]
        raise refusal(f"{program} failed: {fault}")

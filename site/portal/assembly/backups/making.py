"""Make a backup, and put one back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from portal.assembly.backups import databases, manifest, uploads
from portal.assembly.backups.errors import BackupRefused, RestoreRefused
from portal.people.models import ErasureRequest, Organisation, Person, User
from portal.people.states import ErasureState

Say = Callable[[str], object]


def make_backup(folder: Path, *, now: datetime, say: Say) -> None:
    """Write database, uploads and manifest to a new folder. `BackupRefused` when it is there and not empty.

    The database goes first: an upload that comes meanwhile is in the backup without its row, never the other way.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is there already. Name a new folder, such as one with today's date.")
    databases.refuse_missing_programs(BackupRefused, "pg_dump")
    told = manifest.new_manifest(now.isoformat(timespec="seconds"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    say(f"Copying the database ({connection.vendor}) ...")
    databases.copy_out(folder)
    say("Copying the uploads ...")
    count = uploads.copy_out(folder)
    manifest.write(folder, told)
    say(
        f"Backup of portal {told.portal} in {folder}: the database, {count} uploads, and a manifest with checksums."
    )


def restore_backup(folder: Path, *, replace: bool, say: Say) -> None:
    """Put a backup in the place of what this portal holds.

    Args:
        replace: also when this portal has data, which is lost then.

    Raises:
        RestoreRefused: before anything is touched, when the backup is damaged, unfit for this portal, or would
            overwrite data; or when the database refuses it, which leaves the database as it was.
    """
    say("Checking the backup ...")
    told = manifest.read(folder)
    manifest.refuse_unfit(told)
    databases.refuse_missing_programs(RestoreRefused, "pg_restore", "psql")
    databases.refuse_broken(folder)
    if not replace and holds_data():
        raise RestoreRefused("This portal has data. To lose it and take the backup instead, add --replace.")
    erased = erased_since(datetime.fromisoformat(told.made_at))
    say(f"Putting the database of {told.made_at} back ...")
    databases.copy_in(folder)
    say("Putting the uploads back ...")
    count = uploads.copy_in(folder, told.files)
    call_command("migrate", verbosity=0, interactive=False)
    # Sessions that ended since then would be open again.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    say(f"The portal is as it was on {told.made_at}, with {count} uploads. Everybody signs in again.")
    for account in User.objects.filter(pk__in=erased).order_by("pk").values_list("pk", flat=True):
        say(
            f"Erase again: {erased[account]}, account {account}. They were erased after the backup, and are back."
        )


def erased_since(moment: datetime) -> dict[int, str]:
    """Account and reference of every erasure that ended after a moment, in the database that is about to go."""
    if ErasureRequest._meta.db_table not in connection.introspection.table_names():
        return {}
    done = ErasureRequest.objects.filter(state=ErasureState.DONE, ended_at__gt=moment)
    return dict(done.values_list("account_id", "reference"))


def holds_data() -> bool:
    """Whether anybody or any organisation is in this database; one without tables holds nothing."""
    tables = set(connection.introspection.table_names())
    models = (User, Person, Organisation)
    return any(model._meta.db_table in tables and model._default_manager.exists() for model in models)

"""Files and versions: added, released by a second person, withdrawn. Never changed."""

from datetime import datetime
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref
from portal.pages.identity import told
from toolkits.errors import (
    NoSecondPerson,
    NoteMissing,
    NotYours,
    OwnWork,
    ReasonMissing,
    SameFile,
    ToolkitNotFound,
    VersionNotFound,
    WordsMayIdentify,
)
from toolkits.file_checks import CheckedFile, check_upload
from toolkits.models import FileVersion, Toolkit, ToolkitFile, VersionChange
from toolkits.permissions import may_decide, may_keep
from toolkits.rules import words_of_name
from toolkits.states import VersionState, version_machine
from toolkits.vault import random_name, vault


def add_file(*, actor: Actor, toolkit_id: int, title: str, now: datetime) -> ToolkitFile:
    """Make room for a file in a toolkit; one with that title already is returned as it is.

    Raises:
        NotYours, ToolkitNotFound.
    """
    if not may_keep(actor):
        raise NotYours()
    with transaction.atomic():
        toolkit = Toolkit.objects.select_for_update().filter(pk=toolkit_id).first()
        if toolkit is None:
            raise ToolkitNotFound()
        position = toolkit.files.count() + 1
        made, fresh = ToolkitFile.objects.get_or_create(
            toolkit=toolkit, title=title.strip(), defaults={"position": position}
        )
        if fresh:
            record(actor=actor, verb="added a file", about=Ref("toolkits.file", made.pk), now=now)
    return made


def add_version(
    *, actor: Actor, file_id: int, upload: "File[bytes]", change_note: str, now: datetime
) -> FileVersion:
    """Check an upload, store it, and let it wait for a second person.

    Args:
        upload: seekable, with the name the uploader gave it.
        change_note: what is new, for those who hold an older version.

    Raises:
        FileRefused: the content was turned away; nothing was stored.
        SameFile: it is byte for byte a version that the file has already.
        NotYours, VersionNotFound, NoteMissing.
    """
    if not may_keep(actor) or actor.person_id is None:
        raise NotYours()
    if not change_note.strip():
        raise NoteMissing()
    checked = check_upload(cast(BinaryIO, upload.file), upload.name or "")
    kept_in = vault()
    name = kept_in.save(random_name(FileVersion(), ""), upload)
    try:
        with transaction.atomic():
            return _write_version(actor, actor.person_id, file_id, checked, name, change_note, now)
    except BaseException:
        kept_in.delete(name)
        raise


def _write_version(
    actor: Actor,
    person_id: int,
    file_id: int,
    checked: CheckedFile,
    name: str,
    change_note: str,
    now: datetime,
) -> FileVersion:
    file = ToolkitFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise VersionNotFound()
    for earlier in file.versions.exclude(state=VersionState.REFUSED):
        if earlier.sha256 == checked.sha256:
            raise SameFile(number=earlier.number)
    newest = file.versions.order_by("-number").first()
    version = FileVersion.objects.create(
        file=file,
        number=newest.number + 1 if newest else 1,
        stored=name,
        original_name=checked.name,
        extension=checked.kind.extension,
        content_type=checked.kind.content_type,
        size=checked.size,
        sha256=checked.sha256,
        pages=checked.pages,
        change_note=change_note.strip(),
        uploaded_by_id=person_id,
        uploaded_at=now,
    )
    _note(actor, version, "upload", "", now)
    return version


def upload(
    *,
    actor: Actor,
    toolkit_id: int,
    file_id: int | None,
    title: str,
    file: "File[bytes]",
    change_note: str,
    now: datetime,
    no_family: bool = False,
) -> FileVersion:
    """Add a version to a file of a toolkit, or, without `file_id`, to a new file called `title`.

    Args:
        no_family: somebody said that no words here are about a family, although something looks like it.

    Raises:
        WordsMayIdentify: a name or the note holds what looks like a person's; what `add_file` and `add_version` raise.
        A refused upload leaves no empty file behind.
    """
    typed = {"title": title, "file": words_of_name(file.name or ""), "change_note": change_note}
    found = {field: what for field, words in typed.items() if (what := told(words, clock.today(now)))}
    if found and not no_family and may_keep(actor):
        raise WordsMayIdentify(found=found)
    with transaction.atomic():
        if file_id is None:
            file_id = add_file(actor=actor, toolkit_id=toolkit_id, title=title, now=now).pk
        elif not ToolkitFile.objects.filter(pk=file_id, toolkit_id=toolkit_id).exists():
            raise VersionNotFound()
        return add_version(actor=actor, file_id=file_id, upload=file, change_note=change_note, now=now)


def decide_version(
    *, actor: Actor, version_id: int, decision: str, reason: str, now: datetime
) -> FileVersion:
    """A second person's answer: `release`, or `refuse` with a reason."""
    if decision == "release":
        return release_version(actor=actor, version_id=version_id, now=now)
    return refuse_version(actor=actor, version_id=version_id, reason=reason, now=now)


def release_version(*, actor: Actor, version_id: int, now: datetime) -> FileVersion:
    """A second person lets a version out. Raises `NoSecondPerson`, `OwnWork`, `IllegalMove`."""
    return _decide(actor, version_id, "release", "", now)


def refuse_version(*, actor: Actor, version_id: int, reason: str, now: datetime) -> FileVersion:
    """A second person sends a version back. Raises `ReasonMissing` and what `release_version` raises."""
    if not reason.strip():
        raise ReasonMissing()
    return _decide(actor, version_id, "refuse", reason, now)


def withdraw_version(*, actor: Actor, version_id: int, reason: str, now: datetime) -> FileVersion:
    """Take a version out of use: nobody is given it any more. Raises `NotYours`, `ReasonMissing`, `IllegalMove`."""
    if not may_keep(actor):
        raise NotYours()
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        return _move(actor, _locked(version_id), "withdraw", reason, now)


def _decide(actor: Actor, version_id: int, move: str, reason: str, now: datetime) -> FileVersion:
    with transaction.atomic():
        version = _locked(version_id)
        if not may_decide(actor, version):
            raise OwnWork() if version.uploaded_by_id == actor.person_id else NoSecondPerson()
        return _move(actor, version, move, reason, now)


def _locked(version_id: int) -> FileVersion:
    version = FileVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise VersionNotFound()
    return version


def _move(actor: Actor, version: FileVersion, move: str, reason: str, now: datetime) -> FileVersion:
    before = version.state
    version.state = VersionState(version_machine.target(move, before))
    version.reason = reason.strip()[:200]
    version.decided_at = now
    if move != "withdraw":
        version.decided_by_id = actor.person_id
    version.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _note(actor, version, move, before, now)
    return version


def _note(actor: Actor, version: FileVersion, move: str, before: str, now: datetime) -> None:
    VersionChange.objects.create(
        version=version,
        move=move,
        from_state=before,
        to_state=version.state,
        **actor.columns,
        reason=version.reason,
        at=now,
    )
    record(actor=actor, verb=move, about=Ref("toolkits.version", version.pk), now=now, reason=version.reason)

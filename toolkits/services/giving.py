"""Giving out a file: the only way to one, after the terms, marked and written down."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, cast

from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.codes import short_reference
from portal.kernel.refs import Ref
from toolkits.errors import TermsChanged, TermsNotAccepted, ToolkitLocked
from toolkits.marking import marked
from toolkits.models import Download, FileVersion, TermsAcceptance
from toolkits.rules import mark_words
from toolkits.selectors import accepted_on, terms_of, version_given
from toolkits.states import VersionState


@dataclass(frozen=True, slots=True)
class Copy:
    """One version as it is handed over: a PDF that was released carries the reader's mark."""

    version: FileVersion
    content: BinaryIO
    size: int


def accept_terms(*, actor: Actor, slug: str, file_id: int, number: int, terms: str, now: datetime) -> None:
    """Say yes to the terms of a toolkit, once for each edition; a second time changes nothing.

    Args:
        terms: the fingerprint of the words that the person read.

    Raises:
        TermsChanged: others stand there by now.
        ToolkitNotFound, ToolkitLocked, VersionNotFound: as for the file itself.
    """
    toolkit = version_given(actor, slug, file_id, number).file.toolkit
    if actor.person_id is None:
        raise ToolkitLocked()
    current = terms_of(toolkit.page)
    if terms != current.fingerprint:
        raise TermsChanged()
    with transaction.atomic():
        row, fresh = TermsAcceptance.objects.get_or_create(
            toolkit=toolkit,
            person_id=actor.person_id,
            terms=current.fingerprint,
            defaults={"edition": current.edition, "words": current.words, "accepted_at": now},
        )
        if fresh:
            record(actor=actor, verb="accepted terms", about=Ref("toolkits.terms", row.pk), now=now)


def open_version(*, actor: Actor, slug: str, file_id: int, number: int, now: datetime) -> Copy:
    """Give out one version and write down that it was given. The only way to a toolkit's file (TK-04, TK-05).

    What waits or was sent back goes to those who keep and decide, as it was uploaded.

    Raises:
        ToolkitNotFound: no such toolkit, or none that the actor may know of.
        ToolkitLocked: it is not open to the actor at this moment.
        VersionNotFound: it was withdrawn, not released yet, or never was.
        TermsNotAccepted: the terms that stand now were not accepted by the actor.
        CannotBeMarked: no copy of the file can carry the reader's mark.
    """
    version = version_given(actor, slug, file_id, number)
    toolkit = version.file.toolkit
    released = version.state == VersionState.RELEASED
    if released and accepted_on(actor, toolkit) is None and not actor.is_system:
        raise TermsNotAccepted()
    code = short_reference("TK") if released and version.extension == "pdf" else ""
    copy = _copy(version, mark_words(code, clock.spoken_date(clock.today(now)), actor.name) if code else "")
    if actor.person_id is not None and actor.is_placed:
        with transaction.atomic():
            Download.objects.create(version=version, person_id=actor.person_id, at=now, copy=code)
            detail = {"copy": code} if code else {}
            record(
                actor=actor,
                verb="downloaded",
                about=Ref("toolkits.version", version.pk),
                now=now,
                detail=detail,
            )
    return copy


def _copy(version: FileVersion, words: str) -> Copy:
    stored = cast(BinaryIO, version.stored.open("rb"))
    if not words:
        return Copy(version, stored, version.size)
    with stored:
        content = marked(stored, words)
    return Copy(version, BytesIO(content), len(content))

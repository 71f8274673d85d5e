"""Toolkits, their files and what opens them, for tests."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from wagtail.models import Page

from portal.kernel.actors import SYSTEM, Actor
from tests.factories.people import Staff, make_staff
from toolkits import services
from toolkits.models import FileVersion, Toolkit, ToolkitPage
from toolkits.rules import WayIn
from toolkits.selectors import terms_of
from toolkits.states import UnlockKind

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STAFF = WayIn(UnlockKind.STAFF)
CORE = WayIn(UnlockKind.COURSE, "core", "Safe & Together Core")

_numbers = count(1)

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
}


def make_toolkit_page(title: str = "", *, live: bool = True, **fields: Any) -> ToolkitPage:
    """A page with everything that publishing needs."""
    number = next(_numbers)
    fields.setdefault("slug", f"toolkit-{number}")
    fields.setdefault("summary", "Plan a first visit so that nobody is put at risk by it.")
    fields.setdefault("audience", "Social workers and early help workers")
    fields.setdefault("edition", "First edition, 2026")
    fields.setdefault("licence", "Free to use in member boroughs")
    fields.setdefault("safety_label", "never-leave")
    fields.setdefault("review_by", date(2027, 6, 30))
    page = ToolkitPage(title=title or f"Toolkit {number}", live=live, **fields)
    Page.get_first_root_node().add_child(instance=page)
    return page


def make_toolkit(
    title: str = "", *, ways: Iterable[WayIn] = (STAFF,), live: bool = True, **fields: Any
) -> Toolkit:
    """A published toolkit, open to all staff unless `ways` says otherwise."""
    page = make_toolkit_page(title, live=live, **fields)
    toolkit = services.register_toolkit(actor=SYSTEM, page=page, code=page.slug, now=NOW)
    return services.set_unlock_rules(actor=SYSTEM, toolkit_id=toolkit.pk, ways=ways, now=NOW)


def make_trainer() -> Actor:
    return make_staff(role="trainer", everywhere=True).actor()


def make_approver() -> Actor:
    return make_staff(role="approver", everywhere=True).actor()


def make_version(
    toolkit: Toolkit,
    *,
    title: str = "Visit planner",
    released: bool = True,
    note: str = "First version.",
    data: bytes | None = None,
    name: str = "planner.pdf",
    trainer: Actor | None = None,
    approver: Actor | None = None,
    now: datetime = NOW,
) -> FileVersion:
    """A version of a file, released unless said otherwise. Its content is its own."""
    trainer = trainer or make_trainer()
    file = services.add_file(actor=trainer, toolkit_id=toolkit.pk, title=title, now=now)
    upload = SimpleUploadedFile(name, data or pdf_bytes(f"sheet {next(_numbers)}"))
    version = services.add_version(actor=trainer, file_id=file.pk, upload=upload, change_note=note, now=now)
    if released:
        version = services.release_version(actor=approver or make_approver(), version_id=version.pk, now=now)
    return version


def accept_terms(version: FileVersion, *people: Staff) -> FileVersion:
    """As if each had read the terms that stand now and said yes."""
    terms = terms_of(version.file.toolkit.page)
    for staff in people:
        services.accept_terms(
            actor=staff.actor(),
            slug=version.file.toolkit.page.slug,
            file_id=version.file_id,
            number=version.number,
            terms=terms.fingerprint,
            now=NOW,
        )
    return version


def learn_course(
    person_id: int, code: str = "core", *, enrolment: int, standing: bool = True, at: datetime = NOW
) -> None:
    """As if courses had said that somebody finished, or that it no longer stands."""
    services.learn(
        source=f"courses.enrolment:{enrolment}",
        person_id=person_id,
        kind=UnlockKind.COURSE,
        code=code,
        standing=standing,
        event_id=str(uuid4()),
        as_of=at,
        now=at,
    )


def pdf_bytes(title: str = "A sheet", pages: int = 1) -> bytes:
    """An honest PDF with blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Title": title})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def office_bytes(ending: str = "docx", extra: dict[str, bytes] | None = None, *, main: str = "") -> bytes:
    """An honest, nearly empty Office file; `extra` adds entries by name."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/main.xml" ContentType="{main or MAIN[ending]}"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("main.xml", "<main/>")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()

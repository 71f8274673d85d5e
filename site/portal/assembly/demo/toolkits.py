"""Toolkits with real files, written by one person and released by another."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas
from wagtail.models import Page

from portal.assembly.demo.boroughs import Cast
from portal.assembly.demo.words import read
from portal.kernel.actors import SYSTEM
from portal.people.selectors import actor_for_person
from toolkits.models import ToolkitPage
from toolkits.rules import WayIn
from toolkits.services.files import add_file, add_version, release_version
from toolkits.services.toolkits import register_toolkit, set_labels, set_unlock_rules
from toolkits.states import LabelKind, UnlockKind


def load_toolkits(home: Page, cast: Cast, now: datetime) -> None:
    """The library, each toolkit with two versions of one file."""
    made = now - timedelta(days=300)
    for entry in read("toolkits")["toolkit"]:
        page = home.add_child(instance=_page(entry, now))
        toolkit = register_toolkit(actor=SYSTEM, page=page, code=entry["code"], now=made)
        set_unlock_rules(actor=SYSTEM, toolkit_id=toolkit.pk, ways=_ways(entry), now=made)
        set_labels(actor=SYSTEM, toolkit_id=toolkit.pk, labels=_labels(entry), now=made)
        trainer = actor_for_person(cast.people["trainer@respect.example"], now)
        approver = actor_for_person(cast.people["approver@respect.example"], now)
        kept = add_file(actor=trainer, toolkit_id=toolkit.pk, title=entry["title"], now=made)
        for number, at in ((1, made), (2, now - timedelta(days=40))):
            version = add_version(
                actor=trainer,
                file_id=kept.pk,
                upload=ContentFile(_sheet(entry["title"], number), name=f"{entry['code']}.pdf"),
                change_note="First release" if number == 1 else "Clearer wording on the second page",
                now=at,
            )
            release_version(actor=approver, version_id=version.pk, now=at + timedelta(hours=1))


def _page(entry: dict[str, str], now: datetime) -> ToolkitPage:
    copied = (
        "title",
        "summary",
        "audience",
        "edition",
        "licence",
        "safety_label",
        "unlock_words",
        "content_note",
    )
    return ToolkitPage(
        slug=entry["code"],
        guidance=[("text", entry["guidance"])],
        review_by=date(now.year + 1, 9, 1),
        **{name: entry.get(name, "") for name in copied},
    )


def _ways(entry: dict[str, Any]) -> list[WayIn]:
    if entry.get("champions_only"):
        return [WayIn(UnlockKind.CHAMPION)]
    courses = dict(entry["opens_with"])
    return [WayIn(UnlockKind.COURSE, code, title) for code, title in courses.items()] or [
        WayIn(UnlockKind.STAFF)
    ]


def _labels(entry: dict[str, Any]) -> list[tuple[str, str]]:
    return [(kind, code) for kind in LabelKind.values for code in entry.get(f"label_{kind}", [])]


def _sheet(title: str, version: int) -> bytes:
    """A small honest PDF: it says that it is a sample."""
    buffer = BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    page.setTitle(title)
    page.setFont("Helvetica-Bold", 20)
    page.drawString(60, 760, title[:60])
    page.setFont("Helvetica", 12)
    page.drawString(
        60,
        730,
        f"Version {version}. A sample sheet; the real one comes from your trainer.",
    )
    page.save()
    return buffer.getvalue()

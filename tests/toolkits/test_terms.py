"""The terms before the first file of an edition, and the personal mark on each copy (TK-05)."""

import io
import threading
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from portal.audit.models import Entry
from tests.factories.people import Staff, make_staff
from tests.factories.toolkits import CORE, NOW, make_toolkit, make_trainer, make_version, pdf_bytes
from toolkits import services
from toolkits.errors import CannotBeMarked
from toolkits.marking import marked
from toolkits.models import Download, FileVersion, TermsAcceptance, ToolkitPage
from toolkits.rules import Terms, mark_words
from toolkits.selectors import terms_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
    pytest.mark.feature("TK-05"),
]

WORDS = "Copy TK-7F3K-2QXM, Tuesday 24 November 2026, for Amara Okafor"


def address(version: FileVersion, door: str = "download") -> str:
    place = [version.file.toolkit.page.slug, version.file_id, version.number]
    return reverse(f"toolkits:{door}", args=place)


def accept(client: Client, version: FileVersion) -> str:
    """Read the terms and say yes. Returns where it leads."""
    terms = terms_of(ToolkitPage.objects.get(pk=version.file.toolkit.page_id))
    answer = client.post(address(version, "terms"), {"terms": terms.fingerprint})
    return str(answer.headers["Location"])


def reader_of(version: FileVersion, client: Client, **person: str) -> Staff:
    staff = make_staff()
    if person:
        type(staff.person).objects.filter(pk=staff.person.pk).update(**person)
    client.force_login(staff.user)
    return staff


def taken(client: Client, version: FileVersion) -> PdfReader:
    answer = client.get(address(version))
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content)
    assert len(data) == int(answer["Content-Length"])
    return PdfReader(io.BytesIO(data))


def test_file_waits_and_guidance_does_not_when_terms_are_not_accepted(client: Client) -> None:
    version = make_version(make_toolkit(guidance=[("text", "<p>Ask one question well.</p>")]))
    reader_of(version, client)

    page = client.get(f"/toolkits/{version.file.toolkit.page.slug}/").content.decode()
    answer = client.get(address(version))
    terms = client.get(answer.headers["Location"]).content.decode()

    assert "Ask one question well." in page
    assert address(version, "terms") in page
    assert (answer.status_code, answer.headers["Location"]) == (302, address(version, "terms"))
    assert "Do not send the file on." in terms
    assert "Never leave this with the person causing harm" in terms
    assert not Download.objects.exists()


def test_copy_carries_name_day_and_code_on_each_page_when_terms_are_accepted(client: Client) -> None:
    version = make_version(make_toolkit(), data=pdf_bytes("three", pages=3))
    staff = reader_of(version, client, given_name="Zoë", family_name="Łukasik")

    where = accept(client, version)
    copy = taken(client, version)

    code = Download.objects.get().copy
    assert where == address(version)
    assert len(copy.pages) == 3
    for page in copy.pages:
        assert f"Copy {code}, Tuesday 24 November 2026, for Zoë Łukasik" in page.extract_text()
    assert TermsAcceptance.objects.get().person_id == staff.person.pk
    trail = Entry.objects.filter(actor_person_id=staff.person.pk).values_list("verb", flat=True)
    assert sorted(trail) == ["accepted terms", "downloaded"]
    assert Entry.objects.get(verb="downloaded").detail == {"copy": code}


def test_terms_are_asked_once_when_there_are_several_files(client: Client) -> None:
    toolkit = make_toolkit()
    first, second = make_version(toolkit, title="One"), make_version(toolkit, title="Two")
    reader_of(first, client)
    accept(client, first)

    assert client.get(address(second)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"edition": "Second edition, 2027"},
        {"licence": "Members only"},
        {"licence_url": "https://creativecommons.org/"},
        {"safety_label": "staff-only"},
    ],
)
def test_terms_are_asked_again_when_they_change(client: Client, change: dict[str, str]) -> None:
    version = make_version(make_toolkit())
    reader_of(version, client)
    accept(client, version)
    ToolkitPage.objects.filter(pk=version.file.toolkit.page_id).update(**change)

    before = client.get(address(version)).status_code
    accept(client, version)

    assert (before, client.get(address(version)).status_code) == (302, 200)
    assert TermsAcceptance.objects.count() == 2


def test_yes_counts_for_nothing_when_terms_changed_while_they_were_read(client: Client) -> None:
    version = make_version(make_toolkit())
    reader_of(version, client)
    seen = terms_of(version.file.toolkit.page).fingerprint
    ToolkitPage.objects.filter(pk=version.file.toolkit.page_id).update(licence="Members only")

    answer = client.post(address(version, "terms"), {"terms": seen}, follow=True)

    assert "The terms changed while you read them." in answer.content.decode()
    assert not TermsAcceptance.objects.exists()


@pytest.mark.parametrize("terms", ["", "x" * 10_000, "ا"])
def test_yes_counts_for_nothing_when_it_is_to_other_words(client: Client, terms: str) -> None:
    version = make_version(make_toolkit())
    reader_of(version, client)

    answer = client.post(address(version, "terms"), {"terms": terms})

    assert answer.headers["Location"] == address(version, "terms")
    assert not TermsAcceptance.objects.exists()


def test_terms_are_not_shown_when_the_toolkit_is_closed_or_the_version_withdrawn(client: Client) -> None:
    closed, gone = make_version(make_toolkit(ways=[CORE])), make_version(make_toolkit())
    services.withdraw_version(actor=make_trainer(), version_id=gone.pk, reason="Old figures.", now=NOW)
    reader_of(closed, client)

    assert client.get(address(closed, "terms")).status_code == 403
    assert client.post(address(closed, "terms")).status_code == 403
    assert client.get(address(gone, "terms")).status_code == 404
    assert client.post(address(gone, "terms")).status_code == 404
    client.logout()
    assert client.get(address(closed, "terms")).status_code == 302


def test_file_is_as_uploaded_when_a_second_person_reads_it_before_release(client: Client) -> None:
    data = pdf_bytes("waiting")
    version = make_version(make_toolkit(), released=False, data=data)
    approver = make_staff(role="approver", everywhere=True)
    client.force_login(approver.user)

    answer = client.get(address(version))

    assert b"".join(answer.streaming_content) == data
    assert Download.objects.get().copy == ""


@pytest.mark.django_db(transaction=True)
def test_one_yes_is_written_when_two_are_sent_at_once() -> None:
    version = make_version(make_toolkit())
    staff = make_staff()
    actor, terms = staff.actor(), terms_of(version.file.toolkit.page).fingerprint
    slug, file_id = version.file.toolkit.page.slug, version.file_id
    together, faults = threading.Barrier(2, timeout=20), []

    def say_yes() -> None:
        try:
            together.wait()
            services.accept_terms(actor=actor, slug=slug, file_id=file_id, number=1, terms=terms, now=NOW)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=say_yes) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert not faults
    assert TermsAcceptance.objects.count() == 1
    assert Entry.objects.filter(verb="accepted terms").count() == 1


def test_queries_stay_the_same_when_files_are_added(client: Client, assert_flat: Callable[..., None]) -> None:
    toolkit = make_toolkit()
    version = make_version(toolkit, title="First")
    reader_of(version, client)
    accept(client, version)

    assert_flat(
        lambda: client.get(f"/toolkits/{toolkit.page.slug}/").content,
        lambda: [make_version(toolkit, title=f"File {number}") for number in range(6)],
    )


def test_mark_is_drawn_when_the_name_is_arabic_hebrew_or_an_emoji() -> None:
    copy = PdfReader(io.BytesIO(marked(io.BytesIO(pdf_bytes()), "Copy 1, for محمد الأحمد שלום 🌻")))

    text = copy.pages[0].extract_text()
    assert "ﻣﺤﻤﺪ" in text
    assert "sunflower" in text
    assert "NotoSansArabic" in str(_fonts_of(copy))


def test_code_and_day_stay_on_the_page_when_the_name_has_300_letters() -> None:
    words = mark_words("TK-7F3K-2QXM", "Tuesday 24 November 2026", "Ańá" * 100)

    copy = PdfReader(io.BytesIO(marked(io.BytesIO(pdf_bytes()), words)))

    assert words.startswith("Copy TK-7F3K-2QXM, Tuesday 24 November 2026, for Ańá")
    assert words.endswith("…")
    assert "TK-7F3K-2QXM" in copy.pages[0].extract_text()


def test_every_page_is_marked_when_there_are_300_and_some_are_turned_or_cropped() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes(pages=300))))
    for number, page in enumerate(writer.pages):
        page.rotate(90 * (number % 4))
        page.cropbox.lower_left = (20, 30)
    before = io.BytesIO()
    writer.write(before)

    copy = PdfReader(io.BytesIO(marked(before, WORDS)))

    assert len(copy.pages) == 300
    assert all("TK-7F3K-2QXM" in copy.pages[number].extract_text() for number in (0, 1, 2, 3, 150, 299))
    assert [page.rotation for page in copy.pages][:4] == [0, 90, 180, 270]


def test_tags_language_and_outline_stay_when_a_copy_is_marked() -> None:
    buffer = io.BytesIO()
    sheet = Canvas(buffer, lang="en-GB")
    sheet.bookmarkPage("one")
    sheet.addOutlineEntry("One", "one")
    sheet.showPage()
    sheet.save()

    copy = PdfReader(io.BytesIO(marked(buffer, WORDS)))

    assert [entry.title for entry in copy.outline] == ["One"]  # type: ignore[union-attr]  # one level
    assert copy.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]
    assert b"/Artifact" in copy.pages[0].get_contents().get_data()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "kind", ["locked", "cut short", "not a PDF", "empty", "no pages in it", "loops", "odd filter"]
)
def test_no_copy_is_given_when_it_cannot_be_marked(client: Client, kind: str) -> None:
    version = make_version(make_toolkit())
    version.stored.storage.delete(version.stored.name)
    version.stored.storage.save(version.stored.name, io.BytesIO(_hostile(kind)))
    reader_of(version, client)
    accept(client, version)

    answer = client.get(address(version))

    assert answer.status_code == 409
    assert "This file cannot carry your personal mark" in answer.content.decode()
    assert not Download.objects.exists()
    with pytest.raises(CannotBeMarked):
        marked(io.BytesIO(_hostile(kind)), WORDS)


def test_fingerprint_differs_when_any_word_does() -> None:
    terms = Terms("First", "Free", "With care")

    assert terms.fingerprint == Terms("First", "Free", "With care").fingerprint
    assert (
        len({terms.fingerprint, Terms("First", "Free", "").fingerprint, Terms("", "Free", "").fingerprint})
        == 3
    )


def test_acceptance_is_in_the_copy_of_ones_data_when_asked_for(client: Client) -> None:
    version = make_version(make_toolkit())
    reader_of(version, client)
    accept(client, version)

    answer = client.post("/account/data/download/")

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[arg-type]
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Do not send the file on." in everything


def _hostile(kind: str) -> bytes:
    honest = pdf_bytes(pages=2)
    if kind == "locked":
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(honest)))
        writer.encrypt("secret")
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
    if kind == "odd filter":
        writer = PdfWriter()
        drawing = DecodedStreamObject()
        drawing.set_data(b"0 0 m")
        drawing[NameObject("/Filter")] = NameObject("/Nonsense")
        writer.add_blank_page(200, 200)[NameObject("/Contents")] = drawing
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
    return {
        "cut short": honest[: len(honest) // 3],
        "not a PDF": b"<html>%PDF-1.7</html>",
        "empty": b"",
        "no pages in it": honest.replace(b"/Kids", b"/Kidz"),
        "loops": honest.replace(b"/Type /Page\n", b"/Type /Pages\n"),
    }[kind]


def _fonts_of(copy: PdfReader) -> list[str]:
    return [str(font.get_object()) for font in copy.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]

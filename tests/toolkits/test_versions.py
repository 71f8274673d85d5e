"""Versions: uploaded, released by a second person, withdrawn, never changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.kernel.actors import SYSTEM
from portal.kernel.errors import IllegalMove
from tests.factories.people import make_staff
from tests.factories.toolkits import NOW, make_approver, make_toolkit, make_trainer, make_version, pdf_bytes
from toolkits import services
from toolkits.errors import (
    FileRefused,
    NoSecondPerson,
    NoteMissing,
    NotYours,
    OwnWork,
    ReasonMissing,
    SameFile,
    VersionNotFound,
)
from toolkits.models import FileVersion, ToolkitFile, VersionChange
from toolkits.selectors import hub_items, toolkit_view
from toolkits.states import VersionState, version_machine
from toolkits.vault import vault

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("TK-03")]


def in_state(state: str) -> FileVersion:
    version = make_version(make_toolkit(), released=state in (VersionState.RELEASED, VersionState.WITHDRAWN))
    if state == VersionState.REFUSED:
        services.refuse_version(actor=make_approver(), version_id=version.pk, reason="Names in it.", now=NOW)
    if state == VersionState.WITHDRAWN:
        services.withdraw_version(actor=SYSTEM, version_id=version.pk, reason="Old.", now=NOW)
    version.refresh_from_db()
    return version


def stored() -> set[str]:
    """Every file in the vault."""
    folders = vault().listdir("toolkits")[0] if vault().exists("toolkits") else []
    return {f"{folder}/{name}" for folder in folders for name in vault().listdir(f"toolkits/{folder}")[1]}


DO: dict[str, Callable[[int], FileVersion]] = {
    "release": lambda pk: services.release_version(actor=make_approver(), version_id=pk, now=NOW),
    "refuse": lambda pk: services.refuse_version(actor=make_approver(), version_id=pk, reason="No.", now=NOW),
    "withdraw": lambda pk: services.withdraw_version(actor=SYSTEM, version_id=pk, reason="Old.", now=NOW),
}


@pytest.mark.parametrize("state", VersionState.values)
@pytest.mark.parametrize("verb", version_machine.moves)
def test_version_follows_the_table_when_any_move_is_tried(state: str, verb: str) -> None:
    version = in_state(state)
    changes = VersionChange.objects.filter(version=version).count()

    if version_machine.allows(verb, state):
        assert DO[verb](version.pk).state == version_machine.moves[verb].target
        assert VersionChange.objects.filter(version=version).count() == changes + 1
    else:
        with pytest.raises(IllegalMove):
            DO[verb](version.pk)
        assert VersionChange.objects.filter(version=version).count() == changes


@pytest.mark.feature("TK-02")
def test_release_refused_when_it_is_ones_own_upload() -> None:
    both = make_staff(role="admin", everywhere=True).actor()
    version = make_version(make_toolkit(), released=False, trainer=both)

    with pytest.raises(OwnWork):
        services.release_version(actor=both, version_id=version.pk, now=NOW)
    with pytest.raises(NoSecondPerson):
        services.release_version(actor=make_trainer(), version_id=version.pk, now=NOW)


@pytest.mark.feature("TK-02")
def test_database_refuses_release_when_it_names_one_person_twice() -> None:
    version = make_version(make_toolkit())

    with pytest.raises(IntegrityError), transaction.atomic():
        FileVersion.objects.filter(pk=version.pk).update(decided_by=version.uploaded_by)


def test_upload_refused_when_it_is_the_same_file() -> None:
    toolkit, data = make_toolkit(), pdf_bytes("the same")
    make_version(toolkit, data=data)
    before = stored()

    with pytest.raises(SameFile) as refused:
        make_version(toolkit, data=data)

    assert refused.value.sentence == "This is the same file as version 1. Choose the new file."
    assert FileVersion.objects.count() == 1
    assert stored() == before


@pytest.mark.feature("TK-06")
def test_nothing_is_stored_when_upload_is_refused(client: Client) -> None:
    toolkit = make_toolkit()
    trainer = make_staff(role="trainer", everywhere=True)
    client.force_login(trainer.user)
    before = stored()

    page = client.post(
        reverse("toolkits:add", args=[toolkit.page.slug]),
        {
            "into": "new",
            "title": "Visit planner",
            "change_note": "First version.",
            "file": SimpleUploadedFile("planner.pdf", b"<html><script>alert(1)</script></html>"),
        },
        follow=True,
    ).content.decode()

    assert "This is a web page or a drawing with code in it" in page
    assert 'value="Visit planner"' in page
    assert "Choose a file for" not in page
    assert not FileVersion.objects.exists()
    assert not ToolkitFile.objects.exists()
    assert stored() == before


@pytest.mark.feature("TK-06")
def test_words_about_a_family_are_refused_beside_their_field_until_somebody_says_otherwise(
    client: Client,
) -> None:
    toolkit = make_toolkit()
    client.force_login(make_staff(role="trainer", everywhere=True).user)
    address = reverse("toolkits:add", args=[toolkit.page.slug])
    typed = {"into": "new", "title": "Visit planner", "change_note": "For Mrs Jones of 12 Queen Road."}

    def sent(**more: str) -> str:
        file = SimpleUploadedFile("kieran_smith 12-03-2015.pdf", pdf_bytes())
        return client.post(address, {**typed, **more, "file": file}, follow=True).content.decode()

    before = stored()
    asked = sent()

    assert "a name (“Kieran Smith”), a birth date (“12-03-2015”)" in asked
    assert "a name (“Mrs Jones”), a street address (“12 Queen Road”)" in asked
    assert "It names no family." in asked
    assert "For Mrs Jones of 12 Queen Road." in asked
    assert not FileVersion.objects.exists()
    assert stored() == before
    sent(no_family="on")
    assert FileVersion.objects.get().change_note == typed["change_note"]


def test_upload_is_refused_when_no_file_came_with_it(client: Client) -> None:
    toolkit = make_toolkit()
    client.force_login(make_staff(role="trainer", everywhere=True).user)

    page = client.post(
        reverse("toolkits:add", args=[toolkit.page.slug]),
        {"into": "new", "title": "Visit planner", "change_note": "First version."},
        follow=True,
    ).content.decode()

    assert "Choose a file for “The file”" in page
    assert not ToolkitFile.objects.exists()


def test_version_travels_from_upload_to_reader_when_two_people_work(client: Client) -> None:
    toolkit = make_toolkit()
    trainer, approver = (
        make_staff(role="trainer", everywhere=True),
        make_staff(role="approver", everywhere=True),
    )
    client.force_login(trainer.user)
    client.post(
        reverse("toolkits:add", args=[toolkit.page.slug]),
        {
            "into": "new",
            "title": "Visit planner",
            "change_note": "First version.",
            "file": SimpleUploadedFile("Planner FINAL (2).pdf", pdf_bytes()),
        },
    )
    version = FileVersion.objects.get()
    before = toolkit_view(make_staff().actor(), toolkit.page.slug, NOW).files

    waiting = hub_items(approver.actor(), NOW)
    client.force_login(approver.user)
    assert client.get(waiting[0].url).status_code == 200
    client.post(reverse("toolkits:decide", args=[version.pk]), {"decision": "release", "reason": ""})

    after = toolkit_view(make_staff().actor(), toolkit.page.slug, NOW).files
    assert before == ()
    assert [(row.title, row.number, row.kind) for row in after] == [("Visit planner", 1, "PDF")]
    assert hub_items(approver.actor(), NOW) == []
    assert version.original_name == "Planner FINAL (2).pdf"


def test_sending_back_needs_a_reason_when_the_form_has_none(client: Client) -> None:
    version = make_version(make_toolkit(), released=False)
    client.force_login(make_staff(role="approver", everywhere=True).user)

    page = client.post(
        reverse("toolkits:decide", args=[version.pk]), {"decision": "refuse", "reason": ""}, follow=True
    ).content.decode()

    assert "Say why, in a few words." in page


def test_older_version_stays_open_when_newer_one_waits() -> None:
    toolkit = make_toolkit()
    make_version(toolkit)
    make_version(toolkit, released=False)

    assert [row.number for row in toolkit_view(make_staff().actor(), toolkit.page.slug, NOW).files] == [1]


def test_keeping_refused_when_actor_keeps_nothing(client: Client) -> None:
    version = make_version(make_toolkit())
    slug = version.file.toolkit.page.slug
    someone = make_staff()
    upload = SimpleUploadedFile("a.pdf", pdf_bytes())
    client.force_login(someone.user)
    addresses = [reverse(f"toolkits:{name}", args=[slug]) for name in ("versions", "add", "ways")]
    addresses += [reverse(f"toolkits:{name}", args=[version.pk]) for name in ("decide", "withdraw")]

    assert {client.get(address).status_code for address in addresses} == {404}
    with pytest.raises(NotYours):
        services.add_file(actor=someone.actor(), toolkit_id=version.file.toolkit_id, title="X", now=NOW)
    with pytest.raises(NotYours):
        services.add_version(
            actor=someone.actor(), file_id=version.file_id, upload=upload, change_note="New.", now=NOW
        )
    with pytest.raises(NotYours):
        services.withdraw_version(actor=someone.actor(), version_id=version.pk, reason="Old.", now=NOW)


def test_words_are_asked_for_when_they_are_missing() -> None:
    version = make_version(make_toolkit())
    upload = SimpleUploadedFile("a.pdf", pdf_bytes("another"))
    trainer = make_trainer()

    with pytest.raises(NoteMissing):
        services.add_version(actor=trainer, file_id=version.file_id, upload=upload, change_note=" ", now=NOW)
    with pytest.raises(ReasonMissing):
        services.withdraw_version(actor=trainer, version_id=version.pk, reason=" ", now=NOW)
    with pytest.raises(VersionNotFound):
        services.release_version(actor=make_approver(), version_id=0, now=NOW)
    with pytest.raises(FileRefused):
        services.add_version(
            actor=trainer,
            file_id=version.file_id,
            upload=SimpleUploadedFile("a.docm", b"PK"),
            change_note="New.",
            now=NOW + timedelta(days=1),
        )


def test_pages_of_keepers_open_when_they_keep_or_sign_off(client: Client) -> None:
    toolkit = make_toolkit()
    waiting = make_version(toolkit, released=False)
    for role, names in (("trainer", ("versions", "add", "ways")), ("approver", ("versions",))):
        client.force_login(make_staff(role=role, everywhere=True).user)
        for name in names:
            assert client.get(reverse(f"toolkits:{name}", args=[toolkit.page.slug])).status_code == 200
    assert client.get(reverse("toolkits:decide", args=[waiting.pk])).status_code == 200

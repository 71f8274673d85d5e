"""The roster's screens: choose, look, confirm, watch, undo; and who may (PE-04, PE-07)."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel.actors import SYSTEM
from portal.people import services
from portal.people.models import Membership, Person, RosterBatch
from portal.people.states import BatchState
from portal.people.views import rosters
from tests.factories.people import (
    NOW,
    make_borough_staff,
    make_mail_domain,
    make_organisation,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-07")]

CAMDEN = Path(__file__).parents[1] / "data" / "roster-camden.csv"


@pytest.fixture
def training_admin(client, clock):
    staff = make_staff(organisation=make_organisation("camden"), role="training_admin")
    client.force_login(staff.user)
    return staff


def upload(client, staff, data: bytes, name: str = "export.csv"):
    form = {"organisation": staff.membership.organisation_id, "file": SimpleUploadedFile(name, data)}
    return client.post("/people/roster/", form, follow=True)


def test_roster_is_imported_in_three_clicks_and_undone_in_two(client, training_admin):
    preview = upload(client, training_admin, CAMDEN.read_bytes())
    batch = RosterBatch.objects.get()
    address = f"/people/roster/{batch.code}/"
    text = preview.content.decode()

    assert preview.redirect_chain[-1][0] == address
    assert "Preview: nothing has changed yet" in text
    assert "read as CSV, UTF-8, separated by commas" in text
    assert "Row 107 has the same address" in text
    assert "Names read like Özlem Oladipo" in text
    assert "Assessment 1 (Assessment and Safeguarding)" in text
    assert Person.objects.count() == 1

    done = client.post(f"{address}start/", follow=True)
    assert Membership.objects.filter(source="roster", batch=batch).count() == 384
    assert "Rows that were refused" in done.content.decode()

    undone = client.post(f"{address}undo/", follow=True)
    assert "The import is undone" in undone.content.decode()
    assert Person.objects.count() == 1


def test_columns_are_corrected_by_hand_and_nothing_typed_is_lost(client, training_admin):
    data = b"Kenn-Nr;Mail;Vorname;Nachname\nE1;ann@camden.example;Ann;Lee\n"
    preview = upload(client, training_admin, data)
    batch = RosterBatch.objects.get()
    address = f"/people/roster/{batch.code}/"
    assert "We do not see which column holds: Given name, Family name" in preview.content.decode()
    assert "Import these rows" not in preview.content.decode()

    twice = client.post(f"{address}columns/", {"given_name": "2", "family_name": "2", "email": "1"})
    assert "chosen this column for something else" in twice.content.decode()
    client.post(
        f"{address}columns/", {"given_name": "2", "family_name": "3", "email": "1", "employee_id": "0"}
    )
    client.post(f"{address}start/")

    assert Person.objects.get(email="ann@camden.example").name == "Ann Lee"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("roster.csv", b"%PDF-1.7", "This is a PDF"),
        ("roster.xls", b"\xd0\xcf\x11\xe0", "old Excel file"),
        ("roster.csv", b"", "The file is empty"),
        ("photo.xlsx", b"\x89PNG\r\n", "This is a picture"),
    ],
)
def test_wrong_file_is_refused_beside_the_field(client, training_admin, name, data, words):
    page = upload(client, training_admin, data, name)

    assert words in page.context["form"].errors["file"][0]
    assert not RosterBatch.objects.exists()


def test_file_is_asked_for_when_none_was_chosen(client, training_admin):
    page = client.post("/people/roster/", {"organisation": training_admin.membership.organisation_id})

    assert page.context["form"].errors["file"] == ["Choose a file."]


def test_large_roster_is_left_to_a_worker_and_shows_its_progress(client, training_admin, monkeypatch):
    asked = []
    monkeypatch.setattr(rosters, "AT_ONCE", 1)
    monkeypatch.setattr(rosters, "ask_to_import", asked.append)
    data = b"employee_id,given_name,family_name\n" + b"".join(b"E%d,Ann,Lee\n" % n for n in range(1_800))
    upload(client, training_admin, data)
    batch = RosterBatch.objects.get()
    address = f"/people/roster/{batch.code}/"

    page = client.post(f"{address}start/", follow=True)
    services.continue_import(batch_id=batch.pk, now=NOW, most_chunks=1)
    part = client.get(address, headers={"HX-Request": "true"})
    services.continue_import(batch_id=batch.pk, now=NOW)
    last = client.get(address, headers={"HX-Request": "true"})

    assert asked == [batch.pk]
    assert "<progress" in page.content.decode()
    assert "1000 of 1800 rows done" in part.content.decode()
    assert "HX-Refresh" not in part
    assert last["HX-Refresh"] == "true"


def test_preview_of_a_large_file_is_left_to_a_worker(client, training_admin, monkeypatch):
    asked = []
    monkeypatch.setattr("portal.people.services.proposals.PREVIEWED_AT_ONCE", 1)
    monkeypatch.setattr(rosters, "ask_for_preview", asked.append)
    data = b"employee_id,given_name,family_name\nE1,Ann,Lee\nE2,Bo,=1\n"

    page = upload(client, training_admin, data)
    batch = RosterBatch.objects.get()
    waits = client.get(f"/people/roster/{batch.code}/", headers={"HX-Request": "true"})
    assert services.proposals_without_preview() == [batch.pk]
    services.preview_roster(batch_id=batch.pk)
    news = client.get(f"/people/roster/{batch.code}/", headers={"HX-Request": "true"})
    shown = client.get(f"/people/roster/{batch.code}/").content.decode()

    assert asked == [batch.pk]
    assert "This is a large file" in page.content.decode()
    assert "Import these rows" not in page.content.decode()
    assert (waits.status_code, news["HX-Refresh"]) == (204, "true")
    assert "Import these rows" in shown
    assert "This cell holds a formula" in shown
    assert services.proposals_without_preview() == []


def test_page_says_so_when_the_file_is_lost(client, training_admin):
    upload(client, training_admin, b"employee_id,given_name,family_name\nE1,Ann,Lee\n")
    batch = RosterBatch.objects.get()
    default_storage.delete(batch.stored_as)

    assert client.get(f"/people/roster/{batch.code}/").status_code == 200
    page = client.post(f"/people/roster/{batch.code}/start/", follow=True)
    other = client.post(f"/people/roster/{batch.code}/columns/", {}, follow=True)

    assert "The file is no longer here" in page.content.decode()
    assert "The file is no longer here" in other.content.decode()


def test_get_changes_nothing(client, training_admin):
    upload(client, training_admin, b"employee_id,given_name,family_name\nE1,Ann,Lee\n")
    batch = RosterBatch.objects.get()

    for verb in ("start", "drop", "undo", "columns"):
        assert client.get(f"/people/roster/{batch.code}/{verb}/").status_code == 405

    batch.refresh_from_db()
    assert batch.state == BatchState.PROPOSED


def test_dropped_import_deletes_the_file(client, training_admin):
    upload(client, training_admin, b"employee_id,given_name,family_name\nE1,Ann,Lee\n")
    batch = RosterBatch.objects.get()

    client.post(f"/people/roster/{batch.code}/drop/")
    again = client.post(f"/people/roster/{batch.code}/start/", follow=True)

    batch.refresh_from_db()
    assert (batch.state, batch.stored_as) == (BatchState.DROPPED, "")
    assert "no longer possible" in again.content.decode()


@pytest.mark.feature("PE-04")
def test_rosters_are_closed_to_others(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    batch = services.propose_roster(
        actor=SYSTEM,
        organisation_id=borough.organisation.pk,
        data=b"employee_id,given_name,family_name\nE1,Ann,Lee\n",
        now=NOW,
    )
    address = f"/people/roster/{batch.code}/"

    assert client.get("/people/roster/").status_code == 302
    for staff, status in ((borough.practitioner, 403), (borough.manager, 403), (other.training_admin, 200)):
        client.force_login(staff.user)
        assert client.get("/people/roster/").status_code == status
        assert client.get(address).status_code == 404
        for verb in ("start", "drop", "undo", "columns"):
            assert client.post(f"{address}{verb}/").status_code == 404
    forged = upload(client, borough.practitioner, b"employee_id,given_name,family_name\nE1,Ann,Lee\n")
    assert forged.context["form"].errors["organisation"]


def test_list_of_imports_is_flat(client, training_admin, assert_flat):
    organisation_id = training_admin.membership.organisation_id

    def grow() -> None:
        for _ in range(10):
            services.propose_roster(
                actor=SYSTEM,
                organisation_id=organisation_id,
                data=b"employee_id,given_name,family_name\nE1,Ann,Lee\n",
                now=NOW,
            )

    grow()
    assert_flat(lambda: client.get("/people/roster/").content, grow)


HEADER = "employee_id,email,given_name,family_name,service,team,start_date,end_date"


def file_of(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode()


def starter(number: int, domain: str = "camden.example", family_name: str = "Lee") -> str:
    return f"E{number},p{number}@{domain},Person {number},{family_name},,,2026-11-02,"


def test_preview_names_who_starts_and_leads_to_all_of_them(client, training_admin):
    rows = [starter(number) for number in range(1, 131)]

    preview = upload(client, training_admin, file_of(*rows)).content.decode()
    batch = RosterBatch.objects.get()
    everybody = client.get(f"/people/roster/{batch.code}/people/created/").content.decode()
    rest = client.get(f"/people/roster/{batch.code}/people/created/?page=2").content.decode()

    assert "People who start: 130" in preview
    assert "Person 5 Lee" in preview
    assert "Person 6 Lee" not in preview
    assert "See all 130" in preview
    assert "People who leave" not in preview
    assert "Person 100 Lee" in everybody
    assert "Person 101 Lee" not in everybody
    assert "Person 130 Lee" in rest


def test_preview_names_movers_and_leavers(client, training_admin):
    first = file_of(
        "E1,a@camden.example,Ann,Lee,Early Help,North,2026-01-05,",
        "E2,b@camden.example,Bo,Lee,Early Help,North,2026-01-05,",
    )
    batch = services.propose_roster(
        actor=SYSTEM,
        organisation_id=training_admin.membership.organisation_id,
        data=first,
        now=NOW,
        create_places=True,
    )
    services.start_import(actor=SYSTEM, batch_id=batch.pk, now=NOW)
    services.continue_import(batch_id=batch.pk, now=NOW)

    second = file_of(
        "E1,a@camden.example,Ann,Lee,Early Help,South,2026-01-05,",
        "E2,b@camden.example,Bo,Lee,Early Help,North,2026-01-05,2026-11-20",
        "E3,c@camden.example,Cy,Lee,Early Help,South,2026-11-02,",
    )
    upload(client, training_admin, second)
    proposed = RosterBatch.objects.order_by("-pk")[0]
    client.post(
        f"/people/roster/{proposed.code}/columns/",
        {**{key: str(place) for key, place in proposed.mapping.items()}, "create_places": "on"},
    )
    words = client.get(f"/people/roster/{proposed.code}/").content.decode()

    proposed.refresh_from_db()
    assert proposed.outlook["people"] == {"created": 1, "moved": 1, "ended": 1, "changed": 0}
    assert "People who move: 1" in words
    assert "South, Early Help" in words
    assert "20 Nov" in words


def test_names_are_gone_with_the_file_when_somebody_has_decided(client, training_admin):
    upload(client, training_admin, file_of(starter(1)))
    batch = RosterBatch.objects.get()
    kept = batch.outlook["outcomes_stored_as"]
    there = default_storage.exists(kept)

    with_callbacks = client.post(f"/people/roster/{batch.code}/drop/", follow=True)

    assert with_callbacks.status_code == 200
    assert there
    assert client.get(f"/people/roster/{batch.code}/people/created/").status_code == 404
    assert client.get(f"/people/roster/{batch.code}/people/unchanged/").status_code == 404
    assert "Person 1" not in str(RosterBatch.objects.values())


@pytest.mark.parametrize("name", ["<script>x</script>", "ليلى'نور", "O’" + "B" * 140])
def test_names_are_shown_as_they_are_and_never_as_markup(client, training_admin, name):
    words = upload(client, training_admin, file_of(starter(1, family_name=name))).content.decode()

    assert "<script>x" not in words


def test_wrong_boroughs_file_is_imported_only_when_its_borough_is_typed(client, training_admin):
    make_mail_domain(training_admin.membership.organisation, "camden.example")
    make_mail_domain(make_organisation("havering", name="Havering"), "havering.example")
    preview = upload(client, training_admin, file_of(starter(1, "havering.example"))).content.decode()
    batch = RosterBatch.objects.get()
    address = f"/people/roster/{batch.code}/start/"

    answers = [
        client.post(address, typed, follow=True).content.decode()
        for typed in ({}, {"although_of": "Camden"}, {"although_of": "x" * 100_000}, {"although_of": ""})
    ]
    before = Person.objects.filter(email="p1@havering.example").exists()
    client.post(address, {"although_of": " havering "})

    assert "This looks like the file of Havering." in preview
    assert "Import these rows" not in preview
    assert all("Nothing was imported. If it is meant, type “Havering”" in words for words in answers)
    assert not before
    assert Person.objects.filter(email="p1@havering.example").exists()


def test_large_file_is_not_read_again_for_each_look_at_its_preview(client, training_admin):
    upload(client, training_admin, file_of(*(starter(number) for number in range(1, 3_001))))
    batch = RosterBatch.objects.get()
    default_storage.delete(batch.stored_as)
    default_storage.save(batch.stored_as, ContentFile(b"%PDF-1.7 and no table at all"))

    words = client.get(f"/people/roster/{batch.code}/").content.decode()

    assert "People who start: 3000" in words
    assert "Which column holds what" in words


def test_preview_says_what_would_change_and_who_has_no_family_name(client, training_admin):
    upload(client, training_admin, b"employee_id,given_name,family_name,job_role\nE1,Ann,Lee,Social worker\n")
    client.post(f"/people/roster/{RosterBatch.objects.get().code}/start/")

    preview = upload(
        client,
        training_admin,
        b"employee_id,given_name,family_name,job_role\nE1,Ann,Leigh,Manager\nE2,Short\n",
    )

    words = preview.content.decode()
    assert "Changes: name, job role" in words
    assert "There is no family name. Add it, unless this person has one name only." in words

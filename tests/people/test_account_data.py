"""A copy of everything that is held about oneself (PE-09)."""

import io
import json
import re
from datetime import timedelta
from itertools import count
from zipfile import ZipFile

import pytest
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import NotAllowed
from portal.kernel.personal_data import Subject, copy_for, holdings
from portal.people import services
from portal.people.errors import CopiedTooOften
from portal.people.models import Person, RosterBatch, RosterChange
from tests.factories.consultations import days_ago, make_consultation, make_surgery
from tests.factories.courses import make_enrolment
from tests.factories.people import (
    NOW,
    PASSWORD,
    Staff,
    make_borough_staff,
    make_grant,
    make_membership,
    make_staff,
    make_team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]


def sign_in(client: Client, staff: Staff) -> None:
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def unpacked(content: bytes) -> tuple[dict, str]:
    archive = ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["my-data.json", "my-data.html"]
    return json.loads(archive.read("my-data.json")), archive.read("my-data.html").decode()


def test_copy_holds_what_every_app_knows_and_nobody_else(client, clock):
    borough, surgery = make_borough_staff("havering"), make_surgery()
    staff = surgery.practitioner
    place = make_enrolment(person=staff.person)
    make_consultation(surgery, days_ago(3), note="Thinking about patterns of behaviour")
    sign_in(client, staff)

    answer = client.post("/account/data/download/")
    data, page = unpacked(b"".join(answer.streaming_content))

    assert data["sections"]["people.record"]["rows"][0]["email"] == staff.person.email
    assert data["sections"]["courses.places"]["rows"][0]["run"] == place.run.reference
    assert "Thinking about patterns" in data["sections"]["consultations.asked"]["rows"][0]["note"]
    assert staff.person.family_name in page
    others = [borough.colleague, borough.manager, borough.training_admin, surgery.lead]
    assert not [other for other in others if other.person.email in json.dumps(data) + page]


def test_copy_is_kept_out_of_caches_and_named_for_the_day(client, clock):
    staff = make_borough_staff().practitioner
    sign_in(client, staff)

    answer = client.post("/account/data/download/")

    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/zip"
    assert "practice-hub-my-data-2026-11-24.zip" in answer["Content-Disposition"]
    assert Entry.objects.filter(verb="downloaded own data", actor_user_id=staff.user.pk).count() == 1


def test_copy_wants_the_password_once_more_when_the_sign_in_is_old(client, clock, settings):
    settings.STEP_UP_MINUTES = 15
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    page = client.get("/account/data/")
    answer = client.post("/account/data/download/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    back = client.get("/account/data/download/")

    assert page["Location"].startswith("/accounts/reauthenticate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Entry.objects.filter(verb="downloaded own data").exists()
    assert back["Location"] == "/account/data/"


def test_copy_is_refused_after_five_in_a_day_and_given_again_the_next(clock):
    staff = make_borough_staff().practitioner
    for _ in range(5):
        services.copy_own_data(actor=staff.actor(), now=NOW).close()

    with pytest.raises(CopiedTooOften):
        services.copy_own_data(actor=staff.actor(), now=NOW + timedelta(hours=23))

    services.copy_own_data(actor=staff.actor(), now=NOW + timedelta(hours=25)).close()


def test_copy_holds_what_rosters_changed_about_the_place_too(clock):
    staff, other = make_staff(), make_staff()
    batch = RosterBatch.objects.create(
        organisation=staff.membership.organisation,
        code="B1",
        file_digest="",
        as_of=NOW.date(),
        imported_by="person 1",
        imported_at=NOW,
    )
    for each in (staff, other):
        RosterChange.objects.create(
            batch=batch,
            model="membership",
            row_id=each.membership.pk,
            before={"employee_id": f"OLD-{each.person.pk}"},
            after={"employee_id": f"NEW-{each.person.pk}"},
        )

    told = json.dumps(list(copy_for(Subject(staff.person.pk, staff.user.pk))), default=str)

    assert f"OLD-{staff.person.pk}" in told
    assert f"NEW-{staff.person.pk}" in told
    assert f"OLD-{other.person.pk}" not in told


def test_markup_in_a_name_is_escaped_in_the_readable_copy(clock):
    staff = make_borough_staff().practitioner
    Person.objects.filter(pk=staff.person.pk).update(given_name="<b>عائشة</b>")

    with services.copy_own_data(actor=staff.actor(), now=NOW) as copy:
        data, page = unpacked(copy.read())

    assert data["sections"]["people.record"]["rows"][0]["given_name"] == "<b>عائشة</b>"
    assert "&lt;b&gt;عائشة&lt;/b&gt;" in page


def test_copy_asks_no_more_questions_when_there_are_more_rows(assert_flat, clock):
    surgery = make_surgery()
    staff = surgery.practitioner
    subject = Subject(staff.person.pk, staff.user.pk)
    days = count(1)

    def grow() -> None:
        for _ in range(6):
            make_grant(staff.person, "manager", make_team())
            make_membership(staff.person, team=make_team())
            make_consultation(surgery, days_ago(next(days)))
            services.name_for_certificates(
                actor=staff.actor(), name=f"{staff.person.name} {next(days)}", now=NOW
            )

    grow()
    assert_flat(lambda: list(copy_for(subject)), grow)


def test_nothing_is_held_about_somebody_who_is_nobody(clock):
    make_borough_staff()

    held = [holding.key for holding, rows in copy_for(Subject(0, 0)) if rows]

    assert held == []
    assert len(holdings()) > 25


def test_system_has_no_data_of_its_own():
    with pytest.raises(NotAllowed):
        services.copy_own_data(actor=SYSTEM, now=NOW)


def test_readable_copy_is_in_words_for_people(clock):
    surgery = make_surgery()
    staff = surgery.practitioner
    make_enrolment(person=staff.person)
    make_consultation(surgery, days_ago(3), prompts=["harm_to_child"])
    services.copy_own_data(actor=staff.actor(), now=NOW).close()

    with services.copy_own_data(actor=staff.actor(), now=NOW + timedelta(minutes=1)) as copy:
        data, page = unpacked(copy.read())

    # the JSON keeps what programs need, the page says it
    assert data["sections"]["audit.trail"]["rows"][0]["about"].startswith("people.")
    assert "How the behaviour harms the children" in page
    assert '<dt>Your name in lists</dt><dd dir="auto">Shown to colleagues</dd>' in page
    assert not re.search(r"[a-z]+\.[a-z]+:\w", page)
    assert not re.search(r"<d[dt][^>]*>[^<]*(_|\d{4}-\d\d-\d\d)", page)

"""The account page, the name on certificates and the name in lists (PE-09)."""

import pytest

from portal.audit.models import Entry
from portal.people.models import Person, User
from tests.factories.people import PASSWORD, make_borough_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]


def test_name_on_certificates_is_the_persons_own(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    typed = f"Dr  Amara {staff.person.family_name}"
    page = client.post("/account/certificate-name/", {"certificate_name": typed}, follow=True)

    staff.person.refresh_from_db()
    assert staff.person.name_on_certificate == typed.replace("  ", " ")
    assert "The name for your certificates is saved" in page.content.decode()
    assert Entry.objects.get(verb="changed own details").detail == {"fields": ["certificate_name"]}


@pytest.mark.parametrize(
    "name",
    ["عائشة بنت محمد", "Siân O’Brien-D'Souza", "Ọlájùmọ̀kẹ́ Adéyẹmí", "N" * 100],
    ids=["arabic", "apostrophe", "marks", "long"],
)
def test_name_is_kept_and_shown_as_written_when_it_is_unusual(client, clock, name):
    staff = make_borough_staff().practitioner
    Person.objects.filter(pk=staff.person.pk).update(given_name=name)
    client.force_login(staff.user)

    page = client.post("/account/certificate-name/", {"certificate_name": name}, follow=True)

    staff.person.refresh_from_db()
    assert staff.person.certificate_name == name
    assert name.replace("'", "&#x27;") in page.content.decode()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "N" * 101, "   ", "https://example.org", "nul\x00l"]
)
def test_name_is_refused_and_nothing_is_lost_when_it_is_none(client, clock, name):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    page = client.post("/account/certificate-name/", {"certificate_name": name}, follow=True)

    staff.person.refresh_from_db()
    assert staff.person.certificate_name == ""
    assert page.status_code == 400 or page.context["form"].errors["certificate_name"]
    assert "<script>alert" not in page.content.decode()


@pytest.mark.feature("CE-05")
def test_name_of_somebody_else_is_refused_and_kept_in_the_box(client, clock):
    borough = make_borough_staff()
    staff, theirs = borough.practitioner, "Nadia Farouk-Example"
    client.force_login(staff.user)

    page = client.post("/account/certificate-name/", {"certificate_name": theirs}, follow=True)

    staff.person.refresh_from_db()
    words = page.content.decode()
    assert staff.person.certificate_name == ""
    assert "Keep at least one of the names that your staff record has." in words
    assert borough.training_admin.person.name in words
    assert theirs in words


def test_name_that_stands_can_be_saved_again_when_the_roster_changed_since(client, clock):
    staff = make_borough_staff().practitioner
    Person.objects.filter(pk=staff.person.pk).update(certificate_name="An Older Name")
    client.force_login(staff.user)

    page = client.post("/account/certificate-name/", {"certificate_name": "An Older Name"}, follow=True)

    assert "The name for your certificates is saved." in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("   ", "There are only spaces in the box."),
        ("<b>Amara</b>", "Type a name only: no web address"),
        ("N" * 101, "The name must be 100 characters or fewer."),
        ("", "Your certificates carry the name of your staff record from now on."),
    ],
)
def test_sentence_says_what_is_wrong_with_a_name(client, clock, typed, said):
    client.force_login(make_borough_staff().practitioner.user)

    page = client.post("/account/certificate-name/", {"certificate_name": typed}, follow=True)

    assert said in page.content.decode()


def test_lists_leave_a_name_out_when_the_person_says_so(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    page = client.post("/account/privacy/", {"hidden_on_rosters": "on"}, follow=True)
    hidden = type(staff.person).objects.get(pk=staff.person.pk).hidden_on_rosters
    client.post("/account/privacy/", {}, follow=True)

    staff.person.refresh_from_db()
    assert hidden
    assert "Not shown to colleagues" in page.content.decode()
    assert staff.person.hidden_on_rosters is False


def test_privacy_page_says_who_sees_the_name_all_the_same(client, clock):
    client.force_login(make_borough_staff().practitioner.user)

    words = client.get("/account/privacy/").content.decode()

    assert "Who still sees your name" in words
    assert "Colleagues can be survivors, too" in words


def test_account_page_leads_to_everything_that_can_be_changed(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    words = client.get("/account/").content.decode()

    assert "Assessment 1" in words
    for address in (
        "/account/certificate-name/",
        "/account/privacy/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/account/notices/",
        "/my/calendar/",
        "/account/data/",
        "/account/erase/",
        "/account/complaints/new/",
    ):
        assert f'href="{address}"' in words


def test_account_page_waits_when_nobody_is_matched(client, clock):
    user = User.objects.create_user("new@camden.example", PASSWORD)
    client.force_login(user)

    page = client.get("/account/")

    assert "not matched to a member of staff yet" in page.content.decode()
    assert client.get("/account/certificate-name/").status_code == 403
    assert client.post("/account/privacy/", {"hidden_on_rosters": "on"}).status_code == 403
    assert client.get("/account/notices/").status_code == 200

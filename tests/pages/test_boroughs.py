"""Borough pages: the editors' words, and live parts within rights (PG-01)."""

import re

import pytest

from portal.pages.models import BoroughIndexPage, BoroughPage
from portal.people.models import Person
from tests.factories.champions import make_champion
from tests.factories.consultations import make_cover, make_surgery
from tests.factories.courses import make_run
from tests.factories.people import make_borough_staff, make_organisation, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-01"), pytest.mark.usefixtures("foundation")]


def make_borough_page(code: str = "camden", **fields: str) -> BoroughPage:
    index = BoroughIndexPage.objects.get()
    return index.add_child(
        instance=BoroughPage(title=code.title(), slug=code, organisation_code=code, **fields)
    )


def test_borough_page_says_when_the_lead_is_in_and_what_is_open(client) -> None:
    borough = make_organisation("camden", gss_code="E09000007")
    make_borough_page(office_days="Mondays and Thursdays", contacts="Practice desk")

    words = client.get("/boroughs/camden/").content.decode()

    assert "Mondays and Thursdays" in words
    assert f'href="/courses/?borough={borough.pk}"' in words
    assert "Practice desk" in words
    assert 'href="/pathways/restart/"' in words


def test_colleague_sees_the_lead_and_the_days_at_this_borough(client, clock) -> None:
    surgery = make_surgery("camden")
    make_borough_page()
    client.force_login(make_staff().user)

    words = client.get("/boroughs/camden/").content.decode()

    assert surgery.lead.person.name in words
    assert re.search("Monday( and Thursday)? 09:30 to 16:30, in person at ", words)
    assert "Nobody is listed as a champion here yet." in words


def test_visitor_reads_neither_a_name_nor_a_venue(client, clock) -> None:
    surgery = make_surgery("camden")
    champion = make_champion(team=surgery.practitioner.membership.team)
    make_run(venue="Crowndale Centre")
    make_borough_page()

    words = client.get("/boroughs/camden/").content.decode()

    assert surgery.lead.person.name not in words
    assert champion.person.name not in words
    assert "Crowndale" not in words
    assert "In person" in words


@pytest.mark.feature("PE-04")
def test_account_without_a_place_reads_what_a_visitor_reads(client, clock) -> None:
    surgery = make_surgery("camden")
    champion = make_champion(team=surgery.practitioner.membership.team)
    run = make_run(venue="Crowndale Centre")
    make_borough_page(office_days="Mondays")
    client.force_login(make_user())

    pages = (
        "/boroughs/camden/",
        "/courses/",
        f"/courses/{run.course.slug}/",
        f"/courses/runs/{run.reference}/",
        f"/courses/runs/{run.reference}/ask/",
    )
    words = "".join(client.get(page).content.decode() for page in pages)

    hidden = (surgery.lead.person.name, champion.person.name, "Crowndale", "Judd Street", "Monday 09:30")
    assert [each for each in (*hidden, run.trainers.get().name) if each in words] == []
    assert "Have your place of work confirmed to see who it is" in words
    assert "Shown when your place of work is confirmed" in words


@pytest.mark.feature("PE-09")
def test_lead_who_hides_their_name_is_not_named_on_the_page(client, clock) -> None:
    surgery = make_surgery("camden")
    Person.objects.filter(pk=surgery.lead.person.pk).update(hidden_on_rosters=True)
    make_borough_page()
    client.force_login(make_staff().user)

    words = client.get("/boroughs/camden/").content.decode()

    assert surgery.lead.person.name not in words
    assert "Judd Street" not in words
    assert "You see who it is when you book a time." in words


def test_borough_page_says_so_when_nobody_leads_it(client) -> None:
    make_organisation("camden")
    make_borough_page()
    client.force_login(make_staff().user)

    assert "No lead serves this borough at the moment." in client.get("/boroughs/camden/").content.decode()


def test_joining_borough_says_so(client) -> None:
    make_organisation("barnet", standing="joining")
    make_borough_page("barnet")

    words = client.get("/boroughs/barnet/").content.decode()

    assert "Barnet is joining." in words
    assert "Book a consultation" not in words


def test_borough_page_stands_when_its_organisation_is_gone(client) -> None:
    make_borough_page("atlantis")

    assert client.get("/boroughs/atlantis/").status_code == 200


def test_borough_page_is_flat_when_much_happens_there(client, clock, assert_flat) -> None:
    surgery = make_surgery("camden")
    make_borough_page()
    client.force_login(make_staff().user)

    def one_of_each() -> None:
        make_run()
        make_champion(team=surgery.practitioner.membership.team)
        make_cover(make_staff(), surgery.organisation)

    one_of_each()

    assert_flat(lambda: client.get("/boroughs/camden/").content, lambda: [one_of_each() for _ in range(5)])


def test_code_is_refused_when_no_organisation_has_it() -> None:
    form_class = BoroughPage.get_edit_handler().get_form_class()
    form = form_class({"organisation_code": "atlantis", "body-count": "0"}, instance=BoroughPage())
    form.is_valid()

    assert form.errors["organisation_code"] == [
        "No organisation has this code. Use the one on its roster, such as camden."
    ]


def test_list_of_boroughs_is_flat(client, assert_flat) -> None:
    make_borough_page("camden")

    assert_flat(
        lambda: client.get("/boroughs/").content,
        lambda: [make_borough_page(f"borough-x{n}") for n in range(8)],
    )


def test_colleague_reads_whom_to_write_to_and_a_visitor_the_desk(client, clock) -> None:
    borough = make_borough_staff("camden")
    keeper = borough.training_admin.person
    make_borough_page(contacts="Training: training@camden.example\n<b>Desk</b>")

    visited = client.get("/boroughs/camden/").content.decode()
    client.force_login(borough.practitioner.user)
    read = client.get("/boroughs/camden/").content.decode()

    assert '<a href="mailto:training@camden.example">' in visited
    assert "&lt;b&gt;Desk" in visited
    assert keeper.email not in visited
    assert f'href="mailto:{keeper.email}"' in read

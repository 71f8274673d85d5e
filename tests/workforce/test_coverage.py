"""Whose figures somebody sees, whose names, and what stands there when there is nothing to count."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Course, Enrolment
from courses.services import approve, decline
from courses.states import Approval, EndReason
from portal.people.models import Membership, Team
from portal.people.selectors import memberships_on
from portal.workforce.models import CountedCourse
from portal.workforce.permissions import (
    may_see_figures,
    may_see_names,
    memberships_counted_for,
    memberships_named_to,
)
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import (
    Borough,
    Staff,
    actor_of,
    make_borough_staff,
    make_membership,
    make_organisation,
    make_person,
    make_staff,
)
from tests.factories.registers import AFTERWARDS, make_completed
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TODAY = date(2026, 11, 24)


@pytest.fixture
def borough() -> Borough:
    CountedCourse.objects.create(course_code="core", short_name="Core", starts_on=date(2026, 1, 1))
    make_course("core")
    return make_borough_staff()


def page_of(client: Client, staff: Staff, address: str) -> str:
    client.force_login(staff.user)
    return str(client.get(address).content.decode())


def fill(team: Team, people: int) -> list[Membership]:
    return [make_membership(make_person(), team=team, caseload_holding=True) for _ in range(people)]


@pytest.mark.feature("WF-01", "WF-05", "PE-04")
def test_manager_sees_figures_and_names_of_the_own_team_when_the_borough_is_larger(
    client: Client, borough: Borough
) -> None:
    fill(borough.team, 4)
    other = fill(borough.other_team, 7)

    figures = page_of(client, borough.manager, "/coverage/camden/")
    names = page_of(client, borough.manager, "/coverage/people/camden/")

    assert "None of the frontline staff in Assessment 1 are trained in Core yet" in figures
    assert "0 of 6 people who hold cases in Assessment 1" in figures
    assert "Assessment 2" not in figures
    assert "6 people are not trained yet" in names
    assert not [row for row in other if row.person.name in names]


@pytest.mark.feature("WF-01", "WF-05", "PE-04")
def test_lead_sees_all_figures_and_no_names_when_the_borough_is_theirs(
    client: Client, borough: Borough
) -> None:
    fill(borough.team, 4)
    fill(borough.other_team, 7)
    lead = make_staff(
        organisation=make_organisation("respect", kind="charity"), role="lead", reach=borough.organisation
    )

    figures = page_of(client, lead, "/coverage/camden/")

    assert "None of Camden’s frontline staff are trained in Core yet" in figures
    assert "See who is next" not in figures
    assert client.get("/coverage/people/camden/").status_code == 404


@pytest.mark.feature("WF-01", "PE-04")
def test_predicates_and_querysets_agree_when_every_persona_looks_at_everybody(borough: Borough) -> None:
    elsewhere = make_borough_staff("havering")
    fill(borough.other_team, 2)

    for staff in (
        borough.manager,
        borough.head,
        borough.training_admin,
        borough.practitioner,
        elsewhere.head,
    ):
        actor = staff.actor()
        everybody = list(memberships_on(TODAY))
        counted = set(memberships_counted_for(actor, TODAY))
        named = set(memberships_named_to(actor, TODAY))
        assert {row for row in everybody if may_see_figures(actor, row)} == counted
        assert {row for row in everybody if may_see_names(actor, row)} == named
        assert named <= counted


@pytest.mark.feature("WF-09")
def test_total_is_hidden_when_the_whole_reach_holds_fewer_than_five_people(
    client: Client, borough: Borough
) -> None:
    shown = page_of(client, borough.manager, "/coverage/camden/")
    exported = page_of(client, borough.manager, "/coverage/export/camden/")

    assert "Too few people in Assessment 1 for a figure" in shown
    assert "2 of 2" not in shown
    assert all(line.endswith(",".join(["hidden"] * 7)) for line in exported.splitlines()[1:])


@pytest.mark.feature("WF-01")
def test_page_says_not_known_when_nobody_is_on_the_roster(client: Client, borough: Borough) -> None:
    empty = make_organisation("barnet")
    admin = make_staff(organisation=empty, role="training_admin")

    shown = page_of(client, admin, "/coverage/barnet/")

    assert "We do not know yet how many of Barnet’s frontline staff are trained in Core" in shown
    assert "0%" not in shown
    assert "100%" not in shown


@pytest.mark.feature("WF-01", "WF-02")
def test_figure_stays_as_it_was_when_somebody_leaves_later(
    client: Client, borough: Borough, clock: FixedClock
) -> None:
    fill(borough.team, 4)
    make_completed(make_run(Course.objects.get(code="core")), person=borough.practitioner.person)
    clock.move_to(AFTERWARDS)
    on = AFTERWARDS.date()
    before = page_of(client, borough.manager, f"/coverage/camden/?on={on}")

    Membership.objects.filter(person=borough.practitioner.person).update(ends_on=on)
    clock.advance(days=40)

    assert "1 of 6 people" in before
    assert "1 of 6 people" in page_of(client, borough.manager, f"/coverage/camden/?on={on}")


@pytest.mark.feature("WF-01")
@pytest.mark.parametrize(
    "on", ["0001-01-01", "9999-12-31", "2026-11-24T00:00", "tomorrow", "2026-02-30", "%D9%A1"]
)
def test_page_answers_when_the_day_in_the_address_is_nonsense(
    client: Client, borough: Borough, on: str
) -> None:
    client.force_login(borough.head.user)

    assert client.get(f"/coverage/camden/?on={on}&by=x").status_code == 200
    assert client.get(f"/coverage/export/camden/?on={on}").status_code == 200
    assert client.get(f"/coverage/people/camden/?course=x&page={on}").status_code == 200


@pytest.mark.feature("WF-05")
def test_list_comes_in_pages_when_many_are_not_trained(
    client: Client, borough: Borough, assert_flat: Callable[..., None]
) -> None:
    client.force_login(borough.head.user)
    fill(borough.team, 3)

    assert_flat(
        lambda: client.get("/coverage/people/camden/?course=core").content,
        lambda: fill(borough.other_team, 60),
    )

    assert b"Page 1 of 2" in client.get("/coverage/people/camden/?course=core").content
    assert b"?course=core&amp;page=2" in client.get("/coverage/people/camden/?course=core").content


@pytest.mark.feature("WF-01", "WF-08")
def test_queries_stay_the_same_when_teams_are_added(
    client: Client, borough: Borough, assert_flat: Callable[..., None]
) -> None:
    client.force_login(borough.head.user)
    fill(borough.team, 6)

    assert_flat(
        lambda: (client.get("/coverage/camden/").content, client.get("/coverage/export/camden/").content),
        lambda: fill(borough.other_team, 12),
    )


@pytest.mark.feature("WF-01")
@pytest.mark.parametrize("name", ["ا" * 120, "<b>" + "x" * 110])
def test_names_are_shown_as_they_are_when_they_are_long_or_arabic(
    client: Client, borough: Borough, name: str
) -> None:
    Team.objects.filter(pk=borough.team.pk).update(name=name)
    fill(borough.team, 4)

    shown = page_of(client, borough.manager, "/coverage/camden/")

    assert "<b>xx" not in shown
    assert name.replace("<", "&lt;").replace(">", "&gt;") in shown


@pytest.mark.feature("WF-01", "WF-04", "WF-09")
def test_list_of_boroughs_says_how_far_each_has_come_when_several_are_ones_own(
    client: Client, borough: Borough, assert_flat: Callable[..., None]
) -> None:
    havering = make_borough_staff("havering", gss_code="E09000016")
    make_organisation("barnet", gss_code="E09000003")
    make_organisation("helpline", kind="charity")
    fill(borough.team, 8)
    admin = make_staff(
        organisation=make_organisation("respect", kind="charity"), role="admin", everywhere=True
    )
    client.force_login(admin.user)

    page = client.get("/coverage/").content.decode()

    assert "We know for 1 of 3 boroughs how many frontline staff are trained in Core" in page
    assert re.search(r"Camden</a></th>\s*<td[^>]*>0% <span[^>]*>\(0 of 10\)", page)
    assert re.search(r"No roster says who holds cases in <a[^>]*>Barnet</a>", page)
    assert re.search(r"Havering</a></th>\s*<td[^>]*>hidden", page)
    assert "Helpline" not in page
    assert_flat(
        lambda: client.get("/coverage/").content,
        lambda: [fill(havering.team, 4), *(make_organisation(f"borough-of-{n}") for n in range(9))],
    )


@pytest.mark.feature("WF-05")
def test_list_says_what_stands_for_each_when_some_have_asked(client: Client, borough: Borough) -> None:
    Course.objects.filter(code="core").update(approval=Approval.MANAGER)
    asking, refused, booked, idle = fill(borough.team, 4)
    manager = actor_of(borough.manager.person)
    waits, answered, held = (
        make_enrolment(make_run(Course.objects.get(code="core")), member.person)
        for member in (asking, refused, booked)
    )
    Enrolment.objects.filter(pk=waits.pk).update(approver=borough.manager.person)
    decline(actor=manager, enrolment_id=answered.pk, reason=EndReason.OTHER_DATES, now=NOW)
    approve(actor=manager, enrolment_id=held.pk, now=NOW)

    names = page_of(client, borough.manager, "/coverage/people/camden/")

    assert f'href="/courses/approvals/?request={waits.pk}#request-{waits.pk}"' in names
    assert "Refused by you on" in names
    assert "“Another date would be better”" in names
    assert "Has asked for nothing yet." in names
    in_order = [names.index(f"<bdi>{row.person.name}</bdi>") for row in (asking, refused, booked)]
    assert in_order == sorted(in_order)
    assert names.index(f"<bdi>{idle.person.name}</bdi>") < in_order[2]


@pytest.mark.feature("WF-05")
def test_manager_can_write_to_whoever_has_nothing_under_way_when_the_course_has_a_page(
    client: Client, borough: Borough
) -> None:
    (idle,) = fill(borough.team, 1)
    path = reverse("courses:course", args=[Course.objects.get(code="core").slug])

    names = page_of(client, borough.manager, "/coverage/people/camden/?course=core")

    assert f'href="{path}#dates"' in names
    mail = re.search(rf'href="mailto:{re.escape(idle.person.email)}\?([^"]+)"', names)
    assert mail
    assert quote(path, safe="") in mail[1]
    assert quote(idle.person.family_name) not in mail[1]

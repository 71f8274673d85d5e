"""Directory and gap view: who is shown, what is counted, from which day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from champions import services
from champions.models import Champion
from champions.permissions import may_nominate, memberships_nominated_by
from champions.rules import Serving, TeamGap
from champions.screens import sections_of
from champions.selectors import champion_of_team, directory, gaps, hub_cards, hub_items
from champions.states import ChampionState, EndReason
from portal.kernel.actors import EVERYTHING, SYSTEM, Scope
from portal.people.models import Membership, Person
from tests.factories.champions import NOW, make_champion, make_trained
from tests.factories.people import Borough, make_borough_staff, make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = NOW.date()


@pytest.fixture
def borough() -> Borough:
    borough = make_borough_staff("camden")
    make_staff(team=borough.other_team)
    return borough


def standing(borough: Borough, on: date = TODAY) -> dict[str, str]:
    view = gaps(Scope(organisations=frozenset({borough.organisation.pk})), on)
    return {team.team: team.standing for team in view.teams}


@pytest.mark.feature("CH-05", "CH-01")
def test_one_gap_fewer_when_a_trained_person_is_nominated_and_starts(
    client: Client, borough: Borough
) -> None:
    make_trained(borough.practitioner.person.pk)
    page = reverse("champions:gaps")
    client.force_login(borough.manager.user)
    client.force_login(borough.head.user)
    before = client.get(page).content.decode()

    client.force_login(borough.manager.user)
    nominated = client.post(
        reverse("champions:nominate"),
        {"membership": borough.practitioner.membership.pk, "minutes_per_week": "60"},
        follow=True,
    )
    champion = Champion.objects.get()
    client.force_login(borough.practitioner.user)
    started = client.post(
        reverse("champions:start", args=[champion.pk]),
        {"listed": "on", "contact_method": "teams"},
        follow=True,
    )

    client.force_login(borough.head.user)
    after = client.get(page).content.decode()
    assert "Put forward. You can follow it" in nominated.content.decode()
    assert "You are your team’s practice champion." in started.content.decode()
    assert "2 of 2 teams have no champion" in before
    assert "1 of 2 teams has no champion" in after
    assert standing(borough) == {"Assessment 1": "covered", "Assessment 2": "gap"}


@pytest.mark.feature("CH-05")
def test_figure_of_a_past_day_stands_when_a_champion_stops_later(borough: Borough) -> None:
    champion = make_champion(borough.practitioner.membership, now=NOW - timedelta(days=30))
    past = TODAY - timedelta(days=1)
    before = standing(borough, past)

    services.end(actor=SYSTEM, champion_id=champion.pk, reason=EndReason.OWN_WISH, now=NOW)

    assert before == standing(borough, past) == {"Assessment 1": "covered", "Assessment 2": "gap"}
    assert standing(borough)["Assessment 1"] == "gap"
    assert standing(borough, TODAY - timedelta(days=31))["Assessment 1"] == "gap"


@pytest.mark.feature("CH-05")
def test_team_has_a_gap_when_its_champion_left_the_team(borough: Borough) -> None:
    make_champion(borough.practitioner.membership, now=NOW - timedelta(days=5))
    membership = borough.practitioner.membership
    membership.ends_on = TODAY - timedelta(days=1)
    membership.save()

    assert standing(borough)["Assessment 1"] == "gap"


@pytest.mark.feature("CH-05")
@pytest.mark.parametrize("cause", ["term", "membership"])
def test_team_is_closing_when_its_only_champion_leaves_soon(borough: Borough, cause: str) -> None:
    started = NOW - timedelta(days=300) if cause == "term" else NOW - timedelta(days=5)
    champion = make_champion(borough.practitioner.membership, now=started)
    if cause == "membership":
        membership = borough.practitioner.membership
        membership.ends_on = TODAY + timedelta(days=20)
        membership.save()

    view = gaps(Scope(organisations=frozenset({borough.organisation.pk})), TODAY)

    assert view.teams[0].standing == "closing"
    assert [row.name for row in view.leaving] == [borough.practitioner.person.name]
    if cause == "term":
        services.renew(actor=SYSTEM, champion_id=champion.pk, now=NOW)
        assert standing(borough)["Assessment 1"] == "covered"


@pytest.mark.feature("CH-05")
def test_counts_are_of_distinct_people_when_somebody_serves_two_teams(borough: Borough) -> None:
    make_champion(borough.practitioner.membership)
    second = make_staff(team=borough.other_team)
    second.membership.person = borough.practitioner.person
    second.membership.save()
    make_champion(second.membership)

    view = gaps(Scope(organisations=frozenset({borough.organisation.pk})), TODAY)

    assert (view.champions, view.gaps, view.staff) == (1, 0, 5)
    assert [point.teams for point in view.single_points] == [2]
    assert view.staff_per_champion == 5


@pytest.mark.feature("CH-05")
def test_ratio_is_not_known_when_there_is_no_champion(borough: Borough) -> None:
    assert gaps(Scope(organisations=frozenset({borough.organisation.pk})), TODAY).staff_per_champion is None


@pytest.mark.feature("CH-05", "PE-04")
def test_gap_view_shows_only_what_the_grant_reaches(client: Client, borough: Borough) -> None:
    make_team(make_borough_staff("havering").organisation, "Havering secret team")
    page = reverse("champions:gaps")
    seen = {}
    for name in ("practitioner", "manager", "head", "training_admin"):
        client.force_login(getattr(borough, name).user)
        response = client.get(page)
        text = response.content.decode()
        seen[name] = (
            response.status_code,
            "Assessment 1" in text,
            "Assessment 2" in text,
            "Havering" in text,
        )

    assert seen == {
        "practitioner": (403, False, False, False),
        "manager": (200, True, False, False),
        "head": (200, True, True, False),
        "training_admin": (200, True, True, False),
    }


@pytest.mark.feature("CH-02")
def test_directory_shows_only_who_agreed_and_hides_who_hides(client: Client, borough: Borough) -> None:
    shown = make_champion(borough.practitioner.membership)
    quiet = make_champion(borough.colleague.membership, listed=False)
    hidden = make_champion(borough.head.membership)
    hidden.person.hidden_on_rosters = True
    hidden.person.save()
    coming = make_champion(borough.training_admin.membership, ChampionState.TRAINED)
    client.force_login(make_staff().user)

    page = client.get(reverse("champions:index")).content.decode()

    assert [card.champion_id for card in directory(TODAY)] == [shown.pk]
    assert shown.person.email in page
    assert not any(row.person.email in page for row in (quiet, hidden, coming))


@pytest.mark.feature("CH-02")
def test_directory_refused_when_reader_is_not_staff(client: Client, borough: Borough) -> None:
    make_champion(borough.practitioner.membership)
    visitor = client.get(reverse("champions:index"))
    placeless = make_staff()
    placeless.membership.delete()
    client.force_login(placeless.user)

    assert visitor.status_code == 302
    assert client.get(reverse("champions:index")).status_code == 403


@pytest.mark.feature("CH-02")
def test_team_champion_is_named_on_the_hub_when_listed(borough: Borough) -> None:
    make_champion(borough.practitioner.membership)

    card = champion_of_team(borough.team.pk, TODAY)
    boxes = hub_cards(borough.colleague.actor(), NOW)

    assert card is not None
    assert card.name == borough.practitioner.person.name
    assert boxes[0].lines[0].text == card.name
    assert champion_of_team(borough.other_team.pk, TODAY) is None
    assert hub_cards(SYSTEM, NOW) == []


@pytest.mark.feature("CH-02")
def test_listing_is_gone_at_once_when_taken_back(client: Client, borough: Borough) -> None:
    champion = make_champion(borough.practitioner.membership)
    client.force_login(borough.practitioner.user)

    client.post(reverse("champions:listing", args=[champion.pk]), {"contact_method": ""})

    champion.refresh_from_db()
    assert (champion.listed, champion.listed_at, champion.show_email) == (False, None, False)
    assert directory(TODAY) == []


@pytest.mark.feature("CH-01")
def test_hub_shows_each_what_waits_for_them(borough: Borough) -> None:
    asked = make_champion(borough.practitioner.membership, ChampionState.NOMINATED)
    make_champion(borough.colleague.membership, ChampionState.TRAINED)

    manager, colleague = hub_items(borough.manager.actor(), NOW), hub_items(borough.colleague.actor(), NOW)

    assert [(item.group, item.url) for item in manager] == [("approve", f"/champions/{asked.pk}/")]
    assert [(item.group, item.tag) for item in colleague] == [("offers", "Your turn")]


@pytest.mark.feature("CH-01", "PE-04")
def test_record_is_not_found_when_it_is_not_theirs(client: Client, borough: Borough) -> None:
    champion = make_champion(borough.practitioner.membership)
    addresses = [
        reverse(f"champions:{name}", args=[champion.pk])
        for name in ("champion", "agree", "decline", "start", "listing", "renew", "lapse", "end")
    ]
    client.force_login(make_staff().user)

    assert {client.get(address).status_code for address in addresses} == {404}
    assert {client.post(address, {"reason": "moved"}).status_code for address in addresses[1:]} == {404}


@pytest.mark.feature("CH-01")
def test_refusal_stands_beside_the_form_when_service_says_no(client: Client, borough: Borough) -> None:
    champion = make_champion(borough.practitioner.membership)
    client.force_login(borough.manager.user)

    address = reverse("champions:renew", args=[champion.pk])
    page = client.post(address, {"months": "12"}, follow=True).content.decode()

    assert "It can be renewed in its last 90 days." in page
    assert 'value="12"' in page


@pytest.mark.feature("CH-01")
@pytest.mark.parametrize("state", ChampionState.values)
def test_every_page_of_a_champion_opens_in_every_state(client: Client, borough: Borough, state: str) -> None:
    champion = make_champion(borough.practitioner.membership, state)
    pages = ["champion", "agree", "decline", "start", "listing", "renew", "lapse", "end"]
    for someone in (borough.practitioner, borough.manager):
        client.force_login(someone.user)
        codes = {
            name: client.get(reverse(f"champions:{name}", args=[champion.pk])).status_code for name in pages
        }

        assert set(codes.values()) == {200}
    for name in ("index", "nominate", "apply"):
        assert client.get(reverse(f"champions:{name}")).status_code == 200


@pytest.mark.feature("CH-01")
def test_application_reaches_the_manager_when_somebody_applies(client: Client, borough: Borough) -> None:
    client.force_login(borough.practitioner.user)

    client.post(reverse("champions:apply"), {"membership": borough.practitioner.membership.pk})

    champion = Champion.objects.get()
    assert (champion.state, champion.approver) == (ChampionState.APPLIED, borough.manager.person)


@pytest.mark.feature("CH-05")
def test_gap_view_takes_no_more_queries_when_there_are_more_teams(
    assert_flat: Callable[..., None], borough: Borough
) -> None:
    def grow() -> None:
        for _ in range(4):
            make_champion(make_staff(team=make_team(borough.organisation)).membership)

    grow()
    assert_flat(lambda: gaps(EVERYTHING, TODAY), grow)


@pytest.mark.feature("CH-02")
def test_directory_takes_no_more_queries_when_there_are_more_champions(
    assert_flat: Callable[..., None], client: Client, borough: Borough
) -> None:
    client.force_login(borough.practitioner.user)

    def grow() -> None:
        for _ in range(4):
            make_champion(make_staff(team=make_team(borough.organisation)).membership)

    grow()
    assert_flat(lambda: client.get(reverse("champions:index")).content, grow)


@pytest.mark.feature("CH-01")
def test_hub_takes_two_queries_when_much_waits(assert_flat: Callable[..., None], borough: Borough) -> None:
    manager = borough.manager.actor()

    def grow() -> None:
        for _ in range(3):
            make_champion(make_staff(team=borough.team).membership, ChampionState.NOMINATED)

    grow()
    assert_flat(lambda: hub_items(manager, NOW), grow)


@pytest.mark.feature("CH-01")
def test_directory_offers_to_apply_only_to_whoever_can(client: Client, borough: Borough) -> None:
    make_champion(borough.practitioner.membership)
    offers = {}
    for name, staff in (("champion", borough.practitioner), ("colleague", borough.colleague)):
        client.force_login(staff.user)
        offers[name] = "Apply yourself" in client.get(reverse("champions:index")).content.decode()

    assert offers == {"champion": False, "colleague": True}


@pytest.mark.feature("CH-05")
def test_teams_that_need_somebody_come_first_and_the_rest_is_folded() -> None:
    def team(number: int, *, coming: int = 0, champions: tuple[Serving, ...] = (), staff: int = 9) -> TeamGap:
        return TeamGap(number, f"Team {number}", 1, "Family Help", 1, "Camden", staff, coming, champions)

    leaving, staying = Serving(1, 1, date(2026, 12, 1)), Serving(2, 2)
    teams = [
        team(1, champions=(staying,)),
        team(2, coming=1),
        team(3),
        team(4, champions=(leaving,)),
        team(5, staff=0),
        team(6),
    ]

    found = sections_of(teams, several=True)

    assert [(section.title, section.opens) for section in found] == [
        ("1 team loses its champion within 90 days", True),
        ("2 teams have no champion, and nobody on the way", True),
        ("1 team has somebody on the way", False),
        ("1 team has a champion", False),
        ("1 team has no staff on the roster", False),
    ]
    assert found[1].services == (("Family Help, Camden", (teams[2], teams[5])),)
    assert all(section.opens for section in sections_of(teams[:2], several=False))


@pytest.mark.feature("CH-02")
def test_title_answers_who_is_my_teams_champion(client: Client, borough: Borough) -> None:
    page, titles = reverse("champions:index"), {}
    for when in ("before", "after"):
        for name, staff in (("colleague", borough.colleague), ("own", borough.practitioner)):
            client.force_login(staff.user)
            found = client.get(page).content.decode()
            titles[name, when] = found.split("<h1")[1].split(">", 1)[1].split("<")[0].strip()
        if when == "before":
            made = make_champion(borough.practitioner.membership)

    assert titles["colleague", "before"] == "Your team has no champion in the directory"
    assert titles["colleague", "after"] == f"{borough.practitioner.person.name} is your team’s champion"
    assert titles["own", "after"] == f"You are a champion of {borough.team.name}"
    assert reverse("champions:champion", args=[made.pk]) in found
    assert "You are a champion already" in client.get(reverse("champions:apply")).content.decode()


@pytest.mark.feature("CH-01")
def test_team_is_asked_first_when_there_are_too_many_people_to_choose_from(
    client: Client, borough: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("champions.views.asking.MOST_TO_CHOOSE_FROM", 1)
    for staff in (borough.practitioner, borough.colleague):
        make_trained(staff.person.pk)
    page = reverse("champions:nominate")
    client.force_login(borough.training_admin.user)

    asked = client.get(page).content.decode()
    chosen = client.get(f"{page}?team={borough.team.pk}").content.decode()
    nonsense = client.get(f"{page}?team=x").content.decode()

    assert "In which team?" in asked
    assert borough.practitioner.person.name not in asked
    assert borough.practitioner.person.name in chosen
    assert "In which team?" in nonsense


@pytest.mark.feature("CH-02")
def test_colleague_who_hides_is_put_forward_by_those_who_answer_for_them_alone(
    client: Client, borough: Borough
) -> None:
    hidden = make_staff(team=borough.team)
    make_trained(hidden.person.pk)
    Person.objects.filter(pk=hidden.person.pk).update(hidden_on_rosters=True, family_name="Qwertyuiop")
    page = reverse("champions:nominate")

    seen = {}
    for name, who in (("mate", borough.practitioner), ("manager", borough.manager)):
        client.force_login(who.user)
        seen[name] = "Qwertyuiop" in client.get(page).content.decode()
        twin = memberships_nominated_by(who.actor(), TODAY).filter(person=hidden.person)
        place = Membership.objects.get(person=hidden.person)
        assert twin.exists() == may_nominate(who.actor(), place) == seen[name]

    assert seen == {"mate": False, "manager": True}

"""Every state with every move; who may make which; what is announced and told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from champions import services
from champions.errors import (
    AlreadyChampion,
    ChampionNotFound,
    ManagerAgrees,
    NotInYourReach,
    NotTrained,
    OwnAnswer,
    ReasonMissing,
    RenewTooEarly,
    TermWrong,
    TimeMissing,
)
from champions.models import Champion, ChampionChange
from champions.permissions import (
    champions_agreed_by,
    champions_answered_by,
    champions_seen_by,
    champions_stopped_by,
    may_agree,
    may_answer,
    may_nominate,
    may_see,
    may_see_gaps,
    may_stop,
    memberships_nominated_by,
    teams_with_gaps_seen_by,
)
from champions.services.moving import locked, move
from champions.states import ChampionState, DeclineReason, EndReason, champion_machine
from portal.kernel.actors import SYSTEM, VISITOR
from portal.kernel.errors import IllegalMove
from portal.notifications.models import Notice
from portal.outbox.models import Message
from portal.people.models import Membership, Team
from tests.factories.champions import NOW, learn, make_champion, make_trained
from tests.factories.people import Borough, make_borough_staff, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CH-01")]

DO: dict[str, Callable[[int], Champion]] = {
    "agree": lambda pk: services.agree(actor=SYSTEM, champion_id=pk, minutes_per_week=60, now=NOW),
    "decline": lambda pk: services.decline(
        actor=SYSTEM, champion_id=pk, reason=DeclineReason.NOT_NOW, now=NOW
    ),
    "activate": lambda pk: services.start(actor=SYSTEM, champion_id=pk, now=NOW, listed=False),
    "lapse": lambda pk: services.lapse(actor=SYSTEM, champion_id=pk, reason=EndReason.NO_TIME, now=NOW),
    "renew": lambda pk: services.renew(actor=SYSTEM, champion_id=pk, now=NOW),
    "end": lambda pk: services.end(actor=SYSTEM, champion_id=pk, reason=EndReason.OWN_WISH, now=NOW),
}


@pytest.fixture
def borough() -> Borough:
    return make_borough_staff("camden")


@pytest.mark.parametrize("state", ChampionState.values)
@pytest.mark.parametrize("verb", DO)
def test_service_follows_the_table_when_called_in_any_state(state: str, verb: str) -> None:
    champion = make_champion(state=state)
    changes = ChampionChange.objects.filter(champion=champion).count()
    target = champion_machine.moves[verb].target if champion_machine.allows(verb, state) else None

    if target is None:
        with pytest.raises(IllegalMove):
            DO[verb](champion.pk)
        champion.refresh_from_db()
        assert champion.state == state
        assert ChampionChange.objects.filter(champion=champion).count() == changes
        return
    if (verb, state) == ("renew", ChampionState.ACTIVE):
        with pytest.raises(RenewTooEarly):
            DO[verb](champion.pk)
        return
    DO[verb](champion.pk)
    champion.refresh_from_db()
    # Whoever is trained already does not wait in between.
    assert champion.state == (ChampionState.TRAINED if verb == "agree" and state == "nominated" else target)
    assert ChampionChange.objects.filter(champion=champion).count() > changes


@pytest.mark.parametrize("state", ChampionState.values)
@pytest.mark.parametrize("verb", champion_machine.moves)
def test_machine_and_row_agree_when_any_move_is_tried(state: str, verb: str) -> None:
    champion = make_champion(state=state)
    reason = "not_now" if champion_machine.moves[verb].target in ("declined", "lapsed", "ended") else ""
    row = locked(champion.pk)
    row.minutes_per_week = 60

    if champion_machine.allows(verb, state):
        assert move(SYSTEM, row, verb, NOW, reason=reason).state == champion_machine.moves[verb].target
    else:
        with pytest.raises(IllegalMove):
            move(SYSTEM, row, verb, NOW, reason=reason)


def test_nominated_person_is_ready_when_their_manager_nominates_with_time(borough: Borough) -> None:
    make_trained(borough.practitioner.person.pk)

    champion = services.nominate(
        actor=borough.manager.actor(),
        membership_id=borough.practitioner.membership.pk,
        minutes_per_week=60,
        now=NOW,
    )

    assert champion.state == ChampionState.TRAINED
    assert [change.move for change in champion.changes.all()] == ["nominate", "agree", "train"]
    assert Notice.objects.get(key="champions.agreed").person_id == borough.practitioner.person.pk


def test_manager_is_asked_when_a_colleague_nominates(borough: Borough) -> None:
    make_trained(borough.practitioner.person.pk)

    champion = services.nominate(
        actor=borough.colleague.actor(),
        membership_id=borough.practitioner.membership.pk,
        minutes_per_week=60,
        now=NOW,
    )

    assert (champion.state, champion.approver_id) == (ChampionState.NOMINATED, borough.manager.person.pk)
    assert champion.minutes_per_week is None
    assert Notice.objects.get(key="champions.asked").person_id == borough.manager.person.pk


def test_nomination_refused_when_person_is_not_trained(borough: Borough) -> None:
    with pytest.raises(NotTrained):
        services.nominate(
            actor=borough.manager.actor(), membership_id=borough.practitioner.membership.pk, now=NOW
        )


def test_application_waits_for_training_when_person_applies_before_it(borough: Borough) -> None:
    person_id = borough.practitioner.person.pk
    champion = services.nominate(
        actor=borough.practitioner.actor(), membership_id=borough.practitioner.membership.pk, now=NOW
    )
    services.agree(actor=borough.manager.actor(), champion_id=champion.pk, minutes_per_week=45, now=NOW)
    champion.refresh_from_db()
    before = champion.state

    make_trained(person_id, at=NOW)

    champion.refresh_from_db()
    assert (before, champion.state) == (ChampionState.AGREED, ChampionState.TRAINED)


def test_only_needed_course_counts_when_one_is_named(borough: Borough) -> None:
    head = make_staff(role="training_admin", everywhere=True).actor()
    services.need_course(actor=head, course_code="core", now=NOW)
    make_trained(borough.practitioner.person.pk, "overview")
    make_trained(borough.colleague.person.pk, "core")
    manager = borough.manager.actor()

    with pytest.raises(NotTrained):
        services.nominate(actor=manager, membership_id=borough.practitioner.membership.pk, now=NOW)
    assert services.nominate(actor=manager, membership_id=borough.colleague.membership.pk, now=NOW)


def test_second_nomination_refused_when_first_is_open(borough: Borough) -> None:
    champion = make_champion(borough.practitioner.membership)

    with pytest.raises(AlreadyChampion):
        services.nominate(
            actor=borough.manager.actor(), membership_id=borough.practitioner.membership.pk, now=NOW
        )

    services.end(actor=SYSTEM, champion_id=champion.pk, reason=EndReason.OWN_WISH, now=NOW)
    assert services.nominate(
        actor=borough.manager.actor(), membership_id=borough.practitioner.membership.pk, now=NOW
    )


def test_nomination_refused_when_person_is_out_of_reach(borough: Borough) -> None:
    stranger = make_staff()
    make_trained(stranger.person.pk)

    with pytest.raises(NotInYourReach):
        services.nominate(actor=borough.manager.actor(), membership_id=stranger.membership.pk, now=NOW)
    with pytest.raises(ChampionNotFound):
        services.nominate(actor=borough.manager.actor(), membership_id=0, now=NOW)


def test_agreement_refused_when_it_is_for_oneself_or_without_time(borough: Borough) -> None:
    make_trained(borough.manager.person.pk)
    own = services.nominate(
        actor=borough.manager.actor(),
        membership_id=borough.manager.membership.pk,
        now=NOW,
        minutes_per_week=60,
    )
    other = make_champion(borough.practitioner.membership, ChampionState.NOMINATED)

    assert own.state == ChampionState.APPLIED
    with pytest.raises(ManagerAgrees):
        services.agree(actor=borough.manager.actor(), champion_id=own.pk, minutes_per_week=60, now=NOW)
    with pytest.raises(ManagerAgrees):
        services.agree(actor=borough.colleague.actor(), champion_id=other.pk, minutes_per_week=60, now=NOW)
    for minutes in (0, 14, 601):
        with pytest.raises(TimeMissing):
            services.agree(
                actor=borough.manager.actor(), champion_id=other.pk, minutes_per_week=minutes, now=NOW
            )


def test_only_the_champion_starts_when_all_is_ready(borough: Borough) -> None:
    champion = make_champion(borough.practitioner.membership, ChampionState.TRAINED)

    with pytest.raises(OwnAnswer):
        services.start(actor=borough.manager.actor(), champion_id=champion.pk, now=NOW, listed=True)
    services.start(actor=borough.practitioner.actor(), champion_id=champion.pk, now=NOW, listed=False)

    champion.refresh_from_db()
    term = champion.terms.get()
    assert (champion.state, champion.listed, champion.listed_at) == (ChampionState.ACTIVE, False, None)
    assert (term.starts_on.isoformat(), term.ends_on.isoformat()) == ("2026-11-24", "2027-11-23")
    event = Message.objects.get(name="champions.champion_activated.v1")
    assert event.payload == {
        "champion_id": champion.pk,
        "person_id": champion.person_id,
        "team_id": borough.team.pk,
    }
    reminder = Notice.objects.get(key="champions.term_ends")
    assert reminder.due_at.date().isoformat() == "2027-09-24"


def test_champion_lapses_when_training_is_withdrawn() -> None:
    membership = make_staff().membership
    enrolment = make_trained(membership.person_id)
    champion = services.nominate(actor=SYSTEM, membership_id=membership.pk, now=NOW, minutes_per_week=60)
    services.start(actor=SYSTEM, champion_id=champion.pk, now=NOW, listed=True)

    learn(enrolment, membership.person_id, "core", None, NOW + timedelta(days=3))

    champion.refresh_from_db()
    assert (champion.state, champion.reason) == (ChampionState.LAPSED, EndReason.TRAINING)
    assert Message.objects.filter(name="champions.champion_ended.v1").count() == 1


def test_withdrawal_wins_when_it_overtakes_the_completion() -> None:
    membership = make_staff().membership

    learn(77, membership.person_id, "core", None, NOW)
    learn(77, membership.person_id, "core", NOW.date(), NOW - timedelta(hours=1))

    with pytest.raises(NotTrained):
        services.nominate(actor=SYSTEM, membership_id=membership.pk, by=make_staff().person, now=NOW)


def test_term_is_renewed_right_after_the_old_one_when_it_is_near_its_end() -> None:
    champion = make_champion()
    later = NOW.replace(year=2027, month=10)

    with pytest.raises(TermWrong):
        services.renew(actor=SYSTEM, champion_id=champion.pk, now=later, months=25)
    services.renew(actor=SYSTEM, champion_id=champion.pk, now=later, months=6)

    assert [(term.starts_on.isoformat(), term.ends_on.isoformat()) for term in champion.terms.all()] == [
        ("2026-11-24", "2027-11-23"),
        ("2027-11-24", "2028-05-23"),
    ]


def test_renewal_refused_when_training_no_longer_stands() -> None:
    champion = make_champion(state=ChampionState.LAPSED)
    admin = make_staff(role="training_admin", everywhere=True).actor()
    services.need_course(actor=admin, course_code="something-new", now=NOW)

    with pytest.raises(NotTrained):
        services.renew(actor=SYSTEM, champion_id=champion.pk, now=NOW)


def test_nightly_pass_lapses_and_ends_once_when_time_has_passed() -> None:
    overdue = make_champion()
    departed, waiting = make_champion(), make_champion(state=ChampionState.NOMINATED)
    yesterday = (NOW - timedelta(days=1)).date()
    for row in (departed, waiting):
        Membership.objects.filter(person_id=row.person_id).update(ends_on=yesterday)

    first = (services.end_departed(now=NOW), services.lapse_overdue(now=NOW))
    later = NOW.replace(year=2027, month=12)
    second = (services.end_departed(now=later), services.lapse_overdue(now=later))
    third = (services.end_departed(now=later), services.lapse_overdue(now=later))

    assert (first, second, third) == ((2, 0), (0, 1), (0, 0))
    states = {row.pk: (row.state, row.reason) for row in Champion.objects.all()}
    assert states == {
        overdue.pk: ("lapsed", "term"),
        departed.pk: ("ended", "moved"),
        waiting.pk: ("declined", "moved"),
    }


def test_reason_is_asked_for_when_somebody_stops() -> None:
    champion = make_champion()

    with pytest.raises(ReasonMissing):
        services.end(actor=SYSTEM, champion_id=champion.pk, reason="because", now=NOW)


@pytest.mark.feature("PE-04")
def test_predicates_agree_with_their_twins_for_every_persona(borough: Borough) -> None:
    elsewhere = make_borough_staff("havering")
    placed = [
        make_champion(borough.practitioner.membership),
        make_champion(elsewhere.practitioner.membership),
    ]
    placed.append(make_champion(borough.colleague.membership, ChampionState.APPLIED))
    placed.append(make_champion(borough.manager.membership, ChampionState.APPLIED))
    lead = make_staff(role="lead", reach=borough.organisation)
    people = [
        borough.practitioner,
        borough.colleague,
        borough.manager,
        borough.head,
        borough.training_admin,
        elsewhere.manager,
        lead,
        make_staff(role="admin", everywhere=True),
    ]

    for actor in [SYSTEM, VISITOR, *(someone.actor() for someone in people)]:
        for champion in Champion.objects.all():
            pk = champion.pk
            assert may_agree(actor, champion) == champions_agreed_by(actor).filter(pk=pk).exists()
            assert may_answer(actor, champion) == champions_answered_by(actor).filter(pk=pk).exists()
            assert may_stop(actor, champion) == champions_stopped_by(actor).filter(pk=pk).exists()
            assert may_see(actor, champion) == champions_seen_by(actor).filter(pk=pk).exists()
        for membership in Membership.objects.all():
            twin = memberships_nominated_by(actor, NOW.date())
            assert may_nominate(actor, membership) == twin.filter(pk=membership.pk).exists()
        for team in Team.objects.select_related("service"):
            assert may_see_gaps(actor, team) == teams_with_gaps_seen_by(actor).filter(pk=team.pk).exists()
    assert [may_agree(borough.manager.actor(), champion) for champion in placed] == [True, False, True, False]
    assert not may_see_gaps(borough.practitioner.actor(), borough.team)
    assert may_see_gaps(lead.actor(), borough.team)

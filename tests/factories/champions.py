"""Champions on their way, active and over, for tests."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from champions import services
from champions.models import Champion
from champions.states import ChampionState, DeclineReason, EndReason
from portal.kernel.actors import SYSTEM
from portal.people.models import Membership, Team
from tests.factories.people import make_staff

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_enrolments = count(900_000)


def make_trained(
    person_id: int, course_code: str = "core", *, on: date = date(2026, 10, 14), at: datetime | None = None
) -> int:
    """As if courses had said that somebody finished. Returns the enrolment's id."""
    enrolment_id = next(_enrolments)
    learn(enrolment_id, person_id, course_code, on, at or NOW - timedelta(days=40))
    return enrolment_id


def learn(
    enrolment_id: int, person_id: int, course_code: str, completed_on: date | None, at: datetime
) -> None:
    services.learn_completion(
        enrolment_id=enrolment_id,
        person_id=person_id,
        course_code=course_code,
        completed_on=completed_on,
        as_of=at,
        now=at,
    )


def make_champion(
    membership: Membership | None = None,
    state: str = ChampionState.ACTIVE,
    *,
    team: Team | None = None,
    listed: bool = True,
    now: datetime = NOW,
    trained: bool = True,
) -> Champion:
    """A champion in the given state, brought there by the services."""
    if membership is None:
        membership = make_staff(team=team).membership
    assert membership
    if state in (ChampionState.AGREED, ChampionState.APPLIED):
        trained = False
    if trained:
        make_trained(membership.person_id, at=now - timedelta(days=1), on=(now - timedelta(days=2)).date())
    by = None if not trained else make_staff(organisation=membership.organisation).person
    champion = services.nominate(actor=SYSTEM, membership_id=membership.pk, now=now, by=by)
    return _bring_to(champion, state, listed, now)


def _bring_to(champion: Champion, state: str, listed: bool, now: datetime) -> Champion:
    pk = champion.pk
    if state == ChampionState.DECLINED:
        services.decline(actor=SYSTEM, champion_id=pk, reason=DeclineReason.NOT_NOW, now=now)
    elif state not in (ChampionState.NOMINATED, ChampionState.APPLIED):
        services.agree(actor=SYSTEM, champion_id=pk, minutes_per_week=60, now=now)
    if state in (ChampionState.ACTIVE, ChampionState.LAPSED, ChampionState.ENDED):
        services.start(
            actor=SYSTEM, champion_id=pk, now=now, listed=listed, contact_method="email", show_email=True
        )
    if state == ChampionState.LAPSED:
        services.lapse(actor=SYSTEM, champion_id=pk, reason=EndReason.NO_TIME, now=now)
    if state == ChampionState.ENDED:
        services.end(actor=SYSTEM, champion_id=pk, reason=EndReason.OWN_WISH, now=now)
    champion.refresh_from_db()
    assert champion.state == state
    return champion

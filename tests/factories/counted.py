"""Consultations and referrals of a past quarter as rows, each with the change that says when it was so."""

from datetime import UTC, datetime, timedelta

from consultations.link_states import LinkState
from consultations.models import (
    Consultation,
    ConsultationChange,
    ConsultationRecord,
    LinkChange,
    ReferralLink,
)
from consultations.states import ConsultationState
from portal.kernel.codes import short_reference
from portal.kernel.periods import Quarter
from tests.factories.consultations import Surgery, make_consultation

# Settled on the day of the tests, 24 November 2026.
SUMMER, SPRING = Quarter(2026, 3), Quarter(2026, 2)
JULY = datetime(2026, 7, 6, 9, tzinfo=UTC)


def say_held(row: Consultation, at: datetime | None = None) -> Consultation:
    ConsultationChange.objects.create(
        consultation=row, move="hold", to_state=ConsultationState.HELD, actor_label="x", at=at or row.ends_at
    )
    return row


def record(row: Consultation, at: datetime | None = None, **codes: str) -> ConsultationRecord:
    at = at or row.ends_at
    assert at
    assert row.lead
    return ConsultationRecord.objects.create(
        consultation=row,
        payload={},
        recorded_by=row.lead,
        recorded_at=at,
        locks_at=at + timedelta(days=14),
        **{"outcome": "no_referral", "theme": "housing", **codes},
    )


def hold(
    surgery: Surgery, number: int, *, since: datetime = JULY, said: datetime | None = None, **codes: str
) -> list[Consultation]:
    """So many that took place from a day in July on, recorded where codes are given."""
    before = Consultation.objects.count()
    rows = [
        say_held(
            make_consultation(
                surgery, since + timedelta(hours=3 * (before + turn)), state=ConsultationState.HELD
            ),
            said,
        )
        for turn in range(number)
    ]
    if codes:
        for row in rows:
            record(row, said, **codes)
    return rows


def refer(
    consultation: Consultation, state: str = LinkState.SENT, at: datetime | None = None
) -> ReferralLink:
    """A link that was sent two days afterwards and has stood as `state` since."""
    at = at or consultation.starts_at + timedelta(days=2) if consultation.starts_at else at
    assert at
    link = ReferralLink.objects.create(
        reference=short_reference("RL"),
        pathway="restart",
        rules_version="restart/1",
        organisation=consultation.organisation,
        team=consultation.team,
        consultation=consultation,
        referrer=consultation.requester,
        drafted_by=consultation.requester,
        state=state,
        reason_code="other" if state in (LinkState.ENTERED_IN_ERROR, LinkState.DECLINED) else "",
        version=1,
        area="E09000007",
        result="suitable",
        route="secure_email",
        sent_at=at,
        created_at=at,
    )
    say(link, LinkState.SENT, at)
    if state != LinkState.SENT:
        say(link, state, at + timedelta(hours=1))
    return link


def say(link: ReferralLink, state: str, at: datetime) -> None:
    LinkChange.objects.create(
        link=link,
        version=LinkChange.objects.filter(link=link).count() + 1,
        move="say",
        to_state=state,
        actor_label="x",
        at=at,
    )

"""One row against somebody's memberships: does it go on, end, move on, come back, or tell of the past? Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.people.models import Membership, MembershipSource, Service, Team
from portal.people.roster.rows import Row

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """What a row asks for: a membership to bring up to date, one to close, one to begin; or several of these."""

    update: Membership | None = None
    closes: Membership | None = None
    closes_on: date | None = None
    begins: date | None = None
    is_latest: bool = False


def next_step(
    held: Sequence[Membership], row: Row, service: Service | None, team: Team | None, as_of: date
) -> Step:
    """Decide.

    Args:
        held: the person's memberships in the organisation, by start date.
        row: what the file says; `start_date` may be the day they joined the council, not the team.
        as_of: the day the roster speaks of; a move without a date of its own begins then.
    """
    if not held:
        return Step(begins=row.start_date or row.end_date or as_of)
    latest = held[-1]
    same = next((each for each in reversed(held) if _is_about(each, row, service, team, as_of)), None)
    if same is latest:
        return Step(update=same, is_latest=True)
    if same is not None and row.end_date is not None:
        return Step(update=same)
    if row.end_date is not None and row.end_date < latest.starts_on:
        return Step(begins=row.start_date or row.end_date)
    if latest.ends_on is not None:
        return _return(latest, row, as_of)
    return _move(latest, row, as_of)


def _is_about(each: Membership, row: Row, service: Service | None, team: Team | None, as_of: date) -> bool:
    """Whether the row speaks of this membership: number and place agree, as far as both say, and days meet."""
    if each.employee_id and row.employee_id and each.employee_id != row.employee_id:
        return False
    if each.team is not None and team is not None and each.team != team:
        return False
    if each.service is not None and service is not None and each.service != service:
        return False
    starts = each.starts_on
    if each.source == MembershipSource.SIGN_UP and row.start_date:
        starts = min(starts, row.start_date)
    if row.end_date is not None and row.end_date < starts:
        return False
    return each.ends_on is None or each.ends_on >= (row.start_date or as_of)


def _return(latest: Membership, row: Row, as_of: date) -> Step:
    """Somebody who had left is back, or is on the move on the day they were to leave."""
    left_on = latest.ends_on or as_of
    begins = max(row.start_date or as_of, left_on + ONE_DAY)
    if row.end_date is not None and row.end_date < begins:
        return Step()
    return Step(begins=begins)


def _move(latest: Membership, row: Row, as_of: date) -> Step:
    """From one team to the next: the old membership ends the day before the new one begins."""
    begins = row.start_date if row.start_date and row.start_date > latest.starts_on else as_of
    if row.end_date is not None and row.end_date < begins:
        return Step(closes=latest, closes_on=row.end_date)
    if begins <= latest.starts_on:
        return Step(update=latest, is_latest=True)
    return Step(closes=latest, closes_on=begins - ONE_DAY, begins=begins)

"""Telling those who confirm that somebody waits: one mail a day at most, however many wait (PE-01)."""

from datetime import date, datetime

from django.db.models import Max

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.notifications.models import Notice
from portal.notifications.people_notices import TO_CONFIRM
from portal.notifications.services.notices import NoticePlan, plan_notices
from portal.people.rules import is_time_to_tell
from portal.people.selectors import PeopleWaiting, confirmers_with_people_waiting


def tell_confirmers(*, now: datetime) -> int:
    """Plan today's mail for everybody who has somebody new to confirm, or whom we told a week ago.

    Safe to call again on the same day: nobody is written to twice. Returns how many mails the day asks for.
    """
    today = clock.today(now)
    found = confirmers_with_people_waiting(now)
    told = Notice.objects.filter(key=TO_CONFIRM, person_id__in=found)
    last = dict(told.values_list("person_id").annotate(Max("planned_at")))
    due = {
        person_id: waiting
        for person_id, waiting in found.items()
        if is_time_to_tell(waiting.newest or today, _day(last.get(person_id)), today)
    }
    plan_notices(*(_plan(person_id, waiting, now) for person_id, waiting in due.items()), now=now)
    return len(due)


def _day(moment: datetime | None) -> date | None:
    return clock.today(moment) if moment else None


def _plan(person_id: int, waiting: PeopleWaiting, now: datetime) -> NoticePlan:
    since = waiting.since or clock.today(now)
    return NoticePlan(
        key=TO_CONFIRM,
        person_id=person_id,
        about=Ref("people.confirmer", person_id),
        facts={
            "waiting": "One person waits" if waiting.count == 1 else f"{waiting.count} people wait",
            "since": clock.spoken_date(since),
        },
        dedupe=clock.today(now).isoformat(),
    )

"""What follows from meetings: whoever was at none for long is nudged, and later set aside. Run daily."""

from datetime import datetime

from django.db import transaction

from champions.models import Champion
from champions.rules import ATTENDANCE_RULES, AttendanceRule, attendance_rule, attendance_step
from champions.selectors import quiet_champions
from champions.services.moving import locked, note, ref
from champions.services.terms import lapse
from champions.states import ChampionState, EndReason
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.notifications.services import plan_notice


def keep_attendance(
    *, now: datetime, rules: tuple[AttendanceRule, ...] = ATTENDANCE_RULES
) -> tuple[int, int]:
    """Nudge, then let lapse, whoever was at no meeting for as long as the rule of the day says.

    Safe to run twice. Returns how many were nudged and how many lapsed.
    """
    today = clock.today(now)
    rule = attendance_rule(today, rules)
    done = {"nudge": 0, "lapse": 0}
    if rule is None:
        return 0, 0
    for quiet in quiet_champions(today):
        step = attendance_step(
            rule, since=quiet.since, missed=quiet.missed, nudged_on=quiet.nudged_on, on=today
        )
        if step and _take(step, quiet.champion_id, now):
            done[step] += 1
    return done["nudge"], done["lapse"]


def _take(step: str, champion_id: int, now: datetime) -> bool:
    with transaction.atomic():
        champion = locked(champion_id)
        if champion.state != ChampionState.ACTIVE:
            return False
        if step == "lapse":
            lapse(actor=SYSTEM, champion_id=champion_id, reason=EndReason.MEETINGS, now=now)
        else:
            note(SYSTEM, champion, "nudge", champion.state, now)
        _tell(champion, step, now)
    return True


def _tell(champion: Champion, step: str, now: datetime) -> None:
    plan_notice(
        key="champions.meetings_missed" if step == "nudge" else "champions.set_aside",
        person_id=champion.person_id,
        about=ref(champion),
        facts={"id": str(champion.pk)},
        now=now,
        dedupe=f"{champion.pk}:{clock.today(now)}",
    )

"""What people earned, and the toolkits it opens. Safe to run again, in any order of events."""

from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Greatest

from portal.kernel.refs import Ref
from portal.notifications.services import plan_notice
from portal.outbox.services import publish
from toolkits.events import ToolkitLocked, ToolkitUnlocked
from toolkits.models import Earned, Entitlement, Toolkit
from toolkits.states import EARNED_KINDS


def learn(
    *,
    source: str,
    person_id: int,
    kind: str,
    code: str,
    standing: bool,
    event_id: str,
    as_of: datetime,
    now: datetime,
) -> Earned:
    """Take note that something was earned or no longer stands, and open or close toolkits accordingly.

    Args:
        source: whose event it is, as a Ref ("courses.enrolment:12"); one row each.
        person_id, kind, code: who, by a course (its code) or as a champion (no code).
        standing: True when earned, False when taken back.
        event_id, as_of: the event and when it happened. One that is older than what we know changes nothing;
            of two at the same instant the one that takes back wins.
    """
    with transaction.atomic():
        known = {"person_id": person_id, "kind": kind, "code": code}
        news = {"standing": standing, "event_id": event_id, "as_of": as_of}
        earned, fresh = Earned.objects.select_for_update().get_or_create(
            source=source, defaults={**known, **news}
        )
        if not fresh:
            if (as_of, not standing) < (earned.as_of, not earned.standing):
                return earned
            earned.standing, earned.event_id, earned.as_of = standing, event_id, as_of
            earned.save(update_fields=["standing", "event_id", "as_of"])
        _settle_earned(earned, now)
    return earned


def settle_toolkit(toolkit: Toolkit, now: datetime) -> None:
    """Bring a toolkit's entitlements in line with its rules, in the caller's transaction.

    People who finished long ago are let in without a mail: a new rule must not flood a borough.
    """
    held = {
        row.earned_id: row for row in Entitlement.objects.filter(toolkit=toolkit, revoked_at__isnull=True)
    }
    before = {row.person_id for row in held.values()}
    matches = Q(pk__in=())
    for rule in toolkit.rules.filter(kind__in=EARNED_KINDS):
        matches |= Q(kind=rule.kind, code=rule.code)
    wanted = {row.pk: row for row in Earned.objects.filter(matches, standing=True)}
    _revoke([row for earned_id, row in held.items() if earned_id not in wanted], now)
    _grant([(toolkit.pk, earned) for earned_id, earned in wanted.items() if earned_id not in held], now)
    after = {earned.person_id for earned in wanted.values()}
    for person_id in sorted(after - before):
        publish(ToolkitUnlocked(toolkit.pk, person_id), now=now)
    for person_id in sorted(before - after):
        publish(ToolkitLocked(toolkit.pk, person_id), now=now)


def _settle_earned(earned: Earned, now: datetime) -> None:
    open_rows = Entitlement.objects.filter(person_id=earned.person_id, revoked_at__isnull=True)
    before = set(open_rows.values_list("toolkit_id", flat=True))
    held = {row.toolkit_id: row for row in open_rows.filter(earned=earned)}
    rules = Toolkit.objects.filter(rules__kind=earned.kind, rules__code=earned.code)
    wanted = set(rules.values_list("pk", flat=True)) if earned.standing else set()
    _revoke([row for toolkit_id, row in held.items() if toolkit_id not in wanted], now)
    _grant([(toolkit_id, earned) for toolkit_id in sorted(wanted - held.keys())], now)
    after = set(open_rows.values_list("toolkit_id", flat=True))
    for toolkit_id in sorted(after - before):
        publish(ToolkitUnlocked(toolkit_id, earned.person_id), now=now)
    for toolkit_id in sorted(before - after):
        publish(ToolkitLocked(toolkit_id, earned.person_id), now=now)
    if after - before:
        # One notice for all that one event opened.
        plan_notice(
            key="toolkits.unlocked",
            person_id=earned.person_id,
            about=Ref("toolkits.earned", earned.pk),
            facts={},
            now=now,
            dedupe=f"{earned.source}:{earned.event_id}",
        )


def _grant(pairs: list[tuple[int, Earned]], now: datetime) -> None:
    Entitlement.objects.bulk_create(
        Entitlement(
            toolkit_id=toolkit_id,
            person_id=earned.person_id,
            earned=earned,
            reason=earned.kind,
            event_id=earned.event_id,
            granted_at=now,
        )
        for toolkit_id, earned in pairs
    )


def _revoke(rows: list[Entitlement], now: datetime) -> None:
    # An event may be older than a rule that let its person in; nothing ends before it begins.
    ended = Greatest(F("granted_at"), Value(now, output_field=DateTimeField()))
    Entitlement.objects.filter(pk__in=[row.pk for row in rows], revoked_at__isnull=True).update(
        revoked_at=ended
    )

"""Two leads with their weeks, and a year of consultations: asked for, held, and recorded in codes."""

import random
from datetime import datetime, time, timedelta

from consultations.codes import Action, Domain, Kind, Mode, Outcome, Owner, Prompt, Theme
from consultations.errors import SlotTaken
from consultations.models import Consultation
from consultations.selectors.slots import slots_for
from consultations.services.asking import Asked
from consultations.services.booking import book_consultation
from consultations.services.covering import assign_lead
from consultations.services.planning import (
    Stretch,
    add_weekly_rule,
    change_settings,
    plan_of,
    take_time_off,
)
from consultations.services.recording import AgreedAction, Recorded, record_consultation
from portal.assembly.demo.boroughs import Cast, frontline_since_before
from portal.kernel import clock
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.codes import new_code
from portal.outbox.relay import deliver_due
from portal.people.selectors import actor_for_person

SEED = 719
HELD, COMING = 120, 6
# What they are about: some things come up often, and others seldom.
THEMES = (*(Theme.COERCIVE_CONTROL, Theme.WORDING, Theme.PARTNERING) * 4, *Theme)
# So many caseworkers of a borough ask for two in three of its consultations.
OFTEN = 12
BEGAN_WEEKS_AGO = 50

# Weekday (0 is Monday), hours, borough, place.
WEEKS: dict[str, tuple[tuple[int, str, str, str, str], ...]] = {
    "lead@respect.example": (
        (0, "09:30", "16:30", "camden", "Camden, 5 Pancras Square"),
        (3, "09:30", "16:30", "camden", "Camden, 5 Pancras Square"),
        (1, "10:00", "16:00", "croydon", "Croydon, Bernard Weatherill House"),
    ),
    "lead2@respect.example": (
        (0, "09:30", "15:30", "havering", "Havering Town Hall"),
        (2, "10:00", "15:00", "sutton", ""),
        (4, "10:00", "15:00", "westminster", ""),
    ),
}
REFERENCES = {"camden": "CAM-{:06d}", "havering": "HV{:07d}"}


def load_leads(cast: Cast, now: datetime) -> None:
    """Who leads where, and their weeks: buffers, notice, a day off."""
    began = now - timedelta(weeks=BEGAN_WEEKS_AGO)
    first = clock.today(began)
    for email, week in WEEKS.items():
        for borough in dict.fromkeys(entry[3] for entry in week):
            assign_lead(
                actor=SYSTEM,
                lead_id=cast.people[email],
                organisation_id=cast.boroughs[borough],
                starts_on=first,
                now=began,
            )
        lead = actor_for_person(cast.people[email], now)
        plan = plan_of(actor=lead, now=began)
        change_settings(
            actor=lead,
            plan_id=plan.pk,
            now=began,
            meeting_minutes=45,
            buffer_before=0,
            buffer_after=15,
            notice_hours=24,
            horizon_days=42,
        )
        for weekday, starts, ends, borough, place in week:
            stretch = Stretch(
                time.fromisoformat(starts),
                time.fromisoformat(ends),
                cast.boroughs[borough],
                place,
                Mode.IN_PERSON if place else Mode.VIDEO,
            )
            add_weekly_rule(
                actor=lead, plan_id=plan.pk, weekday=weekday, stretch=stretch, starts_on=first, now=began
            )
        day_off = clock.today(now) + timedelta(days=(7 - clock.today(now).weekday()) % 7 + 14)
        take_time_off(actor=lead, plan_id=plan.pk, on=day_off, now=now)


def load_consultations(cast: Cast, now: datetime) -> None:
    """A year of them, oldest first, then a few that are still to come."""
    chance = random.Random(SEED)  # noqa: S311 - invents diaries, guards nothing
    staff = {code: _caseworkers(cast.boroughs[code], cast, now) for code in REFERENCES}
    every = timedelta(weeks=BEGAN_WEEKS_AGO - 5) / HELD
    for number in range(HELD):
        asked = now - timedelta(weeks=BEGAN_WEEKS_AGO - 1) + every * number
        consultation = _ask(chance, staff, number, asked, cast, within=12)
        if number < HELD - 2:  # the last of each lead have begun and wait for their record
            _hold(consultation, chance, number, now)
    for number in range(HELD, HELD + COMING):
        _ask(chance, staff, number, now, cast, within=21)
    deliver_due(now, limit=5_000)


def _caseworkers(organisation_id: int, cast: Cast, now: datetime) -> list[int]:
    """Social workers; the demonstration's own practitioners come up among the others."""
    found = frontline_since_before(organisation_id, now)
    people = list(found.order_by("pk").values_list("person_id", flat=True))[::6]
    own = [cast.people[f"practitioner@{code}.example"] for code in REFERENCES]
    return [pk for pk in own if found.filter(person_id=pk).exists()] + people


def _ask(
    chance: random.Random, staff: dict[str, list[int]], number: int, at: datetime, cast: Cast, *, within: int
) -> Consultation:
    borough = "havering" if number % 3 == 2 else "camden"
    often = number % 3 or number % 5 == 0
    person_id = staff[borough][number % OFTEN if often else chance.randrange(len(staff[borough]))]
    asked = Asked(
        kind=chance.choice(
            (Kind.INDIVIDUAL, Kind.INDIVIDUAL, Kind.INDIVIDUAL, Kind.ICPC_PREPARATION, Kind.PRE_REFERRAL)
        ),
        key=new_code(),
        case_reference=REFERENCES[borough].format(104_200 + 7 * number),
        prompts=tuple(chance.sample(list(Prompt.values), 2)),
        risk_stated=chance.choice(("standard", "medium", "medium", "high")),
        family_status=chance.choice(("early_help", "cin", "cp")),
    )
    actor = actor_for_person(person_id, at)
    slots = slots_for(cast.boroughs[borough], asked.kind, at, requester_id=person_id).slots
    for slot in chance.sample(slots[:within], min(4, len(slots), within)):
        try:
            return book_consultation(actor=actor, asked=asked, slot_key=slot.key, now=at)
        except SlotTaken:
            continue
    raise RuntimeError("the demonstration found no free time")


def _hold(consultation: Consultation, chance: random.Random, number: int, now: datetime) -> None:
    if consultation.ends_at is None or consultation.lead_id is None or consultation.ends_at > now:
        return
    after = consultation.ends_at + timedelta(minutes=10)
    lead: Actor = actor_for_person(consultation.lead_id, now)
    outcome = chance.choice(
        (Outcome.NO_REFERRAL, Outcome.NO_REFERRAL, Outcome.RESTART, Outcome.RESTART, Outcome.MARAC)
    )
    record_consultation(
        actor=lead,
        consultation_id=consultation.pk,
        recorded=Recorded(
            domains=tuple(chance.sample(list(Domain.values), 3)),
            outcome=outcome,
            theme=chance.choice(THEMES),
            actions=(
                AgreedAction(
                    chance.choice(list(Action.values)),
                    Owner.PRACTITIONER,
                    clock.today(after) + timedelta(days=14),
                ),
            ),
            pathway={Outcome.RESTART: "restart", Outcome.MARAC: "marac"}.get(outcome, ""),
        ),
        now=after,
    )

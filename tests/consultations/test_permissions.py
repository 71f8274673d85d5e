"""Each permission for one row agrees with its twin for many, for every persona and every consultation."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consultations import permissions
from consultations.link_permissions import may_connect_case_systems
from consultations.models import Consultation, ConsultationRecord, LeadPlan
from consultations.states import ConsultationState
from portal.kernel.actors import SYSTEM, VISITOR, Actor
from tests.factories.consultations import make_consultation, make_cover, make_lead, make_surgery
from tests.factories.people import NOW, make_grant, make_organisation, make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CN-10")]
TODAY = NOW.date()


def world() -> dict[str, Actor]:
    """Two boroughs, consultations in every state, and everybody who might look."""
    camden, havering = make_surgery("camden"), make_surgery("havering")
    for number, state in enumerate(ConsultationState):
        closed = state in (ConsultationState.CANCELLED, ConsultationState.NO_SHOW)
        for surgery in (camden, havering):
            row = make_consultation(
                surgery,
                NOW - timedelta(days=number + 1),
                state=state,
                reason_code="not_needed" if closed else "",
                **({"lead": None} if state == ConsultationState.REQUESTED else {}),
            )
            if state in (ConsultationState.RECORDED, ConsultationState.FOLLOWED_UP):
                ConsultationRecord.objects.create(
                    consultation=row,
                    payload={"domains": ["PCC"], "practice": [], "actions": []},
                    outcome="other",
                    theme="housing",
                    recorded_by=surgery.lead.person,
                    recorded_at=NOW,
                    locks_at=NOW + timedelta(days=14),
                )
    cover, past_cover, ended = make_lead(), make_lead(), make_lead(camden.organisation)
    make_cover(cover, camden.organisation, rank=2, starts_on=TODAY, ends_on=TODAY)
    make_cover(past_cover, camden.organisation, rank=2, ends_on=TODAY - timedelta(days=1))
    ended.person.grants.update(ends_on=TODAY - timedelta(days=1))
    both = make_staff(team=make_team(camden.organisation))
    make_grant(both.person, "lead")
    make_cover(both, havering.organisation)
    staff = {
        "practitioner": camden.practitioner,
        "lead": camden.lead,
        "other lead": havering.lead,
        "cover of today": cover,
        "cover of yesterday": past_cover,
        "lead whose grant ended": ended,
        "practitioner who leads elsewhere": both,
        "manager": make_staff(team=camden.practitioner.membership.team, role="manager"),
        "head": make_staff(organisation=camden.organisation, role="service_head"),
        "training admin": make_staff(organisation=havering.organisation, role="training_admin"),
        "admin": make_staff(organisation=make_organisation("respect"), role="admin", everywhere=True),
        "admin of one": make_staff(organisation=camden.organisation, role="admin"),
        "pending": make_staff(organisation=camden.organisation, state="pending"),
    }
    return {**{name: one.actor() for name, one in staff.items()}, "visitor": VISITOR, "system": SYSTEM}


PAIRS: list[tuple[Callable[..., bool], Callable[..., Any], bool]] = [
    (permissions.may_lead, permissions.consultations_led_by, True),
    (permissions.may_see_consultation, permissions.consultations_seen_by, True),
    (permissions.may_change, permissions.consultations_changed_by, True),
    (permissions.is_requester, permissions.consultations_asked_by, False),
    (permissions.may_count, permissions.consultations_counted_for, False),
]


def test_one_and_many_agree_for_every_persona_and_consultation() -> None:
    actors, rows = world(), list(Consultation.objects.all())

    for name, actor in actors.items():
        for may, many, dated in PAIRS:
            on = (TODAY,) if dated else ()
            seen = set(many(actor, *on))
            assert seen == {row for row in rows if may(actor, row, *on)}, (name, may.__name__)
        records = {record.consultation for record in permissions.records_seen_by(actor, TODAY)}
        assert records == {row for row in rows if permissions.may_see_record(actor, row, TODAY)}, name
        plans = set(permissions.plans_kept_by(actor))
        assert plans == {plan for plan in LeadPlan.objects.all() if permissions.may_keep_plan(actor, plan)}, (
            name
        )


def test_only_requester_lead_and_cover_see_a_record() -> None:
    actors = world()
    camden = ConsultationRecord.objects.filter(consultation__organisation__code="camden")

    see = {
        name
        for name, actor in actors.items()
        if permissions.records_seen_by(actor, TODAY).filter(pk__in=camden).exists()
    }

    assert see == {"practitioner", "lead", "cover of today", "system"}


@pytest.mark.feature("PE-04")
def test_only_administrators_of_everything_say_who_leads_and_connect_case_systems() -> None:
    actors = world()
    make_cover(make_lead(), make_organisation("camden"), rank=2, starts_on=TODAY - timedelta(days=9))

    lead_says = {name for name, actor in actors.items() if permissions.may_say_who_leads(actor)}
    keeps = {name for name, actor in actors.items() if permissions.covers_kept_by(actor).exists()}
    connects = {name for name, actor in actors.items() if may_connect_case_systems(actor)}

    assert lead_says == keeps == connects == {"admin", "system"}


@pytest.mark.feature("CN-16")
def test_managers_count_what_they_cannot_see() -> None:
    actors = world()

    for name in ("manager", "head", "training admin", "admin"):
        assert permissions.consultations_counted_for(actors[name]).exists(), name
        assert not permissions.consultations_seen_by(actors[name], TODAY).exists(), name
    assert not permissions.may_see_counts(actors["practitioner"])
    assert not permissions.may_see_counts(actors["visitor"])

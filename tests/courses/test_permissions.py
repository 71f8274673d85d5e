"""Each predicate and its queryset twin agree, for every persona and every object."""

import pytest

from courses.models import Enrolment, Run
from courses.permissions import (
    enrolments_cancelled_by,
    enrolments_decided_by,
    enrolments_seen_by,
    may_cancel_place,
    may_decide,
    may_keep_run,
    may_make_runs,
    may_see_enrolment,
    may_see_roster,
    may_see_run,
    rosters_seen_by,
    runs_kept_by,
    runs_seen_by,
)
from courses.services import copy_run
from courses.states import Approval, RunState
from portal.kernel.actors import SYSTEM, VISITOR
from portal.kernel.errors import NotAllowed
from tests.factories.courses import make_course, make_enrolment, make_run
from tests.factories.people import (
    NOW,
    actor_of,
    make_borough_staff,
    make_organisation,
    make_person,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-04")]

RUN_TWINS = ((may_keep_run, runs_kept_by), (may_see_run, runs_seen_by), (may_see_roster, rosters_seen_by))
ENROLMENT_TWINS = (
    (may_see_enrolment, enrolments_seen_by),
    (may_decide, enrolments_decided_by),
    (may_cancel_place, enrolments_cancelled_by),
)


@pytest.fixture
def world():
    """Two boroughs, a trainer, a lead, keepers of one and of all; runs for one, the other, both and everybody."""
    camden, croydon = make_borough_staff("camden"), make_borough_staff("croydon")
    trainer = make_staff(role="trainer", everywhere=True)
    core = make_course(approval=Approval.MANAGER_THEN_LEAD)
    openings = (
        [camden.organisation],
        [croydon.organisation],
        [camden.organisation, croydon.organisation],
        [],
    )
    for opening in openings:
        for state in RunState.values:
            make_run(core, open_to=opening, state=state, trainer=trainer.person)
    run = make_run(core, trainer=trainer.person)
    for borough in (camden, croydon):
        for staff in (borough.practitioner, borough.colleague, borough.manager):
            make_enrolment(run, staff.person)
    agreed = Enrolment.objects.filter(person=camden.colleague.person)
    agreed.update(state="agreed", approver=None)
    Enrolment.objects.filter(person=croydon.colleague.person).update(state="booked", hold_until=None)
    make_enrolment(make_run(), make_staff(organisation=make_organisation("sutton")).person)
    return {
        "practitioner": camden.practitioner.actor(),
        "colleague": camden.colleague.actor(),
        "manager": camden.manager.actor(),
        "head": camden.head.actor(),
        "keeper of one": camden.training_admin.actor(),
        "keeper of another": croydon.training_admin.actor(),
        "keeper of all": make_staff(role="training_admin", everywhere=True).actor(),
        "lead": make_staff(role="lead", reach=camden.organisation).actor(),
        "trainer": trainer.actor(),
        "another trainer": make_staff(role="trainer", everywhere=True).actor(),
        "admin": make_staff(role="admin", everywhere=True).actor(),
        "no place": _nobody(),
        "visitor": VISITOR,
        "system": SYSTEM,
    }


def _nobody():
    return actor_of(make_person())


def test_predicates_and_their_twins_agree_about_runs(world):
    for who, actor in world.items():
        for may, which in RUN_TWINS:
            allowed = {run.pk for run in Run.objects.all() if may(actor, run)}
            assert set(which(actor).values_list("pk", flat=True)) == allowed, (who, which.__name__)


def test_predicates_and_their_twins_agree_about_places(world):
    for who, actor in world.items():
        for may, which in ENROLMENT_TWINS:
            rows = Enrolment.objects.select_related("run")
            allowed = {row.pk for row in rows if may(actor, row)}
            assert set(which(actor).values_list("pk", flat=True)) == allowed, (who, which.__name__)


def test_lists_show_nothing_twice(world):
    for actor in world.values():
        for _, which in (*RUN_TWINS, *ENROLMENT_TWINS):
            found = list(which(actor).values_list("pk", flat=True))
            assert len(found) == len(set(found))


def test_reach_is_what_the_house_says(world):
    seen = {who: enrolments_seen_by(actor).count() for who, actor in world.items()}
    decided = {who: enrolments_decided_by(actor).count() for who, actor in world.items()}

    assert seen["practitioner"] == 1
    assert seen["manager"] == 3
    assert (seen["visitor"], seen["no place"], seen["another trainer"]) == (0, 0, 0)
    assert seen["admin"] == Enrolment.objects.count()
    assert decided["manager"] == 1
    assert decided["practitioner"] == 0
    assert decided["lead"] == 1


def test_keeper_of_one_organisation_makes_dates_for_it_and_not_for_everybody():
    camden = make_borough_staff("camden")
    local, of_team = (
        make_staff(role="admin", reach=camden.organisation).actor(),
        make_staff(role="training_admin", reach=camden.team).actor(),
    )
    own, open_to_all = make_run(open_to=[camden.organisation]), make_run(open_to=[])

    assert (may_make_runs(local), may_make_runs(of_team)) == (True, False)
    assert [may_keep_run(local, run) for run in (own, open_to_all)] == [True, False]
    with pytest.raises(NotAllowed):
        copy_run(actor=local, run_id=open_to_all.pk, first_on=NOW.date(), now=NOW)

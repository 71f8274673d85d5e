"""“What changed” on the hub: what others and the clock did, since a day that is named, and nothing twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from certificates.services import revoke_awards
from certificates.states import RevocationReason
from courses import services
from courses.models import Enrolment, EnrolmentChange
from courses.rules.dates import DayPlan
from courses.selectors.changes import hub_changes
from courses.states import Approval, EndReason
from portal.kernel.actors import SYSTEM, VISITOR
from portal.pages.hub import MOST_CHANGES, changes_for, changes_since
from tests.factories.certificates import make_award
from tests.factories.courses import FIRST_DAY, NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_staff
from tests.factories.registers import AFTERWARDS

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-26"), pytest.mark.usefixtures("clock")]

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def borough():
    return make_borough_staff()


def titles(staff, now=LATER) -> list[str]:
    return [change.title for change in changes_for(staff.actor(now), now)]


def ask(borough, **run) -> Enrolment:
    course = make_course(title="Core", approval=Approval.MANAGER)
    return make_enrolment(make_run(course, **run), borough.practitioner.person)


def test_answer_of_the_manager_is_news_and_ones_own_doing_is_not(borough):
    agreed, refused = ask(borough), ask(borough, first_on=FIRST_DAY + timedelta(days=30))
    services.approve(actor=borough.manager.actor(), enrolment_id=agreed.pk, now=NOW)
    services.decline(
        actor=borough.manager.actor(), enrolment_id=refused.pk, reason=EndReason.CAPACITY, now=LATER
    )
    given_back = make_enrolment(
        make_run(first_on=FIRST_DAY + timedelta(days=60)), borough.practitioner.person
    )
    services.cancel_place(
        actor=borough.practitioner.actor(), enrolment_id=given_back.pk, reason=EndReason.WORK, now=LATER
    )

    changes = changes_for(borough.practitioner.actor(), LATER)

    news = [change.title for change in changes if "Booked for you" not in change.title]
    manager = borough.manager.person.name
    assert news == [f"Not agreed by {manager}: Core", "Your place is agreed: Core"]
    assert changes[0].detail == (
        "11 to 14 February 2027. The team cannot spare the days. Ask for another date."
    )
    assert changes[0].url == f"/courses/places/{refused.pk}/"


def test_answer_that_was_overtaken_is_no_news(borough):
    undone, given_back = ask(borough), ask(borough, first_on=FIRST_DAY + timedelta(days=30))
    services.decline(
        actor=borough.manager.actor(), enrolment_id=undone.pk, reason=EndReason.CAPACITY, now=NOW
    )
    services.undo_answer(actor=borough.manager.actor(), enrolment_id=undone.pk, now=NOW)
    services.approve(actor=borough.manager.actor(), enrolment_id=undone.pk, now=LATER)
    services.approve(actor=borough.manager.actor(), enrolment_id=given_back.pk, now=NOW)
    services.cancel_place(actor=borough.practitioner.actor(), enrolment_id=given_back.pk, now=LATER)

    assert titles(borough.practitioner) == ["Your place is agreed: Core"]


def test_offer_that_passed_on_and_answers_that_never_came_are_news(borough):
    asked = ask(borough)
    run = make_run(make_course(title="Full"), capacity=1, first_on=FIRST_DAY + timedelta(days=30))
    (booked,) = fill(run)
    services.join_waiting_list(
        actor=borough.practitioner.actor(), run_id=run.pk, person_id=borough.practitioner.person.pk, now=NOW
    )
    services.cancel_place(actor=SYSTEM, enrolment_id=booked.pk, reason=EndReason.WORK, now=NOW)
    later = NOW + timedelta(days=10)
    services.expire_holds_and_offers(now=later)

    found = titles(borough.practitioner, later + timedelta(minutes=1))

    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert set(found) >= {"Nobody answered in time: Core", "The offer passed on: Full"}


def test_moved_dates_are_news_for_who_is_in_them_and_a_new_link_is_not(borough):
    run = make_run(make_course(title="Core"))
    services.ask_for_place(
        actor=borough.practitioner.actor(), run_id=run.pk, person_id=borough.practitioner.person.pk, now=NOW
    )
    keeper = make_staff(role="training_admin", everywhere=True).actor()
    plan = services.RunPlan(mode="in_person", capacity=12, venue="Town Hall")
    plans = [DayPlan(day.on, day.starts, day.ends) for day in run.days.all()]
    services.move_run(actor=keeper, run_id=run.pk, plan=plan, days=plans, now=LATER)
    services.move_run(
        actor=keeper,
        run_id=run.pk,
        plan=replace(plan, minimum=3),
        days=plans,
        now=LATER + timedelta(minutes=5),
    )

    assert titles(borough.practitioner, LATER + timedelta(minutes=10)) == ["New days or place: Core"]
    assert titles(borough.colleague, LATER + timedelta(minutes=10)) == []


def test_withdrawn_certificate_is_news():
    award = make_award()
    holder = award.person
    revoke_awards(
        actor=SYSTEM, enrolment_id=award.enrolment_id, reason=RevocationReason.ISSUED_IN_ERROR, now=AFTERWARDS
    )

    found = changes_for(actor_of(holder, AFTERWARDS), AFTERWARDS)

    assert "Certificate withdrawn: " + award.facts.course_title in [change.title for change in found]


def test_page_names_the_day_and_shows_the_newest_few(borough, clock):
    for week in range(MOST_CHANGES + 2):
        asked = ask(borough, first_on=FIRST_DAY + timedelta(days=7 * week))
        services.approve(actor=borough.manager.actor(), enrolment_id=asked.pk, now=NOW)
    client = Client()
    client.force_login(borough.practitioner.user)

    page = client.get("/my/").content.decode()

    assert "What changed since 10 November" in page
    assert page.count("Your place is agreed: Core") == MOST_CHANGES


def test_old_news_and_those_of_others_stay_away(borough):
    asked = ask(borough)
    services.approve(actor=borough.manager.actor(), enrolment_id=asked.pk, now=NOW)

    assert titles(borough.colleague) == []
    assert titles(borough.practitioner, NOW + timedelta(days=15)) == []
    assert list(hub_changes(VISITOR, NOW)) == []


def test_changes_cost_two_queries_however_many_there_are(borough, assert_flat, django_assert_num_queries):
    def grow():
        for _ in range(5):
            asked = ask(borough, first_on=FIRST_DAY + timedelta(days=7 * EnrolmentChange.objects.count()))
            services.approve(actor=borough.manager.actor(), enrolment_id=asked.pk, now=NOW)

    grow()
    actor = borough.practitioner.actor()
    assert_flat(lambda: list(hub_changes(actor, changes_since(NOW))), grow)
    with django_assert_num_queries(2):
        list(hub_changes(actor, changes_since(NOW)))

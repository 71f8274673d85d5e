"""Giving a place back: the rule, the calendar, the next person."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from courses import services
from courses.errors import RunBegan
from courses.selectors.cancelling import terms_of_cancelling
from courses.states import EndReason
from portal.kernel.errors import IllegalMove, NotFound
from portal.notifications.models import CalendarEntry, Notice
from tests.factories.courses import NOW, make_enrolment, make_run
from tests.factories.people import actor_of, make_organisation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def cancel(enrolment, actor=None, now=NOW):
    actor = actor or actor_of(enrolment.person, now)
    return services.cancel_place(actor=actor, enrolment_id=enrolment.pk, reason=EndReason.WORK, now=now)


@pytest.mark.feature("CO-15", "CN-15", "NO-01")
def test_calendar_entry_goes_and_the_reminder_is_called_off_when_a_place_is_given_back():
    enrolment = make_enrolment()

    cancel(enrolment)

    entry = CalendarEntry.objects.get()
    assert (entry.withdrawn, entry.cancelled, entry.sequence) == (True, False, 1)
    assert Notice.objects.get(key="courses.place_reminder").state == "cancelled"
    assert Notice.objects.get(key="courses.place_cancelled").calendar_entry_id == entry.pk


@pytest.mark.feature("CO-15")
def test_nothing_changes_when_a_place_is_given_back_twice():
    enrolment = make_enrolment()

    cancel(enrolment)
    cancel(enrolment)

    assert enrolment.changes.filter(move="cancel").count() == 1


@pytest.mark.feature("CO-15")
def test_place_cannot_be_given_back_when_the_run_has_begun():
    enrolment = make_enrolment()

    with pytest.raises(RunBegan):
        cancel(enrolment, now=enrolment.run.starts_at)


def test_somebody_elses_place_does_not_exist_when_cancelling():
    with pytest.raises(NotFound):
        cancel(make_enrolment(), make_staff().actor())


def test_keeper_can_take_a_place_back_when_their_reach_covers_the_run():
    admin = make_staff(role="training_admin", everywhere=True)

    assert cancel(make_enrolment(), admin.actor()).state == "cancelled"


def test_ended_request_stays_as_it_ended_when_cancelled_afterwards():
    enrolment = make_enrolment(state="waiting")
    services.expire_holds_and_offers(now=enrolment.run.starts_at)

    with pytest.raises(IllegalMove):
        cancel(enrolment)


@pytest.mark.feature("CO-15")
def test_rule_is_said_before_when_there_is_time_and_when_it_is_late():
    run = make_run()

    early = terms_of_cancelling(run, NOW)
    late = terms_of_cancelling(run, run.starts_at - timedelta(days=2))

    assert early.sentence == (
        "You can give your place back until Thursday 7 January 2027. After that it counts as late."
    )
    assert late.is_late


PHRASES = {
    "booked": ("Give your place back", "Cancel {name}’s place"),
    "requested": ("Take your request back", "Cancel {name}’s request"),
    "waiting": ("Leave the waiting list", "Take {name} off the waiting list"),
}


@pytest.mark.feature("CO-15")
@pytest.mark.parametrize("state", PHRASES)
def test_words_fit_who_reads_when_a_place_is_given_up(state, clock):
    make_staff(organisation=make_organisation("camden"), role="training_admin")
    enrolment = make_enrolment(state=state)
    own, others = (words.format(name=enrolment.person.name) for words in PHRASES[state])
    keeper = make_staff(role="training_admin", everywhere=True)
    address = f"/courses/places/{enrolment.pk}/"

    mine = [page_of(enrolment.person.account, at) for at in (address, f"{address}cancel/")]
    theirs = [page_of(keeper.user, at) for at in (address, f"{address}cancel/")]

    assert all(own in page and others not in page for page in mine)
    assert all(others in page and own not in page for page in theirs)
    assert f"{enrolment.person.name} is told, and can read the reason." in theirs[1]
    assert "Why is it cancelled?" in theirs[1]
    assert "You do not need to say why, and nobody records a reason." in mine[1]


@pytest.mark.feature("CO-15")
@pytest.mark.parametrize("state", ["booked", "requested", "waiting"])
def test_nobody_is_asked_why_when_they_give_up_their_own(state, clock):
    make_staff(organisation=make_organisation("camden"), role="training_admin")
    enrolment = make_enrolment(state=state)
    client = Client()
    client.force_login(enrolment.person.account)

    page = client.post(f"/courses/places/{enrolment.pk}/cancel/", {"reason": "unwell"}, follow=True)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.end_reason) == ("cancelled", EndReason.UNSAID)
    assert set(enrolment.changes.filter(move="cancel").values_list("reason", flat=True)) == {"unsaid"}
    assert "Unwell" not in page.content.decode()
    assert "is told now" not in page.content.decode()


@pytest.mark.feature("CO-15", "CO-11")
def test_next_person_is_named_only_when_there_is_one(clock):
    run = make_run(capacity=1)
    held = make_enrolment(run)
    client = Client()
    client.force_login(held.person.account)
    address = f"/courses/places/{held.pk}/cancel/"

    alone = client.get(address).content.decode()
    services.join_waiting_list(actor=make_staff().actor(), run_id=run.pk, now=NOW)
    followed = client.get(address).content.decode()
    done = client.post(address, follow=True).content.decode()

    assert "Nobody is on the waiting list." in alone
    assert "The next person on the waiting list is offered the place at once" in followed
    assert "Your place is given back. The next person on the waiting list is told now." in done


@pytest.mark.feature("CO-15")
def test_keeper_gives_a_reason_when_they_cancel_for_somebody_else(clock):
    keeper = make_staff(role="training_admin", everywhere=True)
    enrolment = make_enrolment()
    client = Client()
    client.force_login(keeper.user)
    address = f"/courses/places/{enrolment.pk}/cancel/"

    unsaid = client.post(address, follow=True).content.decode()
    said = client.post(address, {"reason": "work"}, follow=True).content.decode()

    assert "Choose a reason." in unsaid
    assert f"Cancelled. {enrolment.person.name} is told now." in unescape(said)


@pytest.mark.feature("CO-15")
def test_page_leads_back_with_a_word_when_there_is_nothing_left_to_give_back(clock):
    ended = make_enrolment()
    cancel(ended)
    begun = make_enrolment()

    over = page_of(ended.person.account, f"/courses/places/{ended.pk}/cancel/")
    clock.move_to(begun.run.starts_at)
    late = page_of(begun.person.account, f"/courses/places/{begun.pk}/cancel/")

    assert "This is over, so there is nothing to give back." in over
    assert "The course has begun" in late
    assert "Give your place back" not in over + late


def page_of(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.feature("CO-15")
def test_no_reason_is_kept_when_somebody_gives_back_their_own_place_and_one_was_sent():
    enrolment = make_enrolment()

    cancel(enrolment)

    enrolment.refresh_from_db()
    assert enrolment.end_reason == EndReason.UNSAID
    assert enrolment.changes.last().reason == EndReason.UNSAID

"""The approver's page: many requests in few clicks, with and without script."""

import re
from html import unescape

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from courses import services
from courses.models import Enrolment
from courses.selectors import requests
from courses.selectors.answered import answered_lately
from courses.states import Approval
from portal.people.models import Grant
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-10"), pytest.mark.usefixtures("clock")]

PAGE = "/courses/approvals/"


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def manager(borough) -> Client:
    client = Client()
    client.force_login(borough.manager.user)
    return client


def ask(borough, run, count: int = 1) -> list[Enrolment]:
    staff = [make_staff(team=borough.team, manager=borough.manager.person) for _ in range(count)]
    return [make_enrolment(run, one.person) for one in staff]


def new_run():
    return make_run(make_course(approval=Approval.MANAGER), capacity=40)


def ticked(page: str) -> set[int]:
    boxes = re.findall(r'<input[^>]*name="enrolments"[^>]*>', page)
    return {int(re.search(r'value="(\d+)"', box)[1]) for box in boxes if " checked" in box}


def test_every_request_is_ticked_when_choose_all_is_followed(borough, manager):
    asked = ask(borough, new_run(), 2) + ask(borough, new_run())

    plain = manager.get(PAGE).content.decode()
    page = manager.get(PAGE, {"choose": "all"}).content.decode()

    assert ticked(plain) == set()
    assert 'href="?choose=all#answer"' in plain
    assert ticked(page) == {request.pk for request in asked}
    assert "Choose none" in page


def test_requests_of_one_run_are_ticked_when_they_are_chosen_together(borough, manager):
    run = new_run()
    ask(borough, new_run())
    asked = ask(borough, run, 2)

    page = manager.get(PAGE, {"choose": run.reference}).content.decode()

    assert ticked(page) == {request.pk for request in asked}


@pytest.mark.parametrize("choose", ["nonsense", "RN-0000-0000", "<script>", "x" * 5000])
def test_nothing_is_ticked_when_the_choice_means_nothing(choose, borough, manager):
    ask(borough, new_run(), 2)

    page = manager.get(PAGE, {"choose": choose})

    assert page.status_code == 200
    assert ticked(page.content.decode()) == set()
    assert choose not in page.content.decode()


def test_thirty_requests_are_answered_at_once_after_a_question(borough, manager):
    asked = ask(borough, new_run(), 30)
    page = manager.get(PAGE, {"choose": "all"}).content.decode()
    typed = {"enrolments": list(ticked(page)), "answer": "approve"}

    question = manager.post(PAGE, typed, follow=True).content.decode()
    untouched = {Enrolment.objects.get(pk=request.pk).state for request in asked}
    done = manager.post(PAGE, {**typed, "sure": "yes"}, follow=True).content.decode()

    assert "Agree to 30 requests?" in question
    assert all(str(escape(request.person.name)) in question for request in asked)
    assert untouched == {"requested"}
    assert "Agreed: 30 requests." in done
    assert {Enrolment.objects.get(pk=request.pk).state for request in asked} == {"booked"}


def test_choice_is_kept_when_the_question_is_answered_with_no(borough, manager):
    asked = ask(borough, new_run(), 6)
    ids = [request.pk for request in asked]
    typed = {"enrolments": ids, "answer": "decline", "reason": "capacity"}

    question = manager.post(PAGE, typed, follow=True).content.decode()
    again = manager.get(PAGE, {"look": "again"}).content.decode()
    fewer = manager.post(PAGE, {**typed, "enrolments": ids[:2]}, follow=True).content.decode()

    assert "Refuse 6 requests?" in question
    assert "The reason for all of them: The team cannot spare the days." in question
    assert ticked(again) == set(ids)
    assert "Not agreed: " in fewer
    assert Enrolment.objects.filter(state="declined").count() == 2


def test_answers_stand_below_with_what_became_of_them(borough, manager):
    agreed, refused, given_back = ask(borough, new_run(), 3)
    for one, answer in ((agreed, "approve"), (refused, "decline"), (given_back, "approve")):
        typed = {"enrolments": [one.pk], "answer": answer, "reason": "other_speak"}
        manager.post(PAGE, typed)
    services.cancel_place(actor=actor_of(given_back.person), enrolment_id=given_back.pk, now=NOW)

    page = unescape(manager.get(PAGE).content.decode())

    assert "What you answered lately" in page
    assert all(f"{one.person.name}: " in page for one in (agreed, refused, given_back))
    assert "Another reason: speak with me." in page
    assert "Since then: cancelled." in page


def test_nobody_sees_what_somebody_else_answered(borough, manager):
    (asked,) = ask(borough, new_run())
    manager.post(PAGE, {"enrolments": [asked.pk], "answer": "approve"})
    head = Client()
    head.force_login(borough.head.user)

    page = head.get(PAGE).content.decode()

    assert "What you answered lately" not in page


def test_answers_are_gone_for_somebody_who_no_longer_answers_there(borough, manager):
    (asked,) = ask(borough, new_run())
    head = borough.head
    services.approve(actor=head.actor(), enrolment_id=asked.pk, now=NOW)
    before = answered_lately(head.actor(), NOW)

    Grant.objects.filter(person=head.person).delete()

    assert [row.enrolment_id for row in before] == [asked.pk]
    assert answered_lately(head.actor(), NOW) == []


def test_answered_requests_cost_one_query_however_many(borough, assert_flat):
    run = new_run()

    def answer_more() -> None:
        for one in ask(borough, run, 8):
            services.approve(actor=borough.manager.actor(), enrolment_id=one.pk, now=NOW)

    answer_more()
    assert_flat(lambda: answered_lately(borough.manager.actor(), NOW), answer_more)


def test_choose_all_still_works_when_an_answer_was_refused_before(borough, manager):
    asked = ask(borough, new_run(), 2)
    manager.post(PAGE, {"enrolments": [asked[0].pk], "answer": "decline"})

    page = manager.get(PAGE, {"choose": "all"}).content.decode()

    assert "Choose why you do not agree." in page
    assert ticked(page) == {request.pk for request in asked}


def test_the_most_urgent_are_shown_when_more_wait_than_a_page_holds(borough, manager, monkeypatch):
    monkeypatch.setattr(requests, "MOST_SHOWN", 3)
    ask(borough, new_run(), 5)

    page = manager.get(PAGE, {"choose": "all"}).content.decode()

    assert "5 requests wait for you" in page
    assert "These are the 3 that run out first; the other 2 come when these are answered." in page
    assert len(ticked(page)) == 3


def test_request_of_a_stranger_stays_when_its_number_is_sent_along(borough, manager):
    (mine,) = ask(borough, new_run())
    other = make_borough_staff("havering")
    (theirs,) = ask(other, new_run())

    manager.post(PAGE, {"enrolments": [mine.pk, theirs.pk], "answer": "approve"}, follow=True)

    theirs.refresh_from_db()
    assert theirs.state == "requested"


def test_clash_is_shown_when_the_link_in_the_mail_is_opened(borough):
    run = new_run()
    (asked,) = ask(borough, run)
    Enrolment.objects.filter(pk=make_enrolment(make_run(), make_staff().person).pk).update(
        person=asked.person
    )
    token = signing.dumps([asked.pk, borough.manager.person.pk], salt="courses.approval")

    page = Client().get(reverse("courses:approval-link", args=[token])).content.decode()

    assert "Clash" in page


def test_name_is_shown_as_it_is_when_it_looks_like_markup(borough, manager):
    (asked,) = ask(borough, new_run())
    asked.person.given_name, asked.person.family_name = "<b>Zoë", "O’Neill" * 20
    asked.person.save(update_fields=["given_name", "family_name"])

    page = manager.get(PAGE).content.decode()

    assert "<b>Zoë" not in page
    assert "&lt;b&gt;Zoë" in page


def test_one_sentence_says_how_many_were_answered_meanwhile(borough, manager):
    asked = ask(borough, new_run(), 5)
    typed = {"enrolments": [request.pk for request in asked], "answer": "approve"}
    manager.post(PAGE, typed)

    late = {**typed, "answer": "decline", "reason": "capacity"}
    again = manager.post(PAGE, late, follow=True).content.decode()

    assert again.count("5 requests: ") == 1
    assert {Enrolment.objects.get(pk=request.pk).state for request in asked} == {"booked"}


def test_request_is_ticked_and_found_when_it_was_pressed_on_the_hub(borough, manager):
    asked, other = ask(borough, new_run(), 2)

    hub = manager.get("/my/").content.decode()
    page = manager.get(PAGE, {"request": asked.pk}).content.decode()
    strange = manager.get(PAGE, {"request": "9" * 40}).content.decode()

    assert f'href="{PAGE}?request={other.pk}#request-{other.pk}"' in hub
    assert ticked(page) == {asked.pk}
    assert f'id="request-{asked.pk}"' in page
    assert ticked(strange) == set()


def test_request_pressed_on_the_hub_is_shown_when_a_question_about_many_was_left_open(borough, manager):
    asked = ask(borough, new_run(), 6)
    manager.post(PAGE, {"enrolments": [one.pk for one in asked], "answer": "approve"}, follow=True)

    page = manager.get(PAGE, {"request": asked[0].pk}).content.decode()

    assert ticked(page) == {asked[0].pk}

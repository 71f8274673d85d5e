"""A questionnaire as people meet it: half filled, saved, gone on with, sent, read again."""

import pytest
from django.test import Client

from courses.models import Response
from portal.pages.hub import items_for
from tests.courses.looking import client_of
from tests.factories.courses import NOW, make_enrolment
from tests.factories.people import make_borough_staff, make_staff, make_user
from tests.factories.registers import AFTERWARDS, answers_for, make_run_with_forms, send

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-20"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def staff():
    return make_borough_staff().practitioner


@pytest.fixture
def place(staff):
    return make_enrolment(make_run_with_forms(), staff.person)


def address(place, wave="before"):
    return f"/courses/places/{place.pk}/forms/{wave}/"


def test_both_ends_of_a_scale_and_the_warning_are_shown_when_it_is_asked(staff, place):
    text = client_of(staff).get(address(place)).content.decode()

    assert "0: Not at all sure" in text
    assert "10: Very sure" in text
    assert "Do not write about a family" in text
    assert "Please send it by Tuesday 12 January 2027." in text


def test_answers_come_back_on_another_device_when_they_were_saved(staff, place):
    questions = place.run.questionnaires.get(wave="before").questions
    client_of(staff).post(address(place), {questions[3]["id"]: "How to write it down", "save": "1"})

    text = client_of(staff).get(address(place)).content.decode()

    assert "How to write it down" in text
    assert "Last saved on Tuesday 24 November 2026 at 09:30." in text


@pytest.mark.feature("CN-09")
def test_words_about_a_family_are_refused_and_kept_in_the_field_alone(staff, place):
    question = place.run.questionnaires.get(wave="before").questions[3]["id"]
    client = client_of(staff)
    typed = {question: "I work with Leyla Hassan of 12 Queen Road.", "save": "1"}

    text = client.post(address(place), typed, follow=True).content.decode()

    assert "so nothing is saved yet" in text
    assert "a name (“Leyla” and “Hassan”), a street address (“12 Queen Road”)" in text
    assert "I work with Leyla Hassan of 12 Queen Road." in text
    assert not Response.objects.exists()


def test_names_of_colleagues_are_kept_when_somebody_says_that_they_are(staff, place):
    question = place.run.questionnaires.get(wave="before").questions[3]["id"]
    client = client_of(staff)
    typed = {question: "Marsha explained it well", "save": "1"}

    asked = client.post(address(place), typed, follow=True).content.decode()
    client.post(address(place), {**typed, "no_family": "on"})

    assert "Nothing I wrote is about a family." in asked
    assert Response.objects.get().words[question] == "Marsha explained it well"


def test_missing_answer_is_named_beside_its_question_when_sent(staff, place):
    questions = place.run.questionnaires.get(wave="before").questions

    response = client_of(staff).post(address(place), {questions[0]["id"]: "7", "send": "1"}, follow=True)

    text = response.content.decode()
    assert "What you have entered is saved." in text
    assert "Answer “How often do you meet this at work?”" in text
    assert Response.objects.get().coded[questions[0]["id"]] == 7
    assert Response.objects.get().submitted_at is None


def test_answers_are_shown_as_sent_when_the_questionnaire_is_opened_again(staff, place):
    client = client_of(staff)

    response = client.post(address(place), {**answers_for(place, "before"), "send": "1"}, follow=True)

    text = response.content.decode()
    assert "Thank you. Your answers are sent." in text
    assert "4 out of 10" in text
    assert "Send my answers" not in text
    assert Response.objects.get().submitted_at == NOW


@pytest.mark.parametrize("value", ["11", "-1", "seven", "<script>"])
def test_answer_is_refused_when_it_is_not_on_the_scale(value, staff, place):
    question = place.run.questionnaires.get(wave="before").questions[0]["id"]

    response = client_of(staff).post(address(place), {question: value, "save": "1"}, follow=True)

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not Response.objects.exists()


def test_questionnaire_says_when_it_opens_when_it_is_too_early(staff, place):
    text = client_of(staff).get(address(place, "after")).content.decode()

    assert "This questionnaire opens on Friday 15 January 2027." in text


@pytest.mark.parametrize("wave", ["before", "nonsense", "manager"])
def test_questionnaire_is_not_found_when_it_is_not_the_askers(wave, place):
    stranger = make_staff()

    assert client_of(stranger).get(address(place, wave)).status_code == 404
    assert client_of(stranger).post(address(place, wave), {"send": "1"}).status_code == 404


@pytest.mark.feature("CO-26")
def test_questionnaire_is_on_the_hub_until_it_is_sent(staff, place):
    def forms():
        return [(item.title, item.tag) for item in items_for(staff.actor(NOW), NOW).get("forms", [])]

    assert forms() == [("Before the course", "Not begun")]
    send(place, "before", now=NOW)
    assert forms() == []


def test_page_of_the_place_lists_the_questionnaires_when_there_are_any(staff, place):
    text = client_of(staff).get(f"/courses/places/{place.pk}/").content.decode()

    assert address(place) in text
    assert address(place, "after") not in text


def test_trainer_reads_means_and_no_small_groups_when_people_answered(place, clock):
    send(place, "before", now=NOW)
    send(place, "after")
    clock.move_to(AFTERWARDS)
    client = Client()
    trainer = place.run.trainers.first()
    client.force_login(make_user(trainer))

    text = client.get(f"/courses/runs/{place.run.reference}/answers/").content.decode()

    assert "No figures to compare yet" in text
    assert "Where they are fewer than five, no figure is shown" in text
    assert "<table" not in text

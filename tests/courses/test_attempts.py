"""A refused form of a course comes back as a page of its own, so that Back and reload never send it again."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from courses.models import AccessNeed, Enrolment, Run
from courses.states import Approval
from tests.courses.looking import client_of
from tests.factories.courses import fill, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def come_back(client: Client, address: str, typed: dict[str, object]) -> str:
    """Send a form that is refused, and look twice at the page that it comes back to."""
    refused = client.post(address, typed)
    assert (refused.status_code, refused["Location"]) == (302, address)
    pages = [client.get(address).content.decode() for _ in range(2)]
    assert all("There is a problem" in page for page in pages)
    return pages[1]


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def asked(borough) -> list[Enrolment]:
    """Two requests that wait for the manager."""
    run = make_run(make_course(approval=Approval.MANAGER))
    return [make_enrolment(run, staff.person) for staff in (borough.practitioner, borough.colleague)]


@pytest.mark.feature("CO-10")
def test_chosen_requests_stay_chosen_when_the_reason_is_missing(borough, asked):
    typed = {"enrolments": [asked[1].pk], "answer": "decline"}

    page = come_back(client_of(borough.manager), reverse("courses:approvals"), typed)

    assert "Choose why you do not agree." in page
    assert page.count(" checked>") == 1
    assert f'value="{asked[1].pk}"' in page.split(" checked>")[0].rsplit("<input", 1)[1]
    assert Enrolment.objects.filter(state="requested").count() == 2


@pytest.mark.feature("CO-10")
def test_refused_answer_says_so_when_the_request_was_answered_meanwhile(borough, asked):
    client, address = client_of(borough.manager), reverse("courses:approvals")
    client.post(address, {"enrolments": [asked[1].pk], "answer": "decline"})
    client_of(borough.manager).post(address, {"enrolments": [asked[1].pk], "answer": "approve"})

    page = client.get(address).content.decode()

    assert "One of the requests you chose has been answered meanwhile." in page
    assert " checked>" not in page


@pytest.mark.feature("CO-10")
def test_link_comes_back_to_itself_when_the_reason_is_missing(borough, asked):
    token = signing.dumps([asked[0].pk, borough.manager.person.pk], salt="courses.approval")

    page = come_back(
        Client(),
        reverse("courses:approval-link", args=[token]),
        {"enrolments": [asked[0].pk], "answer": "decline"},
    )

    assert "Choose why you do not agree." in page


@pytest.mark.feature("CO-12", "CO-19")
def test_typed_needs_stay_when_the_last_place_is_gone():
    run = make_run(capacity=1)
    fill(run)
    client, address = client_of(make_staff()), reverse("courses:ask", args=[run.reference])

    told = client.post(address, {"what": "ask", "needs": "A hearing loop"}, follow=True).content.decode()
    client.post(address, {"what": "wait", "needs": "A hearing loop"})

    assert "All places are taken" in told
    assert "A hearing loop</textarea>" in told
    assert AccessNeed.objects.get().words == "A hearing loop"


@pytest.mark.feature("CO-13")
def test_typed_needs_stay_when_a_clash_is_not_explained():
    staff, run = make_staff(), make_run()
    make_enrolment(make_run(), staff.person)

    page = come_back(
        client_of(staff), reverse("courses:ask", args=[run.reference]), {"what": "ask", "needs": "Breaks"}
    )

    assert "Breaks</textarea>" in page
    assert Enrolment.objects.count() == 1


@pytest.mark.feature("CO-15")
@pytest.mark.parametrize(
    ("typed", "words"), [({}, "Choose a reason."), ({"reason": "\x00"}, "Select a valid choice.")]
)
def test_form_of_cancelling_comes_back_when_it_is_refused(typed, words):
    place, keeper = make_enrolment(), make_staff(role="training_admin", everywhere=True)

    page = come_back(client_of(keeper), reverse("courses:cancel", args=[place.pk]), typed)

    assert words in page
    place.refresh_from_db()
    assert place.state == "booked"


@pytest.mark.feature("CO-19")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"needs": "x" * 501}, "at most 500 characters"),
        ({"needs": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_form_of_needs_comes_back_when_it_is_refused(typed, words):
    place = make_enrolment()

    page = come_back(client_of_person(place.person), reverse("courses:place-needs", args=[place.pk]), typed)

    assert words in page
    place.refresh_from_db()
    assert place.state == "booked"


def client_of_person(person) -> Client:
    client = Client()
    client.force_login(person.account if hasattr(person, "account") else make_user(person))
    return client


@pytest.mark.feature("CO-05", "CO-06", "CO-16")
@pytest.mark.parametrize("name", ["move-run", "copy-run", "change-capacity", "cancel-run"])
def test_form_of_dates_comes_back_when_it_is_sent_empty(name):
    run = make_run()
    keeper = make_staff(role="training_admin", everywhere=True)

    come_back(client_of(keeper), reverse(f"courses:{name}", args=[run.reference]), {})

    assert Run.objects.get().state == "published"


@pytest.mark.feature("CO-10")
def test_page_is_shown_at_once_when_far_too_much_was_sent(borough, asked):
    address = reverse("courses:approvals")
    typed = {"enrolments": [asked[0].pk], "answer": "decline", "reason": "x" * 40_000}

    shown = client_of(borough.manager).post(address, typed)

    assert shown.status_code == 200
    assert "There is a problem" in shown.content.decode()

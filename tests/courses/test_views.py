"""The screens of a person's own way, in order: find, read, ask, agree, booked."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from courses.models import Enrolment, RunTrainer
from courses.states import Approval, EnrolmentState
from portal.notifications.sending import send_due
from portal.people.models import Membership, User
from tests.factories.courses import NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_organisation, make_staff
from tests.factories.registers import make_completed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def signed_in(staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.feature("CO-01", "CO-02", "CO-06", "CO-10", "PE-05", "NO-02")
def test_place_is_booked_with_mail_when_the_manager_agrees():
    borough = make_borough_staff()
    run = make_run(make_course("core", title="Safe & Together Core", approval=Approval.MANAGER))
    person, manager = signed_in(borough.practitioner), signed_in(borough.manager)

    assert "Safe &amp; Together Core" in text(person.get("/courses/?view=me"))
    assert "12 to 15" in text(person.get("/courses/core/"))
    assert "held until Tuesday 1 December 2026 at 17:00 UK time" in text(
        person.get(f"/courses/runs/{run.reference}/ask/")
    )
    page = text(person.post(f"/courses/runs/{run.reference}/ask/", {"what": "ask"}, follow=True))
    assert "Waiting for approval" in page
    asked = text(manager.get("/courses/approvals/"))
    assert borough.practitioner.person.name in asked
    enrolment = Enrolment.objects.get()
    done = manager.post(
        "/courses/approvals/", {"enrolments": [enrolment.pk], "answer": "approve"}, follow=True
    )
    assert f"Agreed: {borough.practitioner.person.name}." in text(done)

    send_due(NOW)

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.BOOKED
    assert [m.subject for m in mail.outbox if m.to == [borough.practitioner.person.email]] == [
        "Your booking on 12 to 15 January 2027"
    ]
    assert "Your booking on 12 to 15 January 2027" in text(person.get(f"/courses/places/{enrolment.pk}/"))


@pytest.mark.feature("CO-12")
def test_same_confirmation_is_shown_when_the_button_is_pressed_twice():
    run, staff = make_run(), make_staff()
    client = signed_in(staff)
    address = reverse("courses:ask", args=[run.reference])

    first = client.post(address, {"what": "ask"})
    second = client.post(address, {"what": "ask"})

    assert first.url == second.url
    assert Enrolment.objects.count() == 1


@pytest.mark.feature("CO-11", "CO-12")
def test_waiting_list_is_offered_when_the_run_is_full():
    run = make_run(capacity=1)
    fill(run)
    client = signed_in(make_staff())
    address = reverse("courses:ask", args=[run.reference])

    told = text(client.post(address, {"what": "ask"}, follow=True))
    assert "All places are taken" in told
    joined = text(client.post(address, {"what": "wait"}, follow=True))

    assert "number 1 in the queue" in joined


@pytest.mark.feature("CO-11")
def test_offer_is_taken_when_the_person_says_yes():
    run = make_run(capacity=1)
    waiting = make_enrolment(run, state="waiting")
    booked = Enrolment.objects.get(run=run, state="booked")
    client = Client()
    client.force_login(waiting.person.account if hasattr(waiting.person, "account") else make_staff().user)
    holder = Client()
    holder.force_login(booked.person.account)

    holder.post(reverse("courses:cancel", args=[booked.pk]), {"reason": "work"})
    page = text(client.get(reverse("courses:offer", args=[waiting.pk])))
    assert "It is kept for you until Thursday 26 November 2026 at 17:00 UK time" in page
    client.post(reverse("courses:offer", args=[waiting.pk]))

    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.BOOKED


@pytest.mark.feature("CO-10")
def test_link_opens_a_page_and_only_a_post_decides():
    borough = make_borough_staff()
    enrolment = make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)
    token = signing.dumps([enrolment.pk, borough.manager.person.pk], salt="courses.approval")
    address = reverse("courses:approval-link", args=[token])
    visitor = Client()

    page = text(visitor.get(address))
    enrolment.refresh_from_db()
    assert "Nothing is decided until you press a button" in page
    assert enrolment.state == EnrolmentState.REQUESTED
    visitor.post(address, {"enrolments": [enrolment.pk], "answer": "approve"})

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.BOOKED
    assert enrolment.approved_by_id == borough.manager.person.pk
    assert "You have answered this request" in text(visitor.get(address))


@pytest.mark.feature("CO-10", "PE-06")
@pytest.mark.parametrize("gone", ["place over", "account closed"])
def test_link_decides_nothing_when_its_approver_is_gone(gone):
    borough = make_borough_staff()
    enrolment = make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)
    token = signing.dumps([enrolment.pk, borough.manager.person.pk], salt="courses.approval")
    address = reverse("courses:approval-link", args=[token])
    if gone == "place over":
        Membership.objects.filter(person=borough.manager.person).update(
            ends_on=NOW.date() - timedelta(days=9)
        )
    else:
        User.objects.filter(person=borough.manager.person).update(is_active=False)

    page = text(Client().get(address))
    Client().post(address, {"enrolments": [enrolment.pk], "answer": "approve"})

    enrolment.refresh_from_db()
    assert "needs no answer any more" in page
    assert enrolment.state == EnrolmentState.REQUESTED


@pytest.mark.feature("CO-10")
def test_link_is_unknown_when_it_was_tampered_with():
    assert Client().get(reverse("courses:approval-link", args=["a:b:c"])).status_code == 404


@pytest.mark.feature("CO-02")
def test_venue_is_hidden_when_a_visitor_looks():
    run = make_run(make_course("core"), venue="Crowndale Centre")
    visitor = Client()

    pages = [
        text(visitor.get(address))
        for address in ("/courses/", "/courses/core/", f"/courses/runs/{run.reference}/")
    ]

    assert not any("Crowndale" in page for page in pages)


@pytest.mark.feature("CO-01")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("mode=online", False),
        ("mode=in_person", True),
        ("month=2027-01", True),
        ("month=2027-03", False),
        ("length=many", True),
        ("length=one", False),
        ("audience=supervisors", False),
        ("audience=social_workers", True),
        ("places=on", True),
        ("mode=nonsense&month=never", True),
    ],
)
def test_catalogue_shows_what_fits_when_filtered(query, shown):
    make_run(make_course("core", title="Core", days=4, audiences=["social_workers"]))

    page = text(Client().get(f"/courses/?{query}"))

    assert ('href="/courses/core/"' in page) is shown
    assert ("No course fits all of this." in page) is not shown
    assert ("What to change" in page) is not shown


@pytest.mark.feature("CO-01")
def test_for_me_leaves_out_what_is_for_others():
    camden = make_organisation("camden")
    make_run(make_course("mine", audiences=["social_workers"]), open_to=[camden])
    make_run(make_course("heads", audiences=["supervisors"]))
    staff = make_staff(organisation=camden, job_role="Social worker")

    page = text(signed_in(staff).get("/courses/?view=me"))

    assert 'href="/courses/mine/"' in page
    assert 'href="/courses/heads/"' not in page


@pytest.mark.feature("CO-01", "CO-09")
def test_course_says_what_comes_first_when_it_is_not_held():
    staff = make_borough_staff().practitioner
    core = make_course("core", title="Safe & Together Core")
    after = make_course("after", title="After Core")
    after.requires.add(core)
    make_run(after), make_run(core)

    before = text(signed_in(staff).get("/courses/?view=me"))
    visitor = text(Client().get("/courses/"))
    make_completed(make_run(core), person=staff.person)
    held = text(signed_in(staff).get("/courses/?view=me"))

    assert "You need Safe &amp; Together Core first." in before
    assert "Not yet for you" in before
    assert before.index("Safe &amp; Together Core</a>") < before.index("After Core</a>")
    assert "Not yet for you" not in visitor + held


@pytest.mark.feature("CO-10", "CO-24")
def test_place_of_somebody_else_is_not_called_yours():
    borough, run = make_borough_staff(), make_run()
    place = make_enrolment(run, borough.practitioner.person)

    page = text(signed_in(borough.manager).get(f"/courses/places/{place.pk}/"))

    assert "Your place is booked" not in page
    assert f'href="/courses/runs/{run.reference}/"' in page


@pytest.mark.feature("CO-18")
def test_place_is_not_called_booked_when_its_days_are_over(clock):
    place = make_enrolment(make_run(), make_staff().person)
    clock.move_to(place.run.ends_at)
    client = Client()
    client.force_login(place.person.account)

    pages = [text(client.get(address)) for address in ("/courses/places/", f"/courses/places/{place.pk}/")]

    for page in pages:
        assert "Days over" in page
        assert "something is still missing before it counts as completed" in page
        assert "Your place is booked." not in page
        assert "Tell the trainers what you need" not in page


@pytest.mark.feature("CH-02", "CO-02")
def test_trainer_who_hides_is_named_to_nobody_but_those_who_look_after_the_dates(clock):
    borough = make_borough_staff()
    run = make_run(make_course(approval=Approval.NONE))
    shown = run.trainers.get()
    hidden = make_staff(role="trainer")
    hidden.person.hidden_on_rosters = True
    hidden.person.save(update_fields=["hidden_on_rosters"])
    RunTrainer.objects.create(run=run, person=hidden.person)
    booked = make_enrolment(run, borough.practitioner.person)
    keeper = make_staff(role="training_admin", everywhere=True)
    address = f"/courses/runs/{run.reference}/"

    theirs = [
        text(signed_in(borough.practitioner).get(at)) for at in (address, f"/courses/places/{booked.pk}/")
    ]
    keepers = text(signed_in(keeper).get(address))

    assert escape(shown.name) in theirs[0]
    assert "a trainer who is not named here" in theirs[0]
    assert not any(escape(hidden.person.name) in page for page in theirs)
    assert escape(hidden.person.name) in keepers

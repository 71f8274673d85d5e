"""What a training administrator does on screen; nothing typed is lost when it is refused."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from courses.forms import DAY_ROWS, OPEN_ROWS, organisation_choices
from courses.models import Run
from courses.states import RunState
from courses.views.keeping import RUNS_ON_A_PAGE
from portal.kernel.actors import Scope
from tests.courses.looking import broken, client_of
from tests.factories.courses import FIRST_DAY, fill, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_organisation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def admin():
    return client_of(make_staff(role="training_admin", everywhere=True))


def on_day(name, day, month, year):
    """A date in its three boxes."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def typed(course, trainer, **changes):
    return {
        "course": course.pk,
        "capacity": 12,
        "minimum": 4,
        "mode": "in_person",
        "venue": "Crowndale Centre",
        "trainers": [trainer.person.pk],
        **on_day("day_1_on", 12, 1, 2027),
        "day_1_starts": "09:30",
        "day_1_ends": "16:30",
        **on_day("day_2_on", 13, 1, 2027),
        "day_2_starts": "09:30",
        "day_2_ends": "16:30",
        **changes,
    }


@pytest.mark.feature("CO-05", "CO-06")
def test_run_is_made_and_published_when_the_form_is_filled_in(admin):
    course, trainer = make_course("core"), make_staff(role="trainer", everywhere=True)

    page = admin.post(reverse("courses:new-run"), typed(course, trainer), follow=True).content.decode()
    run = Run.objects.get()
    assert "Publish these dates" in page
    admin.post(reverse("courses:publish-run", args=[run.reference]))

    run.refresh_from_db()
    assert (run.state, run.days.count(), run.capacity) == (RunState.PUBLISHED, 2, 12)
    assert "12 to 13" in Client().get("/courses/core/").content.decode()


@pytest.mark.feature("CO-05")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {**on_day("day_1_on", 28, 3, 2027), "day_1_starts": "01:30"},
            "01:30 does not exist on Sunday 28 March 2027",
        ),
        (
            {**on_day("day_1_on", 31, 10, 2027), "day_1_starts": "01:30"},
            "01:30 comes twice on Sunday 31 October 2027",
        ),
        ({"day_1_ends": "08:00"}, "Each day has to end after it starts"),
        ({"day_1_ends": ""}, "Day 1: enter when it ends."),
        ({"day_1_ends": "late"}, "Day 1 ends: write the time like 09:30"),
        (on_day("day_1_on", 31, 2, 2027), "Day 1: this is not a date."),
        (on_day("day_2_on", 13, 1, ""), "Day 2: the date needs a year."),
        ({"day_3_starts": "09:30", "day_3_ends": "16:30"}, "Day 3: enter the date."),
        (on_day("decision_on", 99, 1, 2027), "This is not a date."),
        ({"minimum": 30}, "The fewest people (30) cannot be more than the places (12)"),
        (
            {**on_day("opens_on", 5, 1, 2027), **on_day("closes_on", 4, 1, 2027)},
            "Booking has to close after it opens",
        ),
    ],
)
def test_form_comes_back_with_what_was_typed_when_it_is_refused(admin, change, words):
    data = typed(make_course(), make_staff(role="trainer", everywhere=True), **change)

    page = admin.post(reverse("courses:new-run"), data, follow=True).content.decode()

    assert words in page
    assert "Crowndale Centre" in page
    assert not Run.objects.exists()


@pytest.mark.feature("CO-16")
def test_run_is_moved_when_the_form_says_so(admin):
    run = make_run(days=2)
    make_enrolment(run)
    address = reverse("courses:move-run", args=[run.reference])

    page = admin.get(address).content.decode()
    assert "1 person has a place" in page
    assert 'name="day_1_on_day" type="text" inputmode="numeric" value="12"' in page
    days = on_day("day_1_on", 2, 2, 2027) | on_day("day_2_on", 3, 2, 2027)
    data = typed(run.course, make_staff(), **days)
    admin.post(address, data)

    run.refresh_from_db()
    assert f"{run.starts_at:%Y-%m-%d}" == "2027-02-02"
    assert broken() == []


@pytest.mark.feature("CO-05")
def test_days_stand_open_as_far_as_they_are_filled_in_when_dates_are_changed(admin):
    run = make_run(days=4)

    page = admin.get(reverse("courses:move-run", args=[run.reference])).content.decode()

    assert page.count("Add another day") == DAY_ROWS - OPEN_ROWS
    assert page.count('hub-day__fold" open>') == 2


@pytest.mark.feature("CO-05")
def test_every_day_is_kept_when_as_many_are_typed_as_there_are_rows(admin):
    data = typed(make_course("core"), make_staff(role="trainer", everywhere=True))
    for n in range(1, DAY_ROWS + 1):
        data |= on_day(f"day_{n}_on", n, 2, 27) | {f"day_{n}_starts": "9.30am", f"day_{n}_ends": "4pm"}

    admin.post(reverse("courses:new-run"), data)

    days = Run.objects.get().days.all()
    assert [f"{day.on:%Y-%m-%d}" for day in days] == [f"2027-02-{n:02}" for n in range(1, DAY_ROWS + 1)]


@pytest.mark.feature("CO-05")
@pytest.mark.parametrize(
    ("first_on", "words"),
    [
        ({}, "Enter the first day of the copy."),
        (on_day("first_on", 31, 4, 2027), "This is not a date."),
        (on_day("first_on", "\x00", "Ω", "<b>"), "This is not a date."),
    ],
)
def test_copy_is_refused_beside_its_field_when_the_day_is_none(admin, first_on, words):
    run = make_run()

    page = admin.post(
        reverse("courses:copy-run", args=[run.reference]), first_on, follow=True
    ).content.decode()

    assert page.count(words) == 2
    assert Run.objects.count() == 1


@pytest.mark.feature("CO-05")
def test_copy_is_a_draft_on_the_new_date(admin):
    run = make_run()

    address = reverse("courses:copy-run", args=[run.reference])
    page = admin.post(address, on_day("first_on", 6, 4, 2027), follow=True).content.decode()

    assert "nobody sees them yet" in page
    copy = Run.objects.exclude(pk=run.pk).get()
    assert (copy.state, copy.copied_from_id, copy.days.count()) == (RunState.DRAFT, run.pk, 4)


@pytest.mark.feature("CO-06")
def test_names_are_shown_when_a_run_would_be_too_small(admin):
    run = make_run(capacity=3)
    names = [enrolment.person.name for enrolment in fill(run)]

    page = admin.post(
        reverse("courses:change-capacity", args=[run.reference]), {"capacity": 1}, follow=True
    ).content.decode()

    assert all(name.replace("’", "’") in page for name in names)


@pytest.mark.feature("CO-16")
def test_page_says_who_is_affected_before_a_run_is_cancelled(admin):
    run = make_run(capacity=1)
    make_enrolment(run, state="waiting")
    address = reverse("courses:cancel-run", args=[run.reference])

    page = admin.get(address).content.decode()
    assert "1 person has a place, 1 waits" in page
    admin.post(address, {"reason": "Flood"})

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert broken() == []


@pytest.mark.feature("CO-24")
def test_trainer_sees_the_live_list_of_their_run_and_of_no_other():
    trainer = make_staff(role="trainer", everywhere=True)
    run, other = make_run(trainer=trainer.person, capacity=2), make_run()
    booked, waiting = make_enrolment(run), make_enrolment(run, state="waiting")
    client = client_of(trainer)

    page = client.get(reverse("courses:workspace", args=[run.reference])).content.decode()

    assert booked.person.name in page
    assert "Waiting list, in order (1)" in page
    assert waiting.person.name in page
    assert client.get(reverse("courses:workspace", args=[other.reference])).status_code == 404


@pytest.mark.feature("CO-24", "PE-04")
@pytest.mark.parametrize(
    "name", ["workspace", "move-run", "copy-run", "change-capacity", "cancel-run", "publish-run"]
)
def test_keepers_pages_do_not_exist_for_a_practitioner(name):
    run = make_run()
    client = client_of(make_staff())
    send = client.post if name == "publish-run" else client.get

    assert send(reverse(f"courses:{name}", args=[run.reference])).status_code == 404


def test_draft_does_not_exist_for_a_visitor(admin):
    run = make_run(state=RunState.DRAFT)
    address = reverse("courses:run", args=[run.reference])

    assert Client().get(address).status_code == 404
    assert admin.get(address).status_code == 200


@pytest.mark.feature("CO-16")
def test_button_says_what_it_does_when_people_are_told(admin):
    run = make_run(capacity=3)
    fill(run, leave=1)

    moving, cancelling = (
        admin.get(reverse(f"courses:{name}", args=[run.reference])).content.decode()
        for name in ("move-run", "cancel-run")
    )

    assert "They are told, and their calendar entries move." in moving
    assert "Save and tell them</button>" in moving
    assert "it leaves their calendars. You cannot take it back." in cancelling
    assert "Cancel these dates</button>" in cancelling


@pytest.mark.feature("CO-05")
def test_no_course_is_chosen_beforehand_when_dates_are_added(admin):
    make_course(title="Core")

    page = admin.get(reverse("courses:new-run")).content.decode()
    refused = admin.post(reverse("courses:new-run"), {}, follow=True).content.decode()

    assert '<option value="" selected>Choose a course</option>' in page
    assert "Choose a course." in refused
    assert (
        page.index("Day 1") < page.index("Venue") < page.index("Fewest people") < page.index("Booking opens")
    )


@pytest.mark.feature("CO-05")
def test_every_date_is_reached_when_there_are_more_than_a_page_shows(admin):
    course = make_course()
    for week in range(RUNS_ON_A_PAGE + 2):
        make_run(course, first_on=FIRST_DAY + timedelta(days=7 * week), days=1)

    first = admin.get(reverse("courses:runs")).content.decode()
    last = admin.get(reverse("courses:runs"), {"page": 2}).content.decode()

    assert "Page 1 of 2" in first
    assert last.count('class="hub-row"') == 2


@pytest.mark.feature("CO-24")
def test_workspace_opens_when_somebody_has_no_name_left(admin):
    place = make_enrolment(make_run())
    place.person.given_name = place.person.family_name = ""
    place.person.save(update_fields=["given_name", "family_name"])

    assert admin.get(reverse("courses:workspace", args=[place.run.reference])).status_code == 200


@pytest.mark.feature("CO-05", "PE-04")
def test_only_the_own_organisation_can_be_chosen_when_its_administrator_adds_dates():
    borough, other = make_borough_staff("camden"), make_organisation("croydon")
    client = Client()
    client.force_login(borough.training_admin.user)

    page = client.get("/courses/runs/new/").content.decode()

    boxes = re.findall(r'<input[^>]*name="open_to"[^>]*>', page)
    assert len(boxes) == 1
    assert f'value="{borough.organisation.pk}"' in boxes[0]
    assert "checked" in boxes[0]
    assert other.name not in page


@pytest.mark.feature("CO-05", "PE-04")
def test_organisation_is_no_choice_when_only_a_part_of_it_is_kept():
    borough = make_borough_staff("camden")
    part = Scope(teams=frozenset({borough.team.pk}), services=frozenset({borough.service.pk}))
    whole = Scope(organisations=frozenset({borough.organisation.pk}))

    assert organisation_choices(part) == []
    assert organisation_choices(whole) == [(str(borough.organisation.pk), "Camden")]

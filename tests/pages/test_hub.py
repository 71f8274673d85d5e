"""My hub: what needs somebody first, and nothing of anybody else's (CO-26)."""

from datetime import date, timedelta

import pytest

from courses.services import ask_for_place, decline
from courses.states import EndReason
from portal.pages.front import BOOK, FIND, first_steps
from portal.pages.hub import GROUPS, HubItem, folded, greeting_for, grouped, summary_of
from portal.people.roles import Role
from tests.factories.consultations import days_ago, make_colleague, make_consultation, make_surgery
from tests.factories.courses import NOW, make_course, make_run
from tests.factories.people import make_borough_staff, make_grant, make_staff, make_user


def make_item(group: str, order: str = "") -> HubItem:
    return HubItem(group, "Today", f"Something {group}", "/my/", order=order)


@pytest.mark.feature("CO-26")
def test_groups_stand_in_their_order_when_sources_answer_in_any() -> None:
    items = [
        make_item(group)
        for group in ("earned", "approve", "waiting", "due", "soon", "overdue", "offers", "booked", "forms")
    ]

    groups = grouped(items)

    assert (
        list(groups)
        == ["overdue", "due", "soon", "booked", "waiting", "approve", "forms", "offers", "earned"]
        == list(GROUPS)
    )


@pytest.mark.feature("CO-26")
def test_rows_of_a_group_stand_by_date_when_they_have_one() -> None:
    items = [make_item("booked", "2026-12-01"), make_item("booked", "2026-11-26")]

    groups = grouped(items)

    assert [item.order for item in groups["booked"]] == ["2026-11-26", "2026-12-01"]


def test_group_is_refused_when_nobody_knows_it() -> None:
    with pytest.raises(KeyError):
        grouped([make_item("somewhere")])


@pytest.mark.feature("CO-26")
@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        (["earned", "booked"], "Nothing needs you today."),
        (["offers", "booked"], "One thing needs you."),
        (["due", "approve", "forms"], "3 things need you."),
    ],
)
def test_title_says_how_many_things_ask_for_something(groups: list[str], sentence: str) -> None:
    assert summary_of(grouped(make_item(group) for group in groups)) == sentence


@pytest.mark.feature("CO-26")
@pytest.mark.parametrize(("count", "rows"), [(0, 0), (1, 1), (3, 3), (4, 1), (10_000, 1)])
def test_many_rows_of_a_kind_are_one_line_that_says_how_many(count: int, rows: int) -> None:
    items = [make_item("approve", str(number)) for number in range(min(count, 4))]

    said = folded(items, title="{count} requests wait", detail="First: {oldest}", url="/all/", total=count)

    assert len(said) == rows
    if rows == 1 and count > 1:
        assert (said[0].title, said[0].url, said[0].order) == (f"{count} requests wait", "/all/", "0")
        assert summary_of(grouped(said)) == f"{count} things need you."


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.feature("CO-26", "CO-10")
def test_four_requests_are_one_line_on_the_hub_of_whoever_answers(client, clock) -> None:
    borough = make_borough_staff()
    course = make_course(approval="manager")
    for number in range(4):
        run = make_run(course, first_on=date(2027, 1, 12) + timedelta(days=7 * number))
        ask_for_place(actor=borough.practitioner.actor(), run_id=run.pk, now=NOW)
    client.force_login(borough.manager.user)

    words = client.get("/my/").content.decode()

    assert "4 requests for a place wait for you" in words
    assert words.split("Training you answer for")[0].count('href="/courses/approvals/"') == 1
    assert "4 things need you." in words


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.feature("CO-26")
def test_consultations_to_record_are_one_line_when_there_are_many(client, clock) -> None:
    surgery = make_surgery()
    for days in range(1, 6):
        make_consultation(surgery, days_ago(days), state="held")
    client.force_login(surgery.lead.user)

    words = client.get("/my/").content.decode()

    assert "5 consultations are still to record" in words
    assert words.count("Record the consultation with") == 1


@pytest.mark.django_db
@pytest.mark.feature("CO-26")
def test_first_step_fits_the_day_of_whoever_looks() -> None:
    surgery = make_surgery()
    trainer = make_staff(role=Role.TRAINER)

    first = [label for label, _ in (*first_steps(surgery.lead.actor()), *first_steps(trainer.actor()))]

    assert first == ["Open my diary", "Book for a colleague", "Open the course dates", "Book a consultation"]
    assert first_steps(make_colleague(surgery).actor()) == (*BOOK, *FIND)


@pytest.mark.feature("CO-26")
@pytest.mark.parametrize(
    ("groups", "changed", "sentence"),
    [
        (["booked", "waiting"], 1, "One thing has changed."),
        ([], 3, "3 things have changed."),
        (["approve"], 2, "One thing needs you. 2 things have changed."),
    ],
)
def test_title_says_that_something_changed_when_it_did(
    groups: list[str], changed: int, sentence: str
) -> None:
    assert summary_of(grouped(make_item(group) for group in groups), changed) == sentence


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.feature("CO-26", "CO-10")
def test_request_waits_under_its_own_heading_and_its_refusal_comes_first(client, clock) -> None:
    borough = make_borough_staff()
    asked = ask_for_place(
        actor=borough.practitioner.actor(), run_id=make_run(make_course(approval="manager")).pk, now=NOW
    )
    client.force_login(borough.practitioner.user)

    before = client.get("/my/").content.decode()
    decline(actor=borough.manager.actor(), enrolment_id=asked.pk, reason=EndReason.CAPACITY, now=NOW)
    after = client.get("/my/").content.decode()

    assert "Waiting for an answer" in before
    assert 'id="group-booked"' not in before
    assert "One thing has changed." in after
    assert "Nothing needs you today." not in after
    assert "appears here" not in after
    assert f"Not agreed by {borough.manager.person.name}" in after


def test_greeting_goes_by_the_hour_and_stands_without_a_name() -> None:
    assert greeting_for("Amara", 9) == "Good morning, Amara"
    assert greeting_for("Amara", 12) == "Good afternoon, Amara"
    assert greeting_for("", 19) == "Good evening"


@pytest.mark.django_db
@pytest.mark.feature("CO-26", "PG-06")
def test_hub_greets_and_is_kept_by_no_cache_when_signed_in(client, clock) -> None:
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    page = client.get("/my/")

    assert f"Good morning, {staff.person.given_name}" in page.content.decode()
    assert "Tuesday 24 November 2026" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.feature("CO-26")
def test_hub_says_what_to_do_when_it_is_empty(client, clock) -> None:
    client.force_login(make_user())

    words = client.get("/my/").content.decode()

    assert "Nothing needs you today." in words
    assert "What you book, ask for or earn appears here." in words
    assert "First, have your place of work confirmed" in words


@pytest.mark.django_db
@pytest.mark.feature("CO-26")
def test_hub_sends_to_sign_in_when_nobody_is(client) -> None:
    answer = client.get("/my/")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/my/"


@pytest.mark.django_db
@pytest.mark.feature("CO-26")
def test_hub_of_an_editor_begins_with_the_pages() -> None:
    editor = make_staff(role=Role.EDITOR)

    assert first_steps(editor.actor()) == (("Edit pages", "/cms/"), *BOOK)


@pytest.mark.django_db
@pytest.mark.feature("CO-26")
def test_hub_has_the_button_of_each_role_when_somebody_keeps_several() -> None:
    lead = make_surgery().lead
    make_grant(lead.person, Role.TRAINER)
    make_grant(lead.person, Role.EDITOR)

    labels = [label for label, _ in first_steps(lead.actor())]

    assert labels == [
        "Open my diary",
        "Book for a colleague",
        "Open the course dates",
        "Publish a toolkit",
        "Edit pages",
    ]

"""The screens of booking and of one consultation, as a browser without scripts uses them."""

import re
from datetime import date, timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from consultations.drafts import DRAFT
from consultations.models import Consultation, LeadCover, WeeklyRule
from consultations.states import ConsultationState
from tests.consultations.looking import signed_in
from tests.factories.consultations import (
    CASE,
    Surgery,
    book,
    make_colleague,
    make_consultation,
    make_lead,
    make_surgery,
)
from tests.factories.people import NOW, make_organisation, make_staff, make_team
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ABOUT = {
    "kind": "individual",
    "linked": "case",
    "case_reference": CASE,
    "prompts": ["pattern", "safety"],
    "note": "",
}


def answered(surgery: Surgery, *, danger: str = "none", **about: object) -> Client:
    """A practitioner who has answered the first two pages."""
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": danger})
    client.post(reverse("consultations:book_about"), {**ABOUT, **about})
    return client


def button_on(client: Client) -> dict[str, str]:
    """What the button of the last page sends."""
    page = client.get(reverse("consultations:book_check")).content.decode()
    return dict(re.findall(r'name="(key|stamp)" value="([^"]+)"', page))


@pytest.mark.feature("CN-02")
@pytest.mark.feature("CN-09")
def test_consultation_is_booked_when_the_four_pages_are_answered() -> None:
    surgery = make_surgery()
    slot = surgery.slots()[1]
    client = answered(surgery)

    times = client.get(reverse("consultations:book_time"))
    client.post(reverse("consultations:book_time"), {"slot": slot.key})
    check = client.get(reverse("consultations:book_check")).content.decode()
    done = client.post(reverse("consultations:book_check"), button_on(client))

    booked = Consultation.objects.get()
    assert f'value="{slot.key}"' in times.content.decode()
    assert "Thursday 26 November 2026" in times.content.decode()
    assert CASE in check
    assert done["Location"] == reverse("consultations:detail", args=[booked.reference])
    assert CASE not in done["Location"]
    assert (booked.case_reference, booked.prompts) == (CASE, ["pattern", "safety"])
    assert DRAFT not in client.session
    page = client.get(done["Location"]).content.decode()
    assert "Your consultation is booked." in page
    assert "Messages about this" in page


@pytest.mark.feature("CN-04")
def test_first_booking_is_shown_when_the_button_is_pressed_again() -> None:
    surgery = make_surgery()
    client = answered(surgery)
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    button = button_on(client)

    once = client.post(reverse("consultations:book_check"), button)
    again = client.post(reverse("consultations:book_check"), button)

    assert once["Location"] == again["Location"]
    assert Consultation.objects.count() == 1


@pytest.mark.feature("CN-02")
def test_answers_are_kept_and_nearest_times_shown_when_the_time_was_taken_meanwhile() -> None:
    surgery = make_surgery()
    slot = surgery.slots()[2]
    client = answered(surgery)
    client.post(reverse("consultations:book_time"), {"slot": slot.key})
    button = button_on(client)
    book(surgery, number=2, by=make_colleague(surgery))

    refused = client.post(reverse("consultations:book_check"), button, follow=True).content.decode()

    assert "That time has just been taken" in refused
    assert "Close to the time you wanted" in refused
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[2].key})
    assert CASE in client.get(reverse("consultations:book_check")).content.decode()


@pytest.mark.feature("CN-06")
@pytest.mark.parametrize(
    ("danger", "leads_to"),
    [
        ("immediate", "book_danger"),
        ("high", "book_high_risk"),
        ("urgent", "book_about"),
        ("none", "book_about"),
    ],
)
def test_danger_comes_first_when_somebody_books(danger: str, leads_to: str) -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)

    answer = client.post(reverse("consultations:book"), {"danger": danger})

    assert answer["Location"] == reverse(f"consultations:{leads_to}")


@pytest.mark.feature("CN-06")
def test_marac_is_shown_before_and_not_instead_of_booking_when_the_risk_is_high() -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": "high"})

    page = client.get(reverse("consultations:book_high_risk")).content.decode()

    assert "MARAC representative" in page
    assert reverse("consultations:book_about") in page


@pytest.mark.feature("CN-06")
def test_high_risk_is_forgotten_when_the_answer_about_danger_is_taken_back() -> None:
    client = Client()
    client.force_login(make_surgery().practitioner.user)
    client.post(reverse("consultations:book"), {"danger": "high"})

    client.post(reverse("consultations:book"), {"danger": "none"})

    form = client.get(reverse("consultations:book_about")).context["form"]
    assert form["risk_stated"].value() == ""


@pytest.mark.parametrize(("danger", "after"), [("none", "book_time"), ("urgent", "book_check")])
def test_marac_is_shown_when_the_risk_is_said_to_be_high_later(danger: str, after: str) -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": danger})

    answer = client.post(reverse("consultations:book_about"), {**ABOUT, "risk_stated": "high"})
    page = client.get(answer["Location"]).content.decode()
    again = client.post(reverse("consultations:book_about"), {**ABOUT, "risk_stated": "high"})

    assert answer["Location"] == reverse("consultations:book_high_risk")
    assert f'href="{reverse(f"consultations:{after}")}"' in page
    assert again["Location"] == reverse(f"consultations:{after}")


@pytest.mark.feature("CN-09")
def test_answers_are_shown_again_when_another_window_changed_them() -> None:
    surgery = make_surgery()
    client = answered(surgery)
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    button = button_on(client)
    client.post(reverse("consultations:book_about"), {**ABOUT, "case_reference": "LL-777777"})

    page = client.post(reverse("consultations:book_check"), button, follow=True).content.decode()

    assert not Consultation.objects.exists()
    assert "Your answers have changed since" in page
    assert "LL-777777" in page


@pytest.mark.feature("CN-06")
def test_request_waits_for_a_lead_when_it_cannot_wait() -> None:
    surgery = make_surgery()
    client = answered(surgery, danger="urgent")

    client.post(reverse("consultations:book_check"), button_on(client))

    asked = Consultation.objects.get()
    assert (asked.state, asked.urgent) == (ConsultationState.REQUESTED, True)


@pytest.mark.feature("CN-06")
def test_about_comes_after_danger_when_somebody_skips_it() -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)

    answer = client.get(reverse("consultations:book_about"))

    assert answer["Location"] == reverse("consultations:book")


@pytest.mark.feature("CN-09")
def test_what_was_typed_is_on_the_page_and_nowhere_in_the_clear_when_the_note_identifies(
    caplog: pytest.LogCaptureFixture,
) -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": "none"})

    about = {**ABOUT, "note": "Spoke to Priya at N1 9GU"}
    page = client.post(reverse("consultations:book_about"), about, follow=True)

    shown = page.content.decode()
    assert page.redirect_chain == [(reverse("consultations:book_about"), 302)]
    assert "a name (“Priya”), a postcode (“N1 9GU”)" in shown
    assert "Spoke to Priya at N1 9GU" in shown
    assert "Priya" not in str(dict(client.session))
    assert "Priya" not in caplog.text


@pytest.mark.feature("CN-09")
def test_answers_cannot_be_read_when_the_session_table_is() -> None:
    surgery = make_surgery()

    client = answered(surgery, note="How do we word the plan")

    assert "word the plan" not in str(dict(client.session))
    assert CASE not in str(dict(client.session))


@pytest.mark.feature("CN-09")
def test_reference_is_asked_for_when_the_question_is_about_one_family() -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": "none"})

    about = {**ABOUT, "case_reference": ""}
    page = client.post(reverse("consultations:book_about"), about, follow=True).content.decode()

    assert "Enter the council’s case reference" in page


@pytest.mark.feature("CN-03")
def test_page_says_so_and_offers_the_urgent_route_when_nobody_leads_the_borough() -> None:
    surgery = make_surgery()
    make_surgery("havering")
    LeadCover.objects.filter(organisation=surgery.organisation).update(ends_on=date(2026, 11, 1))
    client = answered(surgery)

    page = client.get(reverse("consultations:book_time")).content.decode()

    assert "Nobody leads Camden at the moment" in page
    assert "Say that it cannot wait" in page
    assert 'name="slot"' not in page


@pytest.mark.feature("CN-02")
def test_only_fitting_times_are_shown_when_working_hours_are_said() -> None:
    surgery = make_surgery()
    client = answered(surgery)

    client.get(
        reverse("consultations:book_hours"), {"days": ["0"], "works_from": "09:00", "works_until": "13:00"}
    )
    page = client.get(reverse("consultations:book_time")).content.decode()

    assert "Monday 30 November 2026" in page
    assert "Thursday 26 November 2026" not in page
    assert ">09:30<" in page
    assert ">13:30<" not in page


@pytest.mark.feature("CN-02")
@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("9am", "25:00", "Write the time like 09:30, 9.30am or 5pm."),
        ("", "5pm", "Say when you begin, too."),
        ("9am", "", "Say when you end, too."),
        ("5pm", "9am", "The end must be after the beginning."),
    ],
)
def test_working_hours_come_back_as_typed_when_they_are_wrong(starts: str, ends: str, said: str) -> None:
    client = answered(make_surgery())

    page = client.get(
        reverse("consultations:book_hours"), {"days": ["1"], "works_from": starts, "works_until": ends}
    ).content.decode()
    times = client.get(reverse("consultations:book_time")).content.decode()

    assert f'">{said}</a>' in page
    assert f'value="{starts or ends}"' in page
    assert re.search(r'value="1"[^>]*checked', page)
    assert "Only times that fit your working hours are shown" not in times


@pytest.mark.feature("CN-02")
def test_both_ways_out_are_offered_when_no_time_fits_the_working_hours() -> None:
    client = answered(make_surgery())

    hours = {"days": ["4"], "works_from": "6am", "works_until": "7am"}
    page = client.get(reverse("consultations:book_hours"), hours, follow=True).content.decode()

    assert "No free time fits the hours you usually work." in page
    assert "Show all times" in page
    assert "Say that it cannot wait" in page


def test_later_dates_are_one_link_away_when_there_are_more() -> None:
    surgery = make_surgery()
    client = answered(surgery)
    url = reverse("consultations:book_time")

    first = client.get(url).content.decode()
    later = re.search(r'href="(\?from=[\d-]+)"', first)
    assert later
    second = client.get(url + later.group(1)).content.decode()

    assert "Thursday 10 December 2026" in first
    assert "Monday 14 December 2026" in second
    assert "Thursday 26 November 2026" not in second


@pytest.mark.parametrize("who", ["colleague", "manager", "other_lead", "admin"])
def test_nothing_is_found_when_others_open_a_consultation(who: str) -> None:
    surgery = make_surgery()
    booked = make_consultation(surgery, NOW, state=ConsultationState.HELD)
    staff = {
        "colleague": lambda: make_colleague(surgery),
        "manager": lambda: make_staff(organisation=surgery.organisation, role="manager"),
        "other_lead": lambda: make_lead(make_organisation("havering")),
        "admin": lambda: make_staff(organisation=surgery.organisation, role="admin", everywhere=True),
    }[who]()
    client = signed_in(staff)

    for name in ("detail", "cancel", "move", "offer", "record", "correct", "add"):
        assert client.get(reverse(f"consultations:{name}", args=[booked.reference])).status_code == 404
    for name in ("answer", "settle"):
        assert client.post(reverse(f"consultations:{name}", args=[booked.reference])).status_code == 404


def test_visitor_is_sent_to_sign_in_when_opening_consultations() -> None:
    answer = Client().get(reverse("consultations:index"))

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.feature("CN-07")
def test_booking_is_cancelled_when_a_reason_is_chosen() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    client = signed_in(surgery.practitioner)
    url = reverse("consultations:cancel", args=[booked.reference])

    asked = client.post(url, {}, follow=True).content.decode()
    client.post(url, {"reason_code": "not_needed"})

    booked.refresh_from_db()
    assert "Choose a reason" in asked
    assert booked.state == ConsultationState.CANCELLED


@pytest.mark.feature("CN-07")
def test_booking_moves_when_another_time_is_chosen() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    new = surgery.slots()[3]

    signed_in(surgery.practitioner).post(
        reverse("consultations:move", args=[booked.reference]), {"slot": new.key}
    )

    booked.refresh_from_db()
    assert booked.starts_at == new.starts_at


@pytest.mark.feature("CN-10")
def test_consultation_is_recorded_and_read_when_it_has_been_held(clock: FixedClock) -> None:
    surgery = make_surgery()
    booked = book(surgery)
    assert booked.ends_at
    clock.move_to(booked.ends_at)
    client = signed_in(surgery.lead)
    url = reverse("consultations:record", args=[booked.reference])
    answers = {
        "domains": ["PCC", "SPE"],
        "practice": ["pivot"],
        "outcome": "restart",
        "theme": "coercive_control",
        "pathway": "restart",
        "action_1": "map_case",
        "owner_1": "practitioner",
        "due_1_day": "10",
        "due_1_month": "12",
        "due_1_year": "2026",
    }

    half = client.post(url, {**answers, "owner_1": ""}, follow=True).content.decode()
    client.post(url, answers)
    page = client.get(url).content.decode()
    asker = signed_in(surgery.practitioner).get(url)

    assert "Action 1: choose who does it." in half
    assert "Map the case on the five domains" in page
    assert "Safe &amp; Together practice consultation" in page
    assert asker.status_code == 200


@pytest.mark.feature("CN-01")
def test_plan_is_made_when_a_lead_fills_in_the_forms() -> None:
    camden = make_organisation("camden")
    lead = make_lead(camden, weekdays=())
    client = signed_in(lead)
    url = reverse("consultations:plan")
    rule = {
        "form": "rule", "weekday": "0", "starts": "09:30", "ends": "12:30", "organisation": str(camden.pk),
        "mode": "in_person", "place": "Judd Street", "starts_on_day": "24", "starts_on_month": "11",
        "starts_on_year": "2026",
    }  # fmt: skip

    client.post(url, rule)
    past = client.post(url, {**rule, "weekday": "1", "starts_on_day": "2"}, follow=True).content.decode()
    clash = client.post(
        url, {**rule, "place": "Elsewhere", "starts": "12:00", "ends": "14:00"}, follow=True
    ).content.decode()
    page = client.get(url).content.decode()

    assert WeeklyRule.objects.count() == 1
    assert "Days that have passed cannot be changed" in past
    assert "you are already somewhere else: Judd Street, 09:30 to 12:30" in clash
    assert "You can be booked on Mondays" in page


@pytest.mark.feature("CN-01")
def test_diary_shows_the_week_when_a_lead_opens_it() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    client = signed_in(surgery.lead)

    page = client.get(reverse("consultations:diary")).content.decode()

    assert "week of Monday 23 November 2026" in page
    assert booked.reference in page
    assert client.get(reverse("consultations:diary") + "?week=nonsense").status_code == 200
    assert signed_in(surgery.practitioner).get(reverse("consultations:diary")).status_code == 403


def test_as_many_queries_are_made_when_lists_grow(assert_flat) -> None:  # type: ignore[no-untyped-def]
    surgery = make_surgery()
    practitioner, lead = signed_in(surgery.practitioner), signed_in(surgery.lead)
    hours = count(1)

    def grow() -> None:
        for _ in range(6):
            make_consultation(surgery, NOW + timedelta(hours=2 * next(hours)))

    for client, name in (
        (practitioner, "index"),
        (lead, "index"),
        (lead, "diary"),
        (lead, "plan"),
        (lead, "counts"),
    ):
        grow()
        assert_flat(
            lambda client=client, name=name: client.get(reverse(f"consultations:{name}")).content, grow
        )


def test_nobody_books_when_their_workplace_is_not_confirmed() -> None:
    pending = make_staff(team=make_team(make_organisation("camden")), state="pending")
    client = signed_in(pending)

    start = client.get(reverse("consultations:book"))
    index = client.get(reverse("consultations:index")).content.decode()

    words = start.content.decode()
    assert start.status_code == 403
    assert "Your place of work is not confirmed yet." in words
    assert 'href="/account/"' in words
    assert reverse("consultations:book_danger") in words
    assert "It belongs to somebody else" not in words
    assert "not confirmed yet" in index


def test_every_step_of_booking_says_why_not_when_the_workplace_is_not_confirmed() -> None:
    client = signed_in(make_staff(team=make_team(make_organisation("camden")), state="pending"))

    for name in ("book", "book_about", "book_time", "book_check"):
        for answer in (
            client.get(reverse(f"consultations:{name}")),
            client.post(reverse(f"consultations:{name}")),
        ):
            assert answer.status_code == 403
            assert "Your place of work is not confirmed yet." in answer.content.decode()


def test_visitor_signs_in_first_when_they_want_to_book(client: Client) -> None:
    answer = client.get(reverse("consultations:book"))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")

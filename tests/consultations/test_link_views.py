"""The screens of a link: every page of the way, what stops it, and what both people see."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from consultations.link_states import CASE_SYSTEM, LinkState, Route
from consultations.models import CaseSystemEndpoint, ReferralLink
from consultations.services import links
from portal.audit.models import Entry
from portal.outbox.models import Attempt, Delivery
from portal.outbox.states import DeliveryState
from tests.consultations.looking import signed_in, words
from tests.factories.links import (
    RESTART_YES,
    Practice,
    make_draft,
    make_endpoint,
    make_held_consultation,
    make_practice,
    make_ready_draft,
    make_sent_link,
)
from tests.factories.people import NOW, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(link: ReferralLink, name: str = "") -> str:
    return f"/consultations/links/{link.public_id}/{name}"


def consent_answers(practice: Practice, given: str = "yes") -> dict[str, str | int]:
    return {
        "given": given,
        "on_day": "23",
        "on_month": "11",
        "on_year": "2026",
        "taken_by": practice.practitioner.person.pk,
    }


@pytest.mark.feature("RF-02", "RF-03", "RF-04")
def test_a_practitioner_goes_from_the_consultation_to_a_sent_link(practice: Practice) -> None:
    make_endpoint(practice.organisation)
    client = signed_in(practice.practitioner)

    client.post(f"/consultations/{practice.consultation.reference}/link/", {"pathway": "restart"})
    link = ReferralLink.objects.get()
    answered = client.post(page(link, "questions/"), {**RESTART_YES, "area": "E09000007"}, follow=True)
    for person in ("person_using_harm", "victim_survivor"):
        client.post(page(link, f"consents/{person}/"), consent_answers(practice))
    hours = {"working_days": ["0", "3"], "works_from": "09:00", "works_until": "17:00"}
    checked = client.post(page(link, "hours/"), hours, follow=True)
    sent = client.post(page(link, "check/"), follow=True)

    assert "Restart looks suitable" in words(answered)
    assert "Check before you send" in words(checked)
    assert "Monday and Thursday, 09:00 to 17:00" in words(checked)
    assert "On its way to Restart" in words(sent)
    link.refresh_from_db()
    assert link.state == LinkState.SENT
    assert Delivery.objects.filter(message__subject=str(link.ref)).exists()


@pytest.mark.feature("RF-02")
def test_high_risk_shows_marac_and_the_lead_and_offers_no_way_on(practice: Practice) -> None:
    link = make_draft(practice)
    client = signed_in(practice.practitioner)

    answer = client.post(
        page(link, "questions/"),
        {**RESTART_YES, "area": "E09000007", "high_risk_and_harm": "yes"},
        follow=True,
    )

    assert "Stop:" in words(answer)
    assert "Go to MARAC now" in words(answer)
    assert practice.lead.person.name in words(answer)
    assert "Continue" not in words(answer)
    sent = client.post(page(link, "check/"), follow=True)
    assert "do not show yet that Restart is suitable" in words(sent)
    link.refresh_from_db()
    assert link.is_draft
    assert link.answers["high_risk_and_harm"] == "yes"
    again = client.get(page(link, "questions/"))
    assert again.context["form"].initial["high_risk_and_harm"] == "yes"


@pytest.mark.feature("RF-02")
def test_unanswered_questions_are_named_and_nothing_typed_is_lost(practice: Practice) -> None:
    link = make_draft(practice)
    client = signed_in(practice.practitioner)

    answer = client.post(page(link, "questions/"), {"area": "E09000007", "open_case": "yes"}, follow=True)

    assert answer.redirect_chain == [(page(link, "questions/"), 302)]
    assert "There is a problem" in words(answer)
    assert answer.context["form"]["open_case"].value() == "yes"


@pytest.mark.feature("RF-03")
def test_one_consent_refused_keeps_it_from_being_sent_and_says_whose(practice: Practice) -> None:
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)
    client = signed_in(practice.practitioner)

    answered = client.post(
        page(link, "consents/victim_survivor/"), consent_answers(practice, "no"), follow=True
    )
    checked = client.get(page(link, "check/"))

    assert answered.redirect_chain == [(page(link), 302)]
    assert "Nothing can be sent to Restart" in words(answered)
    assert "The victim-survivor did not agree, or took it back." in words(answered)
    assert "without the consent of: victim-survivor" in words(checked)
    assert "Send to the case system" not in words(checked)


@pytest.mark.feature("RF-03")
def test_answer_that_was_replaced_stays_to_be_seen_before_and_after_it_is_sent(practice: Practice) -> None:
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)
    client = signed_in(practice.practitioner)
    for given in ("no", "yes"):
        client.post(page(link, "consents/victim_survivor/"), consent_answers(practice, given))

    draft = words(client.get(page(link)))
    client.post(page(link, "check/"))
    sent = words(client.get(page(link)))

    assert "Nothing can be sent" not in draft
    assert "no, Monday 23 November 2026" in draft
    assert "Before that: did not agree on Monday 23 November 2026." in sent


@pytest.mark.feature("RF-03")
def test_a_consent_of_tomorrow_is_refused_beside_the_date(practice: Practice) -> None:
    link = make_draft(practice)
    client = signed_in(practice.practitioner)

    answer = client.post(
        page(link, "consents/victim_survivor/"), {**consent_answers(practice), "on_day": "25"}, follow=True
    )

    assert "must be today or in the past" in words(answer)
    assert answer.context["form"].errors["on"]


@pytest.mark.feature("RF-04")
def test_both_people_see_the_same_timeline(practice: Practice) -> None:
    link = make_sent_link(practice)

    for staff in (practice.practitioner, practice.lead):
        shown = words(signed_in(staff).get(page(link)))
        assert "Draft begun" in shown
        assert "Sent off" in shown
        assert practice.practitioner.person.name in shown
        assert "Deliveries to the case system" in shown


@pytest.mark.feature("RF-04", "PE-04")
@pytest.mark.parametrize(
    "name",
    ["", "questions/", "result/", "consents/victim_survivor/", "hours/", "check/", "by-email/", "withdraw/"],
)
def test_another_borough_and_a_colleague_find_nothing(practice: Practice, name: str) -> None:
    link = make_draft(practice)
    other = make_practice("havering")
    colleague = make_staff(organisation=practice.organisation)

    for staff in (other.practitioner, other.lead, colleague):
        assert signed_in(staff).get(page(link, name)).status_code == 404
        assert signed_in(staff).post(page(link, name)).status_code in (404, 405)
    assert Client().get(page(link, name)).status_code == 302


@pytest.mark.feature("RF-04")
@pytest.mark.parametrize("name", ["questions/", "consents/victim_survivor/", "hours/", "check/", "by-email/"])
def test_a_sent_link_has_no_draft_pages_any_more(practice: Practice, name: str) -> None:
    link = make_sent_link(practice)

    answer = signed_in(practice.practitioner).get(page(link, name))

    assert answer.status_code == 409
    assert "You have sent this already" in answer.content.decode()


@pytest.mark.feature("RF-03")
def test_consent_taken_back_withdraws_the_link_and_both_dates_are_shown(practice: Practice) -> None:
    link = make_sent_link(practice)
    client = signed_in(practice.lead)

    answer = client.post(
        page(link, "consents/victim_survivor/withdraw/"),
        {"on_day": "24", "on_month": "11", "on_year": "2026"},
        follow=True,
    )

    assert "Withdrawn" in words(answer)
    assert "Taken back on Tuesday 24 November 2026" in words(answer)
    assert "The service is being told" in words(answer)
    assert Delivery.objects.filter(message__name="consultations.link_withdrawn.v1").exists()


@pytest.mark.feature("RF-07")
def test_without_a_case_system_the_answers_can_be_copied_and_the_mail_recorded(practice: Practice) -> None:
    link = make_ready_draft(practice)
    client = signed_in(practice.practitioner)

    checked = client.get(page(link, "check/"))
    copied = client.get(page(link, "by-email/"))
    unticked = client.post(page(link, "by-email/"), {}, follow=True)
    done = client.post(page(link, "by-email/"), {"sent": "on"}, follow=True)

    assert "No case system is connected" in words(checked)
    assert f"Yes: {practice.consultation.reference} on Tuesday 17 November 2026" in words(copied)
    assert "restart@cranstoun.org.uk" in words(copied)
    assert "Tick this once you have sent it" in words(unticked)
    assert "By secure email, recorded on" in words(done)
    link.refresh_from_db()
    assert link.route == Route.SECURE_EMAIL


@pytest.mark.feature("RF-05")
def test_a_stuck_message_is_shown_and_only_an_administrator_sends_it_again(practice: Practice) -> None:
    link = make_sent_link(practice)
    Delivery.objects.update(state=DeliveryState.PARKED, last_error="answered 500")
    practitioner = signed_in(practice.practitioner)
    admin = make_staff(role="admin", everywhere=True)

    shown = words(practitioner.get(page(link)))
    refused = practitioner.post(page(link, "replay/"))
    overview = words(signed_in(admin).get("/consultations/case-systems/"))
    done = signed_in(admin).post("/consultations/case-systems/replay/", follow=True)

    assert "Not delivered to Restart yet" in shown
    assert "An administrator mends the connection" in shown
    assert "Send it again" not in shown
    assert refused.status_code == 403
    assert "1 message is stuck" in overview
    assert "1 put back in the queue" in words(done)
    assert Delivery.objects.get().state == DeliveryState.WAITING


def fail_delivery(link: ReferralLink, *, at: datetime, next_at: datetime) -> Delivery:
    """One try that found nobody there."""
    owed = Delivery.objects.get(message__subject=str(link.ref), subscriber=CASE_SYSTEM)
    owed.attempts_made, owed.next_at, owed.last_error = 1, next_at, "could not be reached (ConnectError)"
    owed.save()
    Attempt.objects.create(delivery=owed, number=1, at=at, outcome="postpone", detail=owed.last_error)
    return owed


@pytest.mark.feature("RF-05")
def test_page_says_one_honest_thing_when_the_case_system_does_not_answer(practice: Practice) -> None:
    link = make_sent_link(practice)
    fail_delivery(link, at=NOW - timedelta(minutes=5), next_at=NOW + timedelta(minutes=25))

    for staff in (practice.practitioner, practice.lead):
        shown = words(signed_in(staff).get(page(link)))
        listed = words(signed_in(staff).get("/consultations/links/"))
        assert "Waiting to be delivered to Restart" in shown
        assert "The case system of Camden does not answer." in shown
        assert "we try again at 09:55" in shown
        assert "Could not be reached" in shown
        assert "ConnectError" not in shown
        assert "Sent to Restart" not in shown
        assert "Waiting to be delivered" in listed


@pytest.mark.feature("RF-05")
def test_message_is_due_at_once_and_keeps_its_place_when_somebody_tries_now(practice: Practice) -> None:
    link = make_sent_link(practice)
    owed = fail_delivery(link, at=NOW - timedelta(minutes=5), next_at=NOW + timedelta(minutes=25))
    lead = signed_in(practice.lead)

    answers = [words(lead.post(page(link, "try/"), follow=True)) for _ in range(2)]

    owed.refresh_from_db()
    assert all("We are trying now" in answer for answer in answers)
    assert (owed.next_at, owed.attempts_made) == (NOW, 0)
    assert Entry.objects.filter(verb="link tried now").count() == 1


@pytest.mark.feature("RF-05")
def test_nothing_is_tried_when_the_last_try_was_less_than_a_minute_ago(practice: Practice) -> None:
    link = make_sent_link(practice)
    owed = fail_delivery(link, at=NOW - timedelta(seconds=59), next_at=NOW + timedelta(minutes=5))

    answer = words(signed_in(practice.lead).post(page(link, "try/"), follow=True))

    owed.refresh_from_db()
    assert "It was tried at 09:29. Wait a minute" in answer
    assert owed.next_at == NOW + timedelta(minutes=5)


@pytest.mark.feature("RF-05")
def test_nothing_is_tried_when_all_has_arrived_or_somebody_else_asks(practice: Practice) -> None:
    link = make_sent_link(practice)
    Delivery.objects.filter(subscriber=CASE_SYSTEM).update(state=DeliveryState.DELIVERED, delivered_at=NOW)
    other = make_practice("havering")

    arrived = words(signed_in(practice.lead).post(page(link, "try/"), follow=True))
    strangers = [signed_in(staff).post(page(link, "try/")) for staff in (other.lead, other.practitioner)]

    assert "Nothing is waiting to be delivered" in arrived
    assert "Delivered to Restart" in arrived
    assert [answer.status_code for answer in strangers] == [404, 404]


@pytest.mark.feature("RF-05")
def test_an_administrator_connects_rotates_and_switches_off_a_case_system(practice: Practice) -> None:
    admin = signed_in(make_staff(role="admin", everywhere=True))
    organisation = practice.organisation.pk

    connected = admin.post(
        "/consultations/case-systems/connect/",
        {"organisation": organisation, "url": "https://case.example.org/hooks"},
        follow=True,
    )
    again = admin.get(connected.request["PATH_INFO"])
    endpoint = CaseSystemEndpoint.objects.get()
    twice = admin.post(
        "/consultations/case-systems/connect/",
        {"organisation": organisation, "url": "https://case.example.org/hooks"},
        follow=True,
    )
    rotated = admin.post(f"/consultations/case-systems/{endpoint.pk}/", {"rotate": "1"}, follow=True)
    admin.post(f"/consultations/case-systems/{endpoint.pk}/", {"off": "1"})

    assert "whsec_" in words(connected)
    assert "whsec_" not in words(again)
    assert "already has a case system" in words(twice)
    assert "whsec_" in words(rotated)
    endpoint.refresh_from_db()
    assert len(endpoint.secrets) == 2
    assert (endpoint.active, endpoint.disabled_reason) == (False, "by_hand")
    assert signed_in(practice.lead).get("/consultations/case-systems/").status_code == 403


@pytest.mark.feature("RF-05")
def test_an_address_that_is_no_address_is_refused_beside_the_field(practice: Practice) -> None:
    admin = signed_in(make_staff(role="admin", everywhere=True))

    answer = admin.post(
        "/consultations/case-systems/connect/",
        {"organisation": practice.organisation.pk, "url": "ftp://case.example.org/"},
        follow=True,
    )

    assert "That address is refused" in words(answer)
    assert answer.context["form"].errors["url"]


@pytest.mark.feature("RF-04", "CO-26")
def test_drafts_and_questions_of_the_service_stand_on_the_hub(practice: Practice) -> None:
    link = make_draft(practice)

    shown = words(signed_in(practice.practitioner).get("/my/"))

    assert "Finish your link to Restart" in shown
    assert str(link.public_id) in shown


@pytest.mark.feature("RF-04")
def test_the_list_and_the_link_make_the_same_number_of_queries_whatever_their_length(
    practice: Practice, assert_flat: Callable[..., None]
) -> None:
    link = make_sent_link(practice)
    client = signed_in(practice.lead)

    def more_links() -> None:
        for number in range(6):
            # Nobody is in two consultations at once.
            then = NOW - timedelta(days=10 + number)
            make_held_consultation(
                practice.organisation, practice.practitioner, practice.lead, starts_at=then
            )
            other = make_held_consultation(
                practice.organisation,
                make_staff(organisation=practice.organisation, team=practice.consultation.team),
                practice.lead,
                starts_at=then + timedelta(hours=2),
                case_reference=f"LCS-90000{number}",
            )
            links.draft_link(actor=practice.leader, consultation_id=other.pk, pathway="restart", now=NOW)

    def more_steps() -> None:
        for person in ("person_using_harm", "victim_survivor"):
            links.withdraw_consent(
                actor=practice.leader,
                link_id=link.public_id,
                person=person,
                purpose="referral",
                on=NOW.date(),
                now=NOW,
            )

    assert_flat(lambda: client.get("/consultations/links/").content, more_links)
    assert_flat(lambda: client.get(page(link)).content, more_steps)


@pytest.mark.feature("RF-04", "RF-07")
def test_the_consultation_offers_a_link_and_shows_the_links_it_has(practice: Practice) -> None:
    link = make_draft(practice)

    shown = words(signed_in(practice.practitioner).get(f"/consultations/{practice.consultation.reference}/"))

    assert f"/consultations/{practice.consultation.reference}/link/" in shown
    assert link.reference in shown


@pytest.mark.feature("RF-04")
def test_which_service_is_not_asked_when_there_is_one_only(practice: Practice) -> None:
    client = signed_in(practice.practitioner)
    url = f"/consultations/{practice.consultation.reference}/link/"

    shown = words(client.get(url))
    begun = client.post(url, {"pathway": "restart"})

    assert "Do you want to refer to Restart?" in shown
    assert 'type="radio"' not in shown
    assert begun["Location"] == page(ReferralLink.objects.get(), "questions/")


@pytest.mark.feature("RF-04")
def test_one_service_is_named_again_when_a_forged_form_asks_for_another(practice: Practice) -> None:
    client = signed_in(practice.practitioner)
    url = f"/consultations/{practice.consultation.reference}/link/"

    refused = client.post(url, {"pathway": "nowhere\x00"}, follow=True)

    assert "Do you want to refer to Restart?" in words(refused)
    assert not ReferralLink.objects.exists()

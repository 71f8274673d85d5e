"""One family is linked to one service once; and nobody has to know a colleague's working hours."""

from datetime import time, timedelta

import pytest
from django.core.mail import EmailMessage
from django.db.models import F

from consultations.link_errors import LinkedAlready
from consultations.models import Consultation, LeadCover, ReferralLink
from consultations.services import links
from portal.notifications.sending import send_due
from tests.consultations.looking import signed_in, words
from tests.factories.links import (
    Practice,
    make_draft,
    make_endpoint,
    make_held_consultation,
    make_practice,
    make_ready_draft,
    make_sent_link,
)
from tests.factories.people import LONG_AGO, NOW, Staff, make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def make_later(
    practice: Practice, asker: Staff | None = None, *, days: int = 2, **fields: str
) -> Consultation:
    """Another consultation about the same family."""
    then = NOW - timedelta(days=days)
    return make_held_consultation(
        practice.organisation, asker or practice.practitioner, practice.lead, starts_at=then, **fields
    )


def ask_for(practice: Practice, consultation: Consultation) -> ReferralLink:
    return links.draft_link(
        actor=practice.leader, consultation_id=consultation.pk, pathway="restart", now=NOW
    )


@pytest.mark.feature("RF-04")
def test_second_link_is_refused_when_one_of_the_family_is_under_way(practice: Practice) -> None:
    make_endpoint(practice.organisation)
    sent = make_sent_link(practice)

    for consultation in (practice.consultation, make_later(practice)):
        with pytest.raises(LinkedAlready, match=sent.reference):
            ask_for(practice, consultation)

    assert ReferralLink.objects.count() == 1


@pytest.mark.feature("RF-04")
def test_second_link_is_made_when_the_first_was_withdrawn(practice: Practice) -> None:
    make_endpoint(practice.organisation)
    sent = make_sent_link(practice)
    links.withdraw_link(actor=practice.asker, link_id=sent.public_id, reason_code="not_needed", now=NOW)

    assert ask_for(practice, practice.consultation).pk != sent.pk


@pytest.mark.feature("RF-04")
def test_link_of_another_family_stands_in_nobodys_way(practice: Practice) -> None:
    make_draft(practice)

    ask_for(practice, make_later(practice, case_reference="LCS-900001"))
    ask_for(
        practice,
        make_later(practice, make_staff(team=make_team(practice.organisation)), days=1, case_reference=""),
    )

    assert ReferralLink.objects.count() == 3


@pytest.mark.feature("RF-04")
def test_link_that_somebody_may_not_see_is_not_betrayed(practice: Practice) -> None:
    make_draft(practice)
    stranger = make_staff(team=make_team(practice.organisation))
    theirs = make_later(practice, stranger)

    begun = links.draft_link(actor=stranger.actor(), consultation_id=theirs.pk, pathway="restart", now=NOW)

    assert begun.consultation_id == theirs.pk


@pytest.mark.feature("RF-04")
def test_page_leads_to_the_link_that_is_there_and_offers_no_second(practice: Practice) -> None:
    make_endpoint(practice.organisation)
    sent = make_sent_link(practice)

    page = words(signed_in(practice.lead).get(f"/consultations/{practice.consultation.reference}/link/"))

    assert "This family is linked already" in page
    assert f"/consultations/links/{sent.public_id}/" in page
    assert "Do you want to refer to Restart?" not in page


@pytest.mark.feature("RF-04")
def test_lead_asks_for_hours_they_do_not_know(practice: Practice, mailoutbox: list[EmailMessage]) -> None:
    link = make_draft(practice)
    page, client = f"/consultations/links/{link.public_id}/hours/", signed_in(practice.lead)

    offered = words(client.get(page))
    for _ in range(2):
        asked = words(client.post(page, {"action": "ask"}, follow=True))
    send_due(NOW + timedelta(minutes=1))

    assert "You do not know?" in offered
    assert f"{practice.practitioner.person.name} gets a mail" in asked
    wanted = [mail for mail in mailoutbox if "A colleague asks" in mail.subject]
    assert [mail.to for mail in wanted] == [[practice.practitioner.person.email]]
    assert "Restart" not in wanted[0].subject + str(wanted[0].body)


@pytest.mark.feature("RF-04")
def test_whoever_refers_is_not_told_to_ask_themselves(practice: Practice) -> None:
    link = make_draft(practice)

    page = words(signed_in(practice.practitioner).get(f"/consultations/links/{link.public_id}/hours/"))

    assert "You do not know?" not in page


@pytest.mark.feature("RF-04")
def test_question_about_hours_is_not_sent_when_they_are_there_meanwhile(
    practice: Practice, mailoutbox: list[EmailMessage]
) -> None:
    link = make_draft(practice)
    links.ask_referrer_for_hours(actor=practice.leader, link_id=link.public_id, now=NOW)

    links.set_working_hours(
        actor=practice.asker,
        link_id=link.public_id,
        days=[0],
        works_from=time(9),
        works_until=time(17),
        now=NOW,
    )
    send_due(NOW + timedelta(minutes=1))

    assert not [mail for mail in mailoutbox if "A colleague asks" in mail.subject]


@pytest.mark.feature("RF-04")
def test_hours_of_the_last_link_are_filled_in(practice: Practice) -> None:
    make_ready_draft(practice)
    other = ask_for(practice, make_later(practice, case_reference="LCS-900001"))

    page = words(signed_in(practice.lead).get(f"/consultations/links/{other.public_id}/hours/"))

    assert "Filled in from the last link" in page
    assert 'value="17:00"' in page


@pytest.mark.feature("RF-04")
def test_family_of_another_council_is_another_one_when_its_reference_reads_the_same(
    practice: Practice,
) -> None:
    make_endpoint(practice.organisation)
    make_sent_link(practice)
    elsewhere = make_practice("havering")
    LeadCover.objects.create(
        lead=practice.lead.person, organisation=elsewhere.organisation, starts_on=LONG_AGO
    )
    # A day before the other: nobody leads two at once.
    earlier = {
        name: F(name) - timedelta(days=1) for name in ("starts_at", "ends_at", "busy_from", "busy_until")
    }
    Consultation.objects.filter(pk=elsewhere.consultation.pk).update(
        case_reference=practice.consultation.case_reference, lead=practice.lead.person, **earlier
    )

    link = ask_for(practice, elsewhere.consultation)

    assert link.organisation == elsewhere.organisation
    assert ReferralLink.objects.count() == 2


@pytest.mark.feature("RF-05")
def test_hours_of_a_link_that_one_may_not_see_are_not_filled_in(practice: Practice) -> None:
    draft = make_draft(practice)
    elsewhere = make_practice("havering")
    hidden = make_ready_draft(elsewhere)
    ReferralLink.objects.filter(pk=hidden.pk).update(referrer=practice.practitioner.person)

    page = words(signed_in(practice.lead).get(f"/consultations/links/{draft.public_id}/hours/"))

    assert 'value="17:00"' not in page
    assert " checked" not in page

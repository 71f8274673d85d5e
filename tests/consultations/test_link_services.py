"""A link from draft to withdrawal: what is refused, what is written, what goes out."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from consultations.link_errors import (
    ConsentInTheFuture,
    ConsentMissing,
    ConsentTakerUnknown,
    NoCaseSystem,
    NoSuchConsent,
    NothingToLink,
    NotSuitable,
    PathwayClosed,
    RulesChanged,
    WithdrawnBeforeGiven,
    WorkingHoursMissing,
    WorkingHoursReversed,
)
from consultations.link_permissions import links_seen_by, may_see_link
from consultations.link_rules import working_hours
from consultations.link_states import LinkState, Route
from consultations.models import ReferralLink
from consultations.services import links
from consultations.states import ConsultationState
from portal.kernel.actors import VISITOR
from portal.kernel.errors import IllegalMove, NotFound
from portal.outbox.models import Message
from tests.factories.links import (
    RESTART_YES,
    give_consent,
    make_draft,
    make_endpoint,
    make_practice,
    make_ready_draft,
    make_sent_link,
)
from tests.factories.people import NOW, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TODAY = date(2026, 11, 24)


def events() -> list[str]:
    return list(Message.objects.order_by("occurred_at", "id").values_list("name", flat=True))


def send(practice: object, link: ReferralLink, now: datetime = NOW, **how: Route) -> ReferralLink:
    return links.send_link(actor=practice.asker, link_id=link.public_id, now=now, **how)  # type: ignore[attr-defined]


@pytest.mark.feature("RF-04")
def test_a_draft_keeps_the_consultation_and_the_rules_of_the_day() -> None:
    practice = make_practice()

    link = make_draft(practice)

    assert link.reference.startswith("RL-")
    assert link.rules_version == "restart/2"
    assert link.referrer_id == practice.practitioner.person.pk
    assert link.case_reference == "LCS-204881"
    assert link.version == 0
    assert [change.move for change in link.changes.all()] == ["draft"]
    assert events() == []


@pytest.mark.feature("RF-04")
def test_the_same_draft_comes_back_when_asked_for_twice() -> None:
    practice = make_practice()

    assert make_draft(practice).pk == make_draft(practice).pk


@pytest.mark.feature("RF-04")
def test_a_cancelled_consultation_cannot_be_linked() -> None:
    practice = make_practice(state=ConsultationState.CANCELLED, reason_code="not_needed")

    with pytest.raises(NothingToLink):
        make_draft(practice)


@pytest.mark.feature("RF-01")
def test_a_pathway_that_takes_no_links_is_refused_by_name() -> None:
    practice = make_practice()

    with pytest.raises(PathwayClosed, match="MARAC"):
        make_draft(practice, pathway="marac")


@pytest.mark.feature("RF-04")
def test_a_consultation_of_another_borough_is_not_found() -> None:
    practice, other = make_practice(), make_practice("havering")

    with pytest.raises(NotFound):
        links.draft_link(
            actor=other.asker, consultation_id=practice.consultation.pk, pathway="restart", now=NOW
        )


@pytest.mark.feature("RF-02")
def test_answers_that_rule_it_out_are_kept_and_nothing_can_be_sent() -> None:
    practice = make_practice()
    link = make_ready_draft(practice)
    make_endpoint(practice.organisation)

    found = links.answer_suitability(
        actor=practice.asker,
        link_id=link.public_id,
        answers={**RESTART_YES, "high_risk_and_harm": "yes", "unasked": "yes"},
        area="E09000007",
        now=NOW,
    )

    link.refresh_from_db()
    assert found.divert == "marac"
    assert link.answers["high_risk_and_harm"] == "yes"
    assert "unasked" not in link.answers
    assert link.result == "not_suitable"
    assert link.state == LinkState.DRAFTED
    with pytest.raises(NotSuitable):
        send(practice, link)


@pytest.mark.feature("RF-03")
@pytest.mark.parametrize("given", [(), ("person_using_harm",), ("victim_survivor",)])
def test_restart_is_not_sent_without_both_adults_consent(given: tuple[str, ...]) -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice, consents=False)
    for person in given:
        give_consent(practice, link, person)

    with pytest.raises(ConsentMissing) as refusal:
        send(practice, link)

    missing = {"person causing harm", "victim-survivor"} - {
        {"person_using_harm": "person causing harm", "victim_survivor": "victim-survivor"}[p] for p in given
    }
    assert all(words in refusal.value.sentence for words in missing)
    link.refresh_from_db()
    assert link.state == LinkState.DRAFTED
    assert events() == []


@pytest.mark.feature("RF-03")
def test_a_no_after_a_yes_replaces_it_and_stays_on_record() -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)

    give_consent(practice, link, "victim_survivor", given=False)

    with pytest.raises(ConsentMissing, match="victim-survivor"):
        send(practice, link)
    assert link.consents.filter(person="victim_survivor").count() == 2


@pytest.mark.feature("RF-03")
def test_a_consent_taken_back_while_drafting_stops_the_sending() -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)

    links.withdraw_consent(
        actor=practice.asker,
        link_id=link.public_id,
        person="person_using_harm",
        purpose="referral",
        on=TODAY,
        now=NOW,
    )

    with pytest.raises(ConsentMissing):
        send(practice, link)


@pytest.mark.feature("RF-03")
def test_a_consent_of_tomorrow_and_one_taken_by_a_stranger_are_refused() -> None:
    practice = make_practice()
    link = make_draft(practice)
    stranger = make_staff()

    with pytest.raises(ConsentInTheFuture):
        give_consent(practice, link, "victim_survivor", on=TODAY + timedelta(days=1))
    with pytest.raises(ConsentTakerUnknown):
        links.record_consent(
            actor=practice.asker,
            link_id=link.public_id,
            person="victim_survivor",
            purpose="referral",
            given=True,
            on=TODAY,
            taken_by_id=stranger.person.pk,
            now=NOW,
        )


@pytest.mark.feature("RF-04", "RF-05")
def test_sending_writes_version_one_and_one_thin_event() -> None:
    practice = make_practice()

    link = make_sent_link(practice)

    assert (link.state, link.version, link.route) == (LinkState.SENT, 1, Route.CASE_SYSTEM)
    message = Message.objects.get()
    assert message.name == "consultations.link_sent.v1"
    assert message.payload == {
        "link_id": str(link.public_id),
        "version": 1,
        "state": "sent",
        "pathway": "restart",
        "area": "E09000007",
        "organisation_id": practice.organisation.pk,
    }


@pytest.mark.feature("RF-04")
def test_sending_twice_sends_once() -> None:
    practice = make_practice()
    link = make_sent_link(practice)

    with pytest.raises(IllegalMove):
        send(practice, link)

    assert events() == ["consultations.link_sent.v1"]


@pytest.mark.feature("RF-07")
def test_without_a_case_system_only_secure_email_can_be_recorded() -> None:
    practice = make_practice()
    link = make_ready_draft(practice)

    with pytest.raises(NoCaseSystem):
        send(practice, link)
    sent = send(practice, link, route=Route.SECURE_EMAIL)

    assert sent.route == Route.SECURE_EMAIL
    assert sent.state == LinkState.SENT


@pytest.mark.feature("RF-04")
def test_a_link_without_working_hours_is_refused_and_hours_must_run_forwards() -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_draft(practice)
    links.answer_suitability(
        actor=practice.asker, link_id=link.public_id, answers=RESTART_YES, area="E09000007", now=NOW
    )
    for person in ("person_using_harm", "victim_survivor"):
        give_consent(practice, link, person)

    with pytest.raises(WorkingHoursMissing):
        send(practice, link)
    with pytest.raises(WorkingHoursReversed):
        links.set_working_hours(
            actor=practice.asker,
            link_id=link.public_id,
            days=[0],
            works_from=time(17),
            works_until=time(9),
            now=NOW,
        )


@pytest.mark.feature("RF-01", "RF-02")
def test_a_draft_made_under_old_rules_must_be_answered_again() -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)
    ReferralLink.objects.update(rules_version="restart/1")

    with pytest.raises(RulesChanged):
        send(practice, link)


@pytest.mark.feature("RF-01")
def test_a_sent_link_keeps_the_rules_under_which_it_was_made() -> None:
    practice = make_practice()
    link = make_sent_link(practice)
    ReferralLink.objects.update(rules_version="restart/1")

    links.withdraw_link(actor=practice.asker, link_id=link.public_id, reason_code="moved_away", now=NOW)

    link.refresh_from_db()
    assert (link.state, link.rules_version) == (LinkState.WITHDRAWN, "restart/1")


@pytest.mark.feature("RF-03")
def test_taking_back_a_required_consent_withdraws_the_link_at_once() -> None:
    practice = make_practice()
    link = make_sent_link(practice)

    withdrawn = links.withdraw_consent(
        actor=practice.leader,
        link_id=link.public_id,
        person="victim_survivor",
        purpose="referral",
        on=TODAY,
        now=NOW,
    )

    assert withdrawn.state == LinkState.WITHDRAWN
    assert withdrawn.reason_code == "consent_withdrawn"
    assert withdrawn.version == 2
    assert set(events()) == {"consultations.link_sent.v1", "consultations.link_withdrawn.v1"}
    consent = link.consents.get(person="victim_survivor")
    assert consent.given
    assert consent.withdrawn_on == TODAY


@pytest.mark.feature("RF-03")
def test_a_consent_cannot_be_taken_back_twice_or_before_it_was_given() -> None:
    practice = make_practice()
    link = make_sent_link(practice)

    def take_back(on: date) -> None:
        links.withdraw_consent(
            actor=practice.asker,
            link_id=link.public_id,
            person="victim_survivor",
            purpose="referral",
            on=on,
            now=NOW,
        )

    with pytest.raises(WithdrawnBeforeGiven):
        take_back(TODAY - timedelta(days=1))
    take_back(TODAY)
    with pytest.raises(NoSuchConsent):
        take_back(TODAY)


@pytest.mark.feature("RF-04")
def test_a_discarded_draft_stays_on_record_and_tells_nobody() -> None:
    practice = make_practice()
    link = make_draft(practice)

    links.withdraw_link(actor=practice.asker, link_id=link.public_id, reason_code="not_needed", now=NOW)

    link.refresh_from_db()
    assert (link.state, link.sent_at, link.version) == (LinkState.WITHDRAWN, None, 0)
    assert events() == []


@pytest.mark.feature("RF-04", "PE-04")
def test_who_may_see_a_link_and_which_links_agree() -> None:
    practice, other = make_practice(), make_practice("havering")
    link = make_draft(practice)
    colleague = make_staff(organisation=practice.organisation)
    manager = make_staff(organisation=practice.organisation, role="manager")

    seeing = {
        "referrer": practice.asker,
        "lead": practice.leader,
        "colleague": colleague.actor(),
        "manager": manager.actor(),
        "other borough": other.asker,
        "other lead": other.leader,
        "visitor": VISITOR,
    }

    allowed = {who for who, actor in seeing.items() if may_see_link(actor, link, TODAY)}
    assert allowed == {"referrer", "lead"}
    for who, actor in seeing.items():
        assert links_seen_by(actor, TODAY).filter(pk=link.pk).exists() is (who in allowed), who


@pytest.mark.feature("RF-04")
def test_a_link_that_may_not_be_seen_is_not_found_by_any_service() -> None:
    practice, other = make_practice(), make_practice("havering")
    link = make_ready_draft(practice)

    with pytest.raises(NotFound):
        links.send_link(actor=other.asker, link_id=link.public_id, now=NOW)
    with pytest.raises(NotFound):
        links.withdraw_link(actor=other.leader, link_id=link.public_id, reason_code="not_needed", now=NOW)
    with pytest.raises(NotFound):
        links.send_link(actor=practice.asker, link_id=UUID(int=0), now=NOW)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([0, 1, 2, 4], "Monday to Wednesday and Friday, 09:00 to 17:30"),
        ([3, 4], "Thursday and Friday, 09:00 to 17:30"),
        ([2], "Wednesday, 09:00 to 17:30"),
        ([], ""),
    ],
)
def test_working_hours_in_words(days: list[int], words: str) -> None:
    assert working_hours(days, time(9), time(17, 30)) == words

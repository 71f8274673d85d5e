"""Referral links for tests: plain functions, sensible without arguments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from consultations.codes import Kind
from consultations.link_states import Route
from consultations.models import CaseSystemEndpoint, Consultation, LeadCover, ReferralLink
from consultations.services import links
from consultations.states import ConsultationState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.codes import short_reference
from portal.people.models import Organisation
from tests.factories.people import LONG_AGO, NOW, Staff, make_organisation, make_staff, make_team

RESTART_YES = {
    "open_case": "yes",
    "abuse_identified": "yes",
    "early_signs": "yes",
    "abuse_involves_under_16": "no",
    "high_risk_and_harm": "no",
}
GSS = {"camden": "E09000007", "croydon": "E09000008", "havering": "E09000016", "barnet": "E09000003"}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Practice:
    """A borough with a practitioner, their lead, and a consultation that was held."""

    organisation: Organisation
    practitioner: Staff
    lead: Staff
    consultation: Consultation

    @property
    def asker(self) -> Actor:
        return self.practitioner.actor()

    @property
    def leader(self) -> Actor:
        return self.lead.actor()


def make_practice(code: str = "camden", *, now: datetime = NOW, **consultation: Any) -> Practice:
    """A borough of Restart, a practitioner in a team, its lead, and a held consultation of last week."""
    organisation = make_organisation(code, gss_code=GSS.get(code, ""))
    practitioner = make_staff(team=make_team(organisation))
    lead = make_staff(
        organisation=make_organisation("respect", kind="charity"), role="lead", reach=organisation
    )
    LeadCover.objects.create(lead=lead.person, organisation=organisation, starts_on=LONG_AGO)
    return Practice(
        organisation,
        practitioner,
        lead,
        make_held_consultation(organisation, practitioner, lead, now=now, **consultation),
    )


def make_held_consultation(
    organisation: Organisation, practitioner: Staff, lead: Staff, *, now: datetime = NOW, **fields: Any
) -> Consultation:
    """A consultation of a week ago that was held; no other factory is needed for a link."""
    starts = fields.pop("starts_at", now - timedelta(days=7))
    place = practitioner.membership
    assert place is not None
    return Consultation.objects.create(
        **{
            "reference": short_reference("CN"),
            "kind": Kind.INDIVIDUAL,
            "organisation": organisation,
            "service": place.service,
            "team": place.team,
            "requester": practitioner.person,
            "booked_by": practitioner.person,
            "lead": lead.person,
            "state": ConsultationState.HELD,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=1),
            "busy_from": starts,
            "busy_until": starts + timedelta(hours=1),
            "case_reference": "LCS-204881",
            "created_at": starts - timedelta(days=3),
            **fields,
        }
    )


def make_draft(
    practice: Practice | None = None, *, now: datetime = NOW, pathway: str = "restart"
) -> ReferralLink:
    """A draft by the practitioner, nothing answered."""
    practice = practice or make_practice()
    return links.draft_link(
        actor=practice.asker, consultation_id=practice.consultation.pk, pathway=pathway, now=now
    )


def make_ready_draft(practice: Practice, *, now: datetime = NOW, consents: bool = True) -> ReferralLink:
    """A draft with nothing missing: suitable, hours given and, unless told otherwise, both adults' consent."""
    link, actor = make_draft(practice, now=now), practice.asker
    links.answer_suitability(
        actor=actor, link_id=link.public_id, answers=RESTART_YES, area=practice.organisation.gss_code, now=now
    )
    links.set_working_hours(
        actor=actor, link_id=link.public_id, days=[0, 1, 3], works_from=time(9), works_until=time(17), now=now
    )
    if consents:
        for person in ("person_using_harm", "victim_survivor"):
            give_consent(practice, link, person, now=now)
    link.refresh_from_db()
    return link


def give_consent(
    practice: Practice,
    link: ReferralLink,
    person: str,
    *,
    given: bool = True,
    on: date | None = None,
    now: datetime = NOW,
) -> None:
    """Record one adult's answer, taken by the practitioner."""
    links.record_consent(
        actor=practice.asker,
        link_id=link.public_id,
        person=person,
        purpose="referral",
        given=given,
        on=on or clock.today(now),
        taken_by_id=practice.practitioner.person.pk,
        now=now,
    )


def make_endpoint(
    organisation: Organisation, url: str = "http://127.0.0.1:9/", *, now: datetime = NOW, **fields: Any
) -> CaseSystemEndpoint:
    """A connected case system with a known secret."""
    fields.setdefault("secrets", [SECRET])
    return CaseSystemEndpoint.objects.create(organisation=organisation, url=url, created_at=now, **fields)


def make_sent_link(
    practice: Practice, *, now: datetime = NOW, route: Route = Route.CASE_SYSTEM
) -> ReferralLink:
    """A link on its way; the endpoint is made unless there is one."""
    if route == Route.CASE_SYSTEM and not hasattr(practice.organisation, "case_system"):
        make_endpoint(practice.organisation, now=now)
    link = make_ready_draft(practice, now=now)
    return links.send_link(actor=practice.asker, link_id=link.public_id, now=now, route=route)

"""From a consultation to a draft: the pathway, the answers, the working hours."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from consultations.link_errors import (
    LinkedAlready,
    NothingToLink,
    PathwayClosed,
    WorkingHoursMissing,
    WorkingHoursReversed,
)
from consultations.link_notices import ask_for_hours
from consultations.link_permissions import may_link
from consultations.link_rules import working_hours
from consultations.link_selectors import hours_asked_at, links_of_family
from consultations.link_states import HOURS_ASKED, STANDS
from consultations.models import Consultation, LinkChange, ReferralLink
from consultations.pathways import Answers, Assessment, Pathway, names_by_code, pathway_on, suitability
from consultations.permissions import consultations_seen_by
from consultations.services.links.changing import Said, locked_draft, move_link, note_draft
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.codes import short_reference
from portal.kernel.errors import NotAllowed, NotFound


def draft_link(*, actor: Actor, consultation_id: int, pathway: str, now: datetime) -> ReferralLink:
    """Begin a link from a consultation; the draft there is, if there is one already.

    Args:
        actor: who asked for the consultation, or a lead of it.
        consultation_id: booked or held; a cancelled one cannot be linked.
        pathway: code of a pathway that takes links today.

    Raises:
        NotFound, NothingToLink, PathwayClosed.
        LinkedAlready: a link of this family to the same service is under way, or a draft of it stands elsewhere.
    """
    if not actor.is_person or actor.person_id is None:
        raise NotAllowed()
    on = clock.today(now)
    rules = _open_pathway(pathway, now)
    with transaction.atomic():
        consultation = _locked_with_its_family(actor, consultation_id, on)
        if not may_link(actor, consultation, on):
            raise NothingToLink()
        found = links_of_family(actor, consultation, now).filter(state__in=STANDS, pathway=pathway).first()
        if found is None:
            return _new_draft(actor, actor.person_id, consultation, rules, now)
        if found.is_draft and found.consultation_id == consultation.pk:
            return found
        raise LinkedAlready(name=rules.name, reference=found.reference)


def _locked_with_its_family(actor: Actor, consultation_id: int, on: date) -> Consultation:
    """The consultation, and a lock on all of the same case reference: of two drafts at once one sees the other."""
    seen = consultations_seen_by(actor, on).filter(pk=consultation_id).select_related(None).order_by()
    asked = seen.values("organisation_id", "case_reference").first()
    if asked is None:
        raise NotFound()
    family = asked if asked["case_reference"] else {"pk": consultation_id}
    locked = Consultation.objects.select_for_update(of=("self",)).select_related("organisation")
    # One order for everybody: two who lock a family at once wait, and never for each other.
    found = {row.pk: row for row in locked.filter(**family).order_by("pk")}
    if consultation_id not in found:  # its reference was purged a moment ago
        raise NotFound()
    return found[consultation_id]


def _open_pathway(code: str, now: datetime) -> Pathway:
    rules = pathway_on(code, clock.today(now))
    if rules is None or not rules.accepts_links:
        raise PathwayClosed(name=names_by_code().get(code, "This pathway"))
    return rules


def _new_draft(
    actor: Actor, person_id: int, consultation: Consultation, rules: Pathway, now: datetime
) -> ReferralLink:
    link = ReferralLink.objects.create(
        reference=short_reference("RL"),
        pathway=rules.code,
        rules_version=rules.version,
        area=consultation.organisation.gss_code,
        organisation_id=consultation.organisation_id,
        team_id=consultation.team_id,
        consultation=consultation,
        case_reference=consultation.case_reference,
        referrer_id=consultation.requester_id,
        drafted_by_id=person_id,
        created_at=now,
    )
    LinkChange.objects.create(
        link=link,
        version=0,
        move="draft",
        to_state=link.state,
        **actor.columns,
        at=now,
    )
    record(actor=actor, verb="link draft", about=link.ref, now=now, organisation_id=link.organisation_id)
    return link


def answer_suitability(
    *, actor: Actor, link_id: UUID, answers: Answers, area: str, now: datetime
) -> Assessment:
    """Keep the answers of a draft and what they come to, under the rules of today. The draft stays whatever comes out.

    Args:
        answers: question code to yes, no, not_known or an ISO date; codes the pathway does not ask are left out.
        area: GSS code of where the family lives; empty when not known.

    Raises:
        NotFound, IllegalMove, PathwayClosed.
    """
    with transaction.atomic():
        link = locked_draft(actor, link_id, now)
        rules = _open_pathway(link.pathway, now)
        asked = {question.code for question in rules.questions}
        kept = {code: answer for code, answer in answers.items() if code in asked and answer}
        assessment = suitability(rules, kept, clock.today(now), area)
        link.answers, link.area, link.rules_version = kept, area, rules.version
        link.criteria, link.result = assessment.criteria, str(assessment.result)
        link.checked_on = clock.today(now)
        link.save(update_fields=["answers", "area", "rules_version", "criteria", "result", "checked_on"])
        record(
            actor=actor,
            verb="link check suitability",
            about=link.ref,
            now=now,
            organisation_id=link.organisation_id,
            detail={"result": link.result, "rules": link.rules_version},
        )
    return assessment


def set_working_hours(
    *,
    actor: Actor,
    link_id: UUID,
    days: Iterable[int],
    works_from: time | None,
    works_until: time | None,
    now: datetime,
) -> ReferralLink:
    """When the case manager can reach the referrer, in London's wall time.

    Raises:
        NotFound, IllegalMove, WorkingHoursMissing, WorkingHoursReversed.
    """
    chosen = sorted(set(days))
    if not working_hours(chosen, works_from, works_until):
        raise WorkingHoursMissing()
    if works_from is not None and works_until is not None and works_until <= works_from:
        raise WorkingHoursReversed()
    with transaction.atomic():
        link = locked_draft(actor, link_id, now)
        link.working_days, link.works_from, link.works_until = chosen, works_from, works_until
        link.save(update_fields=["working_days", "works_from", "works_until"])
    return link


def ask_referrer_for_hours(*, actor: Actor, link_id: UUID, now: datetime) -> ReferralLink:
    """Ask whoever refers for their working hours, once a day at most: a lead need not know them.

    Raises:
        NotFound, IllegalMove.
    """
    with transaction.atomic():
        link = locked_draft(actor, link_id, now)
        asked_at = hours_asked_at(link)
        if asked_at is None or clock.today(asked_at) < clock.today(now):
            ask_for_hours(link, now)
            note_draft(link, actor=actor, now=now, what=HOURS_ASKED)
    return link


def discard_draft(*, actor: Actor, link_id: UUID, reason_code: str, now: datetime) -> ReferralLink:
    """Give up a draft. It stays on record, unsent. Raises `NotFound` and `IllegalMove`."""
    with transaction.atomic():
        link = locked_draft(actor, link_id, now)
        return move_link(link, "discard", actor=actor, now=now, said=Said(reason_code))

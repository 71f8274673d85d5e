"""The only writers of certificates: issue, issue again, withdraw, let the name be shown."""

from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from certificates.errors import NotCompleted, NotYourCertificate, SameName
from certificates.events import AwardIssued
from certificates.models import Award, AwardChange
from certificates.permissions import holds_award, may_correct_award, may_revoke_award, may_see_award
from certificates.rules import months_later, name_as_chosen, name_as_written
from certificates.selectors import live_award_of
from certificates.snapshots import Accreditation, Snapshot
from certificates.states import AwardState, RevocationReason, award_machine
from courses.selectors import CompletionFacts, EnrolmentFacts, enrolment_facts, standing_completion
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.codes import new_code
from portal.kernel.errors import NotFound
from portal.kernel.own_name import check_own_name
from portal.kernel.personal_data import Subject
from portal.kernel.refs import Ref
from portal.notifications.services import cancel_notices, plan_notice
from portal.outbox.services import publish
from portal.people.selectors import people_named

CODE_BITS = 128
NAME_WITHHELD = "Name withheld"


def issue_award(*, enrolment_id: int, now: datetime) -> Award:
    """Issue the certificate of a completed enrolment; the one that stands, if there is one already.

    The completion is read again under its lock: a task that runs twice, two that run at once, and one that runs
    after the completion was withdrawn all end with the right number of certificates.

    Args:
        enrolment_id: of `courses`.
        now: the moment of issue, in UTC; it never changes afterwards.

    Raises:
        NotCompleted: there is no standing completion.
    """
    with transaction.atomic():
        completion = standing_completion(enrolment_id, locked=True)
        if completion is None:
            raise NotCompleted()
        live = live_award_of(enrolment_id)
        if live is not None:
            return live
        award = _new_award(completion, enrolment_facts(enrolment_id), now)
        try:
            with transaction.atomic():
                award.save(force_insert=True)
        except IntegrityError:
            return Award.objects.get(enrolment_id=enrolment_id, state=AwardState.VALID)
        _tell_of_issue(award, actor=SYSTEM, move="issue", now=now)
        _plan(award, "certificates.award_issued", now)
    return award


def reissue_award(*, actor: Actor, award_id: int, name: str, now: datetime) -> Award:
    """Issue a certificate again under the name its holder now uses. The old one says that it was replaced, no more.

    Holders keep one of the names that the roster knows; whoever administers training there answers for any other.

    Raises:
        NotFound: there is none, or not for this actor.
        IllegalMove: it was replaced or withdrawn already.
        NameMissing, NameTooLong, SameName, SomebodyElsesName: about the name.
    """
    chosen = name_as_chosen(name)
    with transaction.atomic():
        old = _locked(actor, award_id)
        if not may_correct_award(actor, old):
            raise NotYourCertificate()
        state = award_machine.target("reissue", old.state)
        if chosen == old.facts.name:
            raise SameName()
        if holds_award(actor, old):
            check_own_name(chosen, people_named([old.person_id])[old.person_id], field="name")
        old.state, old.superseded_at = AwardState(state), now
        old.save(update_fields=["state", "superseded_at"])
        _write_change(old, "reissue", AwardState.VALID, actor=actor, now=now)
        new = _copy_of(old, name=chosen, now=now)
        new.save(force_insert=True)
        _tell_of_issue(new, actor=actor, move="issue", now=now)
        record(
            actor=actor,
            verb="certificate reissued",
            about=_ref(old),
            now=now,
            organisation_id=old.organisation_id,
        )
        if not holds_award(actor, old):
            _plan(new, "certificates.award_issued", now)
    return new


def revoke_awards(*, actor: Actor, enrolment_id: int, reason: RevocationReason, now: datetime) -> list[Award]:
    """Withdraw every certificate of an enrolment, the replaced ones too; tell the holder once. Doing it twice is fine.

    Raises:
        NotYourCertificate: the actor does not administer training there.
    """
    with transaction.atomic():
        open_ = (
            Award.objects.select_for_update()
            .filter(enrolment_id=enrolment_id)
            .exclude(state=AwardState.REVOKED)
        )
        awards = list(open_.order_by("id"))
        for award in awards:
            _revoke(award, actor=actor, reason=reason, now=now)
        if awards:
            latest = awards[-1]
            for award in awards:
                cancel_notices(about=_ref(award), key="certificates.award_issued", now=now)
            _plan(latest, "certificates.award_withdrawn", now)
    return awards


def show_name(*, actor: Actor, award_id: int, shown: bool, now: datetime) -> Award:
    """Let the check page show the holder's name, or stop it. Only the holder decides.

    Raises:
        NotFound: there is none, or not for this actor.
        NotYourCertificate: it is somebody else's.
    """
    with transaction.atomic():
        award = _locked(actor, award_id)
        if not holds_award(actor, award):
            raise NotYourCertificate()
        if award.show_name != shown:
            award.show_name = shown
            award.save(update_fields=["show_name"])
            verb = "name shown on check page" if shown else "name hidden on check page"
            record(actor=actor, verb=verb, about=_ref(award), now=now, organisation_id=award.organisation_id)
    return award


def withhold_names(subject: Subject, now: datetime) -> None:
    """Empty the holder's name in every certificate of theirs, for an erasure. Codes, dates and courses stay."""
    for award in Award.objects.select_for_update().filter(person_id=subject.person_id, withheld_at=None):
        award.snapshot = replace(award.facts, name=NAME_WITHHELD).frozen()
        award.show_name, award.withheld_at = False, now
        award.save(update_fields=["snapshot", "show_name", "withheld_at"])


def _locked(actor: Actor, award_id: int) -> Award:
    award = Award.objects.select_for_update().filter(pk=award_id).first()
    if award is None or not may_see_award(actor, award):
        raise NotFound()
    return award


def _new_award(completion: CompletionFacts, facts: EnrolmentFacts, now: datetime) -> Award:
    issued_on = clock.today(now)
    until = months_later(completion.completed_on, facts.validity_months) if facts.validity_months else None
    return Award(
        enrolment_id=completion.enrolment_id,
        person_id=completion.person_id,
        organisation_id=completion.organisation_id,
        course_code=completion.course_code,
        edition=completion.edition,
        snapshot=_snapshot(completion, facts, issued_on).frozen(),
        code=new_code(CODE_BITS),
        issued_at=now,
        valid_until=until,
    )


def _snapshot(completion: CompletionFacts, facts: EnrolmentFacts, issued_on: date) -> Snapshot:
    accredited = facts.accreditation
    return Snapshot(
        name=name_as_written(facts.person_name),
        course_title=facts.course_title,
        course_code=completion.course_code,
        edition=completion.edition,
        description=facts.description,
        outcomes=tuple(facts.outcomes),
        provider=facts.provider,
        trainers=tuple(facts.trainers),
        days=tuple(day.isoformat() for day in completion.days_attended),
        cpd_minutes=facts.cpd_minutes,
        cpd_basis=facts.cpd_basis,
        mode=facts.mode,
        statement="The holder attended this course on the days shown and met its rule for completion.",
        completed_on=completion.completed_on.isoformat(),
        issued_on=issued_on.isoformat(),
        accreditation=(
            Accreditation(accredited["body"], accredited.get("reference", ""), accredited.get("ends", ""))
            if accredited.get("body")
            else None
        ),
    )


def _copy_of(old: Award, *, name: str, now: datetime) -> Award:
    snapshot = replace(old.facts, name=name, issued_on=clock.today(now).isoformat())
    return Award(
        enrolment_id=old.enrolment_id,
        person_id=old.person_id,
        organisation_id=old.organisation_id,
        course_code=old.course_code,
        edition=old.edition,
        snapshot=snapshot.frozen(),
        code=new_code(CODE_BITS),
        issued_at=now,
        valid_until=old.valid_until,
        supersedes=old,
    )


def _revoke(award: Award, *, actor: Actor, reason: RevocationReason, now: datetime) -> None:
    if not may_revoke_award(actor, award):
        raise NotYourCertificate("Only a training administrator can withdraw a certificate.")
    before = award.state
    award.state = AwardState(award_machine.target("revoke", before))
    award.revoked_at, award.revoked_reason = now, reason
    award.save(update_fields=["state", "revoked_at", "revoked_reason"])
    _write_change(award, "revoke", before, actor=actor, now=now, reason=reason)
    record(
        actor=actor,
        verb="certificate withdrawn",
        about=_ref(award),
        now=now,
        organisation_id=award.organisation_id,
        reason=reason,
    )


def _tell_of_issue(award: Award, *, actor: Actor, move: str, now: datetime) -> None:
    _write_change(award, move, "", actor=actor, now=now)
    record(
        actor=actor,
        verb="certificate issued",
        about=_ref(award),
        now=now,
        organisation_id=award.organisation_id,
    )
    publish(
        AwardIssued(
            award_id=award.pk,
            person_id=award.person_id,
            code=award.code,
            course_code=award.course_code,
            enrolment_id=award.enrolment_id,
        ),
        now=now,
    )


def _plan(award: Award, key: str, now: datetime) -> None:
    plan_notice(
        key=key,
        person_id=award.person_id,
        about=_ref(award),
        facts={"award": str(award.pk)},
        now=now,
        dedupe=str(award.pk),
    )


def _write_change(
    award: Award, move: str, before: str, *, actor: Actor, now: datetime, reason: str = ""
) -> AwardChange:
    return AwardChange.objects.create(
        award=award,
        move=move,
        from_state=before,
        to_state=award.state,
        **actor.columns,
        reason=reason,
        at=now,
    )


def _ref(award: Award) -> Ref:
    return Ref("certificates.award", award.pk)

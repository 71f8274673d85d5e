"""Certificates: issued once, from a completion that stands; reissued, withdrawn, never edited."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from certificates import services
from certificates.errors import NameMissing, NameTooLong, NotCompleted, NotYourCertificate, SameName
from certificates.models import Award
from certificates.selectors import awards_of
from certificates.states import AwardState, RevocationReason
from portal.audit.selectors import entries_about
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.invariants import breaches
from portal.kernel.refs import Ref
from portal.notifications.models import Notice
from portal.outbox.models import Message
from tests.factories.certificates import another_name, make_award
from tests.factories.courses import make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_staff
from tests.factories.registers import AFTERWARDS, make_completed, mark
from tests.harness.races import race

LATER = AFTERWARDS + timedelta(days=5)
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def rename(award, name, *, actor=None, now=LATER):
    return services.reissue_award(
        actor=actor or actor_of(award.person, now), award_id=award.pk, name=name, now=now
    )


@pytest.mark.feature("CE-01")
def test_certificate_is_issued_with_frozen_facts_when_a_course_is_completed(deliver_everything):
    place = make_completed(make_run(make_course("core", title="Safe & Together Core", validity_months=36)))

    deliver_everything(AFTERWARDS)

    award = Award.objects.get()
    facts = award.facts
    assert (award.enrolment_id, award.person_id, award.state) == (place.pk, place.person_id, "valid")
    assert (award.issued_at, award.valid_until) == (AFTERWARDS, date(2030, 1, 15))
    assert (facts.name, facts.course_title, facts.edition) == (place.person.name, "Safe & Together Core", 1)
    assert (facts.attended, facts.cpd) == ("12, 13, 14 and 15 January 2027", "24 hours")
    assert facts.trainers == (place.run.trainers.get().name,)
    assert len(award.code) == 26


@pytest.mark.feature("CE-01")
def test_certificate_is_refused_when_the_course_is_not_completed():
    place = make_enrolment()

    with pytest.raises(NotCompleted):
        services.issue_award(enrolment_id=place.pk, now=AFTERWARDS)

    assert not Award.objects.exists()


@pytest.mark.feature("CE-01")
def test_no_certificate_is_issued_when_the_completion_was_withdrawn_in_the_meantime(deliver_everything):
    place = make_completed()
    mark(place, "none", day=1, reason="mistake")

    deliver_everything(AFTERWARDS)

    assert not Award.objects.exists()


@pytest.mark.feature("CE-01")
def test_one_certificate_is_issued_when_the_task_runs_again():
    place = make_completed()

    first, second = (services.issue_award(enrolment_id=place.pk, now=AFTERWARDS) for _ in range(2))

    assert first.pk == second.pk
    assert Message.objects.filter(name="certificates.award_issued.v1").count() == 1
    assert Notice.objects.filter(key="certificates.award_issued").count() == 1


@pytest.mark.feature("CE-01")
@pytest.mark.django_db(transaction=True)
def test_one_certificate_is_issued_when_eight_tasks_run_at_once():
    place = make_completed()

    results = race(*[lambda: services.issue_award(enrolment_id=place.pk, now=AFTERWARDS) for _ in range(8)])

    assert {getattr(result, "pk", result) for result in results} == {Award.objects.get().pk}
    assert Message.objects.filter(name="certificates.award_issued.v1").count() == 1
    assert breaches() == []


@pytest.mark.feature("CE-01", "OP-03")
@pytest.mark.django_db(transaction=True)
def test_no_valid_certificate_is_left_when_issue_and_correction_meet(deliver_everything):
    place = make_completed()

    race(
        lambda: services.issue_award(enrolment_id=place.pk, now=AFTERWARDS),
        lambda: mark(place, "none", day=1, reason="mistake"),
    )
    deliver_everything(LATER)

    assert not Award.objects.filter(state=AwardState.VALID).exists()
    assert breaches() == []


@pytest.mark.feature("CE-01")
def test_two_valid_certificates_are_refused_by_the_database_when_written_by_hand():
    award = make_award()
    fields = {
        name: getattr(award, name)
        for name in ("enrolment_id", "person_id", "course_code", "edition", "snapshot")
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.create(**fields, code="OTHER", issued_at=AFTERWARDS)


@pytest.mark.feature("CE-01", "CE-05")
def test_certificate_says_what_it_said_when_the_person_and_the_course_change_later():
    award = make_award()
    before = award.snapshot
    person = award.person
    person.given_name, person.certificate_name = "Somebody", "Somebody Else"
    person.save()
    enrolment = make_enrolment()  # another course goes on living
    enrolment.run.course.title = "Changed"
    enrolment.run.course.save()

    services.issue_award(enrolment_id=award.enrolment_id, now=LATER)

    award.refresh_from_db()
    assert award.snapshot == before


@pytest.mark.feature("CE-01")
def test_name_is_the_one_the_holder_chose_when_the_certificate_is_issued():
    staff = make_staff()
    staff.person.certificate_name = "  Zoe\u0308   Q. \u202eRivera "
    staff.person.save()

    award = make_award(person=staff.person)

    assert award.facts.name == "Zoë Q. Rivera"


@pytest.mark.feature("CE-05")
def test_new_certificate_is_linked_both_ways_when_the_name_changes():
    old = make_award()

    new = rename(old, another_name(old))

    old.refresh_from_db()
    assert (old.state, new.state) == ("superseded", "valid")
    assert (old.superseded_by, new.supersedes) == (new, old)
    assert (new.facts.name, old.facts.name) == (another_name(old), old.person.name)
    assert new.code != old.code
    assert (old.issued_at, new.issued_at) == (AFTERWARDS, LATER)
    assert "Robin" not in str(old.snapshot)
    assert old.person.name not in str(new.snapshot)
    assert new.facts.completed_on == old.facts.completed_on


@pytest.mark.feature("CE-05")
@pytest.mark.parametrize(
    ("name", "refusal"), [("", NameMissing), (" \u200b\u202e ", NameMissing), ("x" * 301, NameTooLong)]
)
def test_name_is_refused_when_it_is_none_or_too_long(name, refusal):
    award = make_award()

    with pytest.raises(refusal):
        rename(award, name)

    award.refresh_from_db()
    assert award.state == "valid"


@pytest.mark.feature("CE-05")
def test_reissue_is_refused_when_nothing_changes_or_it_was_replaced():
    award = make_award()

    with pytest.raises(SameName):
        rename(award, f" {award.facts.name} ")
    rename(award, another_name(award))
    with pytest.raises(IllegalMove):
        rename(award, "Somebody Else")


@pytest.mark.feature("CE-05")
def test_certificate_is_not_found_when_a_manager_or_stranger_renames_it():
    borough = make_borough_staff()
    award = make_award(person=borough.practitioner.person)

    for other in (borough.manager, borough.colleague, make_borough_staff("havering").training_admin):
        with pytest.raises(NotFound):
            rename(award, another_name(award), actor=other.actor())


@pytest.mark.feature("CE-05")
def test_training_administrator_renames_it_and_the_holder_is_told_when_asked_to():
    borough = make_borough_staff()
    award = make_award(person=borough.practitioner.person)

    new = rename(award, "Robin Hale", actor=borough.training_admin.actor())

    assert Notice.objects.filter(key="certificates.award_issued", facts={"award": str(new.pk)}).count() == 1
    assert entries_about(Ref("certificates.award", award.pk)).filter(verb="certificate reissued").count() == 1


@pytest.mark.feature("CE-05")
def test_certificates_are_withdrawn_when_a_correction_breaks_the_completion(deliver_everything):
    place = make_completed()
    deliver_everything(AFTERWARDS)
    rename(Award.objects.get(), another_name(Award.objects.get()))

    mark(place, "none", day=2, reason="mistake", now=LATER)
    deliver_everything(LATER)

    assert set(Award.objects.values_list("state", "revoked_reason")) == {("revoked", "completion_withdrawn")}
    assert Notice.objects.filter(key="certificates.award_withdrawn").count() == 1
    assert breaches() == []


@pytest.mark.feature("CE-05")
def test_new_certificate_is_issued_when_the_completion_is_mended(deliver_everything):
    place = make_completed()
    deliver_everything(AFTERWARDS)
    mark(place, "none", day=2, reason="mistake", now=LATER)
    deliver_everything(LATER)

    mark(place, "full", day=2, reason="evidence", now=LATER + timedelta(hours=1))
    deliver_everything(LATER + timedelta(hours=1))

    assert list(Award.objects.order_by("id").values_list("state", flat=True)) == ["revoked", "valid"]
    assert Award.objects.values("code").distinct().count() == 2


@pytest.mark.feature("CE-05")
def test_certificate_stands_when_a_withdrawal_arrives_after_the_mending(deliver_everything):
    place = make_completed()
    deliver_everything(AFTERWARDS)
    mark(place, "none", day=2, reason="mistake", now=LATER)
    mark(place, "full", day=2, reason="evidence", now=LATER)

    deliver_everything(LATER)

    assert Award.objects.get().state == "valid"


@pytest.mark.feature("CE-05")
def test_withdrawing_is_refused_when_the_holder_does_it():
    award = make_award()

    with pytest.raises(NotYourCertificate):
        services.revoke_awards(
            actor=actor_of(award.person),
            enrolment_id=award.enrolment_id,
            reason=RevocationReason.ISSUED_IN_ERROR,
            now=LATER,
        )

    award.refresh_from_db()
    assert award.state == "valid"


@pytest.mark.feature("CE-04")
def test_only_the_holder_decides_when_the_name_is_shown_on_the_check_page():
    borough = make_borough_staff()
    award = make_award(person=borough.practitioner.person)

    services.show_name(actor=borough.practitioner.actor(), award_id=award.pk, shown=True, now=LATER)
    with pytest.raises(NotYourCertificate):
        services.show_name(actor=borough.training_admin.actor(), award_id=award.pk, shown=False, now=LATER)

    award.refresh_from_db()
    assert award.show_name


@pytest.mark.feature("CE-03")
def test_list_has_no_replaced_certificates_when_the_name_changed(assert_flat):
    award = make_award()
    rename(award, another_name(award))

    rows = awards_of(award.person_id, LATER.date())

    assert [(row.facts.name, row.standing) for row in rows] == [(another_name(award), "valid")]

"""The demonstration as the matrix's world: its people are the personas, and one of each thing has a name."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from certificates.models import Award
from champions.models import Champion, Meeting
from consultations.models import CaseSystemEndpoint, Consultation, LeadCover, LeadPlan, ReferralLink
from consultations.services.links.consenting import record_consent
from consultations.services.links.drafting import draft_link
from consultations.services.planning import take_time_off
from courses.models import Course, Enrolment, Run
from courses.selectors.approval_links import approval_token
from courses.services.ask_for_place import ask_for_place
from courses.services.keep_runs import copy_run
from portal.assembly.demo.story import tell
from portal.assembly.demo_case_system import CASE_SYSTEM_ABILITIES
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.notifications.models import Notice
from portal.notifications.services import give_feed_address
from portal.people.models import Grant, Membership, MembershipState, Organisation, Person, RosterBatch, User
from portal.people.roles import Role
from portal.people.selectors import actor_for_person
from portal.people.services import ask_for_erasure, complain
from portal.people.services.api_clients import create_api_client
from portal.people.services.employer_sign_in import connect_employer, set_identity_aside
from portal.people.states import ComplaintKind
from tests.factories.people import make_grant, make_membership, make_person, make_user
from toolkits.models import FileVersion

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)

# Who asks. "owner" is the practitioner whose things they are; "stranger" works in another borough.
PERSONAS = {
    "visitor": None,
    "owner": "practitioner@camden.example",
    "colleague": "practitioner2@camden.example",
    "stranger": "practitioner@havering.example",
    "manager": "manager@camden.example",
    "head": "head@camden.example",
    "champion": "champion@camden.example",
    "lead": "lead@respect.example",
    "other_lead": "lead2@respect.example",
    "trainer": "trainer@respect.example",
    "approver": "approver@respect.example",
    "training_admin": "training-admin@respect.example",
    "admin": "admin@respect.example",
    # Whom the demonstration has not: `_make_others` makes them.
    "local_admin": "local-admin@camden.example",
    "unplaced": "unplaced@nobodys.example",
    "left": "left@camden.example",
}


@dataclass
class World:
    """Accounts by persona, tokens by client, and the values that addresses are made from, by route name."""

    accounts: dict[str, User | None]
    tokens: dict[str, str]
    values: dict[str, Any]


def build_world() -> World:
    """Tell the demonstration, then add what it has none of."""
    tell(NOW, lambda step: None)
    _make_others()
    accounts = {
        name: User.objects.filter(email=email).first() if email else None for name, email in PERSONAS.items()
    }
    owner, lead = (accounts[name].person_id for name in ("owner", "lead"))  # type: ignore[union-attr]
    values = {
        **_of_courses(owner),
        **_of_consultations(owner, lead),
        **_of_people(owner),
        **_of_others(owner),
    }
    tokens = {
        code: create_api_client(
            actor=SYSTEM,
            organisation_id=Organisation.objects.get(code=code).pk,
            name=f"{code} case system",
            abilities=list(CASE_SYSTEM_ABILITIES),
            now=NOW,
        )[1]
        for code in ("camden", "havering")
    }
    return World(accounts, tokens, values)


def _make_others() -> None:
    """An administrator of one organisation only, somebody whose place nobody knows, and a leaver with a role left."""
    camden, yesterday = Organisation.objects.get(code="camden"), clock.today(NOW) - timedelta(days=1)
    local_admin, unplaced, left = (
        make_person("Made", name.replace("_", " "), email=PERSONAS[name])
        for name in ("local_admin", "unplaced", "left")
    )
    make_membership(local_admin, organisation=camden)
    make_grant(local_admin, Role.ADMIN, camden)
    make_membership(left, organisation=camden, ends_on=yesterday)
    make_grant(left, Role.ADMIN)
    for person in (local_admin, unplaced, left):
        make_user(person)


def _of_courses(owner: int) -> dict[str, Any]:
    actor = actor_for_person(owner, NOW)
    booked = Run.objects.filter(course__code="safe-together-overview", starts_at__gt=NOW).earliest(
        "starts_at"
    )
    asked = Run.objects.filter(course__code="safe-together-core", starts_at__gt=NOW).order_by("starts_at")[1]
    place = ask_for_place(actor=actor, run_id=booked.pk, now=NOW)
    request = ask_for_place(actor=actor, run_id=asked.pk, now=NOW)
    past = Run.objects.filter(
        course__code="safe-together-core", ends_at__lt=NOW, trainers__email=PERSONAS["trainer"]
    ).latest("starts_at")
    draft = copy_run(actor=SYSTEM, run_id=asked.pk, first_on=clock.today(NOW) + timedelta(days=150), now=NOW)
    return {
        "slug:course": Course.objects.get(code="safe-together-core").slug,
        "enrolment_id": place.pk,
        "wave": "before",
        "token:approval-link": approval_token(Enrolment.objects.get(pk=request.pk)),
        "reference:runs": booked.reference,
        "reference:register": past.reference,
        "reference:answers": past.reference,
        "reference:publish-run": draft.reference,
        "day_id": past.days.first().pk,
    }


def _of_consultations(owner: int, lead: int) -> dict[str, Any]:
    consultation = Consultation.objects.filter(lead_id=lead, state="recorded").latest("starts_at")
    Consultation.objects.filter(pk=consultation.pk).update(requester_id=owner)
    link = draft_link(
        actor=actor_for_person(lead, NOW), consultation_id=consultation.pk, pathway="restart", now=NOW
    )
    ReferralLink.objects.filter(pk=link.pk).update(referrer_id=owner)
    sent = ReferralLink.objects.filter(organisation__code="camden", sent_at__isnull=False).latest("sent_at")
    plan = LeadPlan.objects.get(lead_id=lead)
    (off,) = take_time_off(
        actor=actor_for_person(lead, NOW), plan_id=plan.pk, on=clock.today(NOW) + timedelta(days=30), now=NOW
    )
    record_consent(
        actor=actor_for_person(lead, NOW),
        link_id=link.public_id,
        person="victim_survivor",
        purpose="referral",
        given=True,
        on=clock.today(NOW),
        taken_by_id=lead,
        now=NOW,
    )
    return {
        "reference:consultations": consultation.reference,
        "link_id": link.public_id,
        "link_id:referral-links": sent.public_id,
        "person": "victim_survivor",
        "rule_id": plan.rules.first().pk,
        "exception_id": off.pk,
        "cover_id": LeadCover.objects.filter(lead_id=lead).latest("pk").pk,
        "endpoint_id": CaseSystemEndpoint.objects.get(organisation__code="camden").pk,
        "code:pathways": "restart",
    }


def _of_people(owner: int) -> dict[str, Any]:
    camden = Organisation.objects.get(code="camden")
    newcomer = Person.objects.create(given_name="Newcomer", email="newcomer@camden.example")
    waiting = Membership.objects.create(
        person=newcomer,
        organisation=camden,
        state=MembershipState.PENDING,
        source="sign_up",
        starts_on=clock.today(NOW),
    )
    asker = actor_for_person(owner, NOW)
    complaint = complain(
        actor=asker, kind=ComplaintKind.MY_DATA, words="late", no_family=True, form_code="1", now=NOW
    )
    way = connect_employer(
        actor=SYSTEM,
        organisation_id=camden.pk,
        issuer="https://sign-in.camden.example",
        client_id="practice-hub",
        secret="sealed at once",
        now=NOW,
    )
    set_aside = set_identity_aside(
        provider_id=way.provider_id,
        subject="somebody",
        organisation_id=camden.pk,
        claimed_user_id=User.objects.get(person_id=owner).pk,
        now=NOW,
    )
    return {
        "code:sign-in": way.provider_id,
        "verdict": "created",
        "identity_id": set_aside.set_aside.pk,
        "reference:erasures": ask_for_erasure(actor=asker, now=NOW).reference,
        "reference:complaints": complaint.reference,
        "membership_id": waiting.pk,
        "person_id": owner,
        "grant_id": Grant.objects.filter(person__email=PERSONAS["manager"]).latest("pk").pk,
        "code:roster": RosterBatch.objects.filter(organisation=camden).latest("pk").code,
        "notice_id": Notice.objects.filter(person_id=owner).latest("pk").pk,
        "token:feed": give_feed_address(actor=actor_for_person(owner, NOW), now=NOW),
        "code:coverage": "camden",
    }


def _of_others(owner: int) -> dict[str, Any]:
    award = Award.objects.filter(state="valid").latest("pk")
    Award.objects.filter(pk=award.pk).update(person_id=owner)
    version = FileVersion.objects.filter(file__toolkit__code="mapping-toolkit").latest("pk")
    pixel = get_image_model().objects.create(title="A pixel", file=ContentFile(PIXEL, "pixel.gif"))
    return {
        "award_id": award.pk,
        "code:check": award.code,
        # Nobody else's session and no employer's sign-in are there to be found; each account helps others, not itself.
        "session_id": 1,
        "provider_id": "camden",
        "user_id": User.objects.get(person_id=owner).pk,
        "slug:toolkits": "mapping-toolkit",
        "borough": "camden",
        "version_id": version.pk,
        "file_id": version.file_id,
        "number": version.number,
        "meeting_id": Meeting.objects.filter(organisation__code="camden").earliest("pk").pk,
        "champion_id": Champion.objects.filter(organisation__code="camden").latest("pk").pk,
        "image_id": pixel.pk,
        "name:files": pixel.file.name,
        "size": "width-900",
    }

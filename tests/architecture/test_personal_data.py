"""The inventory of personal data: each way to a person and each column of their own words.

Each is in some app's holding, or here with its reason.
"""

from django.apps import apps
from django.db.models import BigIntegerField, Field, Model

from portal.kernel.encryption import EncryptedJSONField, EncryptedTextField
from portal.kernel.personal_data import fields_covered, holdings

PEOPLE = {"people.Person", "people.User"}
# Numbers that point at a person or an account without a foreign key.
NUMBERS = {"actor_person_id", "actor_user_id"}

CODES = "Codes and the council's references about a family, no words of a member of staff; purged by its own clock."
DECIDED = "Says who decided about somebody else's thing, by number. The row is in that person's copy."
TRAIL = (
    "A move of a thing, by number: the thing is in its own holding, and what they did is in the audit trail."
)
EDITOR = "Says which editor, by number; what they did to pages is in the holding of page edits."
EXEMPT = {
    "people.Membership.manager": "A member of staff's row, in their copy; an erasure empties it.",
    "people.ErasureRequest.taken_by": DECIDED,
    "people.Complaint.handled_by": DECIDED,
    "people.SetAsideIdentity.decided_by": DECIDED,
    "courses.Enrolment.approver": DECIDED,
    "courses.Enrolment.approved_by": DECIDED,
    "courses.Run.trainers": "The many-to-many side of RunTrainer, which is covered.",
    "courses.EnrolmentChange": TRAIL,
    "courses.AttendanceChange": TRAIL,
    "courses.CompletionChange": TRAIL,
    "courses.RunChange": TRAIL,
    "consultations.ConsultationChange": TRAIL,
    "consultations.EarlierWaitChange": TRAIL,
    "consultations.LinkChange": TRAIL,
    "toolkits.VersionChange": TRAIL,
    "champions.ChampionChange": TRAIL,
    "certificates.AwardChange": TRAIL,
    "consultations.Consent.taken_by": "Evidence of a family's consent, in codes; who took it is part of the proof.",
    "toolkits.FileVersion.decided_by": DECIDED,
    "champions.Champion.nominated_by": DECIDED,
    "champions.Champion.approver": DECIDED,
    "consultations.ReferralLink.case_reference": CODES,
    "consultations.ReferralLink.answers": CODES,
    "consultations.ReferralLink.criteria": CODES,
    "consultations.ConsultationRecord.payload": CODES,
    "consultations.RecordAddendum.payload": CODES,
    "consultations.CaseSystemEndpoint.secrets": "Keys of a machine.",
    "wagtailcore.ModelLogEntry.user": EDITOR,
    "wagtailcore.Revision.user": EDITOR,
    "wagtailcore.UploadedFile.uploaded_by_user": EDITOR,
    "wagtailcore.WorkflowState.requested_by": EDITOR,
    "wagtailcore.TaskState.finished_by": EDITOR,
    "wagtailcore.Comment.user": "A remark on the draft of a page: the house's work, gone when it is resolved.",
    "wagtailcore.Comment.resolved_by": EDITOR,
    "wagtailcore.CommentReply.user": "As a remark on the draft of a page.",
    "wagtaildocs.Document.uploaded_by_user": EDITOR,
    "wagtailimages.Image.uploaded_by_user": EDITOR,
}
# Every page may have these: which editor it belongs to, who holds it open, who looks at it again; by number.
PAGE_FIELDS = {"owner", "locked_by", "review_owner"}


def _ways_to_people() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if _leads_to_a_person(field) and not _is_page_field(model, field)
    }


def _leads_to_a_person(field: Field) -> bool:  # type: ignore[type-arg]
    """A pointer at a person or an account, or words so much somebody's own that they are encrypted."""
    if isinstance(field, EncryptedTextField | EncryptedJSONField):
        return True
    target = field.related_model
    if isinstance(target, type) and issubclass(target, Model):
        return target._meta.label in PEOPLE
    return isinstance(field, BigIntegerField) and field.name in NUMBERS


def _is_page_field(model: type[Model], field: Field) -> bool:  # type: ignore[type-arg]
    return field.name in PAGE_FIELDS and hasattr(model, "draft_title")


def _is_exempt(way: str) -> bool:
    return way in EXEMPT or way.rsplit(".", 1)[0] in EXEMPT


def test_every_way_to_a_person_is_held_or_exempt_with_a_reason() -> None:
    forgotten = {way for way in _ways_to_people() - fields_covered() if not _is_exempt(way)}

    assert not forgotten, "Add a holding in the app's personal_data.py, or a reason here."


def test_inventory_names_nothing_that_is_gone() -> None:
    ways = _ways_to_people()
    known = ways | {way.rsplit(".", 1)[0] for way in ways}

    assert not fields_covered() - ways
    assert not set(EXEMPT) - known


def test_every_holding_says_in_words_what_an_erasure_does() -> None:
    silent = [holding.key for holding in holdings() if not (holding.goes or holding.stays)]
    unfinished = [
        holding.key
        for holding in holdings()
        for words in (holding.goes, holding.stays)
        if words and not words.endswith(".")
    ]

    assert not silent
    assert not unfinished

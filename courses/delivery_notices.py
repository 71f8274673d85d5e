"""What people are told about questionnaires: at most twice each, and never once they have answered."""

from datetime import datetime

from courses.models import RunQuestionnaire
from courses.rules.questionnaires import due_on
from courses.selectors.questionnaires import span_of
from courses.states import CONFIRMED
from portal.kernel.clock import spoken_date
from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register


def still_unanswered(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The place stands, its questionnaire was not sent, and the run has not moved to other days since."""
    place_id = int(about.id)
    asked = RunQuestionnaire.objects.filter(
        wave=facts["wave"], run__enrolments=place_id, run__enrolments__state__in=CONFIRMED
    )
    form = asked.exclude(responses__enrolment=place_id, responses__submitted_at__isnull=False).first()
    return form is not None and facts["due"] == spoken_date(due_on(form.wave, *span_of(form.run)))


register(
    NoticeKind(
        key="courses.form_due",
        audience="the person whose place it is",
        subject="A short questionnaire, by {due}",
        body=(
            "A short questionnaire waits for you on Practice Hub. Please send it by {due}.\n\n"
            "You can save it and go on later, on any device. We write about it twice at most."
        ),
        why="Everybody on the course is asked the same questions.",
        path="/courses/places/{enrolment}/forms/{wave}/",
        facts=("enrolment", "wave", "due"),
        examples={"enrolment": "12", "wave": "before", "due": "Tuesday 12 January 2027"},
        still_wanted=still_unanswered,
    )
)

"""Planning what people are told about their questionnaires."""

from datetime import datetime

from courses.delivery_states import Wave
from courses.models import Enrolment, RunQuestionnaire
from courses.rules.questionnaires import asked_at, due_on
from courses.selectors.questionnaires import span_of
from courses.states import CONFIRMED
from portal.kernel.clock import spoken_date
from portal.kernel.refs import Ref
from portal.notifications.services import plan_notice


def ask_for_answers(*, run_id: int, now: datetime, enrolment_id: int | None = None) -> int:
    """Plan the messages about a run's questionnaires, for one place or for all that are confirmed. Safe to repeat.

    Messages planned for days that have moved since are not sent: each is asked again when its time comes. The
    manager's wave is on the manager's hub only.

    Returns:
        How many messages are planned now.
    """
    places = Enrolment.objects.filter(run_id=run_id, state__in=CONFIRMED)
    if enrolment_id is not None:
        places = places.filter(pk=enrolment_id)
    forms = list(
        RunQuestionnaire.objects.filter(run_id=run_id).exclude(wave=Wave.MANAGER).select_related("run")
    )
    return sum(_ask(place, form, now) for place in places for form in forms)


def _ask(place: Enrolment, form: RunQuestionnaire, now: datetime) -> int:
    span = span_of(form.run)
    due = due_on(form.wave, *span)
    times = sorted({max(moment, now) for moment in asked_at(form.wave, *span)})
    for number, moment in enumerate(times, start=1):
        plan_notice(
            key="courses.form_due",
            person_id=place.person_id,
            about=Ref("courses.enrolment", place.pk),
            facts={"enrolment": str(place.pk), "wave": form.wave, "due": spoken_date(due)},
            now=now,
            due_at=moment,
            dedupe=f"{place.pk}:{form.wave}:{due.isoformat()}:{number}",
        )
    return len(times)

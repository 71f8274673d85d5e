"""A run takes its own copy of the course's questionnaires, so that everybody on it answers the same ones."""

from datetime import datetime

from courses.models import Questionnaire, Run, RunQuestionnaire
from courses.questionnaire_blocks import frozen


def freeze_questionnaires(run: Run, *, now: datetime) -> list[RunQuestionnaire]:
    """Copy every questionnaire in use that the run does not hold yet. Called when a run is published; safe to repeat.

    Inside the caller's transaction, with the run locked.
    """
    held = set(RunQuestionnaire.objects.filter(run=run).values_list("wave", flat=True))
    wanted = Questionnaire.objects.filter(course_id=run.course_id, in_use=True).exclude(wave__in=held)
    return RunQuestionnaire.objects.bulk_create(
        RunQuestionnaire(
            run=run,
            questionnaire=found,
            wave=found.wave,
            title=found.title,
            introduction=found.introduction,
            questions=frozen(found.questions),
            frozen_at=now,
        )
        for found in wanted
    )

"""Answers: saved as often as people like, sent once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from courses.delivery_errors import AlreadySent, AnswersMissing, FormNotOpen, WordsMayIdentify
from courses.delivery_permissions import may_answer
from courses.models import Enrolment, Response, RunQuestionnaire
from courses.rules.questionnaires import is_late, opens_at, split_words, unanswered
from courses.selectors.questionnaires import span_of
from courses.services.complete_enrolment import weigh
from courses.services.locking import locked_enrolment
from courses.states import CONFIRMED
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.identifiers import described


def save_answers(
    *,
    actor: Actor,
    enrolment_id: int,
    wave: str,
    answers: Mapping[str, Any],
    now: datetime,
    no_family: bool = False,
) -> Response:
    """Keep answers as they stand, to be gone on with later on any device.

    Args:
        answers: question id -> answer; the whole questionnaire, what is empty included.
        no_family: the person said that nothing in their words is about a family, although something looks like it.

    Raises:
        NotFound: no such place or questionnaire, or not this actor's to answer.
        FormNotOpen: it opens later.
        AlreadySent: it was sent.
        WordsMayIdentify: free text holds what looks like a name or a number of somebody.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        return _save(actor, enrolment, wave, answers, now, no_family=no_family)


def send_answers(
    *,
    actor: Actor,
    enrolment_id: int,
    wave: str,
    answers: Mapping[str, Any],
    now: datetime,
    no_family: bool = False,
) -> Response:
    """Send a questionnaire: its answers are final, and the completion of the course is weighed.

    Raises:
        as `save_answers`, and AnswersMissing: answers that are needed are missing; everything given is kept.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        response = _save(actor, enrolment, wave, answers, now, no_family=no_family)
        lacking = unanswered(response.form.questions, answers)
        if not lacking:
            run = enrolment.run
            response.submitted_at = now
            response.late = is_late(wave, *span_of(run), now)
            response.save(update_fields=["submitted_at", "late"])
            weigh(run, [enrolment], actor=actor, now=now)
    if lacking:
        # Raised after the transaction, so that what was given stays.
        raise AnswersMissing(ids=tuple(question["id"] for question in lacking))
    return response


def _save(
    actor: Actor,
    enrolment: Enrolment,
    wave: str,
    answers: Mapping[str, Any],
    now: datetime,
    *,
    no_family: bool,
) -> Response:
    run = enrolment.run
    form = RunQuestionnaire.objects.filter(run=run, wave=wave).first()
    if form is None or enrolment.state not in CONFIRMED or not may_answer(actor, enrolment, wave, now):
        raise NotFound()
    if actor.person_id is None:
        raise NotFound()
    start = opens_at(wave, *span_of(run))
    if start is not None and start > now:
        raise FormNotOpen(day=clock.spoken_date(clock.today(start)))
    response = Response.objects.filter(enrolment=enrolment, form=form).first() or Response(
        enrolment=enrolment, form=form
    )
    if response.submitted_at is not None:
        raise AlreadySent(day=clock.spoken_date(clock.today(response.submitted_at)))
    known = {question["id"] for question in form.questions}
    response.coded, response.words = split_words(
        form.questions, {key: value for key, value in answers.items() if key in known}
    )
    found = {key: what for key, words in response.words.items() if (what := described(words))}
    if found and not no_family:
        raise WordsMayIdentify(found=found)
    response.form, response.answered_by_id, response.saved_at = form, actor.person_id, now
    response.save()
    return response

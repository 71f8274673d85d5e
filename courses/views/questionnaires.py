"""Questionnaires: filled in over days if need be, saved on the server, sent once."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from courses.delivery_errors import AnswersMissing, WordsMayIdentify
from courses.delivery_forms import QuestionnaireForm
from courses.delivery_permissions import may_answer
from courses.delivery_states import Wave
from courses.selectors.questionnaires import FormToAnswer, form_to_answer
from courses.services import save_answers, send_answers
from portal.kernel import attempts
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in


@require_safe_or_post
@signed_in
def questionnaire(request: HubRequest, enrolment_id: int, wave: str) -> HttpResponse:
    """One questionnaire. Sent ones are shown as they were sent."""
    asked = _asked(request, enrolment_id, wave)
    form = attempts.asked(request, QuestionnaireForm, questions=asked.form.questions, initial=asked.answers)
    if request.method == "POST" and form.is_valid():
        answer = send_answers if "send" in request.POST else save_answers
        try:
            answer(
                actor=request.actor,
                enrolment_id=enrolment_id,
                wave=wave,
                answers=form.answers(),
                no_family=form.cleaned_data["no_family"],
                now=request.now,
            )
            sent = "Thank you. Your answers are sent."
            say(request, sent if "send" in request.POST else "Saved. Come back when you like.")
            return redirect("courses:questionnaire", enrolment_id=enrolment_id, wave=wave)
        except AnswersMissing as missing:
            _ask_again(form, missing)
        except WordsMayIdentify as doubt:
            _ask_about(form, doubt)
        except DomainError as refusal:
            refuse(form, refusal)
    return attempts.page(request, form, "courses/questionnaire.html", _context(request, asked))


def _asked(request: HubRequest, enrolment_id: int, wave: str) -> FormToAnswer:
    try:
        asked = form_to_answer(enrolment_id, wave)
    except NotFound as missing:
        raise Http404 from missing
    if not may_answer(request.actor, asked.enrolment, wave, request.now):
        raise Http404
    return asked


def _ask_again(form: QuestionnaireForm, missing: AnswersMissing) -> None:
    form.add_error(None, missing.sentence)
    for question_id in missing.ids:
        form.add_error(question_id, f"Answer “{form.fields[question_id].label}”")


def _ask_about(form: QuestionnaireForm, doubt: WordsMayIdentify) -> None:
    form.add_error(None, doubt.sentence)
    for question_id, what in doubt.found.items():
        form.add_error(question_id, f"Take out what could identify somebody: {what}.")
    form.add_error("no_family", "If nothing is about a family, tick this and send it again.")


def _context(request: HubRequest, asked: FormToAnswer) -> dict[str, object]:
    course = asked.enrolment.run.course
    return {
        "asked": asked,
        "course": course,
        "about_a_colleague": asked.form.wave == Wave.MANAGER,
        "not_open": asked.opens_at is not None and asked.opens_at > request.now,
        "read_by": "the trainers of your run, together with everybody else’s",
    }

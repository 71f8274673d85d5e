"""The register of a day, for whoever trains the run, on a phone."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from courses.delivery_forms import RegisterForm
from courses.models import Run
from courses.permissions import rosters_seen_by
from courses.selectors.delivery import RegisterOfDay, register_of
from courses.selectors.questionnaires import before_and_after
from courses.selectors.runs import spoken_run_days
from courses.services import RegisterSaved, take_register
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in


@require_safe_or_post
@signed_in
def register(request: HubRequest, reference: str, day_id: int) -> HttpResponse:
    """One form for everybody; "Everyone else is here" fills in whoever has no mark yet."""
    run, of_day = _opened(request, reference, day_id)
    form = attempts.asked(request, RegisterForm, register=of_day)
    if request.method == "POST" and form.is_valid():
        try:
            saved = take_register(
                actor=request.actor,
                run_id=run.pk,
                day_id=day_id,
                marks=form.marks(everybody="everybody" in request.POST),
                reason=form.cleaned_data["reason"],
                now=request.now,
            )
            say(request, words_for(saved))
            return redirect("courses:register", reference=run.reference, day_id=day_id)
        except DomainError as refusal:
            refuse(form, refusal)
    days = list(run.days.all())
    opened = of_day.day.on <= clock.today(request.now)
    context = {"run": run, "register": of_day, "days": days, "opened": opened}
    return attempts.page(request, form, "courses/register.html", context)


@require_safe
@signed_in
def answers(request: HubRequest, reference: str) -> HttpResponse:
    """What the questionnaires before and after say together."""
    run = get_object_or_404(rosters_seen_by(request.actor).select_related("course"), reference=reference)
    context = {"run": run, "spoken": spoken_run_days(run), "comparison": before_and_after(run)}
    return render(request, "courses/answers.html", context)


def words_for(saved: RegisterSaved) -> str:
    """What a save did, in one line."""
    parts = [
        (saved.entered, "entered"),
        (saved.corrected, "corrected"),
        (saved.completed, "completed the course, with a certificate"),
        (saved.withdrawn, "no longer completed the course"),
    ]
    done = [f"{count} {words}" for count, words in parts if count]
    return f"Register saved: {', '.join(done)}." if done else "Register saved. Nothing had changed."


def _opened(request: HubRequest, reference: str, day_id: int) -> tuple[Run, RegisterOfDay]:
    run = get_object_or_404(rosters_seen_by(request.actor).select_related("course"), reference=reference)
    try:
        return run, register_of(run, day_id)
    except NotFound as missing:
        raise Http404 from missing

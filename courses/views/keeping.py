"""What training administrators do with runs, and the trainers' workspace."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses import services
from courses.forms import CancelRunForm, CapacityForm, CopyForm, NewRunForm, RunForm, RunPeopleForm
from courses.models import Run
from courses.permissions import may_keep_run, may_make_runs, may_read_needs, may_see_roster
from courses.selectors.delivery import registers_due, registers_of
from courses.selectors.runs import (
    day_rows,
    kept_run_rows,
    kept_runs,
    roster_of,
    run_form_initial,
    run_seen,
    spoken_run_days,
    trained_runs,
)
from courses.states import RunState
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.web import HubRequest, page_number, refuse, require_safe_or_post, say, signed_in

RUNS_ON_A_PAGE = 50
DRAFTED = "The dates are a draft: nobody sees them yet. Look them over, then publish them."


def _kept(request: HubRequest, reference: str) -> Run:
    run = run_seen(request.actor, reference)
    if not may_keep_run(request.actor, run):
        raise NotFound()
    return run


@require_safe
@signed_in
def runs(request: HubRequest) -> HttpResponse:
    """Runs I keep or train: to come, or past."""
    actor, past = request.actor, request.GET.get("show") == "past"
    if may_make_runs(actor):
        found = kept_runs(actor, request.now, past=past)
    elif actor.person_id is not None:
        found = trained_runs(actor.person_id, request.now, past=past)
    else:
        raise NotFound()
    page = Paginator(found, RUNS_ON_A_PAGE).get_page(page_number(request))
    context = {
        "page": page,
        "rows": kept_run_rows(list(page.object_list), request.now),
        "registers": registers_due(actor.person_id, request.now) if actor.person_id else [],
        "past": past,
        "may_make": may_make_runs(actor),
    }
    return render(request, "courses/runs.html", context)


@require_safe
@signed_in
def workspace(request: HubRequest, reference: str) -> HttpResponse:
    """The live list of a run, for its trainers and keepers."""
    run = run_seen(request.actor, reference)
    if not may_see_roster(request.actor, run):
        raise NotFound()
    context = {
        "run": run,
        "days": list(zip(day_rows(run), registers_of(run, request.now), strict=True)),
        "spoken": spoken_run_days(run),
        "roster": roster_of(run),
        "may_keep": may_keep_run(request.actor, run),
        "may_read_needs": may_read_needs(request.actor, run),
    }
    return render(request, "courses/workspace.html", context)


@require_safe_or_post
@signed_in
def new_run(request: HubRequest) -> HttpResponse:
    """Make a draft."""
    if not may_make_runs(request.actor):
        raise NotFound()
    form = attempts.asked(request, NewRunForm, actor=request.actor, on=clock.today(request.now))
    return _save(request, form, lambda: _make(request, form), {"heading": "Add dates"}, done=DRAFTED)


def _make(request: HubRequest, form: NewRunForm) -> Run:
    known = form.cleaned_data
    return services.make_run(
        actor=request.actor,
        course_id=int(known["course"]),
        plan=form.plan(capacity=known["capacity"]),
        days=form.day_plans(),
        now=request.now,
        trainer_ids=[int(pk) for pk in known["trainers"]],
        open_to=[int(pk) for pk in known["open_to"]],
    )


@require_safe_or_post
@signed_in
def move(request: HubRequest, reference: str) -> HttpResponse:
    """Change days, place, window. Everybody in it is told, and calendar entries move."""
    run = _kept(request, reference)
    form = attempts.asked(request, RunForm, initial=run_form_initial(run))
    context = {
        "heading": "Change days or place",
        "run": run,
        "told": roster_of(run),
        "comes_of_it": "They are told, and their calendar entries move.",
        "button": "Save and tell them" if run.state == RunState.PUBLISHED else "Save",
    }
    return _save(request, form, lambda: _move(request, run, form), context)


def _move(request: HubRequest, run: Run, form: RunForm) -> Run:
    plan, days = form.plan(capacity=run.capacity), form.day_plans()
    return services.move_run(actor=request.actor, run_id=run.pk, plan=plan, days=days, now=request.now)


@require_safe_or_post
@signed_in
def copy(request: HubRequest, reference: str) -> HttpResponse:
    """Make a draft like this one, beginning on another day."""
    run = _kept(request, reference)
    form = attempts.asked(request, CopyForm)

    def save() -> Run:
        first_on = form.cleaned_data["first_on"]
        return services.copy_run(actor=request.actor, run_id=run.pk, first_on=first_on, now=request.now)

    context = {
        "heading": "Copy these dates",
        "run": run,
        "spoken": spoken_run_days(run),
        "button": "Make the copy",
    }
    return _save(request, form, save, context, done=DRAFTED)


@require_safe_or_post
@signed_in
def capacity(request: HubRequest, reference: str) -> HttpResponse:
    """Change how many places there are; refused with names when more people have one."""
    run = _kept(request, reference)
    form = attempts.asked(request, CapacityForm, initial={"capacity": run.capacity})

    def save() -> Run:
        wanted = form.cleaned_data["capacity"]
        return services.change_capacity(actor=request.actor, run_id=run.pk, capacity=wanted, now=request.now)

    return _save(request, form, save, {"heading": "Change the number of places", "run": run})


@require_safe_or_post
@signed_in
def run_people(request: HubRequest, reference: str) -> HttpResponse:
    """Change who gives it and whom it is open to."""
    run = _kept(request, reference)
    today = clock.today(request.now)
    form = attempts.asked(request, RunPeopleForm, run=run, actor=request.actor, on=today)

    def save() -> Run:
        chosen = {name: [int(pk) for pk in form.cleaned_data[name]] for name in ("trainers", "open_to")}
        return services.change_people(
            actor=request.actor,
            run_id=run.pk,
            trainer_ids=chosen["trainers"],
            open_to=chosen["open_to"],
            now=request.now,
        )

    return _save(request, form, save, {"heading": "Change trainers or who may come", "run": run})


@require_safe
@signed_in
def run_needs(request: HubRequest, reference: str) -> HttpResponse:
    """What people need in order to come: for the trainers alone, and the reading is written down."""
    rows = services.open_needs(actor=request.actor, reference=reference, now=request.now)
    run = run_seen(request.actor, reference)
    context = {"run": run, "rows": rows, "spoken": spoken_run_days(run)}
    return render(request, "courses/run_needs.html", context)


@require_safe_or_post
@signed_in
def cancel_run(request: HubRequest, reference: str) -> HttpResponse:
    """Call it off. The page says who is affected first."""
    run = _kept(request, reference)
    form = attempts.asked(request, CancelRunForm)

    def save() -> Run:
        reason = form.cleaned_data["reason"]
        return services.cancel_run(actor=request.actor, run_id=run.pk, reason=reason, now=request.now)

    context = {
        "heading": "Cancel these dates",
        "run": run,
        "told": roster_of(run),
        "comes_of_it": "They are told, and it leaves their calendars. You cannot take it back.",
        "button": "Cancel these dates",
        "button_kind": "warning",
    }
    return _save(request, form, save, context)


@require_POST
@signed_in
def publish(request: HubRequest, reference: str) -> HttpResponse:
    """Open a draft for booking."""
    run = _kept(request, reference)
    try:
        services.publish_run(actor=request.actor, run_id=run.pk, now=request.now)
        say(request, "The dates are published and open for booking.")
    except DomainError as refusal:
        say(request, refusal.sentence, "error")
    return redirect("courses:workspace", reference=reference)


def _save(
    request: HubRequest,
    form: Form,
    save: Callable[[], Run],
    context: dict[str, object],
    *,
    done: str = "Saved. Whoever is affected is told now.",
) -> HttpResponse:
    """One way for all these forms: save and go to the workspace, or come back to the form with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            run = save()
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            say(request, done)
            return redirect("courses:workspace", reference=run.reference)
    return attempts.page(request, form, "courses/run_form.html", context)

"""A lead's diary and plan."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from consultations.forms import ExtraHoursForm, SettingsForm, TimeOffForm, WeeklyRuleForm
from consultations.models import LeadPlan, Weekday
from consultations.permissions import is_lead
from consultations.selectors.diaries import boroughs_of, diary_week, plan_page, rest_of_week_is_empty
from consultations.selectors.listings import days_booked, to_record, urgent_requests_for
from consultations.services import (
    add_extra_hours,
    add_weekly_rule,
    change_settings,
    drop_exception,
    end_weekly_rule,
    plan_of,
    take_time_off,
)
from consultations.views.absence import away_url, off_words
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.pages.forms import HubForm

FORMS: dict[str, type[HubForm]] = {
    "settings": SettingsForm,
    "rule": WeeklyRuleForm,
    "off": TimeOffForm,
    "extra": ExtraHoursForm,
}


@signed_in
@require_safe
def diary(request: HubRequest) -> HttpResponse:
    """One week of a lead, day by day."""
    if not is_lead(request.actor):
        raise NotAllowed("Only leads have a diary.")
    monday, is_this_week = _week_asked(request)
    week = diary_week(request.actor, monday, request.now)
    return render(
        request,
        "consultations/diary.html",
        {
            "week": week,
            "number": sum(len(day.consultations) for day in week),
            "free": sum(len(day.free) for day in week),
            "is_this_week": is_this_week,
            "monday": monday,
            "previous": monday - timedelta(days=7),
            "next": monday + timedelta(days=7),
            "today": clock.today(request.now),
            "urgent": urgent_requests_for(request.actor, request.now)[:20],
            "to_record": to_record(request.actor, request.now)[:20],
        },
    )


def _week_asked(request: HubRequest) -> tuple[date, bool]:
    """The Monday of the week to show, and whether today is in it."""
    today = clock.today(request.now)
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = today
        if today.weekday() >= Weekday.SATURDAY and rest_of_week_is_empty(request.actor, request.now):
            day += timedelta(days=2)  # the week that is over is not what anybody looks for
    day = min(max(day, date(2000, 1, 10)), date(2200, 1, 1))
    monday = day - timedelta(days=day.weekday())
    return monday, monday <= today < monday + timedelta(days=7)


@signed_in
@require_safe_or_post
def plan(request: HubRequest) -> HttpResponse:
    """The plan and its four small forms; each saves by itself."""
    own = plan_of(actor=request.actor, now=request.now)
    asked = request.POST.get("form", "") if request.method == "POST" else ""
    shown = {name: _form(name, request, own) for name in FORMS}
    if asked in shown and shown[asked].is_valid() and _save(request, own, asked, shown[asked]):
        return redirect(_after(request, asked, shown[asked]))
    context = {"plan": own, "page": plan_page(own, request.now), "forms": shown}
    form = shown.get(asked, shown["rule"])
    return attempts.page(
        request, form, "consultations/plan.html", context, anchor=asked if asked in FORMS else ""
    )


def _after(request: HubRequest, name: str, form: HubForm) -> str:
    """Back to the part of the page; to what is booked while one is off, if something is."""
    if name == "off":
        on, until = form.cleaned_data["on"], form.cleaned_data["until"] or form.cleaned_data["on"]
        if days_booked(request.actor.person_id or 0, on, until):
            return away_url(on, until)
    return reverse("consultations:plan") + f"#{name}"


def _form(name: str, request: HubRequest, own: LeadPlan) -> HubForm:
    extra: dict[str, object] = {"auto_id": f"{name}_%s"}
    if name in ("rule", "extra"):
        extra["boroughs"] = boroughs_of(request.actor, request.now)
    if name == "settings":
        extra["initial"] = {field: getattr(own, field) for field in SettingsForm.base_fields}
    return attempts.asked(request, FORMS[name], name=name, **extra)


def _save(request: HubRequest, own: LeadPlan, name: str, form: HubForm) -> bool:
    try:
        say(request, SAVE[name](request, own.pk, form))
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _save_settings(request: HubRequest, plan_id: int, form: HubForm) -> str:
    change_settings(actor=request.actor, plan_id=plan_id, now=request.now, **form.cleaned_data)
    return "Your settings are saved. What is booked stays as it is."


def _save_rule(request: HubRequest, plan_id: int, form: WeeklyRuleForm) -> str:
    said = form.cleaned_data
    add_weekly_rule(
        actor=request.actor,
        plan_id=plan_id,
        weekday=said["weekday"],
        stretch=form.stretch,
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        now=request.now,
    )
    return "The hours are added."


def _save_off(request: HubRequest, plan_id: int, form: HubForm) -> str:
    said = form.cleaned_data
    take_time_off(
        actor=request.actor,
        plan_id=plan_id,
        on=said["on"],
        until=said["until"],
        starts=said["starts"],
        ends=said["ends"],
        now=request.now,
    )
    return off_words(said["on"], said["until"] or said["on"])


def _save_extra(request: HubRequest, plan_id: int, form: ExtraHoursForm) -> str:
    on = form.cleaned_data["on"]
    add_extra_hours(actor=request.actor, plan_id=plan_id, on=on, stretch=form.stretch, now=request.now)
    return f"The extra hours on {clock.spoken_date(on)} are added."


SAVE: dict[str, Callable[[HubRequest, int, Any], str]] = {
    "settings": _save_settings,
    "rule": _save_rule,
    "off": _save_off,
    "extra": _save_extra,
}


@signed_in
@require_POST
def end_rule(request: HubRequest, rule_id: int) -> HttpResponse:
    """End a weekly rule from today on."""
    yesterday = clock.today(request.now) - timedelta(days=1)
    try:
        end_weekly_rule(actor=request.actor, rule_id=rule_id, last_day=yesterday, now=request.now)
        say(request, "Those hours have ended. What is booked stays booked.")
    except DomainError as error:
        if isinstance(error, NotAllowed):
            raise
        say(request, error.sentence, "error")
    return redirect("consultations:plan")


@signed_in
@require_POST
def drop_day(request: HubRequest, exception_id: int) -> HttpResponse:
    """Take back a day that differs."""
    drop_exception(actor=request.actor, exception_id=exception_id, now=request.now)
    say(request, "Your usual hours count again.")
    return redirect("consultations:plan")

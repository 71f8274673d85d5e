"""Putting somebody forward, or oneself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from champions import selectors, services
from champions.forms import ApplyForm, NominateForm
from champions.permissions import ANSWERING
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in

# Whoever may choose among more people says first in which team.
MOST_TO_CHOOSE_FROM = 150


@require_safe_or_post
@signed_in
def nominate(request: HubRequest) -> HttpResponse:
    today = clock.today(request.now)
    teams = selectors.teams_to_nominate_from(request.actor, today)
    team_id = next((pk for pk, _, _ in teams if str(pk) == request.GET.get("team")), None)
    if team_id is None and sum(people for _, _, people in teams) > MOST_TO_CHOOSE_FROM:
        return render(request, "champions/nominate_team.html", {"teams": teams})
    people = selectors.people_to_nominate(request.actor, today, team_id=team_id)
    asks_time = request.actor.holds(*ANSWERING)
    form = attempts.asked(request, NominateForm, people=people, asks_time=asks_time)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            made = services.nominate(
                actor=request.actor, now=request.now, membership_id=answers.pop("membership"), **answers
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Put forward. You can follow it on this page.")
            return redirect("champions:champion", made.pk)
    context = {
        "people": people,
        "may_apply": bool(selectors.own_places(request.actor, clock.today(request.now))),
    }
    return attempts.page(request, form, "champions/nominate.html", context)


@require_safe_or_post
@signed_in
def apply(request: HubRequest) -> HttpResponse:
    places = selectors.own_places(request.actor, clock.today(request.now))
    form = attempts.asked(request, ApplyForm, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.nominate(
                actor=request.actor, membership_id=form.cleaned_data["membership"], now=request.now
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Thank you. Your manager has been asked.")
            return redirect("champions:champion", made.pk)
    return attempts.page(
        request,
        form,
        "champions/apply.html",
        {"places": places, "theirs": selectors.own_championships(request.actor)},
    )

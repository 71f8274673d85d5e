"""Welcome after sign-up, and the account page (PE-01, PE-09)."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest, refuse, say, signed_in
from portal.people import selectors, services
from portal.people.forms import DetailsForm, WorkplaceForm


@signed_in
@require_http_methods(["GET", "POST"])
def welcome(request: HubRequest) -> HttpResponse:
    """What we found for a new account; where they work, if we could not tell. GET changes nothing."""
    form = WorkplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = form.cleaned_data["organisation"]
            services.ask_for_membership(actor=request.actor, organisation_id=organisation.pk, now=request.now)
        except DomainError as error:
            refuse(form, error)
        else:
            say(
                request,
                f"We have asked a training administrator of {organisation.name} to confirm your place.",
            )
            return redirect("people:welcome")
    context = {"form": form, "found": selectors.standing_of(request.actor, clock.today(request.now))}
    return render(
        request, "people/welcome.html", context | {"has_second_factor": is_mfa_enabled(request.user)}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def account(request: HubRequest) -> HttpResponse:
    """One's own details; links to password, second factor and sessions."""
    person = request.user.person  # type: ignore[union-attr]  # signed in, so no AnonymousUser
    form = DetailsForm(request.POST or None, initial=model_to_dict(person)) if person else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.change_own_details(actor=request.actor, now=request.now, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Your details are saved.")
            return redirect("people:account")
    context = {
        "form": form,
        "person": person,
        "found": selectors.standing_of(request.actor, clock.today(request.now)),
        "address": EmailAddress.objects.get_primary_email(request.user),
        "has_second_factor": is_mfa_enabled(request.user),
    }
    return render(request, "people/account.html", context)

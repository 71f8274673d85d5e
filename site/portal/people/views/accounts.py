"""Welcome after sign-up, and the account page with what people change about themselves (PE-01, PE-09)."""

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.people import selectors, services
from portal.people.forms import WorkplaceForm
from portal.people.models import Person
from portal.people.rights.forms import CertificateNameForm, PrivacyForm
from portal.people.rights.permissions import keeps_data_rights
from portal.people.rights.selectors import open_erasure_of, own_complaints


@signed_in
@require_safe_or_post
def welcome(request: HubRequest) -> HttpResponse:
    """What we found for a new account; where they work, if we could not tell. GET changes nothing."""
    form = attempts.asked(request, WorkplaceForm)
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
    found = selectors.standing_of(request.actor, clock.today(request.now))
    context = {"found": found, "has_second_factor": is_mfa_enabled(request.user)}
    return attempts.page(request, form, "people/welcome.html", context)


@signed_in
@require_safe
def account(request: HubRequest) -> HttpResponse:
    """All that concerns the account on one page; each line leads to where it is changed."""
    today = clock.today(request.now)
    found = selectors.standing_of(request.actor, today)
    context = {
        "person": _own_person(request),
        "found": found,
        "roles": selectors.roles_of(request.actor, today),
        "waits": selectors.waits_of(found, today),
        "today": today,
        "address": EmailAddress.objects.get_primary_email(request.user),
        "has_second_factor": is_mfa_enabled(request.user),
        "erasure": open_erasure_of(request.actor),
        "complaints": own_complaints(request.actor)[:5],
        "keeps_data_rights": keeps_data_rights(request.actor),
    }
    return render(request, "people/account.html", context)


STAFF_RECORD_NAME = "Your certificates carry the name of your staff record from now on."


@signed_in
@require_safe_or_post
def certificate_name(request: HubRequest) -> HttpResponse:
    """The name to print on certificates from now on."""
    person = _matched(request)
    form = attempts.asked(request, CertificateNameForm, initial={"certificate_name": person.certificate_name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["certificate_name"]
        try:
            services.name_for_certificates(actor=request.actor, name=name, now=request.now)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            say(request, "The name for your certificates is saved." if name else STAFF_RECORD_NAME)
            return redirect("people:account")
    return attempts.page(request, form, "people/account_certificate_name.html", {"person": person})


@signed_in
@require_safe_or_post
def privacy(request: HubRequest) -> HttpResponse:
    """Whether colleagues find one’s name in lists, and who sees it all the same."""
    person = _matched(request)
    form = attempts.asked(request, PrivacyForm, initial={"hidden_on_rosters": person.hidden_on_rosters})
    if request.method == "POST" and form.is_valid():
        hidden = form.cleaned_data["hidden_on_rosters"]
        services.hide_on_rosters(actor=request.actor, hidden=hidden, now=request.now)
        say(request, "Lists leave your name out now." if hidden else "Lists may show your name now.")
        return redirect("people:account")
    return attempts.page(request, form, "people/account_privacy.html", {"person": person})


def _own_person(request: HubRequest) -> Person | None:
    return request.user.person  # type: ignore[union-attr]  # signed in, so no AnonymousUser


def _matched(request: HubRequest) -> Person:
    """The staff record behind the account. Raises `NotAllowed` while there is none."""
    person = _own_person(request)
    if person is None:
        raise NotAllowed("Your account is not matched to a member of staff yet.")
    return person

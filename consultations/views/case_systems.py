"""Connected case systems, for administrators: address, secret, on and off, what is stuck."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.link_deliveries import what_was_said
from consultations.link_forms import CaseSystemForm
from consultations.link_permissions import may_connect_case_systems
from consultations.link_states import CASE_SYSTEM
from consultations.models import CaseSystemEndpoint
from consultations.services import links
from consultations.views.link_tasks import posted
from portal.kernel.actors import EVERYTHING
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, refuse, say, signed_in
from portal.outbox.selectors import parked_for
from portal.outbox.services import replay_deliveries
from portal.people.selectors import organisations_touched_by

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def _only_administrators(request: HubRequest) -> None:
    if not may_connect_case_systems(request.actor):
        raise NotAllowed("Only an administrator can look after connected case systems.")


@signed_in
@require_safe
def index(request: HubRequest) -> HttpResponse:
    """Every connected case system, and the messages that are stuck."""
    _only_administrators(request)
    endpoints = CaseSystemEndpoint.objects.select_related("organisation").order_by("organisation__name")
    stuck = [(what_was_said(one.message.name), one) for one in parked_for(CASE_SYSTEM)[:100]]
    context = {"endpoints": endpoints, "stuck": stuck}
    return render(request, "consultations/links/case_systems.html", context)


@signed_in
@GET_POST
def connect(request: HubRequest) -> HttpResponse:
    """Connect one more. Its secret is shown once."""
    _only_administrators(request)
    form = CaseSystemForm(posted(request), organisations=_organisations())
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = links.connect_case_system(
                actor=request.actor,
                organisation_id=form.cleaned_data["organisation"],
                url=form.cleaned_data["url"],
                now=request.now,
            )
            context = {"endpoint": endpoint, "secret": secret}
            return render(request, "consultations/links/case_system_secret.html", context)
        except DomainError as error:
            refuse(form, error)
    return render(request, "consultations/links/case_system_connect.html", {"form": form})


@signed_in
@GET_POST
def change(request: HubRequest, endpoint_id: int) -> HttpResponse:
    """Change the address, make a new secret, switch off or on."""
    _only_administrators(request)
    endpoint = CaseSystemEndpoint.objects.select_related("organisation").filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    own = [(endpoint.organisation_id, endpoint.organisation.name)]
    initial = {"organisation": endpoint.organisation_id, "url": endpoint.url}
    form = CaseSystemForm(
        request.POST if "save" in request.POST else None, organisations=own, initial=initial
    )
    if "rotate" in request.POST:
        secret = links.rotate_secret(actor=request.actor, endpoint_id=endpoint_id, now=request.now)
        context = {"endpoint": endpoint, "secret": secret}
        return render(request, "consultations/links/case_system_secret.html", context)
    if "off" in request.POST:
        links.switch_off(actor=request.actor, endpoint_id=endpoint_id, now=request.now)
        return redirect("consultations:case_systems")
    if "save" in request.POST and form.is_valid() and _save(request, endpoint_id, form):
        return redirect("consultations:case_systems")
    context = {"form": form, "endpoint": endpoint}
    return render(request, "consultations/links/case_system_change.html", context)


def _save(request: HubRequest, endpoint_id: int, form: CaseSystemForm) -> bool:
    try:
        links.change_address(
            actor=request.actor, endpoint_id=endpoint_id, url=form.cleaned_data["url"], now=request.now
        )
    except DomainError as error:
        refuse(form, error)
        return False
    say(request, "Saved. It is in use.")
    return True


@signed_in
@require_POST
def replay(request: HubRequest) -> HttpResponse:
    """Put everything that is stuck back in the queue."""
    count = replay_deliveries(actor=request.actor, now=request.now, subscriber=CASE_SYSTEM)
    say(request, f"{count} put back in the queue.", "info")
    return redirect("consultations:case_systems")


def _organisations() -> list[tuple[int, str]]:
    return list(organisations_touched_by(EVERYTHING).order_by("name").values_list("pk", "name"))

"""Connected case systems, for administrators: address, secret, on and off, what is stuck."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from consultations.link_deliveries import what_was_said
from consultations.link_forms import CaseSystemAddressForm, CaseSystemForm
from consultations.link_permissions import may_connect_case_systems
from consultations.link_states import CASE_SYSTEM
from consultations.models import CaseSystemEndpoint
from consultations.services import links
from portal.kernel import attempts
from portal.kernel.actors import EVERYTHING
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.sealed import read_sealed, write_sealed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.outbox.selectors import parked_for
from portal.outbox.services import replay_deliveries
from portal.people.selectors import organisations_touched_by

ONE_LOOK = "consultations.case_system_once"


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
@require_safe_or_post
def connect(request: HubRequest) -> HttpResponse:
    """Connect one more. Its secret is shown once."""
    _only_administrators(request)
    form = attempts.asked(request, CaseSystemForm, organisations=_organisations())
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = links.connect_case_system(
                actor=request.actor,
                organisation_id=form.cleaned_data["organisation"],
                url=form.cleaned_data["url"],
                now=request.now,
            )
            return _show_once(request, endpoint.pk, secret)
        except DomainError as error:
            refuse(form, error)
    return attempts.page(request, form, "consultations/links/case_system_connect.html", {})


@signed_in
@require_safe_or_post
def change(request: HubRequest, endpoint_id: int) -> HttpResponse:
    """Change the address, make a new secret, switch off or on."""
    _only_administrators(request)
    endpoint = CaseSystemEndpoint.objects.select_related("organisation").filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    if "rotate" in request.POST:
        secret = links.rotate_secret(actor=request.actor, endpoint_id=endpoint_id, now=request.now)
        return _show_once(request, endpoint_id, secret)
    if "off" in request.POST:
        links.switch_off(actor=request.actor, endpoint_id=endpoint_id, now=request.now)
        return redirect("consultations:case_systems")
    if secret := _shown_once(request, endpoint_id):
        context = {"endpoint": endpoint, "secret": secret}
        return render(request, "consultations/links/case_system_secret.html", context)
    form = attempts.asked(request, CaseSystemAddressForm, initial={"url": endpoint.url})
    if request.method == "POST" and form.is_valid() and _save(request, endpoint_id, form):
        return redirect("consultations:case_systems")
    return attempts.page(request, form, "consultations/links/case_system_change.html", {"endpoint": endpoint})


def _show_once(request: HubRequest, endpoint_id: int, secret: str) -> HttpResponse:
    """To a page that can be reloaded: sending the form twice would make a second secret and push out the first."""
    write_sealed(request.session, ONE_LOOK, [endpoint_id, secret])
    return redirect("consultations:case_system", endpoint_id)


def _shown_once(request: HubRequest, endpoint_id: int) -> str:
    """A secret made a moment ago for this endpoint; it is forgotten with this look."""
    kept = read_sealed(request.session, ONE_LOOK) if request.method == "GET" else None
    if not kept or kept[0] != endpoint_id:
        return ""
    write_sealed(request.session, ONE_LOOK, None)
    return str(kept[1])


def _save(request: HubRequest, endpoint_id: int, form: CaseSystemAddressForm) -> bool:
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

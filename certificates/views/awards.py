"""The holder's certificates: the list, the certificate itself, its PDF, and the name on it."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from certificates.errors import CannotBeDrawn, NotYourCertificate
from certificates.forms import NameForm
from certificates.models import Award
from certificates.permissions import holds_award, may_correct_award
from certificates.qr import svg_data_uri
from certificates.rendering import Sheet, certificate_pdf
from certificates.rules import grouped_code
from certificates.selectors import award_for, award_row, awards_of
from certificates.services import reissue_award, show_name
from certificates.states import AwardState, RevocationReason
from courses.selectors import forms_due
from portal.audit.services import record_read
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.refs import Ref
from portal.kernel.web import PDF, HubRequest, file_to_keep, refuse, require_safe_or_post, say, signed_in

NO_PDF = "This certificate is no longer valid, so there is no PDF of it."
NO_PDF_WITHHELD = "Its holder’s details were erased, so there is no PDF of it."


@require_safe
@signed_in
def index(request: HubRequest) -> HttpResponse:
    """My certificates, and what one waits for."""
    person_id = request.actor.person_id
    rows = awards_of(person_id, clock.today(request.now)) if person_id else []
    due = forms_due(person_id, request.now) if person_id else []
    waiting = [form for form in due if form.holds_certificate]
    return render(request, "certificates/index.html", {"rows": rows, "waiting": waiting})


@require_safe
@signed_in
def certificate(request: HubRequest, award_id: int) -> HttpResponse:
    """The certificate as a page: the master, which the PDF only copies."""
    award = _seen(request, award_id)
    address = check_address(award)
    return render(
        request,
        "certificates/certificate.html",
        {
            "award": award,
            "row": award_row(award, clock.today(request.now)),
            "facts": award.facts,
            "code": grouped_code(award.code),
            "address": address,
            "qr": svg_data_uri(address),
            "newer": getattr(award, "superseded_by", None),
            "why_revoked": RevocationReason(award.revoked_reason).label if award.revoked_reason else "",
            "own": holds_award(request.actor, award),
            "may_rename": award.state == AwardState.VALID and may_correct_award(request.actor, award),
        },
    )


@require_safe
@signed_in
def pdf(request: HubRequest, award_id: int) -> HttpResponse:
    """The same as a PDF, drawn anew from the stored facts. Only a certificate that stands is drawn."""
    award = _seen(request, award_id)
    if award.state != AwardState.VALID or award.withheld_at:
        say(request, NO_PDF_WITHHELD if award.withheld_at else NO_PDF, "error")
        return redirect("certificates:certificate", award_id=award.pk)
    try:
        drawn = certificate_pdf(Sheet(award.facts, award.code, check_address(award)))
    except CannotBeDrawn as failed:
        say(request, failed.sentence, "error")
        return redirect("certificates:certificate", award_id=award.pk)
    return file_to_keep(drawn, PDF, f"certificate-{award.code[:8].lower()}.pdf")


@require_safe_or_post
@signed_in
def name(request: HubRequest, award_id: int) -> HttpResponse:
    """A new certificate under the name its holder now uses. Pressed twice, both lead to the same new one."""
    award = _seen(request, award_id)
    if award.state != AwardState.VALID:
        newer = getattr(award, "superseded_by", award)
        return redirect("certificates:certificate", award_id=newer.pk)
    form = attempts.asked(request, NameForm, initial={"name": award.facts.name})
    if request.method == "POST" and form.is_valid():
        try:
            new = reissue_award(
                actor=request.actor, award_id=award.pk, name=form.cleaned_data["name"], now=request.now
            )
            say(request, "Your new certificate is ready. The old one now says that it was replaced.")
            return redirect("certificates:certificate", award_id=new.pk)
        except DomainError as refusal:
            refuse(form, refusal)
    context = {"award": award, "facts": award.facts, "own": holds_award(request.actor, award)}
    return attempts.page(request, form, "certificates/name.html", context)


@require_POST
@signed_in
def shown(request: HubRequest, award_id: int) -> HttpResponse:
    """Whether the check page may show the holder's name."""
    wanted = request.POST.get("shown") == "yes"
    try:
        show_name(actor=request.actor, award_id=award_id, shown=wanted, now=request.now)
        say(
            request,
            "The check page shows your name now." if wanted else "The check page no longer shows your name.",
        )
    except (NotFound, NotYourCertificate) as missing:
        raise Http404 from missing
    return redirect("certificates:certificate", award_id=award_id)


def check_address(award: Award) -> str:
    """Where anybody can check it: what the square code says."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('certificates:check', args=[award.code])}"


def _seen(request: HubRequest, award_id: int) -> Award:
    """The award, if this actor may see it; somebody else's is opened on the record."""
    try:
        award = award_for(request.actor, award_id)
    except NotFound as missing:
        raise Http404 from missing
    if not holds_award(request.actor, award):
        about = Ref("certificates.award", award.pk)
        record_read(actor=request.actor, about=about, now=request.now, organisation_id=award.organisation_id)
    return award

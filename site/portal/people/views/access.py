"""Helping somebody who cannot sign in, and ending an account (PE-06, PE-08)."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.kernel import attempts, clock
from portal.kernel.web import HubRequest, require_safe_or_post, say, signed_in
from portal.people.access_forms import FindAccountForm
from portal.people.helped_accounts import accounts_helped_by
from portal.people.permissions import RUNS_ROSTERS
from portal.people.second_factor import has_second_factor
from portal.people.services.access import close_account, open_account, reset_second_factor
from portal.people.step_up import recently_proved

# What each button does, what is said, and the mail that tells the person.
DEEDS = {
    "factor": (reset_second_factor, "The second factor is off. They set up a new one when they sign in."),
    "close": (close_account, "The account is closed and signed out everywhere."),
    "open": (open_account, "The account is open again."),
}


@signed_in
@require_safe_or_post
@recently_proved
def find(request: HubRequest) -> HttpResponse:
    """Look an account up by its address; POST, because an address does not belong in a log."""
    _check(request)
    form = attempts.asked(request, FindAccountForm)
    found = None
    if request.method == "POST" and form.is_valid():
        helped = accounts_helped_by(request.actor, clock.today(request.now)).select_related("person")
        found = helped.filter(email=form.cleaned_data["email"]).first()
        if found is None:
            form.add_error("email", "There is no account with this address that you may change.")
    if found is None:
        return attempts.page(request, form, "people/access.html", {})
    shown = {"found": found, "has_factor": has_second_factor(found.pk)}
    return render(request, "people/access.html", shown)


@signed_in
@require_safe_or_post
@recently_proved
def change(request: HubRequest, user_id: int) -> HttpResponse:
    """Do what the pressed button says, and tell the person by mail. A GET comes back from proving who one is."""
    if request.method != "POST":
        _check(request)
        return redirect("people:access")
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        raise PermissionDenied
    do, sentence = DEEDS[deed]
    user = do(actor=request.actor, user_id=user_id, now=request.now)
    if deed == "factor":
        get_adapter(request).send_mail("account/email/second_factor_reset", user.email, {})
    say(request, sentence)
    return redirect("people:access")


def _check(request: HubRequest) -> None:
    if not request.actor.holds(*RUNS_ROSTERS):
        raise PermissionDenied

"""Pages that sessions and second factors treat apart, by the name of their view.

A moved page stays known; a test fails for a name that leads nowhere.
"""

from functools import cache

from django.http import HttpRequest
from django.urls import reverse

# Where views send whoever must prove first who they are.
EDITOR_DOOR = "pages:editor-door"
DOORS = (
    "account_login",
    EDITOR_DOOR,
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
# Where a code is typed that works for a while.
CODE_PAGES = (
    "account_email_verification_sent",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
)
SIGN_OUTS = ("account_logout", "pages:exit")
# What stays open to somebody who has yet to set up a second factor.
OPEN_WITHOUT_FACTOR = (
    *SIGN_OUTS,
    "people:second-factor",
    "account_reauthenticate",
    "health-live",
    "health-ready",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
)
# Pages of words that every portal begins with; the foot of each page leads there.
OPEN_WORDS = ("support", "accessibility", "privacy", "cookies", "using-this-site-safely")
WORDS_VIEW = "wagtail_serve"


def view_name(request: HttpRequest) -> str:
    """The name of the view that answers; empty when none was found, or somebody answered before."""
    return request.resolver_match.view_name if request.resolver_match else ""


def is_code_page(request: HttpRequest) -> bool:
    """Whether a code is typed here that works for a while."""
    return view_name(request) in CODE_PAGES


def is_open_without_factor(request: HttpRequest) -> bool:
    """Whether this page opens before a second factor is set up."""
    name = view_name(request)
    return name in OPEN_WITHOUT_FACTOR or (name == WORDS_VIEW and request.path.strip("/") in OPEN_WORDS)


@cache
def _doors() -> dict[str, str]:
    return {reverse(name): name for name in DOORS}


def door_at(address: str) -> str | None:
    """The door that stands at an address, if one does; its query aside."""
    return _doors().get(address.partition("?")[0])

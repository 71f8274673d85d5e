"""Trying an organisation's sign-in before anybody relies on it: what its issuer says of itself, and our secret.

Whoever runs it is an administrator. Answers are judged and never shown, redirects are not followed, little is read, and
nothing inside a private network is asked.
"""

import json
from typing import Any

import requests
from django.conf import settings
from requests.exceptions import InvalidSchema, InvalidURL

from portal.people.employers.connecting import with_checked_addresses

PLAINLY: dict[str, Any] = {"timeout": 5, "allow_redirects": False, "stream": True}
MOST_BYTES, CHUNK = 100_000, 10_000
DISCOVERY = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SILENT = "It does not answer at this address. Check the issuer with the organisation, then try again."
NOT_OPENID = "Something answers there, but not an OpenID Connect sign-in. Check the issuer."
OTHER_ISSUER = "It calls itself by another address. Copy the issuer exactly as the organisation gives it."
INSIDE = "It leads to an address that the portal does not ask. Check the issuer with the organisation."
UNSAFE = "It would send people to an address that does not begin with https://."
NO_CODE = "It does not offer the authorization code flow, which this portal needs."
WRONG_SECRET = "It does not accept our client ID and secret. Put in a new secret."  # noqa: S105 - a sentence


def why_sign_in_fails(*, issuer: str, client_id: str, secret: str, comes_back_to: str) -> str:
    """Why nobody could sign in this way, in a sentence; empty when everything we can try works.

    Args:
        issuer: the address that the discovery document lies under.
        comes_back_to: the whole address that the employer sends people back to.
    """
    try:
        with with_checked_addresses(requests.Session()) as session:
            said = _asked(session.get(issuer + DISCOVERY, **PLAINLY))
            if why := _why_not(said, issuer):
                return why
            assert said is not None  # noqa: S101 - judged by the line above
            tried = session.post(
                said["token_endpoint"],
                data={
                    "grant_type": "authorization_code",
                    "code": "a-trial-and-no-code",
                    "redirect_uri": comes_back_to,
                    "client_id": client_id,
                    "client_secret": secret,
                    "code_verifier": "a-trial-of-the-secret-that-opens-nothing-at-all",
                },
                **PLAINLY,
            )
            refused = (_asked(tried, any_status=True) or {}).get("error")
    except (InvalidURL, InvalidSchema):
        return INSIDE
    except OSError:  # nobody there, or no such name; every fault of requests is one
        return SILENT
    return WRONG_SECRET if refused == "invalid_client" or tried.status_code == 401 else ""


def _asked(answer: requests.Response, *, any_status: bool = False) -> dict[str, Any] | None:
    """The JSON object that was answered; None when it was something else."""
    with answer:
        if answer.status_code != 200 and not any_status:
            return None
        body = b""
        for part in answer.iter_content(CHUNK):
            body += part
            if len(body) > MOST_BYTES:
                return None
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _why_not(said: dict[str, Any] | None, issuer: str) -> str:
    if said is None or not all(isinstance(said.get(name), str) for name in NEEDED):
        return NOT_OPENID
    if str(said.get("issuer", "")).rstrip("/") != issuer:
        return OTHER_ISSUER
    if not settings.SIGN_IN_ALLOW_HTTP and not all(said[name].startswith("https://") for name in NEEDED):
        return UNSAFE
    kinds = said.get("response_types_supported", ["code"])
    return "" if isinstance(kinds, list) and "code" in kinds else NO_CODE

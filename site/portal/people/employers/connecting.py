"""How the portal talks to an employer's sign-in: to the address that was checked, and to no other.

Whoever sets a sign-in up names an issuer, and the issuer names further addresses. Each name is resolved once and
must be public; a name that changes between check and call gains nothing. TLS still asks for the name.
"""

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL

from portal.kernel.addresses import AddressRefused, resolve


class CheckedAddresses(HTTPAdapter):
    """Connects to the checked address of each request, each step of a redirect too."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Put the address in place of the name, which stays for the certificate and the Host header.

        Raises:
            InvalidURL: the portal does not talk to this address.
            OSError: the name has no address at the moment.
        """
        try:
            target = resolve(request.url or "")
        except AddressRefused as refused:
            raise InvalidURL(refused.sentence, request=request) from refused
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        request.headers["Host"] = target.host_header
        if target.scheme == "https":
            pool["server_hostname"] = target.host
        return {**host, "host": target.address}, pool


def with_checked_addresses(session: requests.Session) -> requests.Session:
    """Let a session connect to checked addresses only; no proxy of the environment comes between."""
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, CheckedAddresses())
    return session

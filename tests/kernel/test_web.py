"""Where a request comes from, behind a proxy and in front of one."""

import pytest
from django.test import RequestFactory

from portal.kernel.web import client_address

pytestmark = pytest.mark.feature("PE-02", "OP-02")


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  # nobody we trust says so
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.66, 203.0.113.9", "203.0.113.9"),  # the first one anybody can write
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),  # two proxies of ours
        ("10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, <script>", "10.0.0.1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_address_is_that_of_whoever_asks(settings, peer: str, header: str, address: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1", "10.0.0.2"]
    headers = {"X-Forwarded-For": header} if header else {}

    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)) == address

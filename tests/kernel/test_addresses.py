"""Which addresses the portal talks to."""

from ipaddress import ip_address

import pytest
from django.test import override_settings

from portal.kernel.addresses import AddressRefused, check_url, is_public, resolve


@pytest.mark.feature("RF-05")
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_an_address_inside_is_never_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.feature("RF-05")
@override_settings(ALLOW_PRIVATE_ADDRESSES=False)
@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user:word@example.org/",
        "https://localhost/",
        "file:///etc/passwd",
        "https:///path",
        "https://example.org:99999/",
        "https://0x7f.1/",
    ],
)
def test_an_address_we_do_not_talk_to_is_refused(url: str) -> None:
    with pytest.raises((AddressRefused, OSError)):
        resolve(url)


@pytest.mark.feature("RF-05")
@override_settings(ALLOW_PRIVATE_ADDRESSES=True)
def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    target = resolve("http://localhost:9100/hooks?x=1")

    assert ip_address(target.address).is_loopback
    assert target.host_header == "localhost:9100"
    assert target.url.endswith(":9100/hooks?x=1")
    assert "localhost" not in target.url
    assert check_url("https://case.example.org/").hostname == "case.example.org"

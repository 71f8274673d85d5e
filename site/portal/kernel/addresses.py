"""Which addresses the portal talks to: public ones over TLS, by the address that was checked.

A name is resolved once; every address it has must be public; the connection goes to the checked address, so a
name that changes between check and call (DNS rebinding) gains nothing. Test and demo settings allow private addresses.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from portal.kernel.errors import DomainError

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")


class AddressRefused(DomainError):
    """An address that somebody typed in is not one that the portal will talk to."""

    sentence = "That address is refused: {why}."
    field = "url"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the checked address, and the name for the certificate and the Host header."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def url(self) -> str:
        """The URL with the address in place of the name."""
        literal = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{literal}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        usual = {"https": 443, "http": 80}[self.scheme]
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == usual else f"{name}:{self.port}"


def check_url(url: str) -> SplitResult:
    """The parts of a URL that has the shape of an endpoint; nothing is resolved. Raises `AddressRefused`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(why="it cannot be read") from None
    schemes = ("https", "http") if settings.ALLOW_PRIVATE_ADDRESSES else ("https",)
    if parts.scheme not in schemes:
        raise AddressRefused(why="it must begin with https://")
    if not parts.hostname:
        raise AddressRefused(why="it has no host")
    if parts.username or parts.password:
        raise AddressRefused(why="it must not hold a user name or password")
    if parts.fragment or any(character.isspace() or ord(character) < 32 for character in url):
        raise AddressRefused(why="it holds characters that do not belong there")
    if port == 0:
        raise AddressRefused(why="it has no usable port")
    if (
        not settings.ALLOW_PRIVATE_ADDRESSES
        and (literal := _literal(parts.hostname))
        and not is_public(literal)
    ):
        raise AddressRefused(why="it lies inside a private network")
    return parts


def resolve(url: str) -> Target:
    """The target behind a URL, with an address that was checked.

    Raises:
        AddressRefused: the URL is not one we talk to, or one of its addresses is not public.
        OSError: the name has no address at the moment.
    """
    parts = check_url(url)
    host = parts.hostname or ""
    port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a part of the name is empty, or longer than 63 letters
        raise AddressRefused(why="it cannot be read") from None
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not settings.ALLOW_PRIVATE_ADDRESSES and not all(map(is_public, addresses)):
        raise AddressRefused(why="it lies inside a private network")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, str(addresses[0]), path)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, looking through IPv6 forms that carry an IPv4 one."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if carried is not None:
            return is_public(carried)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None

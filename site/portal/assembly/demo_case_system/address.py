"""Where Camden's links go in the demonstration: to its case system of this start, or to nobody.

A link leads to a case reference, so it never goes to whatever program happens to listen at an address of old.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from consultations.models import CaseSystemEndpoint
from consultations.services import links
from portal.assembly.demo_case_system import CASE_SYSTEM_BOROUGH, CASE_SYSTEM_PATH
from portal.kernel import clock
from portal.kernel.actors import SYSTEM


@contextmanager
def nobody_listening() -> Iterator[str]:
    """An address where nothing answers while the block runs: its port is held, and nobody listens there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}{CASE_SYSTEM_PATH}"


def point_camden_at(address: str) -> None:
    """Give Camden's endpoint the address of this start, unless an administrator connected something of their own."""
    endpoint = CaseSystemEndpoint.objects.filter(organisation__code=CASE_SYSTEM_BOROUGH).first()
    if endpoint and endpoint.active and urlsplit(endpoint.url).path == CASE_SYSTEM_PATH:
        links.change_address(actor=SYSTEM, endpoint_id=endpoint.pk, url=address, now=clock.now())

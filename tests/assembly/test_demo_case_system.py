"""The case system that the demonstration runs beside the portal."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from consultations.models import CaseSystemEndpoint
from portal.assembly.demo_case_system import CASE_SYSTEM_NOWHERE, CASE_SYSTEM_SECRET
from portal.assembly.demo_case_system.address import nobody_listening, point_camden_at
from portal.assembly.demo_case_system.beside import case_system_beside
from tests.factories.people import NOW, make_organisation
from tests.harness.places import ROOT, free_port

STARTED_BY_ONE_THAT_IS_KILLED = """
import sys, time
from pathlib import Path
from portal.assembly.demo_case_system.beside import case_system_beside
with case_system_beside("http://127.0.0.1:1", Path(sys.argv[1]), int(sys.argv[2])):
    time.sleep(60)
"""


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/_seen", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def eventually(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_case_system_runs_as_long_as_the_portal_does(tmp_path: Path) -> None:
    port = free_port()

    with case_system_beside("http://127.0.0.1:1", tmp_path / "seen.jsonl", port):
        eventually(lambda: answers(port))

    assert not answers(port)


def test_case_system_ends_when_the_portal_is_killed(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", STARTED_BY_ONE_THAT_IS_KILLED, str(tmp_path / "seen.jsonl"), str(port)]
    portal = subprocess.Popen(command, cwd=ROOT)
    eventually(lambda: answers(port))

    portal.kill()
    portal.wait()

    eventually(lambda: not answers(port))


def camden_at(url: str) -> CaseSystemEndpoint:
    return CaseSystemEndpoint.objects.create(
        organisation=make_organisation("camden"), url=url, secrets=[CASE_SYSTEM_SECRET], created_at=NOW
    )


@pytest.mark.django_db
def test_links_go_to_the_case_system_of_this_start_and_to_no_port_of_old(tmp_path: Path) -> None:
    endpoint = camden_at(CASE_SYSTEM_NOWHERE)

    for store in ("first.jsonl", "second.jsonl"):  # each start takes a free port
        with case_system_beside("http://127.0.0.1:1", tmp_path / store) as address:
            point_camden_at(address)
            endpoint.refresh_from_db()

            assert endpoint.url == address
            assert (
                httpx.post(address, json={}, timeout=5).status_code == 401
            )  # it is not signed, so refused there


@pytest.mark.django_db
def test_nobody_gets_a_link_when_the_case_system_is_left_down() -> None:
    endpoint = camden_at(CASE_SYSTEM_NOWHERE)

    with nobody_listening() as address:
        point_camden_at(address)
        endpoint.refresh_from_db()
        with pytest.raises(httpx.ConnectError):
            httpx.post(endpoint.url, json={}, timeout=5)

        port = httpx.URL(address).port or 0
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind(("127.0.0.1", port))


@pytest.mark.django_db
def test_address_of_an_administrator_stays_when_the_demonstration_starts_again() -> None:
    endpoint = camden_at("http://127.0.0.1:5000/mine/")

    point_camden_at(CASE_SYSTEM_NOWHERE)

    endpoint.refresh_from_db()
    assert endpoint.url == "http://127.0.0.1:5000/mine/"

"""The portal talks to an employer's sign-in at the address that was checked, whatever its name says later (PE-02)."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.people.employers.connecting import with_checked_addresses
from portal.people.employers.trial import why_sign_in_fails
from tests.people.test_employer_sign_in import connect
from tests.services.sign_in_provider import CLIENT_ID, SECRET, SignInProvider

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-02")]
NAME = "id.borough.example"


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """What each name leads to, one answer after another; the last one stays."""
    known: dict[str, list[str]] = {}
    really = socket.getaddrinfo

    def look_up(host: Any, *more: Any, **options: Any) -> Any:
        answers = known.get(host, [host])
        return really(answers.pop(0) if len(answers) > 1 else answers[0], *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@contextmanager
def served_over_tls(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """A server with a certificate for `NAME` alone: its port, and the hosts it was asked for."""
    heard: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"well")

        def log_message(self, *words: Any) -> None:
            """Nothing on the screen."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()


def certified(folder: Path) -> Path:
    """A key and a certificate that it signed itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    day = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(plain + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def trial_of(issuer: str) -> str:
    return why_sign_in_fails(issuer=issuer, client_id=CLIENT_ID, secret=SECRET, comes_back_to="https://x/")


def test_trial_asks_for_a_name_once_a_request_when_the_name_leads_elsewhere_a_moment_later(
    provider: SignInProvider, names
) -> None:
    provider.issuer = f"http://{NAME}:{provider.server.server_port}"
    names[NAME] = ["127.0.0.1", "127.0.0.1", "127.0.0.2"]

    said = trial_of(provider.issuer)

    assert said == ""
    assert names[NAME] == ["127.0.0.2"]
    assert provider.seen == ["/.well-known/openid-configuration", "/token"]


def test_sign_in_goes_on_by_name_when_the_employer_is_found_at_a_checked_address(
    client, camden, provider: SignInProvider, names
) -> None:
    provider.issuer = f"http://{NAME}:{provider.server.server_port}"
    names[NAME] = ["127.0.0.1"]
    app = connect(camden, provider)

    onward = client.post(f"/account/employer/{app.provider_id}/")

    assert f"{provider.issuer}/authorize" in onward.content.decode()


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "10.0.0.7", "::1"])
def test_real_sign_in_asks_nobody_when_a_name_leads_inside(names, settings, inside: str) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    names[NAME] = [inside]

    with get_adapter().get_requests_session() as session, pytest.raises(requests.exceptions.InvalidURL):
        session.get(f"https://{NAME}/.well-known/openid-configuration")


def test_certificate_is_asked_for_the_name_when_the_connection_goes_to_an_address(
    names, tmp_path: Path
) -> None:
    names[NAME] = names["other.example"] = ["127.0.0.1"]
    with served_over_tls(tmp_path) as (port, heard), with_checked_addresses(requests.Session()) as session:
        session.verify = str(tmp_path / "certificate.pem")

        answered = session.get(f"https://{NAME}:{port}/keys")
        with pytest.raises(requests.exceptions.SSLError):
            session.get(f"https://other.example:{port}/keys")

    assert answered.text == "well"
    assert heard == [f"{NAME}:{port}"]

"""Production as it is started by hand, with every variable set and its files gathered."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.harness.databases import PostgresDatabase, SqliteDatabase
from tests.harness.places import ROOT, free_port
from tests.harness.servers import RedisServer, Server

pytestmark = pytest.mark.postgres

Addresses = tuple[str, dict[str, str]]


@pytest.fixture(scope="module")
def production(
    test_database: SqliteDatabase | PostgresDatabase,
    redis_server: RedisServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Addresses]:
    """The address of a production web server, and its environment."""
    folder = tmp_path_factory.mktemp("production")
    port = free_port()
    env = {
        **os.environ,
        "PORTAL_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_DATA": str(folder),
        "DATABASE_URL": test_database.copy("production"),
        "REDIS_URL": redis_server.url,
        "SECRET_KEY": "only-for-this-test-" * 4,
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "STORAGE_URL": f"file://{folder}/files",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "BASE_URL": "https://hub.example.org",
        "ALLOWED_HOSTS": "hub.example.org,127.0.0.1",
        "TRUSTED_PROXIES": "none",
    }
    gather = [sys.executable, "-m", "portal", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(gather, env=env, cwd=ROOT, check=True, capture_output=True)
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "portal.wsgi"]
    ours = [
        "--config",
        str(ROOT / "deploy" / "gunicorn.py"),
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--no-control-socket",
    ]
    server = Server([*gunicorn, *ours], log=folder / "log", env=env)
    address = f"http://127.0.0.1:{port}"
    server.wait_until(lambda: _status(f"{address}/health/live") == 200, "Production")
    yield address, env
    server.end()


def test_production_is_ready_when_started_by_hand(production: Addresses) -> None:
    address, _env = production

    assert _status(f"{address}/health/ready") == 200


def test_people_are_sent_to_https_when_they_come_without(production: Addresses) -> None:
    address, _env = production

    with pytest.raises(urllib.error.HTTPError) as answer:
        _opener().open(f"{address}/accounts/login/")

    assert answer.value.code == 301
    assert answer.value.headers["Location"].startswith("https://")


def test_long_search_reaches_the_portal(production: Addresses) -> None:
    address, _env = production

    # Sent on to https, not refused by the web server.
    assert _status(f"{address}/search/?q={'a' * 8000}") == 301


def test_deployment_check_is_content_when_every_variable_is_set(production: Addresses) -> None:
    _address, env = production
    command = [sys.executable, "-m", "portal", "check", "--deploy", "--fail-level", "WARNING"]

    # The browser's fixture sets it for this process; production does not.
    env = {name: value for name, value in env.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}

    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *words: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)


def _status(address: str) -> int:
    try:
        with _opener().open(address, timeout=5) as response:
            status: int = response.status
            return status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0

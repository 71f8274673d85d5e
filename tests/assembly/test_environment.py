"""What the environment may say, and what production refuses."""

import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import DEMO_FIELD_KEYS, DEMO_SECRET_KEY, REQUIRED_IN_PRODUCTION, faults_in, read
from portal.settings.parts.database import database_from
from tests.harness.places import ROOT

FIT = {
    "PORTAL_ENV": "production",
    "DATABASE_URL": "postgres://hub:s%40fe@db.example:5433/hub",
    "REDIS_URL": "redis://cache.example/0",
    "SECRET_KEY": "x" * 60,
    "FIELD_KEYS": f"{Fernet.generate_key().decode()},{Fernet.generate_key().decode()}",
    "STORAGE_URL": "s3://key:secret@bucket?region=eu-west-2",
    "EMAIL_URL": "smtp://user:pass@mail.example:587?tls=on",
    "BASE_URL": "https://hub.example.org/",
    "ALLOWED_HOSTS": "hub.example.org, www.hub.example.org",
    "TRUSTED_PROXIES": "10.0.0.5",
}


def test_production_starts_when_every_variable_is_there() -> None:
    environment = read(FIT)

    assert environment.is_production
    assert environment.base_url == "https://hub.example.org"
    assert environment.allowed_hosts == ("hub.example.org", "www.hub.example.org")
    assert len(environment.field_keys) == 2


@pytest.mark.parametrize("name", REQUIRED_IN_PRODUCTION)
def test_production_refuses_and_names_the_variable_when_it_is_missing(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is missing"):
        read({**FIT, name: " "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", DEMO_SECRET_KEY),
        ("SECRET_KEY", "short"),
        ("FIELD_KEYS", DEMO_FIELD_KEYS),
        ("FIELD_KEYS", f"{Fernet.generate_key().decode()},{DEMO_FIELD_KEYS}"),
        ("FIELD_KEYS", "not a key"),
        ("DATABASE_URL", "sqlite:///hub.sqlite3"),
        ("REDIS_URL", "memory://localhost/"),
        ("EMAIL_URL", "file:///mail"),
        ("BASE_URL", "http://hub.example.org"),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_production_refuses_a_value_when_it_is_a_default_or_unfit(name: str, value: str) -> None:
    assert faults_in({**FIT, name: value}) == [f"{name} is a default or not fit for production"]


def test_process_ends_with_one_sentence_when_production_is_not_configured() -> None:
    env = {"PATH": os.environ["PATH"], "PORTAL_ENV": "production"}

    done = subprocess.run(
        [sys.executable, "-m", "portal", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert done.returncode != 0
    sentence = done.stderr.strip().splitlines()[-1]
    assert all(name in sentence for name in REQUIRED_IN_PRODUCTION)


def test_unknown_kind_is_refused_when_it_is_misspelt() -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_ENV must be one of"):
        read({"PORTAL_ENV": "prod"})


def test_database_is_described_when_the_address_is_encoded() -> None:
    described = database_from(read(FIT).database_url)

    assert (described["HOST"], described["PORT"], described["NAME"]) == ("db.example", "5433", "hub")
    assert described["PASSWORD"] == "s@fe"


def test_production_settings_load_when_every_variable_is_there() -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "assert s.SESSION_COOKIE_NAME.startswith('__Host-') and s.SECURE_SSL_REDIRECT and not s.DEBUG"
    )
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings.production", **FIT}

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr

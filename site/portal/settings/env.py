"""What the environment says, typed. The only module that reads environment variables.

| variable | meaning |
|---|---|
| `PORTAL_ENV` | `demo` (when unset), `test` or `production` |
| `PORTAL_DATA` | folder for the embedded database, uploads and mail; `var/demo` when unset |
| `DATABASE_URL` | `sqlite:///path` or `postgres://user:password@host:port/name` |
| `REDIS_URL` | broker and cache; `memory://localhost/` runs both inside the process |
| `SECRET_KEY` | signs sessions and tokens; at least 50 characters |
| `FIELD_KEYS` | Fernet keys for encrypted columns, newest first, separated by commas |
| `STORAGE_URL` | `file:///folder` or `s3://key:secret@bucket?endpoint=https://…&region=…` |
| `EMAIL_URL` | `smtp://user:password@host:587?tls=on`, `smtps://…` or `file:///folder` |
| `BASE_URL` | the address people type, such as `https://hub.example.org` |
| `ALLOWED_HOSTS` | host names that are answered, separated by commas |
| `TRUSTED_PROXIES` | addresses whose forwarded headers are believed and who may read `/metrics`; `none` for none |
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[3]

# Anybody can read these, so production refuses them.
DEMO_SECRET_KEY = "a-demo-key-that-everybody-can-read-and-nobody-may-use-for-real"  # noqa: S105 - not a secret: production refuses it
DEMO_FIELD_KEYS = urlsafe_b64encode(b"a demo key that everyone knows!!").decode()

REQUIRED_IN_PRODUCTION = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "STORAGE_URL",
    "EMAIL_URL",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
)
KINDS = ("demo", "test", "production")


@dataclass(frozen=True)
class Environment:
    """The environment of this process, once read."""

    kind: str
    data: Path
    database_url: SplitResult
    redis_url: str
    secret_key: str
    field_keys: tuple[str, ...]
    storage_url: SplitResult
    email_url: SplitResult
    base_url: str
    allowed_hosts: tuple[str, ...]
    trusted_proxies: tuple[str, ...]

    @property
    def is_production(self) -> bool:
        return self.kind == "production"

    @property
    def has_redis(self) -> bool:
        return self.redis_url.startswith(("redis://", "rediss://"))


def _kind(source: Mapping[str, str]) -> str:
    kind = source.get("PORTAL_ENV") or "demo"
    if kind not in KINDS:
        raise ImproperlyConfigured(f"PORTAL_ENV must be one of {', '.join(KINDS)}; it is {kind!r}.")
    return kind


def settings_module() -> str:
    """The settings that PORTAL_ENV names, for those who start a process."""
    return f"portal.settings.{_kind(os.environ)}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip() and word.strip() != "none")


def _is_fernet_key(key: str) -> bool:
    try:
        return len(urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def faults_in(source: Mapping[str, str]) -> list[str]:
    """What keeps production from starting: one entry for each variable that is missing or not fit."""
    faults = [f"{name} is missing" for name in REQUIRED_IN_PRODUCTION if not source.get(name, "").strip()]
    fit = {
        "SECRET_KEY": lambda text: len(text) >= 50 and text != DEMO_SECRET_KEY,
        "FIELD_KEYS": lambda text: (
            all(map(_is_fernet_key, _words(text))) and DEMO_FIELD_KEYS not in _words(text)
        ),
        "DATABASE_URL": lambda text: text.startswith(("postgres://", "postgresql://")),
        "REDIS_URL": lambda text: text.startswith(("redis://", "rediss://")),
        "EMAIL_URL": lambda text: text.startswith(("smtp://", "smtps://")),
        "BASE_URL": lambda text: text.startswith("https://"),
        "ALLOWED_HOSTS": lambda text: "*" not in text,
    }
    faults += [
        f"{name} is a default or not fit for production"
        for name, is_fit in fit.items()
        if source.get(name, "").strip() and not is_fit(source[name].strip())
    ]
    return faults


def read(source: Mapping[str, str]) -> Environment:
    """Read the environment.

    Raises:
        ImproperlyConfigured: in production, when a variable is missing, a default or unfit; one sentence names all.
    """
    kind = _kind(source)
    if kind == "production" and (faults := faults_in(source)):
        raise ImproperlyConfigured(f"The portal will not start in production: {'; '.join(faults)}.")
    data = Path(source.get("PORTAL_DATA") or REPOSITORY / "var" / kind).resolve()

    def value(name: str, default: str) -> str:
        return source.get(name, "").strip() or default

    return Environment(
        kind=kind,
        data=data,
        database_url=urlsplit(value("DATABASE_URL", f"sqlite://{data}/portal.sqlite3")),
        redis_url=value("REDIS_URL", "memory://localhost/"),
        secret_key=value("SECRET_KEY", DEMO_SECRET_KEY),
        field_keys=_words(value("FIELD_KEYS", DEMO_FIELD_KEYS)),
        storage_url=urlsplit(value("STORAGE_URL", f"file://{data}/files")),
        email_url=urlsplit(value("EMAIL_URL", f"file://{data}/mail")),
        base_url=value("BASE_URL", "http://localhost:8000").rstrip("/"),
        allowed_hosts=_words(value("ALLOWED_HOSTS", "*")),
        trusted_proxies=_words(value("TRUSTED_PROXIES", "none")),
    )


ENV = read(os.environ)

"""The database: SQLite inside the process, or PostgreSQL. See docs/adr/0001-embedded-sqlite-and-postgresql.md."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote

from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import ENV

# Writers queue from the first statement of a transaction, so a writer can never find out half-way that it lost.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database_from(url: SplitResult) -> dict[str, Any]:
    """Django's description of the database at a URL; `ImproperlyConfigured` for a scheme we do not run on."""
    if url.scheme == "sqlite":
        Path(unquote(url.path)).parent.mkdir(parents=True, exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(url.path), "OPTIONS": SQLITE_OPTIONS}
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": 5,
                "application_name": "practice-hub",
                # Whoever waits longer for a row is told to try again; see docs/features/locking.md.
                "options": "-c lock_timeout=10s",
            },
        }
    raise ImproperlyConfigured(f"DATABASE_URL must begin with sqlite:// or postgres://, not {url.scheme}://.")


DATABASES = {"default": database_from(ENV.database_url)}

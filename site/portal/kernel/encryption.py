"""Columns that are encrypted at rest, with keys that rotate.

`FIELD_KEYS` lists Fernet keys, newest first: the newest writes, all of them read. Values come back as they
went in; the database, its backups and its logs hold ciphertext only, so such a column cannot be searched.
"""

import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Encrypt with the newest key."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt with whichever key fits; `cryptography.fernet.InvalidToken` when none does."""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # no arguments at run time
    """Text that the database only ever sees encrypted. Empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        return seal(str(value)) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return unseal(value) if value else value


class EncryptedJSONField(models.TextField):  # type: ignore[type-arg]  # no arguments at run time
    """Plain JSON values (dict, list, str, number) that the database only ever sees encrypted."""

    # What the type checker takes for the type of its values; a text field's would be str.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else seal(json.dumps(value, separators=(",", ":")))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if not value else json.loads(unseal(value))

    def to_python(self, value: Any) -> Any:
        return value

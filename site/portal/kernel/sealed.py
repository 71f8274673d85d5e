"""Values that lie sealed in the session of whoever typed them, between two pages: never in the clear, in no table
but the session's. Signing out and the exit end them all.
"""

import json
from collections.abc import MutableMapping
from typing import Any

from cryptography.fernet import InvalidToken

from portal.kernel.encryption import seal, unseal

Session = MutableMapping[str, Any]


def read_sealed(session: Session, key: str) -> Any:
    """What lies there, as plain JSON values; None when nothing does, or it cannot be opened any more."""
    try:
        return json.loads(unseal(session[key]))
    except (KeyError, InvalidToken, ValueError, TypeError, AttributeError):
        return None


def write_sealed(session: Session, key: str, value: Any) -> None:
    """Put a value of plain JSON there in the place of the one before; None takes it away."""
    if value is None:
        session.pop(key, None)
    else:
        session[key] = seal(json.dumps(value))

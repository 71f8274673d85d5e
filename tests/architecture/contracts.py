"""Snapshots that are compared, or written anew when UPDATE_CONTRACTS=1 is set."""

import os
from pathlib import Path

REMEDY = "If the change is meant, run: UPDATE_CONTRACTS=1 .venv/bin/pytest tests/architecture"


def updating() -> bool:
    """Whether snapshots are to be written instead of compared."""
    return os.environ.get("UPDATE_CONTRACTS") == "1"


def assert_same(path: Path, text: str, what: str) -> None:
    """Assert that the file holds the text; write it when updating."""
    if updating():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.exists(), f"{what} has no contract yet. {REMEDY}"
    assert path.read_text() == text, f"{what} no longer fits its contract. {REMEDY}"

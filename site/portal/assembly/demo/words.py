"""The written content of the demonstration, from the files beside it."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
ROSTERS = Path(__file__).parents[4] / "tests" / "data"


def read(name: str) -> dict[str, Any]:
    """One file of words as plain values."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))

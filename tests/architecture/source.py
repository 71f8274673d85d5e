"""The source of the portal as these tests read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from tests.harness.places import ROOT

DOMAINS = ("courses", "consultations", "toolkits", "champions", "certificates")
FOLDERS = ("site", *DOMAINS)


@dataclass(frozen=True)
class SourceFile:
    """One Python file of the portal: not of its tests."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path inside the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """The name it is imported by."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        parts = parts[1:] if parts[0] == "site" else parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@lru_cache(maxsize=1)
def source_files() -> tuple[SourceFile, ...]:
    """Every Python file of the portal except migrations."""
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    wanted = [path for path in paths if "migrations" not in path.parts]
    return tuple(SourceFile(path, text := path.read_text(), ast.parse(text)) for path in wanted)


@lru_cache(maxsize=1)
def import_everything() -> None:
    """Import every module, so that registries and subclasses are complete."""
    for file in source_files():
        if not file.module.startswith(("manage", "portal.settings", "portal.__main__")):
            import_module(file.module)

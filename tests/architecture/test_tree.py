"""The shape of the tree: what is called what, where it lies, and how long it may be."""

import ast
import site
import sys
from pathlib import Path

import pytest

from tests.architecture.source import DOMAINS, source_files
from tests.harness.places import ROOT

FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "handler", "process"}
FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 25


def test_site_stays_a_plain_folder_when_tests_run() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    assert hasattr(site, "getsitepackages"), "the standard library's site was replaced"
    assert not list((ROOT / "site").rglob("test_*.py"))


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [file.name for file in source_files() if {file.path.stem, *file.path.parts} & FORBIDDEN]

    assert not found


def test_files_stay_short() -> None:
    long = {
        file.name: count for file in source_files() if (count := len(file.text.splitlines())) > FILE_LINES
    }

    assert not long


def test_functions_stay_short() -> None:
    long = [
        f"{file.name}:{node.lineno} {node.name}: {length} lines"
        for file in source_files()
        for node in file.functions()
        if (length := _length(node)) > (VIEW_LINES if _is_view(file.path, node) else FUNCTION_LINES)
    ]

    assert not long, "\n".join(long)


def test_no_module_is_empty_when_it_is_not_a_package() -> None:
    empty = [file.name for file in source_files() if not file.tree.body and file.path.name != "__init__.py"]

    assert not empty


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}

    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]


def test_every_test_says_what_it_expects() -> None:
    nameless = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert not nameless


@pytest.mark.parametrize("app", DOMAINS)
def test_domain_explains_itself_on_one_page(app: str) -> None:
    assert (ROOT / app / "README.md").exists()


def test_no_test_replaces_the_standard_library() -> None:
    assert Path(sys.modules["site"].__file__ or "").parent != ROOT


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function without its docstring."""
    doc = node.body[0]
    has_doc = (
        isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) and isinstance(doc.value.value, str)
    )
    doc_lines = (doc.end_lineno or 0) - doc.lineno + 1 if has_doc else 0
    return (node.end_lineno or 0) - node.lineno + 1 - doc_lines


def _is_view(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    in_views = "views" in path.parts or path.stem == "views"
    return in_views and bool(node.args.args) and node.args.args[0].arg == "request"

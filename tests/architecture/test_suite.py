"""`make test`: six runs of pytest, which together are the whole suite on SQLite and again on PostgreSQL."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from tests.harness.places import ROOT


@pytest.fixture(scope="module")
def run_tests() -> ModuleType:
    spec = spec_from_file_location("run_tests", ROOT / "scripts" / "run_tests.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["run_tests"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_each_test_is_in_one_part_when_the_suite_is_divided(run_tests: ModuleType, database: str) -> None:
    told = [words for where, words in run_tests.parts([]).items() if where.startswith(database)]

    folders = [word for words in told for word in words if word.startswith("tests/")]
    ignored = [
        sorted(word.removeprefix("--ignore=") for word in words if word.startswith("--ignore="))
        for words in told
    ]
    assert len(folders) == len(set(folders))
    assert [words for words in ignored if words] == [sorted(folders)]
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_each_database_has_one_run_when_a_file_is_named(run_tests: ModuleType) -> None:
    further = ["tests/kernel/test_clock.py::test_one", "-x"]

    assert run_tests.parts(further) == {
        "sqlite": tuple(further),
        "postgresql": ("--postgres", "--only-database", *further),
    }


def test_run_is_divided_when_only_options_are_given(run_tests: ModuleType) -> None:
    assert [words[-1] for words in run_tests.parts(["-x"]).values()] == ["-x"] * 6

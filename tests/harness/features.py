"""Remembers which ledger rows each test proves and how it went, for `make features`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness.databases import chosen
from tests.harness.places import KEPT, ROOT, one_at_a_time

LEDGER = ROOT / "docs" / "features" / "ledger.txt"
RESULTS = KEPT / "features.json"

_codes_key = pytest.StashKey[tuple[str, ...]]()
_results_key = pytest.StashKey[dict[str, dict[str, Any]]]()


def rows() -> dict[str, str]:
    """The ledger's rows: code and short name."""
    lines = LEDGER.read_text().splitlines() if LEDGER.exists() else []
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Read the marks; a code that is not in the ledger is an error."""
    known = rows()
    config.stash[_results_key] = {}
    for item in items:
        codes = tuple(code for mark in item.iter_markers("feature") for code in mark.args)
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid} names rows that {LEDGER.name} does not have: {unknown}")
        item.stash[_codes_key] = codes


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note the outcome; a failure before or after the test counts as well."""
    report = yield
    codes = item.stash.get(_codes_key, ())
    if codes and (report.when == "call" or report.outcome != "passed"):
        item.config.stash[_results_key][item.nodeid] = {
            "codes": codes,
            "outcome": report.outcome,
            "database": chosen().vendor,
        }
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Add this run's outcomes to those of earlier runs."""
    fresh = session.config.stash.get(_results_key, {})
    if not fresh:
        return
    with one_at_a_time("features"):
        known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
        known.update({f"{name} [{entry['database']}]": entry for name, entry in fresh.items()})
        known = {name: entry for name, entry in known.items() if Path(ROOT / name.split("::")[0]).exists()}
        RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True))

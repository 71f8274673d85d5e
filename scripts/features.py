"""Prints each row of the ledger with its tests and how they went when they last ran."""

import json
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "docs" / "features" / "ledger.txt"
RESULTS = ROOT / "var" / "test" / "features.json"


def rows() -> dict[str, str]:
    """Code and short name of every row."""
    return dict(re.findall(r"^([A-Z]{2}-\d{2}) (.+)$", LEDGER.read_text(), re.MULTILINE))


def main() -> int:
    """Print the table and a closing count."""
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    tests: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, entry in results.items():
        for code in entry["codes"]:
            tests[code].append((name, entry["outcome"]))
    proven = 0
    for code, name in rows().items():
        found = sorted(tests[code])
        outcomes = {outcome for _test, outcome in found}
        state = (
            "-"
            if not found
            else "FAILED"
            if "failed" in outcomes
            else "passed"
            if "passed" in outcomes
            else "skipped"
        )
        proven += state == "passed"
        print(f"{code}  {state:<8} {name}")
        for test, outcome in found:
            print(f"         {outcome:<8} {test}")
    print(f"\n{proven} of {len(rows())} rows have tests and all of them passed when they last ran.")
    if not results:
        print("No test has run here yet: make test.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Runs the whole suite: on SQLite, and again on PostgreSQL and Redis what touches a database.

Each is run in three parts, the journeys through a browser, the largest rooms, and the rest: six runs of pytest that
share nothing but the machine, longest first, as many at once as there are processors, two at least. Journeys take
turns (tests/harness/live.py).
Installs the Debian packages that are missing where it may (root or password-less sudo); elsewhere it names them.
`REQUIRE_SERVICES=1` turns a test skipped for a missing service into a failure. Further arguments go to pytest; where
they name a file or a folder, each database has one run.
"""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test"
JOURNEYS = ("tests/journeys",)
LARGE = ("tests/assembly", "tests/consultations", "tests/courses")
REST = tuple(f"--ignore={folder}" for folder in (*JOURNEYS, *LARGE))
# The longest first: as long as another waits, no processor idles.
PARTS = {
    "sqlite-journeys": JOURNEYS,
    "sqlite": REST,
    "sqlite-large": LARGE,
    "postgresql": REST,
    "postgresql-large": LARGE,
    "postgresql-journeys": JOURNEYS,
}
ON_POSTGRES = ("--postgres", "--only-database")
FIRST = "sqlite"
NO_TESTS = 5


def has_postgres() -> bool:
    """PostgreSQL's server programs lie outside the path on Debian."""
    return bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"))


def missing_packages() -> list[str]:
    """The Debian packages whose programs are not there."""
    programs = {"redis-server": "redis-server", "chromium": "chromium", "pdftoppm": "poppler-utils"}
    found = [package for program, package in programs.items() if not shutil.which(program)]
    return found if has_postgres() else ["postgresql", *found]


def install(packages: list[str]) -> None:
    """Install with apt where we may, else say what to type."""
    if not packages:
        return
    apt = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    may_sudo = (
        shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    )
    if not shutil.which("apt-get") or not (os.geteuid() == 0 or may_sudo):
        print(f"Missing: {', '.join(packages)}. On Debian or Ubuntu: sudo {' '.join(apt)}", flush=True)
        return
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    # RUNLEVEL=1 keeps Debian from starting the services: the tests start their own.
    before += ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    print(f"Installing {', '.join(packages)} ...", flush=True)
    subprocess.run([*before, "apt-get", "update", "--quiet=2"], stdout=subprocess.DEVNULL)
    subprocess.run([*before, *apt], stdout=subprocess.DEVNULL)


@dataclass
class Outcome:
    """How one run of pytest ended."""

    where: str
    code: int
    words: str = ""
    passed: int = 0
    reported: bool = False
    failed: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def parts(further: list[str]) -> dict[str, tuple[str, ...]]:
    """The runs and what pytest is told in each; every test is in exactly one of each database."""
    named = any((ROOT / word.split("::")[0]).exists() for word in further)
    chosen = {"sqlite": (), "postgresql": ()} if named else PARTS
    return {
        where: (*(ON_POSTGRES if where.startswith("postgresql") else ()), *told, *further)
        for where, told in chosen.items()
    }


def run(where: str, told: tuple[str, ...]) -> Outcome:
    """One run of pytest. The words of the first go straight out, to be watched; those of the others into a file."""
    report, words = KEPT / f"report-{where}.xml", KEPT / f"{where}.log"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "--durations=8", f"--junitxml={report}", *told]
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    print(f"\n=== Tests on {where} begin ===", flush=True)
    with words.open("w") as log:
        shown = None if where == FIRST else log
        code = subprocess.run(command, cwd=ROOT, env=env, stdout=shown, stderr=subprocess.STDOUT).returncode
    outcome = Outcome(where, code, words=words.read_text())
    if report.exists():
        read_report(report, outcome)
    return outcome


def read_report(report: Path, outcome: Outcome) -> None:
    """Count what pytest wrote down; a test that errs before or after its call has failed."""
    failed: set[str] = set()
    outcome.reported = True
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by pytest a moment ago
        name = f"{case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed.add(name)
        elif skipped is not None:
            outcome.skipped[(skipped.get("message") or "no reason given").split("\n")[0]] += 1
        else:
            outcome.passed += 1
    outcome.failed = sorted(failed)


def summarise(outcomes: list[Outcome]) -> int:
    """Print the words, what passed, failed and was skipped, and why. Returns the exit code."""
    for outcome in outcomes:
        if outcome.words:
            print(f"\n=== Tests on {outcome.where} ===\n{outcome.words}")
    print("\n=== Summary ===")
    for outcome in outcomes:
        skipped = sum(outcome.skipped.values())
        print(f"{outcome.where}: {outcome.passed} passed, {len(outcome.failed)} failed, {skipped} skipped")
        for reason, count in outcome.skipped.most_common():
            print(f"    {count} skipped: {reason}")
        for name in outcome.failed:
            print(f"    failed: {name}")
        if outcome.code not in {0, 1, NO_TESTS} or not outcome.reported:
            print(f"    pytest ended early with code {outcome.code}; its words are above.")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(len(outcome.failed) for outcome in outcomes)
    print(f"{passed} passed, {failed} failed, {sum(sum(o.skipped.values()) for o in outcomes)} skipped")
    broken = any(outcome.code not in {0, NO_TESTS} for outcome in outcomes)
    return 1 if broken or failed or not passed else 0


def main() -> int:
    """Install, run on both, summarise."""
    install(missing_packages())
    chosen = parts(sys.argv[1:])
    if not has_postgres() and os.environ.get("REQUIRE_SERVICES") != "1":
        print(
            "\nPostgreSQL is missing, so nothing runs on it. On Debian: apt-get install postgresql redis-server"
        )
        chosen = {where: told for where, told in chosen.items() if where.startswith("sqlite")}
    KEPT.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as slots:
        outcomes = [slots.submit(run, where, told) for where, told in chosen.items()]
        try:
            return summarise([outcome.result() for outcome in outcomes])
        except KeyboardInterrupt:
            slots.shutdown(cancel_futures=True)
            raise


if __name__ == "__main__":
    raise SystemExit(main())

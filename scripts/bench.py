"""Measures the portal against the least that the same stack can do; prints ratios and writes var/bench.json.

Every row is a ratio or a number of bytes taken in one run on one machine, so the figures of different machines can
be compared. Runs on PostgreSQL where its programs are there, else on SQLite. Arguments name the parts wanted:
pages rush certificate front wire.
"""

import json
import os
import sys
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]


@dataclass(frozen=True)
class Target:
    """The most a row may come to, and in what; a row without a limit is printed only."""

    most: float | None
    unit: str = "x"

    def verdict(self, figure: float) -> str:
        """Whether a figure is within the limit."""
        return "" if self.most is None else "ok" if figure <= self.most else "TOO MUCH"


VISITOR, SIGNED_IN = Target(6), Target(10)
TARGETS = {
    "catalogue": VISITOR,
    "course page": VISITOR,
    "hub, 20 items": SIGNED_IN,
    "slot list, 10 leads x 8 weeks": SIGNED_IN,
    "rush, 200 people for 50 places": Target(3),
    "certificate PDF": Target(4),
    "home, visitor": VISITOR,
    "home, signed in": SIGNED_IN,
    "borough hub, visitor": VISITOR,
    "borough hub, signed in": SIGNED_IN,
    "catalogue, visitor": VISITOR,
    "catalogue, signed in": SIGNED_IN,
    "search, visitor": VISITOR,
    "search, signed in": SIGNED_IN,
    "heaviest public page, first load": Target(250, " kB"),
    "heaviest public page, afterwards": Target(30, " kB"),
    "hosts of others asked": Target(0, ""),
    "requests of a first load": Target(None, ""),
    "most a page jumps while it comes": Target(0.1, ""),
    "first paint over a bare page's": Target(None),
}
PARTS = ("pages", "rush", "certificate", "front", "wire")


def prepare() -> "object":
    """Start the database and Django on it. Returns the database, to be taken down at the end."""
    places = import_module("tests.harness.places")
    on_postgres = bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
    folder = places.own_folder("bench-data")
    os.environ |= {
        "PORTAL_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_DATA": str(folder),
        "DATABASE_URL": f"sqlite://{folder}/hub.sqlite3",
    }
    if on_postgres:
        os.environ["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:{places.free_port()}/hub"
        os.environ["HUB_TEST_CLUSTER"] = "own"
    database = import_module("tests.harness.databases").chosen()
    database.set_up()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    import_module("django").setup()
    # Style sheets and scripts as production serves them: gathered, named by their contents, compressed.
    import_module("django.core.management").call_command("collectstatic", verbosity=0, interactive=False)
    return database


def main() -> int:
    """Measure, print, write. 0 when every row that could be measured reaches its target."""
    wanted = [word for word in sys.argv[1:] if word in PARTS] or list(PARTS)
    database = prepare()
    found: dict[str, float] = {}
    try:
        for part in wanted:
            try:
                found |= import_module(f"tests.benchmarks.{part}").measure()
            except Exception:
                print(f"{part} could not be measured:\n{traceback.format_exc(limit=4)}")
    finally:
        import_module("django.db").connections.close_all()
        database.tear_down()  # type: ignore[attr-defined]
    return report(found, database.vendor)  # type: ignore[attr-defined]


def report(found: dict[str, float], vendor: str) -> int:
    """Print the table and keep it."""
    print(f"\nOn {vendor}; x is a ratio (see docs/features/benchmark.md).")
    for name, target in TARGETS.items():
        figure = found.get(name)
        limit = "" if target.most is None else f"at most {target.most:g}{target.unit}"
        told = "not measured" if figure is None else f"{figure:6.1f}{target.unit}  {target.verdict(figure)}"
        print(f"  {name:<34} {limit:<16} {told}")
    path = ROOT / "var" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    rows = {
        name: {"figure": round(figure, 2), "unit": TARGETS[name].unit.strip(), "most": TARGETS[name].most}
        for name, figure in found.items()
    }
    path.write_text(json.dumps({"database": vendor, "rows": rows}, indent=2) + "\n")
    return int(any(TARGETS[name].verdict(figure) == "TOO MUCH" for name, figure in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())

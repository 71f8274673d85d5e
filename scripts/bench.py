"""Measures the portal against the least that the same stack can do; prints ratios and writes var/bench.json.

Every row is a ratio taken in one run on one machine, so the figures of different machines can be compared.
Runs on PostgreSQL where its programs are there, else on SQLite. Arguments name the rows wanted: pages rush certificate.
"""

import json
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
TARGETS = {
    "catalogue": 6,
    "course page": 6,
    "hub, 20 items": 10,
    "slot list, 10 leads x 8 weeks": 10,
    "rush, 200 people for 50 places": 3,
    "certificate PDF": 4,
}
PARTS = ("pages", "rush", "certificate")


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
    print(f"\nOn {vendor}; each figure is a ratio (see docs/features/benchmark.md).")
    for name, target in TARGETS.items():
        figure = found.get(name)
        words = (
            "not measured"
            if figure is None
            else f"{figure:5.1f}x  {'ok' if figure <= target else 'TOO MUCH'}"
        )
        print(f"  {name:<34} at most {target}x   {words}")
    path = ROOT / "var" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    rows = {name: {"ratio": round(figure, 2), "target": TARGETS[name]} for name, figure in found.items()}
    path.write_text(json.dumps({"database": vendor, "rows": rows}, indent=2) + "\n")
    return 0 if all(figure <= TARGETS[name] for name, figure in found.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Everything about the code that a machine can judge without running it: one line a step, the words of what fails."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DOMAINS = ("courses", "consultations", "toolkits", "champions", "certificates")

STEPS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "import contracts": ["lint-imports"],
    "templates": ["djlint", "--lint", "--quiet", "site/portal", *DOMAINS],
    "system checks": ["portal", "check", "--fail-level", "WARNING"],
    "missing migrations": ["portal", "makemigrations", "--check", "--dry-run"],
    "lock freshness": ["python", "scripts/lock_freshness.py"],
    "types": ["mypy"],
}


def run(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one step; print its output only when it fails. Returns whether it passed."""
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env=env, capture_output=True, text=True
    )
    seconds = time.monotonic() - started
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name:<20} {seconds:5.1f} s", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).strip(), flush=True)
    return done.returncode == 0


def main() -> int:
    """Run every step, or those named as arguments. 0 when all pass."""
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "PORTAL_ENV": "test",
            "PORTAL_DATA": folder,
            "DATABASE_URL": f"sqlite://{folder}/check.sqlite3",
        }
        results = [
            run(name, command, env)
            for name, command in STEPS.items()
            if not wanted or name.split()[0] in wanted
        ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())

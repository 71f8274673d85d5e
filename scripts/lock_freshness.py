"""Says whether the lock was made from the dependencies that pyproject.toml names, without any network.

The lock's first line carries a digest of the inputs. `--write` (used by scripts/lock.sh) puts it there;
without it the digest is compared, and every direct dependency must stand in the lock with hashes.
"""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.txt": ("install",), "requirements-dev.txt": ("install", "dev")}
MARK = "# made by scripts/lock.sh from inputs "


def inputs_of(extras: tuple[str, ...]) -> list[str]:
    """The requirement strings that one lock file is made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = list(project["dependencies"])
    for extra in extras:
        found += project["optional-dependencies"][extra]
    return sorted(found)


def digest_of(inputs: list[str]) -> str:
    """A short digest of the inputs; it changes when any of them does."""
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:16]


def faults_in(name: str, extras: tuple[str, ...]) -> list[str]:
    """Sentences about what is wrong with one lock file; empty when it is fresh."""
    text = (ROOT / name).read_text()
    inputs = inputs_of(extras)
    faults = []
    if not text.startswith(MARK + digest_of(inputs)):
        faults.append(f"{name} was not made from today's pyproject.toml. Run scripts/lock.sh.")
    pinned = {
        match.lower().replace("_", "-") for match in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)
    }
    for requirement in inputs:
        package = re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-")
        if package not in pinned:
            faults.append(f"{name} does not pin {package}.")
    if re.search(r"https?://|file:|/opt/|--index|--find-links", text):
        faults.append(f"{name} names an index or a local path.")
    return faults


def write() -> None:
    """Put the digest of today's inputs on the first line of each lock file."""
    for name, extras in LOCKS.items():
        path = ROOT / name
        lines = [line for line in path.read_text().splitlines() if not line.startswith(MARK)]
        path.write_text("\n".join([MARK + digest_of(inputs_of(extras)), *lines]) + "\n")


def main() -> int:
    """Entry point: 0 when the locks are fresh, 1 with one sentence for each fault otherwise."""
    if "--write" in sys.argv:
        write()
        return 0
    faults = [fault for name, extras in LOCKS.items() for fault in faults_in(name, extras)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

#!/bin/sh
# Writes requirements.txt and requirements-dev.txt anew from pyproject.toml. For maintainers; needs uv on the path.
# `scripts/lock.sh --upgrade` takes the newest releases; without it only what changed in pyproject.toml moves.
set -eu
cd "$(dirname "$0")/.."
unset UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS || true
compile() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet "$@" pyproject.toml
}
compile --extra install --output-file requirements.txt "$@"
compile --extra install --extra dev --constraint requirements.txt --output-file requirements-dev.txt "$@"
python3 scripts/lock_freshness.py --write

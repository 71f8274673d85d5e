# The commands of this repository. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
DATA ?= var/demo
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check format features bench clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: .venv/runtime ## the portal with invented content, on http://localhost:$(PORT); Ctrl-C ends it
	@exec env PORTAL_ENV=demo PORTAL_DATA="$(DATA)" BASE_URL="http://localhost:$(PORT)" \
		$(BIN)/portal serve_embedded --port $(PORT) $(ARGS)

test: .venv/dev ## the whole test suite; installs and starts what it needs
	@exec $(BIN)/python scripts/run_tests.py $(ARGS)

check: .venv/dev ## format, lint, types, import contracts, templates, migrations, locks
	@exec $(BIN)/python scripts/check.py

format: .venv/dev ## put code and imports into the project's format
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format --quiet .

features: .venv/dev ## the rows of the ledger with their tests and last result
	@exec $(BIN)/python scripts/features.py

bench: .venv/dev ## the benchmark, figures as ratios, JSON in var/bench.json
	@exec $(BIN)/python scripts/bench.py $(ARGS)

clean: ## remove the virtual environment and everything the portal wrote
	rm -rf .venv var

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }

.venv/runtime: requirements.txt pyproject.toml | .venv/bin/pip
	@echo "Installing the locked dependencies (the first time only; about a minute) ..."
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.txt pyproject.toml | .venv/bin/pip
	@echo "Installing the locked dependencies for development (the first time only) ..."
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/runtime

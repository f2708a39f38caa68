# Waymark: `make run` starts the whole product on this machine, `make test` tests it.

# The first Python that is new enough. Set PYTHON to choose another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV := .venv/bin/python
# Test processes side by side, one database each.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench clean python

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: python  ## Start everything on this machine (PORT=8000, WAYMARK_DATA=var)
	@$(PYTHON) -m local.setup run && exec $(VENV) -m local.stack

setup: python  ## Install what `run`, `test` and `check` need
	@$(PYTHON) -m local.setup test

test: python  ## Run every test (ARGS="tests/tenancy -x" for some)
	@$(PYTHON) -m local.setup test && exec $(VENV) -m pytest -n $(WORKERS) $(ARGS)

check: python  ## Lint, format, floors, types, templates, migrations, deploy check
	@$(PYTHON) -m local.setup check && exec $(VENV) -m local.check

bench: python  ## Measure (ONLY=name for one figure); one JSON object a line
	@$(PYTHON) -m local.setup check >&2 && exec $(VENV) -m bench $(ONLY)

clean:  ## Remove what was installed and built; data in var/ stays
	rm -rf .venv node_modules staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache test-results

python:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Waymark needs Python 3.11 or newer. Name one that is not on the path: make run PYTHON=/path/to/python3"; exit 1; }

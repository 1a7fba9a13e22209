# The verbs of this project. `make help` lists them.

# The system's own comes first: it is built with optimisations that those of version
# managers often lack, which is a sixth of the time of all that runs in it.
PYTHON ?= $(shell for it in /usr/bin/python3.11 python3.11; do \
	$$it -c 'import ensurepip' 2>/dev/null && echo $$it && exit; done; echo python3)
VENV ?= .venv
DATA := $(or $(PLAYGROUND_DATA_DIR),var)
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -W error -m pytest --dist worksteal

# Dozens of processes start in the tests: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-postgres lint format bench screenshots pin clean

help: ## List what can be done.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: $(DATA)/static/.collected ## Install what is missing and start the playground.
	@$(MANAGE) migrate --verbosity 0
	@exec $(MANAGE) serve

# One more than there are processors in CI: tests wait for browsers, processes and clocks.
test: $(VENV)/.dev tests/browser/chromium tests/proxies ## Install what the tests need and run all of them.
	$(PYTEST) -n 3 -m "not postgres"

test-postgres: $(VENV)/.dev ## Run what depends on the database on a real PostgreSQL.
	$(BIN)/python -m tests.postgres --hasty $(PYTEST) -n 3 -m "not browser" $(ON_POSTGRES)

lint: $(VENV)/.dev ## Check style, types and templates.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djlint --lint --quiet templates

format: $(VENV)/.dev ## Put code and templates into the common form.
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

bench: $(VENV)/.dev tests/browser/chromium ## Measure, and write docs/performance.md.
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/.dev tests/browser/chromium ## Take pictures of every page, in test-results/screenshots.
	SCREENSHOTS=true $(BIN)/python -m pytest tests/browser/test_every_page.py

pin: ## Compile the requirements files from pyproject.toml (needs uv).
	uv pip compile pyproject.toml $(PIN) --output-file requirements.txt
	uv pip compile --group dev --constraints requirements.txt $(PIN) --output-file requirements-dev.txt

clean: ## Remove what was installed and built; data in var/ stays.
	rm -rf $(VENV) $(DATA)/static .mypy_cache .pytest_cache .ruff_cache test-results

ON_POSTGRES = $(wildcard $(addprefix tests/,durability experiments gallery library people \
	review runs spending studio))
TEMPLATES = $(shell find templates -name '*.html')
STATIC = $(shell find static -type f)
PIN = --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(DATA)/static/.collected: $(VENV)/.installed $(STATIC)
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@

.PHONY: tests/proxies
tests/proxies:
	@sh tests/proxies.sh

.PHONY: tests/browser/chromium
tests/browser/chromium:
	@sh tests/browser/chromium.sh

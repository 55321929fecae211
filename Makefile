# EHC workflow: `make demo` to try it, `make test` to check it, `make help` for the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
# Two processes at least: most tests wait for a database. Each starts its own PostgreSQL server, so not too many.
JOBS ?= logical
PYTEST := $(BIN)/pytest --numprocesses $(JOBS) --maxprocesses 8

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

# --- setting up: every step is done once, and again when what it is made from changes ---

.PHONY: install
install: .venv/.installed ## make .venv with the command `ehc` in it

.venv/.installed: requirements.lock pyproject.toml scripts/install.sh
	@sh scripts/install.sh requirements.lock
	@touch $@

.PHONY: dev
dev: .venv/.installed-dev ## the same, with what tests and checks need

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@sh scripts/install.sh requirements-dev.lock
	@touch $@

.PHONY: assets
assets: api/static/vendor/.built ## build the style sheet and script of the pages

api/static/vendor/.built: package-lock.json scripts/build_assets.py scripts/install_node.sh | .venv/.installed
	@$(BIN)/python scripts/build_assets.py
	@touch $@

.PHONY: browser
browser: dev ## see to it that there is a browser for the page tests
	@$(BIN)/python -m tests.support.browser

# --- running ---

.PHONY: demo
demo: install assets ## make a synthetic authority and serve it on 127.0.0.1 (EHC_PORT, default 8000)
	@exec $(BIN)/ehc demo

.PHONY: run
run: install assets ## serve the configured database (EHC_DATABASE_URL)
	@$(BIN)/ehc migrate
	@exec $(BIN)/ehc serve

.PHONY: worker
worker: install ## run the scheduler and deliver messages for the configured database
	@exec $(BIN)/ehc worker

# --- checking ---

.PHONY: test
test: dev assets browser check ## every check and every test
	@echo "Testing"
	@$(PYTEST)

.PHONY: unit
unit: dev ## the quick tests: no database, no browser
	@$(BIN)/pytest -q tests/unit

.PHONY: bench
bench: dev ## measure it beside the bare databases (BENCH="--only transition" for a part)
	@$(BIN)/python -m tests.support.bench $(BENCH)

.PHONY: crash
crash: dev ## kill workers by the hundred while they sweep and send (KILLS=300)
	@$(BIN)/python -m tests.support.crash --kills $(or $(KILLS),300)

.PHONY: check
check: lint types imports dependencies ## style, types, layers and declared dependencies

.PHONY: lint
lint: dev
	@echo "Checking style"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check .; exit 1; }

.PHONY: types
types: dev
	@echo "Checking types"
	@$(BIN)/mypy

.PHONY: imports
imports: dev
	@echo "Checking who imports whom"
	@$(BIN)/lint-imports --no-cache --no-logo

.PHONY: dependencies
dependencies: dev
	@echo "Checking declared dependencies"
	@$(BIN)/deptry ehc_workflow api

.PHONY: format
format: dev ## put the code into the common form
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

# --- changing ---

.PHONY: migration
migration: dev ## write a migration for changed tables: make migration NAME="say what changes"
	@test -n "$(NAME)" || { echo 'Say what changes: make migration NAME="add the reason to a decision"'; exit 2; }
	@folder=$$(mktemp -d) && EHC_DATABASE_URL="sqlite:///$$folder/scratch.db" && export EHC_DATABASE_URL && \
		$(BIN)/alembic upgrade head && $(BIN)/alembic revision --autogenerate -m "$(NAME)"; \
		code=$$?; rm -r "$$folder"; exit $$code

.PHONY: lock
lock: ## bring the locked requirements in line with pyproject.toml (UPGRADE=--upgrade for the newest of everything)
	@sh scripts/lock.sh $(UPGRADE)

.PHONY: docs
docs: dev ## write the pages of docs/ that are made from the code
	@$(BIN)/python scripts/lifecycle.py > docs/lifecycle.md
	@$(BIN)/python scripts/settings.py > docs/settings.md
	@$(BIN)/python scripts/command_line.py > docs/command-line.md
	@$(BIN)/ehc clock limits > docs/limits.md
	@$(BIN)/python scripts/import_page.py
	@$(BIN)/python scripts/walked_vectors.py > tests/examples/clock_vectors/walked.yaml

.PHONY: clean
clean: ## take away everything that was made, the databases in var/ excepted
	rm -rf .venv .tools node_modules api/static/vendor .mypy_cache .ruff_cache .hypothesis test-results

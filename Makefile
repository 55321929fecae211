# EHC workflow: `make demo` to try it, `make test` to check it, `make help` for the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
export PYTHON
BIN := .venv/bin

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: install
install: .venv/.installed ## make .venv with the command `ehc` in it

.venv/.installed: requirements.lock pyproject.toml scripts/install.sh
	@sh scripts/install.sh requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@sh scripts/install.sh requirements-dev.lock
	@touch $@

.PHONY: dev
dev: .venv/.installed-dev ## the same, with what tests and checks need

.PHONY: assets
assets: api/static/vendor/.built ## build the style sheet and script of the pages

api/static/vendor/.built: package-lock.json scripts/build_assets.py | .venv/.installed
	@$(BIN)/python scripts/build_assets.py
	@touch $@

.PHONY: migration
migration: dev ## write a migration for changed tables: make migration NAME="say what changes"
	@test -n "$(NAME)" || { echo 'Say what changes: make migration NAME="add the reason to a decision"'; exit 2; }
	@folder=$$(mktemp -d) && EHC_DATABASE_URL="sqlite:///$$folder/scratch.db" && export EHC_DATABASE_URL && \
		$(BIN)/alembic upgrade head && $(BIN)/alembic revision --autogenerate -m "$(NAME)"; \
		code=$$?; rm -r "$$folder"; exit $$code

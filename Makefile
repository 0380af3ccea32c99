# Every target prepares what it needs: a bare clone with Python 3.11 or newer, make and git is enough.
.DEFAULT_GOAL := help
.PHONY: help run test check format bench faults lock setup clean migration \
	check-style check-types check-templates check-imports check-migrations check-content

PY := .venv/bin/python
FLASK := $(PY) -m flask --app wsgi
SETUP := system_python=$$(sh scripts/python.sh) && "$$system_python" -m scripts.setup

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set everything up and serve on http://127.0.0.1:8000 (HOST, PORT and WEB_CONCURRENCY override)
	@$(SETUP) run
	@exec $(PY) -m gunicorn wsgi:app

test: ## Run every test, those in the browser included
	@$(SETUP) tests
	@$(PY) -m pytest -n 4 --dist worksteal

check: check-style check-types check-templates check-imports check-content check-migrations ## Run every check but the tests

setup: ## Install the libraries of the application, the checks and the tests
	@$(SETUP) develop

check-style: setup ## ruff: style, likely mistakes, formatting
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check . || { echo 'Run: make format' >&2; exit 1; }

check-types: setup ## mypy --strict
	@$(PY) -m mypy

check-templates: setup ## djlint
	@$(PY) -m djlint interview_sim --lint --quiet

check-imports: setup ## import-linter: who may import whom
	@$(PY) -m scripts.check_imports

check-content: setup ## Every fault of the shipped packs
	@SECRET_KEY=only-for-this-check-of-content $(FLASK) content check

check-migrations: setup ## The migrations make exactly the tables of the models
	@$(PY) -m scripts.check_migrations

format: setup ## Format the code
	@$(PY) -m ruff check --fix --exit-zero --quiet .
	@$(PY) -m ruff format .

bench: setup ## Measure CPU per request and latency, as multiples of a bare Flask page
	@$(PY) -m bench

faults: setup ## Kill the server again and again while clients save, and count what was lost
	@$(PY) -m tests.faults.long

migration: setup ## Write the next migration from the models: make migration M='what changes'
	@$(PY) -m scripts.make_migration $(M)

lock: ## Pin requirements*.in with hashes into requirements*.txt (needs uv)
	@sh scripts/lock.sh

clean: ## Remove the environment and caches; instance/ with its data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

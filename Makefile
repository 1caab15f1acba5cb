# Everything runs from a clean checkout with Python 3.11 or newer and make: the first target that needs it sets up .venv.

PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint types mutants contracts check docs docs-tables schemas fuzz bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and no python3 on the PATH is" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[all,docs,test]"
	@touch $@

demo: $(READY) ## evaluate a conversation that comes with the package, and show the checklist
	@$(BIN)/recovery-eval demo

test: $(READY) ## all tests, that of the built wheel among them
	$(BIN)/python -m pytest

lint: $(READY) ## ruff, rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

mutants: $(READY) ## what can be dropped from the rules and signals without any case coming out wrong
	$(BIN)/recovery-eval rules mutate

contracts: $(READY) ## which layer may import which
	$(BIN)/lint-imports

docs: $(READY) ## the site, in build/docs; a broken link is an error
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --builder html --doctree-dir build/doctrees docs build/docs

check: test lint types mutants contracts docs ## all that has to pass before a change goes in

docs-tables: $(READY) ## the pages in docs/ that are made from figures, made anew
	$(BIN)/python -m benchmarks.agreement_table
	$(BIN)/python -m benchmarks.invariance
	$(BIN)/python -m benchmarks.promises
	$(BIN)/python -m benchmarks.framework_table
	$(BIN)/python -m benchmarks.canned_library
	$(BIN)/python -m benchmarks.canned_table

schemas: $(READY) ## JSON Schemas of all rule files made anew, and named in the first line of each file
	$(BIN)/recovery-eval rules schema --out rules/schema --mark rules

fuzz: $(READY) ## damages exports of every format, 20,000 times each; takes about an hour
	RECOVERY_EVAL_FUZZ=20000 $(BIN)/python -m pytest -q tests/properties/test_formats.py

bench: $(READY) ## speed, start-up and memory on this machine
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.start_up
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.canned_speed

clean: ## take away .venv and what the tools left
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf docs/reference/command-line.md docs/reference/rulebooks docs/reference/rules docs/reference/signals docs/reference/words

# `make` lists what there is. It needs Python 3.11 or newer and nothing else; everything it installs
# goes to .venv, pinned and checked by hash.

# The interpreter that .venv is made from; without it, the first that is new enough is taken.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run test check format examples lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(INSTALLED) ## open a local Slack in the browser, with the bot in it
	$(BIN)/python -m playground

test: check ## check, then run the tests
	$(BIN)/pytest $(PYTEST_OPTIONS)

# Several at a time, a file on one worker: most tests wait for a database, a browser or a clock.
PYTEST_OPTIONS ?= --numprocesses 3 --dist loadfile

check: $(INSTALLED) ## lint, formatting, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED) ## put the code in the common format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Apart from the tests: it installs five orchestrators under .venv, each in an environment of its own.
examples: $(INSTALLED) ## run the code in knowledge/examples; takes two gigabytes and some minutes
	$(BIN)/python -m tests.example_runs

# Versions stay as they are unless pyproject.toml asks for others: `make lock UPGRADE=--upgrade`.
COMPILE = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: $(VENV)/lock/.installed ## pin every requirement again, after a change in pyproject.toml
	$(COMPILE) --extra postgres --extra playground --extra test --extra check \
		--output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --extra postgres --constraint requirements/dev.txt \
		--output-file requirements/run.txt pyproject.toml
	$(COMPILE) --group pyproject.toml:build --output-file requirements/build.txt
	$(COMPILE) --group pyproject.toml:lock --output-file requirements/lock.txt

clean: ## remove .venv and every cache, not the data
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis

$(INSTALLED): requirements/build.txt requirements/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/build.txt -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/lock/.installed: requirements/lock.txt | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements/lock.txt
	@touch $@

$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.11 python3.12 python3.13); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "$(or $(PYTHON),python3) is missing or older than Python 3.11." \
			"Name another one: make PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found cannot make virtual environments." \
			"On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$found --version) and installing; this takes a minute or two."; \
	$$found -m venv $(VENV)

# What a newcomer, a developer and CI type. `make` alone lists it.
# Needs git, make and Python 3.11 or later; everything else comes out of the lock files in
# requirements/, checked against their hashes.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# The engines the benchmarks measure against live apart, so that the bot never sees them.
PEERS := benchmarks/.venv
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The files name all there is to install, so nothing is left to resolve: older versions of pip would
# look for the newest release wherever a package asks for another by an extra, and stop at its hash.
LOCKED := $(PIP) install --quiet --require-hashes --no-deps

# Which Python to make the virtual environment with; empty looks for one.
PYTHON ?=
# What compiles the lock files; only `make lock` needs it.
UV ?= uv
# Pass-through: make preview ARGS=--no-browser, make test ARGS="-k moonshot -x".
ARGS ?=

# The question reaches the shell through the environment, as it was typed: no quote, dollar
# or backtick in it is ever read as part of a command.
ASKED = $(value Q)
export ASKED

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: $(VENV)/.package ## make .venv with footnote in .venv/bin

.PHONY: preview
preview: setup ## try the whole bot in a simulated Discord, in the browser (PORT=8000, ARGS=--no-browser)
	@$(BIN)/footnote preview $(if $(PORT),--port $(PORT)) $(ARGS)

.PHONY: ask
ask: setup ## ask a question in the terminal: make ask Q="what is Moonshot known for?"
	@if [ -z "$$ASKED" ]; then echo 'Ask something: make ask Q="what is Moonshot known for?"' >&2; exit 2; fi
	@$(BIN)/footnote ask $(ARGS) -- "$$ASKED"

.PHONY: eval
eval: setup ## measure the answers to knowledge/questions.toml
	@$(BIN)/footnote eval $(ARGS)

.PHONY: test
test: $(VENV)/.dev ## run the tests, with branch coverage: the browser's alone, the others on every core
	@$(BIN)/python -m pytest --quiet tests/browser $(ARGS) || [ $$? -eq 5 ]
	@$(BIN)/python -m pytest --cov --cov-report=term -n auto --dist loadfile --ignore tests/browser $(ARGS)

.PHONY: check
check: $(VENV)/.dev ## formatting, lint, types, import directions, dead links: what CI runs before the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check --no-cache . # cached results forget which modules are ours
	@$(BIN)/pyright --pythonpath $(BIN)/python
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest --quiet --no-header tests/test_docs.py

.PHONY: bench
bench: bench-quality bench-search bench-reload ## measure quality and speed

.PHONY: bench-quality
bench-quality: $(VENV)/.package ## how good the answers are, beside plain BM25 (ARGS="--misses paraphrase", --fast)
	@$(BIN)/python benchmarks/quality.py $(ARGS)

.PHONY: bench-reload
bench-reload: $(VENV)/.package ## how little a reload costs where one of 10,000 documents changed
	@$(BIN)/python benchmarks/reload.py

.PHONY: bench-search
bench-search: $(PEERS)/.made ## how fast and how well the search finds, beside other engines (ARGS="--sizes 1k")
	@$(PEERS)/bin/python benchmarks/search.py $(ARGS)

.PHONY: languages
languages: $(VENV)/.package ## bring the translators' catalogs up to date (ARGS="fr pt_BR" begins new ones)
	@$(BIN)/python tools/languages.py $(ARGS)

.PHONY: lock
lock: ## renew the lock files after a change of pyproject.toml (needs uv; UPGRADE=1 takes the newest of everything)
	@command -v "$(UV)" >/dev/null || { echo "make lock needs uv: install it and try again, or name it with UV=/path/to/uv." >&2; exit 1; }
	@set -e; compile() { \
		"$(UV)" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) "$$@"; \
	}; \
	compile pyproject.toml --all-extras --group dev -o requirements/dev.txt; \
	compile pyproject.toml --extra preview --group build -c requirements/dev.txt -o requirements/preview.txt; \
	compile pyproject.toml --extra postgres --extra charts -c requirements/dev.txt -o requirements/run.txt; \
	compile --group pyproject.toml:build -c requirements/dev.txt -o requirements/build.txt; \
	compile pyproject.toml benchmarks/peers.in --group build -c requirements/dev.txt -o benchmarks/requirements.txt; \
	compile benchmarks/lucene.in --no-deps -o benchmarks/lucene.txt
	@if grep -n '://' requirements/*.txt benchmarks/*.txt; then echo "A lock file names an address; it must not." >&2; exit 1; fi

.PHONY: clean
clean: ## remove .venv and everything that was generated
	rm -rf $(VENV) $(PEERS) .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage coverage.xml htmlcov dist build
	find bot tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp stands for one finished step, so that a second call does nothing.

$(VENV)/.made:
	@if [ ! -x $(BIN)/python ]; then \
		found=; tried="$(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python)"; \
		for candidate in $$tried; do \
			if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
				found=$$candidate; break; \
			fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "No Python 3.11 or later with its venv module was found (tried: $$tried)." >&2; \
			echo "Install one (on Debian or Ubuntu: apt install python3 python3-venv), or name yours: make setup PYTHON=/path/to/python3" >&2; \
			exit 1; \
		fi; \
		echo "Making $(VENV) with $$found"; \
		"$$found" -m venv $(VENV); \
	fi
	@touch $@

$(VENV)/.preview: requirements/preview.txt $(VENV)/.made
	@echo "Installing what requirements/preview.txt locks"
	@$(LOCKED) -r requirements/preview.txt
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.preview
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "footnote is in $(BIN). Try it: make preview"

$(VENV)/.dev: requirements/dev.txt $(VENV)/.package
	@echo "Installing what requirements/dev.txt locks"
	@$(LOCKED) -r requirements/dev.txt
	@touch $@

# Lucene without what else pyserini wants: benchmarks/lucene.in says why. Where its bridge to
# Java cannot be installed, the benchmark leaves Lucene out and says so.
$(PEERS)/.made: benchmarks/requirements.txt benchmarks/lucene.txt pyproject.toml $(VENV)/.made
	@echo "Installing the engines to measure against into $(PEERS)"
	@$(BIN)/python -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r benchmarks/requirements.txt
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r benchmarks/lucene.txt \
		|| echo "Lucene could not be installed; it will be left out." >&2
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

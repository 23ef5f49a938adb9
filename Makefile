# Everything a newcomer types. Needs make and Python 3.11 or newer; `make` alone lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help install demo test check corpora soak bench clean browser
CORPORA ?= tests/corpora

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## ?/  make \1\t/' | expand -t 16

install: $(RUN_STAMP) ## install into .venv what the service needs to run

demo: $(RUN_STAMP) ## start the service and three phones on this machine
	@$(BIN)/zhijian demo

test: $(DEV_STAMP) browser ## run all tests
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(DEV_STAMP) ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

corpora: $(RUN_STAMP) ## count how many sentences are understood; CORPORA=folder for other ones
	@$(BIN)/python -m tests.corpora_figures $(CORPORA)

soak: $(DEV_STAMP) ## the long runs: thousands of random lives of directives, and of histories of reminders
	ZHIJIAN_LIVES=$(or $(LIVES),2000) $(BIN)/python -m pytest tests/lives/test_lives.py tests/lives/test_requests.py $(ARGS)
	ZHIJIAN_WEEKS=1 $(BIN)/python -m pytest tests/stories -m "weeks and postgres" $(ARGS)
	ZHIJIAN_HISTORIES=$(or $(HISTORIES),10000) $(BIN)/python -m pytest tests/histories $(ARGS)

bench: $(DEV_STAMP) ## the benchmarks, side by side with the peers
	$(BIN)/python -m benchmarks

clean: ## remove the virtual environment and all caches; data/ stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp younger than pyproject.toml means: installed, nothing to do.
$(RUN_STAMP): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(RUN_STAMP)

# A browser for the tests that drive the page; as root it is installed, else those tests are skipped.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests ..."; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } || \
	  echo "*** Chromium could not be installed: THE BROWSER TESTS WILL BE SKIPPED ***" >&2; \
	else \
	  echo "*** No Chromium here, and not root: THE BROWSER TESTS WILL BE SKIPPED ***" >&2; \
	fi

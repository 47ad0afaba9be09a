# Needs Python 3.11 or newer, make and a package registry, and nothing else.
# Everything that is installed goes into .venv; what is stored, into CLAIMDESK_DATA_DIR.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .venv/tools/bin/uv
RUN := .venv/bin/python -m

# The lock file decides, whatever the caller's environment says.
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
# Costs seconds once and saves two at every start.
export UV_COMPILE_BYTECODE := 1
unexport VIRTUAL_ENV

.PHONY: help demo serve test check lint clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    add the example library, check the example article, show the report"
	@echo "make serve   serve the REST interface on http://127.0.0.1:8000"
	@echo "make test    run the tests (PYTEST_ARGS='-m \"not slow\"' for the quick ones)"
	@echo "make lint    formatting, ruff, types and the layers of the house"
	@echo "make check   lint and test: what must be green"
	@echo "make clean   remove .venv and caches, but no stored documents"

demo: .venv/ready
	@.venv/bin/claimdesk demo
	@echo "In this folder: make serve"

serve: .venv/ready
	@.venv/bin/claimdesk serve

test: .venv/ready-dev
	$(RUN) pytest -q $(PYTEST_ARGS)

lint: .venv/ready-dev
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	.venv/bin/lint-imports

# One after the other, so that pytest's closing line is the last one even under make -j.
check:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	find service tests evals examples -name __pycache__ -type d -prune -exec rm -rf {} +

# uv lives in a small environment of its own, where a sync of the project does not remove it.
$(UV): Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Claimdesk needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -f .venv/pyvenv.cfg || $(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) -m venv --clear .venv/tools
	@.venv/tools/bin/python -m pip install -q --disable-pip-version-check "uv==$(UV_VERSION)"
	@touch $@

.venv/ready: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --no-dev --inexact --quiet
	@touch $@

.venv/ready-dev: $(UV) pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet
	@touch .venv/ready $@

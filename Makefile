# Everything runs in an environment of its own; the first call makes it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-all check bench bench-compare clean

demo: $(VENV)/.app
	@$(BIN)/plandiff demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest

# Slow laws first, so that the closing line of `make test` comes last.
test-all: $(VENV)/.dev
	$(BIN)/python -m pytest -m slow
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy tests
	$(BIN)/lint-imports
	$(BIN)/python tests/check_licences.py
	$(BIN)/python -m tests.check_vulnerabilities

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench.bench
	$(BIN)/python -m tests.bench.bench_alignment
	$(BIN)/python -m tests.bench.bench_words
	$(BIN)/python -m tests.bench.bench_whole_plans
	$(BIN)/python -m tests.bench.bench_review

# Against an earlier run: cp bench-latest.json bench-before.json, change something, then this.
bench-compare: $(VENV)/.dev
	$(BIN)/python -m tests.bench.bench --compare bench-before.json

$(VENV)/.app: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	$(BIN)/python -m compileall -q corpus comparison tui
	touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q corpus comparison tui
	touch $@ $(VENV)/.app

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

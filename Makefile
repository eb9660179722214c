# Everything runs in an environment of its own; the first call makes it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where Python writes no bytecode, every program that a test starts compiles all modules anew.
unexport PYTHONDONTWRITEBYTECODE

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
	cd .package && ../$(BIN)/lint-imports
	$(BIN)/python tests/check_licences.py
	$(BIN)/python -m tests.check_vulnerabilities

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench.bench
	$(BIN)/python -m tests.bench.bench_alignment
	$(BIN)/python -m tests.bench.bench_words
	$(BIN)/python -m tests.bench.bench_numbers
	$(BIN)/python -m tests.bench.bench_whole_plans
	$(BIN)/python -m tests.bench.bench_review
	$(BIN)/python -m tests.bench.bench_peers

# Against an earlier run: cp bench-latest.json bench-before.json, change something, then this.
bench-compare: $(VENV)/.dev
	$(BIN)/python -m tests.bench.bench --compare bench-before.json

# The tests under each Python of VERSIONS that is installed, each with an environment of its own.
.PHONY: test-versions
VERSIONS ?= 3.11 3.12 3.13 3.14
test-versions:
	@failed=; \
	for version in $(VERSIONS); do \
	  if python$$version -c '' 2>/dev/null; then \
	    echo "== Python $$version"; \
	    $(MAKE) test PYTHON=python$$version VENV=.venv-$$version || failed="$$failed $$version"; \
	  else echo "== Python $$version is not installed: skipped"; fi; \
	done; \
	test -z "$$failed" || { echo "failed under Python$$failed"; exit 1; }

$(VENV)/.app: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	$(BIN)/python -m compileall -q plandiff.py corpus comparison tui
	touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q plandiff.py corpus comparison tui
	touch $@ $(VENV)/.app

# The package as it is installed, made of links: mypy and import-linter look for such a folder.
check: .package/plandiff

.package/plandiff: Makefile
	rm -rf .package && mkdir -p $@
	ln -s ../../plandiff.py $@/__init__.py
	ln -s ../../tui/__main__.py $@/__main__.py
	ln -s ../../corpus ../../comparison ../../tui $@/
	ln -s ../pyproject.toml .package/

# One folder with everything inside, for machines without Python: build/dist/plandiff/plandiff.
.PHONY: bundle wheelhouse
bundle: build/bundle/.ready
	build/bundle/bin/pyinstaller --noconfirm --log-level WARN \
	  --distpath build/dist --workpath build/bundle/work .packaging/plandiff.spec
	env -i HOME="$(CURDIR)/build/bundle/home" build/dist/plandiff/plandiff demo --force --table \
	  -o build/bundle/demo.docx -o build/bundle/demo.xlsx -o build/bundle/demo.html

build/bundle/.ready: pyproject.toml $(shell find plandiff.py corpus comparison tui -type f -not -name '*.pyc')
	$(PYTHON) -m venv build/bundle
	build/bundle/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	build/bundle/bin/python -m pip install --quiet --disable-pip-version-check '.[web]' 'pyinstaller>=6.10'
	touch $@

# A folder with all wheels and a script that installs them where there is no internet.
# Wheels are for this system and Python, and for each PLATFORM:PYTHON of TARGETS.
TARGETS ?= win_amd64:3.11 win_amd64:3.12 win_amd64:3.13
OFFLINE := build/plandiff-offline
wheelhouse: $(VENV)/.app
	rm -rf $(OFFLINE) && mkdir -p $(OFFLINE)/wheels
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check -w $(OFFLINE)/wheels .
	for target in $(TARGETS); do \
	  $(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary=:all: \
	    --platform $${target%%:*} --python-version $${target##*:} \
	    --find-links $(OFFLINE)/wheels -d $(OFFLINE)/wheels $(OFFLINE)/wheels/plandiff-*.whl \
	  || exit 1; \
	done
	cp .packaging/install.sh .packaging/install.cmd LICENSE README.md README.zh.md $(OFFLINE)

# The documentation as two sites, build/docs/site/zh and build/docs/site/en.
.PHONY: docs
docs: $(VENV)/.docs
	$(BIN)/python .packaging/build_docs.py

$(VENV)/.docs: $(VENV)/.app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	touch $@

clean:
	rm -rf $(VENV) .venv-* .package build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

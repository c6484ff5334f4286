# The one door to everything; each target first sets up what it needs. Names of targets: make help
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

PYTHON ?= python3
FAULTS ?= 20
SEEDS ?= 1000-1999
BIN := .venv/bin
UV := $(shell command -v uv)
INSTALL = $(if $(UV),$(UV) pip install -q --python $(1)/bin/python,$(1)/bin/python -m pip install -q --disable-pip-version-check)
MAKE_VENV = $(if $(UV),$(UV) venv -q --seed --allow-existing --python $(PYTHON) $(1),$(PYTHON) -m venv $(1))
export UV_PYTHON_DOWNLOADS := never

# What Qt needs to paint anywhere, then to open a window, then what tests and packing add.
RUN_PACKAGES := libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 \
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 \
  libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
TEST_PACKAGES := xvfb xauth strace poppler-utils chromium alsa-utils
BUNDLE_PACKAGES := binutils

.NOTPARALLEL:
.PHONY: help setup system run test lint format types contracts bench faults soak package screenshots \
  translations lock clean

help: ## list these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

setup: system .venv/translations ## make .venv with everything in it, .venv/bin/loket too

system: ## install the Debian packages Qt needs, where they are missing
	@$(call debian,$(RUN_PACKAGES) $(if $(UV),,$(shell $(PYTHON) -c 'import ensurepip' 2>/dev/null || echo python3-venv)))

run: setup ## open the demo branch; without a display, run its day into demo-out/
	@$(BIN)/loket demo

test: setup ## everything that must hold: lint, types, contracts, translations, tests
	@$(call debian,$(TEST_PACKAGES))
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(MAKE) types contracts
	$(BIN)/python resources/making/translations.py check
	FAULTS=$(FAULTS) $(BIN)/pytest -n 2

lint: setup ## say what the linter finds
	$(BIN)/ruff check

format: setup ## format the code and mend what mends itself
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

types: setup ## check types, Windows calls as Windows sees them
	$(BIN)/mypy counter ui
	$(BIN)/mypy --platform win32 counter/windows.py counter/printing counter/keys.py counter/store

contracts: setup
	$(BIN)/lint-imports --no-cache

bench: setup ## measure against the floor below us; table, and bench-out/bench.json
	$(BIN)/python -m tests.bench

faults: setup ## every fault test with its full count of rounds
	@$(call debian,$(TEST_PACKAGES))
	FAULTS=full $(BIN)/pytest -n 2 tests/fault tests/server/test_killed.py

soak: setup ## one simulated branch a seed, SEEDS=1000-1999; names the seeds that fail
	PYTHONHASHSEED=0 $(BIN)/python -m tests.fault.simulation $(SEEDS)

screenshots: setup ## every window in every state, into screenshots-out/
	$(BIN)/python -m tests.screenshots

translations: setup ## merge what the code says into the catalogues, then compile them
	$(BIN)/python resources/making/translations.py update

package: setup ## one folder with all it needs, dist/loket/, its archive, and a start of it
	@$(call debian,$(BUNDLE_PACKAGES))
	rm -rf build/desktop dist
	$(call MAKE_VENV,build/desktop)
	$(call INSTALL,build/desktop) --require-hashes -r requirements-package.lock
	build/desktop/bin/python -m PyInstaller --noconfirm --log-level WARN --workpath build build.spec
	dist/loket/loket --version
	dist/loket/loket demo --day --seed 1 --stations 2 --out build/day

lock: setup ## renew the locks from pyproject.toml: names and hashes only (needs uv)
	$(call compile,requirements.lock)
	$(call compile,requirements-dev.lock,--all-extras --group dev)
	$(call compile,requirements-package.lock,--group package)

clean: ## remove all that can be made again
	rm -rf .venv build dist demo-out bench-out screenshots-out \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find resources/locale -name '*.mo' -delete

.venv/packages: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Loket needs Python 3.11 or newer; name one: make PYTHON=python3.12 setup" >&2; exit 1; }
	$(call MAKE_VENV,.venv)
	$(call INSTALL,.venv) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/installed: .venv/packages pyproject.toml resources/making/translations.py
	$(call INSTALL,.venv) --no-deps --no-build-isolation -e .
	@touch $@

.venv/translations: .venv/installed $(wildcard resources/locale/*/LC_MESSAGES/loket.po)
	$(BIN)/python resources/making/translations.py compile
	@touch $@

compile = uv pip compile -q --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --upgrade pyproject.toml $(2) -o $(1)

# Installed under their own name or as what another package provides; elsewhere than on Debian
# the system's own way has to bring them.
define debian
command -v dpkg-query >/dev/null || exit 0; \
have=$$(dpkg-query -W -f '$${db:Status-Status} $${Package} $${Provides}\n' \
  | sed -n 's/^installed//p' | tr ', ' '\n\n'); \
missing=$$(for name in $(1); do echo "$$have" | grep -qxF "$$name" || printf ' %s' "$$name"; done); \
[ -n "$$missing" ] || exit 0; \
install="apt-get install -y -qq --no-install-recommends$$missing"; \
if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; \
else echo "Missing Debian packages. Install them, then try again:" >&2; \
  echo "  sudo $$install" >&2; exit 1; fi; \
echo "$$install"; \
$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive $$install >/dev/null
endef

# Two commands do everything: `make run` sets up and does the main job, `make test` sets up
# and passes all tests. Both work again without a network once they have run.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out/demo

# What Qt, the fonts and the tests need from a Debian system.
SYSTEM_RUN := python3-venv fonts-noto-cjk libegl1 libgl1 libxkbcommon0 libdbus-1-3 \
	libfontconfig1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 \
	libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0
SYSTEM_TEST := $(SYSTEM_RUN) chromium gdal-bin shapelib xvfb

.PHONY: help setup setup-test run test lint types tests fuzz soak bench wheel clean

help:
	@echo "make run    set up, then the window (or, without a display, the demo)"
	@echo "make test   set up, then every check and test"
	@echo "make fuzz | soak | bench    long runs"

setup: $(VENV)/.system-run $(VENV)/.installed

setup-test: $(VENV)/.system-test $(VENV)/.installed

# Only what is missing is asked for, so that nothing needs the network a second time.
define apt_install
	@mkdir -p $(VENV)
	@if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then \
		missing=""; \
		for package in $(1); do \
			dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "ok installed" \
				|| missing="$$missing $$package"; \
		done; \
		if [ -n "$$missing" ]; then \
			if [ "$$(id -u)" = 0 ]; then \
				apt-get update -qq \
				&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
					$$missing >/dev/null; \
			else \
				echo "Not root: please install$$missing"; \
			fi; \
		fi; \
	fi
	@touch $(2)
endef

$(VENV)/.system-run: Makefile
	$(call apt_install,$(SYSTEM_RUN),$@)

$(VENV)/.system-test: Makefile
	$(call apt_install,$(SYSTEM_TEST),$@)

$(VENV)/.created: | $(VENV)/.system-run
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.locked
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--no-index --editable .
	@touch $@

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		$(BIN)/gridplanner open; \
	else \
		$(BIN)/gridplanner demo --out $(OUT) --headless; \
	fi

test: setup-test lint types tests

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup-test
	$(BIN)/mypy

tests: setup-test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 --dist worksteal

# The same tests as in `make test`, with many times the examples and rounds.
fuzz: setup-test
	GRIDPLANNER_EFFORT=20 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 \
		-m hypothesis --timeout 0

soak: setup-test
	GRIDPLANNER_EFFORT=40 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m soak --timeout 0

bench: setup-test
	$(BIN)/python -m bench.path --scale 1 --scale 8

wheel: setup
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis

# make install  .venv with the versions of requirements.lock for use and development, and Chromium and LibreOffice for the tests where they can be had
# make demo     .venv with what the program needs, then serve the sample reports
# make test     install, then style, types and tests
# make lint     style and types alone
# make lock     requirements.lock again, with the newest versions pyproject.toml allows
# make clean    .venv, caches and build output away
#
# PYTHON=python3.12 picks another interpreter. PIP_* variables of the environment are kept.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev
LOCK_BIN := .venv-lock/bin
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1
# Every command and every reader process would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install python browser demo test lint lock clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

install: $(DEV_STAMP) browser

# What the program needs, then what its development needs; requirements.lock says which versions.
# torch goes first: what pip picks for it (a CPU build where one is offered) settles what else it needs.
$(STAMP): requirements.lock pyproject.toml | python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet "$$(grep '^torch==' requirements.lock)" "$$(grep '^setuptools==' requirements.lock)"
	$(BIN)/pip install --quiet --no-build-isolation --constraint requirements.lock --editable .
	@touch $@

$(DEV_STAMP): $(STAMP)
	$(BIN)/pip install --quiet --no-build-isolation --constraint requirements.lock --editable '.[dev]'
	@touch $@

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "juesuan needs Python 3.11 or newer as $(PYTHON); name another one: make install PYTHON=python3.12"; exit 1; }

# What the browser tests, the RDF cross-checks and the .doc tests call; without it they skip, so a failure here stops nothing.
browser:
	@want=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || want="$$want chromium"; \
	fc-list :lang=zh 2>/dev/null | grep -q . || want="$$want fonts-noto-cjk"; \
	command -v rapper >/dev/null || want="$$want raptor2-utils"; \
	command -v soffice >/dev/null || want="$$want libreoffice-writer-nogui"; \
	if [ -z "$$want" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update >/dev/null && \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends fontconfig $$want >/dev/null; then exit 0; fi; \
	echo "Not installed:$$want. The tests that need it skip; everything else works."

demo: $(STAMP)
	$(BIN)/juesuan demo

test: install lint
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(DEV_STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The lock names no CUDA package and no local build of torch, so that it holds on machines with and without an accelerator.
lock: | python
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	$(LOCK_BIN)/pip install --quiet "$$(sed -n 's/^ *"\(torch==[^"]*\)",$$/\1/p' pyproject.toml)"
	$(LOCK_BIN)/pip install --quiet --editable '.[dev]'
	{ echo '# Every package of a working environment, run time and development. Made by: make lock'; \
	  $(LOCK_BIN)/pip freeze --all --exclude pip --exclude-editable | sed -E '/^(nvidia|cuda|triton)/d; s/\+[a-z0-9.]+$$//' | LC_ALL=C sort --ignore-case; } > requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf .venv .venv-lock build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The menu. `make` lists it; each line does its own set-up.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
APT := postgresql dovecot-imapd dovecot-lmtpd postfix clamav-daemon swaks tesseract-ocr tesseract-ocr-dan tesseract-ocr-nld libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core chromium

.DEFAULT_GOAL := help
.PHONY: help setup try test check fmt docs pictures bench lock neighbours

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: .venv/.ready  ## build .venv with svarfrist and everything it needs

.venv/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "svarfrist needs Python 3.11 or newer, and none was found. Say where it is: make setup PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

try: setup  ## start the whole service on this machine, nothing to configure (ARGS=--once: tell the story and stop)
	$(BIN)/svarfrist try $(ARGS)

neighbours:
	@sh tests/neighbours.sh $(APT)

test: check neighbours  ## check, then run every test
	$(BIN)/python -m pytest -q $(if $(ARGS),$(ARGS),-n 2)

check: setup  ## ruff, mypy --strict, lint-imports
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: setup  ## write the code the way ruff likes it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet .

docs: setup  ## write the parts of docs/ that come from the code
	$(BIN)/python -m docs.build

pictures: setup neighbours  ## hold the conversations of docs/chat.md in a browser, and take their pictures anew
	$(BIN)/python -m tests.pictures

bench: setup  ## letters a second on this machine (ARGS="--messages 2000")
	$(BIN)/svarfrist bench $(ARGS)

lock: setup  ## choose versions anew: names and hashes, no addresses
	$(BIN)/uv pip compile pyproject.toml --extra likeness --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

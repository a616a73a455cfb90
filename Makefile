# make demo: the whole job on the shipped corpus · make test: everything that must hold
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/runtime.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	$(BIN)/python -m compileall -q src  # as pip does for a wheel: commands start a third sooner
	touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

demo: $(VENV)/runtime.stamp  ## class set, key and report on the shipped corpus, in forensics-demo/
	$(BIN)/forensics demo -o forensics-demo

test: $(VENV)/dev.stamp  ## lint, types and every test
	$(BIN)/ruff check src tests bench corpora
	$(BIN)/ruff format -q --check src tests bench corpora
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/dev.stamp  ## ruff and mypy alone
	$(BIN)/ruff check src tests bench corpora
	$(BIN)/ruff format -q --check src tests bench corpora
	$(BIN)/mypy

bench: $(VENV)/dev.stamp  ## speed, as ratios measured in one run
	$(BIN)/python bench/run.py

.PHONY: help demo test lint bench

schema: $(VENV)/dev.stamp  ## make the JSON Schema again from the model
	$(BIN)/python tests/make_schema.py
.PHONY: schema

pictures: $(VENV)/dev.stamp  ## make the pictures of the documentation again (needs Chromium and pdftoppm)
	$(BIN)/python docs/images/make.py
.PHONY: pictures

samples: $(VENV)/dev.stamp  ## build the sample exercises again, in worksheets/samples/
	$(BIN)/python worksheets/make.py
.PHONY: samples

reference: $(VENV)/dev.stamp  ## make the reference pages again from the code
	$(BIN)/python docs/make_reference.py
.PHONY: reference

site: $(VENV)/dev.stamp  ## build the documentation as a static site, in site/
	$(BIN)/python docs/build.py
.PHONY: site

portable:  ## a folder and a zip that run from a USB key without Python, in dist/ (Linux)
	$(PYTHON) packaging/portable.py
.PHONY: portable

test-lowest:  ## the tests with the lowest versions that pyproject.toml allows, in .venv-lowest
	$(PYTHON) packaging/versions.py lowest
.PHONY: test-lowest

test-newest:  ## the tests with the newest versions there are, in .venv-newest
	$(PYTHON) packaging/versions.py newest
.PHONY: test-newest

test-runtime: $(VENV)/dev.stamp  ## wheel and source archive installed outside the tree, every verb run by an ordinary user, offline
	$(BIN)/python packaging/installed.py
.PHONY: test-runtime

dist: $(VENV)/dev.stamp  ## the wheel and the source archive, in dist/
	$(BIN)/python -m hatchling build
.PHONY: dist

# The two commands are `make demo` and `make test`; both set up what they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
REGRAPH := $(BIN)/regraph
OUT := out
STORE := $(OUT)/store
# one more than there are cores: a worker often waits for a browser, a server or a command that it started
PYTEST_WORKERS ?= $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))')
# what the installation builds the front-end bundle from
WEB := hatch_build.py $(wildcard web/package*.json web/vite.config.js web/src/*.js web/src/*/*.js src/regraph/network/viewer/*.js src/regraph/network/viewer/viewer.css)

.PHONY: demo test lint docs bench clean help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.installed: pyproject.toml constraints.txt $(WEB)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "regraph needs Python 3.11 or newer: set PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps --group followthemoney
	@$(BIN)/python -c 'import sys; from regraph import resources; resources.has_bundle() or sys.stderr.write("warning: the front-end bundle was not built (web/README.md): pages use plain scripts\n")'
	@touch $@

demo: $(VENV)/.installed  ## build the graph from seeds/, answer the samarium question, write out/
	@mkdir -p $(OUT)
	$(REGRAPH) build --store $(STORE)
	$(REGRAPH) export --store $(STORE) -o $(OUT)/regraph.ttl
	$(REGRAPH) network --store $(STORE) -o $(OUT)/network.html
	$(REGRAPH) network --store $(STORE) -o $(OUT)/network.graphml
	@ls -l $(OUT)/regraph.ttl $(OUT)/network.html $(OUT)/network.graphml
	@echo
	$(REGRAPH) ask "which measures on samarium are still in force?" --store $(STORE) --format table

test: $(VENV)/.installed lint  ## lint, types, layers, all tests
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.installed  ## ruff, mypy strict, import contract, ontology
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(REGRAPH) ontology check

docs: $(VENV)/.installed  ## the documentation site, in out/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open $(OUT)/docs/index.html"

bench: $(VENV)/.installed  ## side-by-side measurements, printed as ratios
	$(BIN)/python -m bench

clean:  ## remove what the targets made
	rm -rf $(OUT) $(VENV) build dist

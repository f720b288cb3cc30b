PYTHON ?= $(shell command -v python3.11 || command -v python3)
# gpu instead of cpu on a machine with CUDA: make serve ACCELERATOR=gpu
ACCELERATOR ?= cpu
DATA ?= data
BIN := .venv/bin
INSTALLED := .venv/.installed-$(ACCELERATOR)

.PHONY: help install serve test check bench bench-nlu clean

help:
	@echo "make serve    install, prepare the demo shop and serve it on http://127.0.0.1:8000"
	@echo "make test     install and run the tests"
	@echo "make check    style, types and layers"
	@echo "make bench    measure, and write tests/benchmarks/RESULTS.md"
	@echo "make bench-nlu DATA=DIR   learn and score public sets, which lie in DIR"
	@echo "make install  only install, into .venv"
	@echo "make clean    remove what the demo shop has stored, its model and its index"

install: $(INSTALLED)

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name it: make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable ".[$(ACCELERATOR),train,postgres,redis,dev]"
	@touch $@

serve: install
	$(BIN)/python -m bot serve --data $(DATA)

test: install
	@test -d data/tests/index || echo "The first run trains the shop's model while the other tests run; that takes some minutes."
	OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist worksteal

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m nlu check

bench: install
	$(BIN)/python -m bot prepare --data $(DATA)
	$(BIN)/python -m tests.benchmarks --data $(DATA)

bench-nlu: install
	$(BIN)/python -m tests.benchmarks.public --sets $(DATA)

clean:
	rm -rf $(DATA)

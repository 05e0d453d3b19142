# Thin: every command is `python3 -m launcher COMMAND`. `make` alone lists them.

PYTHON := $(shell for python in "$(PLUMBLINE_PYTHON)" python3 python3.13 python3.12 python3.11 python3.10 python; do \
	[ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && \
	echo "$$python" && break; done)
ifeq ($(PYTHON),)
LAUNCH = @echo "Plumbline needs Python 3.10 or newer: install one, or name it: make $@ PLUMBLINE_PYTHON=/path/to/python3" >&2; false
else
LAUNCH = @"$(PYTHON)" -m launcher
endif
export PLUMBLINE_PYTHON UNIT ARGS

.PHONY: help run test check doctor interactive train setup locks clean
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, start everything, print the owner app's address
	$(LAUNCH) run

test: ## run all tests (UNIT=office: one folder of tests/; ARGS="-k x": passed on to pytest)
	$(LAUNCH) test --unit "$$UNIT" --arguments="$$ARGS"

check: ## style, types, who may import whom, house rules, the web side; under a minute
	$(LAUNCH) check

doctor: ## what is installed, what runs, which adapters and engines are live
	$(LAUNCH) doctor

interactive: ## rasa interactive on the real actions and the real database
	$(LAUNCH) interactive

train: ## train the language model when its inputs have changed
	$(LAUNCH) train

setup: ## install everything that run needs, start nothing
	$(LAUNCH) setup

locks: ## compile the locks in requirements/ anew from pyproject.toml
	$(LAUNCH) locks

clean: ## remove environments, builds and models; the database stays
	$(LAUNCH) clean

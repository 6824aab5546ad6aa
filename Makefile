# Liangfen 亮分. Needs python3 (3.11 or newer) and make; everything else is fetched by setup.
PYTHON ?= python3
IN = .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help setup run test check torture rehearse bench advisories locks

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18
	@echo
	@echo "  Settings stand before or after the word:  make run HOST=0.0.0.0 PORT=8080 DATA_DIR=/srv/contest"

setup: ## Make the checkout ready: .venv, browser files, display face
	@$(PYTHON) -m tools.setup

run: setup ## Serve on 127.0.0.1:8000 (HOST, PORT, DATA_DIR); the sample contest when none is given
	@$(IN) tools.run

test: ## Everything that must hold: style, types, layers, all tests (at most 25 minutes)
	@$(PYTHON) -m tools.setup --with tests
	@$(IN) tools.checks all

check: ## The quick part of test for the inner loop (at most two minutes)
	@$(PYTHON) -m tools.setup --with tests
	@$(IN) tools.checks quick

torture: ## Kill, cut, fill and set back on purpose, in full (ONLY=T3, SHORT=1, JOBS=2, FRESH=1); goes on where it stopped
	@$(PYTHON) -m tools.setup --with tests
	@$(IN) tools.torture

rehearse: setup ## Play the sample's whole contest day in a DATA_DIR of its own and compare the result
	@$(IN) tools.rehearse

bench: ## Measure beside others and write docs/performance.md (ONLY=fanout,commits, SHORT=1); fails where a goal is missed
	@$(PYTHON) -m tools.setup --with tests
	@$(PYTHON) -m tools.bench

advisories: ## Ask the registries for known weaknesses of what is pinned; 1 something is known, 3 they could not be asked
	@$(PYTHON) -m tools.setup --with tests
	@$(IN) tools.advisories

locks: ## Pin the newest fitting versions anew (needs uv and npm)
	for part in "" -tools -node -test -bench; do uv pip compile --quiet --universal --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 \
	  requirements$$part.in -o requirements$$part.txt || exit 1; done
	npm install --package-lock-only
	cd tools/bench/node && npm install --package-lock-only

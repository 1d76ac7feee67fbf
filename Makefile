.PHONY: help setup run test check format requirements benchmark fuzz screenshot documents clean
BIN := .venv/bin
# Where it is set, every process that is started compiles all modules anew.
unexport PYTHONDONTWRITEBYTECODE

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup:  ## virtual environment with everything, nothing served
	@bash scripts/setup.sh

run: setup  ## serve the sample agency "Plaju"; Ctrl-C stops it
	@$(BIN)/terukur demo

test: setup  ## all tests, PostgreSQL and browser included
	@bash scripts/test.sh

check: setup  ## format, lint, types, layers, fast tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -m "not browser and not slow" -n 2

format: setup  ## format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

fuzz: setup  ## 21,000 hostile requests to every address and form: make fuzz ARGS="--fuzz-seed 7"
	@$(BIN)/pytest tests/web/test_fuzz.py -s --fuzz-cases 21000 $(ARGS)

benchmark: setup  ## requests and evaluations per second at 240 and 20,000 people
	@$(BIN)/python benchmarks/suggestions.py
	@$(BIN)/python benchmarks/service_log.py
	@$(BIN)/python benchmarks/survey.py
	@$(BIN)/python benchmarks/ledger.py
	@$(BIN)/python benchmarks/pages.py
	@$(BIN)/python benchmarks/objectivity.py

screenshot: setup  ## pictures of the sample agency: make screenshot ARGS="ADDRESS FOLDER NIP PATH"
	@$(BIN)/python scripts/screenshot.py $(ARGS)

requirements: setup  ## compile the hashed requirement files anew
	@for name in base dev uv; do $(BIN)/uv pip compile --quiet --universal --generate-hashes \
	  --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links \
	  requirements/$$name.in -o requirements/$$name.txt; done

documents: setup  ## make the page of rules and the pictures of docs/ anew
	@$(BIN)/terukur rule --document > docs/rules.md
	@$(BIN)/python scripts/pictures.py

clean:  ## remove the virtual environment and what was built; data under var stay
	@rm -rf .venv staticfiles build
	@echo "The data under var stay: an agency's work may be among them. Remove the folder by hand."

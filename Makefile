# The two commands: `make lab` (learn) and `make test` (everything compared). `make help` lists the rest.
# The forms without make stand in the README.
# Any Python can run the set-up where the environment is there: that has one of its own.
PYTHON ?= $(shell command -v python3 >/dev/null 2>&1 && echo python3 || echo .venv/bin/python)
LESSON ?=
OVERHEARD = .venv/bin/overheard

.PHONY: help setup pretrained lab test build site bench update progress doctor clean

help:
	@echo "make lab                 set up everything and open JupyterLab on the start page"
	@echo "make test                set up everything and run all tests (LESSON=mnist: one lesson)"
	@echo "make build               write the notebooks anew from lessons/ and execute what changed"
	@echo "make site                build the web book into build/site"
	@echo "make bench               time the MNIST recipe and the validation of all notebooks"
	@echo "make update              lay what is new into my_work/, never over what is there"
	@echo "make pretrained          add models that others trained (about 300 MB), for lessons 41 and 45"
	@echo "make progress            which exercises you have passed"
	@echo "make doctor              what is installed, what is missing or altered, how to mend it"
	@echo "TORCH_INDEX=https://download.pytorch.org/whl/cpu make lab   on Linux: CPU builds only, no CUDA download"

setup:
	@$(PYTHON) scripts/setup_env.py

pretrained:
	@$(PYTHON) scripts/setup_env.py --extra pretrained

lab: setup
	@$(OVERHEARD) lab

test:
	@$(PYTHON) scripts/setup_env.py --extra test --extra site
	@$(OVERHEARD) test $(LESSON)

build: setup
	@$(OVERHEARD) build $(LESSON)

site:
	@$(PYTHON) scripts/setup_env.py --extra site
	@$(OVERHEARD) site

bench:
	@$(PYTHON) scripts/setup_env.py --extra test
	@$(OVERHEARD) bench

update: setup
	@$(OVERHEARD) update

progress: setup
	@$(OVERHEARD) progress

doctor: setup
	@$(OVERHEARD) doctor

clean:
	rm -rf build reports .pytest_cache .ruff_cache

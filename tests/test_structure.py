"""The package's rooms: who may import whom, how large a module may be, and what old notebooks still find."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from overheard import curriculum, paths

PACKAGE = paths.ROOT / "overheard"
MOST_LINES = 600
OLD = Path(__file__).parent / "old_notebooks"  # as version 0.1.0 laid them into my_work/

# A module imports from its own floor or from one below, never from one above, and a
# room never from its neighbour. On the ground floor stand what all
# rooms know; above it what notebooks import; then the rooms.
FLOORS = [
    {
        "errors",
        "paths",
        "yamlfile",
        "licences",
        "torchvision_cpu",
        "reading",
        "curriculum",
        "quotes",
        "reference",
        "threads",
        "terminal",
        "pretrained",
    },
    {"datasets", "plots", "predict"},
    {"author"},
    {"learner"},
    {"check", "book"},
    {"cli"},
]
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}


def modules() -> dict[str, Path]:
    """Dotted name to file, without the template of a lesson."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "template_lesson" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the package that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known else node.module)
    return {name for name in found if name in known and name != "overheard"}


def room(name: str) -> str:
    return name.split(".")[1]


def test_every_module_has_its_floor():
    known = modules()
    assert {room(name) for name in known if name != "overheard"} == set(FLOOR)
    assert not [name for name in FLOOR if sum(name in names for names in FLOORS) != 1]


def test_no_arrow_leads_upwards():
    known = modules()
    wrong = [
        f"{name} imports {other}"
        for name, path in known.items()
        if name != "overheard"
        for other in sorted(imports(path, known))
        if FLOOR[room(other)] > FLOOR[room(name)]
        or (FLOOR[room(other)] == FLOOR[room(name)] >= 2 and room(other) != room(name))
    ]
    assert not wrong, "an arrow that leads upwards:\n" + "\n".join(wrong)


def test_no_module_imports_itself_in_a_circle():
    known = modules()
    arrows = {name: imports(path, known) - {name} for name, path in known.items()}
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, "a circle: " + " -> ".join([*way[way.index(name) :], name])
        if name not in done:
            for other in sorted(arrows.get(name, ())):
                walk(other, (*way, name))
            done.add(name)

    for name in arrows:
        walk(name, ())


def test_no_module_is_too_long():
    long = {
        name: lines
        for name, path in modules().items()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long, f"more than {MOST_LINES} lines, so it is more than one thing: {long}"


@pytest.mark.parametrize("name", sorted(path.name for path in OLD.glob("*.ipynb")))
def test_notebooks_of_the_first_version_still_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Copies in my_work/ are never overwritten, so what they import must go on working."""
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path))
    notebook = nbformat.read(shutil.copy(OLD / name, tmp_path), as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    printed = "".join(
        o.get("text", "") for c in notebook.cells if c.cell_type == "code" for o in c.outputs if "text" in o
    )
    assert "not attempted yet" in printed


# ---------------------------------------------------------------------------------------------- without torch

# conftest.py refuses torch to the kernels of lessons that do not use it, while nbval runs their notebooks.


def test_some_lessons_use_torch_and_some_do_not():
    uses = {lesson.slug: lesson.uses_torch for lesson in curriculum.load().lessons}
    assert uses["mnist"] and uses["attention_heatmaps"]
    assert not uses["start_here"] and not uses["sorting_ceremony"]


def test_the_refusal_of_torch_refuses():
    offline = str(paths.ROOT / "tests" / "offline")
    settings = {**os.environ, "PYTHONPATH": offline, "OVERHEARD_REFUSE": "torch,torchvision"}
    for code in ("import torch", "import torchvision.datasets"):
        done = subprocess.run(
            [sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False
        )
        assert done.returncode != 0 and "refused by this test" in done.stderr
    assert subprocess.run([sys.executable, "-c", "import numpy"], env=settings, check=False).returncode == 0


@pytest.mark.parametrize("module", ["datasets", "plots", "predict", "check", "learner.progress", "author.build"])
def test_what_notebooks_import_imports_no_torch(module: str):
    code = f"import sys, overheard.{module}; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

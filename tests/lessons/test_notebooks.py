"""What is committed is whole: in step with its sources, executed, and the exercises as a learner gets them.

nbval compares the outputs. It says nothing about a cell that was never executed, a notebook that is stale, or an
exercise that gives its solution away: that is looked after here.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from overheard import curriculum, paths
from overheard.author import build

LISTING = curriculum.load()
SLUGS = [lesson.slug for lesson in LISTING.lessons]
COMMITTED = [(lesson.slug, folder) for lesson in LISTING.lessons for folder in build.folders_of(lesson)]
EXECUTED = [pair for pair in COMMITTED if pair[1] != build.EXERCISES]
PRACTISED = [slug for slug, folder in COMMITTED if folder == build.EXERCISES]
MARKERS = re.compile(r"^# ?(NBVAL_\w+|PYTEST_VALIDATE_\w+)", re.MULTILINE)
IGNORED = {"nbval-ignore-output", "NBVAL_IGNORE_OUTPUT"}
SKIPPED = {"nbval-skip", "NBVAL_SKIP", "nbval-ignore-output-all", "skip-execution"}
FIGURES = ("image/png", "image/svg+xml", "image/jpeg")


def read(slug: str, folder: str) -> NotebookNode:
    path = build.notebook_path(LISTING.lesson(slug), folder)
    assert path.exists(), f"{folder}/{path.name} is missing; run: overheard build {slug}"
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def marks(cell: NotebookNode) -> set[str]:
    """What nbval would read: tags, and comments at the beginning of a line."""
    return {*cell.metadata.get("tags", []), *MARKERS.findall(cell.source)}


def head(cell: NotebookNode) -> str:
    return repr(cell.source.strip().splitlines()[0][:60]) if cell.source.strip() else "an empty cell"


# --------------------------------------------------------------- what must hold, each tried on damage below


def prints(source: str) -> bool:
    """Whether a line of the cell itself (not of a function or a branch in it) prints to stdout."""
    source = re.sub(r"(?m)^\s*[%!].*$", "", source)
    return any(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "print"
        and not any(keyword.arg == "file" for keyword in node.value.keywords)
        for node in ast.parse(source).body
    )


def not_executed(notebook: NotebookNode) -> Iterator[str]:
    cells = code_cells(notebook)
    counts = [cell.execution_count for cell in cells]
    if counts != list(range(1, len(cells) + 1)):
        yield f"its code cells were executed as {counts}, not as 1 to {len(cells)}"
    if cells and not any(cell.outputs for cell in cells):
        yield "it holds no output at all"
    for cell in cells:
        if prints(cell.source) and not any(
            output.output_type == "stream" and output.name == "stdout" for output in cell.outputs
        ):
            yield f"the cell {head(cell)} prints, and holds no output"
        if any(output.output_type == "error" for output in cell.outputs) and "raises-exception" not in marks(cell):
            yield f"the cell {head(cell)} holds an error"


def stored_stderr(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield f"the cell {head(cell)} holds stderr"


def ignored(notebook: NotebookNode) -> Iterator[str]:
    cells = code_cells(notebook)
    left_out = [cell for cell in cells if marks(cell) & IGNORED]
    if len(left_out) * 5 > len(cells):
        yield f"{len(left_out)} of {len(cells)} cells are left out of the comparison, more than a fifth"
    for cell in left_out:
        if not str(cell.metadata.get("overheard", {}).get("why", "")).strip():
            yield f"the cell {head(cell)} is left out of the comparison and does not say why"
    for cell in cells:
        if marks(cell) & SKIPPED:
            yield f"the cell {head(cell)} is skipped: it would never be executed"


def silent_figures(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if not any(kind in output.get("data", {}) for kind in FIGURES):
                continue
            text = output.data.get("text/plain", "")
            alts = (
                text,
                output.metadata.get("image/png", {}).get("alt"),
                cell.metadata.get("mystnb", {}).get("image", {}).get("alt"),
            )
            if not build.figure_alternative(output):
                yield f"the figure of {head(cell)} has no text alternative"
            elif len(set(alts)) != 1:
                yield f"the figure of {head(cell)} tells three tales: {alts}"


def not_pristine(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        if cell.outputs or cell.execution_count is not None:
            yield f"the cell {head(cell)} of the exercises holds an output"
    text = "\n".join(cell.source for cell in notebook.cells)
    for mark in ("BEGIN SOLUTION", "END SOLUTION", "BEGIN BUG", "END BUG"):
        if mark in text:
            yield f"the mark {mark} was left in"


# ------------------------------------------------------------------------------------------ what is committed


@pytest.mark.parametrize("slug", SLUGS)
def test_in_step_with_its_sources(slug: str) -> None:
    stale = build.check(LISTING, [LISTING.lesson(slug)])
    mine = [one for one in stale if one.path.name == f"{LISTING.lesson(slug).name}.ipynb"]
    if mine:
        told = [f"{one.path.relative_to(paths.ROOT)}: {one.why}; run: overheard build {slug}" for one in mine]
        pytest.fail("\n".join(told), pytrace=False)


def test_no_notebook_without_a_lesson() -> None:
    assert [f"{one.path.relative_to(paths.ROOT)}: {one.why}" for one in build.check(LISTING, [])] == []


@pytest.mark.parametrize(
    "rule", [not_executed, stored_stderr, ignored, silent_figures], ids=lambda rule: rule.__name__
)
@pytest.mark.parametrize(("slug", "folder"), EXECUTED, ids=[f"{slug}-{folder}" for slug, folder in EXECUTED])
def test_executed_notebooks(slug: str, folder: str, rule) -> None:
    assert list(rule(read(slug, folder))) == []


@pytest.mark.parametrize("slug", PRACTISED)
def test_exercises_are_pristine(slug: str) -> None:
    assert list(not_pristine(read(slug, build.EXERCISES))) == []


@pytest.mark.parametrize("slug", PRACTISED)
def test_solutions_are_passed_by_their_checks(slug: str) -> None:
    asked = [cell for cell in code_cells(read(slug, build.SOLUTIONS)) if is_check(cell)]
    assert asked, "no cell asks a check"
    for cell in asked:
        assert "passed" in printed(cell), f"{head(cell)}: {printed(cell)}"


@pytest.mark.parametrize("slug", SLUGS)
def test_notebooks_are_small_enough_to_be_shown(slug: str) -> None:
    """GitHub shows no notebook over 10 MB, and a clone carries every version of each."""
    for folder in build.folders_of(LISTING.lesson(slug)):
        path = build.notebook_path(LISTING.lesson(slug), folder)
        assert path.stat().st_size < 3_000_000, path.name


def test_the_declared_seconds_fit_into_ci() -> None:
    totals = {lesson.slug: lesson.seconds.total for lesson in LISTING.lessons}
    long = {slug: total for slug, total in totals.items() if total > curriculum.MOST_SECONDS}
    assert sum(totals.values()) <= 4200 and len(long) <= 6 and max(totals.values(), default=0) <= 240, totals


# --------------------------------------------------------------------------------------- the exercises, as shipped


def test_what_a_notebook_links_to_is_in_git() -> None:
    """A file that git ignores is there for whoever wrote the lesson, and for nobody else."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    tracked = {Path(name) for name in listed.stdout.decode().split("\0")}
    tracked |= {folder for file in tracked for folder in file.parents}
    lost = []
    for slug, folder in COMMITTED:
        for cell in read(slug, folder).cells:
            if cell.cell_type != "markdown":
                continue
            for target in re.findall(r"\]\((?!\w+:|#)([^()\s#]+)", re.sub(r"`[^`]*`", "", cell.source)):
                if Path(os.path.normpath(Path(folder) / unquote(target))) not in tracked:
                    lost.append(f"{folder} of {slug}: {target} is not in git; add it, or see .gitignore")
    assert not lost


def is_check(cell: NotebookNode) -> bool:
    return re.search(r"^check\.\w+\(", cell.source, re.MULTILINE) is not None


def printed(cell: NotebookNode) -> str:
    return "".join(
        output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stdout"
    )


def run(notebook: NotebookNode, folder: str) -> NotebookNode:
    notebook = copy.deepcopy(notebook)
    resources = {"metadata": {"path": str(paths.ROOT / folder)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    return notebook


@pytest.mark.parametrize("slug", PRACTISED)
def test_exercises_run_as_shipped(slug: str) -> None:
    """Top to bottom without an error, and each check kindly says that nothing was attempted yet."""
    asked = [cell for cell in code_cells(run(read(slug, build.EXERCISES), build.EXERCISES)) if is_check(cell)]
    assert len(asked) >= 1
    for cell in asked:
        told = printed(cell)
        assert told.count("not attempted yet") == len(re.findall(r"(?m)^check\.\w+\(", cell.source)), told
        assert "passed" not in told and "Traceback" not in told


# -------------------------------------------------------------------------------------------- the validation itself


def test_a_cell_that_says_a_lot_is_heard_to_its_end(tmp_path: Path) -> None:
    """A long progress bar sends thousands of messages while nobody reads; the last one says that the cell ended."""
    shutil.copy(paths.ROOT / "conftest.py", tmp_path)
    shutil.copytree(paths.ROOT / "tests" / "offline", tmp_path / "tests" / "offline")
    source = """\
import time
import ipywidgets
bar = ipywidgets.IntProgress(max=12_000)
for i in range(12_000):
    bar.value = i
    if i % 100 == 0:
        time.sleep(0.01)
print("ended")"""
    told = nbformat.v4.new_output("stream", text="ended\n")
    cell = nbformat.v4.new_code_cell(source, execution_count=1, outputs=[told])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "long.ipynb")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    done = subprocess.run(
        [*command, "long.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout


# ---------------------------------------------------------------------------------------------------- offline

FAR = "192.0.2.1"  # set aside for documentation: nobody is there
TRY = """\
import socket
import urllib.request

told = []
for attempt in (
    lambda: socket.create_connection(("{far}", 80), timeout=2),
    lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM).connect(("2001:db8::1", 80)),
    lambda: socket.socket().connect_ex(("{far}", 80)),
    lambda: socket.getaddrinfo("example.org", 443),
    lambda: urllib.request.urlopen("http://example.org/", timeout=2),
):
    try:
        attempt()
        told.append("reached")
    except OSError as error:
        told.append(str(error))
near = socket.create_connection(("127.0.0.1", {port}), timeout=5)
told.append(near.recv(5).decode())
near.close()
"""


@pytest.fixture
def neighbour() -> Iterator[int]:
    """The port of a server on this machine that says hello to two callers."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(60)

    def greet() -> None:
        try:
            caller, _ = server.accept()
            caller.sendall(b"hello")
            caller.close()
        except OSError:
            pass  # nobody called

    thread = threading.Thread(target=greet)
    thread.start()
    yield server.getsockname()[1]
    server.close()
    thread.join(timeout=70)


def refused(told: list[str]) -> None:
    assert told[-1] == "hello", "this machine itself can be reached"
    assert len(told) == 6
    for words in told[:-1]:
        assert "without a network" in words, words


def test_these_tests_reach_no_other_machine(neighbour: int) -> None:
    names: dict[str, list[str]] = {}
    exec(TRY.format(far=FAR, port=neighbour), names)
    refused(names["told"])


def test_a_kernel_reaches_no_other_machine(neighbour: int) -> None:
    source = TRY.format(far=FAR, port=neighbour) + "import json\nprint(json.dumps(told))\n"
    ran = run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), build.NOTEBOOKS)
    refused(json.loads(printed(ran.cells[0])))


# ------------------------------------------------------------------------------------- these tests notice damage

GOOD_FIGURE = nbformat.v4.new_output(
    "display_data",
    data={"image/png": "aGVsbG8=", "text/plain": "A line that rises from left to right."},
    metadata={"image/png": {"alt": "A line that rises from left to right."}},
)


def good() -> NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# Words"),
        nbformat.v4.new_code_cell(
            "print(1)", execution_count=1, outputs=[nbformat.v4.new_output("stream", text="1\n")]
        ),
        nbformat.v4.new_code_cell("draw()", execution_count=2, outputs=[copy.deepcopy(GOOD_FIGURE)]),
        *[nbformat.v4.new_code_cell("x = 1", execution_count=3 + i) for i in range(4)],
    ]
    cells[2].metadata["mystnb"] = {"image": {"alt": "A line that rises from left to right."}}
    return nbformat.from_dict(nbformat.v4.new_notebook(cells=cells))


RULES = [not_executed, stored_stderr, ignored, silent_figures]


def complaints(notebook: NotebookNode) -> list[str]:
    return [words for rule in RULES for words in rule(notebook)]


def test_a_good_notebook_is_good() -> None:
    assert complaints(good()) == []


def set_alt(notebook: NotebookNode, alt: str) -> None:
    notebook.cells[2].outputs[0].data["text/plain"] = alt
    notebook.cells[2].outputs[0].metadata["image/png"]["alt"] = alt
    notebook.cells[2].metadata["mystnb"]["image"]["alt"] = alt


def ignore(notebook: NotebookNode, count: int, **overheard: str) -> None:
    for cell in notebook.cells[3 : 3 + count]:
        cell.metadata.update(tags=["nbval-ignore-output"], overheard=overheard)


DAMAGE = {
    "a cell that was never executed": lambda n: n.cells[4].update(execution_count=None),
    "two cells in another order": lambda n: (
        n.cells[3].update(execution_count=4),
        n.cells[4].update(execution_count=3),
    ),
    "a cell executed twice": lambda n: n.cells[-1].update(execution_count=9),
    "a lost output": lambda n: n.cells[1].update(outputs=[]),
    "all outputs lost": lambda n: [cell.update(outputs=[]) for cell in n.cells[1:]],
    "stderr": lambda n: n.cells[1].outputs[0].update(name="stderr"),
    "an error": lambda n: n.cells[3].update(
        outputs=[nbformat.v4.new_output("error", ename="ValueError", evalue="", traceback=[])]
    ),
    "two ignored of six": lambda n: ignore(n, 2, why="a timing"),
    "ignored without a reason": lambda n: ignore(n, 1),
    "ignored with an empty reason": lambda n: ignore(n, 1, why=" "),
    "ignored by a comment": lambda n: n.cells[3].update(source="# NBVAL_IGNORE_OUTPUT\nx = 1"),
    "skipped by a comment": lambda n: n.cells[3].update(source="#NBVAL_SKIP\nx = 1"),
    "skipped by a tag": lambda n: n.cells[3].metadata.update(tags=["nbval-skip"]),
    "no alternative": lambda n: n.cells[2].outputs[0].data.pop("text/plain"),
    "an alternative that is none": lambda n: set_alt(n, "<Figure size 640x480 with 1 Axes>"),
    "another alternative in the output": lambda n: (
        n.cells[2].outputs[0].metadata["image/png"].update(alt="Another.")
    ),
    "another alternative for the book": lambda n: n.cells[2].metadata.mystnb.image.update(alt="Another."),
    "no alternative for the book": lambda n: n.cells[2].metadata.pop("mystnb"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_noticed(name: str) -> None:
    notebook = good()
    DAMAGE[name](notebook)
    assert len(complaints(notebook)) >= 1


def test_one_ignored_cell_of_six_with_its_reason_is_fine() -> None:
    notebook = good()
    ignore(notebook, 1, why="a timing")
    assert complaints(notebook) == []


def test_exercises_that_are_not_pristine_are_noticed() -> None:
    fresh = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    assert list(not_pristine(fresh)) == []
    for change in ({"execution_count": 1}, {"outputs": [nbformat.v4.new_output("stream", text="1")]}):
        changed = copy.deepcopy(fresh)
        changed.cells[0].update(change)
        assert list(not_pristine(changed))
    marked = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("    ### BEGIN SOLUTION")])
    assert list(not_pristine(marked))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("print(1)", True),
        ("x = 1\nprint(x)", True),
        ("%matplotlib inline\nprint(1)", True),
        ("def f():\n    print(1)", False),
        ("if x:\n    print(1)", False),
        ("import sys\nprint(1, file=sys.stderr)", False),
        ("x = print", False),
    ],
)
def test_what_counts_as_printing(source: str, expected: bool) -> None:
    assert prints(source) is expected

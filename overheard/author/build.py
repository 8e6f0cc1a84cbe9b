"""One source, three notebooks: ``lessons/<slug>/`` into notebooks/, exercises/ and solutions/.

``lesson.py`` and ``practice.py`` are percent scripts, read by overheard.author.source. The builder renders
directives such as ``{{ header }}`` from the lesson's files, cuts solutions out for exercises/, executes what
changed and writes each notebook in one step, so a failed or interrupted build leaves the old one whole.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from overheard import paths
from overheard.author import render
from overheard.author.outputs import is_progress
from overheard.author.source import BuildError, python_error, source_cells
from overheard.curriculum import START, Curriculum, Lesson
from overheard.errors import OverheardError
from overheard.yamlfile import YamlError, shown

NOTEBOOKS, EXERCISES, SOLUTIONS = "notebooks", "exercises", "solutions"
KINDS = {NOTEBOOKS: "lesson.py", EXERCISES: "practice.py", SOLUTIONS: "practice.py"}
STUB = 'raise NotImplementedError("your turn")'
CELL_TIMEOUT = 600  # seconds: a cell that takes longer hangs
REVEAL_SECONDS = 1.0  # wall time: a guess is answered at once
LAST_FRAMES = 12  # lines of a traceback that a build error shows
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_MARKER = re.compile(r"^(\s*)### (BEGIN|END) (SOLUTION|BUG)\s*$")
_LIKE_MARKER = re.compile(r"^\s*(#[#\s]*(?i:(BEGIN|END)\s*(SOLUTION|BUG))|###\s*[A-Z]+\s*[A-Z]+\s*$)")
_MARKS = "`### BEGIN SOLUTION`, `### END SOLUTION`, `### BEGIN BUG` or `### END BUG`"
_CHECK = re.compile(r"^check\.(\w+)\(", re.MULTILINE)
_REVEAL = re.compile(r"^(?!\s*(?:#|def )).*\breveal\(", re.MULTILINE)
_NOT_CALLED = ("lesson.py", "practice.py", "answers.py")  # files of a room that no notebook imports
DRAFTS = "build/drafts"
_FIGURES = ("image/png", "image/svg+xml", "image/jpeg")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_WIDGET_WORDS = "Here stands something to play with: run this cell in JupyterLab to use it."


@dataclass(frozen=True)
class Stale:
    """A notebook whose cells are not those that its sources give."""

    path: Path
    why: str


# ----------------------------------------------------------------------------------------------- sources


def cut_solution(source: str, keep: bool, where: str) -> str:
    """A code cell with its solution blocks kept (solutions/) or replaced by a stub (exercises/).

    Between BEGIN BUG and END BUG stands the code that a bug hunt hands to the learner: it stays in
    exercises/, and goes in solutions/ where the solution block behind it takes its place.

    Raises:
        BuildError: marks that do not pair up; ``where`` is ``file:line`` of the cell's first line, and the line
            of the mark is named.
    """
    result: list[str] = []
    inside: str | None = None
    began, indent, after_bug = 0, "", False
    file, _, first = where.rpartition(":")
    for number, line in enumerate(source.splitlines(), int(first)):
        mark = _MARKER.match(line)
        if mark is None:
            if _LIKE_MARKER.match(line):
                raise BuildError(f"{file}:{number}: {line.strip()!r} looks like a mark and is none; write {_MARKS}")
            if inside is None or (inside == "SOLUTION") == keep:
                result.append(line)
            continue
        spaces, edge, kind = mark.groups()
        if inside is None and edge == "END":
            raise BuildError(
                f"{file}:{number}: `### END {kind}` has no BEGIN in its cell; "
                f"write `### BEGIN {kind}` above it, or remove it"
            )
        if inside is not None and (edge, kind) != ("END", inside):
            raise BuildError(
                f"{file}:{began}: `### BEGIN {inside}` is still open where line {number} says `### {edge} {kind}`; "
                f"write `### END {inside}` " + (f"above line {number}" if edge == "BEGIN" else "there")
            )
        if edge == "BEGIN":
            inside, began, indent = kind, number, spaces
            if kind == "SOLUTION" and not keep and indent and not after_bug:
                result.append(f"{indent}{STUB}")
        else:
            after_bug = inside == "BUG"
            inside = None
    if inside is not None:
        raise BuildError(
            f"{file}:{began}: `### BEGIN {inside}` has no END in its cell; write `### END {inside}` below it"
        )
    return "\n".join(result)


def _refuse_bad_cut(cell: NotebookNode, cut: str, folder: str, path: Path, line: int) -> None:
    """Refuse marks that stand where a cell is no Python once they have done their work."""
    if "raises-exception" in cell.metadata.get("tags", []):
        return
    if wrong := python_error(cut):
        begin = next(i for i, text in enumerate(cell.source.splitlines()) if _MARKER.match(text))
        raise BuildError(
            f"{shown(path)}:{line + begin}: in {folder}/ the cell with this mark is not valid Python ({wrong[1]}); "
            "set the marks around whole lines of one block"
        )


def answers_a_guess(source: str) -> bool:
    """Whether a code cell calls `reveal`, which lays what was measured beside what the learner guessed."""
    return _REVEAL.search(source) is not None


def _cell_id(source: str, kind: str, seen: dict[str, int]) -> str:
    """Stable under insertions elsewhere: from the content, counted where the same content recurs."""
    digest = hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _checks(curriculum: Curriculum, lesson: Lesson) -> str:
    """A hash of what notebooks call in a lesson's room: ``checks.py`` and modules beside it.

    The start page also shows the list of lessons.

    Raises:
        BuildError: one of them is not valid Python; file and line are named.
    """
    digest = hashlib.sha256()
    for path in sorted(lesson.folder.glob("*.py")):
        if path.name in _NOT_CALLED:
            continue
        try:
            text = path.read_text(encoding="utf-8")
            compile(text, path.name, "exec", dont_inherit=True)
        except SyntaxError as error:
            line = error.lineno or 1
            raise BuildError(
                f"{shown(path)}:{line}: not valid Python: {error.msg}; mend it, then build again"
            ) from None
        except ValueError as error:
            raise BuildError(f"{shown(path)}:1: cannot be read ({error}); save it as UTF-8 text") from None
        digest.update(f"{path.name}\n{text}\n".encode())
    if lesson.slug == START:
        listed = [
            (part.title, entry.number, entry.title, isinstance(entry, Lesson))
            for part in curriculum.parts
            for entry in part.entries
        ]
        digest.update(repr(listed).encode())
    return digest.hexdigest()[:16]


def render_notebook(curriculum: Curriculum, lesson: Lesson, folder: str) -> tuple[NotebookNode, list[int]]:
    """The notebook that the sources give, without outputs, and the source line of each of its cells.

    Args:
        folder: ``notebooks``, ``exercises`` or ``solutions``.

    Raises:
        BuildError: a mark is wrong, or checks.py is no Python; file and line are named.
        DirectiveError: a directive is wrong, likewise.
        YamlError: a file that lessons share is wrong, likewise: no page is to blame.
    """
    path = lesson.folder / KINDS[folder]
    page = render.Page(curriculum, lesson, folder)
    cells: list[NotebookNode] = []
    lines: list[int] = []
    seen: dict[str, int] = {}
    for cell, line in source_cells(path):
        where = f"{shown(path)}:{line}"
        metadata = {k: v for k, v in cell.metadata.items() if k != "lines_to_next_cell"}
        if cell.cell_type == "markdown":
            try:
                sources = page.markdown(cell.source, where)
            except render.DirectiveError as error:
                if isinstance(error.__context__, YamlError):
                    raise error.__context__ from None
                raise
            for source in sources:
                new = nbformat.v4.new_markdown_cell(source, metadata=copy.deepcopy(metadata))
                cells.append(new)
                lines.append(line)
        else:
            source = cut_solution(cell.source, folder != EXERCISES, where)
            if source != cell.source:
                _refuse_bad_cut(cell, source, folder, path, line)
            cells.append(nbformat.v4.new_code_cell(source, metadata=metadata))
            lines.append(line)
    for cell in cells:
        cell["id"] = _cell_id(cell.source, cell.cell_type, seen)
    notebook = nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
            "overheard": {"lesson": lesson.slug, "kind": folder},
        },
    )
    calls = any(cell.cell_type == "code" and "overheard.check" in cell.source for cell in cells)
    if calls and folder != EXERCISES:  # its outputs depend on them
        notebook.metadata["overheard"]["checks"] = _checks(curriculum, lesson)
    return notebook, lines


def notebook_path(lesson: Lesson, folder: str, root: Path | None = None) -> Path:
    """Where a notebook of a lesson lies. Those of a draft lie in build/drafts/, so that no learner meets them."""
    root = root or paths.ROOT
    return (root / DRAFTS if lesson.draft else root) / folder / f"{lesson.name}.ipynb"


def folders_of(lesson: Lesson) -> list[str]:
    """The folders that hold a notebook of this lesson."""
    return [NOTEBOOKS, EXERCISES, SOLUTIONS] if lesson.has_practice else [NOTEBOOKS]


# ---------------------------------------------------------------------------------------------- comparing


def _identity(cell: NotebookNode) -> tuple[str, str, str, str]:
    metadata = {k: v for k, v in cell.metadata.items() if k != "mystnb"}  # holds the figure's alternative
    return cell.get("id", ""), cell.cell_type, cell.source, json.dumps(metadata, sort_keys=True)


def _stored_checks(notebook: NotebookNode) -> str | None:
    return notebook.metadata.get("overheard", {}).get("checks")


def compare(path: Path, fresh: NotebookNode) -> str | None:
    """Why the notebook at ``path`` is not the one that its sources give; None where it is."""
    if not path.exists():
        return "it is missing"
    try:
        old = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises several kinds for a damaged file
        return f"it is not readable as a notebook ({type(error).__name__})"
    if len(old.cells) != len(fresh.cells):
        return f"it has {len(old.cells)} cells and its sources give {len(fresh.cells)}"
    for number, (was, now) in enumerate(zip(old.cells, fresh.cells, strict=True)):
        if _identity(was) != _identity(now):
            return f"its cell {number} differs from the sources"
    if _stored_checks(old) != _stored_checks(fresh):
        return "checks.py, a module beside it, or the list of lessons has changed since it was executed"
    if old.metadata != fresh.metadata:
        return "its metadata differ"
    return None


def _out_of_step(curriculum: Curriculum, lessons: list[Lesson], root: Path) -> list[Stale]:
    stale = []
    for lesson in lessons:
        for folder in folders_of(lesson):
            path = notebook_path(lesson, folder, root)
            fresh, _ = render_notebook(curriculum, lesson, folder)
            why = compare(path, fresh)
            if why:
                stale.append(Stale(path, why))
    return stale


def check(curriculum: Curriculum, lessons: list[Lesson], root: Path | None = None) -> list[Stale]:
    """Every notebook that is not in step with its sources, and every one that belongs to no lesson."""
    root = root or paths.ROOT
    stale = _out_of_step(curriculum, lessons, root)
    known = {notebook_path(lesson, folder, root) for lesson in curriculum.lessons for folder in folders_of(lesson)}
    for folder in KINDS:
        for path in sorted((root / folder).glob("*.ipynb")):
            if path not in known:
                stale.append(Stale(path, "it belongs to no lesson that is ready: move it elsewhere"))
    return stale


def elsewhere(curriculum: Curriculum, built: list[Lesson], root: Path | None = None) -> str:
    """A line on the notebooks of other lessons that are out of step, to show after a build; '' where none is."""
    root = root or paths.ROOT
    slugs = {lesson.slug for lesson in built}
    others = [lesson for lesson in curriculum.lessons if lesson.slug not in slugs]
    try:
        stale = _out_of_step(curriculum, others, root)
    except OverheardError as error:
        return f"Other lessons could not be looked at: {str(error).splitlines()[0]}"
    names = ", ".join(one.path.relative_to(root).as_posix() for one in stale)
    return f"Out of step now: {names}. `overheard build` without a name mends that." if names else ""


# ---------------------------------------------------------------------------------------------- executing

Progress = Callable[[str, int, int, float], None]  # name, cells done, cells in all, seconds


@contextmanager
def _build_environment() -> Iterator[None]:
    """One thread, so that a build gives what CI compares with, and no progress in the learner's file."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = {"OMP_NUM_THREADS": "1", "OVERHEARD_MY_WORK": scratch, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _clean_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What is stored: no stderr (progress bars, warnings), no widget models, which no reader has."""
    kept = []
    for output in outputs:
        if is_progress(output):
            continue
        if "data" in output and output.data.pop(_WIDGET, None) is not None:
            output.data["text/plain"] = _WIDGET_WORDS  # else "HBox(children=(VBox(children=(Dropdown(..."
        kept.append(output)
    return kept


def figure_alternative(output: Any) -> str | None:
    """The text alternative of a figure output; None where the output is no figure; '' where it lacks one."""
    data = output.get("data", {})
    text = data.get("text/plain", "").strip()
    if not any(kind in data for kind in _FIGURES):
        # a figure of overheard.plots as a cell's last line: matplotlib's words for it, and no picture
        return "" if re.match(r"[(\[]?<Figure size ", text) else None
    return "" if re.fullmatch(r"[(\[]?<.*>[)\]]?", text, re.DOTALL) or len(text) < 20 else text


def _alternatives(cell: NotebookNode, where: str) -> None:
    """Copy the figure's text alternative to where readers of the page find it."""
    for output in cell.outputs:
        alt = figure_alternative(output)
        if alt is None:
            continue
        if not alt:
            raise BuildError(
                f"{where}: a figure without a text alternative; "
                "show it with plots.show(fig, alt=...) from overheard, not with plt.show() or as the last line"
            )
        output.setdefault("metadata", NotebookNode())["image/png"] = NotebookNode(alt=alt)
        cell.metadata["mystnb"] = NotebookNode(image=NotebookNode(alt=alt))


def _source_line(traceback: list[str], first_line: int) -> int:
    """The source line of an error from a cell's traceback (``Cell In[3], line 2``)."""
    text = _ANSI.sub("", "\n".join(traceback))
    hit = re.search(r"Cell In\s*\[\d+\], line (\d+)", text) or re.search(r"<ipython-input[^>]*>.*line (\d+)", text)
    return first_line + int(hit.group(1)) - 1 if hit else first_line


_LEAVES = re.compile(r"^(?!\s*#).*?\b((?:sys\.)?exit|quit|os\._exit|os\.abort)\s*\(", re.MULTILINE)


def _why_it_died(process: subprocess.Popen[bytes] | None, sources: list[str]) -> str:
    """Why a kernel is gone: the system ended it, or the code did. `exit()` takes effect after its cell.

    Args:
        process: of the kernel.
        sources: the code cells up to the one that found it gone.
    """
    try:
        status = process.wait(timeout=5) if process is not None else None
    except subprocess.TimeoutExpired:
        status = None
    if status is None or status == -getattr(signal, "SIGKILL", 9):
        return "the kernel died (out of memory?)"
    if status < 0:
        return f"the kernel crashed ({signal.Signals(-status).name}); does the cell call compiled code wrongly?"
    found = next((hit for source in reversed(sources) if (hit := _LEAVES.search(source))), None)
    call = f"{found[1]}() in it or in a cell above ended it" if found else "did the code call exit() or quit()?"
    return f"the kernel ended by itself, with status {status}: {call}"


def execute(
    notebook: NotebookNode,
    lines: list[int],
    lesson: Lesson,
    folder: str,
    cwd: Path,
    progress: Progress | None = None,
) -> None:
    """Execute in place, from a fresh kernel in ``cwd``.

    Raises:
        BuildError: a cell fails, hangs, answers a guess too late, or shows a figure without a text alternative:
            names the lesson and the source line, and shows the last frames.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    path = lesson.folder / KINDS[folder]
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    began, at = time.monotonic(), {"cell": code[0] if code else 0, "since": 0.0}

    def started(cell: NotebookNode, cell_index: int) -> None:
        at["cell"] = cell_index

    kernel: dict[str, Any] = {}  # its process, which nbclient forgets when it dies

    def executing(cell: NotebookNode, cell_index: int) -> None:
        kernel.setdefault("process", getattr(getattr(client.km, "provisioner", None), "process", None))
        at["since"] = time.monotonic()

    def finished(cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
        seconds = time.monotonic() - at["since"]
        worked = execute_reply["content"]["status"] == "ok"
        if worked and seconds > REVEAL_SECONDS and answers_a_guess(cell.source):
            raise BuildError(
                f"lesson {lesson.slug}, {shown(path)}:{lines[cell_index]}: the cell that answers a guess took "
                f"{seconds:.1f} s, at most {REVEAL_SECONDS:.0f} s; measure above, reveal in a cell of its own"
            )
        if progress:
            done = code.index(cell_index) + 1 if cell_index in code else 0
            progress(f"{folder}/{lesson.name}", done, len(code), time.monotonic() - began)

    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        resources={"metadata": {"path": str(cwd)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        on_cell_start=started,
        on_cell_execute=executing,
        on_cell_executed=finished,
    )
    pristine = copy.deepcopy(notebook.metadata)
    try:
        with _build_environment():
            client.execute(stderr=subprocess.DEVNULL)  # the kernel's own log, not the cells' stderr
    except CellExecutionError:
        cell = notebook.cells[at["cell"]]
        error = next(out for out in cell.outputs if out.output_type == "error")
        line = _source_line(error.traceback, lines[at["cell"]])
        frames = _ANSI.sub("", "\n".join(error.traceback)).splitlines()[-LAST_FRAMES:]
        raise BuildError(
            f"lesson {lesson.slug}, {shown(path)}:{line}: {error.ename}: {error.evalue}\n" + "\n".join(frames)
        ) from None
    except CellTimeoutError:
        raise BuildError(
            f"lesson {lesson.slug}, {shown(path)}:{lines[at['cell']]}: the cell took more than {CELL_TIMEOUT} s"
        ) from None
    except DeadKernelError:
        sources = [notebook.cells[i].source for i in code if i <= at["cell"]]
        why = _why_it_died(kernel.get("process"), sources)
        raise BuildError(f"lesson {lesson.slug}, {shown(path)}:{lines[at['cell']]}: {why}") from None
    notebook.metadata = pristine  # without the Python version that happened to run it
    count = 0
    for cell, line in zip(notebook.cells, lines, strict=True):
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        count += 1
        if cell.execution_count is None:  # nbclient leaves an empty cell alone
            raise BuildError(f"{shown(path)}:{line}: an empty code cell; remove it")
        assert cell.execution_count == count
        cell.outputs = _clean_outputs(cell.outputs)
        _alternatives(cell, f"lesson {lesson.slug}, {shown(path)}:{line}")


def _refuse_failed_checks(notebook: NotebookNode, lines: list[int], lesson: Lesson, folder: str) -> None:
    """Refuse a solution that does not pass its check, and in any notebook the check of an unknown exercise.

    Raises:
        BuildError: naming the exercise, the lines that call and hold the check, and what it said.
    """
    for cell, line in zip(notebook.cells, lines, strict=True):
        if cell.cell_type != "code":
            continue
        said = "".join(output.text for output in cell.outputs if output.get("name") == "stdout").strip()
        for call in _CHECK.finditer(cell.source):
            name = call.group(1)
            checks = shown(lesson.folder / "checks.py")
            unknown = f"There is no exercise {name!r}" in said
            if f"✓ {name}: " in said or (folder != SOLUTIONS and not unknown):
                continue
            what = f"{checks} has no exercise {name!r}; correct the name"
            if not unknown:
                what = f"the solution of {name!r} does not pass its check; mend it, or {checks}"
            at = line + cell.source[: call.start()].count("\n")
            where = f"lesson {lesson.slug}, {shown(lesson.folder / KINDS[folder])}:{at}"
            raise BuildError(f"{where}: {what}\n{said or 'The check said nothing.'}")


def _carry_outputs(old: NotebookNode, fresh: NotebookNode) -> bool:
    """Take over the old outputs where all code cells and checks are the same; False where they must be executed."""
    if _stored_checks(old) != _stored_checks(fresh):
        return False
    was = [cell for cell in old.cells if cell.cell_type == "code"]
    now = [cell for cell in fresh.cells if cell.cell_type == "code"]
    if [_identity(cell)[1:] for cell in was] != [_identity(cell)[1:] for cell in now]:
        return False
    if [cell.execution_count for cell in was] != list(range(1, len(was) + 1)):
        return False
    for source, target in zip(was, now, strict=True):
        target.outputs, target.execution_count = source.outputs, source.execution_count
        if "mystnb" in source.metadata:
            target.metadata["mystnb"] = source.metadata["mystnb"]
    return True


def _write(notebook: NotebookNode, path: Path) -> bool:
    """Write in one step; False where the file holds just this already."""
    nbformat.validate(notebook)
    text = nbformat.writes(notebook) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, suffix=".part", delete=False
    ) as file:
        file.write(text)
    try:
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    finally:
        Path(file.name).unlink(missing_ok=True)
    return True


def build(
    curriculum: Curriculum,
    lesson: Lesson,
    execute_all: bool = False,
    progress: Progress | None = None,
    root: Path | None = None,
) -> dict[str, str]:
    """Write a lesson's notebooks anew, executing those whose code changed.

    Returns:
        for each folder what happened: ``executed``, ``written`` (outputs kept) or ``unchanged``.

    Raises:
        BuildError: nothing of the notebook that failed is written.
    """
    result = {}
    for folder in folders_of(lesson):
        path = notebook_path(lesson, folder, root)
        fresh, lines = render_notebook(curriculum, lesson, folder)
        if folder == EXERCISES:
            result[folder] = "written" if _write(fresh, path) else "unchanged"
            continue
        carried = False
        if path.exists() and not execute_all:
            try:
                carried = _carry_outputs(nbformat.read(path, as_version=4), fresh)
            except Exception:  # a damaged notebook is made anew
                carried = False
        if not carried:
            path.parent.mkdir(parents=True, exist_ok=True)
            execute(fresh, lines, lesson, folder, path.parent, progress)
        _refuse_failed_checks(fresh, lines, lesson, folder)
        written = _write(fresh, path)
        result[folder] = "executed" if not carried else "written" if written else "unchanged"
    return result

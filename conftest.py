"""What `pytest --nbval` needs in this project: the comparison of overheard.author.outputs, and no network.

Each cell that agrees with its stored outputs is then compared with copies altered once (a word, a number
moved beyond the tolerance, an output removed ...): the test fails unless each alteration is noticed.

Behind the last cell of a lesson's page stands one test more for each "your turn" that lesson.yml declares: the
kernel, which has run the page once by then, runs the changed cell and all that follow it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbval.kernel
import pytest
import zmq
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError, coalesce_streams

from overheard import curriculum
from overheard.author import build, turns
from overheard.author.outputs import Tolerance, alterations, difference
from overheard.yamlfile import read_yaml, shown

OFFLINE = Path(__file__).parent / "tests" / "offline"


def pytest_configure(config: pytest.Config) -> None:
    """Kernels and other children inherit the refusal of far sockets, and write no progress of the learner."""
    paths = [str(OFFLINE), *filter(None, [os.environ.get("PYTHONPATH")])]
    if str(OFFLINE) not in os.environ.get("PYTHONPATH", ""):
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    spec = importlib.util.spec_from_file_location("overheard_offline", OFFLINE / "sitecustomize.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    os.environ.setdefault("OVERHEARD_MY_WORK", tempfile.mkdtemp(prefix="overheard-"))
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")


def compare_outputs(self: IPyNbCell, test: list, ref: list, skip_compare: tuple | None = None) -> bool:
    """In the place of nbval's own comparison."""
    try:
        tolerance = Tolerance.of(self.cell.metadata)
    except ValueError as error:
        self.comparison_traceback = [str(error)]
        return False
    test, ref = coalesce_streams(test), coalesce_streams(ref)
    told = difference(ref, test, tolerance)
    if told:
        self.comparison_traceback = [told]
        return False
    # The run agrees with what is stored, so a copy of it stands for the stored outputs, and "just beyond the
    # tolerance" means just beyond what this very run gave.
    altered = alterations(test, tolerance)
    missed = [what for what, outputs in altered if not difference(outputs, test, tolerance)]
    self.comparison_traceback = [f"an altered output was not noticed: {what}" for what in missed]
    return not missed


def setup(self: IPyNbFile, start: Callable[[IPyNbFile], None] = IPyNbFile.setup) -> None:
    """Start each notebook with its own progress file: what solutions pass must not show on the start page.

    The kernel of a lesson that needs no torch cannot import it.
    """
    settings = {"OVERHEARD_MY_WORK": tempfile.mkdtemp(prefix="overheard-")}
    listing = curriculum.load()
    lessons = {lesson.name: lesson for lesson in [*listing.lessons, *listing.drafts]}
    if self.path.stem in lessons and not lessons[self.path.stem].uses_torch:
        settings["OVERHEARD_REFUSE"] = "torch,torchvision"
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        start(self)
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


class Manager(KernelManager):
    """A kernel's manager whose clients keep every message until it is read.

    nbval reads what a cell sends only when the cell has ended. ZeroMQ keeps a thousand messages and drops the
    rest, so the progress bar of a long cell would push out the very message that says "ended".
    """

    def client(self, **settings: Any) -> BlockingKernelClient:
        context = zmq.Context()
        context.rcvhwm = 0  # for the sockets that are made from it: no limit
        return super().client(context=context, **settings)


class YourTurn(IPyNbCell):
    """A "your turn": the changed cell, then all cells below it, as a learner runs them who has read to the end."""

    def __init__(self, turn: curriculum.YourTurn, where: str, cells: list[IPyNbCell], **settings: Any) -> None:
        super().__init__(cell_num=-1, cell=None, options={}, **settings)
        self.turn, self.where, self.cells = turn, where, cells

    def runtest(self) -> None:
        try:
            sources = [one.cell.source for one in self.cells]
            first = turns.place(self.turn, sources)
            source = turns.changed(self.turn, sources[first])
        except turns.UnknownTurn as error:
            raise TurnFailed(f"{self.where}: {error}") from None
        change = ", ".join(f"{new!r} in the place of {old!r}" for old, new in self.turn.change.items())
        for one in self.cells[first:]:
            self.cell_num, self.cell = one.cell_num, one.cell.copy()
            self.cell.source = source if one is self.cells[first] else one.cell.source
            self.options = {**dict.fromkeys(("skip", "check_exception"), False), **one.options, "check": False}
            try:
                super().runtest()
            except NbCellError as error:
                trace = re.sub(r"\x1b\[[0-9;]*m", "", error.inner_traceback or "")
                why = f"fails with {trace.strip().splitlines()[-1]}" if trace else f"does not end: {error}"
                told = (
                    f"{self.where}: with {change}, Cell {one.cell_num} {why}, though the page has run to its end "
                )
                mend = "before; let no cell change what another one relies on, or declare another change"
                raise TurnFailed(f"{told}{mend}\n{error.source}\n{trace}") from None
            if one is self.cells[first]:
                self._must_show(turns.said(self.test_outputs), change)

    def _must_show(self, said: str, change: str) -> None:
        lacking = [words for words in self.turn.shows if words not in said]
        if lacking:
            mend = "correct `shows`, or what the page says must happen"
            told = f"{self.where}: with {change}, Cell {self.cell_num} does not say {lacking}; {mend}"
            raise TurnFailed(f"{told}\nIt says:\n{said}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo, *rest: Any) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, TurnFailed) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.nodeid


class TurnFailed(Exception):
    """A "your turn" that does not do what the page says: where it is declared, what happened, what to do."""


def collect(
    self: IPyNbFile, cells: Callable[[IPyNbFile], Iterator[IPyNbCell]] = IPyNbFile.collect
) -> Iterator[IPyNbCell]:
    """The cells, then the turns that the lesson declares.

    The last turn of the page comes first: each later one then runs the cells of those before it unchanged, so that
    no turn meets the change of another.
    """
    found = list(cells(self))
    yield from found
    listing = curriculum.load()
    written = [*listing.lessons, *listing.drafts]
    pages = {build.notebook_path(lesson, build.NOTEBOOKS): lesson for lesson in written}
    lesson = pages.get(self.path.resolve())
    if lesson is None or not lesson.your_turn:
        return
    declared = read_yaml(lesson.folder / "lesson.yml")

    def position(numbered: tuple[int, curriculum.YourTurn]) -> int:
        held = [i for i, one in enumerate(found) if numbered[1].cell in one.cell.source]
        return -max(held, default=0)

    for i, turn in sorted(enumerate(lesson.your_turn), key=position):
        where = f"{shown(declared.path)}:{declared.line(('your_turn', i))}"
        yield YourTurn.from_parent(self, name=f"Your turn {i + 1}", turn=turn, where=where, cells=found)


nbval.kernel.KernelManager = Manager
IPyNbCell.compare_outputs = compare_outputs
IPyNbFile.setup = setup
IPyNbFile.collect = collect

"""What `pytest --nbval` needs in this project: the comparison of overheard.author.outputs, and no network.

Each cell that agrees with its stored outputs is then compared with copies altered once (a word, a number
moved beyond the tolerance, an output removed ...): the test fails unless each alteration is noticed.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbval.kernel
import pytest
import zmq
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbval.plugin import IPyNbCell, IPyNbFile, coalesce_streams

from overheard import curriculum
from overheard.author.outputs import Tolerance, alterations, difference

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
    lessons = {lesson.name: lesson for lesson in curriculum.load().lessons}
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


nbval.kernel.KernelManager = Manager
IPyNbCell.compare_outputs = compare_outputs
IPyNbFile.setup = setup

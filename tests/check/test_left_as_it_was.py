"""A check leaves the session as it found it, whatever the answer did; and no debugger hangs it."""

from __future__ import annotations

import contextlib
import math
import subprocess
import sys

import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient

from overheard.check import Case, Exercise, judge
from overheard.check.watchdog import OutOfTime, call_within


def halves(values: list[float]) -> list[float]:
    return [value / 2 for value in values]


def exercise(**changes) -> Exercise:
    cases = [Case(([1.0, 3.0],)), Case(([4.0],), "edge: one"), Case(([],), "edge: none")]
    return Exercise(**{"name": "halves", "title": "Half", "cases": cases, "reference": halves, **changes})


def test_what_an_answer_changes_in_libraries_is_put_back():
    before = (np.mean, math.sqrt, torch.softmax, torch.Tensor.sum, len, torch.nn.functional.relu)
    limit, threads = sys.getrecursionlimit(), torch.get_num_threads()

    def meddles(values):
        import builtins

        np.mean = math.sqrt = torch.softmax = builtins.len = torch.nn.functional.relu = lambda *args: 7
        torch.Tensor.sum = lambda self: 7
        sys.setrecursionlimit(limit + 500)
        torch.set_num_threads(threads + 1)
        return [value / 2 for value in values]

    try:
        assert judge(exercise(), meddles).passed
        assert (np.mean, math.sqrt, torch.softmax, torch.Tensor.sum, len, torch.nn.functional.relu) == before
        assert (sys.getrecursionlimit(), torch.get_num_threads()) == (limit, threads)
    finally:
        sys.setrecursionlimit(limit)
        torch.set_num_threads(threads)


def test_a_changed_function_does_not_help_the_next_call():
    """A sum that is made to give 7 once would make the slow answer wrong as well."""

    def meddles(values):
        import builtins

        builtins.sum = lambda *args: 7
        return 7

    total = Exercise("total", "Sum", [Case(([1.0, 3.0],)), Case(([4.0],))], reference=lambda values: sum(values))
    assert not judge(total, meddles).passed and sum([1, 2]) == 3


def test_stderr_is_bounded(capsys):
    def noisy(values):
        for _ in range(10_000):
            print("again and again", file=sys.stderr)
        return [value / 2 for value in values]

    assert judge(exercise(), noisy).passed
    assert 0 < len(capsys.readouterr().err) <= 4000


# Time --------------------------------------------------------------------------------------------------


def catches_everything():
    while True:
        try:
            1 / 0  # noqa: B018
        except:  # noqa: E722
            continue


def catches_everything_and_waits():
    import time

    while True:
        try:  # noqa: SIM105
            time.sleep(0.002)
        except BaseException:
            pass


def catches_in_a_call():
    def inner():
        return sum(range(30_000))

    while True:
        with contextlib.suppress(BaseException):
            inner()


@pytest.mark.parametrize("loop", [catches_everything, catches_everything_and_waits, catches_in_a_call])
def test_a_loop_that_catches_everything_is_stopped(loop):
    with pytest.raises(OutOfTime):
        call_within(0.1, loop)
    assert call_within(5.0, lambda: 3) == 3


def test_a_tracer_that_was_there_stays():
    def tracer(frame, event, arg):
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        for loop in (catches_everything, catches_everything_and_waits):
            with contextlib.suppress(OutOfTime):
                call_within(0.1, loop)
        assert [call_within(5.0, halves, [2.0]) for _ in range(20)] == [[1.0]] * 20
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert after is tracer


FIVE = "for _ in range(5): judge(exercise, halves)"
WATCHED = {
    "cProfile": f"import cProfile\ncProfile.run({FIVE!r}, sort=1)",
    "settrace": f"sys.settrace(lambda *args: None)\n{FIVE}\nsys.settrace(None)",
    "setprofile": f"sys.setprofile(lambda *args: None)\n{FIVE}\nsys.setprofile(None)",
    "late": f"sys.settrace(lambda *args: None)\nprint(judge(exercise, late).status)\n{FIVE}\nsys.settrace(None)",
}
SESSION = """
import sys
from overheard.check import Case, Exercise, judge
def halves(values): return [value / 2 for value in values]
def late(values):
    while True: pass
exercise = Exercise("halves", "Half", [Case(([1.0],)), Case(([],))], reference=halves, seconds=0.3)
"""


@pytest.mark.parametrize("how", list(WATCHED))
def test_no_profiler_or_tracer_hangs_a_check(how):
    """On CPython 3.11 each of these hung for ever: an exception was taken back that was never set."""
    code = f"{SESSION}\n{WATCHED[how]}\nprint('lives')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip().endswith("lives"), done.stdout + done.stderr


def test_prun_in_a_kernel():
    cells = [
        SESSION,
        "%prun -q -r judge(exercise, halves)",
        "%prun -q -r judge(exercise, halves)",
        "print('lives')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert notebook.cells[-1].outputs[0].text == "lives\n"

"""Errors, exits and endless loops: each is told in words, and the kernel lives."""

from __future__ import annotations

import _thread
import ctypes
import sys
import threading
import time

import numpy as np
import pytest
import torch
from small_exercises import doubled, exercise

from overheard.check import Case, judge, watchdog
from overheard.check.watchdog import OutOfTime, call_within

# Errors, exits, endless loops ---------------------------------------------------------------------------


def test_error_is_told_with_its_line_and_no_traceback():
    def stops(values):
        total = 0
        return total / 0

    text = judge(exercise(), stops).text
    line = stops.__code__.co_firstlineno + 2
    assert "ZeroDivisionError: division by zero" in text
    assert f"on line {line}: return total / 0" in text
    assert "Traceback" not in text


def test_error_in_a_library_names_the_line_of_the_learner():
    def stops(values):
        return torch.stack([torch.zeros(2), torch.zeros(3)])

    text = judge(exercise(), stops).text
    assert "return torch.stack([torch.zeros(2), torch.zeros(3)])" in text


@pytest.mark.parametrize("error", [SystemExit, GeneratorExit, RecursionError, MemoryError, BaseException])
def test_whatever_is_raised_the_kernel_lives(error):
    def stops(values):
        raise error

    assert "stops with an error" in judge(exercise(), stops).text


def test_an_error_whose_text_is_broken():
    class Broken(Exception):
        def __str__(self):
            raise RuntimeError("no words")

    def stops(values):
        raise Broken

    assert "Broken" in judge(exercise(), stops).text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: x[np.array([True, False])], "the mask is of another length"),
        (lambda x: x[torch.tensor([True, False])], "the mask is of another length"),
        (lambda x: torch.ones(2).mean(dim=3), "there is no such `dim=`"),
        (lambda x: np.ones(2).mean(axis=3), "there is no such `axis=`"),
        (lambda x: x[0.5], "an index must be a whole number"),
        (lambda x: torch.stack([torch.ones(2), torch.ones(3)]), "differ in shape"),
        (lambda x: np.stack([np.ones(2), np.ones(3)]), "differ in shape"),
        (lambda x: torch.stack([x.mean]), "brackets behind its name"),
        (lambda x: x.tolist() / 2, "a list is no number"),
        (lambda x: x.tolist()(), "is called with brackets"),
        (lambda x: x.sum().backward(), "follows gradients"),
        (lambda x: float(x), "more than one number"),
        (lambda x: x.requires_grad_().sub_(1), "torch.no_grad()"),
    ],
)
def test_hints_for_errors(answer, words):
    tensor = exercise(cases=[Case((torch.ones(3),))], reference=lambda x: x * 2, random=None)
    array = exercise(cases=[Case((np.ones(3),))], reference=lambda x: x * 2, random=None)
    assert words in judge(tensor, answer).text or words in judge(array, answer).text


def test_endless_recursion():
    def stops(values):
        return stops(values)

    assert "calls itself without an end" in judge(exercise(), stops).text


def test_ctrl_c_passes_through():
    def interrupted(values):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(exercise(), interrupted)


def test_ctrl_c_ends_an_endless_loop_and_the_next_check_is_unharmed(capsys):
    began = time.monotonic()
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        judge(exercise(seconds=20), endless)
    timer.join()
    assert time.monotonic() - began < 5
    print("heard")
    assert capsys.readouterr().out == "heard\n"
    assert judge(exercise(), doubled).passed


def endless(values):
    while True:
        pass


def endless_stubborn(values):
    n = 0
    while True:
        try:
            n += abs(n)
        except BaseException:  # takes the stop sign for an error of its own
            continue


def endless_polite(values):
    try:
        while True:
            pass
    except BaseException:
        return [2 * v for v in values]


def endless_list(values):
    return list(iter(int, 1)) if not values else [x for x in iter(lambda: 1, 0)]


@pytest.mark.parametrize("attempt", [endless, endless_stubborn, endless_polite])
def test_endless_loop_is_stopped(attempt):
    began = time.monotonic()
    result = judge(exercise(), attempt)
    assert result.status == "wrong"
    assert "was still running after 0.4 seconds" in result.text
    assert time.monotonic() - began < 5


def test_endless_generator_is_not_followed():
    def forever(values):
        while True:
            yield 1

    assert "It is a generator" in judge(exercise(), forever).text


def test_endless_iterators_are_compared_on_their_first_items():
    def squares():
        n = 0
        while True:
            yield n * n
            n += 1

    endless_answer = exercise(cases=[Case(())], reference=squares, random=None)
    assert judge(endless_answer, lambda: (n * n for n in iter(range(10**9)))).passed
    assert judge(endless_answer, lambda: (n * n + (n == 150) for n in range(10**9))).status == "wrong"
    assert judge(endless_answer, lambda: (n * n for n in range(10))).status == "wrong"


@pytest.fixture
def threads_take_turns_often():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    yield
    sys.setswitchinterval(usual)


def test_nothing_is_raised_after_the_return(threads_take_turns_often):
    """Calls that end just when their time does: the stop sign must be gone when `call_within` returns."""
    outcomes = set()
    for i in range(150):
        limit = 0.002

        # The long ones are late also on a machine with much else to do.
        def work(needs=0.5 if i % 50 == 49 else limit + (i % 15) * 0.0005):
            end = time.perf_counter() + needs
            while time.perf_counter() < end:
                pass
            return 1

        try:
            outcomes.add(call_within(limit, work))
        except OutOfTime:
            outcomes.add("late")
        for _ in range(200):  # a sign still under way would strike here
            pass
    assert outcomes <= {1, "late"}
    assert "late" in outcomes


def test_time_of_imports_is_not_counted(tmp_path, monkeypatch):
    """A library loaded for the first time on a slow disk: stopped half-way it might not load again."""
    (tmp_path / "slow_to_load.py").write_text(
        "import time\nfor _ in range(100):\n    time.sleep(0.01)\nvalue = 2\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def answer(values):
        import slow_to_load

        return [slow_to_load.value * v for v in values]

    def answer_without_end(values):
        import slow_to_load

        while slow_to_load:
            pass

    assert judge(exercise(seconds=0.2), answer).passed
    sys.modules.pop("slow_to_load")
    assert "still running after 0.2 seconds" in judge(exercise(seconds=0.2), answer_without_end).text
    sys.modules.pop("slow_to_load")
    monkeypatch.setattr(watchdog, "IMPORT_SECONDS", 0.3)  # nor does it last for ever
    (tmp_path / "slow_to_load.py").write_text("while True:\n    pass\n")
    assert "still running" in judge(exercise(seconds=0.2), answer).text


def test_watchdog_leaves_no_thread_behind():
    before = threading.active_count()
    judge(exercise(), doubled)
    judge(exercise(), endless)
    assert threading.active_count() == before
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(threading.get_ident()), None) == 1

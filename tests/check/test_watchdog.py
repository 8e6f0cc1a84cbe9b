"""Errors, exits and endless loops: each is told in words, and the kernel lives."""

from __future__ import annotations

import _thread
import ctypes
import os
import queue
import re
import select
import signal
import socket
import subprocess
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


# Waiting outside Python -----------------------------------------------------------------------------------

posix = pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="needs signals, which Windows has not")


def sleeps(values):
    time.sleep(60)


def waits_for_a_lock(values):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def waits_for_an_event(values):
    threading.Event().wait()


def waits_for_a_queue(values):
    queue.Queue().get()


def waits_for_a_program(values):
    subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"], check=False)


def waits_for_a_connection(values):
    mine, other = socket.socketpair()
    with mine, other:
        mine.recv(1)


def waits_for_a_file(values):
    mine, other = socket.socketpair()
    with mine, other:
        select.select([mine], [], [])


def sleeps_and_swallows(values):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue


WAITING = [
    sleeps, waits_for_a_lock, waits_for_an_event, waits_for_a_queue, waits_for_a_program, waits_for_a_connection,
    waits_for_a_file, sleeps_and_swallows,
]  # fmt: skip


@posix
@pytest.mark.parametrize("attempt", WAITING)
def test_what_waits_outside_python_is_stopped(attempt):
    began = time.monotonic()
    result = judge(exercise(), attempt)
    assert time.monotonic() - began < 10
    assert "still running after 0.4 seconds and was stopped" in result.text
    assert "Likely cause: it waits for time to pass (time.sleep)" in result.text
    assert "It stood on line" in result.text
    assert judge(exercise(), doubled).passed


def test_input_is_named(monkeypatch):
    waiting = {"time": time}
    exec(compile("def input(words):\n    time.sleep(0.6)\n", "<frozen input>", "exec"), waiting)
    monkeypatch.setattr("builtins.input", waiting["input"])

    def asks(values):
        return input("Which values? ")

    assert "Likely cause: input() waits for somebody to type." in judge(exercise(), asks).text


def test_endless_loop_is_not_said_to_wait():
    assert "a loop that never ends" in judge(exercise(), endless).text


@posix
def test_compiled_code_that_lets_no_other_thread_run_is_stopped():
    def tries_all_ways(values):
        return re.match("(a+)+b", "a" * 40)

    began = time.monotonic()
    assert "was stopped" in judge(exercise(), tries_all_ways).text
    assert time.monotonic() - began < 10


@posix
def test_what_cannot_be_stopped_says_how_late_it_was(capsys, monkeypatch):
    """A system call that is begun anew after a signal, as `os.system` waits for its program."""
    monkeypatch.setattr(watchdog, "HOPELESS_SECONDS", 0.5)

    def calls_a_program(values):
        os.system("sleep 2.4")

    text = judge(exercise(), calls_a_program).text
    assert "still running after 0.4 seconds and could be stopped only 2 seconds later" in text
    said = capsys.readouterr().err
    assert said.count("This check cannot stop your function (line ") == 1 and "restart the kernel" in said


def test_without_signals_it_is_stopped_late_and_told(monkeypatch):
    """As on Windows: the interpreter raises it when the call comes back."""
    monkeypatch.setattr(watchdog, "_SIGNAL", None)

    def sleeps_a_while(values):
        time.sleep(1.9)
        return [2 * v for v in values]

    text = judge(exercise(), sleeps_a_while).text
    assert re.search(r"could be stopped only [12] seconds later", text)
    assert "was stopped;" in judge(exercise(), endless).text


def test_other_threads_than_the_main_one_are_watched_too():
    told = []
    thread = threading.Thread(target=lambda: told.append(judge(exercise(), endless).text))
    thread.start()
    thread.join(20)
    assert "still running after 0.4 seconds" in told[0]


@posix
def test_signals_are_as_before():
    heard = []
    usual = signal.signal(signal.SIGURG, lambda *_: heard.append(1))
    try:
        mine = signal.getsignal(signal.SIGURG)
        judge(exercise(), sleeps)
        assert signal.getsignal(signal.SIGURG) is mine
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGURG, usual)
    assert not heard


@posix
def test_an_alarm_of_somebody_else_is_left_alone():
    heard = []
    usual = signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.6)
        judge(exercise(), endless)
        time.sleep(0.5)
        assert heard == [1]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)


@posix
def test_ctrl_c_ends_what_waits():
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        judge(exercise(seconds=30), sleeps)
    assert time.monotonic() - began < 10
    assert judge(exercise(), doubled).passed


@pytest.mark.parametrize("leave", ["exit()", "quit(1)", "sys.exit('done')", "os._exit(0)", "os.abort()"])
def test_whatever_ends_python_is_named_and_ends_nothing(leave):
    names = {"os": os, "sys": sys, "exit": sys.exit, "quit": sys.exit}
    exec(f"def leaves(values):\n    {leave}\n", names)
    before = os._exit, os.abort
    text = judge(exercise(), names["leaves"]).text
    assert "It calls exit(), quit(), sys.exit() or os._exit(), which would end Python." in text
    assert "memory" not in text
    assert (os._exit, os.abort) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
def test_a_process_that_an_answer_forks_still_ends():
    def forks(values):
        child = os.fork()
        if child == 0:
            os._exit(7)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return [2 * v for v in values] if status == 7 else []

    assert judge(exercise(), forks).passed

"""Run a function in the calling thread, and stop it when it takes too long.

The function runs in the same thread, so that prints, Ctrl-C and `input()` behave as in any cell. A second
thread counts the time and then asks the interpreter to raise `OutOfTime` in the first one
(`PyThreadState_SetAsyncExc`, which works on Linux, macOS and Windows alike), again and again while the code
swallows it.

Time that an `import` takes is not counted (up to `IMPORT_SECONDS`): a library that is loaded for the first time
may need seconds on a slow disk, and one that is stopped half-way may not load again.

Limits: Python raises it between two steps of Python code. A loop inside compiled code (one huge matrix
product, `time.sleep`, waiting for the network) cannot be stopped before it comes back, and neither can
memory that runs out.
"""

from __future__ import annotations

import _thread
import ctypes
import random
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

IMPORT_SECONDS = 60.0


class OutOfTime(BaseException):
    """Raised inside code that took too long. Not an `Exception`, so that `except Exception` lets it through."""


# None where the interpreter has no such call: code then runs without a limit.
_raise_in_thread = getattr(getattr(ctypes, "pythonapi", None), "PyThreadState_SetAsyncExc", None)


class _Watchdog:
    """Counts the time of one call. Every step of `stop` may be hit by the exception, and bears it.

    Only plain attributes and one raw lock are shared: `threading.Event` and `Thread.join` run Python code
    that an exception may leave half done.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.target = threading.get_ident()
        self.done = False  # set by the watched thread: never raise after this
        self.gone = False  # set by the watchdog as its last act
        self.fired = False
        self.wake = _thread.allocate_lock()
        self.wake.acquire()

    def start(self) -> None:
        _thread.start_new_thread(self._watch, ())

    def _watch(self) -> None:
        # Own generator: the learner's random numbers must not depend on how often this thread woke up.
        chance = random.Random(0)
        patience = IMPORT_SECONDS
        imported = False
        try:
            pause = self.seconds
            while not self.wake.acquire(timeout=pause) and not self.done:
                if not self.fired and patience > 0 and _imports(self.target):
                    imported, pause = True, 0.1
                    patience -= pause
                    continue
                if imported:  # what comes after the import has its own time
                    imported, pause = False, self.seconds
                    patience -= pause
                    continue
                self.fired = True
                _raise_in_thread(ctypes.c_ulong(self.target), ctypes.py_object(OutOfTime))
                # Uneven pauses: a loop that swallows the exception is hit at another place each time.
                pause = chance.uniform(0.002, 0.05)
        finally:
            self.gone = True

    def stop(self) -> None:
        """Return only when no exception is under way any more."""
        interrupt: BaseException | None = None
        woken = False
        while True:
            try:
                self.done = True
                if not woken:
                    woken = True
                    self.wake.release()
                while not self.gone:
                    time.sleep(0.0002)
                # The watchdog has ended, so nothing new can come; drop what was asked for and not yet raised.
                _raise_in_thread(ctypes.c_ulong(self.target), None)
                break
            except OutOfTime:
                continue
            except BaseException as error:
                interrupt = error
        if interrupt is not None:
            raise interrupt


def _imports(thread: int) -> bool:
    """Whether the watched call of a thread is inside an `import`."""
    frame = sys._current_frames().get(thread)
    while frame is not None and frame.f_code is not call_within.__code__:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def call_within(seconds: float, function: Callable[..., Any], *args: Any) -> Any:
    """`function(*args)`, given up after `seconds`.

    Raises:
        OutOfTime: it took longer, also when it swallowed the exception and returned late.
        BaseException: whatever else the function raises, Ctrl-C among them.
    """
    if _raise_in_thread is None:
        return function(*args)
    dog = _Watchdog(seconds)
    try:
        try:
            dog.start()
            value = function(*args)
        finally:
            dog.stop()
    except OutOfTime:
        dog.stop()  # it may have struck between the two lines above
        raise
    except KeyboardInterrupt:
        raise
    except BaseException:
        if dog.fired:
            raise OutOfTime from None
        raise
    if dog.fired:
        raise OutOfTime
    return value

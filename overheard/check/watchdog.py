"""Run a function in the calling thread, and stop it when it takes too long.

The function runs in the same thread, so that prints, Ctrl-C and `input()` behave as in any cell. A second
thread counts the time and then asks the interpreter to raise `OutOfTime` in the first one
(`PyThreadState_SetAsyncExc`, which works on Linux, macOS and Windows alike), again and again while the code
swallows it. Code that goes on swallowing it (`except: continue`) is followed line by line from then on, and it is
raised anew in the first line of the handler, where the same `except` does not reach.

Time that an `import` takes is not counted (up to `IMPORT_SECONDS`): a library that is loaded for the first time
may need seconds on a slow disk, and one that is stopped half-way may not load again.

Limits: Python raises it between two steps of Python code. A loop inside compiled code (one huge matrix
product, `time.sleep`, waiting for the network) cannot be stopped before it comes back, and neither can
memory that runs out. Two loops that both catch everything, one inside the other, may go on: then the kernel
must be restarted.
"""

from __future__ import annotations

import _thread
import ctypes
import random
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

IMPORT_SECONDS = 60.0


STUBBORN = 3  # how often a function may swallow the exception before its lines are followed


class OutOfTime(BaseException):
    """Raised inside code that took too long. Not an `Exception`, so that `except Exception` lets it through."""

    def __init__(self, *words: object) -> None:
        super().__init__(*words)
        # Python makes the exception in the watched thread, where it is about to be handled.
        if threading.get_ident() in _stubborn:
            _follow(sys._getframe(1))


_stubborn: set[int] = set()  # threads that swallowed it too often


def _follow(frame: FrameType | None) -> None:
    """Raise `OutOfTime` in the next line of any function between `frame` and `call_within`."""

    def next_line(frame: FrameType, event: str, value: Any) -> Any:
        if frame.f_code.co_filename == __file__:
            return None
        if event != "line":
            return next_line
        raise OutOfTime  # which also ends the following

    while frame is not None and frame.f_code is not call_within.__code__:
        if frame.f_code.co_filename != __file__:
            frame.f_trace = next_line
        frame = frame.f_back
    sys.settrace(next_line)


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
        self.fired = 0  # how often it has struck
        self.trace = sys.gettrace()  # of a debugger or a coverage tool
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
                if self.fired == 0 and patience > 0 and _imports(self.target):
                    imported, pause = True, 0.1
                    patience -= pause
                    continue
                if imported:  # what comes after the import has its own time
                    imported, pause = False, self.seconds
                    patience -= pause
                    continue
                self.fired += 1
                if self.fired > STUBBORN:
                    _stubborn.add(self.target)
                _raise_in_thread(ctypes.c_ulong(self.target), ctypes.py_object(OutOfTime))
                # Uneven pauses: a loop that swallows the exception is hit at another place each time.
                pause = chance.uniform(0.002, 0.05)
        finally:
            self.gone = True

    def stop(self) -> None:
        """Return only when no exception is under way any more."""
        interrupt: BaseException | None = None
        woken = drained = False
        while True:
            try:
                self.done = True
                if not woken:
                    woken = True
                    self.wake.release()
                while not self.gone:
                    time.sleep(0.0002)
                # The watchdog has ended, so nothing new can come. What it asked for and was not raised yet is
                # raised here. To take it back instead (a null exception) would leave CPython 3.11 believing
                # that one is under way, and a traced program would then wait for it for ever.
                if self.fired and not drained:
                    _stubborn.discard(self.target)
                    drained = True
                    _raise_in_thread(ctypes.c_ulong(self.target), ctypes.py_object(OutOfTime))
                    for _ in range(1000):
                        pass
                break
            except OutOfTime:
                continue
            except BaseException as error:
                interrupt = error
        if self.fired and sys.gettrace() is not self.trace:
            sys.settrace(self.trace)
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

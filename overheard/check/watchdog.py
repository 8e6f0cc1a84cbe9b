"""Run a function in the calling thread, and stop it when it takes too long.

The function runs in the same thread, so that prints, Ctrl-C and `input()` behave as in any cell. A second
thread counts the time and then has `OutOfTime` raised in the first one, again and again while the code
swallows it. On Linux and macOS it sends the main thread a signal whose handler raises it: a signal also ends what
waits outside Python (`time.sleep`, a lock, a socket, `select`, another program). The signal is SIGURG, which nobody
else uses here, and which the system ignores where a late one meets no handler. Ctrl-C has a signal of its own and
works as ever. Compiled code that lets no other thread run (a regular expression) holds up the second one too: for
that an alarm of the system (SIGALRM) is set, unless somebody else has one. Elsewhere (Windows, other threads) the
interpreter is asked to raise it (`PyThreadState_SetAsyncExc`).
Code that goes on swallowing it (`except: continue`) is followed line by line from then on, and it is
raised anew in the first line of the handler, where the same `except` does not reach.

Time that an `import` takes is not counted (up to `IMPORT_SECONDS`): a library that is loaded for the first time
may need seconds on a slow disk, and one that is stopped half-way may not load again.

Limits: Python raises it between two steps of Python code, or where compiled code asks for signals. One huge matrix
product, `os.system`, or on Windows a `time.sleep` cannot be stopped before it comes back. `OutOfTime.late` says how
much later that was, and meanwhile whoever waits is told so (`voice`). Memory that runs out cannot be stopped.
Two loops that both catch everything, one inside the other, may go on: then the kernel must be restarted.
"""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, TextIO

IMPORT_SECONDS = 60.0
HOPELESS_SECONDS = 3.0  # after which whoever waits is told that it cannot be stopped

voice: TextIO | None = None  # where that is told


STUBBORN = 3  # how often a function may swallow the exception before its lines are followed


class OutOfTime(BaseException):
    """Raised inside code that took too long. Not an `Exception`, so that `except Exception` lets it through.

    Attributes:
        late: seconds from the first attempt to stop it until that reached it.
        waited: whether it hardly computed, and so waited for something.
    """

    late = 0.0
    waited = False

    def __init__(self, *words: object) -> None:
        super().__init__(*words)
        # Python makes the exception in the watched thread, where it is about to be handled.
        for dog in list(_watching):
            if dog.target == threading.get_ident() and dog.fired and not dog.heard:
                dog.heard = time.monotonic()
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
_SIGNAL = getattr(signal, "SIGURG", None) if hasattr(signal, "pthread_kill") else None
_ALARM = getattr(signal, "SIGALRM", None)
_GRACE = 0.3  # seconds that the alarm leaves to the second thread
_watching: list[_Watchdog] = []  # all that count just now


def _struck(number: int, frame: FrameType | None) -> None:
    """The handler. A signal that arrives late finds that nobody wants to stop anything, and does nothing."""
    dogs = [dog for dog in _watching if dog.by_signal]
    for dog in dogs:
        if number == _ALARM and not dog.fired and dog.is_overdue():
            dog.fired, dog.since = 1, time.monotonic()
    if any(dog.fired and not dog.done for dog in dogs):
        raise OutOfTime


class _Watchdog:
    """Counts the time of one call. Every step of `stop` may be hit by the exception, and bears it.

    Only plain attributes and one raw lock are shared: `threading.Event` and `Thread.join` run Python code
    that an exception may leave half done.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.target = threading.get_ident()
        self.done = False  # set by the watched thread: never raise after this
        self.gone = True  # set by the watchdog as its last act
        self.since = 0.0  # when it struck first
        self.heard = 0.0  # when that was first noticed, whatever came of it
        self.by_signal = _SIGNAL is not None and threading.current_thread() is threading.main_thread()
        self.fired = 0  # how often it has struck
        self.trace = sys.gettrace()  # of a debugger or a coverage tool
        self.handler: Any = None  # the one before
        self.alarm = False  # whether the system's alarm is set for this call
        self.patience = IMPORT_SECONDS
        self.until = time.monotonic() + seconds  # later where it imports something
        self.wake = _thread.allocate_lock()
        self.wake.acquire()

    def start(self) -> None:
        _watching.append(self)
        if self.by_signal:
            self.handler = signal.signal(_SIGNAL, _struck)
            if signal.getsignal(_ALARM) in (signal.SIG_DFL, _struck) and not any(
                signal.getitimer(signal.ITIMER_REAL)
            ):
                # The handler stays: a late alarm without one would end the process.
                signal.signal(_ALARM, _struck)
                self.alarm = True
                signal.setitimer(signal.ITIMER_REAL, self.seconds + _GRACE, _GRACE)
        self.gone = False
        try:
            _thread.start_new_thread(self._watch, ())
        except RuntimeError:  # no more threads to be had
            self.gone = True
            raise

    def is_overdue(self) -> bool:
        """Whether the second thread should have struck; asked by the watched thread itself."""
        return (
            not self.done
            and time.monotonic() > self.until + _GRACE / 2
            and (self.patience <= 0 or not _imports(self.target))
        )

    def _strike(self) -> None:
        if self.by_signal:
            signal.pthread_kill(self.target, _SIGNAL)
        else:
            _raise_in_thread(ctypes.c_ulong(self.target), ctypes.py_object(OutOfTime))

    def _tell(self) -> None:
        """Say that it cannot be stopped, while a person looks at a cell that does not end."""
        frame = sys._current_frames().get(self.target)
        while frame is not None and frame.f_code.co_filename == __file__:
            frame = frame.f_back
        where = f" (line {frame.f_lineno} of {frame.f_code.co_name})" if frame is not None else ""
        with contextlib.suppress(Exception):
            voice.write(
                f"This check cannot stop your function{where}: it waits for a step outside Python, or catches what "
                "is to stop it. If it does not end, restart the kernel; what you wrote stays.\n"
            )
            voice.flush()

    def _watch(self) -> None:
        # Own generator: the learner's random numbers must not depend on how often this thread woke up.
        chance = random.Random(0)
        imported = told = False
        try:
            pause = self.seconds
            while not self.wake.acquire(timeout=pause) and not self.done:
                if self.fired == 0 and self.patience > 0 and _imports(self.target):
                    imported, pause = True, 0.1
                    self.patience -= pause
                    self.until = time.monotonic() + self.seconds
                    continue
                if imported:  # what comes after the import has its own time
                    imported, pause = False, self.seconds
                    self.patience -= pause
                    self.until = time.monotonic() + self.seconds
                    continue
                self.since = self.since or time.monotonic()
                self.fired += 1
                if self.fired > STUBBORN:
                    _stubborn.add(self.target)
                self._strike()
                # Uneven pauses: a loop that swallows the exception is hit at another place each time.
                pause = chance.uniform(0.002, 0.05)
                if time.monotonic() - self.since > HOPELESS_SECONDS:
                    pause *= 10
                    if not told and voice is not None:
                        told = True
                        self._tell()
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
                    if not self.by_signal:
                        _raise_in_thread(ctypes.c_ulong(self.target), ctypes.py_object(OutOfTime))
                        for _ in range(1000):
                            pass
                if self.by_signal and self in _watching:
                    if self.alarm:
                        signal.setitimer(signal.ITIMER_REAL, 0)
                    time.sleep(0)  # the system delivers what is under way before this returns
                    if self.handler is not None:
                        signal.signal(_SIGNAL, self.handler)
                if self in _watching:
                    _watching.remove(self)
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
    began, busy = time.monotonic(), time.thread_time()
    try:
        return _watched(dog, function, *args)
    except OutOfTime as error:
        error.late = max(0.0, dog.heard - dog.since)
        error.waited = time.thread_time() - busy < 0.1 * (time.monotonic() - began)
        raise


def _watched(dog: _Watchdog, function: Callable[..., Any], *args: Any) -> Any:
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

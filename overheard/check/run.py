"""Call a learner's function once, under the watchdog, and compare what it gave with what is expected."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import random as python_random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from overheard.check import watchdog
from overheard.check.compare import (
    EXACT,
    STREAM_ITEMS,
    Difference,
    Opaque,
    Stream,
    difference,
    freeze,
    is_iterator,
    shares_memory,
    type_words,
)
from overheard.check.exercise import Case, Exercise
from overheard.check.watchdog import OutOfTime, call_within


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call did: gave a `value` (as it came, and `frozen`), raised an `error`, or was too `late`."""

    raw: Any = None
    frozen: Any = None
    error: BaseException | None = None
    late: bool = False
    printed: str = ""
    changed: tuple[int, ...] = ()  # positions of arguments that the call changed
    shared: tuple[int, ...] = ()  # and of those that the result is, or is a view of (where it must not)
    called: tuple[str, ...] = ()  # functions that the exercise forbids


class _Printed(io.TextIOBase):
    """Takes what a function prints, and forgets what is more than a screen of it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.size < 4000:
            self.parts.append(str(text)[: 4000 - self.size])
            self.size += len(text)
        return len(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def seed_all(number: int) -> None:
    """Seed the shared generators, so that a function that draws from them gets the same draws each time."""
    python_random.seed(number)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(number)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(number)


@contextlib.contextmanager
def shared_state_kept() -> Iterator[None]:
    """A check runs with the libraries' own settings, and leaves settings, generators and streams as they were.

    What is written to stderr (warnings, progress bars) comes out at the end, at most a screen of it.
    """
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    main = vars(sys.modules["__main__"])
    stdout, stderr = sys.stdout, sys.stderr
    python_state = python_random.getstate()
    numpy_state = numpy.random.get_state() if numpy else None
    torch_state = torch.get_rng_state() if torch else None
    grad = torch.is_grad_enabled() if torch else True
    dtype = torch.get_default_dtype() if torch else None
    numpy_errors = numpy.geterr() if numpy else {}
    # In a notebook exit() raises nothing: it asks the kernel to end, which a check must not let happen.
    leaving = {name: main[name] for name in ("exit", "quit") if "Autocall" in type(main.get(name)).__name__}
    ends = {name: getattr(os, name) for name in ("_exit", "abort")}
    warned, voice, process = _Printed(), watchdog.voice, os.getpid()

    def leave(name: str) -> Callable[..., None]:
        def instead(*status: Any) -> None:
            if os.getpid() != process:  # a process that the answer has forked ends as it should
                ends[name](*status)
            raise SystemExit(*status)

        return instead

    try:
        watchdog.voice = stderr
        sys.stderr = warned
        main.update(dict.fromkeys(leaving, sys.exit))
        for name in ends:  # nothing that can be caught: the kernel would be gone
            setattr(os, name, leave(name))
        # What a notebook has set must not decide what is right: references and inputs reckon with these.
        if numpy:
            numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
        if torch:
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)
        yield
    finally:
        watchdog.voice = voice
        for name, function in ends.items():
            setattr(os, name, function)
        main.update(leaving)
        sys.stdout, sys.stderr = stdout, stderr
        python_random.setstate(python_state)
        if numpy:
            numpy.random.set_state(numpy_state)
            numpy.seterr(**numpy_errors)
        if torch:
            torch.set_rng_state(torch_state)
            torch.set_grad_enabled(grad)
            torch.set_default_dtype(dtype)
        if warned.text:
            stderr.write(warned.text)


_PATCHABLE = ("builtins", "math", "random", "statistics", "numpy", "numpy.linalg", "torch", "torch.nn.functional")


@contextlib.contextmanager
def _functions_kept() -> Iterator[None]:
    """One call cannot change what the next one meets: functions replaced in a library, recursion limit, threads.

    What a call adds to a library (modules that are loaded late) stays.
    """
    limit = sys.getrecursionlimit()
    torch = sys.modules.get("torch")
    threads = torch.get_num_threads() if torch else 0
    holders = [sys.modules[name] for name in _PATCHABLE if name in sys.modules]
    holders += [torch.Tensor] if torch else []
    before = [(holder, dict(vars(holder))) for holder in holders]
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if torch and torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        for holder, names in before:
            now = vars(holder)
            for name, value in names.items():
                if now.get(name) is not value:
                    setattr(holder, name, value)
        if torch:  # a method that Tensor inherits is replaced by adding one
            for name in set(vars(torch.Tensor)) - set(before[-1][1]):
                delattr(torch.Tensor, name)


def plain_copy(value: Any, take: int | None = None) -> Any:
    try:
        return freeze(value, take)
    except Exception:  # an object that pretends to be what it is not
        return Opaque(value)


def _noting_calls(names: Sequence[str], seen: set[str]) -> contextlib.AbstractContextManager:
    """Note in `seen` which of the torch functions called `names` are called, however they were imported."""
    if not names or "torch" not in sys.modules:
        return contextlib.nullcontext()
    from torch.overrides import TorchFunctionMode

    class Noting(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            name = getattr(func, "__name__", "")
            if name in names:
                seen.add(name)
            return func(*args, **(kwargs or {}))

    return Noting()


def run_once(
    exercise: Exercise,
    attempt: Any,
    case: Case,
    *,
    seed: int = 0,
    seconds: float | None = None,
    take: int | None = None,
) -> Outcome:
    """Call `attempt` once, under the timer, on fresh arguments; nothing but Ctrl-C comes out of it."""
    args = case.make()
    before = None if exercise.may_change_input else [plain_copy(arg) for arg in args]
    printed = _Printed()
    stdout = sys.stdout
    called: set[str] = set()

    def work() -> tuple[Any, Any]:
        with _noting_calls(exercise.not_called, called):
            raw = exercise.call(attempt, *args) if exercise.call else attempt(*args)
        return raw, plain_copy(raw, take)

    seed_all(seed)
    try:
        sys.stdout = printed
        try:
            with _functions_kept():
                raw, frozen = call_within(seconds or exercise.seconds, work)
        finally:
            sys.stdout = stdout
    except OutOfTime as error:
        return Outcome(late=True, error=error, printed=printed.text)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: exit() in an answer must not end the kernel
        return Outcome(error=error, printed=printed.text)
    changed, shared = [], []
    if before is not None:
        for i, (old, arg) in enumerate(zip(before, args, strict=True)):
            if difference(plain_copy(arg), old, EXACT) is not None:
                changed.append(i)
    if exercise.new_result:
        for i, arg in enumerate(args):
            with contextlib.suppress(Exception):
                if shares_memory(raw, arg):
                    shared.append(i)
    return Outcome(raw, frozen, None, False, printed.text, tuple(changed), tuple(shared), tuple(sorted(called)))


def expected_answers(exercise: Exercise) -> list[tuple[Any, Any]]:
    """The reference's answers to all inputs, as (raw, frozen), worked out once a kernel."""
    if "expected" not in exercise._cache:
        answers = []
        for i, case in enumerate(exercise.inputs()):
            if case.raises is not None or exercise.reference is None:
                answers.append((None, None))
                continue
            seed_all(i)
            args = case.make()
            raw = exercise.call(exercise.reference, *args) if exercise.call else exercise.reference(*args)
            frozen = freeze(raw, STREAM_ITEMS if is_iterator(raw) else None)
            answers.append((frozen.items if isinstance(frozen, Stream) else raw, frozen))
        exercise._cache["expected"] = answers
    return exercise._cache["expected"]


def compare_outcome(exercise: Exercise, outcome: Outcome, case: Case, raw: Any, frozen: Any) -> Difference | None:
    """How what a call gave differs from the expected (`raw`, and `frozen`); None where it is right."""
    if case.raises is not None:
        wanted = case.raises.__name__
        if isinstance(outcome.error, case.raises):
            return None
        if outcome.error is not None:
            return Difference("error", f"it raises {type(outcome.error).__name__}, where {wanted} is expected")
        return Difference("error", f"it gives {type_words(outcome.frozen)}, where it should raise {wanted}")
    if outcome.error is not None:
        return Difference("error", "it stops with an error")
    if exercise.compare is None:
        found = difference(outcome.frozen, frozen, exercise.tolerance)
        if found is not None and exercise.also is not None:
            others = exercise.also(*case.make())
            if any(difference(outcome.frozen, plain_copy(one), exercise.tolerance) is None for one in others):
                return None
        return found
    return _own_comparison(exercise, outcome, raw, frozen, case.make() if case.args is not None else ())


def _own_comparison(
    exercise: Exercise, outcome: Outcome, raw: Any, frozen: Any, args: tuple[Any, ...]
) -> Difference | None:
    compare = exercise.compare
    parameters = inspect.signature(compare).parameters.values()
    wanted = sum(
        p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters
    )
    got = outcome.frozen.items if isinstance(outcome.frozen, Stream) else outcome.raw
    try:
        verdict = call_within(exercise.seconds, compare, *(got, raw, args)[: max(1, wanted)])
    except OutOfTime:
        return Difference("type", "comparing it took too long")
    except Exception:
        # The usual reason: a value of quite another kind than the comparison can work with.
        if frozen is not None:
            found = difference(outcome.frozen, frozen, exercise.tolerance)
            if found is not None and found.kind in ("type", "shape", "dtype", "length", "keys"):
                return found
        return Difference(
            "type", f"it is {type_words(outcome.frozen)}, and that cannot be compared with the answer"
        )
    if isinstance(verdict, str):
        return Difference("own", verdict.strip().rstrip("."))
    return None if bool(verdict) else Difference("own", "it is not right yet")


def argument_names(exercise: Exercise, attempt: Any, count: int) -> list[str]:
    if exercise.call is None:
        for function in (attempt, exercise.reference):
            with contextlib.suppress(TypeError, ValueError):
                names = list(inspect.signature(function).parameters)
                if len(names) >= count and not any("*" in name for name in names):
                    return names[:count]
    return [f"argument {i + 1}" for i in range(count)]

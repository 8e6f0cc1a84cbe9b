"""Checks of exercises: they run a learner's function against a slow, obvious one, and answer in plain words.

A lesson's `checks.py` lists its exercises::

    EXERCISES = [
        Exercise(
            "class_means",
            "Mean image of each digit",
            cases=[Case((images, labels)), Case((images, no_threes), note="edge: a digit that does not occur")],
            reference=slow_class_means,
            random=lambda rng: (draw_images(rng), draw_labels(rng)),
            mistakes=[Mistake("the mean runs over all images: choose the digit first", like=mean_of_all)],
        ),
    ]

and its practice notebook calls them::

    check = lesson_checks("mnist")
    check.class_means(class_means)

What a check can and cannot do
    It compares what the function gives on given cases, edge cases and random input, also that it leaves its
    input alone and that a second call gives the same. It never shows a traceback, and the kernel lives on.
    It is a teacher, not a guard: a function that reads the expected answers off the call stack, or that
    changes this package while it runs, will get past it. A loop inside compiled code and memory that runs out
    cannot be stopped (see `overheard.watchdog`).
"""

from __future__ import annotations

import contextlib
import difflib
import importlib.util
import inspect
import io
import itertools
import os
import random as python_random
import re
import sys
import textwrap
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Literal

from overheard import paths
from overheard.compare import (
    Difference,
    Opaque,
    Stream,
    Tolerance,
    clone,
    difference,
    freeze,
    is_array,
    is_frame,
    is_iterator,
    is_series,
    is_tensor,
    shares_memory,
    type_words,
)
from overheard.errors import OverheardError
from overheard.feedback import (
    error_lines,
    is_learners_file,
    is_same,
    length_cause,
    likely_cause,
    sentence,
    short_function_name,
    show,
    telling_numbers,
    time_lines,
)
from overheard.watchdog import OutOfTime, call_within

SECOND_TEST = "I pass the first test but not the second"  # the heading that each exercise has
STREAM_ITEMS = 200  # how many items of an endless iterator are compared
_EXACT = Tolerance(rtol=0.0, atol=0.0, ignore_opaque=True)


# What a lesson says about its exercises -----------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Case:
    """One fixed input.

    Attributes:
        args: the arguments as a tuple (another value counts as the one argument), or a function of none that
            makes them anew, for what cannot be copied (iterators).
        note: `fixed`, or `edge: what is special about it`.
        raises: the exception that is the right answer to this input; the reference is then not asked.
    """

    args: Any
    note: str = "fixed"
    raises: type[Exception] | None = None

    def make(self) -> tuple[Any, ...]:
        """Fresh arguments."""
        return _as_args(self.args() if callable(self.args) else clone(self.args))

    @property
    def is_edge(self) -> bool:
        return self.note.startswith("edge")


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake that people make, with the words that help.

    It is recognised by `like`, a function (or, for a value, a value) that is wrong in the same way on every
    input that fails and does the same on most of the others, or by `when(args, got, expected)`, true on the
    first input that fails, the one that is shown. `got` is the exception where the function raised one.
    """

    words: str
    like: Any = None
    when: Callable[[tuple[Any, ...], Any, Any], bool] | None = None


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise and how it is judged.

    Attributes:
        name: of the check, and of the function or variable that the learner writes.
        title: in a few words.
        cases: fixed inputs, the plain ones first, then the edge cases.
        reference: the slow and obvious answer: a function, or for `kind="value"` the value or a function of
            no arguments that gives it.
        random: from a NumPy generator to arguments; called `n_random` times, with the same seeds each time.
        rtol, atol: decimals agree within `atol + rtol * |expected|`; whole numbers exactly.
        mistakes: the likely ones; told is the first whose `like` does the same on every input, else the
            first that fits.
        seconds: limit of one call.
        compare: judges instead of the built-in comparison: `compare(got)`, `compare(got, expected)` or
            `compare(got, expected, args)`; gives True, False, or the words that say what is wrong.
        kind: `value` where the learner sets a variable; its feedback never tells the expected value.
        call: how the learner's object is put to use, `call(attempt, *args)`: for classes, say.
        may_change_input: where that is the task (training a model in place).
        new_result: the task asks for a new array or list: the input itself or a view of it is no answer.
        not_called: names of torch functions that the answer must not call, since they are what it should do.
        repeat: whether a second call must give the same; False for functions that take seconds.
        exact_dtype: float64 for float32 counts as wrong.
        reveal: a value exercise may tell the expected value.
        bug: in a bug hunt the function as the learner gets it, and `symptom`, what is seen of the bug.
    """

    name: str
    title: str
    cases: Sequence[Case] = ()
    reference: Any = None
    random: Callable[[Any], Any] | None = None
    n_random: int = 5
    rtol: float = 1e-4
    atol: float = 1e-6
    mistakes: Sequence[Mistake] = ()
    seconds: float = 5.0
    compare: Callable[..., bool | str] | None = None
    kind: Literal["function", "value"] = "function"
    call: Callable[..., Any] | None = None
    may_change_input: bool = False
    new_result: bool = False
    not_called: Sequence[str] = ()
    repeat: bool = True
    exact_dtype: bool = False
    reveal: bool = False
    bug: Any = None
    symptom: str = ""
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or self.name.startswith("_"):
            raise OverheardError(f"The exercise {self.name!r}: its name must be one of a variable.")
        if self.kind not in ("function", "value"):
            raise OverheardError(f"The exercise {self.name}: kind is {self.kind!r}, not function or value.")
        if self.reference is None and self.compare is None:
            raise OverheardError(f"The exercise {self.name} has neither reference nor compare.")
        if self.kind == "function" and not self.cases:
            raise OverheardError(f"The exercise {self.name} has no case.")
        if self.bug is not None and not self.symptom:
            raise OverheardError(f"The exercise {self.name}: a bug needs its symptom.")

    @property
    def tolerance(self) -> Tolerance:
        return Tolerance(self.rtol, self.atol, self.exact_dtype)

    def inputs(self) -> list[Case]:
        """All inputs of the check: the cases, then the random ones, the same ones every time."""
        if "inputs" not in self._cache:
            seed = zlib.crc32(self.name.encode())
            drawn = self.draw(seed, self.n_random) if self.random is not None else []
            self._cache["inputs"] = [*self.cases, *drawn]
        return self._cache["inputs"]

    def draw(self, seed: int, count: int) -> list[Case]:
        """`count` random inputs."""
        import numpy as np

        if self.random is None:
            return []
        return [Case(_as_args(self.random(np.random.default_rng([seed, i]))), "random") for i in range(count)]


@dataclass(frozen=True, eq=False)
class Wrong:
    """A wrong answer for the tests, with the words (one text or several) that its feedback must contain."""

    attempt: Any
    says: str | tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Answers:
    """Right answers written in different ways, and wrong ones that people really give."""

    right: list[Any]
    wrong: list[Wrong]


@dataclass(frozen=True)
class Result:
    """What a check found: `status` is passed, waiting (not attempted yet), wrong, or broken (the check is)."""

    status: Literal["passed", "waiting", "wrong", "broken"]
    text: str

    @property
    def passed(self) -> bool:
        return self.status == "passed"


# Running ------------------------------------------------------------------------------------------------


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
            self.parts.append(str(text))
            self.size += len(text)
        return len(text)


def _as_args(args: Any) -> tuple[Any, ...]:
    return args if type(args) is tuple else (args,)


def _seed(number: int) -> None:
    """Seed the shared generators, so that a function that draws from them gets the same draws each time."""
    python_random.seed(number)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(number)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(number)


@contextlib.contextmanager
def _shared_state_kept() -> Iterator[None]:
    """A check runs with the libraries' own settings, and leaves all settings and generators as they were."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    main = vars(sys.modules["__main__"])
    stdout = sys.stdout
    python_state = python_random.getstate()
    numpy_state = numpy.random.get_state() if numpy else None
    torch_state = torch.get_rng_state() if torch else None
    grad = torch.is_grad_enabled() if torch else True
    dtype = torch.get_default_dtype() if torch else None
    numpy_errors = numpy.geterr() if numpy else {}
    # In a notebook exit() raises nothing: it asks the kernel to end, which a check must not let happen.
    leaving = {name: main[name] for name in ("exit", "quit") if "Autocall" in type(main.get(name)).__name__}
    try:
        main.update(dict.fromkeys(leaving, sys.exit))
        # What a notebook has set must not decide what is right: references and inputs reckon with these.
        if numpy:
            numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
        if torch:
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)
        yield
    finally:
        main.update(leaving)
        sys.stdout = stdout
        python_random.setstate(python_state)
        if numpy:
            numpy.random.set_state(numpy_state)
            numpy.seterr(**numpy_errors)
        if torch:
            torch.set_rng_state(torch_state)
            torch.set_grad_enabled(grad)
            torch.set_default_dtype(dtype)


def _frozen(value: Any, take: int | None = None) -> Any:
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
    before = None if exercise.may_change_input else [_frozen(arg) for arg in args]
    printed = _Printed()
    stdout = sys.stdout
    called: set[str] = set()

    def work() -> tuple[Any, Any]:
        with _noting_calls(exercise.not_called, called):
            raw = exercise.call(attempt, *args) if exercise.call else attempt(*args)
        return raw, _frozen(raw, take)

    _seed(seed)
    try:
        sys.stdout = printed
        try:
            raw, frozen = call_within(seconds or exercise.seconds, work)
        finally:
            sys.stdout = stdout
    except OutOfTime as error:
        return Outcome(late=True, error=error, printed="".join(printed.parts))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: exit() in an answer must not end the kernel
        return Outcome(error=error, printed="".join(printed.parts))
    changed, shared = [], []
    if before is not None:
        for i, (old, arg) in enumerate(zip(before, args, strict=True)):
            if difference(_frozen(arg), old, _EXACT) is not None:
                changed.append(i)
    if exercise.new_result:
        for i, arg in enumerate(args):
            with contextlib.suppress(Exception):
                if shares_memory(raw, arg):
                    shared.append(i)
    return Outcome(
        raw, frozen, None, False, "".join(printed.parts), tuple(changed), tuple(shared), tuple(sorted(called))
    )


def _expected(exercise: Exercise) -> list[tuple[Any, Any]]:
    """The reference's answers to all inputs, as (raw, frozen), worked out once a kernel."""
    if "expected" not in exercise._cache:
        answers = []
        for i, case in enumerate(exercise.inputs()):
            if case.raises is not None or exercise.reference is None:
                answers.append((None, None))
                continue
            _seed(i)
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
        return difference(outcome.frozen, frozen, exercise.tolerance)
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


# Judging ------------------------------------------------------------------------------------------------


def judge(exercise: Exercise, attempt: Any) -> Result:
    """Judge a learner's function or value. Prints nothing and records nothing."""
    with _shared_state_kept():
        if exercise.kind == "value":
            return _judge_value(exercise, attempt)
        return _judge_function(exercise, attempt)


def _code_of(attempt: Any) -> CodeType | None:
    function = inspect.unwrap(attempt) if callable(attempt) and not isinstance(attempt, type) else attempt
    if isinstance(function, type):
        methods = [m for m in vars(function).values() if hasattr(m, "__code__")]
        return methods[0].__code__ if methods else None
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return code if isinstance(code, CodeType) else None


def _waiting(exercise: Exercise, more: str = "") -> Result:
    what = more or "Write your own lines above, run that cell, then this check again."
    return Result("waiting", f"{exercise.name}: not attempted yet. {what}")


def _bug_is_there(exercise: Exercise) -> Result:
    """A bug hunt as it came, or changed in a way that does not matter."""
    words = f"{exercise.name}: not attempted yet, or not mended. The bug is still in it:"
    return Result("waiting", f"{words} {sentence(exercise.symptom)}")


def _wrong(exercise: Exercise, first: str, lines: Sequence[str] = ()) -> Result:
    head = f"{exercise.name}: not yet. {first}".rstrip()
    return Result("wrong", "\n".join([head, *(f"  {line}" for line in lines)]))


def _is_stub(attempt: Any, outcome: Outcome) -> bool:
    """Whether nothing has been written yet: the stub as it came, `...`, or a body with nothing in it."""
    if isinstance(outcome.error, NotImplementedError):
        trace = outcome.error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        filename = trace.tb_frame.f_code.co_filename if trace is not None else ""
        code = _code_of(attempt)
        return bool(code and filename == code.co_filename) or is_learners_file(filename)
    if outcome.error is not None:
        return False
    if outcome.frozen is Ellipsis:
        return True
    code = _code_of(attempt)
    return outcome.frozen is None and code is not None and not code.co_names and _does_nothing(code)


def _does_nothing(code: CodeType) -> bool:
    import dis

    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "CACHE", "COPY_FREE_VARS"}
    return all(step.opname in idle for step in dis.get_instructions(code))


def _argument_names(exercise: Exercise, attempt: Any, count: int) -> list[str]:
    if exercise.call is None:
        for function in (attempt, exercise.reference):
            with contextlib.suppress(TypeError, ValueError):
                names = list(inspect.signature(function).parameters)
                if len(names) >= count and not any("*" in name for name in names):
                    return names[:count]
    return [f"argument {i + 1}" for i in range(count)]


def _misuse(exercise: Exercise, attempt: Any) -> Result | None:
    """The check was given something that is no function."""
    if callable(attempt):
        return None
    if attempt is None or attempt is Ellipsis or attempt is NotImplemented:
        return _waiting(exercise)
    return _wrong(
        exercise,
        f"The check needs the function itself, and got {type_words(_frozen(attempt))}.",
        [f"Write check.{exercise.name}({exercise.name}), with no brackets and arguments behind the name."],
    )


def _wrong_arguments(exercise: Exercise, attempt: Any) -> Result | None:
    """The function cannot be called with as many arguments as the check gives."""
    if exercise.call is not None:
        return None
    args = exercise.inputs()[0].make()
    try:
        signature = inspect.signature(attempt)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*args)
    except TypeError:
        names = ", ".join(_argument_names(exercise, exercise.reference, len(args)))
        name = short_function_name(attempt)
        other = "" if name in (exercise.name, "<lambda>") else f" Is {name} the function of this exercise?"
        return _wrong(
            exercise,
            f"Your function cannot be called with {len(args)} argument{'s' * (len(args) != 1)}.{other}",
            [f"It is written as {name}{signature}.", f"The check calls it with ({names})."],
        )
    return None


def _judge_function(exercise: Exercise, attempt: Any) -> Result:
    misuse = _misuse(exercise, attempt) or _wrong_arguments(exercise, attempt)
    if misuse is not None:
        return misuse
    cases, answers = exercise.inputs(), _expected(exercise)
    outcomes: list[Outcome] = []
    for i, case in enumerate(cases):
        take = len(answers[i][1].items) if isinstance(answers[i][1], Stream) else None
        outcome = run_once(exercise, attempt, case, seed=i, take=take)
        if case.raises is None and _is_stub(attempt, outcome):
            return _waiting(exercise, _other_stub(attempt, outcome))
        outcomes.append(outcome)
        if outcome.late:  # the others would take as long
            break
    found = [
        compare_outcome(exercise, outcome, case, *answer)
        for outcome, case, answer in zip(outcomes, cases, answers, strict=False)
    ]
    if any(f is not None for f in found):
        return _explain(exercise, attempt, outcomes, found)
    for i, outcome in enumerate(outcomes):
        if outcome.called:
            return _wrong(
                exercise,
                f"The values are right, but your function calls torch's own {', '.join(outcome.called)}.",
                ["That is what you are to write here yourself."],
            )
        if outcome.changed:
            return _changed_input(exercise, attempt, i, outcome)
        if outcome.shared:
            return _shared_input(exercise, attempt, i, outcome)
    return _keeps_state(exercise, attempt, outcomes[0]) or Result("passed", _passed_text(exercise))


def _other_stub(attempt: Any, outcome: Outcome) -> str:
    """What is still to be done: the lines in the place of `raise`, or another exercise, which this one uses."""
    if outcome.error is None:
        return ""
    here = "Write your own lines in the place of `raise`, run that cell, then this check again."
    trace = outcome.error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = _code_of(attempt)
    if trace is None or code is None or trace.tb_frame.f_code is code or isinstance(attempt, type):
        return here
    name = trace.tb_frame.f_code.co_name
    return here if name == "<module>" else f"It uses {name}, which still waits for you."


def _passed_text(exercise: Exercise) -> str:
    cases = exercise.inputs()
    counts = [
        (sum(not case.is_edge and case.note != "random" for case in cases), "given"),
        (sum(case.is_edge for case in cases), "at the edge"),
        (sum(case.note == "random" for case in cases), "random"),
    ]
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"{exercise.name}: passed. It answers {len(cases)} input{'s' * (len(cases) != 1)} rightly: {said}."


def _input_lines(exercise: Exercise, attempt: Any, case: Case) -> list[str]:
    args = case.make()
    names = _argument_names(exercise, attempt, len(args))
    return [
        f"{'Input:   ' if i == 0 else '         '} {name} = {show(_frozen(arg))}"
        for i, (name, arg) in enumerate(zip(names, args, strict=True))
    ]


def _first_words(cases: list[Case], found: list[Difference | None], first: int) -> str:
    """Which inputs fail, in words."""
    case = cases[first]
    plain = [f for f, c in zip(found, cases, strict=False) if not c.is_edge and c.note != "random"]
    plain_pass = bool(plain) and all(f is None for f in plain) and len(found) > len(plain)
    special = case.note.partition(":")[2].strip()
    if plain_pass and case.is_edge:
        return f"The plain case passes, the edge case does not{f' ({special})' if special else ''}."
    if plain_pass and case.note == "random":
        return "The given cases pass, random input does not: does it fit only the examples?"
    n_right = sum(f is None for f in found)
    if n_right:
        return f"{n_right} of {len(found)} inputs are answered rightly."
    return ""


def _explain(exercise: Exercise, attempt: Any, outcomes: list[Outcome], found: list[Difference | None]) -> Result:
    cases, answers = exercise.inputs(), _expected(exercise)
    failing = [i for i, f in enumerate(found) if f is not None]
    if exercise.bug is not None and _agrees_with(exercise, exercise.bug, outcomes, range(len(outcomes))):
        return _bug_is_there(exercise)
    first = failing[0]
    outcome, case, difference_ = outcomes[first], cases[first], found[first]
    remembers = _remembers(exercise, attempt, outcomes[0], found[0])
    if remembers is not None:
        return remembers
    head = _first_words(cases, found, first)
    lines = _input_lines(exercise, attempt, case)
    cause = _mistake_words(exercise, outcomes, failing)
    if outcome.late:
        lines += time_lines(outcome.error, exercise.seconds, _code_of(attempt))
        if cause:
            lines[-1] = f"Likely cause: {sentence(cause)}"
        return _wrong(exercise, f"Your function does not come to an end. {head}", lines)
    if outcome.error is not None and case.raises is None:
        if isinstance(outcome.error, SystemExit):
            said = ["It calls exit() or quit(), which would end Python. A function gives its result with `return`."]
        else:
            said = error_lines(outcome.error, _code_of(attempt))
        if cause:
            said = [line for line in said if not line.startswith("Likely cause:")]
            said.append(f"Likely cause: {sentence(cause)}")
        lines = [*said, *lines]
        return _wrong(exercise, f"Your function stops with an error. {head}", lines + _second_test(lines, first))
    if outcome.error is None:
        lines.append(f"Yours:    {show(outcome.frozen)}")
    if case.raises is None and exercise.reference is not None:
        lines.append(f"Expected: {show(answers[first][1])}")
    details = difference_.text + (f"; {difference_.at}" if difference_.at else "")
    if details != "the value differs":
        lines.append(sentence(details[0].upper() + details[1:]))
    cause = cause or _generic_cause(exercise, attempt, outcomes, found, failing)
    if cause:
        lines.append(f"Likely cause: {sentence(cause)}")
    if outcome.changed and not (cause and "input" in cause):
        lines.append(_changed_words(exercise, attempt, outcome))
    if outcome.printed.strip():
        shown = " | ".join(outcome.printed.strip().splitlines()[:4])
        lines.append(f"It printed: {shown[:200]}")
    return _wrong(exercise, head, lines + _second_test(lines, first))


def _second_test(lines: list[str], first: int) -> list[str]:
    """Point to the hint for those whose first input passes and a later one does not; a cause told is better."""
    told = any(line.startswith("Likely cause:") for line in lines)
    return [f'Under the exercise, "{SECOND_TEST}" may help.'] if first > 0 and not told else []


def _agrees_with(exercise: Exercise, other: Any, outcomes: list[Outcome], places: Sequence[int]) -> bool:
    """Whether `other` does on the inputs at `places` what the learner's function did."""
    cases = exercise.inputs()
    for i in places:
        mine = outcomes[i]
        take = len(mine.frozen.items) if isinstance(mine.frozen, Stream) else None
        theirs = run_once(exercise, other, cases[i], seed=i, take=take)
        if mine.late or theirs.late:
            if mine.late != theirs.late:
                return False
        elif (mine.error is None) != (theirs.error is None):
            return False
        elif mine.error is not None:
            if type(mine.error) is not type(theirs.error) or _gist(mine.error) != _gist(theirs.error):
                return False
        elif not _same_frozen(mine.frozen, theirs.frozen, exercise.tolerance):
            return False
    return True


def _gist(error: BaseException) -> str:
    """What an error says, without the numbers and names in it: two stops for different reasons are not alike."""
    if isinstance(error, LookupError | ArithmeticError):  # these say one thing, in many words
        return ""
    said = str(error).strip()
    return re.sub(r"'[^']*'|\d+", "", said.splitlines()[0] if said else "")[:40]


def _same_frozen(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    try:
        return is_same(got, expected, tolerance)
    except Exception:
        return False


def _mistake_words(exercise: Exercise, outcomes: list[Outcome], failing: list[int]) -> str | None:
    """The words of the known mistake that fits best."""
    case, (expected, _) = exercise.inputs()[failing[0]], _expected(exercise)[failing[0]]
    shown = outcomes[failing[0]]
    others = [i for i in range(len(outcomes)) if i not in failing]
    fits = None
    for mistake in exercise.mistakes:
        if mistake.like is not None and _agrees_with(exercise, mistake.like, outcomes, failing):
            alike = sum(_agrees_with(exercise, mistake.like, outcomes, [i]) for i in others)
            if alike == len(others):
                return mistake.words
            # Right on most inputs where the mistake would be wrong: it only happens to agree on the rest.
            if fits is None and 2 * (len(failing) + alike) >= len(outcomes):
                fits = mistake.words
        if mistake.when is not None and fits is None:
            got = shown.error if shown.error is not None else shown.raw
            with contextlib.suppress(Exception, OutOfTime):  # it may expect another type than it gets
                if bool(call_within(exercise.seconds, mistake.when, case.make(), got, expected)):
                    fits = mistake.words
    return fits or _part_of_it(exercise, outcomes, failing)


def _part_of_it(exercise: Exercise, outcomes: list[Outcome], failing: list[int]) -> str | None:
    """The words of a known mistake that explains the input shown, where another one spoils other inputs.

    Decimals tell: to agree in four of them by chance is unlikely, while an index or a word agrees often.
    """
    answers = _expected(exercise)
    telling = {i: telling_numbers(outcomes[i].frozen, answers[i][1]) for i in failing if outcomes[i].error is None}
    if not telling.get(failing[0]):
        return None
    for mistake in exercise.mistakes:
        if mistake.like is None or not _agrees_with(exercise, mistake.like, outcomes, failing[:1]):
            continue
        alike = [i for i in failing if _agrees_with(exercise, mistake.like, outcomes, [i])]
        if 3 * len(alike) >= len(failing) and sum(telling.get(i, 0) for i in alike) >= 4:
            return mistake.words
    return None


def _generic_cause(
    exercise: Exercise, attempt: Any, outcomes: list[Outcome], found: list[Difference | None], failing: list[int]
) -> str | None:
    """A likely cause that needs no knowledge of the exercise."""
    cases, answers = exercise.inputs(), _expected(exercise)
    first = failing[0]
    if exercise.reference is None or cases[first].raises is not None:
        return None
    values = [outcome.frozen for outcome in outcomes if outcome.error is None]
    tight = Tolerance(rtol=1e-7, atol=1e-9, exact_dtype=True)
    shown = outcomes[first].frozen
    if shown is None and found[first].kind == "type" and _returns_something(attempt):
        return _NONE_COMES_BACK
    if found[first].kind in ("shape", "length"):
        with contextlib.suppress(Exception):
            if words := length_cause(shown, answers[first][1]):
                return words
    shapes = {type_words(value) for value in values}
    if found[first].kind not in ("type", "dtype") and len(values) >= 3 and len(shapes) == 1:
        expected = [frozen for (_, frozen), case in zip(answers, cases, strict=True) if case.raises is None]
        same = all(_same_frozen(value, values[0], tight) for value in values[1:])
        if same and not all(_same_frozen(e, expected[0], exercise.tolerance) for e in expected[1:]):
            return "it gives the same answer whatever the input: is an argument left unused?"
    names = _argument_names(exercise, attempt, len(cases[first].make()))
    for position, name in enumerate(names):
        if all(
            len(args := cases[i].make()) > position
            and outcomes[i].error is None
            and _same_frozen(outcomes[i].frozen, _frozen(args[position]), tight)
            for i in failing
        ):
            return f"it gives its input `{name}` back unchanged"
    pairs = [
        (outcomes[i].frozen, answers[i][1])
        for i in failing
        if outcomes[i].error is None and cases[i].raises is None
    ]
    plain_right = [
        (outcome.frozen, frozen)
        for outcome, (_, frozen), case, f in zip(outcomes, answers, cases, found, strict=False)
        if f is None and case.raises is None and not case.is_edge
    ]
    try:
        return likely_cause(found[first], pairs, (outcomes[first].frozen, answers[first][1]), plain_right)
    except Exception:  # a guess that cannot be made is no reason to fail
        return None


_NONE_COMES_BACK = (
    "it comes to its end without `return` on this input, or what it returns is None: "
    "`x = x.append(...)` and `x = x.sort()` make x None"
)


def _returns_something(attempt: Any) -> bool:
    """Whether a function has a `return` of more than None."""
    import dis

    code = _code_of(attempt)
    steps = list(dis.get_instructions(code)) if code is not None else []
    for before, step in itertools.pairwise(steps):
        if step.opname == "RETURN_CONST" and step.argval is not None:
            return True
        if step.opname == "RETURN_VALUE" and step.is_jump_target:  # `return a if b else None`
            return True
        if step.opname == "RETURN_VALUE" and not (before.opname == "LOAD_CONST" and before.argval is None):
            return True
    return False


def _changed_words(exercise: Exercise, attempt: Any, outcome: Outcome) -> str:
    names = _argument_names(exercise, attempt, max(outcome.changed) + 1)
    named = ", ".join(f"`{names[i]}`" for i in outcome.changed)
    return f"It also changes its input {named}, which whoever calls it may still need."


def _changed_input(exercise: Exercise, attempt: Any, i: int, outcome: Outcome) -> Result:
    names = _argument_names(exercise, attempt, max(outcome.changed) + 1)
    named = ", ".join(f"`{names[k]}`" for k in outcome.changed)
    args = exercise.inputs()[i].make()
    copies = [f"{names[k]} = {how}" for k in outcome.changed if (how := _copy_words(names[k], args[k]))]
    copies = copies if exercise.call is None else []
    return _wrong(
        exercise,
        f"The values are right, but your function changes its input {named} itself.",
        [
            *_input_lines(exercise, attempt, exercise.inputs()[i]),
            "Whoever calls it may still need that as it was.",
            "Likely cause: an operation in place, such as x += 1, x[...] = 0, x.sort() or a method with an",
            "underscore at its end. Work on a copy: " + (", ".join(copies) or "x.clone(), x.copy(), list(x)") + ".",
        ],
    )


def _copy_words(name: str, value: Any) -> str:
    """How a value is copied, in code; nothing for kinds that are rarely changed."""
    if is_tensor(value):
        return f"{name}.clone()"
    if is_array(value) or is_frame(value) or is_series(value) or isinstance(value, dict | set):
        return f"{name}.copy()"
    return f"list({name})" if isinstance(value, list) else ""


def _shared_input(exercise: Exercise, attempt: Any, i: int, outcome: Outcome) -> Result:
    names = _argument_names(exercise, attempt, max(outcome.shared) + 1)
    named = ", ".join(f"`{names[k]}`" for k in outcome.shared)
    return _wrong(
        exercise,
        f"The values are right, but the result is the input {named} itself or a view of it, not a new one.",
        [
            *_input_lines(exercise, attempt, exercise.inputs()[i]),
            "Whoever changes one of the two then changes the other.",
            "Likely cause: the input is given back as it is, or sliced: return a copy (x.copy(), x.clone()).",
        ],
    )


_REMEMBERS = (
    "Likely cause: a variable outside the function, a list as a default value, a result that is used again, "
    "or random numbers without a seed."
)


def _remembers(exercise: Exercise, attempt: Any, first: Outcome, found: Difference | None) -> Result | None:
    """The first call once more: a function that remembers gives another answer now."""
    if not exercise.repeat or first.error is not None:
        return None
    cases, answers = exercise.inputs(), _expected(exercise)
    take = len(answers[0][1].items) if isinstance(answers[0][1], Stream) else None
    again = run_once(exercise, attempt, cases[0], seed=0, take=take)
    if found is None:
        same = compare_outcome(exercise, again, cases[0], *answers[0]) is None
        head = (
            "The first call is right, the same call made later is not: the function keeps something between calls."
        )
    else:
        tolerance = Tolerance(exercise.rtol, exercise.atol, ignore_opaque=True)
        same = again.error is None
        with contextlib.suppress(Exception):  # of a kind that cannot be compared
            same = same and difference(again.frozen, first.frozen, tolerance) is None
        head = "The same call made twice gives two answers: the function keeps something between calls."
    if same:
        return None
    if again.error is None:
        said = [f"Then:     {show(again.frozen)}"]
    else:
        said = error_lines(again.error, _code_of(attempt))
        said = [line for line in said if not line.startswith("Likely cause:")]
    lines = [*_input_lines(exercise, attempt, cases[0]), f"First:    {show(first.frozen)}", *said, _REMEMBERS]
    return _wrong(exercise, head, lines)


def _keeps_state(exercise: Exercise, attempt: Any, first: Outcome) -> Result | None:
    """What goes wrong only later: a function that remembers, or a result that later calls change."""
    if not exercise.repeat or first.error is not None:
        return None
    remembers = _remembers(exercise, attempt, first, None)
    if remembers is not None:
        return remembers
    if not isinstance(first.frozen, Stream | Opaque):
        now = _frozen(first.raw)
        if difference(now, first.frozen, _EXACT) is not None:
            return _wrong(
                exercise,
                "Each answer is right, but later calls change the answer that an earlier call gave.",
                [f"It was:   {show(first.frozen)}", f"It is now: {show(now)}", _REMEMBERS],
            )
    return None


def _judge_value(exercise: Exercise, attempt: Any) -> Result:
    if "value" not in exercise._cache:
        raw = exercise.reference() if callable(exercise.reference) else exercise.reference
        exercise._cache["value"] = (raw, freeze(raw, STREAM_ITEMS if is_iterator(raw) else None))
    raw, frozen = exercise._cache["value"]
    if attempt is Ellipsis or (attempt is None and (frozen is not None or exercise.reference is None)):
        return _waiting(exercise, f"Set {exercise.name} above, run that cell, then this check again.")
    case = Case(None)
    outcome = Outcome(attempt, _frozen(attempt, STREAM_ITEMS if is_iterator(attempt) else None))
    found = compare_outcome(exercise, outcome, case, raw, frozen)
    if found is None:
        return Result("passed", f"{exercise.name}: passed.")
    if exercise.bug is not None and _same_frozen(outcome.frozen, _frozen(exercise.bug), exercise.tolerance):
        return _bug_is_there(exercise)
    lines = [f"Yours:    {show(outcome.frozen)}"]
    if exercise.reveal and exercise.reference is not None:
        lines.append(f"Expected: {show(frozen)}")
    if found.text not in ("the value differs", "it is not right yet"):
        details = found.text + (f"; {found.at}" if exercise.reveal and found.at else "")
        lines.append(sentence(details[0].upper() + details[1:]))
    cause = _value_mistake(exercise, outcome, raw)
    if cause is None and isinstance(outcome.frozen, Opaque) and callable(attempt):
        cause = "this is the function and not its result: call it"
    # Relations such as "twice too large" would tell the value; those of type, shape and spelling do not.
    if cause is None and (exercise.reveal or found.kind != "value" or isinstance(frozen, str)):
        with contextlib.suppress(Exception):
            cause = likely_cause(found, [(outcome.frozen, frozen)], (outcome.frozen, frozen))
    if cause:
        lines.append(f"Likely cause: {sentence(cause)}")
    return _wrong(exercise, "", lines)


def _value_mistake(exercise: Exercise, outcome: Outcome, raw: Any) -> str | None:
    for mistake in exercise.mistakes:
        if mistake.like is not None:
            like = mistake.like() if callable(mistake.like) and not isinstance(mistake.like, type) else mistake.like
            if _same_frozen(outcome.frozen, _frozen(like), exercise.tolerance):
                return mistake.words
        if mistake.when is not None:
            with contextlib.suppress(Exception, OutOfTime):
                if bool(call_within(exercise.seconds, mistake.when, (), outcome.raw, raw)):
                    return mistake.words
    return None


# What a notebook calls ----------------------------------------------------------------------------------

_loaded = itertools.count()


def load_room(slug: str, file: str) -> ModuleType:
    """A Python file of a lesson, loaded under a module name of its own.

    Raises:
        OverheardError: there is no such lesson, it has no such file, or the file is not valid Python.
    """
    folder = paths.LESSONS / slug
    source = folder / file
    if not source.is_file():
        known = sorted(path.parent.name for path in paths.LESSONS.glob(f"*/{file}"))
        near = difflib.get_close_matches(slug, known, n=1)
        if folder.is_dir():
            raise OverheardError(f"The lesson {slug!r} has no {file}.")
        meant = f" Did you mean {near[0]!r}?" if near else f" Lessons: {', '.join(known) or 'none'}."
        raise OverheardError(f"There is no lesson {slug!r}.{meant}")
    name = f"overheard_room_{slug}_{source.stem}_{next(_loaded)}"
    spec = importlib.util.spec_from_file_location(name, source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while they are made
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, SyntaxError) and error.filename == str(source):
            where = f"lessons/{slug}/{file}:{error.lineno}"
            raise OverheardError(f"{where}: not valid Python: {error.msg}; mend that line.") from None
        raise
    return module


def load_exercises(slug: str) -> dict[str, Exercise]:
    """The exercises of a lesson by name, in order."""
    exercises: dict[str, Exercise] = {}
    for exercise in load_room(slug, "checks.py").EXERCISES:
        if exercise.name in exercises:
            raise OverheardError(f"lessons/{slug}/checks.py: the exercise {exercise.name} stands twice.")
        exercises[exercise.name] = exercise
    return exercises


def load_answers(slug: str) -> dict[str, Answers]:
    """The answers of a lesson that the tests try, by exercise."""
    return load_room(slug, "answers.py").ANSWERS


class _Check:
    """One check, to be called with the learner's function or value."""

    def __init__(self, lesson: str, exercise: Exercise) -> None:
        self.lesson = lesson
        self.exercise = exercise
        self.__doc__ = f"{exercise.title}. Call it with your {exercise.kind}."

    def __call__(self, *attempts: Any, **named: Any) -> None:
        print(_folded(self._answer(*attempts, **named)))

    def _answer(self, *attempts: Any, **named: Any) -> str:
        name = self.exercise.name
        if len(attempts) != 1 or named:
            what = "no argument" if not attempts and not named else f"{len(attempts) + len(named)} arguments"
            return f"{name}: the check was called with {what}. Write check.{name}({name})."
        try:
            result = judge(self.exercise, attempts[0])
        except OutOfTime:  # a last strike of the watchdog
            return f"{name}: not yet. It took too long and was stopped."
        except Exception as error:
            if os.environ.get("OVERHEARD_DEBUG"):
                raise
            return (
                f"{name}: the check itself has an error, which is not your fault "
                f"({type(error).__name__}: {' '.join(str(error).split())[:200]}). Please report it."
            )
        if result.passed:
            self._record()
            return f"✓ {result.text}"
        return result.text

    def _record(self) -> None:
        """Note the pass, but for solutions that are only run.

        What there is to say goes to stderr: the check's own text is the same every time.
        """
        from overheard import progress

        if Path.cwd().name == paths.SOLUTIONS.name:  # a kernel runs where its notebook lies
            return
        try:
            note = progress.record_pass(self.lesson, self.exercise.name)
        except OverheardError as error:
            note = str(error)
        if note:
            print(note, file=sys.stderr)

    def __repr__(self) -> str:
        return f"<check of {self.exercise.name}: call it as check.{self.exercise.name}({self.exercise.name})>"


def _folded(text: str) -> str:
    """Lines of at most 100 characters: JupyterLab breaks longer ones in the middle of words and numbers."""
    lines = []
    for line in text.split("\n"):
        deeper = line[: len(line) - len(line.lstrip())] + "  "
        parts = textwrap.wrap(line, 100, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False)
        lines += parts if len(line) > 100 else [line]
    return "\n".join(lines)


class LessonChecks:
    """The checks of a lesson, each an attribute: `check.class_means(class_means)`."""

    def __init__(self, lesson: str, exercises: dict[str, Exercise]) -> None:
        self._lesson = lesson
        self._checks = {name: _Check(lesson, exercise) for name, exercise in exercises.items()}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._checks:
            return self._checks[name]
        near = difflib.get_close_matches(name, self._checks, n=1)
        meant = f" Did you mean check.{near[0]}?" if near else ""
        words = f"There is no exercise {name!r} here.{meant} There are: {', '.join(self._checks)}."

        def unknown(*_: Any, **__: Any) -> None:
            print(words)

        return unknown

    def __dir__(self) -> list[str]:
        return list(self._checks)

    def __repr__(self) -> str:
        return f"<checks of the lesson {self._lesson}: {', '.join(self._checks)}>"


def lesson_checks(slug: str) -> LessonChecks:
    """The checks of the lesson `slug`, from its `checks.py`.

    Raises:
        OverheardError: there is no such lesson.
    """
    return LessonChecks(slug, load_exercises(slug))

"""What a lesson says about its exercises: cases, a slow and obvious answer, the likely mistakes."""

from __future__ import annotations

import dataclasses
import inspect
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from overheard.check.compare import Tolerance, clone
from overheard.check.kinds import SCATTERED, WORDS, can_scatter, scattered, vary
from overheard.errors import OverheardError


def as_args(args: Any) -> tuple[Any, ...]:
    return args if type(args) is tuple else (args,)


@dataclass(frozen=True, eq=False)
class Case:
    """One fixed input.

    Attributes:
        args: the arguments as a tuple (another value counts as the one argument), or a function of none that
            makes them anew, for what cannot be copied (iterators).
        note: `fixed`, or `edge: what is special about it`.
        raises: the exception that is the right answer to this input; the reference is then not asked.
        is_scattered: its tensors and arrays are laid out in memory as after a transposition.
    """

    args: Any
    note: str = "fixed"
    raises: type[Exception] | None = None
    is_scattered: bool = False

    def make(self) -> tuple[Any, ...]:
        """Fresh arguments."""
        args = as_args(self.args() if callable(self.args) else clone(self.args))
        return tuple(scattered(arg) for arg in args) if self.is_scattered else args

    @property
    def is_edge(self) -> bool:
        return self.note.startswith("edge")

    @property
    def is_random(self) -> bool:
        return self.note.startswith("random")


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake that people make, with the words that help.

    Attributes:
        words: the likely cause, and what to do.
        like: a function (or, for a value, a value) that is wrong in the same way on every input that fails and
            does the same on most of the others; or a list of such. The tests hand in each of them as an answer,
            and it must get these words.
        when: `when(args, got, expected)`, true on the first input that fails, the one that is shown, and on half
            of those that fail like it. `got` is the exception where the function raised one.
        error: the type of the exception with which the function stops on that input, or a pair of type and
            words that its message contains.
    """

    words: str
    like: Any = None
    when: Callable[[tuple[Any, ...], Any, Any], bool] | None = None
    error: type[BaseException] | tuple[type[BaseException], str] | None = None

    @property
    def likes(self) -> list[Any]:
        """All that `like` names."""
        return self.like if isinstance(self.like, list) else [] if self.like is None else [self.like]

    def is_error(self, got: Any) -> bool:
        """Whether `got` is the exception that this mistake ends in."""
        if self.error is None or not isinstance(got, BaseException):
            return False
        kind, words = self.error if isinstance(self.error, tuple) else (self.error, "")
        return isinstance(got, kind) and words.lower() in str(got).lower()


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
            Lower `n_random` only where a call takes long.
        vary: what the text lets each argument hold (`overheard.check.kinds`): half of the draws come as these.
        also: other right answers to the same arguments (a list of them), where the text leaves a choice or two
            values are equal but for rounding.
        plain_numbers: the text asks for Python's own numbers: a tensor without dimensions is no float, and 3.0
            is no whole number.
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
    n_random: int = 40
    vary: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    also: Callable[..., Sequence[Any]] | None = None
    plain_numbers: bool = False
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
        return Tolerance(self.rtol, self.atol, self.exact_dtype, plain_numbers=self.plain_numbers)

    def inputs(self) -> list[Case]:
        """All inputs of the check: the cases, then the random ones, the same ones every time."""
        if "inputs" not in self._cache:
            seed = zlib.crc32(self.name.encode())
            drawn = self.draw(seed, self.n_random) if self.random is not None else []
            self._cache["inputs"] = [*self.cases, *self._in_another_order(), *drawn]
        return self._cache["inputs"]

    def _in_another_order(self) -> list[Case]:
        """The last plain case again, its numbers in another order in memory."""
        plain = [case for case in self.cases if not case.is_edge and case.raises is None]
        if self.kind == "value" or self.may_change_input or self.call is not None or not plain:
            return []
        twin = dataclasses.replace(plain[-1], note=SCATTERED, is_scattered=True)
        return [twin] if can_scatter(plain[-1].make()) else []

    def draw(self, seed: int, count: int) -> list[Case]:
        """`count` random inputs: as the lesson draws them, and every second one as a kind that `vary` admits.

        Raises:
            OverheardError: `vary` names an argument or a kind that there is not.
        """
        import numpy as np

        if self.random is None:
            return []
        names = list(inspect.signature(self.reference).parameters) if self.vary else []
        if unknown := sorted(set(self.vary) - set(names)):
            raise OverheardError(f"The exercise {self.name}: vary names {unknown[0]!r}, which is no argument.")
        cases = []
        for i in range(count):
            args, note = as_args(self.random(np.random.default_rng([seed, i]))), "random"
            if self.vary and i % 2:
                args, kind = vary(args, names[: len(args)], self.vary, i // 2)
                note = f"random: {WORDS[kind]}"
            in_order = i % 4 != 2 or self.may_change_input or self.call is not None
            cases.append(Case(args, note, is_scattered=not in_order))
        return cases


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

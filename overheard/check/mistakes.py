"""Which mistake it is: one that the lesson knows, or one that needs no knowledge of the exercise."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

from overheard.check.causes import is_same, length_cause, likely_cause, telling_numbers
from overheard.check.compare import Difference, Stream, Tolerance, type_words
from overheard.check.exercise import Exercise
from overheard.check.feedback import code_of
from overheard.check.run import Outcome, argument_names, expected_answers, plain_copy, run_once
from overheard.check.watchdog import OutOfTime, call_within

_NONE_COMES_BACK = (
    "it comes to its end without `return` on this input, or what it returns is None: "
    "`x = x.append(...)` and `x = x.sort()` make x None"
)
_NONE_IS_FOR_OTHERS = "None is the answer to other inputs, not to this one: which condition leads there?"


def agrees_with(exercise: Exercise, other: Any, outcomes: list[Outcome], places: Sequence[int]) -> bool:
    """Whether `other`, a function of the lesson's, does on the inputs at `places` what the learner's did."""
    for i in places:
        mine = outcomes[i]
        theirs = outcome_of(exercise, other, i, len(mine.frozen.items) if isinstance(mine.frozen, Stream) else None)
        if mine.late or theirs.late:
            if mine.late != theirs.late:
                return False
        elif (mine.error is None) != (theirs.error is None):
            return False
        elif mine.error is not None:
            if type(mine.error) is not type(theirs.error) or _gist(mine.error) != _gist(theirs.error):
                return False
        elif not same_values(mine.frozen, theirs.frozen, exercise.tolerance):
            return False
    return True


def outcome_of(exercise: Exercise, other: Any, i: int, take: int | None) -> Outcome:
    """What a function of the lesson's gives on an input, worked out once: it lives as long as the exercise."""
    key = ("outcome", id(other), i, take)
    if key not in exercise._cache:
        exercise._cache[key] = run_once(exercise, other, exercise.inputs()[i], seed=i, take=take)
    return exercise._cache[key]


def _gist(error: BaseException) -> str:
    """What an error says, without the numbers and names in it: two stops for different reasons are not alike."""
    if isinstance(error, LookupError | ArithmeticError):  # these say one thing, in many words
        return ""
    said = str(error).strip()
    return re.sub(r"'[^']*'|\d+", "", said.splitlines()[0] if said else "")[:40]


def same_values(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    try:
        return is_same(got, expected, tolerance)
    except Exception:
        return False


def mistake_words(exercise: Exercise, outcomes: list[Outcome], failing: list[int]) -> str | None:
    """The words of the known mistake that fits best."""
    shown = outcomes[failing[0]]
    others = [i for i in range(len(outcomes)) if i not in failing]
    fits = None
    for mistake in exercise.mistakes:
        for like in mistake.likes:
            if not agrees_with(exercise, like, outcomes, failing):
                continue
            alike = sum(agrees_with(exercise, like, outcomes, [i]) for i in others)
            if alike == len(others):
                return mistake.words
            # Right on many inputs where the mistake would be wrong: it only happens to agree on the rest.
            if fits is None and 4 * (len(failing) + alike) >= 3 * len(outcomes):
                fits = mistake.words
        if fits is None and mistake.is_error(shown.error):
            fits = mistake.words
        if mistake.when is not None and fits is None and _is_so(exercise, mistake.when, outcomes, failing):
            fits = mistake.words
    return fits or _part_of_it(exercise, outcomes, failing)


def _is_so(exercise: Exercise, when: Callable[..., bool], outcomes: list[Outcome], failing: list[int]) -> bool:
    """Whether `when` holds for the input shown, and for half of those that give a wrong value too.

    A value may fit once by chance; what an error says is no chance.
    """
    cases, answers = exercise.inputs(), expected_answers(exercise)
    alike = [i for i in failing if outcomes[i].error is None][:12]
    if outcomes[failing[0]].error is not None:
        alike = failing[:1]
    held = 0
    for place in alike:
        got = outcomes[place].error if outcomes[place].error is not None else outcomes[place].raw
        fits = False
        with contextlib.suppress(Exception, OutOfTime):  # it may expect another type than it gets
            fits = bool(call_within(exercise.seconds, when, cases[place].make(), got, answers[place][0]))
        if place == failing[0] and not fits:
            return False
        held += fits
    return 2 * held >= len(alike)


def _part_of_it(exercise: Exercise, outcomes: list[Outcome], failing: list[int]) -> str | None:
    """The words of a known mistake that explains the input shown, where another one spoils other inputs.

    Decimals tell: to agree in four of them by chance is unlikely, while an index or a word agrees often.
    """
    answers = expected_answers(exercise)
    telling = {i: telling_numbers(outcomes[i].frozen, answers[i][1]) for i in failing if outcomes[i].error is None}
    if not telling.get(failing[0]):
        return None
    for words, like in ((mistake.words, like) for mistake in exercise.mistakes for like in mistake.likes):
        if not agrees_with(exercise, like, outcomes, failing[:1]):
            continue
        alike = [i for i in failing if agrees_with(exercise, like, outcomes, [i])]
        if len(alike) >= 2 and sum(telling.get(i, 0) for i in alike) >= 4:
            return words
    return None


def generic_cause(
    exercise: Exercise, attempt: Any, outcomes: list[Outcome], found: list[Difference | None], failing: list[int]
) -> str | None:
    """A likely cause that needs no knowledge of the exercise."""
    cases, answers = exercise.inputs(), expected_answers(exercise)
    first = failing[0]
    if exercise.reference is None or cases[first].raises is not None:
        return None
    values = [outcome.frozen for outcome in outcomes if outcome.error is None]
    tight = Tolerance(rtol=1e-7, atol=1e-9, exact_dtype=True)
    shown = outcomes[first].frozen
    if shown is None and found[first].kind == "type" and _returns_something(attempt):
        if any(frozen is None for _, frozen in answers):
            return _NONE_IS_FOR_OTHERS
        return _NONE_COMES_BACK
    if found[first].kind in ("shape", "length"):
        with contextlib.suppress(Exception):
            if words := length_cause(shown, answers[first][1]):
                return words
    shapes = {type_words(value) for value in values}
    if found[first].kind not in ("type", "dtype") and len(values) >= 3 and len(shapes) == 1:
        expected = [frozen for (_, frozen), case in zip(answers, cases, strict=True) if case.raises is None]
        same = all(same_values(value, values[0], tight) for value in values[1:])
        if same and not all(same_values(e, expected[0], exercise.tolerance) for e in expected[1:]):
            return "it gives the same answer whatever the input: is an argument left unused?"
    names = argument_names(exercise, attempt, len(cases[first].make()))
    for position, name in enumerate(names):
        if all(
            len(args := cases[i].make()) > position
            and outcomes[i].error is None
            and same_values(outcomes[i].frozen, plain_copy(args[position]), tight)
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


def _returns_something(attempt: Any) -> bool:
    """Whether a function has a `return` of more than None."""
    import dis

    code = code_of(attempt)
    steps = list(dis.get_instructions(code)) if code is not None else []
    for before, step in itertools.pairwise(steps):
        if step.opname == "RETURN_CONST" and step.argval is not None:
            return True
        if step.opname == "RETURN_VALUE" and step.is_jump_target:  # `return a if b else None`
            return True
        if step.opname == "RETURN_VALUE" and not (before.opname == "LOAD_CONST" and before.argval is None):
            return True
    return False


def value_mistake(exercise: Exercise, outcome: Outcome, raw: Any) -> str | None:
    for mistake in exercise.mistakes:
        for wrong in mistake.likes:
            like = wrong() if callable(wrong) and not isinstance(wrong, type) else wrong
            if same_values(outcome.frozen, plain_copy(like), exercise.tolerance):
                return mistake.words
        if mistake.when is not None:
            with contextlib.suppress(Exception, OutOfTime):
                if bool(call_within(exercise.seconds, mistake.when, (), outcome.raw, raw)):
                    return mistake.words
    return None

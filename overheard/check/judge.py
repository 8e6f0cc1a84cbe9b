"""Judge an answer: run it on all inputs, find what is wrong, say it in words."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Sequence
from types import CodeType
from typing import Any

from overheard.check.causes import likely_cause, short_function_name
from overheard.check.compare import (
    EXACT,
    STREAM_ITEMS,
    Difference,
    Opaque,
    Stream,
    Tolerance,
    difference,
    freeze,
    is_array,
    is_frame,
    is_iterator,
    is_series,
    is_tensor,
    type_words,
)
from overheard.check.exercise import Case, Exercise, Result
from overheard.check.feedback import code_of, error_lines, is_learners_file, sentence, show, time_lines
from overheard.check.mistakes import (
    agrees_with,
    generic_cause,
    mistake_words,
    outcome_of,
    same_values,
    value_mistake,
)
from overheard.check.run import (
    Outcome,
    argument_names,
    compare_outcome,
    expected_answers,
    plain_copy,
    run_once,
    shared_state_kept,
)

SECOND_TEST = "I pass the first test but not the second"  # the heading that each exercise has


def judge(exercise: Exercise, attempt: Any) -> Result:
    """Judge a learner's function or value. Prints nothing and records nothing."""
    with shared_state_kept():
        if exercise.kind == "value":
            return _judge_value(exercise, attempt)
        return _judge_function(exercise, attempt)


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
        code = code_of(attempt)
        return bool(code and filename == code.co_filename) or is_learners_file(filename)
    if outcome.error is not None:
        return False
    if outcome.frozen is Ellipsis:
        return True
    code = code_of(attempt)
    return outcome.frozen is None and code is not None and not code.co_names and _does_nothing(code)


def _does_nothing(code: CodeType) -> bool:
    import dis

    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "CACHE", "COPY_FREE_VARS"}
    return all(step.opname in idle for step in dis.get_instructions(code))


def _misuse(exercise: Exercise, attempt: Any) -> Result | None:
    """The check was given something that is no function."""
    if callable(attempt):
        return None
    if attempt is None or attempt is Ellipsis or attempt is NotImplemented:
        return _waiting(exercise)
    return _wrong(
        exercise,
        f"The check needs the function itself, and got {type_words(plain_copy(attempt))}.",
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
        names = ", ".join(argument_names(exercise, exercise.reference, len(args)))
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
    cases, answers = exercise.inputs(), expected_answers(exercise)
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
            if _changes_as_the_bug(exercise, outcomes):
                return _bug_is_there(exercise)
            return _changed_input(exercise, attempt, i, outcome)
        if outcome.shared:
            return _shared_input(exercise, attempt, i, outcome)
    return _keeps_state(exercise, attempt, outcomes[0]) or Result("passed", _passed_text(exercise))


def _changes_as_the_bug(exercise: Exercise, outcomes: list[Outcome]) -> bool:
    """A bug hunt whose values are right: the bug is that the function changes what it was given."""
    if exercise.bug is None:
        return False
    bugs = [outcome_of(exercise, exercise.bug, i, None) for i in range(len(outcomes))]
    return [outcome.changed for outcome in outcomes] == [outcome.changed for outcome in bugs]


def _other_stub(attempt: Any, outcome: Outcome) -> str:
    """What is still to be done: the lines in the place of `raise`, or another exercise, which this one uses."""
    if outcome.error is None:
        return ""
    here = "Write your own lines in the place of `raise`, run that cell, then this check again."
    trace = outcome.error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = code_of(attempt)
    if trace is None or code is None or trace.tb_frame.f_code is code or isinstance(attempt, type):
        return here
    name = trace.tb_frame.f_code.co_name
    return here if name == "<module>" else f"It uses {name}, which still waits for you."


def _passed_text(exercise: Exercise) -> str:
    cases = exercise.inputs()
    counts = [
        (sum(not case.is_edge and not case.is_random for case in cases), "given"),
        (sum(case.is_edge for case in cases), "at the edge"),
        (sum(case.is_random for case in cases), "random"),
    ]
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"{exercise.name}: passed. It answers {len(cases)} input{'s' * (len(cases) != 1)} rightly: {said}."


def _input_lines(exercise: Exercise, attempt: Any, case: Case) -> list[str]:
    args = case.make()
    names = argument_names(exercise, attempt, len(args))
    return [
        f"{'Input:   ' if i == 0 else '         '} {name} = {show(plain_copy(arg))}"
        for i, (name, arg) in enumerate(zip(names, args, strict=True))
    ]


def _first_words(cases: list[Case], found: list[Difference | None], first: int) -> str:
    """Which inputs fail, in words."""
    case = cases[first]
    plain = [f for f, c in zip(found, cases, strict=False) if not c.is_edge and not c.is_random]
    plain_pass = bool(plain) and all(f is None for f in plain) and len(found) > len(plain)
    special = case.note.partition(":")[2].strip()
    if plain_pass and case.is_edge:
        return f"The plain case passes, the edge case does not{f' ({special})' if special else ''}."
    if plain_pass and case.is_random:
        told = f" ({special}) does not." if special else " does not: does it fit only the examples?"
        return f"The given cases pass, random input{told}"
    n_right = sum(f is None for f in found)
    if n_right:
        return f"{n_right} of {len(found)} inputs {'is' if n_right == 1 else 'are'} answered rightly."
    return ""


def _explain(exercise: Exercise, attempt: Any, outcomes: list[Outcome], found: list[Difference | None]) -> Result:
    cases, answers = exercise.inputs(), expected_answers(exercise)
    failing = [i for i, f in enumerate(found) if f is not None]
    if exercise.bug is not None and agrees_with(exercise, exercise.bug, outcomes, range(len(outcomes))):
        return _bug_is_there(exercise)
    first = failing[0]
    outcome, case, difference_ = outcomes[first], cases[first], found[first]
    remembers = _remembers(exercise, attempt, outcomes[0], found[0])
    if remembers is not None:
        return remembers
    head = _first_words(cases, found, first)
    lines = _input_lines(exercise, attempt, case)
    cause = mistake_words(exercise, outcomes, failing)
    if outcome.late:
        lines += time_lines(outcome.error, exercise.seconds, code_of(attempt))
        if cause:
            lines[-1] = f"Likely cause: {sentence(cause)}"
        return _wrong(exercise, f"Your function does not come to an end. {head}", lines)
    if outcome.error is not None and case.raises is None:
        if isinstance(outcome.error, SystemExit):
            said = [
                "It calls exit(), quit(), sys.exit() or os._exit(), which would end Python.",
                "A function gives its result with `return`.",
            ]
        else:
            said = error_lines(outcome.error, code_of(attempt))
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
    cause = cause or generic_cause(exercise, attempt, outcomes, found, failing)
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


def _changed_words(exercise: Exercise, attempt: Any, outcome: Outcome) -> str:
    names = argument_names(exercise, attempt, max(outcome.changed) + 1)
    named = ", ".join(f"`{names[i]}`" for i in outcome.changed)
    return f"It also changes its input {named}, which whoever calls it may still need."


def _changed_input(exercise: Exercise, attempt: Any, i: int, outcome: Outcome) -> Result:
    names = argument_names(exercise, attempt, max(outcome.changed) + 1)
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
    if isinstance(value, list) and value and all(isinstance(row, list) for row in value):
        return f"[list(row) for row in {name}]"  # list(...) alone would still share the rows
    return f"list({name})" if isinstance(value, list) else ""


def _shared_input(exercise: Exercise, attempt: Any, i: int, outcome: Outcome) -> Result:
    names = argument_names(exercise, attempt, max(outcome.shared) + 1)
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
    cases, answers = exercise.inputs(), expected_answers(exercise)
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
        said = error_lines(again.error, code_of(attempt))
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
        now = plain_copy(first.raw)
        if difference(now, first.frozen, EXACT) is not None:
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
    outcome = Outcome(attempt, plain_copy(attempt, STREAM_ITEMS if is_iterator(attempt) else None))
    found = compare_outcome(exercise, outcome, case, raw, frozen)
    if found is None:
        return Result("passed", f"{exercise.name}: passed.")
    if exercise.bug is not None and same_values(outcome.frozen, plain_copy(exercise.bug), exercise.tolerance):
        return _bug_is_there(exercise)
    lines = [f"Yours:    {show(outcome.frozen)}"]
    if exercise.reveal and exercise.reference is not None:
        lines.append(f"Expected: {show(frozen)}")
    if found.text not in ("the value differs", "it is not right yet"):
        details = found.text + (f"; {found.at}" if exercise.reveal and found.at else "")
        lines.append(sentence(details[0].upper() + details[1:]))
    cause = value_mistake(exercise, outcome, raw)
    if cause is None and isinstance(outcome.frozen, Opaque) and callable(attempt):
        cause = "this is the function and not its result: call it"
    # Relations such as "twice too large" would tell the value; those of type, shape and spelling do not.
    if cause is None and (exercise.reveal or found.kind != "value" or isinstance(frozen, str)):
        with contextlib.suppress(Exception):
            cause = likely_cause(found, [(outcome.frozen, frozen)], (outcome.frozen, frozen))
    if cause:
        lines.append(f"Likely cause: {sentence(cause)}")
    return _wrong(exercise, "", lines)

"""Checks: what they accept, what they refuse, and in which words."""

from __future__ import annotations

import _thread
import ctypes
import dataclasses
import os
import random
import re
import subprocess
import sys
import threading
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from overheard import check as checking
from overheard import paths
from overheard.check import Case, Exercise, Mistake, judge, lesson_checks, watchdog
from overheard.check.compare import shares_memory
from overheard.check.judge import SECOND_TEST
from overheard.check.watchdog import OutOfTime, call_within
from overheard.errors import OverheardError


def doubled(values: list[float]) -> list[float]:
    return [2 * value for value in values]


def lists(rng: np.random.Generator) -> tuple[list[float]]:
    return (np.round(rng.normal(size=int(rng.integers(2, 7))), 3).tolist(),)


def exercise(**changes) -> Exercise:
    given = {
        "name": "doubled",
        "title": "Twice each",
        "cases": [Case(([1.0, 2.5, -3.0],)), Case(([],), note="edge: an empty list")],
        "reference": doubled,
        "random": lists,
        "seconds": 0.4,
    }
    return Exercise(**{**given, **changes})


def giving(expected, *inputs) -> Exercise:
    """An exercise whose answers are looked up: `expected[i]` for the i-th input."""
    table = dict(enumerate(expected))
    return exercise(
        name="f", cases=[Case((i,)) for i in range(len(expected))], reference=table.__getitem__, random=None
    )


def verdict(expected, got) -> str:
    return judge(giving([expected]), lambda i: got).status


# Right and wrong ----------------------------------------------------------------------------------------


def test_right_answer_passes_and_tells_what_was_tried():
    result = judge(exercise(), lambda values: [v + v for v in values])
    assert result.passed
    assert result.text == "doubled: passed. It answers 42 inputs rightly: 1 given, 1 at the edge, 40 random."


def test_wrong_value_shows_input_own_and_expected_value():
    text = judge(exercise(), lambda values: [3 * v for v in values]).text
    assert "values = [1, 2.5, -3]" in text
    assert "Yours:    [3, 7.5, -9]" in text
    assert "Expected: [2, 5, -6]" in text
    assert "every value is 1.5 times the expected one" in text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda values: None if values == values * 1 and len(values) * 1 >= 0 else 1, "without `return`"),
        (lambda values: doubled, "it returns a function instead of calling it"),
        (lambda values: [-2 * v for v in values], "the sign is flipped"),
        (lambda values: [2 * v for v in values][::-1], "reverse order"),
        (lambda values: [2 * v + 1 for v in values], "every value is off by 1"),
        (lambda values: [4 * v for v in values], "every value is 2 times too large"),
        (lambda values: [v / 5 for v in values], "every value is 10 times too small"),
        (lambda values: values, "it gives its input `values` back unchanged"),
        (lambda values: [2.0, 5.0, -6.0], "it gives the same answer whatever the input"),
        (lambda values: [2 * v for v in values][:-1], "one item too few or too many"),
        (lambda values: (2 * v for v in values), "list(...) collects them"),
        (lambda values: torch.tensor(values) * 2, ".tolist()"),
        (lambda values: [float("nan") for v in values], "NaN comes of"),
        (lambda values: {i: 2 * v for i, v in enumerate(values)}, "a dict of 3 keys, where a list of 3 items"),
        (lambda values: str([2 * v for v in values]), "It is a string, where a list"),
    ],
)
def test_likely_causes(answer, words):
    result = judge(exercise(), answer)
    assert result.status == "wrong"
    assert words in result.text


@pytest.mark.parametrize(
    ("reference", "answer", "words"),
    [
        (lambda x: x.T + 1, lambda x: x + 1, "lie transposed"),
        (lambda x: x, lambda x: x[0], "the first dimension is missing"),
        (lambda x: x.mean(dim=0, keepdim=True), lambda x: x.mean(dim=0), "dimension of length 1 is missing"),
        (lambda x: x.mean(dim=0), lambda x: x.mean(dim=0, keepdim=True), "squeeze() takes it out"),
        (lambda x: x.sum(dim=1), lambda x: x.sum(), "and (2,) is expected"),
        (lambda x: x * 2, lambda x: (x * 2).long(), "It holds int64 values, and float32 is expected"),
        (lambda x: x * 2, lambda x: (x * 2).numpy(), "torch.from_numpy"),
        (lambda x: x**2, lambda x: x.abs(), "a square is missing"),
        (lambda x: x.sum(), lambda x: x, "and () is expected"),
    ],
)
def test_causes_of_tensors(reference, answer, words):
    def tensors(rng):
        return (torch.tensor(rng.normal(size=(int(rng.integers(2, 5)), 3)), dtype=torch.float32),)

    result = judge(
        exercise(cases=[Case((torch.arange(6.0).reshape(2, 3) - 2,))], reference=reference, random=tensors), answer
    )
    assert result.status == "wrong"
    assert words in result.text


def test_edge_case_failing_alone_is_told_as_such():
    text = judge(exercise(), lambda values: [2 * v for v in values] if values else [0.0]).text
    assert "The plain case passes, the edge case does not (an empty list)." in text
    assert SECOND_TEST in text


def stopping_at_zero(values):
    if 0.0 in values:
        raise ArithmeticError("not this one")
    return [2 * v for v in values]


def test_the_hint_is_named_where_the_first_input_passes_and_a_later_one_fails():
    hint = f'"{SECOND_TEST}" may help'
    two = exercise(cases=[Case(([1.0, 2.5],)), Case(([0.0, 3.0],)), Case(([],), note="edge: an empty list")])
    first_fails = judge(two, lambda values: [2 * v for v in values] if 0.0 in values else [0.0])
    assert hint not in first_fails.text
    odd = judge(two, lambda values: [2 * v for v in values] if 0.0 not in values else [7.3, 0.2])
    assert "Likely cause" not in odd.text and hint in odd.text
    told = judge(two, lambda values: [2 * v for v in values] if 0.0 not in values else [1.0])
    assert "Likely cause" in told.text and hint not in told.text  # the cause is better than the pointer
    stops = judge(two, stopping_at_zero)
    assert "stops with an error" in stops.text and "Likely cause" not in stops.text and hint in stops.text
    assert hint not in judge(two, lambda values: values.push(1)).text
    keeps_order = judge(two, lambda values: (values.reverse(), [2 * v for v in values[::-1]])[1])
    assert "values are right" in keeps_order.text and hint not in keeps_order.text


def test_a_mistake_that_explains_the_shown_input_is_told_beside_another():
    """Two mistakes in one answer: no `like` fits all that fails, one fits what is shown."""
    tried = exercise(
        cases=[Case(([1.25, 2.5],)), Case(([0.5, 3.1],)), Case(([],), note="edge: an empty list")],
        mistakes=[Mistake("a third is added", like=lambda values: [2 * v + 1 / 3 for v in values])],
    )
    told = judge(tried, lambda values: [2 * v + 1 / 3 for v in values] if values else [0.0])
    assert "Likely cause: a third is added." in told.text
    only_later = judge(tried, lambda values: [2 * v + 1 / 3 for v in values] if len(values) != 2 else [0.0])
    assert "a third is added" not in only_later.text  # not true of the input shown
    whole = exercise(
        cases=[Case(([1.0, 2.0],)), Case(([3.0],)), Case(([],), note="edge: an empty list")],
        random=None,
        mistakes=[Mistake("one is added", like=lambda values: [2 * v + 1 for v in values])],
    )
    assert (
        "one is added" not in judge(whole, lambda values: [2 * v + len(values[1:]) for v in values] or [0.0]).text
    )


def returning_too_soon(values):
    found = []
    for value in values:
        found.append(2 * value)
        return found
    return found


def making_the_list_anew(values):
    for value in values:
        found = []
        found.append(2 * value)
    return found if values else []


def assigning_append(values):
    found = []
    for value in values[:1]:
        found = found.append(2 * value)
    return found


def not_returning_here(values):
    if len(values) > 9:
        return [2 * value for value in values]


def appending_twice(values):
    found = []
    for value in values:
        found.append(2 * value)
        found.append(value)
    return found


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (returning_too_soon, "only the first of 3 came: does a `return` or `break` inside the loop"),
        (making_the_list_anew, "only the last of 3 is there: make the list before the loop"),
        (assigning_append, "`x = x.append(...)`"),
        (not_returning_here, "without `return` on this input"),
        (appending_twice, "2 times as many items as expected"),
        (lambda values: [], "nothing was collected: is .append(...) missing"),
        (lambda values: values.push(1), "takes a new item with .append(item)"),
        (lambda values: values.append(1, 2), "append takes one item"),
        (lambda values: values.append(1).append(2), "leave out `x =`"),
        (lambda values: values["a"], "a word is used as an index"),
        (lambda values: values[1.5], "an index must be a whole number"),
        (lambda values: [v for v in len(values)], "one value is used as a list"),
        (lambda values: set(values) + set(values), "two sets are joined with |"),
        (lambda values: values & values, "set(links) makes one"),
        (lambda values: [max(values[:0])], "was nothing appended"),
        (lambda values: [float(str(v) + "x") for v in values], "a text stands where a number is needed"),
    ],
)
def test_causes_of_loops_and_lists(answer, words):
    result = judge(exercise(), answer)
    assert result.status == "wrong"
    assert words in result.text
    assert "wrapped once too often" not in result.text


def test_pairs_taken_apart():
    pairs = exercise(
        cases=[Case(([1.0, 2.0],))], reference=lambda values: [(v, 2 * v) for v in values], random=None
    )
    assert "pairs were taken apart" in judge(pairs, lambda values: [x for v in values for x in (v, 2 * v)]).text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: (x / 7).round(2), "rounded too early, to 2 digits"),
        (lambda x: (x / 7).round(1), "rounded too early, to 1 digit behind"),
        (lambda x: np.where(x > 30, (x / 7).round(2), x / 7), "rounded too early, to 2 digits"),  # not all
        (lambda x: (x / 7).round(), "it is rounded"),
        (lambda x: x / 7 + 0.3, "every value is off by 0.3"),
        (lambda x: x / 7 + np.where(x > 30, 0.004, 0.003), "nearly right"),
    ],
)
def test_rounding_is_told_where_it_is_one(answer, words):
    def draw(rng):
        return (rng.integers(20, 40, size=int(rng.integers(3, 6))).astype(float),)

    tried = exercise(cases=[Case((np.array([20.0, 31.0, 23.0, 38.0]),))], reference=lambda x: x / 7, random=draw)
    assert words in judge(tried, answer).text


def test_nan_is_told_only_where_it_is_shown():
    """A later input has a gap; the one that is shown has none."""
    inputs = [Case((np.array([1.0, 2.0]),)), Case((np.array([np.nan, 3.0]),))]
    tried = exercise(cases=inputs, reference=lambda x: 2 * x, random=None)
    assert "should be NaN" not in judge(tried, lambda x: np.array([5.0, 7.0 + np.nansum(x)])).text
    assert "should be NaN" in judge(tried, lambda x: np.nan_to_num(2 * x)).text


def test_a_changed_input_is_told_with_the_copy_that_helps():
    def turn_around(values):
        values *= 2
        return values

    for value, copy in ((torch.tensor([1.0, 2.5]), "x.clone()"), (np.array([1.0, 2.5]), "x.copy()")):
        tried = exercise(cases=[Case((value,))], reference=lambda x: 2 * x, random=None)
        text = judge(tried, turn_around).text
        assert "The values are right, but your function changes its input `values` itself." in text
        assert f"Work on a copy: values = {copy.replace('x', 'values', 1)}." in text
    lists_too = judge(exercise(random=None), lambda values: (values.append(0.0), doubled(values[:-1]))[1])
    assert "Work on a copy: values = list(values)." in lists_too.text


def test_a_function_of_torch_that_is_to_be_written_is_noticed():
    from torch.nn import functional
    from torch.nn.functional import softmax

    def own(x):
        powers = (x - x.max()).exp()
        return powers / powers.sum()

    tried = exercise(
        cases=[Case((torch.tensor([1.0, 2.0]),)), Case((torch.tensor([0.0, 3.0]),))],
        reference=lambda x: x.softmax(dim=0),
        random=None,
        not_called=["softmax"],
    )
    assert judge(tried, own).passed
    for borrowed in (
        lambda x: x.softmax(dim=0), lambda x: torch.softmax(x, 0), lambda x: functional.softmax(x, dim=0),
        lambda x: softmax(x, dim=0),
    ):  # fmt: skip
        result = judge(tried, borrowed)
        assert result.status == "wrong"
        assert "The values are right, but your function calls torch's own softmax." in result.text
    assert "torch's own" not in judge(tried, lambda x: 2 * x.softmax(dim=0)).text  # first the values
    assert judge(dataclasses.replace(tried, not_called=(), _cache={}), lambda x: x.softmax(dim=0)).passed


def test_copied_example_is_told_as_such():
    text = judge(exercise(cases=[Case(([1.0, 2.5],))]), lambda values: [2.0, 5.0]).text
    assert "The given cases pass, random input does not" in text


def test_known_mistake_by_like_and_by_when():
    tried = exercise(
        mistakes=[
            Mistake("you halved it", like=lambda values: [v / 2 for v in values]),
            Mistake("you gave a text", when=lambda args, got, expected: isinstance(got, str)),
            Mistake("it is squared", when=lambda args, got, expected: got[0] == args[0][0] ** 2),
            Mistake("a list cannot be divided", like=lambda values: values / 2),
        ]
    )
    assert "Likely cause: you halved it." in judge(tried, lambda values: [0.5 * v for v in values]).text
    assert "you gave a text" in judge(tried, lambda values: "2").text
    assert "it is squared" in judge(tried, lambda values: [v * v for v in values]).text
    assert "a list cannot be divided" in judge(tried, lambda values: values / 1).text
    assert "you halved it" not in judge(tried, lambda values: [v / 3 for v in values]).text


def test_a_mistake_that_agrees_only_by_chance_is_not_told():
    """An index is one of few: on the one input that fails, many mistakes give the same."""

    def draw(rng):
        return (rng.permutation(9).tolist(),)

    tried = exercise(
        cases=[Case(([3.0, 1.0, 2.0],)), Case(([4.0, 4.0, 1.0, 1.0],), note="edge: a tie")],
        reference=lambda values: values.index(min(values)),
        random=draw,
        mistakes=[
            Mistake("that is the last place", like=lambda values: len(values) - 1),
            Mistake("the last on a tie", like=lambda values: len(values) - 1 - values[::-1].index(min(values))),
        ],
    )
    last_on_a_tie = judge(tried, lambda values: max(i for i, v in enumerate(values) if v == min(values)))
    assert "Likely cause: the last on a tie." in last_on_a_tie.text
    tried = dataclasses.replace(tried, mistakes=tried.mistakes[:1], _cache={})
    assert "Likely cause" not in judge(tried, lambda v: max(i for i, x in enumerate(v) if x == min(v))).text
    assert "that is the last place" in judge(tried, lambda values: len(values) - 1).text


def test_a_mistake_that_stops_for_another_reason_is_not_told():
    """Torch says RuntimeError to nearly everything: the text tells one from another."""
    rows = [torch.zeros(2), torch.zeros(3)]
    tried = exercise(
        cases=[Case(([1.0, 2.0],)), Case(([3.0],), note="edge: one")],
        mistakes=[Mistake("the lengths differ", like=lambda values: torch.stack(rows))],
    )
    assert "cause: the lengths differ" in judge(tried, lambda values: torch.stack(rows[::-1])).text
    other = judge(tried, lambda values: torch.tensor([1, 2]).mean()).text
    assert "cause: the lengths differ" not in other


def test_an_empty_answer_is_called_empty():
    tried = giving([torch.ones(1, 2), torch.ones(2, 2)], 1, 2)
    assert "there is nothing in it" in judge(tried, lambda i: torch.tensor([])).text


def test_a_value_or_none_in_one_line_does_not_lack_a_return():
    text = judge(exercise(), lambda values: [2 * v for v in values] if values else None).text
    assert "or what it returns is None" in text


def test_a_mistake_told_is_about_the_input_shown():
    infinite = Mistake("it is infinite", when=lambda args, got, expected: float("inf") in got)
    tried = exercise(mistakes=[infinite])
    plain_too = judge(tried, lambda values: [3 * v if abs(v) < 1 else float("inf") for v in values] or [0.0])
    assert "it is infinite" in plain_too.text
    later_only = judge(tried, lambda values: [3 * v for v in values] or [float("inf")])
    assert "it is infinite" not in later_only.text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: (x * 2).round(3) + 0.001, "nearly right"),  # not: the sign is lost
        (lambda x: np.nan_to_num(x * 2, nan=9.0), "should be NaN"),  # not: 1 times the expected
        (lambda x: (x * 2).tolist(), "np.array(...)"),
        (lambda x: pd.Series(x * 2), ".to_numpy()"),
    ],
)
def test_causes_do_not_name_what_did_not_happen(answer, words):
    def draw(rng):
        x = rng.uniform(1, 2, size=int(rng.integers(3, 6)))
        x[0] = np.nan
        return (x,)

    tried = exercise(cases=[Case((np.array([1.5, np.nan, 1.2]),))], reference=lambda x: x * 2, random=draw)
    text = judge(tried, answer).text
    assert words in text
    assert "1 times" not in text and "abs()" not in text


def test_a_relation_must_hold_where_the_answer_is_right_too():
    tried = exercise(cases=[Case((0.5,)), Case((2.5,)), Case((3.5,))], reference=lambda x: x, random=None)
    assert "behind the point" in judge(tried, lambda x: float(int(x))).text
    assert "behind the point" not in judge(tried, lambda x: x if x < 1 else float(int(x))).text


def test_causes_inside_several_values():
    tried = exercise(
        cases=[Case((np.array([3.0, 1.0, 2.0]),)), Case((np.array([5.0, 7.0]),))],
        reference=lambda x: (x.argsort(), np.outer(x, x)),
        random=None,
    )
    assert "every value is off by 1" in judge(tried, lambda x: (x.argsort() + 1, np.outer(x, x))).text
    assert "every value is 2 times too large" in judge(tried, lambda x: (x.argsort(), 2 * np.outer(x, x))).text
    assert ".astype(int)" in judge(tried, lambda x: (x.argsort().astype(float), np.outer(x, x))).text
    assert "reverse order" in judge(tried, lambda x: (np.outer(x, x), x.argsort())).text
    assert "np.array(...)" in judge(tried, lambda x: (x.argsort().tolist(), np.outer(x, x))).text
    assert "2 values are expected" in judge(tried, lambda x: x.argsort()).text


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ([1.0, 2.0], "added up or averaged"),
        ([3.5], "wrapped once too often"),
        (torch.tensor([3.5]), "take it out with .item()"),
        ((value for value in [3.5]), "a single value is asked for"),
    ],
)
def test_one_number_is_expected(got, words):
    assert words in judge(giving([3.0]), lambda i: got).text


def test_one_value_is_not_counted():
    assert "of 1 values" not in judge(giving([torch.tensor(3.0)]), lambda i: torch.tensor(4.0)).text


# Not attempted ------------------------------------------------------------------------------------------


def stub(values):
    """Doc."""
    raise NotImplementedError("your turn")


def only_docstring(values):
    """Doc."""


def dots(values):
    return ...


@pytest.mark.parametrize("attempt", [stub, only_docstring, dots, None, ...])
def test_not_attempted_yet(attempt):
    result = judge(exercise(), attempt)
    assert result.status == "waiting"
    assert result.text.startswith("doubled: not attempted yet.")


def test_a_stub_that_the_answer_uses_is_named():
    result = judge(exercise(), lambda values: stub(values))
    assert result.status == "waiting"
    assert "It uses stub, which still waits for you." in result.text


def test_a_missing_method_of_a_library_is_no_stub():
    result = judge(exercise(), lambda values: torch.nn.Module()(values))
    assert result.status == "wrong"
    assert "NotImplementedError" in result.text


def test_bug_hunt_as_shipped():
    def buggy(values):
        return [2 * v for v in values[1:]]

    hunt = exercise(bug=buggy, symptom="the first value is lost")
    result = judge(hunt, lambda values: [v * 2 for v in values[1:]])
    assert (result.status, result.text) == (
        "waiting",
        "doubled: not attempted yet, or not mended. The bug is still in it: the first value is lost.",
    )
    assert judge(hunt, lambda values: [2 * v for v in values[:1]]).status == "wrong"
    assert judge(hunt, doubled).passed


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


# Not fooled ---------------------------------------------------------------------------------------------


def test_changed_input_is_noticed_though_the_values_are_right():
    def in_place(values):
        for i in range(len(values)):
            values[i] *= 2
        return values

    text = judge(exercise(), in_place).text
    assert "changes its input `values`" in text
    assert judge(exercise(may_change_input=True), in_place).passed


@pytest.mark.parametrize(
    ("value", "change"),
    [
        (torch.ones(3), lambda x: x.add_(1)),
        (np.ones(3), lambda x: x.fill(2)),
        ({"a": [1]}, lambda x: x["a"].append(2)),
        ({1, 2}, lambda x: x.clear()),
        (pd.DataFrame({"a": [1, 2]}), lambda x: x.insert(0, "b", 1)),
        (torch.nn.Linear(2, 1), lambda x: x.weight.data.zero_()),
        ([[1], [2]], lambda x: x[0].append(1)),
    ],
)
def test_changed_input_of_any_kind(value, change):
    def answer(x):
        change(x)
        return 1

    changing = exercise(cases=[Case((value,))], reference=lambda x: 1, random=None)
    assert "changes its input `x`" in judge(changing, answer).text
    assert judge(changing, lambda x: 1).passed


def test_state_between_calls_is_noticed():
    seen = []

    def remembers(values):
        seen.append(values)
        return doubled(values) if len(seen) <= 7 else [0.0]

    assert "keeps something between calls" in judge(exercise(), remembers).text


def test_state_is_named_though_later_values_are_wrong():
    kept = []

    def appends(values):
        kept.extend(2 * v for v in values)
        return list(kept)

    text = judge(exercise(), appends).text
    assert "the same call made later is not" in text and "a list as a default value" in text
    text = judge(exercise(), appends).text  # the cell run once more: now the first call is wrong too
    assert "The same call made twice gives two answers" in text
    unseeded = judge(exercise(), lambda values: [2 * v + np.random.default_rng().random() for v in values])
    assert "random numbers without a seed" in unseeded.text
    dates = judge(exercise(), lambda values: np.zeros(3, dtype="datetime64[s]"))
    assert "twice" not in dates.text


def test_input_given_back_where_a_new_array_is_asked_for():
    def turned(x):
        return -x if x[0] > 0 else x

    asked = {"cases": [Case((np.array([1.0, 2.0]),)), Case((np.array([-1.0, 2.0]),))], "random": None}
    assert judge(exercise(reference=turned, **asked), turned).passed
    fresh = exercise(reference=turned, new_result=True, **asked)
    assert "the result is the input `x` itself or a view of it" in judge(fresh, turned).text
    assert "a view of it" in judge(fresh, lambda x: turned(x)[:]).text
    assert judge(fresh, lambda x: turned(x).copy()).passed


@pytest.mark.parametrize(
    ("got", "given", "same"),
    [
        (ROW := np.arange(4.0), ROW, True),
        (ROW[::2], ROW, True),
        (ROW.copy(), ROW, False),
        (ROW.tolist(), ROW, False),
        ([ROW[1:]], ROW, True),
        ({"a": ROW}, ROW, True),
        (torch.from_numpy(ROW), ROW, True),
        ((LINE := torch.ones(3)).view(3, 1), LINE, True),
        (LINE.clone(), LINE, False),
        (WORDS := ["a"], WORDS, True),
        (list(WORDS), WORDS, False),
        ((1, 2), (1, 2), False),
        (3.0, ROW, False),
        (LINE, [ROW, LINE], True),
    ],
)
def test_shared_memory(got, given, same):
    assert shares_memory(got, given) is same


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_settings_of_the_notebook_do_not_decide():
    def centred(x):
        return (x - x.mean()) / torch.ones(3).sum()

    fresh = {"cases": [Case((torch.arange(3.0),))], "random": None, "exact_dtype": True}
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    before = np.seterr(all="raise")
    try:
        assert judge(exercise(reference=centred, **fresh), centred).passed
        follows = exercise(cases=[Case((2.0,))], reference=lambda x: 2 * x, random=None)
        assert judge(follows, lambda x: gradient_of_square(x)).passed
        divides = exercise(cases=[Case((np.zeros(2),))], reference=lambda x: x / x, random=None)
        assert judge(divides, lambda x: x / x).passed
        assert torch.get_default_dtype() is torch.float64 and not torch.is_grad_enabled()
        assert np.geterr()["divide"] == "raise"
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)
        np.seterr(**before)


def gradient_of_square(x):
    x = torch.tensor(x, requires_grad=True)
    (x**2).backward()
    return x.grad


def test_result_that_later_calls_change_is_noticed():
    buffer = torch.zeros(2)

    def reuses(x):
        buffer.copy_(x * 2)
        return buffer

    twice = exercise(
        cases=[Case((torch.tensor([1.0, 2]),)), Case((torch.tensor([3.0, 4]),))],
        reference=lambda x: x * 2,
        random=lambda rng: (torch.tensor(rng.normal(size=2)).float(),),
    )
    # the last call repeats the first input, so only a look at the buffer in between can tell
    calls = []

    def reuses_late(x):
        calls.append(1)
        if len(calls) == 8:
            buffer.copy_(torch.zeros(2))
            return x * 2
        return reuses(x) if len(calls) == 1 else x * 2

    assert "later calls change the answer" in judge(twice, reuses_late).text


class Always:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __len__(self):
        return 3

    def __float__(self):
        return 2.0

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __abs__(self):
        return 0.0

    def __repr__(self):
        raise ValueError("no")


class Sly(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__

    def __float__(self):
        return 3.0


class SlyList(list):
    def __iter__(self):
        return iter([2.0, 5.0, -6.0])

    def __eq__(self, other):
        return True

    def __len__(self):
        return 3


class SlyTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.tensor(True)


class Pretender:
    __class__ = float


# The ids are spelled out: the repr of an object holds an address, another one in each worker.
@pytest.mark.parametrize(
    "got",
    [Always(), Sly(2.0), Pretender(), object, [3.0], True, "3.0", None],
    ids=["always equal", "sly float", "pretender", "type", "list", "bool", "text", "none"],
)
def test_odd_objects_do_not_pass_for_a_number(got):
    assert verdict(3.0, got) in ("wrong", "waiting")


def test_more_odd_objects():
    assert verdict([2.0, 5.0, -6.0], SlyList([1.0])) == "wrong"
    assert verdict(torch.ones(2), torch.zeros(2).as_subclass(SlyTensor)) == "wrong"
    assert verdict({"a": 1}, Always()) == "wrong"
    assert verdict("x", Always()) == "wrong"
    assert verdict(3.0, Sly(3.0)) == "passed"  # its own value is right


# The same for a learner, the same here -----------------------------------------------------------------


@dataclasses.dataclass
class Point:
    x: float
    y: list[int]


def twin():
    @dataclasses.dataclass
    class Point:
        x: float
        y: list[int]

    return Point


FRAME = pd.DataFrame({"a": [1, 2], "b": [0.5, float("nan")]})


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (3.0, 3),
        (3, 3.0),
        (3, np.int32(3)),
        (0.1, np.float32(0.1)),
        (0.5, torch.tensor(0.5)),
        (torch.tensor(0.5), 0.5),
        (0.5, Fraction(1, 2)),
        (0.25, Decimal("0.25")),
        (np.array([1.0, float("nan")]), np.ma.masked_invalid([1.0, float("nan")])),
        (torch.eye(2), torch.eye(2).to_sparse()),
        (True, np.bool_(True)),
        (True, torch.tensor(True)),
        ((1, 2), [1, 2]),
        ([1, 2], range(1, 3)),
        (["a"], {"a": 1}.keys()),
        ([0.5], [torch.tensor(0.5)]),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        (torch.ones(2), torch.ones(2, dtype=torch.float64)),
        (torch.ones(2), torch.nn.Parameter(torch.ones(2))),
        (torch.tensor([1, 2]), torch.tensor([1, 2], dtype=torch.int32)),
        (torch.tensor([1.0, float("nan")]), torch.tensor([1.0, float("nan")])),
        (np.array([1.0, 2]), np.array([1.0, 2 + 1e-5])),
        (np.array(["a", "b"]), np.array(["a", "b"], dtype=object)),
        ({"a": 1, "b": [1.0]}, {"b": (1.0,), "a": 1}),
        ({1: 2}, {np.int64(1): 2}),
        ({1, 2}, {2, 1}),
        (Point(1.0, [2]), twin()(1.0, [2])),
        (FRAME, FRAME[["b", "a"]].astype({"a": float})),
        (FRAME["a"], FRAME["a"].astype(float).rename("z")),
        ("text", np.str_("text")),
        (None, None),
        (1 + 2j, 1 + 2j),
        (b"x", b"x"),
    ],
)
def test_other_ways_to_write_it_are_right(expected, got):
    assert verdict(expected, got) == "passed"


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (3, 4),
        (10**6, 10**6 + 1),
        (3, 3.4),
        (3, True),
        (True, 1),
        (0.5, 0.501),
        (0.5, float("nan")),
        (float("inf"), 1e300),
        (1e300, float("inf")),
        (-float("inf"), float("inf")),
        ("a", "A"),
        ([1, 2], [2, 1]),
        ([1, 2], [1, 2, 3]),
        ([1, 2], {1, 2}),
        ([], None),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": 1}),
        ({"a": 1}, {}),
        ({1, 2}, {1}),
        (0.5, Fraction(1, 3)),
        (torch.ones(2), torch.nested.nested_tensor([torch.ones(2)], layout=torch.jagged)),
        (torch.ones(2), torch.ones(2, device="meta")),
        (torch.ones(2), torch.ones(2, 1)),
        (torch.ones(2), torch.ones(2).long()),
        (torch.tensor([1, 2]), torch.tensor([1.0, 2.0])),
        (torch.tensor([True, False]), torch.tensor([1, 0])),
        (torch.ones(2), np.ones(2)),
        (np.array(["a", "b"]), np.array(["a", "c"])),
        (torch.zeros(0), torch.zeros(0, 2)),
        (torch.tensor([0.0, 1.0]), torch.tensor([0.0, 1.001])),
        (Point(1.0, [2]), Point(1.0, [3])),
        (FRAME, FRAME.assign(b=1.0)),
        (FRAME, FRAME.iloc[::-1]),
        (FRAME, FRAME.drop(columns="a")),
        (FRAME, FRAME["a"]),
        (FRAME["a"], [1, 2]),
        (1 + 2j, 1 - 2j),
    ],
)
def test_wrong_ones_are_wrong(expected, got):
    assert verdict(expected, got) in ("wrong", "waiting")


def test_exact_dtype_where_asked_for():
    wide = Exercise("f", "", [Case(())], reference=lambda: torch.ones(2), exact_dtype=True)
    assert "It holds float64 values, and float32 is expected" in judge(wide, lambda: torch.ones(2).double()).text


def test_single_precision_sums_in_another_order_pass():
    def draw(rng):
        return (torch.tensor(rng.normal(size=(50, 30)) * 1000 + 5000, dtype=torch.float32),)

    centred = exercise(
        cases=[Case((torch.ones(2, 2),))], reference=lambda x: x - x.double().mean(0).float(), random=draw
    )
    assert judge(centred, lambda x: x - x.flip(0).mean(0)).passed


# Wrong use ----------------------------------------------------------------------------------------------


def test_result_instead_of_function():
    text = judge(exercise(), doubled([1.0])).text
    assert "needs the function itself, and got a list of 1 item" in text
    assert "Write check.doubled(doubled), with no brackets" in text


def test_wrong_number_of_arguments():
    text = judge(exercise(), lambda a, b: a).text
    assert "cannot be called with 1 argument" in text
    assert "The check calls it with (values)." in text


def test_raises_may_be_the_right_answer():
    strict = exercise(cases=[Case(([1.0],)), Case(("x",), note="edge: a text", raises=TypeError)])

    def right(values):
        if isinstance(values, str):
            raise TypeError("a list, please")
        return doubled(values)

    assert judge(strict, right).passed
    assert "where it should raise TypeError" in judge(strict, lambda v: [2 * x for x in v]).text


def test_classes_are_used_through_call():
    class Counter:
        def __init__(self):
            self.n = 0

        def add(self, k):
            self.n += k

    def use(kind, steps):
        counter = kind()
        for step in steps:
            counter.add(step)
        return counter.n

    counting = exercise(cases=[Case(([1, 2],))], reference=Counter, random=None, call=use)
    assert judge(counting, Counter).passed

    class Broken(Counter):
        def add(self, k):
            self.n += 1

    assert judge(counting, Broken).status == "wrong"


def test_own_comparison():
    def near(got, expected, args):
        return True if abs(got - expected) < 1 else f"it is {got}, too far from what {args[0]} gives"

    own = exercise(cases=[Case((4.0,))], reference=lambda x: x, random=None, compare=near)
    assert judge(own, lambda x: x + 0.5).passed
    assert "It is 9.0, too far from what 4.0 gives." in judge(own, lambda x: 9.0).text
    assert "It is a string, where a number is expected" in judge(own, lambda x: "9").text


# Values -------------------------------------------------------------------------------------------------


def test_value_exercise_never_tells_the_value():
    value = Exercise(
        "best_k", "", reference=lambda: 7531, kind="value", mistakes=[Mistake("that is the smallest", like=1)]
    )
    assert judge(value, 7531).passed
    assert (
        judge(value, None).text
        == "best_k: not attempted yet. Set best_k above, run that cell, then this check again."
    )
    for wrong in (1, 7530, 15062, -7531, "7531", [7531], lambda: 7531, torch.tensor([0.5]), object()):
        result = judge(value, wrong)
        assert result.status == "wrong"
        assert "7531" not in result.text.replace(f"Yours:    {wrong!r}", "").replace(str(wrong), "")
        assert "times" not in result.text
        assert "sign" not in result.text
    assert "that is the smallest" in judge(value, 1).text
    assert "call it" in judge(value, lambda: 7531).text


def test_value_of_many_tells_no_entry():
    value = Exercise("ks", "", reference=[11, 22, 33], kind="value")
    text = judge(value, [11, 99, 33]).text
    assert "22" not in text
    assert "Expected: [11, 22, 33]" in judge(dataclasses.replace(value, reveal=True, _cache={}), [11, 99, 33]).text


# Notebook side ------------------------------------------------------------------------------------------

ROOM = """
from overheard.check import Case, Exercise
EXERCISES = [Exercise("doubled", "Twice", [Case(([1.0, 2.0],))], reference=lambda values: [2 * v for v in values])]
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "LESSONS", tmp_path / "lessons")
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "my_work"))
    (tmp_path / "my_work").mkdir()
    folder = tmp_path / "lessons" / "demo"
    folder.mkdir(parents=True)
    (folder / "checks.py").write_text(ROOM)
    return tmp_path


def test_pass_is_recorded_and_says_the_same_twice(room, capsys):
    from overheard.learner import progress

    check = lesson_checks("demo")
    assert check.doubled(doubled) is None
    first = capsys.readouterr()
    check.doubled(doubled)
    second = capsys.readouterr()
    assert first == second
    assert first.out == "✓ doubled: passed. It answers 1 input rightly: 1 given.\n"
    assert [(p.lesson, p.exercise, p.times) for p in progress.passed()] == [("demo", "doubled", 2)]
    check.doubled(lambda values: values)
    assert progress.passed()[0].times == 2


def test_running_the_solutions_passes_nothing(tmp_path, monkeypatch):
    from overheard.learner import progress

    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path))
    check = checking.LessonChecks("demo", {"doubled": exercise()})
    for folder, n_passed in (("solutions", 0), ("exercises", 1)):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        check.doubled(doubled)
        assert len(progress.passed()) == n_passed


def test_long_lines_break_between_words(capsys):
    words = "each is doubled and then one more is added, " * 4 + "once too often"
    tried = exercise(mistakes=[Mistake(words, like=lambda values: [2 * v + 1 for v in values] or [1.0])])
    checking.LessonChecks("demo", {"doubled": tried}).doubled(lambda values: [2 * v + 1 for v in values] or [1.0])
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 100 and "\n    " in told
    assert words in " ".join(told.split())


def test_check_works_where_nothing_can_be_saved(room, capsys, monkeypatch):
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(room / "nowhere"))
    lesson_checks("demo").doubled(doubled)
    said = capsys.readouterr()
    assert said.out == "✓ doubled: passed. It answers 1 input rightly: 1 given.\n"
    assert said.err.startswith("Progress was not saved:")
    assert said.err.count("\n") == 1
    assert not (room / "nowhere").exists()


def test_unknown_names_get_a_clear_message(room, capsys):
    lesson_checks("demo").dubled(doubled)
    assert (
        capsys.readouterr().out
        == "There is no exercise 'dubled' here. Did you mean check.doubled? There are: doubled.\n"
    )
    with pytest.raises(OverheardError, match="Did you mean 'demo'"):
        lesson_checks("demmo")


def test_check_called_wrongly(room, capsys):
    lesson_checks("demo").doubled()
    lesson_checks("demo").doubled([1.0], doubled)
    out = capsys.readouterr().out
    assert out.count("Write check.doubled(doubled).") == 2


def test_broken_check_does_not_blame_the_learner(room, capsys, monkeypatch):
    monkeypatch.delenv("OVERHEARD_DEBUG", raising=False)
    (room / "lessons/demo/checks.py").write_text(ROOM.replace("2 * v for v", "2 * w for v"))
    lesson_checks("demo").doubled(doubled)
    assert "the check itself has an error, which is not your fault (NameError" in capsys.readouterr().out


def test_prints_of_the_learner_are_kept_for_failures(capsys):
    def chatty(values):
        print("hello", values)
        return doubled(values)

    def chatty_wrong(values):
        print("hello", values)
        return [0.0 for _ in values]

    judge(exercise(), chatty)
    assert capsys.readouterr().out == ""
    assert "It printed: hello [1.0, 2.5, -3.0]" in judge(exercise(), chatty_wrong).text


def test_shared_random_numbers_are_left_as_they_were():
    def draws(values):
        random.random()
        np.random.rand()
        torch.rand(1)
        return doubled(values)

    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    expected = (random.random(), np.random.rand(), torch.rand(1).item())
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    judge(exercise(), draws)
    assert (random.random(), np.random.rand(), torch.rand(1).item()) == expected


def test_function_that_draws_gets_the_same_draws_as_the_reference():
    drawing = exercise(cases=[Case((3,))], reference=lambda n: torch.rand(n), random=None)
    assert judge(drawing, lambda n: torch.rand(n)).passed


SESSION = """
from overheard.check import lesson_checks
check = lesson_checks("demo")

def forgets(values):
    [2 * v for v in values]

def fails(values):
    return values[7]

def leaves(values):
    exit()

def never(values):
    while True:
        pass

def not_yet(values):
    raise NotImplementedError("your turn")

for attempt in (forgets, fails, leaves, never, not_yet, 5, lambda values: [v + v for v in values]):
    check.doubled(attempt)
print("alive")
"""


def test_notebook_and_plain_python_answer_alike(room):
    """The same session in a Jupyter kernel and in plain Python; the kernel lives to its last line."""
    import nbformat
    from nbclient import NotebookClient

    (room / "lessons/demo/checks.py").write_text(ROOM.replace("values])]", "values], seconds=0.3)]"))
    start = (
        f"from pathlib import Path; from overheard import paths; paths.LESSONS = Path({str(room / 'lessons')!r})\n"
    )
    (room / "session.py").write_text(start + SESSION)
    settings = os.environ | {"PYTHONPATH": str(paths.ROOT)}
    plain = subprocess.run(
        [sys.executable, room / "session.py"], capture_output=True, text=True, check=True, env=settings
    ).stdout
    cells = [nbformat.v4.new_code_cell(text) for text in (start, SESSION, 'print("still alive")')]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute(env=settings)
    said = "".join(output.get("text", "") for output in notebook.cells[1].outputs)
    assert notebook.cells[2].outputs[0].text == "still alive\n"

    def without_lines(text: str) -> str:  # line numbers count from the cell in one and the file in the other
        return re.sub(r"on line \d+", "on line N", text)

    assert without_lines(said) == without_lines(plain)
    for words in (
        "without `return`", "on line N: return values[7]", "It calls exit() or quit()", "still running after 0.3",
        "not attempted yet", "needs the function itself", "passed", "alive",
    ):  # fmt: skip
        assert words in without_lines(plain)


def test_import_is_light():
    code = "import sys, overheard.check; print([m for m in ('torch', 'numpy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=paths.ROOT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "not a name"},
        {"kind": "thing"},
        {"reference": None},
        {"cases": []},
        {"bug": doubled},
    ],
)
def test_bad_exercises_are_refused(bad):
    with pytest.raises(OverheardError):
        exercise(**bad)

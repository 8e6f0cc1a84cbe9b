"""What is right and wrong, not attempted, or handed in wrongly, and in which words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
import torch
from small_exercises import doubled, exercise, giving

from overheard.check import Case, Exercise, Mistake, judge
from overheard.check.judge import SECOND_TEST

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
        (lambda x: x.mean(dim=0), lambda x: x.mean(dim=0, keepdim=True), "takes it out"),
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


def first_or_none(rows):
    return [row[0] if row else None for row in rows]


def test_an_item_that_is_none_is_not_a_missing_return():
    """A list that holds None came back through `return`."""
    rows = exercise(
        cases=[Case(([["a"], ["b", "c"]],)), Case(([[], ["d"]],))], reference=first_or_none, random=None
    )
    text = judge(rows, lambda table: [row[0] if len(row) == 1 else None for row in table]).text
    assert "None" in text and "without `return`" not in text
    assert "without `return`" in judge(rows, lambda table: table.append(0)).text


def test_a_none_that_is_right_elsewhere_is_not_a_missing_return():
    largest = exercise(
        cases=[Case(([3.0, 1.0],)), Case(([],))], reference=lambda values: max(values, default=None), random=None
    )
    text = judge(largest, lambda values: max(values) if len(values) > 2 else None).text
    assert "which condition leads there" in text and "without `return`" not in text


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

    def without_none(rows):
        for row in rows:
            while None in row:
                row.remove(None)
        return [len(row) for row in rows]

    tried = exercise(cases=[Case(([[1, None], []],))], reference=lambda x: [1, 0], random=None)
    assert "Work on a copy: rows = [list(row) for row in rows]." in judge(tried, without_none).text
    # what it says helps: a copy of the outer list alone does not
    assert judge(tried, lambda rows: without_none([list(row) for row in rows])).passed
    assert not judge(tried, lambda rows: without_none(list(rows))).passed


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


def test_bug_hunt_whose_bug_is_that_the_input_changes():
    def buggy(values):
        for i, v in enumerate(values):
            values[i] = 2 * v
        return values

    def other_change(values):
        answer = doubled(values)
        values.append(0.0)
        return answer

    hunt = exercise(bug=buggy, symptom="the list that was given is not the same as before")
    assert judge(hunt, lambda values: buggy(values)).text.endswith(
        "the list that was given is not the same as before."
    )
    assert judge(hunt, other_change).status == "wrong"
    assert judge(hunt, doubled).passed


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

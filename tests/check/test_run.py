"""Answers that change their input, keep something or pretend: none is fooled by them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import torch
from small_exercises import doubled, exercise, verdict

from overheard.check import Case, judge
from overheard.check.compare import shares_memory

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

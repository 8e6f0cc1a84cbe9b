"""What is the same for a learner is the same here."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import torch
from small_exercises import exercise, verdict

from overheard.check import Case, Exercise, judge

# The same for a learner, the same here ------------------------------------------------------------------


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

"""The kinds of input that the package adds by itself, and the answers that only they find out."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from overheard.check import Case, Exercise, Mistake, judge
from overheard.check.kinds import DOMAINS, RARE, WORDS, kinds_of, scattered, vary
from overheard.errors import OverheardError


def softmax(scores: torch.Tensor) -> torch.Tensor:
    rows = []
    for row in scores.tolist():
        powers = [math.exp(value - max(row)) for value in row]
        rows.append([power / sum(powers) for power in powers])
    return torch.tensor(rows, dtype=scores.dtype)


def rows(rng: np.random.Generator) -> tuple[torch.Tensor]:
    return (torch.from_numpy(rng.normal(0, 2, (int(rng.integers(1, 5)), int(rng.integers(2, 6))))),)


def exercise(**changes) -> Exercise:
    given = {
        "name": "softmax",
        "title": "Shares of one",
        "cases": [Case((torch.tensor([[0.0, 1.0], [2.0, 0.5]]),))],
        "reference": softmax,
        "random": rows,
        "vary": {"scores": ("real", "low", "high")},
    }
    return Exercise(**{**given, **changes})


def test_all_kinds_come_and_always_the_same():
    drawn = exercise().inputs()
    notes = [case.note for case in drawn]
    for kind in kinds_of(("real", "low", "high")):
        assert notes.count(f"random: {WORDS[kind]}") >= 2, kind
    assert notes.count("random") == 20
    assert sum(case.is_scattered for case in drawn) >= 5
    again = exercise().inputs()
    assert all(torch.equal(a.make()[0], b.make()[0]) for a, b in zip(drawn, again, strict=True))


@pytest.mark.parametrize("kind", list(WORDS))
def test_each_kind_keeps_shape_and_type_and_does_what_it_says(kind):
    rng = np.random.default_rng(0)
    tensor = torch.from_numpy(rng.normal(size=(3, 4)).astype(np.float32))
    words = [f"word{i}" for i in range(6)]
    admitted = {"x": [kind], "y": [kind], "words": [kind]}
    (x, y, told), kind_said = vary((tensor, tensor.numpy(), words), ["x", "y", "words"], admitted, 0)
    assert kind_said == kind
    assert x.shape == y.shape == (3, 4) and len(told) == 6
    assert np.array_equal(x.numpy(), y)
    assert x.dtype == (torch.uint8 if kind == "bytes" else torch.float32)
    true = {
        "equal": len(np.unique(y)) == 1,
        "ties": len(np.unique(y)) == 2,
        "negative": bool((y < 0).all()),
        "large": np.abs(y).max() > 100,
        "tiny": np.abs(y).max() < 0.01,
        "huge": np.abs(y).max() > 1e9,
        "ends": set(np.unique(y)) == {0.0, 1.0},
        "low": bool((y < -1e9).all()),
        "high": bool((y > 1e9).all()),
        "narrow": 0 < np.ptp(y) < 0.01,
        "bytes": y.max() > 1,
        "repeats": len(set(told)) < 6,
        "lookalikes": told != words and "ordinary letters" not in words,
    }
    assert true[kind]


def test_lists_numbers_and_whole_numbers_are_varied_too():
    args = ([1.5, -2.5], 3.0, [1, 2, 3], True, torch.tensor([1, 250], dtype=torch.uint8))
    names = ["a", "b", "c", "d", "e"]
    (a, b, c, d, e), _ = vary(args, names, {name: ["large"] for name in names}, 0)
    assert a == [1500.0, -2500.0] and b == 3000.0 and c == [1000, 2000, 3000] and d is True
    assert all(type(value) is int for value in c)
    assert e.tolist() == [255, 255]  # bytes cannot hold more
    (ragged,), _ = vary(([[1.0], [2.0, 3.0]],), ["a"], {"a": ["large"]}, 0)
    assert ragged == [[1.0], [2.0, 3.0]]


def test_domains_and_kinds_that_there_are_not():
    assert all(kinds_of(name) for name in DOMAINS) and all(kinds_of(name) for name in RARE)
    with pytest.raises(OverheardError, match="no kind of input 'reel'; there are: real"):
        kinds_of("reel")
    with pytest.raises(OverheardError, match="vary names 'score', which is no argument"):
        exercise(vary={"score": "real"}).inputs()


@pytest.mark.parametrize("value", [torch.arange(12.0).view(3, 4), torch.arange(5), np.arange(12).reshape(3, 4)])
def test_scattered_values_are_the_same_in_another_order_in_memory(value):
    twin = scattered(value)
    assert twin is not value and twin.shape == value.shape and twin.dtype == value.dtype
    assert (twin == value).all()
    assert not (twin.is_contiguous() if torch.is_tensor(twin) else twin.flags["C_CONTIGUOUS"])


def test_scattered_leaves_alone_what_has_no_order():
    one, following = torch.tensor([1.0]), torch.ones(2, 2, requires_grad=True)
    for value in (one, following, 3.0, "text", [1.0, 2.0], None, np.ma.masked_array([1.0, 2.0], [True, False])):
        assert scattered(value) is value


def by_the_largest_of_all(scores):
    powers = (scores - scores.max()).exp()
    return powers / powers.sum(dim=1, keepdim=True)


def without_shift(scores):
    return scores.exp() / scores.exp().sum(dim=1, keepdim=True)


def rounded(scores):
    return scores.round(decimals=2).softmax(dim=1)


def from_a_magic_first_value(scores):
    largest = torch.full((len(scores), 1), -100.0, dtype=scores.dtype)
    for column in range(scores.shape[1]):
        largest = torch.maximum(largest, scores[:, column : column + 1])
    powers = (scores - largest).exp()
    return powers / powers.sum(dim=1, keepdim=True)


def with_view(scores):
    return scores.view(-1).view(scores.shape).softmax(dim=1)


WRONG = [by_the_largest_of_all, without_shift, rounded, from_a_magic_first_value, with_view]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda f: f.__name__)
def test_what_plain_draws_never_find_is_found(wrong):
    assert not judge(exercise(), wrong).passed


@pytest.mark.parametrize("wrong", [without_shift, by_the_largest_of_all], ids=lambda f: f.__name__)
def test_without_permission_such_inputs_do_not_come(wrong):
    assert judge(exercise(vary={}), wrong).passed


@pytest.mark.parametrize(
    "right", [lambda s: s.softmax(dim=1), lambda s: s.log_softmax(1).exp(), lambda s: torch.nn.Softmax(dim=-1)(s)]
)
def test_right_answers_bear_all_kinds(right):
    assert judge(exercise(), right).passed, judge(exercise(), right).text


def test_the_kind_is_told():
    assert (
        "random input (values far above zero) does not"
        in judge(exercise(vary={"scores": "high"}), without_shift).text
    )
    told = judge(exercise(), with_view).text
    assert "numbers do not lie one behind the other in memory" in told and ".reshape(...) bears that" in told


# Other ways to say what is right -------------------------------------------------------------------------


def nearest(values: list[float], target: float) -> int:
    apart = [abs(value - target) for value in values]
    return apart.index(min(apart))


def places(**changes) -> Exercise:
    cases = [Case(([0.0, 2.0, 5.0], 4.0)), Case(([1.0, 3.0], 2.0), "edge: equally near")]
    return Exercise("nearest", "The nearest", cases, reference=nearest, **changes)


def last_of_equals(values, target):
    apart = [abs(value - target) for value in values]
    return len(apart) - 1 - apart[::-1].index(min(apart))


def test_also_names_other_right_answers():
    assert not judge(places(), last_of_equals).passed

    def both(values, target):
        least = min(abs(value - target) for value in values)
        return [i for i, value in enumerate(values) if abs(value - target) == least]

    assert judge(places(also=both), last_of_equals).passed
    assert not judge(places(also=both), lambda values, target: 0).passed


@pytest.mark.parametrize(
    ("give", "words"),
    [
        (float, "it is 2.0, with a point, where a whole number is expected"),
        (torch.tensor, ".item() takes it out"),
        (lambda place: np.array([place]), ".item() takes it out"),
        (np.array, ".item() takes it out"),
        (lambda place: torch.tensor([place]), ".item() takes it out"),
    ],
)
def test_plain_numbers_where_the_text_asks_for_them(give, words):
    def answer(values, target):
        return give(nearest(values, target))

    assert words.lower() in judge(places(plain_numbers=True), answer).text.lower()
    for kind in (int, np.int64, np.int32):
        assert judge(
            places(plain_numbers=True), lambda values, target, kind=kind: kind(nearest(values, target))
        ).passed


def test_an_array_of_whole_numbers_is_still_compared_by_value():
    def counts(x):
        return x * 2

    doubled = Exercise("counts", "Twice", [Case((np.arange(3),))], reference=counts, plain_numbers=True)
    assert judge(doubled, lambda x: x + x).passed


def test_one_mistake_names_several_functions_and_an_error():
    words = "the distance has no sign"
    mistakes = [
        Mistake(words, like=[lambda values, target: 0, lambda values, target: 1]),
        Mistake("look a place up with a number", error=(TypeError, "indices must be integers")),
        Mistake("nothing fits", error=ZeroDivisionError),
    ]
    assert mistakes[0].likes == mistakes[0].like and mistakes[1].likes == []
    checked = places(mistakes=mistakes)
    assert words in judge(checked, lambda values, target: 0 * len(values)).text
    assert words in judge(checked, lambda values, target: min(1, len(values))).text
    assert "look a place up" in judge(checked, lambda values, target: values["first"]).text

    def adds(values, target):
        return values + target

    assert mistakes[1].words not in judge(checked, adds).text
    assert "nothing fits" in judge(checked, lambda values, target: 1 // 0).text

"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math

import numpy as np

from overheard.check import Case, Exercise, Mistake

Table = np.ndarray
Steps = list[tuple[str, int, int]]


# ------------------------------------------------------------------------------------------------ 1, divide_slopes
def slow_divide(a: float, b: float, arriving: float) -> tuple[float, float]:
    """Division is a product with 1 / b, whose rate is minus its own square."""
    inverse = 1 / b
    return arriving * inverse, arriving * a * (-inverse * inverse)


def with_second(second):
    """The given slope of a, and another one of b."""
    return lambda a, b, arriving: (arriving / b, second(a, b, arriving))


def by_difference(small):
    """The slope of b from two results that lie a little apart."""
    return with_second(lambda a, b, s: s * (a / (b + small) - a / b) / small)


def random_divide(rng: np.random.Generator) -> tuple[float, float, float]:
    b = rng.uniform(0.3, 4) * rng.choice([-1, 1])
    return float(rng.uniform(-5, 5)), float(b), float(rng.uniform(-3, 3))


# ------------------------------------------------------------------------------------------------ 2, input_slopes
def slow_slopes(inputs: list[float], steps: Steps) -> list[float]:
    """Forward: each value carries its slopes for all inputs along."""
    values = list(inputs)
    slopes = [[float(i == j) for j in range(len(inputs))] for i in range(len(inputs))]
    for kind, i, j in steps:
        pairs = zip(slopes[i], slopes[j], strict=True)
        if kind == "add":
            slopes.append([p + q for p, q in pairs])
            values.append(values[i] + values[j])
        else:
            slopes.append([p * values[j] + q * values[i] for p, q in pairs])
            values.append(values[i] * values[j])
    return slopes[-1]


def by_rule(store, own=False, forwards=False, of_add=None):
    """The given lines around another way of storing the shares, perhaps with one of its own for additions."""

    def answer(inputs: list[float], steps: Steps) -> list[float]:
        values = list(inputs)
        for kind, i, j in steps:
            values.append(values[i] + values[j] if kind == "add" else values[i] * values[j])
        slopes = [0.0] * (len(values) - 1) + [1.0]
        places = range(len(inputs), len(values))
        for place in places if forwards else reversed(places):
            kind, i, j = steps[place - len(inputs)]
            share_i = share_j = slopes[place]
            if kind == "multiply":
                rates = (values[i], values[j]) if own else (values[j], values[i])
                share_i, share_j = share_i * rates[0], share_j * rates[1]
            (of_add if of_add and kind == "add" else store)(slopes, i, j, share_i, share_j)
        return slopes[: len(inputs)]

    return answer


def add_both(slopes: list[float], i: int, j: int, share_i: float, share_j: float) -> None:
    slopes[i] += share_i
    slopes[j] += share_j


def together(slopes: list[float], i: int, j: int, share_i: float, share_j: float) -> None:
    slopes[i], slopes[j] = slopes[i] + share_i, slopes[j] + share_j


def replace(slopes: list[float], i: int, j: int, share_i: float, share_j: float) -> None:
    slopes[i] = share_i
    slopes[j] = share_j


def sum_replaces(slopes: list[float], i: int, j: int, share_i: float, share_j: float) -> None:
    """Right within a step, and forgetful between steps."""
    if i == j:
        slopes[i] = share_i + share_j
    else:
        slopes[i], slopes[j] = share_i, share_j


def doubled(slopes: list[float], i: int, j: int, share_i: float, share_j: float) -> None:
    """The case of equal places as an extra, on top of both."""
    add_both(slopes, i, j, share_i, share_j)
    if i == j:
        slopes[i] += share_i


def random_steps(rng: np.random.Generator) -> tuple[list[float], Steps]:
    """Expressions in which values are used again, also in one and the same step."""
    inputs = rng.uniform(-2, 2, int(rng.integers(1, 4))).round(2).tolist()
    steps: Steps = []
    for number in range(int(rng.integers(1, 7))):
        newest = len(inputs) + number - 1
        i = newest if rng.random() < 0.8 else int(rng.integers(newest + 1))
        j = i if rng.random() < 0.35 else int(rng.integers(newest + 1))
        i, j = (i, j) if rng.random() < 0.5 else (j, i)
        steps.append((str(rng.choice(["add", "multiply"])), i, j))
    return inputs, steps


# ------------------------------------------------------------------------------------------------ 3, limited_step
def one_gradient(weights: Table, row: Table, label: float) -> list[float]:
    """The slopes of one picture's loss."""
    sign = 1 if label == 1 else -1
    total = sum(w * x for w, x in zip(weights.tolist(), row.tolist(), strict=True))
    return [-sign / (1 + math.exp(sign * total)) * x for x in row.tolist()]


def length(gradient: list[float]) -> float:
    return math.sqrt(sum(slope * slope for slope in gradient))


def limited(gradient: list[float], limit: float) -> list[float]:
    size = length(gradient)
    return [slope * limit / size for slope in gradient] if size > limit else gradient


def mean_of(gradients: list[list[float]]) -> list[float]:
    return [sum(slopes) / len(gradients) for slopes in zip(*gradients, strict=True)]


def stepping(gradient=one_gradient, limited=limited, average=mean_of, direction=-1):
    """One step, of which a part may be done otherwise."""

    def answer(weights: Table, X: Table, y: Table, lr: float, limit: float) -> Table:
        rows = zip(X, y.tolist(), strict=True)
        slopes = average([limited(gradient(weights, row, label), limit) for row, label in rows])
        return weights + direction * lr * np.array(slopes)

    return answer


def limits_the_average(weights: Table, X: Table, y: Table, lr: float, limit: float) -> Table:
    rows = zip(X, y.tolist(), strict=True)
    slopes = mean_of([one_gradient(weights, row, label) for row, label in rows])
    return weights - lr * np.array(limited(slopes, limit))


def label_as_sign(weights: Table, row: Table, label: float) -> list[float]:
    total = float(row @ weights)
    return [-label / (1 + math.exp(label * total)) * x for x in row.tolist()]


def always_scaled(gradient: list[float], limit: float) -> list[float]:
    size = length(gradient)
    return [slope * limit / size for slope in gradient] if size else gradient


def each_slope(gradient: list[float], limit: float) -> list[float]:
    return [max(-limit, min(limit, slope)) for slope in gradient]


def squared_length(gradient: list[float], limit: float) -> list[float]:
    """The root is forgotten."""
    size = length(gradient) ** 2
    return [slope * limit / size for slope in gradient] if size > limit else gradient


def lengths_over(axis):
    """One length for the whole table of gradients, or one for each number."""

    def answer(weights: Table, X: Table, y: Table, lr: float, limit: float) -> Table:
        rows = zip(X, y.tolist(), strict=True)
        gradients = np.array([one_gradient(weights, row, label) for row, label in rows])
        sizes = np.sqrt((gradients**2).sum(axis=axis))
        return weights - lr * (gradients * np.minimum(1, limit / np.maximum(sizes, 1e-300))).mean(axis=0)

    return answer


def rate_first(weights: Table, X: Table, y: Table, lr: float, limit: float) -> Table:
    """The limit is put on the gradient times the learning rate."""
    rows = zip(X, y.tolist(), strict=True)
    steps = [limited([lr * slope for slope in one_gradient(weights, row, label)], limit) for row, label in rows]
    return weights - np.array(mean_of(steps))


def mean_without_zeros(gradients: list[list[float]]) -> list[float]:
    return mean_of([slopes for slopes in gradients if any(slopes)] or gradients)


def thrown_away(gradient: list[float], limit: float) -> list[float]:
    return gradient if length(gradient) <= limit else [0.0] * len(gradient)


def right_side(weights: Table, row: Table, label: float) -> list[float]:
    """The probability of the right answer in place of the wrong one's."""
    sign = 1 if label == 1 else -1
    return [-sign / (1 + math.exp(-sign * float(row @ weights))) * x for x in row.tolist()]


def random_step(rng: np.random.Generator) -> tuple[Table, Table, Table, float, float]:
    """Some gradients above the limit and some below; now and then a row of zeros."""
    pictures, numbers = int(rng.integers(2, 8)), int(rng.integers(1, 6))
    X = rng.normal(size=(pictures, numbers)) * rng.uniform(0.2, 3, (pictures, 1))
    if rng.random() < 0.3:
        X[rng.integers(pictures)] = 0
    y = rng.integers(0, 2, pictures).astype(float)
    return rng.normal(size=numbers), X, y, float(rng.uniform(0.1, 3)), float(rng.uniform(0.2, 1.2))


EXAMPLE = (np.zeros(2), np.array([[6.0, 8.0], [0.0, 2.0], [0.0, 3.0]]), np.array([1.0, 0.0, 0.0]), 1.0, 2.0)
ZEROS = (
    np.array([1.0, -1.0]),
    np.array([[0.0, 0.0], [3.0, 1.0], [0.5, -0.5]]),
    np.array([1.0, 0.0, 1.0]),
    0.5,
    1.5,
)
SHORT = (np.array([0.5]), np.array([[0.2], [-0.4], [0.1]]), np.array([1.0, 1.0, 0.0]), 2.0, 10.0)


EXERCISES = [
    Exercise(
        "divide_slopes",
        "An operation that the engine lacks",
        cases=[
            Case((6.0, 2.0, 10.0)),
            Case((-3.0, -0.5, 2.0), "edge: both below zero"),
            Case((0.0, 4.0, -1.0), "edge: a is 0"),
        ],
        reference=slow_divide,
        random=random_divide,
        mistakes=[
            Mistake(
                "a larger b makes a / b smaller where a and b are positive: the sign",
                like=[with_second(lambda a, b, s: s * a / b**2)],
            ),
            Mistake(
                "the rate of b is smaller for a large b: divide by b twice",
                like=[with_second(lambda a, b, s: -s * a / b), with_second(lambda a, b, s: s * a / b)],
            ),
            Mistake(
                "the slope that arrives at the result must be multiplied in",
                like=[with_second(lambda a, b, s: -a / b**2)],
            ),
            Mistake("twice the a gives twice the rate of b", like=[with_second(lambda a, b, s: -s / b**2)]),
            Mistake("that is the rate of a product; here b divides", like=[with_second(lambda a, b, s: s * a)]),
            Mistake(
                "a small step of b gives the rate only roughly: find the formula",
                like=[by_difference(0.01), by_difference(0.001)],
            ),
            Mistake(
                "the squared number is b, and not a",
                like=[with_second(lambda a, b, s: -s * b / a**2 if a else 0.0)],
            ),
        ],
    ),
    Exercise(
        "input_slopes",
        "Bug hunt: slopes that are sometimes wrong",
        cases=[
            Case(([2.0, 5.0], [("multiply", 0, 1), ("add", 2, 0)])),
            Case(([3.0], [("multiply", 0, 0)]), "edge: a value times itself"),
            Case(
                ([1.5, 2.0], [("add", 1, 1), ("multiply", 2, 2), ("add", 3, 2)]),
                "edge: a value used twice in one add, and again later",
            ),
        ],
        reference=slow_slopes,
        random=random_steps,
        mistakes=[
            Mistake(
                "a second use replaces what an earlier one brought: add to what is there",
                like=[by_rule(replace), by_rule(sum_replaces)],
            ),
            Mistake(
                "that is mended for one of the two kinds of step, and both need it",
                like=[by_rule(add_both, of_add=together), by_rule(together, of_add=add_both)],
            ),
            Mistake("now a value that is used twice in one step gets a share too many", like=by_rule(doubled)),
            Mistake("the rate of a factor is the other factor", like=by_rule(add_both, own=True)),
            Mistake(
                "the newest value must be visited first: until then the others have no slope",
                like=by_rule(add_both, forwards=True),
            ),
            Mistake(
                "the slopes of the inputs alone are asked for",
                when=lambda args, got, expected: isinstance(got, list) and len(got) > len(expected),
            ),
        ],
        bug=by_rule(together),
        symptom="for some expressions a slope is wrong.",
    ),
    Exercise(
        "limited_step",
        "A training step of your own",
        cases=[
            Case(EXAMPLE),
            Case(ZEROS, "edge: weights that are not zero, and a row of zeros"),
            Case(SHORT, "edge: all gradients are short"),
        ],
        reference=stepping(),
        random=random_step,
        mistakes=[
            Mistake("that step goes uphill: subtract the slopes", like=stepping(direction=1)),
            Mistake(
                "the limit is not used: a longer gradient is scaled down to it",
                like=stepping(limited=lambda gradient, limit: gradient),
            ),
            Mistake("the limit holds for the gradient, before the learning rate", like=rate_first),
            Mistake(
                "the length is the root of the sum of the squares: the root is missing",
                like=stepping(limited=squared_length),
            ),
            Mistake(
                "each picture's gradient has a length of its own: one for each row of the table",
                like=[lengths_over(None), lengths_over(0)],
            ),
            Mistake(
                "average over all pictures, those with the gradient zero too",
                like=stepping(average=mean_without_zeros),
            ),
            Mistake("limit each picture's gradient first, then average", like=limits_the_average),
            Mistake(
                "the length of the whole gradient is limited, and not each slope by itself",
                like=stepping(limited=each_slope),
            ),
            Mistake(
                "a gradient that is shorter than the limit stays as it is", like=stepping(limited=always_scaled)
            ),
            Mistake("a long gradient is scaled down, and not thrown away", like=stepping(limited=thrown_away)),
            Mistake(
                "average over the pictures, do not add up",
                like=stepping(average=lambda gradients: [sum(slopes) for slopes in zip(*gradients, strict=True)]),
            ),
            Mistake("the label 0 stands for the sign -1", like=stepping(gradient=label_as_sign)),
            Mistake(
                "a picture that is right already should pull less, and one that is wrong more",
                like=stepping(gradient=right_side),
            ),
        ],
    ),
]

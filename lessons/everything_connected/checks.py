"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from overheard.check import Case, Exercise, Mistake

Layers = tuple[list[np.ndarray], list[np.ndarray]]


# ------------------------------------------------------------------------------------------------ 1, smallest_width
def slow_smallest_width(results: dict[int, list[bool]], wanted: float) -> int:
    """Collect all widths that do, then take the smallest."""
    enough = [width for width, seeds in results.items() if seeds.count(True) / len(seeds) >= wanted]
    return min(enough, default=0)


def by(share):
    """The given lines around another `share`, a function of one width's seeds."""
    return lambda results, wanted: min((w for w, seeds in results.items() if share(seeds) >= wanted), default=0)


def more_than_wanted(results, wanted):
    return min((w for w, seeds in results.items() if sum(seeds) / len(seeds) > wanted), default=0)


def random_results(rng: np.random.Generator) -> tuple[dict[int, list[bool]], float]:
    """A few widths in any order, each with its own number of seeds; shares often meet the wanted one exactly."""
    widths = rng.permutation([1, 2, 3, 4, 8, 16])[: int(rng.integers(1, 6))]
    results = {int(w): (rng.random(int(rng.integers(1, 9))) < rng.random()).tolist() for w in widths}
    return results, float(rng.choice([0.25, 0.5, 0.75, 0.9, 1.0]))


# ------------------------------------------------------------------------------------------------ 2, chain_step
def slow_chain_step(x: float, y: float, w1: float, w2: float, lr: float) -> tuple[float, float]:
    """The slopes of 0.5 (w1 w2 x - y)^2, multiplied out; both from the old weights."""
    return w1 - lr * (w1 * w2 * w2 * x * x - w2 * x * y), w2 - lr * (w1 * w1 * w2 * x * x - w1 * x * y)


def chain_bug(x: float, y: float, w1: float, w2: float, lr: float) -> tuple[float, float]:
    """As the learner gets it: w2 has moved before w1 looks at it."""
    error = w2 * (w1 * x) - y
    w2 = w2 - lr * error * w1 * x
    return w1 - lr * error * w2 * x, w2


def first_weight_first(x, y, w1, w2, lr):
    error = w2 * w1 * x - y
    w1 = w1 - lr * error * w2 * x
    return w1, w2 - lr * error * w1 * x


def error_anew(x, y, w1, w2, lr):
    w2 = w2 - lr * (w2 * w1 * x - y) * w1 * x
    return w1 - lr * (w2 * w1 * x - y) * w2 * x, w2


def own_weight(x, y, w1, w2, lr):
    error = w2 * w1 * x - y
    return w1 - lr * error * w1 * x, w2 - lr * error * w2 * x


def without_input(x, y, w1, w2, lr):
    error = w2 * w1 * x - y
    return w1 - lr * error * w2, w2 - lr * error * w1


# ------------------------------------------------------------------------------------------------ 3, one_layer
def slow_one_layer(weights: list[np.ndarray], biases: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Zeros sent through all layers give the bias. Each input alone gives its row of weights, plus that bias."""

    def through(x: np.ndarray) -> np.ndarray:
        for weight, bias in zip(weights, biases, strict=True):
            x = np.array([sum(x[i] * weight[i, j] for i in range(len(x))) + bias[j] for j in range(len(bias))])
        return x

    bias = through(np.zeros(len(weights[0])))
    return np.array([through(row) - bias for row in np.eye(len(weights[0]))]), bias


def random_layers(rng: np.random.Generator) -> Layers:
    """One to four layers; half of the time all are square, so that a wrong order still runs."""
    n = int(rng.integers(1, 5))
    sizes = [int(rng.integers(1, 5))] * (n + 1) if rng.random() < 0.5 else rng.integers(1, 5, n + 1).tolist()
    weights = [rng.normal(size=shape).round(2) for shape in pairwise(sizes)]
    return weights, [rng.normal(size=size).round(2) for size in sizes[1:]]


def product(weights):
    result = weights[0]
    for weight in weights[1:]:
        result = result @ weight
    return result


def reversed_order(weights, biases):
    result = weights[-1]
    for weight in weights[-2::-1]:
        result = result @ weight
    return result, slow_one_layer(weights, biases)[1]


def through_the_last_only(weights, biases):
    """Right for two layers: each earlier bias passes through the last weights alone."""
    if len(weights) == 1:
        return weights[0], biases[0]
    return product(weights), sum(bias @ weights[-1] for bias in biases[:-1]) + biases[-1]


def two_layers(weights, biases):
    if len(weights) == 1:
        return weights[0], biases[0]
    return weights[0] @ weights[1], biases[0] @ weights[1] + biases[1]


def entry_by_entry(weights, biases):
    weight, bias = weights[0], biases[0]
    for next_weight, next_bias in zip(weights[1:], biases[1:], strict=True):
        weight, bias = weight * next_weight, bias @ next_weight + next_bias
    return weight, bias


def no_own_bias(weights, biases):
    bias = biases[0]
    for next_weight in weights[1:]:
        bias = bias @ next_weight
    return product(weights), bias


def bias_before(weights, biases):
    weight, bias = weights[0], biases[0]
    for next_weight, next_bias in zip(weights[1:], biases[1:], strict=True):
        weight, bias = weight @ next_weight, (bias + next_bias) @ next_weight
    return weight, bias


PLAIN = ([np.array([[2.0]]), np.array([[3.0]])], [np.array([1.0]), np.array([4.0])])
SINGLE = ([np.array([[1.0, -2.0], [0.5, 0.0]])], [np.array([3.0, -1.0])])
THREE = (
    [np.array([[1.0, 2.0]]), np.array([[0.0, 1.0], [1.0, -1.0]]), np.array([[2.0], [5.0]])],
    [np.array([1.0, 0.0]), np.array([0.5, -1.0]), np.array([10.0])],
)

EXERCISES = [
    Exercise(
        "smallest_width",
        "Wide enough",
        cases=[
            Case(({4: [True, True], 2: [True, False]}, 0.9)),
            Case(({2: [False, True], 8: [True] * 10}, 0.5), "edge: exactly the wanted share"),
            Case(({1: [False], 2: [False, False, True]}, 0.5), "edge: no width is enough"),
            Case(({2: [True] * 7 + [False], 4: [True] * 10}, 0.9), "edge: just below the wanted share"),
        ],
        reference=slow_smallest_width,
        random=random_results,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "neither a count nor one success is a share: divide how many solved it by how many there are",
                like=[by(sum), by(any)],
            ),
            Mistake(
                "not every width has 20 seeds; divide by the number of its own", like=by(lambda s: sum(s) / 20)
            ),
            Mistake("that is the share of seeds that failed", like=by(lambda s: s.count(False) / len(s))),
            Mistake("do not round the share before you compare it", like=by(lambda s: round(sum(s) / len(s), 1))),
            Mistake("exactly the wanted share is enough: `>=`", like=more_than_wanted),
            Mistake("that looks at one seed only", like=[by(lambda s: s[0]), by(lambda s: s[-1])]),
        ],
    ),
    Exercise(
        "chain_step",
        "Bug hunt: the chain that learns askew",
        cases=[
            Case((1.0, 5.0, 2.0, 3.0, 0.1)),
            Case((-2.0, 1.0, 0.5, -1.5, 0.2), "edge: a negative input"),
            Case((1.0, 6.0, 2.0, 3.0, 0.1), "edge: the output is right already"),
            Case((3.0, 1.0, 2.0, -1.0, 0.0), "edge: a learning rate of 0"),
        ],
        reference=slow_chain_step,
        random=lambda rng: (*rng.normal(0, 2, 4).round(2).tolist(), float(rng.uniform(0.01, 0.5))),
        mistakes=[
            Mistake("now w1 has moved before the slope of w2 is taken", like=first_weight_first),
            Mistake("the error, too, belongs to the moment before the step", like=error_anew),
            Mistake(
                "the slope of a weight holds what it was multiplied by, which is the other weight", like=own_weight
            ),
            Mistake("the slopes lack the input x, which both weights are multiplied by", like=without_input),
            Mistake(
                "the step goes up: subtract lr times the slope",
                like=lambda x, y, w1, w2, lr: slow_chain_step(x, y, w1, w2, -lr),
            ),
            Mistake(
                "the new w1 comes first, then the new w2",
                like=lambda x, y, w1, w2, lr: slow_chain_step(x, y, w1, w2, lr)[::-1],
            ),
        ],
        bug=chain_bug,
        symptom="one of the two new weights is right, and the other is a little off.",
    ),
    Exercise(
        "one_layer",
        "Many layers, one layer",
        cases=[
            Case(PLAIN),
            Case(SINGLE, "edge: one layer"),
            Case(THREE, "edge: three layers of different shapes"),
        ],
        reference=slow_one_layer,
        random=random_layers,
        mistakes=[
            Mistake(
                "the earlier biases pass through the weights of the layers behind them before they are added",
                like=[
                    lambda weights, biases: (product(weights), sum(biases)),
                    lambda weights, biases: (product(weights), biases[-1] + sum(b.sum() for b in biases[:-1])),
                ],
            ),
            Mistake(
                "only the last bias is left; what became of the others?", like=lambda w, b: (product(w), b[-1])
            ),
            Mistake(
                "a bias passes through all layers behind its own, not only the last", like=through_the_last_only
            ),
            Mistake("the first layer comes first in the product: a product has an order", like=reversed_order),
            Mistake(
                "a product has an order: what you have so far stands left, the next layer's weights right",
                error=(ValueError, "matmul"),
            ),
            Mistake("each layer's own bias is added, too", like=no_own_bias),
            Mistake("a layer's own bias is added after its weights, not before", like=bias_before),
            Mistake("it joins two layers; there can be any number of them", like=two_layers),
            Mistake(
                "`*` multiplies entry by entry; `@` is the product of matrices",
                like=entry_by_entry,
                error=(ValueError, "broadcast"),
            ),
            Mistake("the bias comes second, the weights first", like=lambda w, b: slow_one_layer(w, b)[::-1]),
        ],
    ),
]

"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

from functools import reduce

import numpy as np

from overheard.check import Answers, Wrong


def width_by_means(results, wanted):
    return next((width for width in sorted(results) if np.mean(results[width]) >= wanted), 0)


def width_by_counting(results, wanted):
    best = 0
    for width, seeds in results.items():
        if len([seed for seed in seeds if seed]) / len(seeds) >= wanted and (best == 0 or width < best):
            best = width
    return best


def first_in_the_dictionary(results, wanted):
    return next((width for width, seeds in results.items() if sum(seeds) / len(seeds) >= wanted), 0)


def chain_in_one_line(x, y, w1, w2, lr):
    pull = lr * x * (w1 * w2 * x - y)
    return w1 - pull * w2, w2 - pull * w1


def chain_with_arrays(x, y, w1, w2, lr):
    w = np.array([w1, w2])
    return tuple((w - lr * (w.prod() * x - y) * x * w[::-1]).tolist())


def layers_as_squares(weights, biases):
    """The bias as one more row, and a column that keeps a 1: then one product does all."""
    squares = []
    for w, b in zip(weights, biases, strict=True):
        squares.append(np.block([[w, np.zeros((len(w), 1))], [b[None], np.ones((1, 1))]]))
    whole = reduce(np.matmul, squares)
    return whole[:-1, :-1], whole[-1, :-1]


def layers_from_the_end(weights, biases):
    weight, bias = weights[-1], biases[-1]
    for w, b in zip(weights[-2::-1], biases[-2::-1], strict=True):
        weight, bias = w @ weight, b @ weight + bias
    return weight, bias


def shared_sum(weights, biases):
    weight, bias = layers_from_the_end(weights, biases)
    return weight, bias.sum()


ANSWERS = {
    "smallest_width": Answers(
        right=[width_by_means, width_by_counting],
        wrong=[Wrong(first_in_the_dictionary, "not yet")],
    ),
    "chain_step": Answers(
        right=[chain_in_one_line, chain_with_arrays],
        wrong=[Wrong(lambda x, y, w1, w2, lr: (w1, w2), "not yet")],
    ),
    "one_layer": Answers(
        right=[layers_as_squares, layers_from_the_end],
        wrong=[Wrong(shared_sum, "shape")],
    ),
}

"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import numpy as np

from overheard.check import Answers, Wrong


def divide_by_result(a, b, arriving):
    result = a / b
    return arriving / b, -result * arriving / b


def divide_by_power(a, b, arriving):
    """a times b to the power of -1, by the rule for powers."""
    return b**-1 * arriving, arriving * a * -1 * b**-2


def divide_swapped(a, b, arriving):
    slope_a, slope_b = divide_by_result(a, b, arriving)
    return slope_b, slope_a


def slopes_by_pushes(inputs, steps):
    """Slopes that are exact for sums and products: a complex push."""
    result = []
    for pushed in range(len(inputs)):
        values = [complex(value, 1e-30 * (place == pushed)) for place, value in enumerate(inputs)]
        for kind, i, j in steps:
            values.append(values[i] + values[j] if kind == "add" else values[i] * values[j])
        result.append(values[-1].imag / 1e-30)
    return result


def slopes_by_recursion(inputs, steps):
    """Each value asks those that it was made from."""
    n = len(inputs)

    def value(place):
        if place < n:
            return inputs[place]
        kind, i, j = steps[place - n]
        return value(i) + value(j) if kind == "add" else value(i) * value(j)

    def slope(place, asked):
        if place < n:
            return float(place == asked)
        kind, i, j = steps[place - n]
        if kind == "add":
            return slope(i, asked) + slope(j, asked)
        return slope(i, asked) * value(j) + slope(j, asked) * value(i)

    return [slope(n + len(steps) - 1, asked) for asked in range(n)]


def values_of_inputs(inputs, steps):
    return list(inputs)


def step_by_picture(weights, X, y, lr, limit):
    total = np.zeros(len(weights))
    for row, label in zip(X, y, strict=True):
        probability = 1 / (1 + np.exp(-(row @ weights)))
        gradient = (probability - label) * row
        size = np.linalg.norm(gradient)
        total += gradient if size <= limit else gradient / size * limit
    return weights - lr * total / len(y)


def step_by_matrix(weights, X, y, lr, limit):
    pull = 1 / (1 + np.exp(-X @ weights)) - y
    size = np.abs(pull) * np.linalg.norm(X, axis=1)
    pull = pull / np.maximum(1, size / limit)
    return weights - lr * X.T @ pull / len(X)


def step_without_limit(weights, X, y, lr, limit):
    return weights - lr * X.T @ (1 / (1 + np.exp(-X @ weights)) - y) / len(X)


ANSWERS = {
    "divide_slopes": Answers(right=[divide_by_result, divide_by_power], wrong=[Wrong(divide_swapped, "not yet")]),
    "input_slopes": Answers(
        right=[slopes_by_pushes, slopes_by_recursion], wrong=[Wrong(values_of_inputs, "not yet")]
    ),
    "limited_step": Answers(right=[step_by_picture, step_by_matrix], wrong=[Wrong(step_without_limit, "not yet")]),
}

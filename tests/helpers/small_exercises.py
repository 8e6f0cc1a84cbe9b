"""Small exercises that the tests of checks share."""

from __future__ import annotations

import numpy as np

from overheard.check import Case, Exercise, judge


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

"""Checks of the exercises: fixed cases, edge cases, random input, each against a slow and obvious answer."""

from __future__ import annotations

import numpy as np

from overheard.check import Case, Exercise, Mistake

# ------------------------------------------------------------------------------------------ 1 mean_distance


def slow_mean_distance(truth: list[float], guesses: list[float]) -> float:
    """One distance after the other."""
    distances = []
    for i in range(len(truth)):
        higher, lower = max(truth[i], guesses[i]), min(truth[i], guesses[i])
        distances.append(higher - lower)
    return sum(distances) / len(distances)


def random_guesses(rng: np.random.Generator) -> tuple[list[float], list[float]]:
    n = int(rng.integers(3, 9))
    return rng.normal(0, 10, n).round(2).tolist(), rng.normal(0, 10, n).round(2).tolist()


def without_abs(truth: list[float], guesses: list[float]) -> float:
    return sum(right - guess for right, guess in zip(truth, guesses, strict=True)) / len(truth)


def squared(truth: list[float], guesses: list[float]) -> float:
    return sum((right - guess) ** 2 for right, guess in zip(truth, guesses, strict=True)) / len(truth)


# ------------------------------------------------------------------------------------------ 2 slope_of


def slow_slope_of(x: list[float], y: list[float]) -> float:
    """Both sums in loops, from values with the mean taken away."""
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    x_off, y_off = [a - mean_x for a in x], [b - mean_y for b in y]
    above = below = 0.0
    for i in range(len(x)):
        above += x_off[i] * y_off[i]
        below += x_off[i] * x_off[i]
    return above / below


def slope_of_bug(x: list[float], y: list[float]) -> float:
    """As the learner gets it."""
    mean_y = sum(y) / len(y)
    return sum(a * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum(a * a for a in x)


def mended_below_only(x: list[float], y: list[float]) -> float:
    mean_x = sum(x) / len(x)
    return sum(a * b for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def turned_round(x: list[float], y: list[float]) -> float:
    return slow_slope_of(y, x)


def random_points(rng: np.random.Generator) -> tuple[list[float], list[float]]:
    n = int(rng.integers(4, 9))
    return rng.uniform(1, 20, n).round(2).tolist(), rng.uniform(-5, 50, n).round(2).tolist()


# ------------------------------------------------------------------------------------------ 3 share_within


def slow_share_within(truth: list[float], guesses: list[float], limit: float) -> float:
    """Count, then divide."""
    if len(truth) == 0:
        return 0.0
    count = 0
    for i in range(len(truth)):
        if truth[i] - limit <= guesses[i] <= truth[i] + limit:
            count += 1
    return count / len(truth)


def random_shares(rng: np.random.Generator) -> tuple[list[float], list[float], float]:
    """Whole numbers, so that a distance often is the limit itself."""
    n = int(rng.integers(5, 12))
    truth = rng.integers(0, 20, n).astype(float).tolist()
    guesses = rng.integers(0, 20, n).astype(float).tolist()
    return truth, guesses, float(rng.integers(2, 9))


def below_the_limit(truth: list[float], guesses: list[float], limit: float) -> float:
    close = [abs(right - guess) < limit for right, guess in zip(truth, guesses, strict=True)]
    return sum(close) / len(close) if close else 0.0


def count_within(truth: list[float], guesses: list[float], limit: float) -> float:
    return float(sum(abs(right - guess) <= limit for right, guess in zip(truth, guesses, strict=True)))


def one_sided(truth: list[float], guesses: list[float], limit: float) -> float:
    close = [right - guess <= limit for right, guess in zip(truth, guesses, strict=True)]
    return sum(close) / len(close) if close else 0.0


EXERCISES = [
    Exercise(
        "mean_distance",
        "How far off",
        cases=[
            Case(([1.0, 5.0], [2.0, 3.0])),
            Case(([4.0], [4.0]), "edge: one guess, and it is right"),
            Case(([-2.0, -7.5, 3.0], [1.0, -8.0, -3.0]), "edge: negative values"),
        ],
        reference=slow_mean_distance,
        random=random_guesses,
        mistakes=[
            Mistake(
                "guesses that are too high and too low cancel; a distance is never negative.", like=without_abs
            ),
            Mistake("the distances were squared; their unit is then another one.", like=squared),
        ],
    ),
    Exercise(
        "slope_of",
        "Bug hunt: a line that tilts",
        cases=[
            Case(([1.0, 2.0, 3.0], [2.0, 3.0, 7.0])),
            Case(([-1.0, 0.0, 1.0], [5.0, 5.0, 5.0]), "edge: a flat line"),
            Case(([10.0, 11.0], [3.0, 1.0]), "edge: two points, far from zero, falling"),
        ],
        reference=slow_slope_of,
        random=random_points,
        mistakes=[
            Mistake("the mean was taken away in one of the two sums only.", like=mended_below_only),
            Mistake("x and y are exchanged.", like=turned_round),
        ],
        bug=slope_of_bug,
        symptom="for points far from zero the line is too flat.",
    ),
    Exercise(
        "share_within",
        "Good enough",
        cases=[
            Case(([1.0, 5.0], [2.0, 3.0], 1.0)),
            Case(([], [], 1.0), "edge: no guesses"),
            Case(([2.0, 4.0, 4.0], [2.0, 5.0, 4.0], 0.0), "edge: a limit of zero"),
        ],
        reference=slow_share_within,
        random=random_shares,
        mistakes=[
            Mistake("a guess that is just the limit away counts as well.", like=below_the_limit),
            Mistake("that is how many; the share is that divided by how many there are.", like=count_within),
            Mistake(
                "guesses that are far too high count as close; take the distance without its sign.", like=one_sided
            ),
        ],
    ),
]

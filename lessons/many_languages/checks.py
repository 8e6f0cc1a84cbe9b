"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people made.

Every `like` of a mistake is handed in by the tests as a wrong answer, so it need not stand in answers.py.
"""

from __future__ import annotations

import numpy as np

from overheard.check import Case, Exercise, Mistake


def slow_worst_guess(truth: list[float], guesses: list[float]) -> int:
    """Look at one after the other; the first of equals stays."""
    worst = 0
    for i in range(len(truth)):
        if max(truth[i], guesses[i]) - min(truth[i], guesses[i]) > abs(truth[worst] - guesses[worst]):
            worst = i
    return worst


def slow_gain(seen: list[float], new: list[float], guesses: list[float]) -> float:
    """The share of the baseline's distance that the guesses save."""
    baseline = sum(seen) / len(seen)
    off_baseline = sum(abs(value - baseline) for value in new)
    off_guesses = sum(abs(value - guess) for value, guess in zip(new, guesses, strict=True))
    return 1 - off_guesses / off_baseline


def gain_bug(seen: list[float], new: list[float], guesses: list[float]) -> float:
    """As the learner gets it."""
    return slow_gain(new, new, guesses)


def slow_share_within(truth: list[float], guesses: list[float], limit: float) -> float:
    """Count, then divide."""
    if len(truth) == 0:
        return 0.0
    count = 0
    for i in range(len(truth)):
        if truth[i] - limit <= guesses[i] <= truth[i] + limit:
            count += 1
    return count / len(truth)


def pairs(rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Whole numbers, so that distances are often equal."""
    n = int(rng.integers(1, 10))
    return rng.integers(-20, 20, n).astype(float).tolist(), rng.integers(-20, 20, n).astype(float).tolist()


def rows(rng: np.random.Generator) -> tuple[list[float], list[float], list[float]]:
    truth, guesses = pairs(rng)
    return rng.normal(60, 10, int(rng.integers(1, 9))).round(1).tolist(), truth, guesses


EXERCISES = [
    Exercise(
        "worst_guess",
        "The worst guess",
        cases=[
            Case(([1.0, 5.0, 2.0], [2.0, 3.0, 2.5])),
            Case(([4.0], [4.0]), "edge: one guess, and it is right"),
            Case(([0.0, 9.0], [-3.0, 6.0]), "edge: two equally far off"),
        ],
        reference=slow_worst_guess,
        random=pairs,
        vary={"truth": "real", "guesses": "real"},
        plain_numbers=True,
        mistakes=[
            Mistake(
                "a guess that is far too high has a large negative difference: a distance has no sign",
                like=lambda truth, guesses: int(np.argmax(np.subtract(truth, guesses))),
            ),
            Mistake(
                "on a tie the first one counts: compare with >, not with >=",
                like=lambda t, g: len(t) - 1 - int(np.argmax(np.abs(np.subtract(t, g))[::-1])),
            ),
            Mistake(
                "that is the distance; its place is asked for",
                like=lambda truth, guesses: float(np.abs(np.subtract(truth, guesses)).max()),
            ),
        ],
    ),
    Exercise(
        "gain",
        "Bug hunt: a baseline that knows too much",
        cases=[
            Case(([10.0, 20.0], [30.0, 40.0], [28.0, 41.0])),
            Case(([5.0], [7.0], [7.0]), "edge: one row, guessed exactly"),
            Case(([5.0, 5.0], [6.0, 8.0], [9.0, 2.0]), "edge: worse than the baseline"),
        ],
        reference=slow_gain,
        random=rows,
        mistakes=[
            Mistake(
                "that is the share that is left; the gain is one minus it",
                like=lambda seen, new, guesses: 1 - slow_gain(seen, new, guesses),
            ),
            Mistake(
                "the baseline is one value for all rows: the mean of the rows that were seen",
                like=lambda seen, new, guesses: slow_gain(seen + new, new, guesses),
            ),
            Mistake(
                "the two distances are exchanged: the baseline's stands below the line",
                like=lambda seen, new, guesses: (
                    1 - 1 / (1 - g) if (g := slow_gain(seen, new, guesses)) != 1 else 1.0
                ),
            ),
        ],
        bug=gain_bug,
        symptom="the gain comes out lower than it is; ask what the baseline may know.",
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
        random=lambda rng: (*pairs(rng), float(rng.integers(0, 9))),
        mistakes=[
            Mistake(
                "a guess that is just the limit away counts as well",
                like=lambda t, g, limit: float(np.mean(np.abs(np.subtract(t, g)) < limit)) if t else 0.0,
            ),
            Mistake(
                "that is how many; the share is that divided by how many there are",
                like=lambda t, g, limit: float(np.sum(np.abs(np.subtract(t, g)) <= limit)),
            ),
            Mistake(
                "guesses that are far too high count as close; take the distance without its sign",
                like=lambda t, g, limit: float(np.mean(np.subtract(t, g) <= limit)) if t else 0.0,
            ),
            Mistake(
                "without any guesses there is nothing to divide by: answer that case first", error=ZeroDivisionError
            ),
        ],
    ),
]

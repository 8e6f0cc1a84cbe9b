"""The check of the one tiny exercise on the start page."""

from __future__ import annotations

import numpy as np

from overheard.check import Case, Exercise, Mistake

WORDS = np.array(["cat", "dog", "bird"])


def slow_accuracy(said: list[str], true: list[str]) -> float:
    """Count one by one."""
    hits = 0
    for i in range(len(true)):
        if said[i] == true[i]:
            hits += 1
    return hits / len(true) if true else 0.0


def random_lists(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    length = int(rng.integers(3, 30))
    return WORDS[rng.integers(0, 3, length)].tolist(), WORDS[rng.integers(0, 3, length)].tolist()


def _hits(said: list[str], true: list[str]) -> float:
    return sum(a == b for a, b in zip(said, true, strict=True))


def _percent(said: list[str], true: list[str]) -> float:
    return 100 * slow_accuracy(said, true)


def _errors(said: list[str], true: list[str]) -> float:
    return 1 - slow_accuracy(said, true)


EXERCISES = [
    Exercise(
        name="accuracy",
        title="The share of right answers",
        cases=[
            Case(args=(["cat", "dog"], ["cat", "cat"]), note="fixed"),
            Case(args=([], []), note="edge: two empty lists"),
        ],
        reference=slow_accuracy,
        random=random_lists,
        mistakes=[
            Mistake("That is the number of right answers; divide by how many there are.", like=_hits),
            Mistake("That is in per cent; a share lies between 0.0 and 1.0.", like=_percent),
            Mistake("That is the share of wrong answers; count where the two agree.", like=_errors),
        ],
    )
]

"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math

import numpy as np

from overheard.check import Case, Exercise, Mistake


# ------------------------------------------------------------------------------------------------ 1, tidy
def slow_tidy(names: list[str]) -> list[str]:
    """One name after the other."""
    kept = []
    for name in names:
        if name.strip():
            kept.append(name.strip().lower())
    return kept


def random_names(rng: np.random.Generator) -> tuple[list[str]]:
    """Names in any letters with spaces around and inside them, some empty, some twice."""
    pool = ["Ada", "BO", "cy", "Dee  Dee", "ÉLAN", "Zoë", "", " ", "  \t", "x"]
    names = [pool[rng.integers(len(pool))] for _ in range(int(rng.integers(0, 14)))]
    return ([" " * int(rng.integers(3)) + name + " " * int(rng.integers(3)) for name in names],)


# ---------------------------------------------------------------------------------------------- 2, leave_out_first
def slow_leave(table: np.ndarray) -> np.ndarray:
    """Column by column with plain numbers."""
    columns = [table[:, c].tolist() for c in range(1, table.shape[1])]
    return np.array([[value - min(column) for value in column] for column in columns]).T.reshape(len(table), -1)


def leave_bug(table: np.ndarray) -> np.ndarray:
    """As the learner gets it: the view is written through."""
    rest = table[:, 1:]
    rest -= rest.min(axis=0)
    return rest


def random_table(rng: np.random.Generator) -> tuple[np.ndarray]:
    shape = (int(rng.integers(1, 8)), int(rng.integers(2, 8)))
    return (rng.normal(0, 5, shape).round(2) + rng.choice([-20.0, 0.0, 20.0]),)


# ------------------------------------------------------------------------------------------------ 3, distances
def slow_distances(towns: np.ndarray, posts: np.ndarray) -> np.ndarray:
    """Pythagoras for each pair."""
    rows = [[math.hypot(t[0] - p[0], t[1] - p[1]) for p in posts.tolist()] for t in towns.tolist()]
    return np.array(rows).reshape(len(towns), len(posts))


def random_places(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Often as many towns as posts, so that a subtraction without a new axis runs."""
    n = int(rng.integers(1, 7))
    m = n if rng.random() < 0.4 else int(rng.integers(1, 7))
    return rng.normal(0, 10, (n, 2)).round(1), rng.normal(0, 10, (m, 2)).round(1)


EXERCISES = [
    Exercise(
        "tidy",
        "A pipe turned into Python",
        cases=[
            Case(([" Ada", "", "BO "],)),
            Case((["   ", "Cy", "\t"],), "edge: names of spaces only"),
            Case(([],), "edge: no names"),
        ],
        reference=slow_tidy,
        random=random_names,
        mistakes=[
            Mistake(
                "the names are not in small letters", like=lambda names: [n.strip() for n in names if n.strip()]
            ),
            Mistake("the empty names are still there", like=lambda names: [n.strip().lower() for n in names]),
            Mistake(
                "a name of spaces only is kept: look at the trimmed name",
                like=lambda names: [n.strip().lower() for n in names if n != ""],
            ),
            Mistake("the spaces are still there", like=lambda names: [n.lower() for n in names if n.strip()]),
            Mistake("the order has changed; keep it", like=lambda names: sorted(slow_tidy(names))),
            Mistake(
                "a name that comes twice must stay twice", like=lambda names: list(dict.fromkeys(slow_tidy(names)))
            ),
            Mistake("those are capitals", like=lambda names: [n.upper() for n in slow_tidy(names)]),
        ],
    ),
    Exercise(
        "leave_out_first",
        "Bug hunt: the table that changed",
        cases=[
            Case((np.array([[9.0, 5.0, 1.0], [9.0, 7.0, 4.0]]),)),
            Case((np.array([[0.0, -3.0], [1.0, -8.0]]),), "edge: negative numbers"),
            Case((np.array([[1.0, 2.0]]),), "edge: one row"),
        ],
        reference=slow_leave,
        random=random_table,
        mistakes=[
            Mistake("the first column is still there", like=lambda t: t - t.min(axis=0)),
            Mistake(
                "one number, the smallest of the whole table, was subtracted; each column has its own",
                like=lambda t: t[:, 1:] - t[:, 1:].min(),
            ),
            Mistake(
                "the smallest number of each row was subtracted; axis=0 goes down the columns",
                like=lambda t: t[:, 1:] - t[:, 1:].min(axis=1, keepdims=True),
            ),
            Mistake(
                "the mean was subtracted; it should be the smallest",
                like=lambda t: t[:, 1:] - t[:, 1:].mean(axis=0),
            ),
            Mistake(
                "the first row was left out; it should be the first column",
                like=lambda t: t[1:] - t[1:].min(axis=0) if len(t) > 1 else t[1:],
            ),
        ],
        bug=leave_bug,
        symptom="the result is right, and the table that was given is not the same as before.",
    ),
    Exercise(
        "distances",
        "How far from everybody",
        cases=[
            Case((np.array([[0.0, 0.0], [3.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 1.0], [3.0, 0.0]]))),
            Case(
                (np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 2.0], [4.0, 5.0]])),
                "edge: as many towns as posts",
            ),
            Case((np.array([[2.0, 2.0], [2.0, 2.0]]), np.array([[2.0, 2.0]])), "edge: all at one place"),
        ],
        reference=slow_distances,
        random=random_places,
        mistakes=[
            Mistake("the root is missing", like=lambda t, p: slow_distances(t, p) ** 2),
            Mistake(
                "rows and columns are swapped: a row belongs to a town", like=lambda t, p: slow_distances(t, p).T
            ),
            Mistake(
                "the differences were added up without squaring",
                like=lambda t, p: np.abs(t[:, None] - p).sum(axis=2),
            ),
            Mistake(
                "the mean was taken in place of the sum",
                like=lambda t, p: np.sqrt(((t[:, None] - p) ** 2).mean(axis=2)),
            ),
            Mistake(
                "the shapes do not fit yet: put an axis of length 1 into one of them",
                error=(ValueError, "broadcast"),
            ),
        ],
    ),
]

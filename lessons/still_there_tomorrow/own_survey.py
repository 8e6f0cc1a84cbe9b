"""Says whether houses can be seen in a learner's own survey, and what it is too small to show.

The file is read as the sorting ceremony reads it. The recipe for people without houses is the one of the lesson. It
stands here once more since a practice notebook cannot import cells of the walk-through.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from overheard.check import load_room

_sorting = load_room("sorting_ceremony", "own_survey.py")
SurveyError, read_answers = _sorting.SurveyError, _sorting.read_answers
TEMPLATE = Path(__file__).parent / "template.csv"
ENOUGH = 20  # people, below which there is no verdict
N_SURROGATES, N_PAIRS, ALPHA = 19, 6, 0.05

Draw = Callable[[np.random.Generator], np.ndarray]


def tailor(answers: np.ndarray) -> Draw:
    """A function that draws dressed surrogates: the answers and, nearly, the correlations of these; no houses."""
    wanted, rng = np.corrcoef(answers.T), np.random.default_rng(53)
    many = np.repeat(answers, max(1, 4000 // len(answers)), axis=0)
    bells, inner = rng.normal(size=many.shape), wanted
    for _ in range(5):
        inner = inner + wanted - np.corrcoef(_dress(bells @ _root_of(inner), many).T)
    root = _root_of(inner)
    return lambda rng: _dress(rng.normal(size=answers.shape) @ root, answers)


def _root_of(covariance: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.clip(values, 1e-6, None))) @ vectors.T


def _dress(cloud: np.ndarray, answers: np.ndarray) -> np.ndarray:
    return np.take_along_axis(np.sort(answers, axis=0), cloud.argsort(axis=0).argsort(axis=0), axis=0)


def stabilities(answers: np.ndarray, n_groups: int, rng: np.random.Generator) -> np.ndarray:
    """Adjusted Rand indices of pairs of clusterings, each learned from a resample: (N_PAIRS,)."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)  # so few people: threads would only wait for each other
    X = (answers - answers.mean(axis=0)) / answers.std(axis=0)
    placed = []
    while len(placed) <= N_PAIRS:
        sample = X[rng.integers(len(X), size=len(X))]
        if len(np.unique(sample, axis=0)) < n_groups:
            continue  # a small resample may repeat the same few
        model = KMeans(n_groups, n_init=2, random_state=int(rng.integers(2**31))).fit(sample)
        placed.append(model.predict(X))
    return np.array([adjusted_rand_score(a, b) for a, b in pairwise(placed)])


def look_for_houses(path: str | Path, n_groups: int) -> None:
    """Print the stability of the groups with its spread, that of people without houses, and perhaps a verdict."""
    try:
        table = read_answers(path, n_groups)
        if (different := len(table.drop_duplicates())) < 2 * n_groups:
            raise SurveyError(
                f"{n_groups} groups cannot be looked for among {different} different sheets: at least two "
                "different people are needed for each group."
            )
    except SurveyError as error:
        print(error)
        return
    answers, rng = table.to_numpy(), np.random.default_rng(53)
    draw = tailor(answers)
    own = stabilities(answers, n_groups, rng)
    others = np.array([stabilities(draw(rng), n_groups, rng).mean() for _ in range(N_SURROGATES)])
    p = (1 + (others >= own.mean()).sum()) / (1 + N_SURROGATES)
    print(f"{len(table)} people, {table.shape[1]} questions, {n_groups} groups")
    print(f"stability of your answers: {own.mean():.2f}; single pairs from {own.min():.2f} to {own.max():.2f}")
    print(
        f"{N_SURROGATES} crowds without houses, with your answers: {others.mean():.2f} on average, "
        f"from {others.min():.2f} to {others.max():.2f}"
    )
    if len(table) < ENOUGH:
        print(f"No verdict: {len(table)} people are too few. Even far houses could not be told from luck.")
    elif p <= ALPHA:
        print(f"p = {p:.2f}: more stable than all crowds without houses. Ask new people; it is no proof.")
    else:
        print(f"p = {p:.2f}: no evidence for houses. Stability misses many houses, above all with so few people.")

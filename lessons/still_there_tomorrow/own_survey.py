"""Reads a learner's own survey, and says whether houses can be seen in it, and what it is too small to show.

The recipe for people without houses is the one of the lesson. It stands here once more since a practice notebook
cannot import cells of the walk-through.
"""

from __future__ import annotations

import csv
import math
import operator
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from overheard import paths
from overheard.errors import OverheardError

TEMPLATE = Path(__file__).parent / "template.csv"
ENOUGH = 20  # people, below which there is no verdict
ENOUGH_QUESTIONS = 5
N_SURROGATES, N_PAIRS, ALPHA = 19, 6, 0.05

Draw = Callable[[np.random.Generator], np.ndarray]


class SurveyError(OverheardError):
    """A survey that cannot be read: what is wrong, where, and what to do."""


def read_answers(path: str | Path) -> pd.DataFrame:
    """A survey as numbers: the first line names the columns, the first column the people; gaps get the median.

    Commas, semicolons and tabs are understood, with decimal commas too where commas do not separate. A relative
    path is looked for in the notebook's folder, then in the project's, then in my_work.

    Returns:
        (people, questions) floats without gaps, index the people.

    Raises:
        SurveyError: no such file, not text, empty, fewer than two people or no question, lines of unequal length, a
            name twice, something that is no number, a question that nobody answered or that all answered alike.
    """
    path = _find(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SurveyError(
            f"{path.name} is not plain text in UTF-8. Save the sheet as CSV (UTF-8) once more."
        ) from None
    lines = [line for line in text.splitlines() if line.strip(" ,;\t")]
    if not lines:
        raise SurveyError(f"{path.name} is empty. Its first line names the columns, each further line is a person.")
    separator = max(",;\t", key=lines[0].count)
    header, *people = [[field.strip() for field in row] for row in csv.reader(lines, delimiter=separator)]
    if len(header) < 2 or len(people) < 2:
        raise SurveyError(f"{path.name} needs at least two people, and a question beside the first column.")
    values: dict[str, list[float]] = {}
    for number, row in enumerate(people, 2):
        if len(row) != len(header):
            raise SurveyError(
                f"{path.name}, person {number - 1}: {len(row)} fields, and the first line has {len(header)}. "
                "A missing answer still needs its separator."
            )
        if row[0] in values:
            raise SurveyError(f"{path.name}: {row[0]!r} stands there twice. Give each person a code of their own.")
        values[row[0]] = [_number(path, row[0], q, field) for q, field in zip(header[1:], row[1:], strict=True)]
    table = pd.DataFrame.from_dict(values, orient="index", columns=header[1:], dtype=float)
    for question in table:
        if table[question].nunique() < 2:
            raise SurveyError(
                f"{path.name}: {question!r} has no answers, or everybody answered alike. Remove that column: "
                "it cannot tell people apart."
            )
    missing = int(table.isna().sum().sum())
    if missing:
        told = "1 answer is missing; it" if missing == 1 else f"{missing} answers are missing; each"
        print(f"Note: {told} was filled with the middle answer to its question.")
    return table.fillna(table.median())


def _find(path: str | Path) -> Path:
    if not isinstance(path, str | Path):
        raise SurveyError(f"The file is {path!r}. Give its path in quotation marks: 'my_work/my_survey.csv'.")
    path = Path(path).expanduser()
    for place in (path, paths.ROOT / path, paths.my_work() / path):
        if place.is_file():
            return place
    raise SurveyError(
        f"There is no file {path}. A relative path is looked for in this notebook's folder, then in the project's, "
        "then in my_work."
    )


def _number(path: Path, person: str, question: str, field: str) -> float:
    if not field:
        return math.nan
    try:
        value = float(field.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SurveyError(
            f"{path.name}: {person} has {field!r} under {question!r}, where a number should be. Write worded "
            "answers as numbers, and leave a gap empty."
        )
    return value


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
        table = read_answers(path)
        _check_groups(table, n_groups)
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
    if table.shape[1] < ENOUGH_QUESTIONS:
        print(f"Note: with {table.shape[1]} questions people can differ in few ways; ask five or more.")
    if len(table) < ENOUGH:
        print(f"No verdict: {len(table)} people are too few. Even far houses could not be told from luck.")
    elif p <= ALPHA:
        print(f"p = {p:.2f}: more stable than all crowds without houses. Ask new people; it is no proof.")
    else:
        print(f"p = {p:.2f}: no evidence for houses. Stability misses many houses, above all with so few people.")


def _check_groups(table: pd.DataFrame, n_groups: int) -> None:
    try:
        n_groups = operator.index(n_groups)
    except TypeError:
        raise SurveyError(f"The number of groups must be a whole number, and is {n_groups!r}.") from None
    different = len(table.drop_duplicates())
    if not 2 <= n_groups <= different // 2:
        raise SurveyError(
            f"{n_groups} groups cannot be looked for among {different} different sheets: take 2 or more, "
            "and at least two different people for each group."
        )

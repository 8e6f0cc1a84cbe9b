"""Reads a learner's own survey, and says in plain words what is wrong with a file that cannot be sorted.

It stands beside the lesson because no other lesson needs it. What the lesson teaches (scaling, groups,
representatives) is not here: the practice notebook does that in the open.
"""

from __future__ import annotations

import csv
import math
import operator
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from overheard import paths
from overheard.errors import OverheardError

TEMPLATE = Path(__file__).parent / "template.csv"
ENOUGH = 20  # people, below which groups say hardly anything
ENOUGH_QUESTIONS = 5
CODES_OF_GAPS = (99, 98, 999, -1, -9, -99)  # what forms write for "no answer"
A_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*")  # 2026/11/27 10:31:05, 27.11.2026


class SurveyError(OverheardError):
    """A survey that cannot be sorted: what is wrong, where, and what to do."""


def read_answers(path: str | Path, n_groups: int) -> pd.DataFrame:
    """A survey as numbers, ready to be standardised.

    The file's first line names the columns; the first column names the person, the others are questions with
    numbers as answers. A gap gets the question's median. Semicolons or tabs in place of commas are understood,
    with decimal commas too. A relative path is looked for in the folder of the notebook, then in the project's,
    then in my_work. What looks odd but can be sorted is printed as a note: people without any answer (they are
    left out), an answer far from all others, gaps that were filled, few questions, few people.

    Returns:
        (people, questions) floats without gaps, index the people.

    Raises:
        SurveyError: no path, no such file, not text, empty, no names of columns, one column, one row, lines of
            unequal length, a name twice, a column of times, text or infinity where a number should be, a question
            that nobody or only one person answered or that all answered alike, or a number of groups that these
            people cannot be put into.
    """
    if not isinstance(path, str | Path):
        raise SurveyError(f"The file is {path!r}. Give its path in quotation marks: 'my_work/my_survey.csv'.")
    path = _find(path)
    header, lines = _lines(path)
    table = _numbers(path, header, lines)
    silent = table.index[table.isna().all(axis=1)]
    if 0 < len(silent) < len(table) - 1:
        print(f"Note: {', '.join(silent)} answered nothing and cannot be placed; left out.")
        table = table.drop(index=silent)
    for question in table:
        answers = table[question].dropna()
        if answers.empty:
            raise SurveyError(f"{path.name}: nobody answered {question!r}. Remove that column.")
        if len(answers) == 1:
            raise SurveyError(
                f"{path.name}: only {answers.index[0]} answered {question!r}. "
                "With all gaps filled alike it cannot tell people apart; remove that column, or ask again."
            )
        if answers.nunique() == 1:
            raise SurveyError(
                f"{path.name}: everybody answered {question!r} with {answers.iloc[0]:g}. "
                "A question that never varies cannot tell people apart; remove that column."
            )
        _note_far_answers(answers)
        _note_codes_of_gaps(answers)
    _check_groups(path, table, n_groups)
    gaps = table.isna()
    if gaps.any().any():
        print(
            f"Note: {gaps.sum().sum()} of {table.size} answers missing; each gap was filled with the middle answer "
            "to its question, which pulls its person to the middle."
        )
    if table.shape[1] < ENOUGH_QUESTIONS:
        print(f"Note: with {table.shape[1]} questions people can differ in few ways; ask five or more.")
    return table.fillna(table.median())


def _find(path: str | Path) -> Path:
    """The file, looked for from the notebook's folder, from the project's and from my_work."""
    path = Path(path).expanduser()
    places = [path, paths.ROOT / path, paths.my_work() / path]  # an absolute path stays what it is
    return next((place for place in places if place.exists()), path)


def _note_far_answers(answers: pd.Series) -> None:
    """Tell of a single answer that lies far outside of all others: often a typing mistake, 55 for 5."""
    ordered = answers.sort_values()
    if len(ordered) < 4:
        return
    for name, value, low, high in (
        (ordered.index[-1], ordered.iloc[-1], ordered.iloc[0], ordered.iloc[-2]),
        (ordered.index[0], ordered.iloc[0], ordered.iloc[1], ordered.iloc[-1]),
    ):
        beyond = max(value - high, low - value)
        if high > low and beyond > 2 * (high - low):
            print(
                f"Note: {name} answered {answers.name!r} with {value:g}, all others between {low:g} and {high:g}. "
                "A typing mistake? One such answer can decide all groups."
            )


def _note_codes_of_gaps(answers: pd.Series) -> None:
    """Tell of 99 and the like, which many forms write where somebody did not answer."""
    codes = answers.isin(CODES_OF_GAPS)
    others = answers[~codes]
    if codes.any() and len(others) and others.between(0, 20).all():
        print(
            f"Note: {codes.sum()} answered {answers.name!r} with {answers[codes].iloc[0]:g}. "
            "If that stands for no answer, leave the field empty: as a number it can decide all groups."
        )


def _lines(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each further line that is not empty with its number in the file."""
    if path.is_dir():
        raise SurveyError(f"{path} is a folder. Give the path of a CSV file.")
    if not path.is_file():
        raise SurveyError(
            f"There is no file {path}. "
            "A relative path is looked for in this notebook's folder, then in the project's, then in my_work."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SurveyError(f"{path.name} is not plain text in UTF-8. Save the sheet as CSV (UTF-8) once more.")
    if not text.strip():
        raise SurveyError(f"{path.name} is empty. Its first line names the columns, each further line is a person.")
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=separator)
    try:
        rows = [(reader.line_num, [field.strip() for field in row]) for row in reader]
    except csv.Error as error:
        where = f"{path.name}, line {reader.line_num}"
        raise SurveyError(f"{where}: {error}. Save the sheet as CSV once more.") from None
    rows = [(number, row) for number, row in rows if any(row)]
    (_, header), people = rows[0], rows[1:]
    if len(header) > 1 and all(_is_number(field) for field in header[1:]):
        raise SurveyError(
            f"{path.name}: the first line is {', '.join(header)}. Does the first line hold names? "
            "It must name the columns; the answers begin in the second."
        )
    if len(header) < 2:
        raise SurveyError(
            f"{path.name} has one column, {header[0]!r}. "
            "It needs the people in the first column and at least one question beside it."
        )
    if not people:
        raise SurveyError(f"{path.name} has column names and no people. Add a line a person.")
    if len(people) == 1:
        raise SurveyError(f"{path.name} has one person, {people[0][1][0]!r}. One person makes no groups; ask more.")
    return header, people


def _numbers(path: Path, header: list[str], people: list[tuple[int, list[str]]]) -> pd.DataFrame:
    """The answers as floats, NaN for a gap."""
    questions = header[1:]
    for question in questions:
        if not question:
            raise SurveyError(f"{path.name}: a column has no name. Name each question in the first line.")
        if questions.count(question) > 1:
            raise SurveyError(f"{path.name}: two columns are called {question!r}. Give each question its own name.")
    for column, name in enumerate(header):
        fields = [row[column] for _, row in people if len(row) == len(header) and row[column]]
        if fields and all(A_TIME.fullmatch(field) for field in fields):
            raise SurveyError(
                f"{path.name}: the column {name!r} holds times, as a form notes when an answer came in. "
                "Remove it: the first column names the people, the others hold their answers."
            )
    values = []
    for number, row in people:
        if len(row) != len(header):
            likely = (
                "Is there a comma inside an answer? Write 3.5 for three and a half."
                if len(row) > len(header)
                else "A missing answer still needs its comma."
            )
            raise SurveyError(
                f"{path.name}, line {number}: {len(row)} fields, and the first line has {len(header)}. {likely}"
            )
        values.append([_number(path, number, q, field) for q, field in zip(questions, row[1:], strict=True)])
    _check_names(path, header[0], people)
    index = pd.Index([row[0] or f"line {number}" for number, row in people], name=header[0] or "person")
    return pd.DataFrame(values, columns=questions, index=index, dtype=float)


def _check_names(path: Path, column: str, people: list[tuple[int, list[str]]]) -> None:
    """Each person once; numbers that repeat are answers rather than names."""
    seen: dict[str, int] = {}
    for line, row in people:
        name = row[0]
        if name and name in seen:
            if all(_is_number(row[0]) for _, row in people if row[0]):
                raise SurveyError(
                    f"{path.name}: {column!r} is the first column, and holds {name} twice. Is it a question? "
                    "The first column must tell the people apart; put one before it, with names or numbers."
                )
            raise SurveyError(
                f"{path.name}: {name!r} stands in line {seen[name]} and in line {line}. "
                "Give each person a name or number of their own."
            )
        seen[name] = line


def _is_number(field: str) -> bool:
    try:
        return math.isfinite(float(field.replace(",", ".")))
    except ValueError:
        return False


def _number(path: Path, line: int, question: str, field: str) -> float:
    if not field:
        return math.nan
    try:
        value = float(field.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SurveyError(
            f"{path.name}, line {line}: {field!r} stands under {question!r}, where a number should be. "
            "Write worded answers as numbers, leave a gap empty (no NA, no dash), and remove dates and times."
        )
    return value


def _check_groups(path: Path, table: pd.DataFrame, n_groups: int) -> None:
    try:
        n_groups = operator.index(n_groups)
    except TypeError:
        raise SurveyError(f"The number of groups must be a whole number, and is {n_groups!r}.") from None
    if n_groups < 2:
        raise SurveyError(f"{n_groups} is no number of groups to sort into: take 2 or more.")
    if n_groups > len(table):
        raise SurveyError(
            f"{path.name} has {len(table)} people, who cannot fill {n_groups} groups. Ask for fewer groups."
        )
    different = len(table.fillna(table.median()).drop_duplicates())
    if n_groups > different:
        raise SurveyError(
            f"{path.name} has {different} different sheets of answers among {len(table)} people, "
            f"who cannot be told apart into {n_groups} groups. Ask for fewer groups."
        )
    if len(table) < ENOUGH or 2 * n_groups > len(table):
        print(
            f"Note: {len(table)} people in {n_groups} groups. So few say hardly anything about groups; "
            "ask at least twenty people, and leave several to each group."
        )


def stability(X: np.ndarray, n_groups: int, rng: np.random.Generator, n_pairs: int = 20) -> float:
    """Mean adjusted Rand index of pairs of clusterings, each learned from a resample of X (people, questions).

    Copies of the first version of the exercises call it.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)  # so few people: threads would only wait for each other
    found = []
    while len(found) < n_pairs:
        placed = []
        for _ in range(2):
            sample = X[rng.integers(len(X), size=len(X))]
            n_here = min(n_groups, len(np.unique(sample, axis=0)))  # a small resample may repeat the same few
            model = KMeans(n_here, n_init=3, random_state=int(rng.integers(2**31))).fit(sample)
            placed.append(model.predict(X))
        found.append(adjusted_rand_score(*placed))
    return float(np.mean(found))


def by_key(z: pd.DataFrame, key: dict[str, list[str]]) -> pd.Series:
    """The house of each person by a scoring key: the highest mean of standardised answers. A leading - reverses.

    Args:
        z: (people, questions), standardised.
        key: for each house the names of its questions.

    Raises:
        SurveyError: a house without questions, fewer than two houses, or a question that the survey lacks.
    """
    if len(key) < 2:
        raise SurveyError("The key has one house. With one house nobody can change it; write two or more.")
    for house, questions in key.items():
        if isinstance(questions, str) or not questions:
            raise SurveyError(f"The key's house {house!r} needs a list of questions, such as ['q1', '-q2'].")
        for question in questions:
            if str(question).removeprefix("-") not in z.columns:
                asked = ", ".join(z.columns)
                raise SurveyError(f"The key's house {house!r} names {question!r}. The questions are: {asked}.")
    both = z.join((-z).add_prefix("-"))
    means = pd.DataFrame({house: both[list(questions)].mean(axis=1) for house, questions in key.items()})
    return ((means - means.mean()) / means.std(ddof=0).replace(0, 1)).idxmax(axis=1)


def cannot_tell(n_people: int) -> str:
    """What so many people cannot tell about groups."""
    if n_people < ENOUGH:
        return (
            f"{n_people} people are too few for any word on whether these groups exist: k-means gives as many "
            f"groups as you order, and so few people look grouped by chance. Ask at least {ENOUGH}."
        )
    return (
        "These groups were ordered, and not found to exist: k-means gives as many as you order. Whether people "
        "like these come in groups at all is another question: the lesson “Are there houses at all?” asks it."
    )


def explain(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function; where the survey is wrong, print what is wrong in place of a traceback."""
    try:
        return function(*arguments)
    except SurveyError as error:
        print(error)
        return None

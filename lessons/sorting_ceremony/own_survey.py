"""Reads a learner's own survey, and says in plain words what is wrong with a file that cannot be sorted.

How the file is read stands in survey_file.py. What the lesson teaches (scaling, groups, representatives) is not
here: the practice notebook does that in the open.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from overheard import paths
from overheard.check import load_room

_file = load_room("sorting_ceremony", "survey_file.py")
SurveyError, read_table, listed = _file.SurveyError, _file.read_table, _file.listed
TEMPLATE = Path(__file__).parent / "template.csv"
ENOUGH = 20  # people, below which groups say hardly anything
ENOUGH_QUESTIONS = 5
CODES_OF_GAPS = (99, 98, 999, -1, -9, -99)  # what forms write for "no answer"


def read_answers(path: str | Path, n_groups: int) -> pd.DataFrame:
    """A survey as numbers, ready to be standardised.

    The file's first line names the columns; the first column names the person, the others are questions with
    numbers as answers. A gap gets the question's median. Semicolons or tabs in place of commas are understood, and
    so are the encodings of spreadsheets, decimal commas and marks between thousands, where the file's numbers show
    which is which. Times at which answers came in are left out. A relative path is looked for in the folder of the
    notebook, then in the project's, then in my_work. What looks odd but can be sorted is printed as a note: people
    without any answer (they are left out), an answer far from all others, 0 or 99 where the others stay within a
    scale, gaps that were filled, few questions, few people.

    Returns:
        (people, questions) floats without gaps, index the people.

    Raises:
        SurveyError: no path, a file that cannot be read (see survey_file.py), questions that nobody or only one
            person answered or that all answered alike, or a number of groups that these people cannot be put into.
    """
    if not isinstance(path, str | Path):
        raise SurveyError(f"The file is {path!r}. Give its path in quotation marks: 'my_work/my_survey.csv'.")
    path = _find(path)
    table = read_table(path)
    silent = table.index[table.isna().all(axis=1)]
    if 0 < len(silent) < len(table) - 1:
        print(f"Note: {listed(silent)} answered nothing and cannot be placed; left out.")
        table = table[table.notna().any(axis=1)]
    _refuse_questions(path, table)
    for question in table:
        _note_far_answers(table[question].dropna())
    _note_codes_of_gaps(table)
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


def _refuse_questions(path: Path, table: pd.DataFrame) -> None:
    """Refuse the questions that cannot tell people apart, all at once."""
    nobody, alone, alike = [], [], []
    for question in table:
        answers = table[question].dropna()
        if answers.empty:
            nobody.append(f"{question!r}")
        elif len(answers) == 1:
            alone.append(f"only {answers.index[0]} answered {question!r}")
        elif answers.nunique() == 1:
            alike.append(f"everybody answered {question!r} with {answers.iloc[0]:g}")
    said = []
    if nobody:
        said.append(f"nobody answered {listed(nobody)}. Remove it.")
    if alone:
        said.append(
            f"{listed(alone)}. With all gaps filled alike that cannot tell people apart; remove it, or ask again."
        )
    if alike:
        said.append(f"{listed(alike)}. A question that never varies cannot tell people apart; remove that column.")
    if said:
        raise SurveyError("\n".join(f"{path.name}: {words}" for words in said))


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


def _note_codes_of_gaps(table: pd.DataFrame) -> None:
    """Tell of 99 and the like, and of 0 beside a scale that begins at 1: what people type who did not answer."""
    told = []
    for question in table:
        answers = table[question].dropna()
        codes = answers.isin(CODES_OF_GAPS)
        if not (codes.any() and (~codes).any() and answers[~codes].between(0, 20).all()):
            codes = answers == 0
            if not _begins_at_one(table, question):
                continue
        who = listed(f"{name} ({value:g})" for name, value in answers[codes].items())
        low, high = answers[~codes].min(), answers[~codes].max()
        told.append(f"Note: outside of {low:g} to {high:g}, {codes.sum()} answered {question!r} with {{}}: {who}.")
        told[-1] = told[-1].format(listed(f"{value:g}" for value in answers[codes].unique()))
    if told:
        print("\n".join(told))
        print("If that stands for no answer, leave the field empty: as a number it can decide all groups.")


def _begins_at_one(table: pd.DataFrame, question: str) -> bool:
    """Whether few answers are 0 while the scale seems to be 1 to 5 or so, since most questions have no 0.

    Codes in the lesson begin at 0, and there most questions hold zeros.
    """

    def top(name: str) -> float:
        answers = table[name].dropna()
        answers = answers[answers != 0]
        whole = len(answers) > 1 and (answers % 1 == 0).all() and answers.min() >= 1 and answers.max() <= 10
        return answers.max() if whole else np.nan

    zeros = (table[question] == 0).sum()
    if zeros == 0 or 3 * zeros >= table[question].notna().sum():
        return False
    alike = [name for name in table if name != question and top(name) == top(question)]
    without = [name for name in alike if not (table[name] == 0).any()]
    return top(question) in (5, 7) or 2 * len(without) > len(table.columns) - 1


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

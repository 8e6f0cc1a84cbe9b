"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people made.

Every `like` of a mistake is handed in by the tests as a wrong answer, so it need not stand in answers.py.
"""

from __future__ import annotations

import re
import statistics
from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

Array = np.ndarray


# ------------------------------------------------------------------------------------------------ 1, read_minutes
def minutes_by(
    mark: str = "[:h]",
    minutes: str = "[0-5][0-9]",
    hour: int = 60,
    nothing: Any = None,
    plain: str = r"(\d+) *(?:min)?",
    hours: str = r"\d+",
    tail: str = "",
):
    """The reading, around one mistake."""

    def answer(text: str) -> Any:
        if found := re.fullmatch(plain, text):
            return int(found[1])
        if found := re.fullmatch(rf"({hours}){mark}({minutes}){tail}", text):
            return hour * int(found[1] or 0) + int(found[2] or 0)
        return nothing

    return answer


slow_minutes = minutes_by()


def random_duration(rng: np.random.Generator) -> tuple[str]:
    """Good and bad answers, a bad one about as often as a good one."""
    hours, minutes = int(rng.integers(0, 13)), int(rng.integers(0, 100))
    mark = str(rng.choice([":", "h"]))
    made = [
        f"{minutes + 60 * (hours % 3)}",
        f"{minutes} min",
        f"{minutes}min",
        f"{hours}{mark}{minutes % 60:02d}",
        f"{hours}{mark}{minutes % 60:02d}",
        f"{hours}{mark}{minutes:02d}",
        f"{hours}{mark}{minutes % 10}",
        f"{hours}{mark}{minutes:03d}",
        f"{hours}{mark}",
        f"{mark}{minutes % 60:02d}",
        f"{hours}{mark}{minutes % 60:02d}{mark}00",
        f"{hours} to {minutes}",
        str(rng.choice(["", "soon", "half an hour", "min", "-5", "1:ab", "x:20"])),
    ]
    return (made[int(rng.integers(len(made)))],)


# ------------------------------------------------------------------------------------------------ 2, fill_by_make
def filled_by(learn_from="train", unknown="all", middle=statistics.median, everything=False, by_make=True):
    """The filling, around where it learns and what it learns."""

    def answer(makes: list[str], power: Array, new_makes: list[str], new_power: Array) -> Array:
        pairs = list(zip(makes, power.tolist(), strict=True))
        new = list(zip(new_makes, new_power.tolist(), strict=True))
        seen = {"train": pairs, "new": new, "both": pairs + new}[learn_from]
        seen = [(make, value) for make, value in seen if value == value]  # NaN is unequal to itself
        filled = []
        for make, value in new:
            same = [known for other, known in seen if other == make and by_make]
            rest = [known for _, known in seen] if unknown == "all" else [0.0]
            gap = value != value or everything
            filled.append(middle(same or rest or [np.nan]) if gap else value)
        return np.array(filled)

    return answer


slow_fill = filled_by()
fill_bug = filled_by(learn_from="both")


def mean_of_medians(makes: list[str], power: Array, new_makes: list[str], new_power: Array) -> Array:
    """For an unknown make the median of the makes' medians."""
    known = {
        make: [p for m, p in zip(makes, power.tolist(), strict=True) if m == make and p == p] for make in makes
    }
    medians = {make: statistics.median(values) for make, values in known.items() if values}
    rest = statistics.median(medians.values())
    pairs = zip(new_makes, new_power.tolist(), strict=True)
    return np.array([medians.get(make, rest) if value != value else value for make, value in pairs])


def left_open(makes: list[str], power: Array, new_makes: list[str], new_power: Array) -> Array:
    """np.median over a make's powers with their gaps is NaN."""
    filled = slow_fill(makes, power, new_makes, new_power)
    gappy = {make for make, value in zip(makes, power.tolist(), strict=True) if value != value}
    pairs = zip(new_makes, new_power.tolist(), filled.tolist(), strict=True)
    return np.array([np.nan if make in gappy and value != value else done for make, value, done in pairs])


def gaps_left_in(makes: list[str], power: Array, new_makes: list[str], new_power: Array) -> Array:
    """The same, also where the median of all training powers is taken."""
    pairs = zip(new_makes, new_power.tolist(), strict=True)
    own = {make: [p for m, p in zip(makes, power.tolist(), strict=True) if m == make] for make in makes}
    return np.array([np.median(own.get(make, power)) if value != value else value for make, value in pairs])


def none_of_its_own(makes: list[str], power: Array, new_makes: list[str], new_power: Array) -> Array:
    """The median of a make whose training powers are all gaps is NaN."""
    filled = slow_fill(makes, power, new_makes, new_power)
    known = {make for make, value in zip(makes, power.tolist(), strict=True) if value == value}
    gone = [value != value and make in set(makes) - known for make, value in zip(new_makes, new_power, strict=True)]
    return np.where(gone, np.nan, filled)


def random_powers(rng: np.random.Generator) -> tuple[list[str], Array, list[str], Array]:
    """A few makes, with gaps on both sides; one training power is always known."""
    names = ["Alba", "Borea", "Cirro", "Dorado"][: int(rng.integers(1, 5))]
    sides: list[Any] = []
    for n in (int(rng.integers(1, 12)), int(rng.integers(1, 8))):
        sides.append([names[i] for i in rng.integers(len(names), size=n)])
        sides.append(np.where(rng.random(n) < 0.4, np.nan, rng.integers(40, 200, n).astype(float)))
    sides[1][0] = 90.0
    return sides[0], sides[1], sides[2], sides[3]


NAN = np.nan
EXAMPLE = (["Alba", "Alba", "Borea"], np.array([60.0, 80, 100]), ["Alba", "Cirro"], np.array([NAN, NAN]))
FUTURE = (["Alba", "Borea"], np.array([60.0, 100]), ["Alba", "Alba", "Cirro"], np.array([NAN, 200.0, 300.0]))
GAPS = (["Alba", "Borea", "Borea"], np.array([NAN, 100.0, 120.0]), ["Alba", "Borea"], np.array([NAN, NAN]))
SOME = (["Alba", "Alba", "Alba"], np.array([50.0, NAN, 90.0]), ["Alba", "Alba"], np.array([NAN, 75.0]))
LOPSIDED = (["Alba"] * 3 + ["Borea"], np.array([50.0, 60.0, 70.0, 200.0]), ["Cirro"], np.array([NAN]))


# ------------------------------------------------------------------------------------------------ 3, suspects
def suspects_by(
    nearest=lambda distances: distances.index(min(distances)),
    middle=lambda y_train, y_valid: statistics.median(y_train),
    distance=lambda a, b: abs(a - b),
    off=lambda answer, true: abs(answer - true),
    score=lambda offs: sum(offs) / len(offs),
    suspect=lambda error, bound: error < bound,
    asked="valid",
    number=0,
):
    """Look at one column, one validation row, one training row after the other."""

    def answer(X_train: Array, y_train: Array, X_valid: Array, y_valid: Array, share: float) -> list[int]:
        rows, prices, found = X_train.tolist(), y_train.tolist(), []
        new, true = (X_valid.tolist(), y_valid.tolist()) if asked == "valid" else (rows, prices)
        says = middle(prices, true)
        bound = share * score([off(says, value) for value in true])
        for column in range(len(rows[0])):
            answers = [prices[nearest([distance(row[column], known[column]) for known in rows])] for row in new]
            if suspect(score([off(a, value) for a, value in zip(answers, true, strict=True)]), bound):
                found.append(column + number)
        return found

    return answer


slow_suspects = suspects_by()


def last_of_equals(distances: list[float]) -> int:
    return max(place for place, distance in enumerate(distances) if distance == min(distances))


def all_columns(X_train: Array, y_train: Array, X_valid: Array, y_valid: Array, share: float) -> list[int]:
    """The nearest row by all columns at once."""
    distances = ((X_valid[:, None] - X_train[None]) ** 2).sum(axis=2)
    error = np.abs(y_train[distances.argmin(axis=1)] - y_valid).mean()
    return list(range(X_train.shape[1])) if error < share * np.abs(y_valid - np.median(y_train)).mean() else []


def random_table(rng: np.random.Generator) -> tuple[Array, Array, Array, Array, float]:
    """Columns from noise to a leak, some with few different values, so that several rows are equally near."""
    n, m, columns = int(rng.integers(2, 14)), int(rng.integers(1, 9)), int(rng.integers(1, 6))
    y = rng.normal(0, 3, n + m) + rng.exponential(6, n + m)
    noise = rng.choice([0.0, 0.3, 1.0, 3.0, 9.0], columns)
    X = y[:, None] + noise * rng.normal(0, 2, (n + m, columns))
    whole = rng.random(columns) < 0.4
    X[:, whole] = np.round(X[:, whole] / 4)
    return X[:n], y[:n], X[n:], y[n:], float(rng.choice([0.2, 0.5, 0.8, 1.1]))


def table(*rows: tuple[float, ...]) -> Array:
    return np.array(rows, dtype=float)


SMALL = (table((1, 10), (2, 20), (3, 30)), np.array([5.0, 9, 4]), table((3, 11), (1, 19)), np.array([5.0, 9]), 0.5)
NO_ERROR = (table((1,), (2,), (3,)), np.array([4.0, 4, 9]), table((1,), (2,)), np.array([4.0, 4]), 0.5)
TIES = (table((1, 0), (1, 4), (1, 8)), np.array([2.0, 6, 10]), table((1, 2), (1, 6)), np.array([2.0, 6]), 0.5)
BOUND = (table((0, 0), (10, 10)), np.array([0.0, 8]), table((1, 1), (9, 8)), np.array([2.0, 6]), 1.0)

EXERCISES = [
    Exercise(
        "read_minutes",
        "How long does it take?",
        cases=[
            Case(("80 min",)),
            Case(("1:20",)),
            Case(("2h05",)),
            Case(("1:75",), "edge: minutes that do not fit behind an hour"),
            Case(("1:5",), "edge: one digit after the mark"),
            Case(("2h",), "edge: nothing after the mark"),
            Case((":30",), "edge: nothing before the mark"),
            Case(("soon",), "edge: no number"),
            Case(("1:00",), "edge: a full hour"),
            Case(("1:60",), "edge: sixty minutes after the mark"),
            Case(("0:00",), "edge: no time at all, which is a number"),
            Case(("11:08",), "edge: two digits before the mark"),
            Case(("30:00",), "edge: more than a day"),
        ],
        reference=slow_minutes,
        random=random_duration,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "after the mark stand minutes up to 59; else return None",
                like=[minutes_by(minutes=r"\d\d"), minutes_by(minutes=r"\d+")],
            ),
            Mistake(
                "exactly two digits stand after the mark; else return None",
                like=[minutes_by(minutes=r"[0-5]?\d"), minutes_by(minutes=r"0*[0-5]?\d")],
            ),
            Mistake(
                "0 is a number: ask `is not None`, not whether it is true",
                like=lambda text: slow_minutes(text) or None,
            ),
            Mistake("the hours have no upper end", like=minutes_by(hours=r"0?\d|1\d|2[0-3]")),
            Mistake("before the mark may stand more than one digit", like=minutes_by(hours=r"\d")),
            Mistake(
                "the whole text must have this form, nothing may follow: `re.match` looks at the beginning only",
                like=minutes_by(tail=".*"),
            ),
            Mistake("an hour has 60 minutes", like=[minutes_by(hour=100), minutes_by(hour=1)]),
            Mistake("an h may stand between hours and minutes as well", like=minutes_by(mark=":")),
            Mistake("a colon may stand between hours and minutes as well", like=minutes_by(mark="h")),
            Mistake(
                "a side where nothing stands is not the same as 0: return None",
                like=[minutes_by(minutes="|[0-5][0-9]"), minutes_by(hours=r"\d*")],
            ),
            Mistake("where nobody can know, return None", like=[minutes_by(nothing=0), minutes_by(nothing="")]),
            Mistake("ask `isdecimal` of both sides before `int`", error=(ValueError, "invalid literal")),
        ],
    ),
    Exercise(
        "fill_by_make",
        "Bug hunt: a gap filled with the future",
        cases=[
            Case(EXAMPLE),
            Case(FUTURE, "edge: the make has known powers among the new rows"),
            Case(GAPS, "edge: a make with gaps only among the training rows"),
            Case(SOME, "edge: a gap among the known powers of the make"),
            Case(LOPSIDED, "edge: a new make, and makes of different size"),
        ],
        reference=slow_fill,
        random=random_powers,
        mistakes=[
            Mistake("now the new rows alone are learned from", like=filled_by(learn_from="new")),
            Mistake("the median is asked for, not the mean", like=filled_by(middle=statistics.fmean)),
            Mistake("only gaps are filled; a power that is known stays", like=filled_by(everything=True)),
            Mistake(
                "the median is that of the same make where it has one; where `makes` is still a list, `==` "
                "compares the whole list with one text: make it `np.array(makes)`",
                like=filled_by(by_make=False),
            ),
            Mistake(
                "a make without known powers gets the median of all known training powers",
                like=[filled_by(unknown="0"), none_of_its_own],
            ),
            Mistake(
                "take the median of all known training powers, not of the makes' medians", like=mean_of_medians
            ),
            Mistake(
                "a median over NaN is NaN: leave the gaps of the training rows out", like=[left_open, gaps_left_in]
            ),
        ],
        bug=fill_bug,
        symptom="what is filled into one new row changes when another new row changes.",
    ),
    Exercise(
        "suspects",
        "Find the column that knows too much",
        cases=[
            Case(SMALL),
            Case(NO_ERROR, "edge: the baseline makes no error"),
            Case(TIES, "edge: several training rows are equally near"),
            Case(BOUND, "edge: an error that equals the bound"),
        ],
        reference=slow_suspects,
        random=random_table,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "if several rows are equally near, the first one answers", like=suspects_by(nearest=last_of_equals)
            ),
            Mistake(
                "the baseline is the median of y_train, not the mean",
                like=suspects_by(middle=lambda known, new: sum(known) / len(known)),
            ),
            Mistake(
                "the baseline's median comes from the training rows",
                like=suspects_by(middle=lambda known, new: statistics.median(new)),
            ),
            Mistake(
                "an error that equals the bound is not below it", like=suspects_by(suspect=lambda e, b: e <= b)
            ),
            Mistake("those are the columns that are not suspect", like=suspects_by(suspect=lambda e, b: e >= b)),
            Mistake("the errors are those on the validation rows", like=suspects_by(asked="train")),
            Mistake(
                "the nearest needs a distance, which has no sign: take abs of the difference",
                like=[suspects_by(distance=lambda a, b: a - b), suspects_by(distance=lambda a, b: b - a)],
            ),
            Mistake(
                "take abs of answer minus y; it has no square", like=suspects_by(off=lambda a, b: (a - b) ** 2)
            ),
            Mistake("one column at a time finds the nearest row", like=all_columns),
            Mistake("columns are counted from 0", like=suspects_by(number=1)),
        ],
    ),
]

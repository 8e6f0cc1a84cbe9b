"""The checks of the sorting ceremony: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

# ------------------------------------------------------------------------------------------------ 1, encode_ordinal

OFTEN = ["never", "rarely", "sometimes", "often", "always"]
SPICE = ["not at all", "mild", "medium", "hot", "make me cry"]
AGREE = ["strongly disagree", "disagree", "neither", "agree", "strongly agree"]
RIDES = ["1", "2 or 3", "4 or more"]  # a number is a word here, not its own code
LETTERS = list("abdeghiklmnorstu")
JOKES = ["", "  ", "42", "ask my cat", "NEVER EVER", "0", "none"]


def slow_encode(answers: list[str], levels: list[str]) -> np.ndarray:
    """Compare with each level in turn."""
    codes = np.full(len(answers), np.nan)
    for i, answer in enumerate(answers):
        for code, level in enumerate(levels):
            if answer.strip().lower() == level:
                codes[i] = code
    return codes


def random_answers(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Levels of a known list, or of six to eight invented words; some jokes are nearly one of them."""
    levels = [OFTEN, SPICE, AGREE, RIDES][rng.integers(4)]
    levels = levels[: int(rng.integers(2, 6))]
    if rng.random() < 0.4:
        levels = ["".join(rng.choice(LETTERS, int(rng.integers(4, 9)))) for _ in range(int(rng.integers(6, 9)))]
    nearly = [near for level in levels for near in (level[:-1], level[:3], f"not {level}", f"{level}!")]
    jokes = JOKES + [near for near in nearly if near.strip() not in levels]
    answers = []
    for _ in range(int(rng.integers(8, 25))):
        pool = jokes if rng.random() < 0.4 else levels
        word = pool[rng.integers(len(pool))]
        word = word.upper() if rng.random() < 0.3 else word
        answers.append(" " * int(rng.integers(3)) + word + " " * int(rng.integers(3)))
    return answers, levels


def looked_up(tidy: Any, gap: float = np.nan) -> Any:
    """The lookup after another step than strip and lower."""

    def wrong(answers: list[str], levels: list[str]) -> np.ndarray:
        words = [tidy(answer) for answer in answers]
        return np.array([levels.index(word) if word in levels else gap for word in words], dtype=float)

    return wrong


def by_part(answers: list[str], levels: list[str]) -> np.ndarray:
    found = [[i for i, level in enumerate(levels) if level in answer.lower()] for answer in answers]
    return np.array([fits[0] if fits else np.nan for fits in found], dtype=float)


# ------------------------------------------------------------------------------------------------ 2, most_alike


def slow_alike(table: np.ndarray, person: int) -> int:
    """Column by column with plain numbers, then person by person."""
    rows = np.array(table, dtype=float).tolist()
    distances = []
    columns = [[row[c] for row in rows] for c in range(len(rows[0]))]
    means = [math.fsum(column) / len(column) for column in columns]
    spreads = [
        math.sqrt(math.fsum((v - m) ** 2 for v in column) / len(column))
        for column, m in zip(columns, means, strict=True)
    ]
    for row in rows:
        terms = [
            ((row[c] - rows[person][c]) / spreads[c]) ** 2
            for c in range(len(row))
            if max(columns[c]) > min(columns[c])
        ]
        distances.append(math.fsum(terms))
    others = [i for i in range(len(rows)) if i != person]
    return min(others, key=lambda i: (distances[i], i))


def as_alike(table: np.ndarray, person: int) -> list[int]:
    """Rows whose distance differs from the smallest by rounding alone: any of them is right."""
    z = table / np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    squared = ((z - z[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    rows = np.flatnonzero(squared <= squared.min() * (1 + 1e-9))
    return [] if (squared[rows] == squared.min()).all() else rows.tolist()  # an exact tie: the first


def nearest_row(scaled: np.ndarray, person: int) -> int:
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def alike_bug(table: np.ndarray, person: int) -> int:
    return nearest_row((table - table.mean()) / table.std(), person)


def by_rows(table: np.ndarray, person: int) -> int:
    spread = table.std(axis=1, keepdims=True)
    scaled = (table - table.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)
    return nearest_row(scaled, person)


def by_range(table: np.ndarray, person: int) -> int:
    width = table.max(axis=0) - table.min(axis=0)
    return nearest_row(table / np.where(width > 0, width, 1.0), person)


def constant_breaks(table: np.ndarray, person: int) -> int:
    spread = table.std(axis=0)
    scaled = (table - table.mean(axis=0)) / np.where(spread > 0, spread, np.nan)
    return nearest_row(scaled, person)


def all_spreads_one(table: np.ndarray, person: int) -> int:
    spread = table.std(axis=0)
    return nearest_row((table - table.mean(axis=0)) / (1.0 if (spread == 0).any() else spread), person)


def least_alike(table: np.ndarray, person: int) -> int:
    spread = table.std(axis=0)
    scaled = table / np.where(spread > 0, spread, 1.0)
    return int(((scaled - scaled[person]) ** 2).sum(axis=1).argmax())


def random_table(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Levels and one column in minutes, in any place; now and then a column in which all are the same."""
    people, columns = int(rng.integers(4, 12)), int(rng.integers(2, 6))
    table = rng.integers(0, 5, (people, columns)).astype(float)
    table[:, rng.integers(columns)] = rng.integers(5, 95, people)
    if columns > 2 and rng.random() < 0.3:
        table[:, rng.integers(columns)] = float(rng.integers(5))
    table = table + rng.normal(0, 0.01, table.shape) * (table.std(axis=0) > 0)
    return table * rng.choice([0.01, 1.0, 1.0], columns), int(rng.integers(people))


# ------------------------------------------------------------------------------------------------ 3, silhouette_of


def slow_silhouette(X: np.ndarray, labels: np.ndarray, person: int) -> float:
    """Each distance with plain numbers, put into a list for each group."""
    to_group: dict[Any, list[float]] = {}
    for i in range(len(X)):
        to_group.setdefault(int(labels[i]), [])
        if i != person:
            to_group[int(labels[i])].append(math.dist(X[i].tolist(), X[person].tolist()))
    own = to_group.pop(int(labels[person]))
    if not own:
        return 0.0
    a, b = sum(own) / len(own), min(sum(d) / len(d) for d in to_group.values())
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0


def silhouette_like(
    own: Any = None, other: Any = None, join: Any = None, power: float = 0.5, alone: float = 0.0
) -> Any:
    """The silhouette with one step done in another way."""

    def wrong(X: np.ndarray, labels: np.ndarray, person: int) -> float:
        distances = ((X - X[person]) ** 2).sum(axis=1) ** power
        mates = labels == labels[person]
        if mates.sum() == 1:
            return alone
        a = own(distances, mates) if own else distances[mates].sum() / (mates.sum() - 1)
        means = [distances[labels == g].mean() for g in set(labels.tolist()) - {int(labels[person])}]
        b = other(distances, mates, means) if other else min(means)
        if join:
            return float(join(a, b))
        return float((b - a) / max(a, b)) if max(a, b) > 0 else 0.0

    return wrong


def random_groups(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, int]:
    """Two to four groups of uneven size, numbered with gaps now and then; someone may be alone."""
    people, k = int(rng.integers(4, 14)), int(rng.integers(2, 5))
    labels = np.concatenate([np.arange(k), rng.integers(0, k, people - k)]) if people > k else np.arange(people)
    labels = rng.permutation(labels) * int(rng.integers(1, 3)) + int(rng.integers(0, 2))
    X = rng.normal(0, 1, (people, int(rng.integers(1, 9)))) + labels[:, None] * rng.choice([0.0, 1.0, 3.0])
    twins = rng.random(people) < 0.2
    X[twins] = X[rng.integers(people, size=people)][twins]  # some answered exactly alike
    return (X * rng.choice([0.1, 1.0])).round(2), labels, int(rng.integers(people))


# ---------------------------------------------------------------------------------------------- 4, gain_from_house


def slow_gain(houses: list[str], answers: list[str]) -> float:
    """Count by hand, person by person."""

    def guess(told: list[str]) -> str | None:
        counted = sorted(Counter(told).items(), key=lambda item: (-item[1], item[0]))
        return counted[0][0] if counted else None

    n = len(houses)
    inside = sum(
        guess([answers[j] for j in range(n) if j != i and houses[j] == houses[i]]) == answers[i] for i in range(n)
    )
    outside = sum(guess([answers[j] for j in range(n) if j != i]) == answers[i] for i in range(n))
    return (inside - outside) / n


def gain_like(inside_self: bool = False, outside_self: bool = False, tie: Any = min, compare: str = "both") -> Any:
    """The gain with one step done in another way."""

    def wrong(houses: list[str], answers: list[str]) -> float:
        def guess(told: list[str]) -> str | None:
            most = max(map(told.count, told), default=0)
            return tie([a for a in told if told.count(a) == most]) if told else None

        n = len(houses)
        inside = sum(
            guess([answers[j] for j in range(n) if houses[j] == houses[i] and (inside_self or j != i)])
            == answers[i]
            for i in range(n)
        )
        outside = sum(
            guess([answers[j] for j in range(n) if outside_self or j != i]) == answers[i] for i in range(n)
        )
        return {
            "both": inside - outside,
            "inside": inside,
            "turned": outside - inside,
            "count": n * (inside - outside),
        }[compare] / n

    return wrong


def random_office(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """A few houses and answers; half of the time the house says something, and ties are common."""
    n, houses = int(rng.integers(3, 14)), ["ash", "elm", "oak", "yew"][: int(rng.integers(1, 5))]
    songs = ["blue", "amber", "grey", "tan"][: int(rng.integers(2, 5))]
    told_by = {house: songs[rng.integers(len(songs))] for house in houses}
    mine = [houses[rng.integers(len(houses))] for _ in range(n)]
    noise = rng.choice([0.2, 0.5, 1.0])
    return mine, [songs[rng.integers(len(songs))] if rng.random() < noise else told_by[h] for h in mine]


EXERCISES = [
    Exercise(
        "encode_ordinal",
        "Words into numbers, with gaps",
        cases=[
            Case((["Often", " never", "always "], OFTEN)),
            Case((["hot", "", "ask my cat", "MILD"], SPICE), "edge: a gap and a joke"),
            Case(([], OFTEN), "edge: nobody answered"),
        ],
        reference=slow_encode,
        random=random_answers,
        mistakes=[
            Mistake("a gap or joke became 0, the lowest answer", like=looked_up(lambda a: a.strip().lower(), 0.0)),
            Mistake(
                "a gap or joke became -1, which is a number like any other",
                like=looked_up(lambda a: a.strip().lower(), -1.0),
            ),
            Mistake("spaces around an answer are left in", like=looked_up(lambda a: a.lower())),
            Mistake("capitals are not turned into small letters", like=looked_up(lambda a: a.strip())),
            Mistake(
                "the codes begin at 1; the first level is 0", like=lambda a, levels: slow_encode(a, levels) + 1
            ),
            Mistake("part of a word was taken for the word", like=by_part),
            Mistake(
                "the gaps were left out; each person keeps a place",
                like=lambda a, levels: (lambda c: c[~np.isnan(c)])(slow_encode(a, levels)),
            ),
            Mistake(
                "`levels.index` stops where a word is not in the list; ask `word in levels` first",
                error=(ValueError, "not in list"),
            ),
        ],
    ),
    Exercise(
        "most_alike",
        "Bug hunt: the most alike colleague",
        cases=[
            Case((np.array([[0.0, 30.0], [4.0, 31.0], [0.0, 40.0], [4.0, 60.0]]), 0)),
            Case(
                (np.array([[1.0, 2.0, 10.0], [3.0, 2.0, 10.0], [1.0, 2.0, 15.0], [2.0, 2.0, 60.0]]), 0),
                "edge: a column in which all are the same",
            ),
            Case((np.array([[0.0, 5.0], [0.0, 5.0], [0.0, 5.0], [4.0, 9.0]]), 1), "edge: a tie"),
        ],
        reference=slow_alike,
        random=random_table,
        also=as_alike,
        mistakes=[
            Mistake("each row was standardised, and it is each column that should be", like=by_rows),
            Mistake("divide by the standard deviation of the column, not by its range", like=by_range),
            Mistake(
                "a column in which all are the same has the spread 0, and dividing by it gives nan",
                like=constant_breaks,
            ),
            Mistake("that is the person who is least alike", like=least_alike),
            Mistake("mend only the columns whose spread is 0, as `np.where` or a mask does", like=all_spreads_one),
            Mistake(
                "each column has its own spread, so `if` cannot ask for all: mend those that are 0 with `np.where`",
                error=(ValueError, "truth value of an array"),
            ),
            Mistake("that is the person asked about", like=lambda table, person: person),
        ],
        bug=alike_bug,
        symptom="a colleague with nearly the same ride was preferred to one who is more alike in everything else.",
    ),
    Exercise(
        "silhouette_of",
        "One person's silhouette",
        cases=[
            Case((np.array([[0.0], [1.0], [3.0], [4.0], [7.0]]), np.array([0, 0, 1, 1, 1]), 0)),
            Case((np.array([[0.0], [5.0], [6.0]]), np.array([0, 1, 1]), 0), "edge: alone in a group"),
            Case((np.array([[1.0], [1.0], [1.0]]), np.array([0, 0, 1]), 0), "edge: all at one place"),
            Case(
                (np.array([[0.0], [0.0], [2.0], [5.0]]), np.array([0, 0, 0, 1]), 0), "edge: a twin in the own group"
            ),
            Case(
                (np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0], [6.0, 8.0]]), np.array([2, 2, 5, 7]), 0),
                "edge: nearer to another group",
            ),
        ],
        reference=slow_silhouette,
        random=random_groups,
        mistakes=[
            Mistake(
                "the person's distance to themselves, 0, was averaged in; only the others count",
                like=silhouette_like(own=lambda d, mates: d[mates].mean()),
            ),
            Mistake(
                "somebody with the same answers is another person, whose distance 0 counts",
                like=silhouette_like(
                    own=lambda d, mates: d[mates & (d > 0)].mean() if (mates & (d > 0)).any() else 0.0
                ),
            ),
            Mistake(
                "all other groups were taken together; only the nearest one counts",
                like=silhouette_like(other=lambda d, mates, means: d[~mates].mean()),
            ),
            Mistake(
                "the farthest other group was taken, in place of the nearest",
                like=silhouette_like(other=lambda d, mates, means: max(means)),
            ),
            Mistake(
                "the nearest person of another group was taken, in place of the mean over the group",
                like=silhouette_like(other=lambda d, mates, means: d[~mates].min()),
            ),
            Mistake(
                "the difference is turned round: the other group less the own",
                like=silhouette_like(join=lambda a, b: (a - b) / max(a, b) if max(a, b) > 0 else 0.0),
            ),
            Mistake(
                "the difference is not divided by the larger of the two",
                like=silhouette_like(join=lambda a, b: b - a),
            ),
            Mistake("squared distances were averaged; take the root first", like=silhouette_like(power=1.0)),
            Mistake("someone who is alone in a group gets 0.0", like=silhouette_like(alone=1.0)),
        ],
    ),
    Exercise(
        "gain_from_house",
        "Does the house say anything new?",
        cases=[
            Case((["a", "a", "b", "b"], ["red", "red", "tan", "tan"])),
            Case((["a", "b", "b"], ["tan", "tan", "tan"]), "edge: alone in a house"),
            Case((["a", "a", "a", "b", "b"], ["red", "tan", "red", "red", "tan"]), "edge: ties"),
            Case((["a", "a", "a"], ["red", "red", "tan"]), "edge: one house"),
        ],
        reference=slow_gain,
        random=random_office,
        mistakes=[
            Mistake(
                "a person's own answer was among those it was guessed from",
                like=[gain_like(inside_self=True, outside_self=True), gain_like(inside_self=True)],
            ),
            Mistake(
                "without the house, too, the guess comes from the others alone", like=gain_like(outside_self=True)
            ),
            Mistake(
                "on a tie the answer that comes first in the alphabet counts",
                like=[gain_like(tie=max), gain_like(tie=lambda tied: tied[0])],
            ),
            Mistake(
                "that is the share guessed right with the house; subtract the share without it",
                like=gain_like(compare="inside"),
            ),
            Mistake(
                "the difference is turned round: with the house, less without it", like=gain_like(compare="turned")
            ),
            Mistake("that is a number of people; divide by how many there are", like=gain_like(compare="count")),
            Mistake("someone is alone in a house: there are no others to guess from", error=(ValueError, "empty")),
        ],
    ),
]

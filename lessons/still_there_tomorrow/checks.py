"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

from collections import Counter

import numpy as np

from overheard.check import Case, Exercise, Mistake

Table = np.ndarray


def correlation(x: Table, y: Table) -> float:
    """Of two columns, written out."""
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()))


def lively(table: Table) -> bool:
    """No question is answered alike by everybody."""
    return bool((np.ptp(table, axis=0) > 0).all())


# ------------------------------------------------------------------------------------------------ 1, kept
def differences(real: Table, made: Table) -> list[float]:
    """How far each correlation of two different questions moved, with its sign."""
    places = [(a, b) for a in range(real.shape[1]) for b in range(a)]
    return [correlation(made[:, a], made[:, b]) - correlation(real[:, a], real[:, b]) for a, b in places]


def around(test):
    """The given lines around another test of the correlations, `test(real, made, slack)`."""

    def answer(real: Table, made: Table, slack: float) -> list[str]:
        columns = zip(real.T.tolist(), made.T.tolist(), strict=True)
        found = ["answers"] if all(Counter(a) == Counter(b) for a, b in columns) else []
        found += ["correlations"] if test(real, made, slack) else []
        same = [abs(sum(a) - sum(b)) < 1e-6 for a, b in zip(real.tolist(), made.tolist(), strict=True)]
        return found + (["people"] if all(same) else [])

    return answer


slow_kept = around(lambda real, made, slack: all(abs(d) <= slack for d in differences(real, made)))


def random_kept(rng: np.random.Generator) -> tuple[Table, Table, float]:
    """Answers with a trait in them, and a surrogate of one of five kinds."""
    while True:
        people, questions = int(rng.integers(4, 13)), int(rng.integers(2, 8))
        trait = rng.normal(size=(people, 1)) * rng.uniform(0, 2)
        real = np.clip(np.rint(3.5 + trait + rng.normal(size=(people, questions))), 1, 6)
        made = real.copy()
        kind = rng.integers(5)
        if kind == 0:
            made = rng.permuted(real, axis=0)
        elif kind == 1:
            made = rng.permutation(real, axis=0)
        elif kind == 2:
            made = rng.permuted(real, axis=1)
        elif kind == 3:
            made[:, 0] = 7 - made[:, 0]
        else:
            made[rng.integers(people)] = rng.integers(1, 7, questions)
        if not (lively(real) and lively(made)):
            continue
        slack = float(rng.choice([0.02, 0.1, 0.3, 0.6]))
        moved = np.abs(differences(real, made))  # none lies just at the bound
        if np.abs(moved - slack).min() > 1e-3 and abs(moved.mean() - slack) > 1e-3:
            return real, made, slack


RISING = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 5.0]])
MOVED = RISING[[2, 0, 1]]
TURNED = np.array([[3.0, 2.0], [2.0, 4.0], [1.0, 5.0]])
THREE = np.array([[1.0, 2, 1], [2, 1, 3], [3, 4, 2], [4, 3, 4]])
ONE_OFF = np.array([[1.0, 2, 4], [2, 1, 2], [3, 4, 3], [4, 3, 1]])


# ------------------------------------------------------------------------------------------------ 2, confirmed_pair
def pair_from(choose):
    """The strongest pair of what `choose(first, second)` gives, and its correlation in the second half."""

    def answer(first: Table, second: Table) -> tuple[int, int, float]:
        table, best, at = choose(first, second), -1.0, (0, 1)
        for a in range(table.shape[1]):
            for b in range(a + 1, table.shape[1]):
                strength = abs(correlation(table[:, a], table[:, b]))
                if strength > best + 1e-9:
                    best, at = strength, (a, b)
        return (*at, correlation(second[:, at[0]], second[:, at[1]]))

    return answer


slow_pair = pair_from(lambda first, second: first)
pair_bug = pair_from(lambda first, second: np.vstack([first, second]))


def signed_only(first: Table, second: Table) -> tuple[int, int, float]:
    """The most positive pair."""
    pairs = [(a, b) for a in range(first.shape[1]) for b in range(a + 1, first.shape[1])]
    a, b = max(pairs, key=lambda pair: correlation(first[:, pair[0]], first[:, pair[1]]))
    return a, b, correlation(second[:, a], second[:, b])


def told_of_first(first: Table, second: Table) -> tuple[int, int, float]:
    a, b, _ = slow_pair(first, second)
    return a, b, correlation(first[:, a], first[:, b])


def told_of_both(first: Table, second: Table) -> tuple[int, int, float]:
    a, b, _ = slow_pair(first, second)
    both = np.vstack([first, second])
    return a, b, correlation(both[:, a], both[:, b])


def without_sign(first: Table, second: Table) -> tuple[int, int, float]:
    a, b, r = slow_pair(first, second)
    return a, b, abs(r)


def random_halves(rng: np.random.Generator) -> tuple[Table, Table]:
    """Two halves of noise, not always equally many people; no two pairs are equally strong."""
    questions = int(rng.integers(2, 9))
    sizes = rng.integers(4, 12, 2)
    return tuple(rng.normal(3, 1, (int(n), questions)).round(3) for n in sizes)


EXAMPLE = (np.array([[1.0, 1, 3], [2, 2, 1], [3, 3, 2]]), np.array([[1.0, 3, 3], [2, 2, 2], [3, 1, 1]]))
UNEQUAL = (
    np.array([[1.0, 5, 2], [2, 4, 2], [3, 3, 3], [4, 1, 1]]),
    np.array([[1.0, 2, 1], [2, 1, 2], [3, 3, 3.5], [5, 2, 5], [6, 4, 6]]),
)
TWO = (np.array([[1.0, 2], [2, 1], [3, 3]]), np.array([[1.0, 3], [2, 2], [3, 2]]))


# ------------------------------------------------------------------------------------------------ 3, power_of
def power_by(p_of, average=lambda values: sum(values) / len(values), noticed=lambda p, alpha: p <= alpha + 1e-9):
    """The share of crowds that are noticed, around how p follows from the means."""

    def answer(planted: Table, surrogates: Table, alpha: float) -> float:
        count = 0
        for own, others in zip(planted.tolist(), surrogates.tolist(), strict=True):
            p = p_of(average(own), [average(other) for other in others])
            count += int(noticed(p, alpha))
        return count / len(planted)

    return answer


def p_small(real: float, others: list[float]) -> float:
    return (1 + sum(other <= real + 1e-9 for other in others)) / (1 + len(others))


slow_power = power_by(p_small)


def each_ranked(planted: Table, surrogates: Table, alpha: float) -> float:
    """Each measurement ranked by itself, and the p-values averaged."""
    found = 0
    for own, others in zip(planted, surrogates, strict=True):
        p = np.mean([p_small(own[t], others[:, t].tolist()) for t in range(len(own))])
        found += p <= alpha + 1e-9
    return found / len(planted)


def one_crowd_for_all(planted: Table, surrogates: Table, alpha: float) -> float:
    """Each crowd against everybody's surrogates."""
    pool = surrogates.mean(axis=2).ravel().tolist()
    return float(np.mean([p_small(own.mean(), pool) <= alpha + 1e-9 for own in planted]))


def random_power(rng: np.random.Generator) -> tuple[Table, Table, float]:
    """Whole numbers, so that means are often equal, and a bound that p often meets."""
    crowds, n, times = int(rng.integers(2, 7)), int(rng.integers(1, 6)), int(rng.integers(1, 4))
    level = rng.integers(0, 4, (crowds, 1))
    planted = rng.integers(0, 4, (crowds, times)) + level - 1
    surrogates = rng.integers(0, 4, (crowds, n, times)) + level[:, :, None]
    alpha = rng.integers(1, n + 1) / (n + 1) if rng.random() < 0.5 else round(rng.uniform(0.1, 0.9), 2)
    return planted.astype(float), surrogates.astype(float), float(alpha)


ONE = (np.array([[1.0, 3.0]]), np.array([[[4.0, 4.0], [1.0, 5.0], [5.0, 1.0]]]), 0.25)
TIE = (np.array([[2.0, 2.0], [1.0, 1.0]]), np.array([[[1.0, 3.0], [5.0, 5.0]], [[2.0, 2.0], [9.0, 9.0]]]), 1 / 3)
ALL = (np.array([[9.0], [1.0]]), np.array([[[1.0], [2.0], [3.0]], [[2.0], [0.5], [3.0]]]), 0.5)

EXERCISES = [
    Exercise(
        "kept",
        "What does this null model keep?",
        cases=[
            Case((RISING, MOVED, 0.1)),
            Case((RISING, RISING.copy(), 0.0), "edge: the same table, and no slack"),
            Case((RISING, TURNED, 0.1), "edge: a correlation changes its sign"),
            Case((THREE, ONE_OFF, 0.3), "edge: one question out of three moves"),
            Case((THREE, THREE[:, ::-1], 2.0), "edge: any correlation is near enough"),
        ],
        reference=slow_kept,
        random=random_kept,
        mistakes=[
            Mistake(
                "a correlation may also fall: compare the absolute difference",
                like=around(lambda real, made, slack: all(d <= slack for d in differences(real, made))),
            ),
            Mistake(
                "each correlation must stay, so the largest difference counts and not their mean",
                like=[
                    around(lambda real, made, slack: np.mean(np.abs(differences(real, made))) <= slack),
                    around(
                        lambda real, made, slack: (
                            np.abs(np.corrcoef(real, rowvar=False) - np.corrcoef(made, rowvar=False)).mean()
                            <= slack
                        )
                    ),
                ],
            ),
            Mistake(
                "np.corrcoef takes rows for the questions unless you say rowvar=False; here they are columns",
                like=around(lambda real, made, slack: np.abs(np.corrcoef(real) - np.corrcoef(made)).max() <= slack),
            ),
            Mistake(
                "covariances also hold the spreads; compare correlations",
                like=around(
                    lambda real, made, slack: (
                        np.abs(np.cov(real, rowvar=False) - np.cov(made, rowvar=False)).max() <= slack
                    )
                ),
            ),
            Mistake("the correlations are never looked at", like=around(lambda real, made, slack: False)),
        ],
    ),
    Exercise(
        "confirmed_pair",
        "Bug hunt: the pair that always holds up",
        cases=[
            Case(EXAMPLE),
            Case(UNEQUAL, "edge: halves of different sizes, and a negative correlation"),
            Case(TWO, "edge: two questions only"),
        ],
        reference=slow_pair,
        random=random_halves,
        mistakes=[
            Mistake("now the second half alone chooses; it should only confirm", like=pair_from(lambda f, s: s)),
            Mistake("the number must come from the half that did not choose", like=told_of_first),
            Mistake("the number comes from all people; half of them had a say in the choice", like=told_of_both),
            Mistake("a strong pair may be negative: the largest absolute correlation is chosen", like=signed_only),
            Mistake("the correlation is reported with its sign", like=without_sign),
        ],
        bug=pair_bug,
        symptom="on pure noise the reported correlations are too far from 0.",
    ),
    Exercise(
        "power_of",
        "Power from measurements",
        cases=[
            Case(ONE),
            Case(TIE, "edge: equal means, and a p that is just alpha"),
            Case(ALL, "edge: one measurement each"),
        ],
        reference=slow_power,
        random=random_power,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "the planted table is one of the n + 1: add 1 above and below",
                like=[
                    power_by(lambda real, others: sum(o <= real for o in others) / len(others)),
                    power_by(lambda real, others: sum(o <= real for o in others) / (1 + len(others))),
                ],
            ),
            Mistake(
                "for this judge small values speak for houses",
                like=power_by(lambda real, others: (1 + sum(o >= real for o in others)) / (1 + len(others))),
            ),
            Mistake("average the measurements first, then rank once", like=each_ranked),
            Mistake(
                "a surrogate with an equal mean counts as one that is as small",
                like=power_by(lambda real, others: (1 + sum(o < real for o in others)) / (1 + len(others))),
            ),
            Mistake("a p that is just alpha is noticed", like=power_by(p_small, noticed=lambda p, a: p < a - 1e-9)),
            Mistake("each crowd has its own surrogates", like=one_crowd_for_all),
            Mistake(
                "the lucky measurement is not the mean",
                like=[power_by(p_small, average=min), power_by(p_small, max)],
            ),
        ],
    ),
]

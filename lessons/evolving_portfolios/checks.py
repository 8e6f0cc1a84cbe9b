"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import numpy as np

from overheard.check import Case, Exercise, Mistake

Array = np.ndarray


# ------------------------------------------------------------------------------------------------ 1, tournament
def winners(better=lambda new, old: new < old):
    """Who wins, looking at one after the other."""

    def answer(costs: Array, drawn: Array) -> Array:
        result = []
        for row in drawn.tolist():
            best = row[0]
            for one in row[1:]:
                if better(costs[one], costs[best]):
                    best = one
            result.append(best)
        return np.array(result, dtype=int)

    return answer


slow_tournament = winners()


def random_tournament(rng: np.random.Generator) -> tuple[Array, Array]:
    """Some equal costs, some below zero, and tournaments in which somebody may stand twice."""
    people = int(rng.integers(2, 9))
    costs = rng.integers(-6, 6, people) / 2
    return costs, rng.integers(people, size=(int(rng.integers(1, 7)), int(rng.integers(1, 5))))


# ------------------------------------------------------------------------------------------------ 2, swap
def swapped(inside, give=lambda daughter, son: (daughter, son)):
    """Gene by gene; `inside` says which are swapped."""

    def answer(mother: Array, father: Array, start: int, stop: int) -> tuple[Array, Array]:
        daughter, son = mother.copy(), father.copy()
        for i in range(len(mother)):
            if inside(i, start, stop):
                daughter[i], son[i] = father[i], mother[i]
        return give(daughter, son)

    return answer


slow_swap = swapped(lambda i, start, stop: start <= i < stop)


def swap_bug(mother: Array, father: Array, start: int, stop: int) -> tuple[Array, Array]:
    daughter, son = mother.copy(), father.copy()
    daughter[start:stop] = son[start:stop]
    return daughter, son


def swap_other_bug(mother: Array, father: Array, start: int, stop: int) -> tuple[Array, Array]:
    daughter, son = mother.copy(), father.copy()
    son[start:stop] = mother[start:stop]
    return daughter, son


def random_parents(rng: np.random.Generator) -> tuple[Array, Array, int, int]:
    n = int(rng.integers(1, 10))
    start, stop = sorted(rng.integers(0, n + 1, 2).tolist())
    return rng.normal(size=n).round(2), rng.normal(size=n).round(2), start, stop


# ------------------------------------------------------------------------------------------------ 3, efficient
def unbeaten(beats):
    """Two loops around what it means to beat: risk and reward of the one, then of the other."""

    def answer(risks: Array, rewards: Array) -> Array:
        pairs = list(zip(risks.tolist(), rewards.tolist(), strict=True))
        return np.array(
            [
                not any(beats(*other, *one) for j, other in enumerate(pairs) if j != i)
                for i, one in enumerate(pairs)
            ],
            dtype=bool,
        )

    return answer


slow_efficient = unbeaten(lambda r, w, risk, reward: r <= risk and w >= reward and (r < risk or w > reward))


def best_ratio(risks: Array, rewards: Array) -> Array:
    ratio = rewards / np.maximum(risks, 1e-9)
    return ratio >= ratio.max(initial=-np.inf)


def sweep(risks: Array, rewards: Array) -> Array:
    """From the safest on, who brings more than all before: wrong where two risks or two portfolios are equal."""
    result, top = np.zeros(len(risks), dtype=bool), -np.inf
    for i in np.argsort(risks, kind="stable"):
        result[i], top = rewards[i] > top, max(top, rewards[i])
    return result


def random_portfolios(rng: np.random.Generator) -> tuple[Array, Array]:
    """Whole numbers or quarters, so that risks and returns are often equal."""
    n = int(rng.integers(1, 12))
    most = int(rng.choice([3, 8, 40]))
    part = int(rng.choice([1, 4]))
    return rng.integers(1, most + 1, n) / part, rng.integers(-2, most + 1, n) / part


EXERCISES = [
    Exercise(
        "tournament",
        "A tournament",
        cases=[
            Case((np.array([5.0, 2.0, 9.0]), np.array([[0, 2], [2, 1]]))),
            Case(
                (np.array([3.0, 1.0, 1.0, 4.0]), np.array([[0, 2, 1], [3, 1, 2], [3, 0, 3]])), "edge: equal costs"
            ),
            Case((np.array([-1.0, 0.0, -2.5]), np.array([[1], [0], [2]])), "edge: only one is drawn"),
            Case((np.array([7.0, 6.0]), np.array([[0, 0, 0], [0, 1, 0]])), "edge: somebody is drawn twice"),
        ],
        reference=slow_tournament,
        random=random_tournament,
        mistakes=[
            Mistake(
                "that is the place within the tournament; `drawn` says who stands there",
                like=lambda costs, drawn: costs[drawn].argmin(axis=1),
            ),
            Mistake("the lowest cost wins, not the highest", like=winners(lambda new, old: new > old)),
            Mistake(
                "these are costs; the numbers of the winners are asked for",
                like=lambda costs, drawn: costs[drawn].min(axis=1),
            ),
            Mistake("of equal costs, the one that was drawn first wins", like=winners(lambda new, old: new <= old)),
            Mistake(
                "the best of all people wins here, drawn or not; only those in `drawn` take part",
                like=lambda costs, drawn: np.full(len(drawn), costs.argmin()),
            ),
            Mistake(
                "`drawn[:, place]` takes whole columns; one row and one place each: np.arange(len(drawn))",
                like=lambda costs, drawn: drawn[:, costs[drawn].argmin(axis=1)],
            ),
            Mistake(
                "of equal costs, you take the lowest number; the one that was drawn first wins",
                like=lambda costs, drawn: np.array([min((costs[one], one) for one in row)[1] for row in drawn]),
            ),
            Mistake(
                "somebody with the same cost wins, drawn or not; only those in `drawn` take part",
                like=lambda costs, drawn: np.array([(costs == costs[row].min()).argmax() for row in drawn]),
            ),
            Mistake(
                "that is a list or a tuple of the winners; np.array(...) makes an array of it",
                like=lambda costs, drawn: tuple(slow_tournament(costs, drawn).tolist()),
            ),
            Mistake(
                "the lowest number is not the lowest cost; compare their costs",
                like=lambda costs, drawn: drawn.min(axis=1),
            ),
        ],
    ),
    Exercise(
        "swap",
        "Bug hunt: the child that never was",
        cases=[
            Case((np.array([1.0, 2.0, 3.0]), np.array([7.0, 8.0, 9.0]), 1, 3)),
            Case((np.array([0.5, 0.5, 0.0, 0.0]), np.array([0.1, 0.2, 0.3, 0.4]), 0, 2)),
            Case((np.array([1.0, 2.0]), np.array([3.0, 4.0]), 1, 1), "edge: nothing is swapped"),
            Case((np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), 0, 3), "edge: all is swapped"),
        ],
        reference=slow_swap,
        random=random_parents,
        new_result=True,
        mistakes=[
            Mistake(
                "each child is a list; np.array(...) makes an array of it",
                like=swapped(
                    lambda i, start, stop: start <= i < stop, lambda girl, boy: (girl.tolist(), boy.tolist())
                ),
            ),
            Mistake(
                "both children are rows of one table; `return daughter, son`, with a comma, gives two arrays",
                like=swapped(lambda i, start, stop: start <= i < stop, lambda girl, boy: np.stack([girl, boy])),
            ),
            Mistake(
                "the parents swap on after `stop`; from there, all genes stay",
                like=swapped(lambda i, start, stop: start <= i),
            ),
            Mistake(
                "the daughter keeps all her mother's genes now; she takes her father's part", like=swap_other_bug
            ),
            Mistake(
                "the gene at `stop` is swapped, too; it stays",
                like=swapped(lambda i, start, stop: start <= i <= stop),
            ),
            Mistake(
                "the gene at `start` stays here; it is swapped",
                like=swapped(lambda i, start, stop: start < i < stop),
            ),
            Mistake(
                "you swap what lies outside; the part from start to stop is swapped",
                like=swapped(
                    lambda i, start, stop: not start <= i < stop,
                ),
            ),
            Mistake("nothing is swapped", like=lambda mother, father, start, stop: (mother.copy(), father.copy())),
        ],
        bug=swap_bug,
        symptom="of the genes that the parents swap, those of one parent are in neither child.",
    ),
    Exercise(
        "efficient",
        "What nobody should want",
        cases=[
            Case((np.array([10.0, 12.0, 20.0]), np.array([5.0, 4.0, 9.0]))),
            Case((np.array([10.0, 10.0, 15.0]), np.array([5.0, 7.0, 7.0])), "edge: the same risk, the same return"),
            Case((np.array([8.0, 8.0, 9.0]), np.array([3.0, 3.0, 2.0])), "edge: two equal portfolios"),
            Case((np.array([30.0]), np.array([-4.0])), "edge: one portfolio"),
        ],
        reference=slow_efficient,
        random=random_portfolios,
        mistakes=[
            Mistake(
                "with the same risk or the same return, one can be beaten, too",
                like=[
                    unbeaten(lambda r, w, risk, reward: r < risk and w > reward),
                    unbeaten(lambda r, w, risk, reward: r <= risk and w > reward),
                    unbeaten(lambda r, w, risk, reward: r < risk and w >= reward),
                ],
            ),
            Mistake(
                "two equal portfolios do not beat each other; both stay",
                like=unbeaten(lambda r, w, risk, reward: r <= risk and w >= reward),
            ),
            Mistake(
                "a portfolio is not beaten by one that is better in only one of the two",
                like=unbeaten(lambda r, w, risk, reward: r < risk or w > reward),
            ),
            Mistake(
                "less risk is better, and more return; one of the two is the wrong way round",
                like=[
                    unbeaten(lambda r, w, risk, reward: r >= risk and w >= reward and (r > risk or w > reward)),
                    unbeaten(lambda r, w, risk, reward: r <= risk and w <= reward and (r < risk or w < reward)),
                ],
            ),
            Mistake(
                "nobody is left: does each portfolio beat itself? `<=` and `>=` are true of equals, too",
                like=lambda risks, rewards: np.zeros(len(risks), dtype=bool),
            ),
            Mistake(
                "you ask whom it beats, not who beats it; take the other axis, or turn the comparisons round",
                like=unbeaten(lambda r, w, risk, reward: r >= risk and w <= reward and (r > risk or w < reward)),
            ),
            Mistake("put brackets round each comparison: `(a <= b) & (c >= d)`", error=(TypeError, "bitwise_and")),
            Mistake(
                "in a sweep from the safest on, look at all of the same risk together; equal portfolios both stay",
                like=sweep,
            ),
            Mistake(
                "that is a list or a tuple; np.array(...) makes an array of it",
                like=lambda risks, rewards: tuple(slow_efficient(risks, rewards).tolist()),
            ),
            Mistake(
                "these are the numbers of those that stay; one bool for each portfolio is asked for",
                like=lambda risks, rewards: np.flatnonzero(slow_efficient(risks, rewards)),
            ),
            Mistake(
                "these are the beaten ones; turn the answer round",
                like=lambda risks, rewards: ~slow_efficient(risks, rewards),
            ),
            Mistake(
                "the best return for each per cent of risk is another question; compare pair by pair",
                like=best_ratio,
            ),
        ],
    ),
]

"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

Array = np.ndarray


# ------------------------------------------------------------------------------------------------ 1, cheapest
def cheapest_by(cost_of: Callable[..., float], last: bool = False):
    """The cheapest threshold, around `cost_of(cases, threshold, miss_cost, alarm_cost)`."""

    def answer(
        probabilities: list[float], truth: list[bool], thresholds: list[float], miss_cost: float, alarm_cost: float
    ) -> float:
        cases = list(zip(probabilities, truth, strict=True))
        costs = [cost_of(cases, threshold, miss_cost, alarm_cost) for threshold in thresholds]
        places = [place for place, cost in enumerate(costs) if cost == min(costs)]
        return thresholds[places[-1 if last else 0]]

    return answer


def counted(cases: list[tuple[float, bool]], threshold: float) -> tuple[int, int]:
    """How many misses, and how many false alarms."""
    misses = sum(1 for p, is_one in cases if is_one and not p > threshold)
    return misses, sum(1 for p, is_one in cases if not is_one and p > threshold)


def true_cost(cases: list[tuple[float, bool]], threshold: float, miss_cost: float, alarm_cost: float) -> float:
    misses, alarms = counted(cases, threshold)
    return misses * miss_cost + alarms * alarm_cost


def with_equal_as_yes(
    cases: list[tuple[float, bool]], threshold: float, miss_cost: float, alarm_cost: float
) -> float:
    misses = sum(1 for p, is_one in cases if is_one and p < threshold)
    return misses * miss_cost + sum(1 for p, is_one in cases if not is_one and p >= threshold) * alarm_cost


def by_rates(cases: list[tuple[float, bool]], threshold: float, miss_cost: float, alarm_cost: float) -> float:
    """Shares of each kind in place of counts."""
    misses, alarms = counted(cases, threshold)
    ones = sum(bool(is_one) for _, is_one in cases)
    return misses / max(1, ones) * miss_cost + alarms / max(1, len(cases) - ones) * alarm_cost


def last_mistake_only(
    cases: list[tuple[float, bool]], threshold: float, miss_cost: float, alarm_cost: float
) -> float:
    """`cost =` in place of `cost +=`."""
    cost = 0.0
    for p, is_one in cases:
        if bool(is_one) != (p > threshold):
            cost = miss_cost if is_one else alarm_cost
    return cost


slow_cheapest = cheapest_by(true_cost)


def random_shop(rng: np.random.Generator) -> tuple[list[float], list[bool], list[float], float, float]:
    """Probabilities in steps of a tenth, often just a threshold; whole and half costs, so that sums are exact."""
    n = int(rng.integers(1, 12))
    probabilities = (rng.integers(0, 11, n) / 10).tolist()
    truth = [bool(rng.random() < 0.2 + 0.6 * p) for p in probabilities]
    thresholds = (rng.permutation(11)[: int(rng.integers(1, 7))] / 10).tolist()
    miss_cost, alarm_cost = (float(cost) for cost in rng.integers(0, 15, 2) / 2)
    return probabilities, truth, thresholds, miss_cost, alarm_cost


# ------------------------------------------------------------------------------------------------ 2, error_on_new
def searched(
    choose_on: str = "seen", report_on: str = "new", at_least: bool = False, last: bool = False, right: bool = False
):
    """Search a threshold on one part, report its wrong answers on a part; candidates come from the seen values."""

    def answer(seen: Array, seen_truth: Array, new: Array, new_truth: Array) -> tuple[float, float]:
        parts = {"seen": (seen, seen_truth), "new": (new, new_truth)}
        parts["both"] = (np.concatenate([seen, new]), np.concatenate([seen_truth, new_truth]))

        def wrong(threshold: float, part: str) -> float:
            values, truth = parts[part]
            says = [value >= threshold if at_least else value > threshold for value in values.tolist()]
            return sum(a != b for a, b in zip(says, truth.tolist(), strict=True)) / len(says)

        candidates = sorted(seen.tolist())
        errors = [wrong(threshold, choose_on) for threshold in candidates]
        places = [place for place, error in enumerate(errors) if error == min(errors)]
        best = candidates[places[-1 if last else 0]]
        error = wrong(best, report_on)
        return best, 1 - error if right else error

    return answer


slow_error = searched()
error_bug = searched(choose_on="new")


def random_parts(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Whole values with a weak link to the truth; the two parts differ in size."""
    sizes = rng.integers(2, 14, 2)
    link = rng.choice([0.0, 0.4, 1.0])
    parts: list[Array] = []
    for n in sizes:
        values = rng.integers(-6, 12, int(n)).astype(float)
        parts += [values, link * (values - 3) + rng.normal(0, 2, int(n)) > 0]
    return parts[0], parts[1], parts[2], parts[3]


def yes(*values: int) -> Array:
    return np.array(values, dtype=bool)


EXAMPLE = (np.array([1.0, 2, 3]), yes(0, 1, 1), np.array([1.0, 2, 4, 5]), yes(1, 0, 1, 1))
UNSORTED = (np.array([8.0, 2, 5, 1]), yes(1, 0, 1, 0), np.array([4.0, 9]), yes(0, 1))
EQUALS = (np.array([1.0, 2, 3, 4]), yes(0, 1, 0, 1), np.array([2.0, 3, 3.5]), yes(0, 1, 1))


# ------------------------------------------------------------------------------------------------ 3, best_exception
def best_by(
    change: Callable[[bool, bool], bool], count=lambda new, old, truth: new != truth, last=False, force=False
):
    """The best candidate, around how an exception changes an answer and what is counted against it."""

    def answer(answers: Array, truth: Array, conditions: Array) -> int:
        olds, truths = answers.tolist(), truth.tolist()

        def left(news: list[bool]) -> int:
            return sum(count(new, old, is_one) for new, old, is_one in zip(news, olds, truths, strict=True))

        best, lowest = -1, left(olds)
        for number, condition in enumerate(conditions.tolist()):
            wrong = left([change(old, holds) for old, holds in zip(olds, condition, strict=True)])
            if wrong < lowest or (best == -1 and force) or (last and best >= 0 and wrong == lowest):
                best, lowest = number, wrong
        return best

    return answer


def says_no(old: bool, holds: bool) -> bool:
    return old and not holds


slow_exception = best_by(says_no)


def how_many_left(answers: Array, truth: Array, conditions: Array) -> int:
    """The count in place of the number."""
    rows = [answers, *(answers & ~condition for condition in conditions)]
    return min(int(np.sum(row != truth)) for row in rows)


def piled_up(answers: Array, truth: Array, conditions: Array) -> int:
    """`answers = answers & ~condition` within the loop."""
    best, lowest = -1, int(np.sum(answers != truth))
    for number, condition in enumerate(conditions):
        answers = answers & ~condition
        if np.sum(answers != truth) < lowest:
            best, lowest = number, int(np.sum(answers != truth))
    return best


def none_helps_is_none(answers: Array, truth: Array, conditions: Array) -> Any:
    number = slow_exception(answers, truth, conditions)
    return None if number == -1 else number


def random_exceptions(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Rules with false alarms, and candidates from useful to harmful."""
    n, candidates = int(rng.integers(1, 13)), int(rng.integers(1, 7))
    truth = rng.random(n) < 0.4
    answers = truth ^ (rng.random(n) < np.where(truth, 0.2, rng.choice([0.1, 0.6])))
    bad = rng.choice([0.1, 0.4, 0.7])
    conditions = rng.random((candidates, n)) < np.where(answers & ~truth, 0.5, bad)
    return answers, truth, conditions


THREE = (yes(1, 1, 1), yes(1, 0, 0), np.array([yes(1, 1, 0), yes(0, 1, 1)]))
HARMFUL = (yes(1, 1, 0, 0), yes(1, 1, 0, 1), np.array([yes(1, 0, 0, 0), yes(0, 0, 1, 1)]))
TWO_ALIKE = (yes(1, 1, 1, 1), yes(1, 1, 0, 0), np.array([yes(1, 0, 1, 0), yes(0, 0, 1, 0), yes(0, 0, 0, 1)]))
BREAKS = (yes(1, 1, 1, 1, 1), yes(1, 1, 1, 0, 0), np.array([yes(1, 1, 1, 1, 1), yes(0, 0, 0, 0, 1)]))

EXERCISES = [
    Exercise(
        "cheapest",
        "What mistakes cost",
        cases=[
            Case(([0.2, 0.6, 0.9], [True, False, True], [0.1, 0.7], 5.0, 1.0)),
            Case(([0.2, 0.6, 0.9], [True, False, True], [0.1, 0.7], 1.0, 5.0)),
            Case(([0.5, 0.3], [False, True], [0.7, 0.5, 0.2], 1.0, 3.0), "edge: two thresholds cost the same"),
            Case(([0.5], [False], [0.3, 0.5], 1.0, 1.0), "edge: a probability that is just the threshold"),
        ],
        reference=slow_cheapest,
        random=random_shop,
        vary={"probabilities": "share"},
        mistakes=[
            Mistake(
                "if two thresholds cost the same, the first in the list counts",
                like=cheapest_by(true_cost, last=True),
            ),
            Mistake(
                "that is the first threshold, whatever the costs: are they added up?",
                like=lambda p, t, thresholds, m, a: thresholds[0],
            ),
            Mistake("the two costs are exchanged", like=cheapest_by(lambda c, t, m, a: true_cost(c, t, a, m))),
            Mistake(
                "a probability that is just the threshold is not above it: the answer there is no",
                like=cheapest_by(with_equal_as_yes),
            ),
            Mistake(
                "your answers count the misses and forget the false alarms",
                like=cheapest_by(lambda c, t, m, a: counted(c, t)[0] * m),
            ),
            Mistake(
                "your answers count the false alarms and forget the misses",
                like=cheapest_by(lambda c, t, m, a: counted(c, t)[1] * a),
            ),
            Mistake(
                "each mistake costs as much as its kind: the two costs are not used",
                like=cheapest_by(lambda c, t, m, a: sum(counted(c, t))),
            ),
            Mistake("add the cost of each mistake to the sum, with +=", like=cheapest_by(last_mistake_only)),
            Mistake("each single mistake costs, so count them; do not take shares", like=cheapest_by(by_rates)),
            Mistake(
                "yes and no are exchanged: a miss is a True case that is not above the threshold",
                like=cheapest_by(lambda c, t, m, a: true_cost([(p, not is_one) for p, is_one in c], t, a, m)),
            ),
        ],
    ),
    Exercise(
        "error_on_new",
        "Bug hunt: a threshold that is too good",
        cases=[
            Case(EXAMPLE),
            Case(UNSORTED, "edge: values in no order, and parts of different sizes"),
            Case(EQUALS, "edge: two thresholds are equally good on the seen examples"),
        ],
        reference=slow_error,
        random=random_parts,
        vary={"seen": "real", "new": "real"},
        mistakes=[
            Mistake(
                "that is the error on the seen examples, which chose the threshold",
                like=searched(report_on="seen"),
            ),
            Mistake(
                "the parts have changed places: the seen examples choose, and the new ones report",
                like=searched(choose_on="new", report_on="seen"),
            ),
            Mistake("the new examples still have a say in the choice", like=searched(choose_on="both")),
            Mistake("the error is that of the new examples alone", like=searched(report_on="both")),
            Mistake("among equally good thresholds the lowest stays", like=searched(last=True)),
            Mistake("yes is said above the threshold, not at it", like=searched(at_least=True)),
            Mistake("that is the share of right answers", like=searched(right=True)),
        ],
        bug=error_bug,
        symptom="on pure noise the reported errors are too low.",
    ),
    Exercise(
        "best_exception",
        "The best exception",
        cases=[
            Case(THREE),
            Case(HARMFUL, "edge: no candidate leaves fewer wrong answers"),
            Case(TWO_ALIKE, "edge: two candidates are equally good"),
            Case(BREAKS, "edge: the candidate that repairs most breaks more"),
        ],
        reference=slow_exception,
        random=random_exceptions,
        mistakes=[
            Mistake(
                "an exception also breaks answers: count all wrong answers that are left, misses too",
                like=[
                    best_by(says_no, count=lambda new, old, truth: new and not truth),
                    best_by(says_no, count=lambda new, old, truth: new != truth and old != truth),
                ],
            ),
            Mistake(
                "where the condition is true the answer becomes no; it is not turned round",
                like=best_by(lambda old, holds: old != holds),
            ),
            Mistake(
                "where the rule said no it stays no: an exception never says yes",
                like=[best_by(lambda old, holds: old or holds), best_by(lambda old, holds: not holds)],
            ),
            Mistake("for whole arrays, `and` and `not` are `&` and `~`", error=(ValueError, "ambiguous")),
            Mistake(
                "the rule's yes stays where the condition is *not* true",
                like=best_by(lambda old, holds: old and holds),
            ),
            Mistake(
                "a candidate that leaves as many wrong answers as the rule alone does not help: return -1",
                like=[best_by(says_no, force=True), lambda a, t, c: max(0, slow_exception(a, t, c))],
            ),
            Mistake(
                "each candidate is tried on the rule's own answers, not on what the last one left", like=piled_up
            ),
            Mistake("among equally good candidates the first one counts", like=best_by(says_no, last=True)),
            Mistake(
                "that is how many wrong answers are left; the candidate's number is asked for", like=how_many_left
            ),
            Mistake("if no candidate helps, return -1", like=none_helps_is_none),
            Mistake("candidates are counted from 0", like=lambda a, t, c: slow_exception(a, t, c) + 1),
        ],
    ),
]

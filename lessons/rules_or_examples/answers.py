"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import numpy as np

from overheard.check import Answers, Wrong


def cheapest_by_arrays(probabilities, truth, thresholds, miss_cost, alarm_cost):
    says = np.array(probabilities)[None, :] > np.array(thresholds)[:, None]  # (thresholds, cases)
    is_one = np.array(truth, dtype=bool)
    costs = miss_cost * (~says & is_one).sum(axis=1) + alarm_cost * (says & ~is_one).sum(axis=1)
    return thresholds[int(costs.argmin())]


def cheapest_by_min(probabilities, truth, thresholds, miss_cost, alarm_cost):
    def cost(threshold):
        says = [p > threshold for p in probabilities]
        pairs = [(bool(t), s) for t, s in zip(truth, says, strict=True)]
        return pairs.count((True, False)) * miss_cost + pairs.count((False, True)) * alarm_cost

    return min(thresholds, key=cost)


def first_threshold(probabilities, truth, thresholds, miss_cost, alarm_cost):
    return thresholds[0]


def error_by_argmin(seen, seen_truth, new, new_truth):
    candidates = np.unique(seen)
    wrong = ((seen[None, :] > candidates[:, None]) != seen_truth).sum(axis=1)
    best = candidates[wrong.argmin()]
    return float(best), float(np.mean((new > best) ^ new_truth))


def error_by_loop(seen, seen_truth, new, new_truth):
    best, most = None, -1
    for threshold in sorted(float(value) for value in seen):
        right = sum(bool(value > threshold) == bool(is_one) for value, is_one in zip(seen, seen_truth, strict=True))
        if right > most:
            best, most = threshold, right
    errors = [bool(value > best) != bool(is_one) for value, is_one in zip(new, new_truth, strict=True)]
    return best, errors.count(True) / len(errors)


def in_the_order_of_the_examples(seen, seen_truth, new, new_truth):
    """Among equally good thresholds the first seen stays, not the lowest."""
    wrong = [np.mean((seen > threshold) != seen_truth) for threshold in seen]
    best = seen[int(np.argmin(wrong))]
    return float(best), float(np.mean((new > best) != new_truth))


def exception_by_axis(answers, truth, conditions):
    wrong = ((answers[None, :] & ~conditions) != truth).sum(axis=1)
    best = int(wrong.argmin())
    return best if wrong[best] < (answers != truth).sum() else -1


def exception_by_gain(answers, truth, conditions):
    """Repaired less broken: only a yes can change."""
    gain = (conditions & answers & ~truth).sum(axis=1) - (conditions & answers & truth).sum(axis=1)
    return int(np.argmax(gain)) if gain.max() > 0 else -1


def never_any(answers, truth, conditions):
    return -1


ANSWERS = {
    "cheapest": Answers(right=[cheapest_by_arrays, cheapest_by_min], wrong=[Wrong(first_threshold, "not yet")]),
    "error_on_new": Answers(
        right=[error_by_argmin, error_by_loop],
        wrong=[Wrong(in_the_order_of_the_examples, "not yet")],
    ),
    "best_exception": Answers(right=[exception_by_axis, exception_by_gain], wrong=[Wrong(never_any, "not yet")]),
}

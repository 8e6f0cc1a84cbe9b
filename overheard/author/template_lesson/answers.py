"""Right answers written in different ways, and wrong ones that people give, with words of their feedback."""

from __future__ import annotations

import statistics

import numpy as np

from overheard.check import Answers, Wrong

# ------------------------------------------------------------------------------------------ 1 mean_distance


def distance_with_numpy(truth, guesses):
    return float(np.abs(np.array(truth) - np.array(guesses)).mean())


def distance_with_statistics(truth, guesses):
    return statistics.fmean(abs(a - b) for a, b in zip(truth, guesses, strict=True))


def distance_without_abs(truth, guesses):
    return sum(a - b for a, b in zip(truth, guesses, strict=True)) / len(truth)


def distance_squared(truth, guesses):
    return sum((a - b) ** 2 for a, b in zip(truth, guesses, strict=True)) / len(truth)


def distance_of_the_last(truth, guesses):
    return abs(truth[-1] - guesses[-1]) / len(truth)


# ------------------------------------------------------------------------------------------ 2 slope_of


def slope_with_numpy(x, y):
    return float(np.polyfit(x, y, deg=1)[0])


def slope_with_statistics(x, y):
    return statistics.linear_regression(x, y).slope


def slope_below_only(x, y):
    mean_x = sum(x) / len(x)
    return sum(a * b for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def slope_turned_round(x, y):
    return statistics.linear_regression(y, x).slope if len(set(y)) > 1 else 0.0


def slope_between_ends(x, y):
    return (y[-1] - y[0]) / (x[-1] - x[0])


# ------------------------------------------------------------------------------------------ 3 share_within


def share_with_numpy(truth, guesses, limit):
    if not truth:
        return 0.0
    return float((np.abs(np.array(truth) - np.array(guesses)) <= limit).mean())


def share_with_a_list(truth, guesses, limit):
    close = [a for a, b in zip(truth, guesses, strict=True) if -limit <= a - b <= limit]
    return len(close) / max(1, len(truth))


def share_below(truth, guesses, limit):
    return sum(abs(a - b) < limit for a, b in zip(truth, guesses, strict=True)) / max(1, len(truth))


def share_as_a_count(truth, guesses, limit):
    return float(sum(abs(a - b) <= limit for a, b in zip(truth, guesses, strict=True)))


def share_one_sided(truth, guesses, limit):
    return sum(a - b <= limit for a, b in zip(truth, guesses, strict=True)) / max(1, len(truth))


def share_without_the_edge(truth, guesses, limit):
    return sum(abs(a - b) <= limit for a, b in zip(truth, guesses, strict=True)) / len(truth)


ANSWERS = {
    "mean_distance": Answers(
        right=[distance_with_numpy, distance_with_statistics],
        wrong=[
            Wrong(distance_without_abs, "cancel"),
            Wrong(distance_squared, "squared"),
            Wrong(distance_of_the_last, "not yet"),
        ],
    ),
    "slope_of": Answers(
        right=[slope_with_numpy, slope_with_statistics],
        wrong=[
            Wrong(slope_below_only, "one of the two sums"),
            Wrong(slope_turned_round, "not yet"),
            Wrong(slope_between_ends, "not yet"),
        ],
    ),
    "share_within": Answers(
        right=[share_with_numpy, share_with_a_list],
        wrong=[
            Wrong(share_below, "just the limit away"),
            Wrong(share_as_a_count, "divided by how many"),
            Wrong(share_one_sided, "without its sign"),
            Wrong(share_without_the_edge, "ZeroDivisionError"),
        ],
    ),
}

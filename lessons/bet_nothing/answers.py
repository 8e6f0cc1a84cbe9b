"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from overheard.check import Answers, Wrong


def fair_by_sum(odds):
    implied = np.reciprocal(odds)
    return float(implied.sum()) - 1, implied / implied.sum()


def fair_by_loop(odds):
    total = sum(1 / value for value in odds)
    return total - 1, np.array([1 / (value * total) for value in odds])


def fair_as_tuple(odds):
    margin, chances = fair_by_sum(odds)
    return margin, tuple(chances.tolist())


def same_for_all(odds):
    return float((1 / odds).sum() - 1), np.full(len(odds), 1 / len(odds))


def slope_by_difference(x, bets, rewards, usual):
    """The derivative of the log probability, from two near points."""

    def log_probability(x):
        chance = 1 / (1 + np.exp(-x))
        return np.log(np.where(bets, chance, 1 - chance))

    slopes = (log_probability(x + 1e-5) - log_probability(x - 1e-5)) / 2e-5
    return float(((rewards - usual) * slopes).mean())


def slope_by_numbers(x, bets, rewards, usual):
    return float(np.mean((rewards - usual) * (bets - 1 / (1 + np.exp(-x)))))


def never_moves(x, bets, rewards, usual):
    return 0.0


def needed_by_formula(chance, odds):
    """The spread of a bet is odds times the root of chance × (1 - chance)."""
    gain = chance * odds - 1
    if math.isclose(gain, 0, abs_tol=1e-9):
        return math.inf
    return (2 * odds * math.sqrt(chance * (1 - chance)) / gain) ** 2


def needed_by_fractions(chance, odds):
    outcomes = [(Fraction(chance), Fraction(odds) - 1), (1 - Fraction(chance), Fraction(-1))]
    mean = sum(p * value for p, value in outcomes)
    if abs(mean) < Fraction(1, 10**9):
        return float("inf")
    return float(4 * sum(p * (value - mean) ** 2 for p, value in outcomes) / mean**2)


def fair_below_a_thousandth(chance, odds):
    return float("inf") if abs(chance * odds - 1) < 1e-3 else needed_by_formula(chance, odds)


def without_the_fair_case(chance, odds):
    gain = chance * odds - 1
    return 4 * odds**2 * chance * (1 - chance) / gain**2


ANSWERS = {
    "fair_chances": Answers(
        right=[fair_by_sum, fair_by_loop],
        wrong=[Wrong(same_for_all, "not yet"), Wrong(fair_as_tuple, "makes a tuple of chances an array")],
    ),
    "slope_of_reward": Answers(
        right=[slope_by_difference, slope_by_numbers], wrong=[Wrong(never_moves, "not yet")]
    ),
    "bets_needed": Answers(
        right=[needed_by_formula, needed_by_fractions],
        wrong=[
            Wrong(without_the_fair_case, "no number is enough"),
            Wrong(fair_below_a_thousandth, "not yet"),
        ],
    ),
}

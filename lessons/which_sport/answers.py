"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import itertools

import numpy as np
from sklearn.metrics import brier_score_loss

from overheard.check import Answers, Wrong


def gain_by_library(chance, won, home_rate):
    own, baseline = (
        brier_score_loss(won, p, labels=[0, 1], pos_label=1) for p in (chance, np.full(len(won), home_rate))
    )
    return float(1 - own / baseline)


def gain_by_sums(chance, won, home_rate):
    off, base = chance - won, home_rate - won
    return 1 - (off @ off).item() / float(base @ base)


def gain_of_log_loss(chance, won, home_rate):
    given = np.where(won == 1, chance, 1 - chance)
    constant = np.where(won == 1, home_rate, 1 - home_rate)
    return float(1 - np.log(np.maximum(given, 1e-9)).mean() / np.log(constant).mean())


def chances_by_two_lists(results, K):
    names, ratings, chances = [], [], []
    for white, black, points in results:
        for name in (white, black):
            if name not in names:
                names.append(name)
                ratings.append(0.0)
        i, j = names.index(white), names.index(black)
        strong, weak = 10 ** (ratings[i] / 400), 10 ** (ratings[j] / 400)
        chance = strong / (strong + weak)
        chances.append(chance)
        ratings[i] += K * (points - chance)
        ratings[j] += K * (chance - points)
    return chances


def chances_by_history(results, K):
    """Before each game, all earlier games are gone through again."""
    chances = []
    for number in range(len(results)):
        earlier = [*results[:number], results[number]]
        rating = dict.fromkeys([name for game in earlier for name in game[:2]], 0.0)
        for white, black, points in earlier:
            chance = 1 / (1 + np.exp((rating[black] - rating[white]) * np.log(10) / 400))
            rating[white] += K * (points - chance)
            rating[black] -= K * (points - chance)
        chances.append(float(chance))
    return chances


def chances_shifted(results, K):
    """Each chance told one game late."""
    return [0.5, *chances_by_two_lists(results, K)[:-1]] if results else []


def length_by_trying(rates, n, variance, wanted):
    rest = np.mean((rates - 0.5) ** 2) - variance / n
    if rest <= 1e-9:
        return None
    for m in itertools.count(1):
        if rest / (rest + variance / m) >= wanted - 1e-9:
            return m


def length_by_division(rates, n, variance, wanted):
    spread = sum((rate - 0.5) ** 2 for rate in rates) / len(rates)
    rest = spread - variance / n
    if rest > 1e-9:
        luck = rest / wanted - rest  # the most luck that there may be
        return int(-(-round(variance / luck, 8) // 1))
    return None


def length_or_crash(rates, n, variance, wanted):
    rest = float(np.mean((rates - 0.5) ** 2) - variance / n)
    if rest < 0:
        return None
    return int(np.ceil(wanted * variance / (rest * (1 - wanted)) - 1e-9))


def length_of_odds(rates, n, variance, wanted):
    rest = np.mean((rates - 0.5) ** 2) - variance / n
    return int(np.ceil(wanted * variance / rest - 1e-9)) if rest > 1e-9 else None


ANSWERS = {
    "brier_gain": Answers(right=[gain_by_library, gain_by_sums], wrong=[Wrong(gain_of_log_loss, "not yet")]),
    "chances_before": Answers(
        right=[chances_by_two_lists, chances_by_history], wrong=[Wrong(chances_shifted, "not yet")]
    ),
    "season_length": Answers(
        right=[length_by_trying, length_by_division],
        wrong=[Wrong(length_of_odds, "not yet"), Wrong(length_or_crash, "not yet")],
    ),
}

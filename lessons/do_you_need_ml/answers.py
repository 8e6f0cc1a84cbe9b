"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import numpy as np

from overheard.check import Answers, Wrong


def next_by_slice(sold, season=7):
    same = list(reversed(sold))[season - 1 :: season]
    return next((value for value in same if value is not None), None)


def next_by_recursion(sold, season=7):
    if len(sold) < season:
        return None
    value = sold[-season]
    return next_by_recursion(sold[:-season], season) if value is None else value


def next_by_falsy(sold, season=7):
    place = len(sold) - season
    while place >= 0:
        if sold[place]:
            return sold[place]
        place -= season
    return None


def means_by_lists(tickets, kinds, ahead):
    result = []
    for day, kind in enumerate(kinds):
        until = max(0, day - ahead + 1)
        known = [count for count, other in zip(tickets[:until], kinds[:until], strict=True) if other == kind]
        result.append(float(np.mean(known)) if known else None)
    return result


def means_by_running_sums(tickets, kinds, ahead):
    sums, sizes, result = {}, {}, []
    for day, kind in enumerate(kinds):
        new = day - ahead
        if new >= 0:
            sums[kinds[new]] = sums.get(kinds[new], 0) + tickets[new]
            sizes[kinds[new]] = sizes.get(kinds[new], 0) + 1
        result.append(sums[kind] / sizes[kind] if kind in sums else None)
    return result


def means_of_all(tickets, kinds, ahead):
    return [sum(t for t, k in zip(tickets, kinds, strict=True) if k == kind) / kinds.count(kind) for kind in kinds]


def decide_by_arrays(gains, draws, worth, cost):
    low, high = np.quantile(gains[draws].mean(axis=1), [0.025, 0.975])
    verdict = "cannot tell"
    if worth * low > cost:
        verdict = "model"
    elif worth * high < cost:
        verdict = "plain"
    return verdict, float(cost / low) if low > 0 else None


def decide_by_money(gains, draws, worth, cost):
    """In euros from the start: what is left after the cost."""
    left = sorted(worth * sum(gains[week] for week in row) / len(row) - cost for row in draws)
    low, high = np.quantile(left, 0.025), np.quantile(left, 0.975)
    units = (low + cost) / worth
    price = float(cost / units) if units > 1e-12 else None
    return ("model" if low > 0 else "plain" if high < 0 else "cannot tell", price)


def decide_by_mean(gains, draws, worth, cost):
    gain = float(np.mean(gains))
    return ("model" if gain * worth > cost else "plain"), (cost / gain if gain > 0 else None)


ANSWERS = {
    "next_day": Answers(right=[next_by_slice, next_by_recursion], wrong=[Wrong(next_by_falsy, "is not None")]),
    "mean_before": Answers(
        right=[means_by_lists, means_by_running_sums],
        wrong=[Wrong(means_of_all, "not yet")],
    ),
    "decide": Answers(right=[decide_by_arrays, decide_by_money], wrong=[Wrong(decide_by_mean, "not yet")]),
}

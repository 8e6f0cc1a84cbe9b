"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd

from overheard.check import Answers, Wrong


def kept_by_pandas(real, made, slack):
    before, after = pd.DataFrame(real), pd.DataFrame(made)
    found = []
    if all(sorted(before[q]) == sorted(after[q]) for q in before):
        found.append("answers")
    if ((before.corr() - after.corr()).abs() <= slack).all().all():
        found.append("correlations")
    if np.allclose(before.sum(axis=1), after.sum(axis=1)):
        found.append("people")
    return found


def kept_by_pairs(real, made, slack):
    """Standardised columns multiplied, a pair at a time."""

    def standard(table):
        return (table - table.mean(axis=0)) / table.std(axis=0)

    a, b = standard(real), standard(made)
    near = all(
        -slack <= np.mean(a[:, i] * a[:, j]) - np.mean(b[:, i] * b[:, j]) <= slack
        for i, j in combinations(range(real.shape[1]), 2)
    )
    tests = {
        "answers": (np.sort(real, axis=0) == np.sort(made, axis=0)).all(),
        "correlations": near,
        "people": np.allclose(real @ np.ones(real.shape[1]), made @ np.ones(real.shape[1])),
    }
    return [name for name, holds in tests.items() if holds]


def all_kept(real, made, slack):
    return ["answers", "correlations", "people"]


def pair_by_argmax(first, second):
    table = np.abs(np.triu(np.corrcoef(first.T), 1))
    a, b = np.unravel_index(table.argmax(), table.shape)
    return int(a), int(b), float(np.corrcoef(second[:, a], second[:, b])[0, 1])


def pair_by_max(first, second):
    pairs = combinations(range(first.shape[1]), 2)
    a, b = max(pairs, key=lambda pair: abs(np.corrcoef(*first.T[list(pair)])[0, 1]))
    return a, b, np.corrcoef(*second.T[[a, b]]).min()


def pair_backwards(first, second):
    a, b, r = pair_by_argmax(first, second)
    return b, a, r


def power_by_loop(planted, surrogates, alpha):
    n_noticed = 0
    for crowd in range(len(planted)):
        tables = [np.mean(table) for table in surrogates[crowd]] + [planted[crowd].mean()]
        n_low = len([mean for mean in tables if mean < tables[-1] or np.isclose(mean, tables[-1])])
        n_noticed += n_low / len(tables) < alpha or np.isclose(n_low / len(tables), alpha)
    return float(n_noticed / len(planted))


def power_by_fractions(planted, surrogates, alpha):
    """Sums in place of means, and exact shares."""
    hits = []
    for own, others in zip(planted, surrogates, strict=True):
        low = sum(1 for other in others if other.sum() <= own.sum() + 1e-9) + 1
        hits.append(float(Fraction(low, len(others) + 1)) <= alpha + 1e-9)
    return hits.count(True) / len(hits)


def mean_p(planted, surrogates, alpha):
    low = surrogates.mean(axis=2) <= planted.mean(axis=1)[:, None] + 1e-9
    return float(((low.sum(axis=1) + 1) / (surrogates.shape[1] + 1)).mean())


ANSWERS = {
    "kept": Answers(right=[kept_by_pandas, kept_by_pairs], wrong=[Wrong(all_kept, "not yet")]),
    "confirmed_pair": Answers(right=[pair_by_argmax, pair_by_max], wrong=[Wrong(pair_backwards, "not yet")]),
    "power_of": Answers(right=[power_by_loop, power_by_fractions], wrong=[Wrong(mean_p, "not yet")]),
}

"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from overheard.check import Answers, Wrong


def odds_by_counters(message, spam, ham, n_spam, n_ham, alpha):
    a, b = Counter(spam), Counter(ham)
    size = len(a | b)
    total = math.log(n_spam) - math.log(n_ham)
    for word, times in Counter(message).items():
        if a[word] + b[word] > 0:
            left = math.log(a[word] + alpha) - math.log(a.total() + alpha * size)
            right = math.log(b[word] + alpha) - math.log(b.total() + alpha * size)
            total += times * (left - right)
    return total


def odds_by_product(message, spam, ham, n_spam, n_ham, alpha):
    size, odds = len(spam.keys() | ham.keys()), n_spam / n_ham
    for word in message:
        if word in spam or word in ham:
            odds *= (spam.get(word, 0) + alpha) / (sum(spam.values()) + alpha * size)
            odds /= (ham.get(word, 0) + alpha) / (sum(ham.values()) + alpha * size)
    return float(np.log(odds))


def odds_without_prior(message, spam, ham, n_spam, n_ham, alpha):
    return odds_by_product(message, spam, ham, 1, 1, alpha)


def cheaper_by_two_means(one, other, draws):
    differences = one[draws].mean(axis=1) - other[draws].mean(axis=1)
    low, high = np.quantile(differences, 0.025), np.quantile(differences, 0.975)
    return "not decided" if low <= 0 <= high else "other" if low > 0 else "one"


def cheaper_by_loop(one, other, draws):
    saved = sorted(float((other[draw] - one[draw]).sum()) for draw in draws)
    low, high = np.percentile(saved, (2.5, 97.5))
    if low > 0:
        return "one"
    return "other" if high < 0 else "not decided"


def cheaper_by_places(one, other, draws):
    differences = sorted((one - other)[draws].mean(axis=1).tolist())
    low, high = differences[int(0.025 * len(differences))], differences[int(0.975 * len(differences))]
    return "other" if low > 0 else "one" if high < 0 else "not decided"


def cheaper_by_share(one, other, draws):
    differences = (one - other)[draws].mean(axis=1)
    if (differences > 0).mean() > 0.975:
        return "other"
    return "one" if (differences < 0).mean() > 0.975 else "not decided"


def one_sided(one, other, draws):
    differences = (one - other)[draws].mean(axis=1)
    if (differences > 0).mean() >= 0.95:
        return "other"
    return "one" if (differences < 0).mean() >= 0.95 else "not decided"


def always_careful(one, other, draws):
    return "not decided"


def threshold_by_arrays(scores, is_spam, per):
    values, truth = np.array(scores, dtype=float), np.array(is_spam, dtype=bool)
    found = []
    for t in np.unique(values):
        lost, hits = int(((values >= t) & ~truth).sum()), int(((values >= t) & truth).sum())
        if hits and lost * per <= int((~truth).sum()):
            found.append((hits, float(t)))
    return max(found)[1] if found else None


def threshold_by_budget(scores, is_spam, per):
    budget = is_spam.count(False) // per
    spam = sorted({s for s, bad in zip(scores, is_spam, strict=True) if bad})
    fits = [t for t in spam if sum(s >= t and not bad for s, bad in zip(scores, is_spam, strict=True)) <= budget]
    return min(fits, default=None)


def lowest_score_of_spam(scores, is_spam, per):
    return min((s for s, bad in zip(scores, is_spam, strict=True) if bad), default=None)


ANSWERS = {
    "spam_log_odds": Answers(
        right=[odds_by_counters, odds_by_product], wrong=[Wrong(odds_without_prior, "not yet")]
    ),
    "cheaper": Answers(
        right=[cheaper_by_two_means, cheaper_by_loop, cheaper_by_places, cheaper_by_share],
        wrong=[Wrong(always_careful, "not yet"), Wrong(one_sided, "2.5 % on each side")],
    ),
    "threshold_within": Answers(
        right=[threshold_by_arrays, threshold_by_budget], wrong=[Wrong(lowest_score_of_spam, "not yet")]
    ),
}

"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import numpy as np

from overheard.check import Answers, Wrong


def worst_by_sorting(truth, guesses):
    return sorted(range(len(truth)), key=lambda i: -abs(truth[i] - guesses[i]))[0]


def gain_with_means(seen, new, guesses):
    off = np.abs(np.array(new) - np.array(guesses)).mean()
    return float(1 - off / np.abs(np.array(new) - np.mean(seen)).mean())


ANSWERS = {
    "worst_guess": Answers(
        right=[worst_by_sorting, lambda truth, guesses: int(np.abs(np.subtract(truth, guesses)).argmax())],
        wrong=[Wrong(lambda truth, guesses: 1 if len(truth) > 1 else 0, "two equally far off")],
    ),
    "gain": Answers(
        right=[gain_with_means, lambda s, n, g: 1 - sum(map(abs, np.subtract(n, g))) / sum(abs(np.mean(s) - n))],
        wrong=[Wrong(lambda seen, new, guesses: gain_with_means([np.median(seen)], new, guesses), "not yet")],
    ),
    "share_within": Answers(
        right=[
            lambda t, g, limit: sum(-limit <= a - b <= limit for a, b in zip(t, g, strict=True)) / max(1, len(t)),
            lambda t, g, limit: float(np.mean(np.abs(np.subtract(t, g)) <= limit)) if t else 0.0,
        ],
        wrong=[
            Wrong(lambda t, g, limit: int(np.sum(np.abs(np.subtract(t, g)) <= limit)) / len(t), "answer that case")
        ],
    ),
}

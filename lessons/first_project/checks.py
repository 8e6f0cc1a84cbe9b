"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

Counts = dict[str, int]


# ------------------------------------------------------------------------------------------------ 1, spam_log_odds
def log_odds_by(share, vocabulary=lambda spam, ham: list(dict.fromkeys([*spam, *ham]))):
    """The log odds around how the share of a word in a class is worked out: share(word, own, vocabulary, alpha)."""

    def answer(message: list[str], spam: Counts, ham: Counts, n_spam: int, n_ham: int, alpha: float) -> float:
        both = vocabulary(spam, ham)
        odds = math.log(n_spam / n_ham)
        for word in message:
            if word in both:
                odds += math.log(share(word, spam, both, alpha)) - math.log(share(word, ham, both, alpha))
        return odds

    return answer


def smoothed(word: str, own: Counts, both: list[str], alpha: float) -> float:
    """Lay every count out as it is after smoothing, and take this word's share."""
    laid = {each: own.get(each, 0) + alpha for each in both}
    return laid[word] / sum(laid.values())


slow_log_odds = log_odds_by(smoothed)


WORDS = ("free", "call", "now", "me", "prize", "lunch", "0000", "you")


def random_message(rng: np.random.Generator) -> tuple[list[str], Counts, Counts, int, int, float]:
    sides = []
    for _ in range(2):
        known = rng.permutation(len(WORDS))[: int(rng.integers(1, 6))]
        sides.append({WORDS[place]: int(rng.integers(1, 9)) for place in known})
    message = [WORDS[place] for place in rng.integers(len(WORDS), size=int(rng.integers(0, 7)))]
    n_spam, n_ham = (int(n) for n in rng.integers(1, 30, size=2))
    return message, sides[0], sides[1], n_spam, n_ham, float(rng.choice([0.01, 0.3, 0.5, 2.0, 3.0]))


# ------------------------------------------------------------------------------------------------ 2, cheaper
def cheaper_by(ends):
    """The verdict around how the ends of the interval are found."""

    def answer(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> str:
        low, high = ends(np.asarray(one, dtype=float), np.asarray(other, dtype=float), draws)
        return "other" if low > 0 else "one" if high < 0 else "not decided"

    return answer


def one_by_one(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    differences = [sum(one[place] - other[place] for place in draw) / len(draw) for draw in draws]
    return float(np.percentile(differences, 2.5)), float(np.percentile(differences, 97.5))


def separate_ends(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    (a, b), (c, d) = (np.percentile(each[draws].mean(axis=1), [2.5, 97.5]) for each in (one, other))
    return a - d, b - c


def same_ends(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    (a, b), (c, d) = (np.percentile(each[draws].mean(axis=1), [2.5, 97.5]) for each in (one, other))
    return min(a - c, b - d), max(a - c, b - d)


def between(low: float, high: float):
    def ends(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
        found = np.percentile((one - other)[draws].mean(axis=1), [low, high])
        return float(found[0]), float(found[1])

    return ends


def end_by_end(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    (a, b), (c, d) = (np.percentile(each[draws].mean(axis=1), [2.5, 97.5]) for each in (one, other))
    return a - c, b - d


def normal_ends(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> tuple[float, float]:
    means = (one - other)[draws].mean(axis=1)
    return means.mean() - 1.96 * means.std(), means.mean() + 1.96 * means.std()


def ends_of(statistic):
    """The middle 95 % of another statistic(differences, draws) than the mean of each resample."""
    return lambda one, other, draws: tuple(np.percentile(statistic(one - other, draws), [2.5, 97.5]))


of_messages = ends_of(lambda more, draws: more[draws])  # the spread of single messages, not that of their mean
of_places = ends_of(lambda more, draws: more[draws].mean(axis=0))
of_medians = ends_of(lambda more, draws: np.median(more[draws], axis=1))
without_repeats = ends_of(lambda more, draws: [more[np.unique(draw)].mean() for draw in draws])


slow_cheaper = cheaper_by(one_by_one)


def costs_of(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two filters that share most mistakes; one pays more besides, often about as much as luck would give."""
    n = int(rng.integers(20, 60))
    shared = np.where(rng.random(n) < 0.3, rng.choice([1, 10], n), 0)
    more = (rng.random(n) < rng.choice([0, 0.08, 0.12, 0.2])).astype(int)
    less = (rng.random(n) < rng.choice([0, 0, 0.05])).astype(int)
    one, other = shared + more, shared + less
    if rng.random() < 0.5:
        one, other = other, one
    draws = rng.integers(n, size=(int(rng.choice([50, 80, 200])), n))
    means = (one - other)[draws].mean(axis=1)
    ends = [np.percentile(means, [2.5, 97.5], method=way) for way in ("lower", "higher")]
    # Ways of reading a percentile differ by one place; the answer must not hang on it.
    return (one, other, draws) if len({(low > 0, high < 0) for low, high in ends}) == 1 else costs_of(rng)


def filters(seed: int, extra_one: int, extra_other: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    shared = np.where(rng.random(40) < 0.3, 10, 0)
    return (
        shared + (np.arange(40) < extra_one),
        shared + (np.arange(40) >= 40 - extra_other),
        rng.integers(40, size=(200, 40)),
    )


SMALL = (np.array([1, 0, 1, 0]), np.array([0, 0, 0, 0]), np.array([[0, 1, 2, 3], [0, 0, 1, 2], [2, 2, 3, 0]]))


# ------------------------------------------------------------------------------------------- 3, threshold_within
def threshold_by(
    blocks=lambda score, threshold: score >= threshold,
    keeps=lambda lost, n_real, n_spam, hits, per: lost * per <= n_real,
    better=lambda hits, most: hits > most,
    least: int = 0,
    down: bool = True,
    none: Any = None,
):
    """The threshold around what it blocks, what keeps the limit, and which of several is taken."""

    def answer(scores: list[float], is_spam: list[bool], per: int) -> Any:
        n_spam = sum(is_spam)
        best, most = none, least
        for threshold in sorted(set(scores), reverse=down):
            hits = sum(1 for score, spam in zip(scores, is_spam, strict=True) if spam and blocks(score, threshold))
            lost = sum(
                1 for score, spam in zip(scores, is_spam, strict=True) if not spam and blocks(score, threshold)
            )
            if keeps(lost, len(scores) - n_spam, n_spam, hits, per) and better(hits, most):
                best, most = threshold, hits
        return best

    return answer


slow_threshold = threshold_by()


def first_break(scores: list[float], is_spam: list[bool], per: int) -> float | None:
    """Goes message by message in place of score by score, and so parts messages with equal scores."""
    lost = hits = 0
    best, n_real = None, len(scores) - sum(is_spam)
    for score, spam in sorted(zip(scores, is_spam, strict=True), key=lambda pair: (-pair[0], not pair[1])):
        lost, hits = lost + (not spam), hits + bool(spam)
        if lost * per > n_real:
            break
        if spam:
            best = score
    return best


def random_scores(rng: np.random.Generator) -> tuple[list[float], list[bool], int]:
    """Few different scores, so that ties are common; spam scores a little higher."""
    n = int(rng.integers(0, 15))
    is_spam = [bool(spam) for spam in rng.random(n) < rng.choice([0.2, 0.5, 0.8])]
    scores = [float(rng.integers(0, 6) + 2 * spam) / 2 - 1 for spam in is_spam]
    return scores, is_spam, int(rng.integers(1, 9))


EXERCISES = [
    Exercise(
        "spam_log_odds",
        "A message with new words",
        cases=[
            Case((["free", "now"], {"free": 2, "call": 1}, {"call": 1}, 3, 6, 0.5)),
            Case(
                (["call", "call"], {"call": 3, "prize": 1}, {"me": 4, "call": 1}, 5, 5, 1.0), "edge: a word twice"
            ),
            Case((["me"], {"free": 4}, {"me": 2, "too": 1}, 2, 8, 2.0), "edge: spam never held the word"),
            Case((["lunch"], {"free": 4}, {"me": 2}, 4, 2, 0.1), "edge: nobody has seen the word"),
            Case(([], {"free": 1}, {"me": 1}, 1, 3, 1.0), "edge: an empty message"),
        ],
        reference=slow_log_odds,
        random=random_message,
        plain_numbers=True,
        mistakes=[
            Mistake("are the shares still 1?", like=log_odds_by(lambda word, own, both, alpha: 1.0)),
            Mistake(
                "the total of a class grows by alpha for each word of the vocabulary, not once",
                like=[
                    log_odds_by(lambda w, own, both, alpha: (own.get(w, 0) + alpha) / (sum(own.values()) + alpha)),
                    log_odds_by(lambda w, own, both, alpha: (own.get(w, 0) + alpha) / sum(own.values())),
                ],
            ),
            Mistake(
                "a word that both classes hold is one word of the vocabulary",
                like=log_odds_by(
                    lambda w, own, both, alpha: (own.get(w, 0) + alpha) / (sum(own.values()) + alpha * len(both)),
                    vocabulary=lambda spam, ham: [*spam, *ham],
                ),
            ),
            Mistake(
                "every word of the vocabulary gets alpha, in both classes: the vocabulary is that of both",
                like=log_odds_by(
                    lambda w, own, both, alpha: (own.get(w, 0) + alpha) / (sum(own.values()) + alpha * len(own))
                ),
            ),
            Mistake(
                "alpha is added, and need not be 1",
                like=[
                    log_odds_by(lambda w, own, both, alpha: (own.get(w, 0) + 1) / (sum(own.values()) + len(both))),
                    log_odds_by(
                        lambda w, own, both, alpha: (own.get(w, 0) + alpha) / (sum(own.values()) + len(both))
                    ),
                ],
            ),
            Mistake(
                "count all words of the class, repeated ones each time: sum the counts",
                like=log_odds_by(
                    lambda w, own, both, alpha: (own.get(w, 0) + alpha) / (len(own) + alpha * len(both))
                ),
            ),
            Mistake("a word may be missing in one of the dictionaries: its count is 0 there", error=KeyError),
            Mistake("the logarithm of 0 stops: alpha makes every share larger than 0", error=(ValueError, "")),
        ],
    ),
    Exercise(
        "cheaper",
        "Bug hunt: the judge who never decides",
        cases=[
            Case(SMALL),
            Case(filters(1, 12, 0), "edge: the same mistakes, and one makes a dozen more"),
            Case(filters(2, 0, 12), "edge: the other way round"),
            Case(filters(5, 30, 0), "edge: the same mistakes, and one makes thirty more"),
            Case(filters(3, 0, 0), "edge: two equal filters"),
            Case(filters(4, 6, 5), "edge: nearly as many on both sides"),
        ],
        reference=slow_cheaper,
        random=costs_of,
        mistakes=[
            Mistake(
                "the ends of two intervals do not make that of the difference: subtract within each resample first",
                like=[cheaper_by(end_by_end), cheaper_by(same_ends)],
            ),
            Mistake("a place that is drawn twice counts twice", like=cheaper_by(without_repeats)),
            Mistake("the percentiles of the resamples themselves are asked for", like=cheaper_by(normal_ends)),
            Mistake("what a filter costs is the mean, not the median", like=cheaper_by(of_medians)),
            Mistake(
                "the middle 95 % leave 2.5 % on each side",
                like=[cheaper_by(between(5, 95)), cheaper_by(between(0, 100)), cheaper_by(between(10, 90))],
            ),
            Mistake("one mean for each resample: average along the messages, axis=1", like=cheaper_by(of_places)),
            Mistake("first take the mean of each resample, then the percentiles", like=cheaper_by(of_messages)),
            Mistake(
                "who costs less is cheaper: one minus other above 0 speaks for the other",
                like=lambda one, other, draws: {"one": "other", "other": "one"}.get(
                    slow_cheaper(one, other, draws), "not decided"
                ),
            ),
        ],
        bug=cheaper_by(separate_ends),
        symptom="two filters make the same mistakes, and one of them makes a dozen more. It says: not decided.",
    ),
    Exercise(
        "threshold_within",
        "At most one in so many",
        cases=[
            Case(([5.0, 4.0, 3.0, 2.0], [True, False, True, False], 2)),
            Case(([5.0, 4.0, 3.0, 2.0], [True, False, True, False], 3), "edge: a stricter limit"),
            Case(
                ([2.0, 1.0, 2.0, 3.0], [True, False, False, True], 5),
                "edge: spam and a real message score the same",
            ),
            Case(([1.0, 9.0], [True, False], 2), "edge: the highest score is a real message"),
            Case(([4.0, 3.0, 2.0], [True, False, False], 1), "edge: every real message may be lost"),
            Case(([0.0, -1.0], [True, True], 7), "edge: no real message, and a threshold of 0 or below"),
            Case(([], [], 3), "edge: no messages"),
        ],
        reference=slow_threshold,
        random=random_scores,
        mistakes=[
            Mistake(
                "a message that scores exactly the threshold is blocked, too",
                like=threshold_by(blocks=lambda score, threshold: score > threshold),
            ),
            Mistake(
                "one of `per` real messages may be lost: to reach the limit is allowed",
                like=threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost * per < n_real),
            ),
            Mistake(
                "the limit speaks of the real messages, not of all messages or of the blocked ones",
                like=[
                    threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost * per <= n_real + n_spam),
                    threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost * per <= lost + hits),
                ],
            ),
            Mistake(
                "if several thresholds block as much spam, take the highest",
                like=[
                    threshold_by(better=lambda hits, most: hits >= most, least=1),
                    threshold_by(down=True, better=lambda hits, most: hits > 0),
                    threshold_by(down=False, better=lambda hits, most: hits > most),
                ],
            ),
            Mistake(
                "at most one of `per` real messages: twice as many real ones allow twice as many to be lost",
                like=threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost <= 1),
            ),
            Mistake(
                "half a message is too much: do not round the limit up",
                like=[
                    threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost <= round(n_real / per)),
                    threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost <= math.ceil(n_real / per)),
                    threshold_by(keeps=lambda lost, n_real, n_spam, hits, per: lost <= max(1, n_real // per)),
                ],
            ),
            Mistake("messages with equal scores are blocked together or not at all", like=first_break),
            Mistake(
                "there may be no messages at all, or no real ones: do not divide by their number",
                error=ZeroDivisionError,
            ),
            Mistake(
                "return None where nothing keeps the limit",
                like=threshold_by(none=math.inf),
                error=(ValueError, ""),
            ),
        ],
    ),
]

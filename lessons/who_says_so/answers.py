"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

from collections import Counter

from sklearn.metrics import cohen_kappa_score

from overheard.check import Answers, Wrong


def kappa_by_library(one, other):
    seen = [(a, b) for a, b in zip(one, other, strict=True) if None not in (a, b)]
    if len({answer for pair in seen for answer in pair}) == 1:
        return 1.0
    return float(cohen_kappa_score([a for a, _ in seen], [b for _, b in seen]))


def kappa_by_counters(one, other):
    seen = [pair for pair in zip(one, other, strict=True) if pair[0] is not None and pair[1] is not None]
    n = len(seen)
    left, right = Counter(a for a, _ in seen), Counter(b for _, b in seen)
    chance = sum(left[answer] * right[answer] for answer in left.keys() | right.keys())
    hits = sum(a == b for a, b in seen)
    return 1.0 if chance == n * n else (hits * n - chance) / (n * n - chance)


def agreement_alone(one, other):
    seen = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    return 2 * sum(a == b for a, b in seen) / len(seen) - 1


def share_by_intersection(one, other):
    common = [t for t in set(one) & set(other) if one[t] | other[t]]
    return sum(one[t] == other[t] for t in common) / len(common) if common else None


def share_by_loop(one, other):
    right, wrong = 0, 0
    for tweet, places in one.items():
        if tweet not in other or len(places) + len(other[tweet]) == 0:
            continue
        if places.symmetric_difference(other[tweet]):
            wrong += 1
        else:
            right += 1
    return None if right + wrong == 0 else right / (right + wrong)


def share_of_all_places(one, other):
    """The share of places in place of tweets."""
    common = set(one) & set(other)
    union = sum(len(one[t] | other[t]) for t in common)
    return sum(len(one[t] & other[t]) for t in common) / union if union else None


def vote_by_counter(votes, least):
    said = []
    for row in votes:
        ranked = Counter(vote for vote in row if vote is not None).most_common(2)
        tied = len(ranked) == 2 and ranked[0][1] == ranked[1][1]
        said.append(None if not ranked or tied or ranked[0][1] < least else ranked[0][0])
    return said


def vote_by_winners(votes, least):
    def one_word(row):
        answers = set(row) - {None}
        winners = [
            a for a in answers if row.count(a) >= least and all(row.count(a) > row.count(b) for b in answers - {a})
        ]
        return winners[0] if winners else None

    return [one_word(row) for row in votes]


def only_if_all_agree(votes, least):
    return [row[0] if len(row) >= least and len(set(row)) == 1 else None for row in votes]


ANSWERS = {
    "kappa_of": Answers(right=[kappa_by_library, kappa_by_counters], wrong=[Wrong(agreement_alone, "not yet")]),
    "same_share": Answers(
        right=[share_by_intersection, share_by_loop], wrong=[Wrong(share_of_all_places, "not yet")]
    ),
    "cautious_vote": Answers(right=[vote_by_counter, vote_by_winners], wrong=[Wrong(only_if_all_agree, "not yet")]),
}

"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import torch

from overheard.check import Answers, Wrong


# ----------------------------------------------- 1, bits_per_character
def bits_by_join(nats, pieces):
    return sum(nats) / len("".join(pieces)) / math.log(2)


def bits_by_log2(nats, pieces):
    return sum(loss * math.log2(math.e) for loss in nats) / sum(map(len, pieces))


def bits_a_byte(nats, pieces):
    return sum(nats) / math.log(2) / len("".join(pieces).encode())


def bits_of_example(nats, pieces):
    return 2.0


def bits_as_list(nats, pieces):
    return [loss / math.log(2) / len(piece) for loss, piece in zip(nats, pieces, strict=True) if piece]


# ----------------------------------------------- 2, window_mask
def window_by_arange(length, n_back):
    behind = torch.arange(length)[:, None] - torch.arange(length)
    return torch.zeros(length, length).masked_fill((behind < 0) | (behind > n_back), -math.inf)


def window_by_triangles(length, n_back):
    ones = torch.ones(length, length)
    return torch.where((ones.tril() - ones.tril(-n_back - 1)).bool(), 0.0, -math.inf)


def window_without_future(length, n_back):
    behind = torch.arange(length)[:, None] - torch.arange(length)
    return torch.zeros(length, length).masked_fill(behind > n_back, -math.inf)


def window_of_large_numbers(length, n_back):
    return window_by_arange(length, n_back).clamp(min=-1e9)


def window_as_bool(length, n_back):
    return window_by_arange(length, n_back) == 0


def window_of_multiplied(length, n_back):
    return window_as_bool(length, n_back).float() * -math.inf


# ----------------------------------------------- 3, pair_loss
def pairs_by_dict(train, valid, extra):
    n_different, followed, first = len(set(train) | set(valid)), Counter(pairwise(train)), Counter(train[:-1])
    chances = [(followed[a, b] + extra) / (first[a] + extra * n_different) for a, b in pairwise(valid)]
    return -sum(math.log(chance) for chance in chances) / len(chances)


def pairs_by_numpy(train, valid, extra):
    alphabet = sorted(set(train + valid))
    table = np.full((len(alphabet), len(alphabet)), extra)
    for a, b in pairwise(train):
        table[alphabet.index(a), alphabet.index(b)] += 1
    table /= table.sum(axis=1, keepdims=True)
    return -np.mean([np.log(table[alphabet.index(a), alphabet.index(b)]) for a, b in pairwise(valid)])


def pairs_leaking(train, valid, extra):
    return pairs_by_dict(train + valid, valid, extra)


def pairs_half_mended(train, valid, extra):
    n_different, followed = len(set(train) | set(valid)), Counter(pairwise(train))
    first = Counter((train + valid)[:-1])
    chances = [(followed[a, b] + extra) / (first[a] + extra * n_different) for a, b in pairwise(valid)]
    return -sum(math.log(chance) for chance in chances) / len(chances)


# ----------------------------------------------- 4, nucleus
def nucleus_by_numpy(probabilities, p):
    ranked = np.argsort(-np.array(probabilities), kind="stable")
    reached = np.cumsum(np.array(probabilities)[ranked]) >= p
    n = int(reached.argmax()) + 1 if reached.any() else len(probabilities)
    return sorted(ranked[:n].tolist())


def nucleus_by_while(probabilities, p):
    left, kept = list(range(len(probabilities))), []
    while left and sum(probabilities[i] for i in kept) < p:
        best = max(left, key=lambda i: probabilities[i])
        left.remove(best)
        kept.append(best)
    return sorted(kept)


def nucleus_of_values(probabilities, p):
    return [probabilities[i] for i in nucleus_by_while(probabilities, p)]


def nucleus_returning_inside(probabilities, p):
    kept, together = [], 0.0
    for index in sorted(range(len(probabilities)), key=lambda i: -probabilities[i]):
        kept.append(index)
        together += probabilities[index]
        if together >= p:
            return sorted(kept)


def nucleus_nearly(probabilities, p):
    return nucleus_by_while(probabilities, p - 1e-3)


def nucleus_in_place(probabilities, p):
    kept = nucleus_by_while(probabilities, p)
    probabilities.sort(reverse=True)
    return kept


# ----------------------------------------------- 5, verdict
def verdict_by_numpy(losses):
    means, widths = np.array([np.mean(s) for s in losses]), np.array([np.ptp(s) for s in losses])
    gaps, spreads = means[:-1] - means[1:], np.maximum(widths[:-1], widths[1:])
    if (gaps < -spreads).any():
        return "does not hold"
    return "holds" if (gaps > spreads).all() else "not shown"


def verdict_by_set(losses):
    found = set()
    for a, b in pairwise(losses):
        gap, spread = sum(a) / len(a) - sum(b) / len(b), max(max(a) - min(a), max(b) - min(b))
        found.add(1 if gap > spread else -1 if gap < -spread else 0)
    return "does not hold" if -1 in found else "not shown" if 0 in found else "holds"


def verdict_always(losses):
    return "holds"


def verdict_by_deviation(losses):
    pairs = [
        (
            np.mean(a) - np.mean(b),
            max(np.std(a, ddof=1) if len(a) > 1 else 0, np.std(b, ddof=1) if len(b) > 1 else 0),
        )
        for a, b in pairwise(losses)
    ]
    if any(gap < -spread for gap, spread in pairs):
        return "does not hold"
    return "holds" if all(gap > spread for gap, spread in pairs) else "not shown"


def verdict_as_bool(losses):
    return verdict_by_set(losses) == "holds"


ANSWERS = {
    "bits_per_character": Answers(
        right=[bits_by_join, bits_by_log2],
        wrong=[
            Wrong(bits_of_example, says="bits_per_character"),
            Wrong(bits_a_byte, says="bytes"),
            Wrong(bits_as_list, says="list"),
        ],
    ),
    "window_mask": Answers(
        right=[window_by_arange, window_by_triangles],
        wrong=[
            Wrong(window_as_bool, says="window_mask"),
            Wrong(window_of_multiplied, says="window_mask"),
            Wrong(window_without_future, says="a place may not look ahead"),
            Wrong(window_of_large_numbers, says="not a large negative number"),
        ],
    ),
    "pair_loss": Answers(
        right=[pairs_by_dict, pairs_by_numpy],
        wrong=[
            Wrong(pairs_leaking, says="The bug is still in it"),
            Wrong(pairs_half_mended, says="one of the two counts"),
        ],
    ),
    "nucleus": Answers(
        right=[nucleus_by_numpy, nucleus_by_while],
        wrong=[
            Wrong(nucleus_of_values, says="nucleus"),
            Wrong(nucleus_returning_inside, says="without `return`"),
            Wrong(nucleus_nearly, says="nucleus"),
            Wrong(nucleus_in_place, says="changes its input"),
        ],
    ),
    "verdict": Answers(
        right=[verdict_by_numpy, verdict_by_set],
        wrong=[
            Wrong(verdict_always, says="verdict"),
            Wrong(verdict_by_deviation, says="not a standard deviation"),
            Wrong(verdict_as_bool, says="verdict"),
        ],
    ),
}

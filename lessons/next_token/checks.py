"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import torch

from overheard.check import Case, Exercise, Mistake


# ----------------------------------------------- 1, bits_per_character
def slow_bits(nats: list[float], pieces: list[str]) -> float:
    """Token by token and character by character."""
    bits, n = 0.0, 0
    for loss in nats:
        bits += loss / math.log(2)
    for piece in pieces:
        for _ in piece:
            n += 1
    return bits / n


def bits_with(change):
    """Total nats and total characters, brought together in another way."""
    return lambda nats, pieces: change(sum(nats), sum(len(piece) for piece in pieces), len(pieces))


def mean_of_pieces(nats, pieces):
    each = [loss / len(piece) for loss, piece in zip(nats, pieces, strict=True) if piece]
    return sum(each) / len(each) / math.log(2)


def random_tokens(rng: np.random.Generator):
    n = int(rng.integers(1, 9))
    pieces = ["".join(rng.choice(list("whales "), int(rng.integers(0, 6)))) for _ in range(n)]
    pieces[int(rng.integers(n))] += "oar"
    return rng.gamma(2.0, 1.5, n).tolist(), pieces


# ----------------------------------------------- 2, window_mask
def slow_window(length: int, n_back: int) -> torch.Tensor:
    """Cell by cell."""
    rows = [[0.0 if 0 <= i - j <= n_back else -math.inf for j in range(length)] for i in range(length)]
    return torch.tensor(rows)


def window_where(may, seen=0.0, hidden=-math.inf):
    """A mask by another rule: may(steps back, n_back)."""
    return lambda length, n_back: torch.tensor(
        [[seen if may(i - j, n_back) else hidden for j in range(length)] for i in range(length)]
    )


def window_of_slices(length, n_back):
    mask = torch.full((length, length), -math.inf)
    for place in range(length):
        mask[place, place - n_back : place + 1] = 0.0
    return mask


# ----------------------------------------------- 3, pair_loss
def slow_pair_loss(train: str, valid: str, extra: float) -> float:
    """Each pair counted anew, by walking through the training text."""
    total = 0.0
    for k in range(1, len(valid)):
        a, b = valid[k - 1], valid[k]
        both = sum(1 for i in range(1, len(train)) if train[i - 1] == a and train[i] == b)
        any_ = sum(1 for i in range(1, len(train)) if train[i - 1] == a)
        total += -math.log((both + extra) / (any_ + extra * len(set(train) | set(valid))))
    return total / (len(valid) - 1)


def pair_loss_with(counted=lambda t, v: t, characters=lambda t, v: t + v, last=False, divide=1, log=math.log):
    """pair_loss with one part done in another way."""

    def loss(train, valid, extra):
        text, n = counted(train, valid), len(set(characters(train, valid)))
        first = text if last else text[:-1]
        total = 0.0
        for a, b in pairwise(valid):
            both = sum(x == a and y == b for x, y in pairwise(text))
            total -= log((both + extra) / (first.count(a) + extra * n))
        return total / (len(valid) - divide)

    return loss


def leaking_pairs(train, valid, extra):
    return pair_loss_of(Counter(pairwise(train + valid)), Counter(train[:-1]), train, valid, extra)


def leaking_totals(train, valid, extra):
    return pair_loss_of(Counter(pairwise(train)), Counter((train + valid)[:-1]), train, valid, extra)


def pair_loss_of(followed, first, train, valid, extra):
    n, total = len(set(train + valid)), 0.0
    for a, b in pairwise(valid):
        total -= math.log((followed[a, b] + extra) / (first[a] + extra * n))
    return total / (len(valid) - 1)


def random_texts(rng: np.random.Generator):
    train = "".join(rng.choice(list("abc"), int(rng.integers(1, 25))))
    valid = "".join(rng.choice(list("abcd"), int(rng.integers(2, 12))))
    return train, valid, float(rng.choice([0.01, 0.1, 0.5, 1.0, 2.0]))


# ----------------------------------------------- 4, nucleus
def slow_nucleus(probabilities: list[float], p: float) -> list[int]:
    """Take the largest that is left, again and again."""
    left, kept, together = dict(enumerate(probabilities)), [], Fraction(0)
    while left:
        largest = max(left.values())
        index = min(i for i, value in left.items() if value == largest)
        kept.append(index)
        together += Fraction(left.pop(index))
        if together >= Fraction(p):
            break
    return sorted(kept)


def order(probabilities):
    return sorted(range(len(probabilities)), key=lambda i: -probabilities[i])


def nucleus_with(stop, ranked=order, finish=sorted):
    """Tokens in the order of `ranked`, until stop(sum before, sum with it, p) is true."""

    def kept_by(probabilities, p):
        kept, together = [], 0.0
        for index in ranked(probabilities):
            before, together = together, together + probabilities[index]
            kept.append(index)
            if stop(before, together, p):
                break
        return finish(kept)

    return kept_by


def without_the_last(probabilities, p):
    kept, together = [], 0.0
    for index in order(probabilities):
        together += probabilities[index]
        if together > p:
            break
        kept.append(index)
    return sorted(kept)


def those_above(probabilities, p):
    return [i for i, probability in enumerate(probabilities) if probability >= 1 - p]


def all_as_probable(probabilities, p):
    smallest = min(probabilities[i] for i in slow_nucleus(probabilities, p))
    return [i for i, probability in enumerate(probabilities) if probability >= smallest]


def random_probabilities(rng: np.random.Generator):
    """Shares of 64, so that sums are exact and ties are common."""
    n = int(rng.integers(1, 9))
    cuts = np.sort(rng.integers(0, 65, n - 1))
    shares = np.diff(np.concatenate([[0], cuts, [64]]))
    if rng.random() < 0.3:
        shares = np.full(8, 8)
    return (shares / 64).tolist(), float(rng.integers(1, 65)) / 64


# ----------------------------------------------- 5, verdict
def slow_verdict(losses: list[list[float]]) -> str:
    """All gaps and spreads as fractions, then the three questions one after the other."""
    gaps, spreads = [], []
    for k in range(1, len(losses)):
        mean = [sum(map(Fraction, seeds)) / len(seeds) for seeds in (losses[k - 1], losses[k])]
        gaps.append(mean[0] - mean[1])
        spreads.append(max(Fraction(max(s)) - Fraction(min(s)) for s in (losses[k - 1], losses[k])))
    pairs = list(zip(gaps, spreads, strict=True))
    if any(gap < -spread for gap, spread in pairs):
        return "does not hold"
    return "holds" if all(gap > spread for gap, spread in pairs) else "not shown"


def pairs_of(losses, spread_of=max, middle=lambda s: sum(s) / len(s)):
    for a, b in pairwise(losses):
        yield middle(a) - middle(b), spread_of(max(a) - min(a), max(b) - min(b))


def told(pairs, falls=lambda g, s: g > s, rises=lambda g, s: g < -s, every=all):
    pairs = list(pairs)
    if any(rises(*pair) for pair in pairs):
        return "does not hold"
    return "holds" if every(falls(*pair) for pair in pairs) else "not shown"


def first_pair_decides(losses):
    for gap, spread in pairs_of(losses):
        if gap < -spread:
            return "does not hold"
        if gap <= spread:
            return "not shown"
    return "holds"


def ends_only(losses):
    return told(pairs_of([losses[0], losses[-1]]))


def all_pairs(losses):
    return told(pair for i in range(1, len(losses)) for k in range(i) for pair in pairs_of([losses[k], losses[i]]))


def deviations(losses, lost):
    """Gaps, with the larger standard deviation for the spread."""
    for (a, b), (gap, _) in zip(pairwise(losses), pairs_of(losses), strict=True):
        yield gap, max(np.std(s, ddof=lost) if len(s) > lost else 0.0 for s in (a, b))


def pooled(losses):
    for (a, b), (gap, _) in zip(pairwise(losses), pairs_of(losses), strict=True):
        yield gap, max(a + b) - min(a + b)


def random_losses(rng: np.random.Generator):
    """Quarters, so that ties between gap and spread come up; two seeds or four."""
    n_sizes, step = int(rng.integers(2, 5)), float(rng.choice([-0.5, 0.0, 0.5, 1.0, 1.5]))
    rows = []
    for k in range(n_sizes):
        n_seeds = int(rng.choice([1, 2, 4]))
        middle = 4 - step * k + (float(rng.choice([-1.0, 0.0, 0.5])) if rng.random() < 0.3 else 0.0)
        rows.append((middle + rng.integers(-2, 3, n_seeds) / 4 * float(rng.choice([0.0, 1.0, 1.0]))).tolist())
    return (rows,)


TWO = 2 * math.log(2)
EXERCISES = [
    Exercise(
        "bits_per_character",
        "Tokens of different lengths",
        cases=[
            Case(([TWO, 2 * TWO], ["wh", "a"])),
            Case(([1.5, 0.25, 3.0], ["The", " ", "whale"]), "edge: pieces of very different lengths"),
            Case(([0.5, 0.25], ["", "sea"]), "edge: a piece without a character"),
            Case(([0.0], ["oar"]), "edge: a token that was certain"),
            Case(([1.0, 0.5], ["—", "é"]), "edge: characters that take several bytes"),
            Case(([1.0, 0.5, 0.25], ["ab", "ab", "\n"]), "edge: a piece that comes twice, and a line end"),
        ],
        reference=slow_bits,
        random=random_tokens,
        mistakes=[
            Mistake("that is in nats; a bit is log(2) nats", like=bits_with(lambda total, n, k: total / n)),
            Mistake(
                "a bit is less than a nat, so there are more of them: divide by log(2)",
                like=bits_with(lambda total, n, k: total * math.log(2) / n),
            ),
            Mistake(
                "that is for a token; share the bits out over all characters",
                like=bits_with(lambda total, n, k: total / math.log(2) / k),
            ),
            Mistake("that is the total; share it out", like=bits_with(lambda total, n, k: total / math.log(2))),
            Mistake(
                "that is the perplexity of a character; the bits are asked",
                like=bits_with(lambda total, n, k: math.exp(total / n)),
            ),
            Mistake(
                "those are bytes; a character may take several",
                like=lambda nats, pieces: sum(nats) / math.log(2) / sum(len(piece.encode()) for piece in pieces),
            ),
            Mistake(
                "the logarithm is in the losses already: turn the total of nats into bits by dividing",
                like=lambda nats, pieces: (math.log2(sum(nats)) if sum(nats) else 0.0) / sum(map(len, pieces)),
            ),
            Mistake(
                "a piece that comes twice counts twice",
                like=lambda nats, pieces: sum(nats) / math.log(2) / max(1, sum(map(len, set(pieces)))),
            ),
            Mistake(
                "a line end is a character, too",
                like=lambda nats, pieces: (
                    sum(nats) / math.log(2) / max(1, sum(len(p.replace("\n", "")) for p in pieces))
                ),
            ),
            Mistake("there the mean of the pieces is taken; a long piece must count for more", like=mean_of_pieces),
        ],
    ),
    Exercise(
        "window_mask",
        "A mask with a window",
        cases=[
            Case((3, 1)),
            Case((4, 0), "edge: each place sees only itself"),
            Case((4, 9), "edge: a window longer than the text"),
            Case((1, 0), "edge: a single place"),
        ],
        reference=slow_window,
        random=lambda rng: (int(rng.integers(1, 9)), int(rng.integers(0, 10))),
        mistakes=[
            Mistake("a place may look at itself as well", like=window_where(lambda d, n: 1 <= d <= n)),
            Mistake(
                "the window is one place too short",
                like=[window_where(lambda d, n: 0 <= d < n), window_where(lambda d, n: 0 <= d < max(n, 1))],
            ),
            Mistake("the window is one place too long", like=window_where(lambda d, n: 0 <= d <= n + 1)),
            Mistake(
                "a place may not look ahead",
                like=[window_where(lambda d, n: abs(d) <= n), window_where(lambda d, n: d <= n)],
            ),
            Mistake(
                "minus infinity is asked, not a large negative number",
                like=[window_where(lambda d, n: 0 <= d <= n, hidden=h) for h in (-1e9, -1e4, -1e10, -1e30, -1e38)],
            ),
            Mistake(
                "rows look at columns: yours looks ahead instead of back",
                like=window_where(lambda d, n: -n <= d <= 0),
            ),
            Mistake(
                "the window does nothing there: every place sees all before it",
                like=window_where(lambda d, n: d >= 0),
            ),
            Mistake(
                "it is added to scores: 0 where a place may look, and minus infinity elsewhere",
                like=[
                    window_where(lambda d, n: 0 <= d <= n, 1.0, 0.0),
                    window_where(lambda d, n: 0 <= d <= n, 1.0),
                ],
            ),
            Mistake(
                "a slice that begins at a negative number counts from the end of the row", like=window_of_slices
            ),
        ],
    ),
    Exercise(
        "pair_loss",
        "Bug hunt: too good on new text",
        cases=[
            Case(("aab", "ab", 1.0)),
            Case(("abab", "zzz", 0.5), "edge: a text of which training knows nothing"),
            Case(("abcabc", "ca", 0.01), "edge: a single pair"),
            Case(("a", "ab", 2.0), "edge: a training text without any pair"),
        ],
        reference=slow_pair_loss,
        random=random_texts,
        mistakes=[
            Mistake(
                "the number of different characters counts both texts",
                like=[pair_loss_with(characters=lambda t, v: t), pair_loss_with(characters=lambda t, v: v)],
            ),
            Mistake(
                "that judges the model on the text it learned from", like=lambda t, v, e: slow_pair_loss(v, v, e)
            ),
            Mistake(
                "it is still too good on text it has seen: one of the two counts knows `valid`",
                like=[leaking_pairs, leaking_totals],
            ),
            Mistake(
                "the last character of training is followed by nothing and does not count",
                like=pair_loss_with(last=True),
            ),
            Mistake("there is one pair fewer than characters", like=pair_loss_with(divide=0)),
            Mistake("nats are asked, which is the natural logarithm", like=pair_loss_with(log=math.log2)),
        ],
        bug=pair_loss_with(counted=lambda t, v: t + v),
        symptom="on a text that the choice of `extra` never saw, the loss is far worse than this function said.",
    ),
    Exercise(
        "nucleus",
        "The nucleus",
        cases=[
            Case(([0.125, 0.5, 0.25, 0.125], 0.75)),
            Case(([0.25, 0.75], 0.5), "edge: one token has more than p alone"),
            Case(([0.25, 0.25, 0.25, 0.25], 0.5), "edge: a tie"),
            Case(([0.5, 0.5], 1.0), "edge: p is 1"),
            Case(([1.0], 0.25), "edge: a single token"),
            Case(([0.1] * 10, 1.0), "edge: rounding keeps the sum below p to the end"),
            Case(
                ([0.5, 0.25 - 1 / 4096, 0.25 + 1 / 4096], 0.75 + 1 / 2048), "edge: the sum is short of p by little"
            ),
        ],
        reference=slow_nucleus,
        random=random_probabilities,
        mistakes=[
            Mistake("the token that makes the sum reach p is kept, too", like=without_the_last),
            Mistake(
                "*at least* p is enough: stop as soon as the sum equals it",
                like=nucleus_with(lambda a, b, p: b > p),
            ),
            Mistake(
                "go through the tokens from the most probable one",
                like=nucleus_with(lambda a, b, p: b >= p, lambda q: range(len(q))),
            ),
            Mistake(
                "you begin with the least probable token",
                like=nucleus_with(lambda a, b, p: b >= p, lambda q: sorted(range(len(q)), key=lambda i: q[i])),
            ),
            Mistake(
                "the indices are asked in rising order", like=nucleus_with(lambda a, b, p: b >= p, finish=list)
            ),
            Mistake(
                "on a tie the smaller index comes first",
                like=nucleus_with(
                    lambda a, b, p: b >= p, lambda q: sorted(range(len(q)), key=lambda i: (-q[i], -i))
                ),
            ),
            Mistake(
                "on a tie `>=` takes too many and `.index` finds the first one twice: sort the indices",
                like=[
                    all_as_probable,
                    nucleus_with(lambda a, b, p: b >= p, lambda q: [q.index(x) for x in sorted(q, reverse=True)]),
                ],
            ),
            Mistake("p bounds the sum of the kept ones, not each of them", like=those_above),
        ],
    ),
    Exercise(
        "verdict",
        "Is larger better?",
        cases=[
            Case(([[2.0, 2.25], [1.5, 1.5]],)),
            Case(([[2.0, 2.5], [1.75, 2.25], [3.0, 3.0]],), "edge: unclear first, then against the claim"),
            Case(([[2.0, 2.5], [1.75, 1.75]],), "edge: the gap equals the spread"),
            Case(([[2.0], [1.5], [1.5]],), "edge: one seed a size, and the last two are equal"),
            Case(([[2.0, 2.0], [2.25, 2.75]],), "edge: worse by exactly the spread"),
        ],
        reference=slow_verdict,
        random=random_losses,
        n_random=80,
        mistakes=[
            Mistake(
                "a later pair may speak against the claim: do not return at the first unclear one",
                like=first_pair_decides,
            ),
            Mistake(
                "every gap must be larger than its spread, one is not enough",
                like=lambda x: told(pairs_of(x), every=any),
            ),
            Mistake("compare each size with the next, not only the smallest with the largest", like=ends_only),
            Mistake(
                "a gap equal to its spread shows nothing: it must be larger",
                like=[
                    lambda x: told(pairs_of(x), falls=lambda g, s: g >= s and g > 0),
                    lambda x: told(pairs_of(x), falls=lambda g, s: g >= s),
                ],
            ),
            Mistake(
                "of the two spreads the larger one counts, not their mean or sum, and not that of one side",
                like=[
                    lambda x: told(pairs_of(x, lambda a, b: (a + b) / 2)),
                    lambda x: told(pairs_of(x, lambda a, b: a + b)),
                    lambda x: told(pairs_of(x, lambda a, b: a)),
                    lambda x: told(pairs_of(x, lambda a, b: b)),
                    lambda x: told(pairs_of(x, min)),
                ],
            ),
            Mistake(
                "the spread is the largest loss minus the smallest, not a standard deviation",
                like=[lambda x: told(deviations(x, 0)), lambda x: told(deviations(x, 1))],
            ),
            Mistake(
                "the gap is between the means, not between the medians",
                like=lambda x: told(pairs_of(x, middle=statistics.median)),
            ),
            Mistake("compare neighbours only, not all pairs of sizes", like=all_pairs),
            Mistake(
                "the spread is that of each size alone, not of both thrown together", like=lambda x: told(pooled(x))
            ),
            Mistake(
                "worse by exactly the spread is not shown: it must be below minus the spread",
                like=[
                    lambda x: told(pairs_of(x), rises=lambda g, s: g <= -s and g < 0),
                    lambda x: told(pairs_of(x), rises=lambda g, s: g <= -s),
                ],
            ),
            Mistake(
                "the spread is left out there: any gap counts", like=lambda x: told((g, 0) for g, _ in pairs_of(x))
            ),
            Mistake(
                "a small rise within the spread is not shown, not against the claim",
                like=lambda x: told(pairs_of(x), rises=lambda g, s: g < 0),
            ),
            Mistake(
                "a smaller loss is better: the gap is the smaller size minus the larger one",
                like=lambda x: told((-g, s) for g, s in pairs_of(x)),
            ),
            Mistake(
                "the gap is between the means, not between the best seeds",
                like=lambda x: told(pairs_of(x, middle=min)),
            ),
        ],
    ),
]

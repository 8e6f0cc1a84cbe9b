"""Checks of the attention exercises. Each reference is slow and obvious: loops over words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

from overheard.check import Case, Exercise, Mistake

# ------------------------------------------------------------------------------------- 1 masked_weights


def slow_masked_weights(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Row by row, over the real words alone."""
    weights = torch.zeros_like(scores)
    for row in range(len(scores)):
        words = [k for k in range(len(real)) if real[k]]
        top = max(scores[row, k].item() for k in words)
        total = sum(math.exp(scores[row, k].item() - top) for k in words)
        for k in words:
            weights[row, k] = math.exp(scores[row, k].item() - top) / total
    return weights


def random_scores(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    n, m = int(rng.integers(1, 7)), int(rng.integers(3, 9))
    real = torch.arange(m) < int(rng.integers(1, m))
    if rng.random() < 0.5:
        real = real[torch.from_numpy(rng.permutation(m))]
    return torch.from_numpy(rng.normal(0, 3, (n, m)).astype(np.float32)), real


def _low_number(low: float):
    def wrong(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        return scores.masked_fill(~real, low).softmax(dim=1)

    return wrong


def _renormalised(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    weights = scores.softmax(dim=1) * real
    return weights / weights.sum(dim=1, keepdim=True)


def _whole_table(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return scores.masked_fill(~real, -math.inf).flatten().softmax(dim=0).view_as(scores)


def _padding_cut(args: tuple, got: Any, expected: torch.Tensor) -> bool:
    return isinstance(got, torch.Tensor) and got.shape == (len(expected), int(args[1].sum())) != expected.shape


# ------------------------------------------------------------------------------------------- 2 read_map


def slow_read_map(
    weights: torch.Tensor, german: list[str], english: list[str], at_least: float
) -> list[tuple[str, str]]:
    """Cell by cell."""
    pairs = []
    for i, word in enumerate(german):
        best, largest = "", torch.tensor(-1.0)
        for j, candidate in enumerate(english):
            if weights[i, j] > largest:
                best, largest = candidate, weights[i, j]  # compared in the map's own precision
        if largest >= at_least:
            pairs.append((word, best))
    return pairs


def random_map(rng: np.random.Generator) -> tuple[torch.Tensor, list[str], list[str], float]:
    n, m = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    weights = rng.integers(0, 5, (n, m)) + 0.25  # few values: ties are common
    weights = torch.from_numpy(weights / weights.sum(axis=1, keepdims=True))
    german = [f"Wort{i}" for i in rng.permutation(n)]
    english = [f"word{j}" for j in rng.permutation(m)]
    return (
        weights,
        german,
        english,
        float(rng.choice([0.0, 0.2, 0.3, 0.4, weights.max().item(), weights[0].max().item() + 0.004])),
    )


def _by_row(keep, order=None):
    """read_map with another way to keep a row or to choose its column."""

    def wrong(weights, german, english, at_least):
        pairs = []
        for i, word in enumerate(german):
            j = int(weights[i].argmax()) if order is None else order(weights[i])
            if keep(weights[i, j].item(), at_least):
                pairs.append((word, english[j]))
        return pairs

    return wrong


def _all_rows(weights, german, english, at_least):
    return _by_row(lambda w, t: True)(weights, german, english, at_least)


def _strictly(weights, german, english, at_least):
    return _by_row(lambda w, t: w > t)(weights, german, english, at_least)


def _pale_ones(weights, german, english, at_least):
    return _by_row(lambda w, t: w < t)(weights, german, english, at_least)


def _dimmest(weights, german, english, at_least):
    return _by_row(lambda w, t: w >= t, lambda row: int(row.argmin()))(weights, german, english, at_least)


def _last_of_ties(weights, german, english, at_least):
    return _by_row(lambda w, t: w >= t, lambda row: len(row) - 1 - int(row.flip(0).argmax()))(
        weights, german, english, at_least
    )


def _english_first(weights, german, english, at_least):
    return [(b, a) for a, b in slow_read_map(weights, german, english, at_least)]


def _bright_cells(weights, german, english, at_least):
    return [
        (german[i], english[j])
        for i in range(len(german))
        for j in range(len(english))
        if weights[i, j] >= at_least
    ]


def _indices(weights, german, english, at_least):
    best = [int(row.argmax()) for row in weights]
    return [(i, j) for i, j in enumerate(best) if weights[i, j] >= at_least]


def _pairs(place, word=lambda german, english, i, j: english[j]):
    """read_map with another place of the largest weight, or another word taken there."""

    def wrong(weights, german, english, at_least):
        pairs = []
        for i, g in enumerate(german):
            j = place(weights, i)
            if weights[i].max() >= at_least:
                pairs.append((g, word(german, english, i, j)))
        return pairs

    return wrong


def _own_place(weights, i):
    return int(weights[i].argmax())


def _own_number(number):
    def wrong(weights, german, english, at_least):
        return slow_read_map(weights, german, english, number)

    return wrong


def _none_for_pale(weights, german, english, at_least):
    bright = [row.max() >= at_least for row in weights]
    pairs = _all_rows(weights, german, english, at_least)
    return [(g, e if b else None) for (g, e), b in zip(pairs, bright, strict=True)]


def _stops_at_pale(weights, german, english, at_least):
    pairs = []
    for i, word in enumerate(german):
        if weights[i].max() < at_least:
            break
        pairs.append((word, english[int(weights[i].argmax())]))
    return pairs


def _all_of_a_tie(weights, german, english, at_least):
    return [
        (g, e)
        for i, g in enumerate(german)
        for j, e in enumerate(english)
        if weights[i, j] == weights[i].max() and weights[i, j] >= at_least
    ]


def _english_once(weights, german, english, at_least):
    weights, pairs = weights.clone(), []
    for i, word in enumerate(german):
        j = int(weights[i].argmax())
        if weights[i, j] >= at_least:
            pairs.append((word, english[j]))
            weights[:, j] = -1
    return pairs


def _first_bright(weights, german, english, at_least):
    bright = [next((j for j, w in enumerate(row) if w >= at_least), None) for row in weights.tolist()]
    return [(g, english[j]) for g, j in zip(german, bright, strict=True) if j is not None]


def _best_so_far(weights, german, english, at_least):
    pairs, best, largest = [], 0, -1.0
    for word, row in zip(german, weights.tolist(), strict=True):
        for j, weight in enumerate(row):
            if weight > largest:
                best, largest = j, weight
        if largest >= at_least:
            pairs.append((word, english[best]))
    return pairs


def _as_many_as_english(weights, german, english, at_least):
    pairs = []
    for i in range(len(english)):
        j = int(weights[i].argmax())
        if weights[i, j] >= at_least:
            pairs.append((german[i], english[j]))
    return pairs


def _as_many_as_both(weights, german, english, at_least):
    n = min(len(german), len(english))
    return slow_read_map(weights[:n], german[:n], english, at_least)


def _row_of_the_word(weights, german, english, at_least):
    rows = [german.index(word) for word in german]
    return slow_read_map(weights[rows], german, english, at_least)


def _one_of_each_word(weights, german, english, at_least):
    return list(dict(slow_read_map(weights, german, english, at_least)).items())


def _words_alone(args: tuple, got: Any, expected: list) -> bool:
    return isinstance(got, list) and bool(got) and all(isinstance(item, str) and item in args[2] for item in got)


def _three_in_a_pair(args: tuple, got: Any, expected: list) -> bool:
    return isinstance(got, list) and bool(got) and all(isinstance(p, list | tuple) and len(p) == 3 for p in got)


def _weight_as_index(args: tuple, got: Any, expected: list) -> bool:
    return isinstance(got, TypeError | IndexError) and "converted to an index" in str(got)


def _by_column(weights, german, english, at_least):
    return [
        (german[int(weights[:, j].argmax())], word)
        for j, word in enumerate(english)
        if weights[:, j].max() >= at_least
    ]


# ------------------------------------------------------------------------------ 3 alignment_error_rate


def slow_alignment_error_rate(found, sure, possible) -> float:
    """Counting link by link."""
    seen: list[tuple[int, int]] = []
    in_sure = in_possible = 0
    for link in found:
        if link in seen:
            continue
        seen.append(link)
        in_sure += link in sure
        in_possible += link in sure or link in possible
    n_sure = len({tuple(link) for link in sure})
    if not seen and not n_sure:
        return 0.0
    return 1 - (in_sure + in_possible) / (len(seen) + n_sure)


def random_links(rng: np.random.Generator):
    def some(n: int) -> list[tuple[int, int]]:
        return [(int(i), int(j)) for i, j in zip(rng.integers(0, 4, n), rng.integers(0, 3, n), strict=True)]

    found, sure, possible = (
        some(int(rng.integers(1, 8))),
        some(int(rng.integers(1, 8))),
        some(int(rng.integers(0, 5))),
    )
    if rng.random() < 0.4:  # long sentences, whose links must not be taken for each other: (1, 12) and (11, 2)
        places = [(1, 12), (11, 2), (0, 100), (1, 0), (112, 3), (1, 123), (20, 0), (2, 1)]
        found, sure, possible = (
            [places[2 * i + j] for i, j in links if 2 * i + j < 8] for links in (found, sure, possible)
        )
    return found, sure, possible


def _aer(found, sure, possible, p=None, top=None, bottom=None):
    a, s = set(found), set(sure)
    p = (s | set(possible)) if p is None else p(s, set(possible))
    total = (len(a) + len(s)) if bottom is None else bottom(a, s, p)
    hits = (len(a & s) + len(a & p)) if top is None else top(a, s, p)
    return 1 - hits / total if total else 0.0


def _all_in_bottom(found, sure, possible):
    return _aer(found, sure, possible, bottom=lambda a, s, p: len(a) + len(p))


def _precision(found, sure, possible):
    return _aer(found, sure, possible, top=lambda a, s, p: len(a & p), bottom=lambda a, s, p: len(a))


def _recall(found, sure, possible):
    return _aer(found, sure, possible, top=lambda a, s, p: len(a & s), bottom=lambda a, s, p: len(s))


def _doubles_count(found, sure, possible):
    s = list(sure)
    hits = sum(link in s for link in found) + sum(link in s or link in possible for link in found)
    total = len(found) + len(s)
    return 1 - hits / total if total else 0.0


def _zero_where(empty):
    def wrong(found, sure, possible):
        return 0.0 if empty(found, sure, possible) else slow_alignment_error_rate(found, sure, possible)

    return wrong


def _zero_without_p(found, sure, possible):
    a, s = set(found), set(sure)
    p = s | set(possible)
    return 1 - (len(a & s) + len(a & p)) / (len(a) + len(s)) if p else 0.0


def _no_brackets(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - (len(a & s) + len(a & (s | set(possible)))) / len(a) + len(s) if a else 0.0


def _no_brackets_above(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - len(a & s) + len(a & (s | set(possible))) / (len(a) + len(s)) if a or s else 0.0


def _whole_division(found, sure, possible):
    return float(math.ceil(slow_alignment_error_rate(found, sure, possible) - 1e-9))


def _and_word(found, sure, possible):
    return _aer(found, sure, possible, top=lambda a, s, p: len(a and s) + len(a and p))


def _either(found, sure, possible):
    return _aer(found, sure, possible, top=lambda a, s, p: len(a | s) + len(a | p))


def _doubles_below(found, sure, possible):
    return _aer(found, sure, possible, bottom=lambda a, s, p: len(found) + len(sure))


def _doubles_of_sure(found, sure, possible):
    return _aer(found, sure, possible, bottom=lambda a, s, p: len(a) + len(sure))


def _doubles_of_found(found, sure, possible):
    return _aer(found, sure, possible, bottom=lambda a, s, p: len(found) + len(s))


def _possible_in_bottom(found, sure, possible):
    return _aer(found, sure, possible, bottom=lambda a, s, p: len(a) + len(s) + len(set(possible)))


def _nothing_is_one(found, sure, possible):
    return slow_alignment_error_rate(found, sure, possible) if found or sure else 1.0


# --------------------------------------------------------------------------------------------- 4 attend


def slow_attend(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """Query by query, key by key."""
    result = torch.zeros(len(queries), values.shape[1], dtype=values.dtype)
    for i in range(len(queries)):
        scores = [sum(a * b for a, b in zip(queries[i].tolist(), key.tolist(), strict=True)) for key in keys]
        powers = [math.exp(score - max(scores)) for score in scores]
        for j in range(len(keys)):
            result[i] += powers[j] / sum(powers) * values[j]
    return result


def random_attention(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    n, m, width, size = (int(rng.integers(a, b)) for a, b in ((1, 7), (2, 7), (1, 4), (1, 4)))
    return tuple(torch.from_numpy(rng.normal(0, 1, shape)) for shape in ((n, width), (m, width), (m, size)))


def _columns(queries, keys, values):
    return (queries @ keys.T).softmax(dim=0) @ values


def _over_everything(queries, keys, values):
    scores = queries @ keys.T
    return scores.flatten().softmax(dim=0).view_as(scores) @ values


def _rescaled_columns(queries, keys, values):
    weights = (queries @ keys.T).softmax(dim=0)
    return weights / weights.sum(dim=1, keepdim=True) @ values


def _no_keepdim(queries, keys, values):
    powers = (queries @ keys.T).exp()
    return powers / powers.sum(dim=1) @ values


def _share_of_scores(queries, keys, values):
    scores = queries @ keys.T
    return scores / scores.sum(dim=1, keepdim=True) @ values


def _columns_of_a_square(queries, keys, values):
    return (queries @ keys.T).softmax(dim=0 if len(queries) == len(keys) else 1) @ values


def _are_weights(args: tuple, got: Any, expected: torch.Tensor) -> bool:
    """One weight for each key, adding up to one; the values are not used."""
    queries, keys = args[:2]
    shape = (*queries.shape[:-1], keys.shape[-2])
    fits = isinstance(got, torch.Tensor) and got.shape == shape != expected.shape
    return fits and bool(torch.allclose(got.sum(dim=-1), torch.ones((), dtype=got.dtype)))


def _with_root(queries, keys, values):
    return (queries @ keys.T / math.sqrt(queries.shape[-1])).softmax(dim=1) @ values


# ------------------------------------------------------------------------------ 5 dot_product_attention


def slow_dot_product_attention(queries, keys, values, allowed=None):
    """One sentence and one head at a time, over the allowed keys only."""
    if queries.ndim > 2:
        return torch.stack(
            [slow_dot_product_attention(q, k, v, allowed) for q, k, v in zip(queries, keys, values, strict=True)]
        )
    root = math.sqrt(queries.shape[-1])
    result = torch.zeros(len(queries), values.shape[-1], dtype=values.dtype)
    for i in range(len(queries)):
        may = [j for j in range(len(keys)) if allowed is None or allowed[i, j]]
        scores = {j: sum((queries[i] * keys[j]).tolist()) / root for j in may}
        powers = {j: math.exp(scores[j] - max(scores.values())) for j in may}
        for j in may:
            result[i] += powers[j] / sum(powers.values()) * values[j]
    return result


def random_heads(rng: np.random.Generator):
    front = [(), (2,), (2, 3), (2, 1, 3)][int(rng.integers(0, 4))]
    n, m, width, size = (int(rng.integers(a, b)) for a, b in ((1, 7), (2, 6), (2, 5), (5, 7)))
    q, k, v = (torch.from_numpy(rng.normal(0, 1.5, (*front, *s))) for s in ((n, width), (m, width), (m, size)))
    if rng.random() < 0.5:
        return q, k, v
    allowed = torch.from_numpy(rng.random((n, m)) < 0.5)
    allowed[:, int(rng.integers(0, m))] = True
    return q, k, v, allowed


def _variant(scale=lambda q, k, v: math.sqrt(q.shape[-1]), dim=-1, use_mask=True, flip=False, fill=-math.inf):
    def wrong(queries, keys, values, allowed=None):
        scores = queries @ keys.transpose(-2, -1) / scale(queries, keys, values)
        if allowed is not None and use_mask:
            scores = scores.masked_fill(allowed if flip else ~allowed, fill)
        return scores.softmax(dim=dim) @ values

    return wrong


def _masked(queries, keys, allowed, root=True):
    scores = queries @ keys.transpose(-2, -1) / (math.sqrt(queries.shape[-1]) if root else 1)
    return scores if allowed is None else scores.masked_fill(~allowed, -math.inf)


def _with_t(queries, keys, values, allowed=None):
    scores = queries @ keys.T / math.sqrt(queries.shape[-1])
    return (scores if allowed is None else scores.masked_fill(~allowed, -math.inf)).softmax(dim=-1) @ values


def _first_two(queries, keys, values, allowed=None):
    scores = queries @ keys.transpose(0, 1) / math.sqrt(queries.shape[-1])
    return (scores if allowed is None else scores.masked_fill(~allowed, -math.inf)).softmax(dim=-1) @ values


def _mask_turned_over(queries, keys, values, allowed=None):
    return _masked(queries, keys, None if allowed is None else allowed.T).softmax(dim=-1) @ values


def _softmaxed_twice(queries, keys, values, allowed=None):
    return _masked(queries, keys, allowed).softmax(dim=-1).softmax(dim=-1) @ values


def _sums_in_a_row(queries, keys, values, allowed=None):
    powers = _masked(queries, keys, allowed).exp()
    return powers / powers.sum(dim=-1) @ values


def _mask_added(queries, keys, values, allowed=None):
    scores = _masked(queries, keys, None)
    return (scores if allowed is None else scores + allowed).softmax(dim=-1) @ values


def _mask_multiplied(queries, keys, values, allowed=None):
    scores = _masked(queries, keys, None)
    return (scores if allowed is None else scores * allowed).softmax(dim=-1) @ values


def _weights_cut(queries, keys, values, allowed=None):
    weights = _masked(queries, keys, None).softmax(dim=-1)
    return (weights if allowed is None else weights * allowed) @ values


def _weights_cut_and_mended(queries, keys, values, allowed=None):
    weights = _masked(queries, keys, None).softmax(dim=-1)
    weights = weights if allowed is None else weights * allowed
    return weights / weights.sum(dim=-1, keepdim=True) @ values


def _plain_exp(queries, keys, values, allowed=None):
    powers = _masked(queries, keys, allowed).exp()
    return powers / powers.sum(dim=-1, keepdim=True) @ values


def _root_of_the_weights(queries, keys, values, allowed=None):
    return _masked(queries, keys, allowed, root=False).softmax(dim=-1) / math.sqrt(queries.shape[-1]) @ values


def _scores_for_weights(queries, keys, values, allowed=None):
    return _masked(queries, keys, None) @ values


ROWS = torch.tensor([[1.0, 0.0], [0.0, 1.0]])

EXERCISES = [
    Exercise(
        name="masked_weights",
        title="Nobody looks at padding",
        cases=[
            Case((torch.tensor([[0.0, 0.0, 9.0]]), torch.tensor([True, True, False])), note="fixed"),
            Case(
                (torch.tensor([[1.0, 2.0, 3.0], [0.5, -0.5, 0.0]]), torch.tensor([True, True, False])), note="fixed"
            ),
            Case(
                (torch.tensor([[-101.0, -100.5, 5.0, 7.0]]), torch.tensor([True, True, False, False])),
                note="edge: the real words have very low scores",
            ),
            Case(
                (torch.tensor([[-5000.0, -5001.0, 3.0]]), torch.tensor([True, True, False])),
                note="edge: the real words have scores far below all others",
            ),
            Case((torch.tensor([[1.0, 4.0], [2.0, 2.0]]), torch.tensor([False, True])), note="edge: one real word"),
            Case((torch.tensor([[1.0, 4.0, -2.0]]), torch.tensor([True, True, True])), note="edge: no padding"),
            Case(
                (torch.tensor([[1.0, 4.0, 0.5, 2.0]]), torch.tensor([True, False, True, False])),
                note="edge: padding between the words",
            ),
        ],
        reference=slow_masked_weights,
        random=random_scores,
        vary={"scores": ("real", "low", "high")},
        mistakes=[
            Mistake(
                "the scores are used as they are: padding still gets weight",
                like=lambda scores, real: scores.softmax(dim=1),
            ),
            Mistake(
                "a score of 0 is not nothing: e to the 0 is 1. It must be minus infinity",
                like=lambda scores, real: scores.masked_fill(~real, 0).softmax(dim=1),
            ),
            Mistake(
                "the weights are set to zero after softmax, so the rows no longer sum to 1",
                like=lambda scores, real: scores.softmax(dim=1) * real,
            ),
            Mistake(
                "turned around: the real words are hidden, and the padding is seen",
                like=lambda scores, real: scores.masked_fill(real, -math.inf).softmax(dim=1),
            ),
            Mistake(
                "softmax runs down the columns; each *row* is one query, use dim=1",
                like=lambda scores, real: scores.masked_fill(~real, -math.inf).softmax(dim=0),
            ),
            Mistake("softmax runs over the whole table: each *row* is one query, use dim=1", like=_whole_table),
            Mistake(
                "the lowest score is still a score: use minus infinity",
                like=lambda scores, real: scores.masked_fill(~real, scores.min().item()).softmax(dim=1),
            ),
            Mistake(
                "plus infinity, or NaN, in a row makes all of it NaN: it is minus infinity, -math.inf",
                like=_low_number(math.inf),
            ),
            Mistake(
                "0 times infinity is NaN: scores.masked_fill(padding, ...) changes the padding alone",
                like=lambda scores, real: (scores + ~real * -math.inf).softmax(dim=1),
            ),
            Mistake(
                "the weights were cut after softmax and divided by their sum: where padding had taken it all, "
                "that is 0/0, NaN. Set the scores to minus infinity before softmax",
                like=_renormalised,
            ),
            Mistake(
                "those are the scores: softmax makes weights of them",
                like=lambda scores, real: scores.masked_fill(~real, -math.inf),
            ),
            Mistake("the padding was cut away: it keeps its place, with weight 0", when=_padding_cut),
            Mistake(
                "`scores[padding]` takes rows, queries; for words it is [:, padding], on a copy",
                error=(IndexError, "The shape of the mask"),
            ),
            Mistake(
                "low, but not low enough when the real scores are lower still: use minus infinity",
                when=lambda args, got, expected: (
                    isinstance(got, torch.Tensor)
                    and got.shape == expected.shape
                    and args[0].min() < -100
                    and bool((got[:, ~args[1]] > 0).any())
                ),
            ),
        ],
    ),
    Exercise(
        name="read_map",
        title="Read a map",
        cases=[
            Case(
                (torch.tensor([[0.9, 0.1], [0.4, 0.6]]), ["ja", "gut"], ["yes", "good"], 0.7),
                note="fixed",
            ),
            Case(
                (
                    torch.tensor([[0.75, 0.125, 0.125], [0.0, 0.25, 0.75], [0.125, 0.875, 0.0], [0.25, 0.25, 0.5]]),
                    ["Heute", "trinke", "ich", "Tee"],
                    ["today", "I", "drink"],
                    0.5,
                ),
                note="fixed",
            ),
            Case(
                (torch.tensor([[0.5, 0.5], [0.25, 0.75]]), ["a", "b"], ["x", "y"], 0.5),
                note="edge: a tie, exactly at the threshold",
            ),
            Case((torch.tensor([[0.4, 0.6]]), ["a"], ["x", "y"], 0.9), note="edge: all rows too pale"),
            Case((torch.tensor([[1.0], [1.0]]), ["a", "b"], ["x"], 0.0), note="edge: one English word"),
            Case(
                (
                    torch.tensor([[0.75, 0.25, 0.0], [0.0, 0.125, 0.875], [0.25, 0.75, 0.0]]),
                    ["die", "sieht", "die"],
                    ["she", "her", "sees"],
                    0.5,
                ),
                note="edge: a German word that comes twice",
            ),
        ],
        reference=slow_read_map,
        random=random_map,
        vary={"german": "words", "english": "words"},
        mistakes=[
            Mistake("rows that are too pale are on the list too: look at `at_least`", like=_all_rows),
            Mistake("a weight of exactly `at_least` counts: >= in place of >", like=_strictly),
            Mistake("turned around: the pale rows are on the list", like=_pale_ones),
            Mistake("that is the smallest weight of each row: argmax, not argmin", like=_dimmest),
            Mistake("on a tie the first English word counts, not the last", like=_last_of_ties),
            Mistake("the pairs are turned around: first the German word", like=_english_first),
            Mistake("every bright cell is there: take one English word for each German word", like=_bright_cells),
            Mistake("those are indices: put the words themselves on the list", like=_indices),
            Mistake("the loop runs over the English words: each *row* is a German word", like=_by_column),
            Mistake(
                "the largest weight itself is used as a place: .argmax() gives its place",
                like=_pairs(lambda weights, i: int(weights[i].max())),
            ),
            Mistake(
                "an index must be a whole number: .max() gives the largest weight, int(....argmax()) its place",
                when=_weight_as_index,
            ),
            Mistake(
                "the column is the place of an English word: english[column]",
                like=_pairs(_own_place, lambda german, english, i, j: german[j]),
            ),
            Mistake(
                "the row is the place of the German word; the English one is english[column]",
                like=_pairs(_own_place, lambda german, english, i, j: english[i]),
            ),
            Mistake(
                "that is the place of the largest weight of the whole map: take that of one row, weights[row]",
                like=_pairs(lambda weights, i: int(weights.argmax())),
            ),
            Mistake(
                "that is the largest of each column, dim=0: a German word is a *row*",
                like=_pairs(lambda weights, i: int(weights.argmax(dim=0)[i])),
            ),
            Mistake(
                "compare with `at_least`, not with a number of your own", like=[_own_number(0.5), _own_number(0.7)]
            ),
            Mistake("a row that is too pale is left out, not put on the list with None", like=_none_for_pale),
            Mistake("`break` ends the loop at the first pale row: leave out that row alone", like=_stops_at_pale),
            Mistake("on a tie only the first English word counts", like=_all_of_a_tie),
            Mistake(
                "that is the first word with enough weight; take the one with the largest, then compare",
                like=_first_bright,
            ),
            Mistake("the largest weight begins anew for each row: set it inside the loop", like=_best_so_far),
            Mistake("the rows are the German words: range(len(german))", like=_as_many_as_english),
            Mistake("the rows are the German words, all of them: len(german)", like=_as_many_as_both),
            Mistake("an English word may belong to several German ones", like=_english_once),
            Mistake(
                "german.index(word) finds the first of two equal words: count the rows with enumerate(german)",
                like=_row_of_the_word,
            ),
            Mistake(
                "a dict keeps one entry for each word: a word that comes twice has two pairs",
                like=_one_of_each_word,
            ),
            Mistake("those are English words alone: put pairs on the list, (German, English)", when=_words_alone),
            Mistake("a pair has two words and nothing else", when=_three_in_a_pair),
            Mistake(
                "a dict is no list of pairs: begin with [] and append (German, English)",
                when=lambda args, got, expected: isinstance(got, dict),
            ),
        ],
    ),
    Exercise(
        name="alignment_error_rate",
        title="The alignment error rate, by hand",
        cases=[
            Case(([(0, 0), (1, 1)], [(0, 0)], [(1, 1)]), note="fixed"),
            Case(([(0, 0), (1, 1), (2, 1)], [(0, 0), (1, 1), (1, 2)], [(2, 1)]), note="fixed"),
            Case(([(0, 0), (0, 0), (1, 1)], [(0, 0), (2, 2), (2, 2)], []), note="edge: links listed twice"),
            Case(([], [(0, 0)], [(1, 1)]), note="edge: nothing found"),
            Case(([], [], []), note="edge: nothing found and nothing sure"),
            Case(([(0, 1)], [], []), note="edge: found where nothing is"),
            Case(([], [], [(0, 0)]), note="edge: only a possible link"),
            Case(([(0, 12), (1, 0)], [(1, 2), (0, 3)], []), note="edge: a long sentence"),
            Case(([(0, 0)], [], [(0, 0)]), note="edge: nothing sure, and the link found is possible"),
        ],
        reference=slow_alignment_error_rate,
        random=random_links,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "sure links are possible too: P is both together",
                like=lambda found, sure, possible: _aer(found, sure, possible, p=lambda s, q: q),
            ),
            Mistake(
                "the possible links are not used: P is sure and possible together",
                like=lambda found, sure, possible: _aer(found, sure, possible, p=lambda s, q: s),
            ),
            Mistake(
                "that is how much is right; the error rate is 1 minus it",
                like=lambda found, sure, possible: 1 - _aer(found, sure, possible),
            ),
            Mistake("below the line stand |A| and |S|, not |P|", like=_all_in_bottom),
            Mistake("that is one minus the precision: the sure links are missing", like=_precision),
            Mistake("that is one minus the recall: the found links are missing", like=_recall),
            Mistake("a link that is listed twice counts once: make sets", like=_doubles_count),
            Mistake(
                "below the line is the sum |A| + |S|, not what is in either",
                like=lambda found, sure, possible: _aer(found, sure, possible, bottom=lambda a, s, p: len(a | s)),
            ),
            Mistake("nothing found and nothing to find is no error: 0", like=_nothing_is_one),
            Mistake(
                "nothing found, but there were sure links: only where both are missing the rate is 0",
                like=_zero_where(lambda found, sure, possible: not found),
            ),
            Mistake(
                "nothing is sure, but links were found: only where both are missing the rate is 0",
                like=_zero_where(lambda found, sure, possible: not sure),
            ),
            Mistake(
                "the rate is 0 where nothing is found and nothing is sure, and only there",
                like=_zero_without_p,
            ),
            Mistake(
                "only where nothing is found and nothing sure the rate is 0",
                like=_zero_where(lambda found, sure, possible: not found or not sure),
            ),
            Mistake("below the line stands a sum: (len(a) + len(s)), in brackets", like=_no_brackets),
            Mistake("above the line stands a sum: it needs brackets of its own", like=_no_brackets_above),
            Mistake("// drops the part behind the point: divide with /", like=_whole_division),
            Mistake("`and` gives one of the two sets; & keeps what is in both", like=_and_word),
            Mistake(
                "`or` gives one of the two sets; | puts both together",
                like=lambda found, sure, possible: _aer(found, sure, possible, p=lambda s, q: s or q),
            ),
            Mistake(
                "P is sure and possible together, |; & keeps only what is in both",
                like=lambda found, sure, possible: _aer(found, sure, possible, p=lambda s, q: s & q),
            ),
            Mistake("∩ is &, what is in both; | is what is in either", like=_either),
            Mistake(
                "below the line a link that is listed twice counts once too: make sets",
                like=[_doubles_below, _doubles_of_sure, _doubles_of_found],
            ),
            Mistake("the possible links do not count below the line, only |A| + |S|", like=_possible_in_bottom),
            Mistake(
                "nothing found and nothing to find is no error: 0",
                when=lambda args, got, expected: not args[0] and not args[1] and isinstance(got, float),
            ),
        ],
    ),
    Exercise(
        name="attend",
        title="Bug hunt: a map that looks almost right",
        cases=[
            Case((torch.tensor([[0.0]]), torch.tensor([[1.0], [1.0]]), torch.tensor([[2.0], [4.0]])), note="fixed"),
            Case((3 * ROWS, 3 * ROWS, torch.tensor([[1.0, 0.0], [0.0, 1.0]])), note="fixed"),
            Case(
                (torch.tensor([[1.0, 0.0]]), torch.tensor([[2.0, 1.0], [0.0, 3.0], [1.0, 1.0]]), torch.eye(3)),
                note="edge: one query, three keys",
            ),
            Case(
                (ROWS, torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([[1.0, 0.0], [5.0, 2.0]])),
                note="edge: as many queries as keys, with no clear diagonal",
            ),
            Case(
                (torch.tensor([[900.0], [-900.0]]), torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])),
                note="edge: one query with very high scores only, one with very low ones only",
            ),
        ],
        reference=slow_attend,
        random=random_attention,
        vary={"queries": ("equal", "negative", "tiny", "large"), "keys": ("ties", "negative"), "values": "real"},
        bug=_columns,
        symptom="each German word should share out one whole attention; look at weights.sum(dim=1)",
        mistakes=[
            Mistake("softmax runs over the whole table: each row must sum to 1 by itself", like=_over_everything),
            Mistake(
                "the rows do not sum to 1: divide each by its sum, or use softmax",
                like=lambda queries, keys, values: (queries @ keys.T).exp() @ values,
            ),
            Mistake("rescaling hides the symptom; the softmax still runs down the columns", like=_rescaled_columns),
            Mistake(
                "the scores themselves are no weights: softmax is missing",
                like=lambda queries, keys, values: queries @ keys.T @ values,
            ),
            Mistake(
                "softmax is applied twice, which makes the map pale",
                like=[
                    lambda queries, keys, values: (queries @ keys.T).softmax(dim=0).softmax(dim=1) @ values,
                    lambda queries, keys, values: (queries @ keys.T).softmax(dim=1).softmax(dim=1) @ values,
                ],
            ),
            Mistake("the sums must stand in a column: .sum(dim=1, keepdim=True)", like=_no_keepdim),
            Mistake(
                "scores divided by their sum are no softmax: that takes e to the power of each",
                like=_share_of_scores,
            ),
            Mistake("also with as many queries as keys softmax runs along a row, dim=1", like=_columns_of_a_square),
            Mistake("those are the weights: average the values with them, weights @ values", when=_are_weights),
            Mistake("here the scores are not divided by anything; that is the next exercise", like=_with_root),
            Mistake(
                "exp of a large score is infinite, and infinite by infinite is NaN: softmax avoids that",
                like=lambda q, k, v: (q @ k.T).exp() / (q @ k.T).exp().sum(dim=1, keepdim=True) @ v,
            ),
        ],
    ),
    Exercise(
        name="dot_product_attention",
        title="Scaled dot-product attention, from nothing",
        cases=[
            Case(
                (torch.tensor([[1.0]]), torch.tensor([[0.0], [2.0]]), torch.tensor([[10.0], [20.0]])), note="fixed"
            ),
            Case(
                (
                    torch.tensor([[1.0, 2.0], [0.5, -1.0]], dtype=torch.float64),
                    torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], dtype=torch.float64),
                    torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]], dtype=torch.float64),
                ),
                note="fixed",
            ),
            Case(
                (ROWS, ROWS, torch.tensor([[1.0], [5.0]]), torch.tensor([[True, False], [True, True]])),
                note="edge: the first word may not look at the second",
            ),
            Case((torch.ones(2, 1, 4), torch.ones(2, 3, 4), torch.ones(2, 3, 1)), note="edge: two sentences"),
            Case(
                (
                    torch.tensor([[3e5, 0.0]]),
                    torch.tensor([[-2e5, 1.0], [2e5, 5.0]]),
                    torch.tensor([[1.0, 3.0], [8.0, 2.0]]),
                    torch.tensor([[True, False]]),
                ),
                note="edge: the one word that may be seen has a very low score",
            ),
            Case(
                (torch.tensor([[900.0, 0.0]]), torch.tensor([[2.0, 1.0], [1.0, 5.0]]), ROWS),
                note="edge: very large scores",
            ),
            Case(
                (torch.tensor([[900.0], [-900.0]]), torch.tensor([[2.0], [1.0]]), ROWS),
                note="edge: one query with high scores only, one with low ones only",
            ),
        ],
        reference=slow_dot_product_attention,
        random=random_heads,
        vary={"values": "real"},
        rtol=1e-6,
        atol=1e-6,
        not_called=["scaled_dot_product_attention"],
        mistakes=[
            Mistake("the scores are not divided by the square root of the width", like=_variant(lambda q, k, v: 1)),
            Mistake(
                "divided by the width; it is the square root of the width",
                like=_variant(lambda q, k, v: q.shape[-1]),
            ),
            Mistake(
                "the root is that of the values' size; take the width of the queries",
                like=_variant(lambda q, k, v: math.sqrt(v.shape[-1])),
            ),
            Mistake(
                "the root is that of the number of keys; take the width of the queries",
                like=_variant(lambda q, k, v: math.sqrt(k.shape[-2])),
            ),
            Mistake("softmax runs over the queries; the keys are the last direction", like=_variant(dim=-2)),
            Mistake("`allowed` is not used", like=_variant(use_mask=False)),
            Mistake("`allowed` is turned around: True means may look", like=_variant(flip=True)),
            Mistake(
                "a forbidden score of 0 is still a score; use minus infinity",
                like=[_variant(fill=0.0), _mask_multiplied],
            ),
            *(
                Mistake("a forbidden score is low, but not low enough; use minus infinity", like=_variant(fill=low))
                for low in (-10.0, -20.0, -50.0, -100.0)
            ),
            Mistake(
                "the root is that of the number of queries; the width is queries.shape[-1]",
                like=_variant(lambda q, k, v: math.sqrt(q.shape[-2])),
            ),
            Mistake(
                "in a batch shape[1] is not the width: count from the end, queries.shape[-1]",
                like=_variant(lambda q, k, v: math.sqrt(q.shape[1])),
            ),
            Mistake(
                "multiplied by the root; divide by it", like=_variant(lambda q, k, v: 1 / math.sqrt(q.shape[-1]))
            ),
            Mistake("in a batch dim=1 is not the last direction: count from the end, dim=-1", like=_variant(dim=1)),
            Mistake("dim=0 is the first direction; the keys are the last, dim=-1", like=_variant(dim=0)),
            Mistake(
                "in a batch .T and transpose(0, 1) turn other directions: keys.transpose(-2, -1) the last two",
                like=[_with_t, _first_two],
            ),
            Mistake("rows and columns of `allowed` are swapped: it is (n, m) already", like=_mask_turned_over),
            Mistake("softmax is applied twice", like=_softmaxed_twice),
            Mistake("the sums must stand in a column: .sum(dim=-1, keepdim=True)", like=_sums_in_a_row),
            Mistake("adding True adds 1; what is forbidden needs minus infinity", like=_mask_added),
            Mistake(
                "the weights are set to zero after softmax, so they no longer sum to 1: mask the scores",
                like=_weights_cut,
            ),
            Mistake(
                "the weights were cut after softmax and divided by their sum: where others had taken it all, "
                "that is 0/0, NaN. Set the scores to minus infinity before softmax",
                like=_weights_cut_and_mended,
            ),
            Mistake(
                "exp of a large score is infinite, and infinite by infinite is NaN: softmax avoids that",
                like=_plain_exp,
            ),
            Mistake("the root divides the scores, before softmax, not the weights", like=_root_of_the_weights),
            Mistake("the scores themselves are no weights: softmax is missing", like=_scores_for_weights),
            Mistake("those are the weights: average the values with them, weights @ values", when=_are_weights),
            Mistake(
                "`if allowed:` asks for one yes or no, and it holds many: `if allowed is not None:`",
                error=(RuntimeError, "Boolean value of Tensor"),
            ),
            Mistake(
                "without a mask `allowed` is None: use it under `if allowed is not None:`",
                when=lambda args, got, expected: (
                    len(args) == 3 and isinstance(got, TypeError | AttributeError) and "NoneType" in str(got)
                ),
            ),
        ],
    ),
]

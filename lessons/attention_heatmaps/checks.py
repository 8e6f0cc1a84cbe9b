"""Checks of the attention exercises. Each reference is slow and obvious: loops over words."""

from __future__ import annotations

import math

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
    n, m = int(rng.integers(2, 5)), int(rng.integers(5, 9))
    real = torch.arange(m) < int(rng.integers(1, m))
    if rng.random() < 0.3:
        real = real.flip(0)
    return torch.from_numpy(rng.normal(0, 3, (n, m)).astype(np.float32)), real


def _unmasked(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return scores.softmax(dim=1)


def _zero_scores(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return scores.masked_fill(~real, 0).softmax(dim=1)


def _zero_weights(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return scores.softmax(dim=1) * real


def _turned(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return scores.masked_fill(real, -math.inf).softmax(dim=1)


def _down_the_columns(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    return scores.masked_fill(~real, -math.inf).softmax(dim=0)


def _low_number(low: float):
    def wrong(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        return scores.masked_fill(~real, low).softmax(dim=1)

    return wrong


# ------------------------------------------------------------------------------------------- 2 read_map


def slow_read_map(
    weights: torch.Tensor, german: list[str], english: list[str], at_least: float
) -> list[tuple[str, str]]:
    """Cell by cell."""
    pairs = []
    for i, word in enumerate(german):
        best, largest = "", -1.0
        for j, candidate in enumerate(english):
            if weights[i, j].item() > largest:
                best, largest = candidate, weights[i, j].item()
        if largest >= at_least:
            pairs.append((word, best))
    return pairs


def random_map(rng: np.random.Generator) -> tuple[torch.Tensor, list[str], list[str], float]:
    n, m = int(rng.integers(2, 6)), int(rng.integers(3, 8))
    weights = rng.integers(0, 5, (n, m)) + 0.25  # few values: ties are common
    weights = torch.from_numpy(weights / weights.sum(axis=1, keepdims=True))
    german = [f"Wort{i}" for i in rng.permutation(n)]
    english = [f"word{j}" for j in rng.permutation(m)]
    return weights, german, english, float(rng.choice([0.0, 0.2, 0.3, 0.4]))


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
    pairs = slow_read_map(weights, german, english, at_least)
    return [(german.index(a), english.index(b)) for a, b in pairs]


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

    return some(int(rng.integers(1, 8))), some(int(rng.integers(1, 8))), some(int(rng.integers(0, 5)))


def _aer(found, sure, possible, p=None, top=None, bottom=None):
    a, s = set(found), set(sure)
    p = (s | set(possible)) if p is None else p(s, set(possible))
    total = (len(a) + len(s)) if bottom is None else bottom(a, s, p)
    hits = (len(a & s) + len(a & p)) if top is None else top(a, s, p)
    return 1 - hits / total if total else 0.0


def _sure_is_not_possible(found, sure, possible):
    return _aer(found, sure, possible, p=lambda s, q: q)


def _no_possible(found, sure, possible):
    return _aer(found, sure, possible, p=lambda s, q: s)


def _not_from_one(found, sure, possible):
    return 1 - _aer(found, sure, possible)


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


def _union(found, sure, possible):
    return _aer(found, sure, possible, bottom=lambda a, s, p: len(a | s))


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
    n, m, width, size = (int(rng.integers(a, b)) for a, b in ((2, 4), (4, 7), (1, 4), (1, 4)))
    return tuple(torch.from_numpy(rng.normal(0, 1, shape)) for shape in ((n, width), (m, width), (m, size)))


def _columns(queries, keys, values):
    return (queries @ keys.T).softmax(dim=0) @ values


def _over_everything(queries, keys, values):
    scores = queries @ keys.T
    return scores.flatten().softmax(dim=0).view_as(scores) @ values


def _not_normalised(queries, keys, values):
    return (queries @ keys.T).exp() @ values


def _rescaled_columns(queries, keys, values):
    weights = (queries @ keys.T).softmax(dim=0)
    return weights / weights.sum(dim=1, keepdim=True) @ values


def _no_softmax(queries, keys, values):
    return queries @ keys.T @ values


def _softmax_twice(queries, keys, values):
    return (queries @ keys.T).softmax(dim=0).softmax(dim=1) @ values


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
    front = [(), (2,), (2, 3)][int(rng.integers(0, 3))]
    n, m, width, size = (int(rng.integers(a, b)) for a, b in ((2, 4), (4, 6), (2, 5), (5, 7)))
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
            Case((torch.tensor([[1.0, 4.0], [2.0, 2.0]]), torch.tensor([False, True])), note="edge: one real word"),
            Case((torch.tensor([[1.0, 4.0, -2.0]]), torch.tensor([True, True, True])), note="edge: no padding"),
        ],
        reference=slow_masked_weights,
        random=random_scores,
        mistakes=[
            Mistake("the scores are used as they are: padding still gets weight", like=_unmasked),
            Mistake("a score of 0 is not nothing: e to the 0 is 1. It must be minus infinity", like=_zero_scores),
            Mistake(
                "the weights are set to zero after softmax, so the rows no longer sum to 1", like=_zero_weights
            ),
            Mistake("turned around: the real words are hidden, and the padding is seen", like=_turned),
            Mistake("softmax runs down the columns; each *row* is one query, use dim=1", like=_down_the_columns),
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
        ],
        reference=slow_read_map,
        random=random_map,
        n_random=8,
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
        ],
        reference=slow_alignment_error_rate,
        random=random_links,
        n_random=8,
        mistakes=[
            Mistake("sure links are possible too: P is both together", like=_sure_is_not_possible),
            Mistake("the possible links are not used: P is sure and possible together", like=_no_possible),
            Mistake("that is how much is right; the error rate is 1 minus it", like=_not_from_one),
            Mistake("below the line stand |A| and |S|, not |P|", like=_all_in_bottom),
            Mistake("that is one minus the precision: the sure links are missing", like=_precision),
            Mistake("that is one minus the recall: the found links are missing", like=_recall),
            Mistake("a link that is listed twice counts once: make sets", like=_doubles_count),
            Mistake("below the line is the sum |A| + |S|, not what is in either", like=_union),
            Mistake("nothing found and nothing to find is no error: 0", like=_nothing_is_one),
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
        ],
        reference=slow_attend,
        random=random_attention,
        bug=_columns,
        symptom="each German word should share out one whole attention; look at weights.sum(dim=1)",
        mistakes=[
            Mistake("softmax runs over the whole table: each row must sum to 1 by itself", like=_over_everything),
            Mistake("the rows do not sum to 1: divide each by its sum, or use softmax", like=_not_normalised),
            Mistake("rescaling hides the symptom; the softmax still runs down the columns", like=_rescaled_columns),
            Mistake("the scores themselves are no weights: softmax is missing", like=_no_softmax),
            Mistake("softmax is applied twice, which makes the map pale", like=_softmax_twice),
            Mistake("here the scores are not divided by anything; that is the next exercise", like=_with_root),
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
                (torch.tensor([[900.0, 0.0]]), torch.tensor([[2.0, 1.0], [1.0, 5.0]]), ROWS),
                note="edge: very large scores",
            ),
        ],
        reference=slow_dot_product_attention,
        random=random_heads,
        n_random=9,
        rtol=1e-6,
        atol=1e-6,
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
            Mistake("a forbidden score of 0 is still a score; use minus infinity", like=_variant(fill=0.0)),
        ],
    ),
]

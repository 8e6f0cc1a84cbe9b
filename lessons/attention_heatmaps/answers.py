"""Right answers written in different ways, and wrong ones that people give, with words of their feedback."""

from __future__ import annotations

import math

import torch
from torch.nn import functional as F

from overheard.check import Answers, Wrong

# ------------------------------------------------------------------------------------- 1 masked_weights


def mask_with_where(scores, real):
    return torch.where(real, scores, torch.tensor(float("-inf"))).softmax(dim=1)


def mask_by_dividing(scores, real):
    powers = (scores - scores[:, real].max(dim=1, keepdim=True).values).clamp(max=0).exp() * real
    return powers / powers.sum(dim=1, keepdim=True)


def mask_by_filling_in(scores, real):
    weights = torch.zeros_like(scores)
    weights[:, real] = F.softmax(scores[:, real], dim=-1)
    return weights


def mask_with_minus_hundred(scores, real):
    return scores.masked_fill(~real, -100.0).softmax(dim=1)


def mask_in_place(scores, real):
    scores[:, ~real] = -math.inf
    return scores.softmax(dim=1)


def mask_with_zeros_and_infinity(scores, real):
    return (scores + torch.where(real, 0.0, -math.inf)).softmax(dim=1)


def mask_with_a_billion(scores, real):
    return (scores - 1e9 * ~real).softmax(dim=1)


def mask_in_a_copy(scores, real):
    scores = scores.clone()
    scores[:, ~real] = -math.inf
    return scores.softmax(dim=1)


def mask_in_place_by_method(scores, real):
    return scores.masked_fill_(~real, -math.inf).softmax(dim=1)


def mask_with_minus_thousand(scores, real):
    return (scores - 1000 * ~real).softmax(dim=1)


def mask_of_one_stretch(scores, real):
    places = real.nonzero().flatten().tolist()
    weights, stretch = torch.zeros_like(scores), slice(places[0], places[-1] + 1)
    weights[:, stretch] = scores[:, stretch].softmax(dim=1)
    return weights


def mask_that_cuts(scores, real):
    return scores[:, real].softmax(dim=1)


def mask_of_rows(scores, real):
    scores = scores.clone()
    scores[~real] = -math.inf
    return scores.softmax(dim=1)


def mask_with_not(scores, real):
    return scores.masked_fill(not real, -math.inf).softmax(dim=1)


def mask_as_array(scores, real):
    return mask_with_where(scores, real).numpy()


# ------------------------------------------------------------------------------------------- 2 read_map


def read_by_max(weights, german, english, at_least):
    best, columns = weights.max(dim=1)
    return [(g, english[j]) for g, w, j in zip(german, best, columns.tolist(), strict=True) if w >= at_least]


def read_by_lists(weights, german, english, at_least):
    found = []
    for word, row in zip(german, weights.tolist(), strict=True):
        if max(row) >= at_least:
            found += [(word, english[row.index(max(row))])]
    return found


def read_the_diagonal(weights, german, english, at_least):
    return list(zip(german, english, strict=False))


def read_as_lists(weights, german, english, at_least):
    best = weights.numpy().argmax(axis=1)
    return [[g, english[j]] for i, (g, j) in enumerate(zip(german, best, strict=True)) if weights[i, j] >= at_least]


def read_looped(put, columns=None):
    """A loop over the German words; `put(pairs, g, row, english, column)` is the line that goes wrong."""

    def read(weights, german, english, at_least):
        pairs = []
        for i, word in enumerate(german):
            column = int(weights[i].argmax()) if columns is None else columns(weights, i)
            if weights[i].max() >= at_least:
                put(pairs, word, i, english, column)
        return pairs

    return read


def read_returns_too_soon(weights, german, english, at_least):
    pairs = []
    for word, row in zip(german, weights, strict=True):
        if row.max() >= at_least:
            pairs.append((word, english[int(row.argmax())]))
        return pairs


def read_makes_list_anew(weights, german, english, at_least):
    for word, row in zip(german, weights, strict=True):
        pairs = []
        if row.max() >= at_least:
            pairs.append((word, english[int(row.argmax())]))
    return pairs


def read_assigns_append(weights, german, english, at_least):
    pairs = []
    for word, row in zip(german, weights, strict=True):
        if row.max() >= at_least:
            pairs = pairs.append((word, english[int(row.argmax())]))
    return pairs


def read_with_word_as_index(weights, german, english, at_least):
    return [(word, english[int(weights[word].argmax())]) for word in german]


def read_as_dict(weights, german, english, at_least):
    return dict(read_by_max(weights, german, english, at_least))


def read_english_alone(weights, german, english, at_least):
    return [e for _, e in read_by_max(weights, german, english, at_least)]


def read_with_weights(weights, german, english, at_least):
    best, columns = weights.max(dim=1)
    return [
        (g, english[j], w) for g, w, j in zip(german, best.tolist(), columns.tolist(), strict=True) if w >= at_least
    ]


def read_by_generator(weights, german, english, at_least):
    yield from read_by_max(weights, german, english, at_least)


# ------------------------------------------------------------------------------ 3 alignment_error_rate


def aer_by_counting(found, sure, possible):
    a, s, q = {*found}, {*sure}, {*possible}
    hits = sum(2 if link in s else 1 if link in q else 0 for link in a)
    return 1 - hits / (len(a) + len(s)) if a or s else 0


def aer_by_methods(found, sure, possible):
    a, s = frozenset(found), frozenset(sure)
    p = s.union(possible)
    total = len(a) + len(s)
    return 0.0 if total == 0 else (total - len(a.intersection(s)) - len(a.intersection(p))) / total


def aer_dividing_by_zero(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - (len(a & s) + len(a & (s | set(possible)))) / (len(a) + len(s))


def aer_as_fraction(found, sure, possible):
    from fractions import Fraction

    a, s = set(found), set(sure)
    hits = len(a & s) + len(a & (s | set(possible)))
    return 1 - Fraction(hits, len(a) + len(s)) if a or s else 0


def aer_with(top=None, bottom=None, p=None, empty=lambda a, s, p: not a and not s, shape=lambda x: x):
    def rate(found, sure, possible):
        a, s = set(found), set(sure)
        every = (s | set(possible)) if p is None else p(s, set(possible))
        if empty(a, s, every):
            return 0
        above = len(a & s) + len(a & every) if top is None else top(a, s, every)
        below = len(a) + len(s) if bottom is None else bottom(a, s, found, sure)
        return shape(1 - above / below)

    return rate


def aer_without_any_case(found, sure, possible):
    a, s, p = set(found), set(sure), set(possible)
    return 1 - (len(a & s) + len(a & p)) / (len(a) + len(s))


def aer_two_mistakes(found, sure, possible):
    return aer_without_any_case(found, sure, possible) if found else 0


def aer_only_all_three(found, sure, possible):
    return aer_without_any_case(found, sure, [*possible, *sure]) if found or sure or possible else 0


def aer_nan_where_nothing(found, sure, possible):
    return aer_by_counting(found, sure, possible) if found or sure else math.nan


def aer_nothing_returned(found, sure, possible):
    if found or sure:
        return aer_by_counting(found, sure, possible)


def aer_of_lists(found, sure, possible):
    return 1 - (len(found & sure) + len(found & possible)) / (len(found) + len(sure))


def aer_adding_sets(found, sure, possible):
    return 1 - len(set(found) & (set(sure) + set(possible))) / len(found)


def aer_of_numbers(base):
    def rate(found, sure, possible):
        links = [[(i * base + j, 0) for i, j in some] for some in (found, sure, possible)]
        return aer_by_counting(*links)

    return rate


def aer_longer_possible(found, sure, possible):
    possible += sure
    return aer_by_counting(found, sure, possible)


# --------------------------------------------------------------------------------------------- 4 attend


def attend_by_einsum(queries, keys, values):
    return torch.einsum("nm,ms->ns", torch.einsum("nw,mw->nm", queries, keys).softmax(-1), values)


def attend_by_torch(queries, keys, values):
    return F.scaled_dot_product_attention(queries[None], keys[None], values[None], scale=1.0)[0]


def attend_by_columns_of_the_other(queries, keys, values):
    return (keys @ queries.T).softmax(dim=0).T @ values


def attend_unchanged(queries, keys, values):
    scores = queries @ keys.T
    weights = scores.softmax(dim=0)
    return weights @ values


def attend_by_powers(queries, keys, values):
    powers = (queries @ keys.T).exp()
    return powers / powers.sum(dim=1, keepdim=True) @ values


def attend_without_values(queries, keys, values):
    return (queries @ keys.T).softmax(dim=1)


def attend_no_direction(queries, keys, values):
    return (queries @ keys.T).softmax() @ values


# ------------------------------------------------------------------------------ 5 dot_product_attention


def dot_by_einsum(queries, keys, values, allowed=None):
    scores = torch.einsum("...nw,...mw->...nm", queries, keys) * queries.shape[-1] ** -0.5
    if allowed is not None:
        scores = torch.where(allowed, scores, torch.full_like(scores, -math.inf))
    return torch.einsum("...nm,...ms->...ns", torch.softmax(scores, -1), values)


def dot_by_torch(queries, keys, values, allowed=None):
    return F.scaled_dot_product_attention(queries, keys, values, attn_mask=allowed)


def dot_by_adding(queries, keys, values, allowed=None):
    scores = (queries / math.sqrt(keys.size(-1))).matmul(keys.mT)
    if allowed is not None:
        scores = scores + torch.zeros(allowed.shape, dtype=scores.dtype).masked_fill(~allowed, -math.inf)
    powers = (scores - scores.amax(-1, keepdim=True)).exp()
    return powers / powers.sum(-1, keepdim=True) @ values


def dot_by_parts(scale=lambda q, k, v: q.shape[-1] ** 0.5, dim=-1, mask=True, turn=lambda k: k.mT, after=1.0):
    def attention(queries, keys, values, allowed=None):
        scores = queries @ turn(keys) / scale(queries, keys, values)
        if allowed is not None and mask:
            scores = scores.masked_fill(~allowed, -math.inf)
        return scores.softmax(dim=dim) * after @ values

    return attention


def dot_without_scale_and_mask(queries, keys, values, allowed=None):
    return (queries @ keys.mT).softmax(dim=-1) @ values


def dot_without_scale_with_zero(queries, keys, values, allowed=None):
    scores = queries @ keys.mT
    if allowed is not None:
        scores[..., ~allowed] = 0
    return scores.softmax(dim=-1) @ values


def dot_if_allowed(queries, keys, values, allowed=None):
    scores = queries @ keys.mT / queries.shape[-1] ** 0.5
    if allowed:
        scores = scores.masked_fill(~allowed, -math.inf)
    return scores.softmax(dim=-1) @ values


def dot_mask_always(queries, keys, values, allowed=None):
    scores = queries @ keys.mT / queries.shape[-1] ** 0.5
    return scores.masked_fill(~allowed, -math.inf).softmax(dim=-1) @ values


def dot_without_values(queries, keys, values, allowed=None):
    return (queries @ keys.mT / queries.shape[-1] ** 0.5).softmax(dim=-1)


def dot_in_place(queries, keys, values, allowed=None):
    queries /= queries.shape[-1] ** 0.5
    return dot_by_parts(scale=lambda q, k, v: 1)(queries, keys, values, allowed)


def dot_by_hidden_torch(queries, keys, values, allowed=None):
    return torch._C._nn.scaled_dot_product_attention(queries, keys, values, allowed)


ANSWERS = {
    "masked_weights": Answers(
        right=[
            mask_with_where,
            mask_by_dividing,
            mask_by_filling_in,
            mask_with_zeros_and_infinity,
            mask_in_a_copy,
        ],
        wrong=[
            Wrong(mask_with_minus_hundred, says="not low enough"),
            Wrong(mask_with_a_billion, says="billions of times as large"),
            Wrong(
                mask_in_place,
                says=("values are right", "changes its input `scores` itself", "scores = scores.clone()"),
            ),
            Wrong(mask_in_place_by_method, says="Work on a copy: scores = scores.clone()"),
            Wrong(mask_with_minus_thousand, says="not low enough"),
            Wrong(mask_of_one_stretch, says="padding between the words"),
            Wrong(mask_that_cuts, says="padding was cut away"),
            Wrong(mask_of_rows, says="takes rows"),
            Wrong(mask_with_not, says="~x turns each around"),
            Wrong(mask_as_array, says="torch.from_numpy"),
        ],
    ),
    "read_map": Answers(
        right=[read_by_max, read_by_lists, read_as_lists],
        wrong=[
            Wrong(read_the_diagonal, says="read_map"),
            Wrong(read_returns_too_soon, says="only the first of 4 came: does a `return`"),
            Wrong(read_makes_list_anew, says="made anew inside the loop"),
            Wrong(read_looped(lambda pairs, g, i, english, c: (g, english[c])), says="is .append(...) missing"),
            Wrong(read_looped(lambda pairs, g, i, english, c: pairs.push((g, english[c]))), says=".append(item)"),
            Wrong(
                read_looped(lambda pairs, g, i, english, c: pairs.append(g, english[c])),
                says="append takes one item",
            ),
            Wrong(read_looped(lambda pairs, g, i, english, c: pairs.extend((g, english[c]))), says="taken apart"),
            Wrong(
                read_looped(lambda pairs, g, i, english, c: pairs.append((g, english[c])), lambda w, i: w[i].max()),
                says="int(....argmax()) its place",
            ),
            Wrong(read_assigns_append, says="`x = x.append(...)`"),
            Wrong(read_with_word_as_index, says="a word is used as an index"),
            Wrong(read_as_dict, says="a dict is no list of pairs"),
            Wrong(read_english_alone, says="English words alone"),
            Wrong(read_with_weights, says="two words and nothing else"),
            Wrong(read_by_generator, says="list(...) collects them"),
        ],
    ),
    "alignment_error_rate": Answers(
        right=[aer_by_counting, aer_by_methods, aer_as_fraction],
        wrong=[
            Wrong(aer_dividing_by_zero, says="ZeroDivisionError"),
            Wrong(aer_without_any_case, says="sure links are possible too"),
            Wrong(aer_two_mistakes, says="sure links are possible too"),
            Wrong(
                aer_only_all_three,
                says=("only a possible link", "ZeroDivisionError", "nothing is sure, and only there"),
            ),
            Wrong(aer_nan_where_nothing, says="no error: 0"),
            Wrong(aer_nothing_returned, says="without `return` on this input"),
            Wrong(aer_with(shape=lambda x: round(x, 2)), says="rounded too early, to 2 digits"),
            Wrong(aer_with(shape=lambda x: 100 * x), says="100 times too large"),
            Wrong(aer_of_lists, says="set(links) makes one"),
            Wrong(aer_adding_sets, says="joined with |"),
            Wrong(aer_of_numbers(10), says="a long sentence"),
            Wrong(aer_of_numbers(3), says="a long sentence"),
            Wrong(aer_longer_possible, says=("values are right", "possible = list(possible)")),
        ],
    ),
    "attend": Answers(
        right=[attend_by_einsum, attend_by_torch, attend_by_columns_of_the_other],
        wrong=[
            Wrong(attend_by_powers, says="infinite by infinite is NaN"),
            Wrong(attend_unchanged, says="The bug is still in it"),
            Wrong(attend_without_values, says="weights @ values"),
            Wrong(attend_no_direction, says="along which direction"),
        ],
    ),
    "dot_product_attention": Answers(
        right=[dot_by_einsum, dot_by_adding, dot_by_parts()],
        wrong=[
            Wrong(dot_by_torch, says=("values are right", "calls torch's own scaled_dot_product_attention")),
            Wrong(dot_by_hidden_torch, says="calls torch's own"),
            Wrong(dot_without_scale_and_mask, says="not divided by the square root"),
            Wrong(dot_without_scale_with_zero, says="not divided by the square root"),
            Wrong(dot_by_parts(dim=1), says=("two sentences", "dim=1 is not the last")),
            Wrong(dot_by_parts(dim=1, mask=False), says="`allowed` is not used"),
            Wrong(dot_by_parts(turn=lambda k: k.transpose(1, 2)), says="-1 is the last"),
            Wrong(dot_if_allowed, says="`if allowed is not None:`"),
            Wrong(dot_mask_always, says="without a mask `allowed` is None"),
            Wrong(dot_without_values, says="weights @ values"),
            Wrong(dot_in_place, says=("values are right", "queries = queries.clone()")),
        ],
    ),
}

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


def mask_forgotten(scores, real):
    return scores.softmax(dim=1)


def mask_with_zero(scores, real):
    return (scores * real).softmax(dim=1)


def mask_after_softmax(scores, real):
    return scores.softmax(dim=1) * real.float()


def mask_turned_around(scores, real):
    return scores.masked_fill(real, -math.inf).softmax(dim=1)


def mask_with_minus_hundred(scores, real):
    return scores.masked_fill(~real, -100.0).softmax(dim=1)


def mask_in_place(scores, real):
    scores[:, ~real] = -math.inf
    return scores.softmax(dim=1)


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


def read_every_row(weights, german, english, at_least):
    return [(g, english[int(row.argmax())]) for g, row in zip(german, weights, strict=True)]


def read_strictly(weights, german, english, at_least):
    return [(g, english[int(r.argmax())]) for g, r in zip(german, weights, strict=True) if r.max() > at_least]


def read_english_first(weights, german, english, at_least):
    return [(e, g) for g, e in read_by_max(weights, german, english, at_least)]


def read_all_bright_cells(weights, german, english, at_least):
    return [(german[i], english[j]) for i, j in (weights >= at_least).nonzero().tolist()]


def read_columns(weights, german, english, at_least):
    rows = weights.argmax(dim=0)
    return [(german[int(rows[j])], e) for j, e in enumerate(english) if weights[:, j].max() >= at_least]


def read_the_diagonal(weights, german, english, at_least):
    return list(zip(german, english, strict=False))


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


def aer_sure_left_out(found, sure, possible):
    a, s, p = set(found), set(sure), set(possible)
    return 1 - (len(a & s) + len(a & p)) / (len(a) + len(s)) if a or s else 0.0


def aer_without_possible(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - 2 * len(a & s) / (len(a) + len(s)) if a or s else 0.0


def aer_not_from_one(found, sure, possible):
    return 1 - aer_by_counting(found, sure, possible)


def aer_with_doubles(found, sure, possible):
    both = [*sure, *possible]
    hits = sum(link in sure for link in found) + sum(link in both for link in found)
    return 1 - hits / (len(found) + len(sure)) if found or sure else 0.0


def aer_dividing_by_zero(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - (len(a & s) + len(a & (s | set(possible)))) / (len(a) + len(s))


def aer_precision(found, sure, possible):
    a = set(found)
    return 1 - len(a & (set(sure) | set(possible))) / len(a) if a else 0.0


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


def attend_rescaled(queries, keys, values):
    weights = (queries @ keys.T).softmax(dim=0)
    weights = weights / weights.sum(dim=1, keepdim=True)
    return weights @ values


def attend_twice(queries, keys, values):
    return (queries @ keys.T).softmax(dim=0).softmax(dim=1) @ values


def attend_whole_table(queries, keys, values):
    scores = queries @ keys.T
    return scores.view(-1).softmax(0).view(scores.shape) @ values


def attend_without_softmax(queries, keys, values):
    return queries @ keys.T @ values


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


def dot_without_scale(queries, keys, values, allowed=None):
    return F.scaled_dot_product_attention(queries, keys, values, attn_mask=allowed, scale=1.0)


def dot_divided_by_width(queries, keys, values, allowed=None):
    return F.scaled_dot_product_attention(queries, keys, values, attn_mask=allowed, scale=1 / queries.shape[-1])


def dot_without_mask(queries, keys, values, allowed=None):
    return F.scaled_dot_product_attention(queries, keys, values)


def dot_mask_turned(queries, keys, values, allowed=None):
    return dot_by_einsum(queries, keys, values, None if allowed is None else ~allowed)


def dot_over_the_queries(queries, keys, values, allowed=None):
    scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -math.inf)
    return scores.softmax(dim=-2) @ values


def dot_with_plain_t(queries, keys, values, allowed=None):
    scores = queries @ keys.T / math.sqrt(queries.shape[-1])
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -math.inf)
    return scores.softmax(dim=1) @ values


ANSWERS = {
    "masked_weights": Answers(
        right=[mask_with_where, mask_by_dividing, mask_by_filling_in],
        wrong=[
            Wrong(mask_forgotten, says="padding still gets weight"),
            Wrong(mask_with_zero, says="e to the 0 is 1"),
            Wrong(mask_after_softmax, says="no longer sum to 1"),
            Wrong(mask_turned_around, says="turned around"),
            Wrong(mask_with_minus_hundred, says="not low enough"),
            Wrong(mask_in_place, says="changes its input"),
        ],
    ),
    "read_map": Answers(
        right=[read_by_max, read_by_lists],
        wrong=[
            Wrong(read_every_row, says="too pale"),
            Wrong(read_strictly, says=">= in place of >"),
            Wrong(read_english_first, says="first the German word"),
            Wrong(read_all_bright_cells, says="every bright cell"),
            Wrong(read_columns, says="each *row* is a German word"),
            Wrong(read_the_diagonal, says="read_map"),
        ],
    ),
    "alignment_error_rate": Answers(
        right=[aer_by_counting, aer_by_methods],
        wrong=[
            Wrong(aer_sure_left_out, says="sure links are possible too"),
            Wrong(aer_without_possible, says="the possible links are not used"),
            Wrong(aer_not_from_one, says="1 minus it"),
            Wrong(aer_with_doubles, says="counts once"),
            Wrong(aer_dividing_by_zero, says="ZeroDivisionError"),
            Wrong(aer_precision, says="precision"),
        ],
    ),
    "attend": Answers(
        right=[attend_by_einsum, attend_by_torch, attend_by_columns_of_the_other],
        wrong=[
            Wrong(attend_unchanged, says="The bug is still in it"),
            Wrong(attend_rescaled, says="hides the symptom"),
            Wrong(attend_twice, says="applied twice"),
            Wrong(attend_whole_table, says="whole table"),
            Wrong(attend_without_softmax, says="softmax is missing"),
        ],
    ),
    "dot_product_attention": Answers(
        right=[dot_by_einsum, dot_by_torch, dot_by_adding],
        wrong=[
            Wrong(dot_without_scale, says="not divided by the square root"),
            Wrong(dot_divided_by_width, says="it is the square root"),
            Wrong(dot_without_mask, says="`allowed` is not used"),
            Wrong(dot_mask_turned, says="turned around"),
            Wrong(dot_over_the_queries, says="over the queries"),
            Wrong(dot_with_plain_t, says="dot_product_attention"),
        ],
    ),
}

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


def mask_with_zeros_and_infinity(scores, real):
    return (scores + torch.where(real, 0.0, -math.inf)).softmax(dim=1)


def mask_with_a_billion(scores, real):
    return (scores - 1e9 * ~real).softmax(dim=1)


def mask_in_a_copy(scores, real):
    scores = scores.clone()
    scores[:, ~real] = -math.inf
    return scores.softmax(dim=1)


def mask_not_assigned(scores, real):
    scores.masked_fill(~real, -math.inf)
    return scores.softmax(dim=1)


def mask_in_place_by_method(scores, real):
    return scores.masked_fill_(~real, -math.inf).softmax(dim=1)


def mask_mended_after_softmax(scores, real):
    weights = scores.softmax(dim=1)
    weights[:, ~real] = 0
    return weights / weights.sum(dim=1, keepdim=True)


def mask_with_minus_thousand(scores, real):
    return (scores - 1000 * ~real).softmax(dim=1)


def mask_with_plus_infinity(scores, real):
    return scores.masked_fill(~real, math.inf).softmax(dim=1)


def mask_times_infinity(scores, real):
    return (scores - math.inf * ~real).softmax(dim=1)


def mask_over_the_table(scores, real):
    scores = scores.masked_fill(~real, -math.inf)
    return scores.flatten().softmax(dim=0).reshape(scores.shape)


def mask_with_the_lowest(scores, real):
    return torch.where(real, scores, scores.min()).softmax(dim=1)


def mask_of_one_stretch(scores, real):
    places = real.nonzero().flatten().tolist()
    weights, stretch = torch.zeros_like(scores), slice(places[0], places[-1] + 1)
    weights[:, stretch] = scores[:, stretch].softmax(dim=1)
    return weights


def mask_without_softmax(scores, real):
    return scores.masked_fill(~real, -math.inf)


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


def read_with_german_words(weights, german, english, at_least):
    return [(g, german[int(r.argmax())]) for g, r in zip(german, weights, strict=True) if r.max() >= at_least]


def read_above_half(weights, german, english, at_least):
    return read_by_max(weights, german, english, 0.5)


def read_with_none(weights, german, english, at_least):
    pairs = read_by_max(weights, german, english, 0)
    return [(g, e if r.max() >= at_least else None) for (g, e), r in zip(pairs, weights, strict=True)]


def read_until_pale(weights, german, english, at_least):
    pairs = []
    for word, row in zip(german, weights, strict=True):
        if row.max() < at_least:
            break
        pairs.append((word, english[int(row.argmax())]))
    return pairs


def read_all_of_a_tie(weights, german, english, at_least):
    places = (weights == weights.max(dim=1, keepdim=True).values) & (weights >= at_least)
    return [(german[i], english[j]) for i, j in places.nonzero().tolist()]


def read_each_english_once(weights, german, english, at_least):
    pairs, taken = [], set()
    for word, row in zip(german, weights.tolist(), strict=True):
        row = [-1 if j in taken else w for j, w in enumerate(row)]
        if max(row) >= at_least:
            taken.add(row.index(max(row)))
            pairs.append((word, english[row.index(max(row))]))
    return pairs


def read_first_bright(weights, german, english, at_least):
    pairs = []
    for word, row in zip(german, weights, strict=True):
        for candidate, weight in zip(english, row, strict=True):
            if weight >= at_least:
                pairs.append((word, candidate))
                break
    return pairs


def read_best_so_far(weights, german, english, at_least):
    pairs, largest, best = [], 0.0, english[0]
    for word, row in zip(german, weights, strict=True):
        for candidate, weight in zip(english, row, strict=True):
            if weight > largest:
                largest, best = weight, candidate
        if largest >= at_least:
            pairs.append((word, best))
    return pairs


def read_as_many_as_english(weights, german, english, at_least):
    rows = [(german[i], weights[i]) for i in range(len(english))]
    return [(word, english[int(row.argmax())]) for word, row in rows if row.max() >= at_least]


def read_while_both_last(weights, german, english, at_least):
    rows = zip(german, english, weights, strict=False)
    return [(word, english[int(row.argmax())]) for word, _, row in rows if row.max() >= at_least]


def read_row_by_word(weights, german, english, at_least):
    rows = {word: weights[german.index(word)] for word in german}
    return [(g, english[int(rows[g].argmax())]) for g in german if rows[g].max() >= at_least]


def read_into_a_dict(weights, german, english, at_least):
    return [*dict(read_by_max(weights, german, english, at_least)).items()]


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


def aer_not_found(found, sure, possible):
    return aer_by_counting(found, sure, possible) if found else 0


def aer_no_sure(found, sure, possible):
    return aer_by_counting(found, sure, possible) if sure else 0


def aer_two_mistakes(found, sure, possible):
    return aer_without_any_case(found, sure, possible) if found else 0


def aer_only_all_three(found, sure, possible):
    return aer_without_any_case(found, sure, [*possible, *sure]) if found or sure or possible else 0


def aer_one_where_nothing(found, sure, possible):
    return aer_by_counting(found, sure, possible) if found else 1


def aer_nan_where_nothing(found, sure, possible):
    return aer_by_counting(found, sure, possible) if found or sure else math.nan


def aer_nothing_returned(found, sure, possible):
    if found or sure:
        return aer_by_counting(found, sure, possible)


def aer_without_brackets(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - (len(a & s) + len(a & (s | set(possible)))) / len(a) + len(s) if a else 0


def aer_without_upper_brackets(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - len(a & s) + len(a & (s | set(possible))) / (len(a) + len(s)) if a or s else 0


def aer_whole_division(found, sure, possible):
    a, s = set(found), set(sure)
    return 1 - (len(a & s) + len(a & (s | set(possible)))) // (len(a) + len(s)) if a or s else 0


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


def attend_by_powers(queries, keys, values):
    powers = (queries @ keys.T).exp()
    return powers / powers.sum(dim=1, keepdim=True) @ values


def attend_along_rows_twice(queries, keys, values):
    return (queries @ keys.T).softmax(-1).softmax(-1) @ values


def attend_square_differently(queries, keys, values):
    return (queries @ keys.T).softmax(0 if queries.shape[0] == keys.shape[0] else 1) @ values


def attend_without_values(queries, keys, values):
    return (queries @ keys.T).softmax(dim=1)


def attend_sum_in_a_row(queries, keys, values):
    powers = (queries @ keys.T).exp()
    return powers / powers.sum(1) @ values


def attend_share(queries, keys, values):
    scores = queries @ keys.T
    return scores / scores.sum(1, keepdim=True) @ values


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


def dot_low(low):
    def attention(queries, keys, values, allowed=None):
        scores = queries @ keys.mT / queries.shape[-1] ** 0.5
        return (scores if allowed is None else scores.masked_fill(~allowed, low)).softmax(-1) @ values

    return attention


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


def dot_cut_after(mend):
    def attention(queries, keys, values, allowed=None):
        weights = (queries @ keys.mT / queries.shape[-1] ** 0.5).softmax(dim=-1)
        if allowed is not None:
            weights = weights * allowed
            weights = weights / weights.sum(-1, keepdim=True) if mend else weights
        return weights @ values

    return attention


def dot_mask_added(queries, keys, values, allowed=None):
    scores = queries @ keys.mT / queries.shape[-1] ** 0.5
    return (scores if allowed is None else scores + allowed).softmax(dim=-1) @ values


def dot_mask_multiplied(queries, keys, values, allowed=None):
    scores = queries @ keys.mT / queries.shape[-1] ** 0.5
    return (scores if allowed is None else scores * allowed).softmax(dim=-1) @ values


def dot_by_exp(queries, keys, values, allowed=None):
    powers = (queries @ keys.mT / queries.shape[-1] ** 0.5).exp()
    powers = powers if allowed is None else powers * allowed
    return powers / powers.sum(-1, keepdim=True) @ values


def dot_root_at_the_end(queries, keys, values, allowed=None):
    return dot_without_scale(queries, keys, values, allowed) / queries.shape[-1] ** 0.5


def dot_without_softmax(queries, keys, values, allowed=None):
    return queries @ keys.mT / queries.shape[-1] ** 0.5 @ values


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
            mask_with_a_billion,
            mask_in_a_copy,
        ],
        wrong=[
            Wrong(mask_forgotten, says="padding still gets weight"),
            Wrong(mask_with_zero, says="e to the 0 is 1"),
            Wrong(mask_after_softmax, says="no longer sum to 1"),
            Wrong(mask_turned_around, says="turned around"),
            Wrong(mask_with_minus_hundred, says="not low enough"),
            Wrong(
                mask_in_place,
                says=("values are right", "changes its input `scores` itself", "scores = scores.clone()"),
            ),
            Wrong(mask_in_place_by_method, says="Work on a copy: scores = scores.clone()"),
            Wrong(mask_not_assigned, says="padding still gets weight"),
            Wrong(mask_mended_after_softmax, says=("0/0, NaN", "before softmax")),
            Wrong(mask_with_minus_thousand, says="not low enough"),
            Wrong(mask_with_plus_infinity, says="it is minus"),
            Wrong(mask_times_infinity, says="0 times infinity"),
            Wrong(mask_over_the_table, says="over the whole table"),
            Wrong(mask_with_the_lowest, says="the lowest score is still a score"),
            Wrong(mask_of_one_stretch, says="padding between the words"),
            Wrong(mask_without_softmax, says="those are the scores"),
            Wrong(mask_that_cuts, says="padding was cut away"),
            Wrong(mask_of_rows, says="takes rows"),
            Wrong(mask_with_not, says="~x turns each around"),
            Wrong(mask_as_array, says="torch.from_numpy"),
        ],
    ),
    "read_map": Answers(
        right=[read_by_max, read_by_lists, read_as_lists],
        wrong=[
            Wrong(read_every_row, says="too pale"),
            Wrong(read_strictly, says=">= in place of >"),
            Wrong(read_english_first, says="first the German word"),
            Wrong(read_all_bright_cells, says="every bright cell"),
            Wrong(read_columns, says="each *row* is a German word"),
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
                read_looped(
                    lambda pairs, g, i, english, c: pairs.append((g, english[c])), lambda w, i: int(w[i].max())
                ),
                says=".argmax() gives its place",
            ),
            Wrong(
                read_looped(lambda pairs, g, i, english, c: pairs.append((g, english[c])), lambda w, i: w[i].max()),
                says="int(....argmax()) its place",
            ),
            Wrong(
                read_looped(
                    lambda pairs, g, i, english, c: pairs.append((g, english[c])), lambda w, i: int(w.argmax())
                ),
                says="of the whole map",
            ),
            Wrong(
                read_looped(
                    lambda pairs, g, i, english, c: pairs.append((g, english[c])),
                    lambda w, i: int(w.argmax(dim=0)[i]),
                ),
                says="of each column",
            ),
            Wrong(
                read_looped(lambda pairs, g, i, english, c: pairs.append((g, english[i]))), says="english[column]"
            ),
            Wrong(read_assigns_append, says="`x = x.append(...)`"),
            Wrong(read_with_word_as_index, says="a word is used as an index"),
            Wrong(read_with_german_words, says="the place of an English word"),
            Wrong(read_above_half, says="a number of your own"),
            Wrong(read_with_none, says="not put on the list with None"),
            Wrong(read_until_pale, says="`break` ends the loop"),
            Wrong(read_all_of_a_tie, says="only the first English word"),
            Wrong(read_each_english_once, says="several German ones"),
            Wrong(read_first_bright, says="the first word with enough weight"),
            Wrong(read_best_so_far, says="begins anew for each row"),
            Wrong(read_as_many_as_english, says="range(len(german))"),
            Wrong(read_while_both_last, says="all of them: len(german)"),
            Wrong(read_row_by_word, says="the first of two equal words"),
            Wrong(read_into_a_dict, says="a word that comes twice"),
            Wrong(read_as_dict, says="a dict is no list of pairs"),
            Wrong(read_english_alone, says="English words alone"),
            Wrong(read_with_weights, says="two words and nothing else"),
            Wrong(read_by_generator, says="list(...) collects them"),
        ],
    ),
    "alignment_error_rate": Answers(
        right=[aer_by_counting, aer_by_methods, aer_as_fraction],
        wrong=[
            Wrong(aer_sure_left_out, says="sure links are possible too"),
            Wrong(aer_without_possible, says="the possible links are not used"),
            Wrong(aer_not_from_one, says="1 minus it"),
            Wrong(aer_with_doubles, says="counts once"),
            Wrong(aer_dividing_by_zero, says="ZeroDivisionError"),
            Wrong(aer_precision, says="precision"),
            Wrong(aer_without_any_case, says="sure links are possible too"),
            Wrong(aer_two_mistakes, says="sure links are possible too"),
            Wrong(aer_not_found, says="nothing found, but there were sure links"),
            Wrong(aer_no_sure, says="nothing is sure, but links were found"),
            Wrong(aer_with(empty=lambda a, s, p: not p), says="nothing is sure, and only there"),
            Wrong(
                aer_with(empty=lambda a, s, p: not a or not s), says="only where nothing is found and nothing sure"
            ),
            Wrong(
                aer_only_all_three,
                says=("only a possible link", "ZeroDivisionError", "nothing is sure, and only there"),
            ),
            Wrong(aer_one_where_nothing, says="no error: 0"),
            Wrong(aer_nan_where_nothing, says="no error: 0"),
            Wrong(aer_nothing_returned, says="without `return` on this input"),
            Wrong(aer_without_brackets, says="below the line stands a sum"),
            Wrong(aer_without_upper_brackets, says="above the line stands a sum"),
            Wrong(aer_whole_division, says="// drops the part"),
            Wrong(aer_with(top=lambda a, s, p: len(a and s) + len(a and p)), says="`and` gives one"),
            Wrong(aer_with(p=lambda s, q: s or q), says="`or` gives one"),
            Wrong(aer_with(p=lambda s, q: s & q), says="& keeps only"),
            Wrong(aer_with(top=lambda a, s, p: len(a | s) + len(a | p)), says="∩ is &"),
            Wrong(aer_with(bottom=lambda a, s, found, sure: len(a) + len(sure)), says="below the line a link"),
            Wrong(aer_with(bottom=lambda a, s, found, sure: len(found) + len(s)), says="below the line a link"),
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
        right=[attend_by_einsum, attend_by_torch, attend_by_columns_of_the_other, attend_by_powers],
        wrong=[
            Wrong(attend_unchanged, says="The bug is still in it"),
            Wrong(attend_rescaled, says="hides the symptom"),
            Wrong(attend_twice, says="applied twice"),
            Wrong(attend_whole_table, says="whole table"),
            Wrong(attend_without_softmax, says="softmax is missing"),
            Wrong(attend_along_rows_twice, says="applied twice"),
            Wrong(attend_square_differently, says="as many queries as keys softmax runs along a row"),
            Wrong(attend_without_values, says="weights @ values"),
            Wrong(attend_sum_in_a_row, says="keepdim=True"),
            Wrong(attend_share, says="no softmax"),
            Wrong(attend_no_direction, says="along which direction"),
            Wrong(dot_by_einsum, says="not divided by anything"),
        ],
    ),
    "dot_product_attention": Answers(
        right=[dot_by_einsum, dot_by_adding, dot_by_parts(), dot_low(-1e9)],
        wrong=[
            Wrong(dot_without_scale, says="not divided by the square root"),
            Wrong(dot_divided_by_width, says="it is the square root"),
            Wrong(dot_without_mask, says="`allowed` is not used"),
            Wrong(dot_mask_turned, says="turned around"),
            Wrong(dot_over_the_queries, says="over the queries"),
            Wrong(dot_with_plain_t, says="keys.transpose(-2, -1) the last two"),
            Wrong(dot_by_torch, says=("values are right", "calls torch's own scaled_dot_product_attention")),
            Wrong(dot_by_hidden_torch, says="calls torch's own"),
            Wrong(dot_without_scale_and_mask, says="not divided by the square root"),
            Wrong(dot_without_scale_with_zero, says="not divided by the square root"),
            Wrong(dot_by_parts(lambda q, k, v: 1), says="not divided by the square root"),
            Wrong(dot_by_parts(lambda q, k, v: q.shape[-2] ** 0.5), says="number of queries"),
            Wrong(dot_by_parts(lambda q, k, v: q.shape[1] ** 0.5), says="shape[1] is not the width"),
            Wrong(dot_by_parts(lambda q, k, v: v.shape[-1] ** 0.5), says="of the values' size"),
            Wrong(dot_by_parts(lambda q, k, v: k.shape[-2] ** 0.5), says="of the number of keys"),
            Wrong(dot_by_parts(lambda q, k, v: q.shape[-1] ** -0.5), says="multiplied by the root"),
            Wrong(dot_by_parts(dim=1), says=("two sentences", "dim=1 is not the last")),
            Wrong(dot_by_parts(dim=0), says="dim=0 is the first"),
            Wrong(dot_by_parts(dim=1, mask=False), says="`allowed` is not used"),
            Wrong(dot_by_parts(turn=lambda k: k.transpose(0, 1)), says="keys.transpose(-2, -1)"),
            Wrong(dot_by_parts(turn=lambda k: k.transpose(1, 2)), says="-1 is the last"),
            Wrong(dot_if_allowed, says="`if allowed is not None:`"),
            Wrong(dot_mask_always, says="without a mask `allowed` is None"),
            Wrong(dot_low(-10.0), says="not low enough"),
            Wrong(dot_low(-20.0), says="not low enough"),
            Wrong(dot_cut_after(mend=False), says="no longer sum to 1"),
            Wrong(dot_cut_after(mend=True), says="0/0, NaN"),
            Wrong(
                lambda queries, keys, values, allowed=None: dot_by_einsum(
                    queries, keys, values, None if allowed is None else allowed.T
                ),
                says="rows and columns of `allowed` are swapped",
            ),
            Wrong(dot_mask_added, says="adding True adds 1"),
            Wrong(dot_mask_multiplied, says="a forbidden score of 0"),
            Wrong(dot_by_exp, says="exp of a large score"),
            Wrong(dot_root_at_the_end, says="the root divides the scores"),
            Wrong(dot_without_softmax, says="softmax is missing"),
            Wrong(dot_without_values, says="weights @ values"),
            Wrong(dot_in_place, says=("values are right", "queries = queries.clone()")),
        ],
    ),
}

"""Wrong answers with the words that each must get, and right answers written differently."""

from __future__ import annotations

import contextlib

import numpy as np

from overheard.check import Answers, Wrong

# encode_ordinal -----------------------------------------------------------------------------------------


def with_dictionary(answers, levels):
    code = {level: float(i) for i, level in enumerate(levels)}
    return np.array([code.get(answer.strip().lower(), np.nan) for answer in answers], dtype=float)


def with_pandas(answers, levels):
    import pandas as pd

    tidy = pd.Series(answers, dtype=str).str.strip().str.lower()
    return tidy.map({level: i for i, level in enumerate(levels)}).to_numpy(dtype=float)


def with_suppress(answers, levels):
    codes = np.full(len(answers), np.nan)
    for i, answer in enumerate(answers):
        with contextlib.suppress(ValueError):
            codes[i] = levels.index(answer.strip().lower())
    return codes


def with_categories(answers, levels):
    tidy = [answer.strip().casefold() for answer in answers]
    found = np.array([[word == level for level in levels] for word in tidy], dtype=float).reshape(-1, len(levels))
    return np.where(found.any(axis=1), found @ np.arange(len(levels)), np.nan)


def none_for_gaps(answers, levels):
    words = [answer.strip().lower() for answer in answers]
    return np.array([levels.index(word) if word in levels else None for word in words], dtype=np.float32)


def only_left_spaces(answers, levels):
    words = [answer.lstrip().lower() for answer in answers]
    return np.array([levels.index(word) if word in levels else np.nan for word in words], dtype=float)


def takes_the_closest(answers, levels):
    import difflib

    found = [difflib.get_close_matches(answer.strip().lower(), levels, 1) for answer in answers]
    return np.array([levels.index(near[0]) if near else np.nan for near in found], dtype=float)


def takes_digits(answers, levels):
    code = {level: i for i, level in enumerate(levels)}
    words = [answer.strip().lower() for answer in answers]
    return np.array([float(w) if w.isdigit() else code.get(w, np.nan) for w in words], dtype=float)


def five_levels_at_most(answers, levels):
    codes = with_dictionary(answers, levels)
    return np.where(codes > 4, np.nan, codes)


def known_lists_only(answers, levels):
    known = ["never", "rarely", "sometimes", "often", "always", "not at all", "mild", "medium", "hot"]
    known += ["make me cry", "strongly disagree", "disagree", "neither", "agree", "strongly agree"]
    known += ["1", "2 or 3", "4 or more"]
    words = [answer.strip().lower() for answer in answers]
    return np.array([levels.index(w) if w in levels and w in known else np.nan for w in words], dtype=float)


def ninety_nine(answers, levels):
    return np.nan_to_num(with_dictionary(answers, levels), nan=99.0)


def no_gaps_expected(answers, levels):
    return np.array([levels.index(answer.strip().lower()) for answer in answers], dtype=float)


def encoded(step):
    """The loop of the exercise; `step(codes, word, levels, answer)` is the line that goes wrong."""

    def encode(answers, levels):
        codes = []
        for answer in answers:
            step(codes, answer.strip().lower(), levels, answer)
        return np.array(codes, dtype=float)

    return encode


def place(word, levels):
    return levels.index(word) if word in levels else np.nan


def returns_too_soon(answers, levels):
    codes = []
    for answer in answers:
        codes.append(place(answer.strip().lower(), levels))
        return np.array(codes, dtype=float)
    return np.array(codes, dtype=float)


def assigns_append(answers, levels):
    codes = []
    for answer in answers:
        codes = codes.append(place(answer.strip().lower(), levels))
    return np.array(codes, dtype=float)


def keeps_the_last(answers, levels):
    codes = []
    for answer in answers:
        codes = place(answer.strip().lower(), levels)
    return np.array(codes, dtype=float)


def appends_twice(codes, word, levels, answer):
    if word in levels:
        codes.append(levels.index(word))
    codes.append(np.nan)


def appends_in_the_inner_loop(codes, word, levels, answer):
    for code, level in enumerate(levels):
        codes.append(code if word == level else np.nan)


def searches_as_typed(answers, levels):
    known = [a for a in answers if a.strip().lower() in levels]
    return np.array([levels.index(a if a in known else "") for a in answers], dtype=float)


def objects(answers, levels):
    words = [answer.strip().lower() for answer in answers]
    return np.array([levels.index(word) if word in levels else None for word in words], dtype=object)


def one_by_one(answers, levels):
    return (float(place(answer.strip().lower(), levels)) for answer in answers)


# turn ---------------------------------------------------------------------------------------------------


def with_where(answers, is_reversed, low, high):
    return np.where(is_reversed, low + high - answers, answers)


def with_sign(answers, is_reversed, low, high):
    middle = (low + high) / 2
    return (answers - middle) * np.where(is_reversed, -1.0, 1.0) + middle


def with_loop(answers, is_reversed, low, high):
    turned = answers.copy()
    for item in np.flatnonzero(is_reversed):
        turned[:, item] = high + low - turned[:, item]
    return turned


def with_transposed(answers, is_reversed, low, high):
    turned = answers.copy()
    turned.T[is_reversed] = low + high - turned.T[is_reversed]
    return turned


def with_mask(answers, is_reversed, low, high):
    return np.ma.masked_invalid(with_where(answers, is_reversed, low, high))


def input_if_nothing_to_turn(answers, is_reversed, low, high):
    return with_where(answers, is_reversed, low, high) if is_reversed.any() else answers


def rounds_answers(answers, is_reversed, low, high):
    return with_where(answers, is_reversed, low, high).round()


def few_digits(answers, is_reversed, low, high):
    return with_where(answers, is_reversed, low, high).astype(np.float16)


def changes_input(answers, is_reversed, low, high):
    answers[:, is_reversed] = low + high - answers[:, is_reversed]
    return answers


def fills_gaps(answers, is_reversed, low, high):
    return np.nan_to_num(with_where(answers, is_reversed, low, high))


def fills_gaps_at_first(answers, is_reversed, low, high):
    return with_where(np.nan_to_num(answers), is_reversed, low, high)


def turns_rows(answers, is_reversed, low, high):
    turned = answers.copy()
    turned[is_reversed] = low + high - turned[is_reversed]
    return turned


def loses_columns(answers, is_reversed, low, high):
    return low + high - answers[:, is_reversed]


def mask_on_one_side(answers, is_reversed, low, high):
    turned = answers.copy()
    turned[:, is_reversed] = low + high - turned
    return turned


def asks_the_mask(answers, is_reversed, low, high):
    return low + high - answers if is_reversed else answers.copy()


def extremes_only(answers, is_reversed, low, high):
    return np.where(is_reversed, np.where(answers == low, high, low), answers)


# kmeans_step --------------------------------------------------------------------------------------------


def with_cdist(X, centres):
    from scipy.spatial.distance import cdist

    labels = cdist(X, centres, "sqeuclidean").argmin(axis=1)
    rows = [X[labels == c].mean(axis=0) if (labels == c).any() else centres[c] for c in range(len(centres))]
    return labels, np.array(rows, dtype=float)


def with_loops(X, centres):
    labels = np.zeros(len(X), dtype=int)
    for i, person in enumerate(X):
        labels[i] = np.argmin([np.sum((person - centre) ** 2) for centre in centres])
    moved = np.array(centres, dtype=float)
    for c in range(len(centres)):
        if c in labels:
            moved[c] = np.mean(X[labels == c], axis=0)
    return labels, moved


def with_one_hot(X, centres):
    labels = np.linalg.norm(X[:, None].astype(float) - centres, axis=2).argmin(axis=1)
    member = np.eye(len(centres))[labels]  # (people, k)
    count = member.sum(axis=0)[:, None]
    return labels, np.where(count > 0, member.T @ X / np.maximum(count, 1), centres)


def with_expanded_squares(X, centres):
    labels = ((X**2).sum(axis=1)[:, None] - 2 * X @ centres.T + (centres**2).sum(axis=1)).argmin(axis=1)
    total, count = np.zeros(centres.shape), np.bincount(labels, minlength=len(centres))[:, None]
    np.add.at(total, labels, X)
    return labels, np.where(count > 0, total / np.maximum(count, 1), centres)


def _moved(labels, X, centres):
    moved = centres.astype(float).copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def labels_as_floats(X, centres):
    labels, moved = with_loops(X, centres)
    return labels.astype(float), moved


def centres_first(X, centres):
    return with_loops(X, centres)[::-1]


def squeezes_people(X, centres):
    labels = np.squeeze(((X[:, None] - centres) ** 2).sum(axis=2)).argmin(axis=-1)
    return labels, _moved(np.atleast_1d(labels), X, centres)[1]


def enough_people_only(X, centres):
    if len(X) < len(centres):
        return np.zeros(len(X), dtype=int), centres.astype(float)
    return with_loops(X, centres)


def five_centres_at_most(X, centres):
    return _moved(((X[:, None] - centres[:5]) ** 2).sum(axis=2).argmin(axis=1), X, centres)


def in_half_precision(X, centres):
    small_X, small_centres = X.astype(np.float16), centres.astype(np.float16)
    return _moved(((small_X[:, None] - small_centres) ** 2).sum(axis=2).argmin(axis=1), X, centres)


def moves_in_place(X, centres):
    labels = with_loops(X, centres)[0]
    for c in np.unique(labels):
        centres[c] = X[labels == c].mean(axis=0)
    return labels, centres


def drops_empty(X, centres):
    labels = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    return labels, np.array([X[labels == c].mean(axis=0) for c in np.unique(labels)])


def with_plain_copy(X, centres):
    labels = ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    moved = centres.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def only_labels(X, centres):
    return with_plain_copy(X, centres)[0]


def only_centres(X, centres):
    return with_plain_copy(X, centres)[1]


def forgets_square(X, centres):
    labels = (X[:, None, :] - centres[None, :, :]).sum(axis=2).argmin(axis=1)
    moved = centres.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def takes_absolute(X, centres):
    labels = np.abs(X[:, None, :] - centres[None, :, :]).sum(axis=2).argmin(axis=1)
    moved = centres.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def stepped(move, ret=lambda labels, moved: (labels, moved)):
    """The right labels; `move(moved, c, X, labels)` puts a centre somewhere."""

    def step(X, centres):
        labels, moved = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1), centres.copy()
        for c in np.unique(labels):
            moved[c] = move(moved, c, X, labels)
        return ret(labels, moved)

    return step


def gives_the_centres(X, centres):
    return centres[with_plain_copy(X, centres)[0]], with_plain_copy(X, centres)[1]


def labels_the_centres(X, centres):
    return ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=0), with_plain_copy(X, centres)[1]


def takes_min(X, centres):
    labels, moved = ((X[:, None] - centres) ** 2).sum(axis=2).min(axis=1), centres.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def pushes(X, centres):
    labels, moved = with_plain_copy(X, centres)[0], []
    for c in range(len(centres)):
        moved.push(X[labels == c].mean(axis=0))
    return labels, np.array(moved)


# medoid -------------------------------------------------------------------------------------------------


def with_norm(X):
    return int(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=0).argmin())


def with_min(X):
    def total(i):
        return round(float(np.sqrt(((X - X[i]) ** 2).sum(axis=1)).sum()), 9)

    return min(range(len(X)), key=total)


def with_library(X):
    from sklearn.metrics import pairwise_distances

    return pairwise_distances(X).mean(axis=1).round(9).argmin()


def with_dot_products(X):
    products = X @ X.T
    squares = np.diag(products)
    squared = squares[:, None] + squares - 2 * products
    return int(np.sqrt(np.maximum(squared, 0)).sum(axis=1).argmin())


def gives_the_sum(X):
    return float(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).min())


def gives_an_array(X):
    return np.array([with_norm(X)])


def two_features_only(X):
    return with_norm(X[:, :2])


def largest_difference(X):
    return int(np.abs(X[:, None] - X).max(axis=2).sum(axis=1).argmin())


def one_decimal(X):
    return with_norm(X.round(1))


def in_few_digits(X):
    return with_norm(X.astype(np.float16))


def shifts_in_place(X):
    X -= X.mean(axis=0)
    return with_norm(X)


def gives_coordinates(X):
    return X[np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).argmin()]


def whole_sum_itself(X):
    return int(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).min())


def one_for_each_member(X):
    return np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).argsort()


def nothing_appended(X):
    sums = []
    for member in X:
        np.linalg.norm(X - member, axis=1).sum()
    return int(np.argmin(sums))


def nothing_returned(X):
    int(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).argmin())


# most_alike ---------------------------------------------------------------------------------------------


def with_scaler(table, person):
    from sklearn.preprocessing import StandardScaler

    scaled = StandardScaler().fit_transform(table)
    distances = np.linalg.norm(scaled - scaled[person], axis=1)
    distances[person] = np.inf
    return int(distances.argmin())


def drops_constant(table, person):
    kept = table[:, table.std(axis=0) > 0]
    scaled = kept / kept.std(axis=0, ddof=1)
    order = np.argsort(((scaled - scaled[person]) ** 2).sum(axis=1), kind="stable")
    return next(int(i) for i in order if i != person)


def with_pandas_tables(table, person):
    import pandas as pd

    people = pd.DataFrame(table)
    scaled = ((people - people.mean()) / people.std().replace(0, 1)).to_numpy()
    others = [i for i in range(len(scaled)) if i != person]
    return others[np.linalg.norm(scaled[others] - scaled[person], axis=1).argmin()]


def adds_a_little(table, person):
    scaled = (table - table.mean(axis=0)) / (table.std(axis=0) + 1e-9)
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def nan_to_zero(table, person):
    with np.errstate(all="ignore"):
        scaled = np.nan_to_num((table - table.mean(axis=0)) / table.std(axis=0))
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def _scaled(table, least=0.0):
    spread = table.std(axis=0)
    return (table - table.mean(axis=0)) / np.where(spread > least, spread, 1)


def _nearest_row(scaled, person):
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def adds_a_tenth(table, person):
    return _nearest_row(table / (table.std(axis=0) + 0.1), person)


def ranks_for_scores(table, person):
    from scipy.stats import rankdata

    return _nearest_row(_scaled(rankdata(table, axis=0)), person)


def scales_in_place(table, person):
    spread = table.std(axis=0)
    table -= table.mean(axis=0)
    table /= np.where(spread > 0, spread, 1)
    return _nearest_row(table, person)


def only_small_columns(table, person):
    return _nearest_row(_scaled(table[:, table.max(axis=0) <= 4]), person)


def one_mean_for_all(table, person):
    scaled = (table - table.mean()) / table.std()
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def mends_only_the_mean(table, person):
    scaled = (table - table.mean(axis=0)) / table.std()
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def gives_the_distance(table, person):
    squared = ((_scaled(table) - _scaled(table)[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return squared.min()


ANSWERS = {
    "encode_ordinal": Answers(
        right=[with_dictionary, with_pandas, with_suppress, with_categories, none_for_gaps],
        wrong=[
            Wrong(no_gaps_expected, says="on no list"),
            Wrong(only_left_spaces, says="on the list became nan"),
            Wrong(takes_the_closest, says="on no list, became a number"),
            Wrong(takes_digits, says="on no list, became a number"),
            Wrong(five_levels_at_most, says="on the list became nan"),
            Wrong(known_lists_only, says="on the list became nan"),
            Wrong(ninety_nine, says="on no list, became a number"),
            Wrong(encoded(lambda codes, w, levels, a: place(w, levels)), says="is .append(...) missing"),
            Wrong(encoded(lambda codes, w, levels, a: codes.push(place(w, levels))), says=".append(item)"),
            Wrong(encoded(lambda codes, w, levels, a: codes.append(w)), says="a text stands among the codes"),
            Wrong(
                encoded(lambda codes, w, levels, a: codes.append(levels[w])),
                says="a word is used as an index: .index(word)",
            ),
            Wrong(
                encoded(lambda codes, w, levels, a: codes.append(levels.find(w))),
                says="x.index(item) finds the place",
            ),
            Wrong(
                encoded(lambda codes, w, levels, a: codes.extend(place(w, levels))),
                says="one value is used as a list",
            ),
            Wrong(encoded(appends_twice), says="2 times as many items"),
            Wrong(encoded(appends_in_the_inner_loop), says="5 times as many items"),
            Wrong(returns_too_soon, says="only the first of 5 came: does a `return`"),
            Wrong(assigns_append, says="leave out `x =`"),
            Wrong(keeps_the_last, says="does each round of a loop replace the last"),
            Wrong(searches_as_typed, says="in another spelling"),
            Wrong(objects, says="None is no number"),
            Wrong(one_by_one, says="np.array(list(...))"),
        ],
    ),
    "turn": Answers(
        right=[with_where, with_sign, with_loop, with_transposed, with_mask],
        wrong=[
            Wrong(changes_input, says="changes"),
            Wrong(turns_rows, says="for columns"),
            Wrong(input_if_nothing_to_turn, says="the result is the input `answers` itself"),
            Wrong(rounds_answers, says=("decimals", "it is rounded")),
            Wrong(few_digits, says="too few digits"),
            Wrong(fills_gaps, says="gaps were filled"),
            Wrong(fills_gaps_at_first, says="gaps were filled"),
            Wrong(loses_columns, says="the other columns were lost"),
            Wrong(mask_on_one_side, says="on both sides"),
            Wrong(asks_the_mask, says="one yes or no"),
            Wrong(extremes_only, says="turn: not yet"),
        ],
    ),
    "kmeans_step": Answers(
        right=[with_cdist, with_loops, with_one_hot, with_plain_copy, with_expanded_squares],
        wrong=[
            Wrong(drops_empty, says="was dropped"),
            Wrong(labels_as_floats, says=".astype(int)"),
            Wrong(centres_first, says="the labels come first"),
            Wrong(squeezes_people, says="one person and one centre"),
            Wrong(enough_people_only, says="more centres than people"),
            Wrong(five_centres_at_most, says="many equal centres"),
            Wrong(in_half_precision, says="random input"),
            Wrong(moves_in_place, says="changes its input `centres`"),
            Wrong(only_labels, says="return two things"),
            Wrong(only_centres, says="return two things"),
            Wrong(forgets_square, says="square them"),
            Wrong(takes_absolute, says="squared before"),
            Wrong(gives_the_centres, says="a label is the number of one"),
            Wrong(labels_the_centres, says="one label for each centre"),
            Wrong(takes_min, says=".argmin() its place"),
            Wrong(pushes, says=".append(item)"),
            Wrong(
                stepped(lambda moved, c, X, labels: X[labels == c].mean(axis=0).round(2)),
                says="rounded too early, to 2 digits",
            ),
            Wrong(stepped(lambda moved, c, X, labels: X[labels == c].mean(axis=0).round()), says="it is rounded"),
        ],
    ),
    "medoid": Answers(
        right=[with_norm, with_min, with_library, with_dot_products],
        wrong=[
            Wrong(gives_coordinates, says="number of the row"),
            Wrong(gives_the_sum, says="its row is wanted"),
            Wrong(gives_an_array, says=".item() takes it out"),
            Wrong(two_features_only, says="random input"),
            Wrong(largest_difference, says="random input"),
            Wrong(one_decimal, says="random input"),
            Wrong(in_few_digits, says="random input"),
            Wrong(shifts_in_place, says="changes its input"),
            Wrong(whole_sum_itself, says="its row is wanted"),
            Wrong(one_for_each_member, says="one number for each member"),
            Wrong(nothing_appended, says="was nothing appended"),
            Wrong(nothing_returned, says="without `return`"),
        ],
    ),
    "most_alike": Answers(
        right=[with_scaler, drops_constant, with_pandas_tables, adds_a_little, nan_to_zero],
        wrong=[
            Wrong(one_mean_for_all, says="bug is still in it"),
            Wrong(adds_a_tenth, says="random input"),
            Wrong(ranks_for_scores, says="most_alike: not yet"),
            Wrong(scales_in_place, says="changes its input"),
            Wrong(only_small_columns, says="never vary"),
            Wrong(mends_only_the_mean, says="left the order of all distances"),
            Wrong(gives_the_distance, says="the smallest distance itself"),
        ],
    ),
}

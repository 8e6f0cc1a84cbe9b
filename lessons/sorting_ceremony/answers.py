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


def gap_is_zero(answers, levels):
    code = {level: i for i, level in enumerate(levels)}
    return np.array([code.get(answer.strip().lower(), 0) for answer in answers], dtype=float)


def counts_from_one(answers, levels):
    code = {level: i for i, level in enumerate(levels, start=1)}
    return np.array([code.get(answer.strip().lower(), np.nan) for answer in answers], dtype=float)


def sorts_levels(answers, levels):
    levels = sorted(levels)
    return np.array(
        [levels.index(a.strip().lower()) if a.strip().lower() in levels else np.nan for a in answers], dtype=float
    )


def no_gaps_expected(answers, levels):
    return np.array([levels.index(answer.strip().lower()) for answer in answers], dtype=float)


def not_tidied(answers, levels):
    return np.array([levels.index(a) if a in levels else np.nan for a in answers], dtype=float)


def drops_gaps(answers, levels):
    words = [answer.strip().lower() for answer in answers]
    return np.array([levels.index(word) for word in words if word in levels], dtype=float)


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


def scale_from_zero(answers, is_reversed, low, high):
    return np.where(is_reversed, high - answers, answers)


def always_seven(answers, is_reversed, low, high):
    return np.where(is_reversed, 7 - answers, answers)


def changes_input(answers, is_reversed, low, high):
    answers[:, is_reversed] = low + high - answers[:, is_reversed]
    return answers


def turns_all(answers, is_reversed, low, high):
    return low + high - answers


def fills_gaps(answers, is_reversed, low, high):
    return np.nan_to_num(with_where(answers, is_reversed, low, high))


def fills_gaps_at_first(answers, is_reversed, low, high):
    return with_where(np.nan_to_num(answers), is_reversed, low, high)


def turns_rows(answers, is_reversed, low, high):
    turned = answers.copy()
    turned[is_reversed] = low + high - turned[is_reversed]
    return turned


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


def forgets_empty(X, centres):
    labels = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    with np.errstate(all="ignore"):
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return labels, np.array([X[labels == c].mean(axis=0) for c in range(len(centres))])


def drops_empty(X, centres):
    labels = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    return labels, np.array([X[labels == c].mean(axis=0) for c in np.unique(labels)])


def returns_old_centres(X, centres):
    return ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1), centres.astype(float)


def takes_argmax(X, centres):
    labels = ((X[:, None] - centres) ** 2).sum(axis=2).argmax(axis=1)
    moved = centres.astype(float)
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved


def mean_without_axis(X, centres):
    labels = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    moved = centres.astype(float)
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean()
    return labels, moved


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


def mean_of_everybody(X, centres):
    labels, moved = with_plain_copy(X, centres)
    for c in np.unique(labels):
        moved[c] = X.mean(axis=0)
    return labels, moved


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


def without_root(X):
    return int(((X[:, None] - X) ** 2).sum(axis=(1, 2)).argmin())


def near_the_mean(X):
    return int(np.linalg.norm(X - X.mean(axis=0), axis=1).argmin())


def gives_coordinates(X):
    return X[np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).argmin()]


def gives_argmax(X):
    return int(np.linalg.norm(X[:, None] - X, axis=2).sum(axis=1).argmax())


def argmin_of_all(X):
    distances = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    return int(distances.argmin())


def absolute_differences(X):
    return int(np.abs(X[:, None] - X).sum(axis=(1, 2)).argmin())


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


def one_mean_for_all(table, person):
    scaled = (table - table.mean()) / table.std()
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def along_rows(table, person):
    with np.errstate(all="ignore"):
        scaled = (table - table.mean(axis=1, keepdims=True)) / table.std(axis=1, keepdims=True)
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def by_range(table, person):
    reach = table.max(axis=0) - table.min(axis=0)
    scaled = table / np.where(reach > 0, reach, 1)
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def divides_by_nothing(table, person):
    with np.errstate(all="ignore"):
        scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def floor_of_one(table, person):
    scaled = (table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1)
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def mends_only_the_mean(table, person):
    scaled = (table - table.mean(axis=0)) / table.std()
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf
    return int(squared.argmin())


def never_looks(table, person):
    return person


ANSWERS = {
    "encode_ordinal": Answers(
        right=[with_dictionary, with_pandas, with_suppress],
        wrong=[
            Wrong(gap_is_zero, says="lowest answer"),
            Wrong(counts_from_one, says="begin at 1"),
            Wrong(sorts_levels, says="alphabet"),
            Wrong(no_gaps_expected, says="on no list"),
            Wrong(not_tidied, says="as it was typed"),
            Wrong(drops_gaps, says="left out"),
        ],
    ),
    "turn": Answers(
        right=[with_where, with_sign, with_loop],
        wrong=[
            Wrong(scale_from_zero, says="low + high"),
            Wrong(always_seven, says="1 to 6"),
            Wrong(changes_input, says="changes"),
            Wrong(turns_all, says="all columns"),
            Wrong(turns_rows, says="for columns"),
            Wrong(fills_gaps, says="gaps were filled"),
            Wrong(fills_gaps_at_first, says="gaps were filled"),
        ],
    ),
    "kmeans_step": Answers(
        right=[with_cdist, with_loops, with_one_hot, with_plain_copy],
        wrong=[
            Wrong(forgets_empty, says="nobody joined"),
            Wrong(drops_empty, says="was dropped"),
            Wrong(returns_old_centres, says="not moved"),
            Wrong(takes_argmax, says="farthest"),
            Wrong(mean_without_axis, says="axis=0"),
            Wrong(only_labels, says="return two things"),
            Wrong(only_centres, says="return two things"),
            Wrong(forgets_square, says="square them"),
            Wrong(takes_absolute, says="squared before"),
            Wrong(mean_of_everybody, says="mean of everybody"),
        ],
    ),
    "medoid": Answers(
        right=[with_norm, with_min, with_library],
        wrong=[
            Wrong(without_root, says="nearest to the mean"),
            Wrong(near_the_mean, says="nearest to the mean"),
            Wrong(gives_coordinates, says="number of the row"),
            Wrong(gives_argmax, says="outermost"),
            Wrong(absolute_differences, says="root of the sum"),
            Wrong(argmin_of_all, says="distance to himself"),
        ],
    ),
    "most_alike": Answers(
        right=[with_scaler, drops_constant],
        wrong=[
            Wrong(one_mean_for_all, says="bug is still in it"),
            Wrong(along_rows, says="rows were standardised"),
            Wrong(by_range, says="standard deviation"),
            Wrong(divides_by_nothing, says="never varies"),
            Wrong(never_looks, says="itself"),
            Wrong(floor_of_one, says="below 1"),
            Wrong(mends_only_the_mean, says="left all distances"),
        ],
    ),
}

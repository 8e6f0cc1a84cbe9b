"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from sklearn.metrics import silhouette_samples
from sklearn.preprocessing import StandardScaler

from overheard.check import Answers, Wrong


def encode_by_dictionary(answers, levels):
    codes = dict(zip(levels, range(len(levels)), strict=True))
    return np.array([codes.get(answer.strip().lower(), np.nan) for answer in answers], dtype=float)


def encode_with_pandas(answers, levels):
    tidy = pd.Series(answers, dtype=object).astype(str).str.strip().str.lower()
    return tidy.map({level: float(code) for code, level in enumerate(levels)}).to_numpy(dtype=float)


def encode_or_nan(answers, levels):
    codes = {level: code for code, level in enumerate(levels)}
    return np.array([codes.get(answer.strip().lower()) or np.nan for answer in answers], dtype=float)


def alike_by_scaler(table, person):
    scaled = StandardScaler().fit_transform(table)
    distances = np.linalg.norm(scaled - scaled[person], axis=1)
    return int(min((i for i in range(len(table)) if i != person), key=lambda i: (distances[i].round(9), i)))


def alike_column_by_column(table, person):
    total = np.zeros(len(table))
    for column in np.asarray(table, dtype=float).T:
        if column.std() > 0:
            total += ((column - column[person]) / column.std()) ** 2
    total[person] = np.inf
    return int(np.argmin(total))


def second_nearest(table, person):
    scaled = StandardScaler().fit_transform(table)
    return int(np.argsort(np.linalg.norm(scaled - scaled[person], axis=1), kind="stable")[2])


def silhouette_by_library(X, labels, person):
    if len(set(labels.tolist())) == len(labels):
        return 0.0
    return float(np.nan_to_num(silhouette_samples(X, labels)[person]))


def silhouette_with_sums(X, labels, person):
    distances = np.sqrt(((X - X[person]) ** 2).sum(axis=1))
    same = labels == labels[person]
    if same.sum() == 1:
        return 0.0
    own = distances[same].sum() / (same.sum() - 1)
    other = min(distances[labels == group].mean() for group in np.unique(labels[~same]))
    return 0.0 if own == other else 1 - own / other if own < other else other / own - 1


def silhouette_own_divisor(X, labels, person):
    distances = np.linalg.norm(X - X[person], axis=1)
    same = labels == labels[person]
    own = distances[same].sum() / max(1, same.sum() - 1)
    other = min(distances[labels == group].mean() for group in np.unique(labels[~same]))
    return float((other - own) / other) if other > 0 else 0.0


def gain_by_counter(houses, answers):
    def guess(told):
        return min(Counter(told).items(), key=lambda item: (-item[1], item[0]))[0] if told else None

    score = 0
    for i, mine in enumerate(answers):
        rest = [(h, a) for j, (h, a) in enumerate(zip(houses, answers, strict=True)) if j != i]
        score += guess([a for h, a in rest if h == houses[i]]) == mine
        score -= guess([a for _, a in rest]) == mine
    return score / len(answers)


def gain_with_pandas(houses, answers):
    table = pd.DataFrame({"house": houses, "answer": answers})
    gain = 0
    for i in table.index:
        others = table.drop(index=i)
        mates = others.loc[others["house"] == table["house"][i], "answer"]
        if len(mates):
            gain += mates.mode().sort_values().iloc[0] == table["answer"][i]
        gain -= others["answer"].mode().sort_values().iloc[0] == table["answer"][i]
    return float(gain / len(table))


def gain_over_groups(houses, answers):
    return len(set(houses)) / len(houses)


ANSWERS = {
    "encode_ordinal": Answers(
        right=[encode_by_dictionary, encode_with_pandas],
        wrong=[Wrong(encode_or_nan, "nan")],
    ),
    "most_alike": Answers(
        right=[alike_by_scaler, alike_column_by_column],
        wrong=[Wrong(second_nearest, "not yet")],
    ),
    "silhouette_of": Answers(
        right=[silhouette_by_library, silhouette_with_sums],
        wrong=[Wrong(silhouette_own_divisor, "not yet")],
    ),
    "gain_from_house": Answers(
        right=[gain_by_counter, gain_with_pandas],
        wrong=[Wrong(gain_over_groups, "not yet")],
    ),
}

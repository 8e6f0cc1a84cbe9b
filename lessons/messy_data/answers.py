"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor

from overheard.check import Answers, Wrong


def minutes_by_pattern(text):
    if found := re.fullmatch(r"(\d+)\s*(min)?", text):
        return int(found.group(1))
    found = re.fullmatch(r"(\d+)[:h](\d\d)", text)
    if not found or int(found.group(2)) > 59:
        return None
    return int(found.group(1)) * 60 + int(found.group(2))


def minutes_by_split(text):
    plain = text.removesuffix("min").strip()
    if plain.isdecimal():
        return int(plain)
    for mark in ":h":
        parts = text.split(mark)
        if len(parts) == 2 and all(part.isdecimal() for part in parts):
            hours, minutes = parts
            if len(minutes) == 2 and minutes[0] in "012345":
                return 60 * int(hours) + int(minutes)


def minutes_without_check(text):
    plain = text.removesuffix("min").strip()
    if plain.isdecimal():
        return int(plain)
    hours, _, minutes = text.replace("h", ":").partition(":")
    if len(minutes) == 1 or int(minutes) > 59:
        return None
    return 60 * int(hours) + int(minutes)


def fill_by_pandas(makes, power, new_makes, new_power):
    seen = pd.Series(power, index=makes)
    medians = seen.groupby(level=0).median()
    guess = pd.Series(new_makes).map(medians).fillna(seen.median()).to_numpy()
    return np.where(np.isnan(new_power), guess, new_power)


def fill_by_dictionary(makes, power, new_makes, new_power):
    known = {}
    for make, value in zip(makes, power, strict=True):
        if not np.isnan(value):
            known.setdefault(make, []).append(value)
    rest = np.nanmedian(power)
    gaps = [np.median(known[make]) if make in known else rest for make in new_makes]
    return np.array([gap if np.isnan(value) else value for gap, value in zip(gaps, new_power, strict=True)])


def fill_in_place(makes, power, new_makes, new_power):
    new_power[:] = fill_by_pandas(makes, power, new_makes, new_power)
    return new_power


def fill_with_one_median(makes, power, new_makes, new_power):
    return np.where(np.isnan(new_power), np.nanmedian(power), new_power)


def suspects_by_loops(X_train, y_train, X_valid, y_valid, share):
    usual = sorted(y_train)
    n = len(usual)
    middle = usual[n // 2] if n % 2 else (usual[n // 2 - 1] + usual[n // 2]) / 2
    bound = share * sum(abs(y - middle) for y in y_valid) / len(y_valid)
    found = []
    for column in range(X_train.shape[1]):
        total = 0
        for row, y in zip(X_valid, y_valid, strict=True):
            nearest = min(range(n), key=lambda i, row=row, column=column: abs(X_train[i, column] - row[column]))
            total += abs(y_train[nearest] - y)
        if total / len(y_valid) < bound:
            found.append(column)
    return found


def suspects_by_axis(X_train, y_train, X_valid, y_valid, share):
    nearest = np.abs(X_valid[:, None, :] - X_train[None, :, :]).argmin(axis=1)  # (validation rows, columns)
    off = np.abs(y_train[nearest] - y_valid[:, None]).mean(axis=0)
    return [int(i) for i in np.flatnonzero(off < share * np.mean(np.abs(y_valid - np.median(y_train))))]


def suspects_by_library(X_train, y_train, X_valid, y_valid, share):
    """The library need not take the first of equally near rows."""
    found = []
    for i in range(X_train.shape[1]):
        model = KNeighborsRegressor(2 if len(y_train) > 1 else 1).fit(X_train[:, [i]], y_train)
        off = np.abs(model.predict(X_valid[:, [i]]) - y_valid).mean()
        if off < share * np.abs(y_valid - np.median(y_train)).mean():
            found.append(i)
    return found


def no_suspects(X_train, y_train, X_valid, y_valid, share):
    return []


ANSWERS = {
    "read_minutes": Answers(
        right=[minutes_by_pattern, minutes_by_split],
        wrong=[Wrong(minutes_without_check, "isdecimal")],
    ),
    "fill_by_make": Answers(
        right=[fill_by_pandas, fill_by_dictionary],
        wrong=[Wrong(fill_in_place, "change"), Wrong(fill_with_one_median, "same make")],
    ),
    "suspects": Answers(
        right=[suspects_by_loops, suspects_by_axis],
        wrong=[Wrong(suspects_by_library, "not yet"), Wrong(no_suspects, "not yet")],
    ),
}

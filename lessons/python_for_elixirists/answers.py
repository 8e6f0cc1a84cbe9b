"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import numpy as np

from overheard.check import Answers, Wrong


def tidy_by_filter(names):
    return list(map(str.lower, filter(None, map(str.strip, names))))


def tidy_by_loop(names):
    result = []
    for name in names:
        name = name.strip()
        if len(name) > 0:
            result += [name.casefold()]
    return result


def tidy_one(names):
    return [names[0].strip().lower()]


def leave_with_copy(table):
    rest = table[:, 1:].copy()
    rest -= rest.min(axis=0)
    return rest


def leave_with_delete(table):
    rest = np.delete(table, 0, axis=1)
    return rest - np.min(rest, axis=0, keepdims=True)


def leave_the_last(table):
    return table[:, :-1] - table[:, :-1].min(axis=0)


def distances_by_norm(towns, posts):
    return np.linalg.norm(towns[:, np.newaxis, :] - posts[np.newaxis, :, :], axis=-1)


def distances_by_columns(towns, posts):
    return np.hypot(towns[:, [0]] - posts[:, 0], towns[:, [1]] - posts[:, 1])


def distances_in_pairs(towns, posts):
    n = min(len(towns), len(posts))
    return np.sqrt(((towns[:n] - posts[:n]) ** 2).sum(axis=1))


ANSWERS = {
    "tidy": Answers(right=[tidy_by_filter, tidy_by_loop], wrong=[Wrong(tidy_one, "not yet")]),
    "leave_out_first": Answers(
        right=[leave_with_copy, leave_with_delete], wrong=[Wrong(leave_the_last, "not yet")]
    ),
    "distances": Answers(
        right=[distances_by_norm, distances_by_columns], wrong=[Wrong(distances_in_pairs, "shape")]
    ),
}

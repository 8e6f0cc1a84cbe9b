"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import itertools

import numpy as np

from overheard.check import Answers, Wrong


def tournament_by_rows(costs, drawn):
    return np.array([min(row, key=lambda one: costs[one]) for row in drawn])


def tournament_by_places(costs, drawn):
    places = np.argsort(costs[drawn], axis=1, kind="stable")[:, 0]
    return drawn[np.arange(len(drawn)), places]


def tournament_first_row(costs, drawn):
    return np.array([row[costs[drawn[0]].argmin()] for row in drawn])


def tournament_by_size(costs, drawn):
    return np.array([min(row, key=lambda one: abs(costs[one])) for row in drawn])


def swap_by_where(mother, father, start, stop):
    places = np.arange(len(mother))
    inside = (places >= start) & (places < stop)
    return np.where(inside, father, mother), np.where(inside, mother, father)


def swap_by_pieces(mother, father, start, stop):
    daughter = np.concatenate([mother[:start], father[start:stop], mother[stop:]])
    son = np.concatenate([father[:start], mother[start:stop], father[stop:]])
    return daughter, son


def swap_in_floats(mother, father, start, stop):
    pair = np.array([mother, father], dtype=float)
    pair[:, start:stop] = pair[::-1, start:stop].copy()
    return [pair[0], pair[1]]


def swap_same_if_empty(mother, father, start, stop):
    return (mother, father) if start == stop else swap_by_where(mother, father, start, stop)


def swap_in_the_parents(mother, father, start, stop):
    kept = mother[start:stop].copy()
    mother[start:stop] = father[start:stop]
    father[start:stop] = kept
    return mother, father


def efficient_by_sorting(risks, rewards):
    """From the safest on: who brings more than all before stays, with those equal to it."""
    result = np.zeros(len(risks), dtype=bool)
    best = -np.inf
    for risk in sorted(set(risks.tolist())):
        same = risks == risk
        top = rewards[same].max()
        if top > best:
            result |= same & (rewards == top)
            best = top
    return result


def efficient_by_loops(risks, rewards):
    answer = []
    for i in range(len(risks)):
        safer = (risks <= risks[i]) & (rewards > rewards[i])
        richer = (risks < risks[i]) & (rewards >= rewards[i])
        answer.append(not (safer | richer).any())
    return np.array(answer)


def efficient_rounded(risks, rewards):
    return efficient_by_loops(np.round(risks), np.round(rewards))


def efficient_without_brackets(risks, rewards):
    return ~(risks[:, None] <= risks & rewards[:, None] >= rewards).any(axis=0)


def efficient_neighbours(risks, rewards):
    order = np.argsort(risks, kind="stable")
    result = np.ones(len(risks), dtype=bool)
    for before, after in itertools.pairwise(order):
        result[after] = rewards[after] > rewards[before]
    return result


ANSWERS = {
    "tournament": Answers(
        right=[tournament_by_rows, tournament_by_places],
        wrong=[Wrong(tournament_first_row, "not yet"), Wrong(tournament_by_size, "not yet")],
    ),
    "swap": Answers(
        right=[swap_by_where, swap_by_pieces, swap_in_floats],
        wrong=[Wrong(swap_in_the_parents, "changes its input"), Wrong(swap_same_if_empty, "not a new one")],
    ),
    "efficient": Answers(
        right=[efficient_by_sorting, efficient_by_loops],
        wrong=[
            Wrong(efficient_neighbours, "not yet"),
            Wrong(efficient_rounded, "not yet"),
            Wrong(efficient_without_brackets, "brackets"),
        ],
    ),
}

"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import torch

from overheard.check import Answers, Wrong

START = 1


# ----------------------------------------------- 1, words_looked_at
def looked_by_product(weights):
    return 1 / torch.einsum("ge,ge->g", weights, weights)


def looked_by_norm(weights):
    return weights.norm(dim=1) ** -2


def looked_as_list(weights):
    return [1 / sum(weight**2 for weight in row) for row in weights.tolist()]


def looked_by_root(weights):
    return 1 / (weights**2).sum(dim=1).sqrt()


def looked_in_place(weights):
    weights *= weights
    return 1 / weights.sum(dim=1)


# ----------------------------------------------- 2, read_map
def read_by_max(weights, german, english, at_least):
    best, columns = weights.max(dim=1)
    return [(g, english[j]) for g, w, j in zip(german, best, columns.tolist(), strict=True) if w >= at_least]


def read_by_lists(weights, german, english, at_least):
    found = []
    for word, row in zip(german, weights.tolist(), strict=True):
        if max(row) >= at_least:
            found += [(word, english[row.index(max(row))])]
    return found


def read_too_soon(weights, german, english, at_least):
    pairs = []
    for word, row in zip(german, weights, strict=True):
        if row.max() >= at_least:
            pairs.append((word, english[int(row.argmax())]))
        return pairs


def read_as_dict(weights, german, english, at_least):
    return dict(read_by_max(weights, german, english, at_least))


def read_the_diagonal(weights, german, english, at_least):
    return list(zip(german, english, strict=False))


# ----------------------------------------------- 3, reads_and_writes
def reads_by_cat(rows):
    start = torch.full((len(rows), 1), START)
    return torch.cat([start, rows[:, :-1]], dim=1), rows


def reads_by_roll(rows):
    read = rows.roll(1, dims=1)
    read[:, 0] = START
    return read, rows


def reads_unchanged(rows):
    read = rows.clone()
    read[:, 0] = START
    return read, rows


def reads_in_place(rows):
    write = rows.clone()
    rows[:, 1:] = write[:, :-1]
    rows[:, 0] = START
    return rows, write


# ----------------------------------------------- 4, floor_of_hits
def floor_by_words(bright, changed, replaced):
    chances = []
    for cells, places, word in zip(bright, changed, replaced, strict=True):
        chances += [sum(cell == word for cell in cells) / len(cells)] * len(places)
    return sum(chances) / len(chances) if chances else 0


def floor_by_tensors(bright, changed, replaced):
    n = torch.tensor([len(places) for places in changed], dtype=torch.float64)
    chance = torch.stack([(torch.tensor(c) == w).double().mean() for c, w in zip(bright, replaced, strict=True)])
    return float((n * chance).sum() / n.sum().clamp(min=1))


def floor_of_all(bright, changed, replaced):
    """All cells of all sentences in one hat."""
    cells = [cell == word for row, word in zip(bright, replaced, strict=True) for cell in row]
    return sum(cells) / len(cells) if any(changed) else 0.0


def floor_of_nothing(bright, changed, replaced):
    return 0.5


# ----------------------------------------------- 5, needed
def needed_by_padding(weights, before, afters):
    tested = [j for j, row in enumerate(weights) if afters[row.argmax()] is not None]
    new = [(afters[weights[j].argmax()] + [None] * len(before))[j] for j in tested]
    return len(tested), sum(word != before[j] for j, word in zip(tested, new, strict=True))


def needed_by_slices(weights, before, afters):
    pairs = [(j, afters[i]) for j, i in enumerate(weights.argmax(dim=1).tolist()) if afters[i] is not None]
    return len(pairs), len([j for j, after in pairs if after[j : j + 1] != before[j : j + 1]])


def needed_none_crashes(weights, before, afters):
    changed = [afters[int(row.argmax())][j : j + 1] != [before[j]] for j, row in enumerate(weights)]
    return len(changed), sum(changed)


def needed_as_share(weights, before, afters):
    tested, changed = needed_by_padding(weights, before, afters)
    return changed / tested if tested else 0.0


ANSWERS = {
    "words_looked_at": Answers(
        right=[looked_by_product, looked_by_norm],
        wrong=[
            Wrong(looked_by_root, says="words_looked_at"),
            Wrong(looked_in_place, says="changes its input"),
        ],
    ),
    "read_map": Answers(
        right=[read_by_max, read_by_lists],
        wrong=[
            Wrong(read_too_soon, says="`return`"),
            Wrong(read_as_dict, says="dict"),
            Wrong(read_the_diagonal, says="read_map"),
        ],
    ),
    "reads_and_writes": Answers(
        right=[reads_by_cat, reads_by_roll],
        wrong=[
            Wrong(reads_unchanged, says="The bug is still in it"),
            Wrong(reads_in_place, says="changes its input"),
        ],
    ),
    "floor_of_hits": Answers(
        right=[floor_by_words, floor_by_tensors],
        wrong=[
            Wrong(floor_of_all, says="floor_of_hits"),
            Wrong(floor_of_nothing, says="floor_of_hits"),
        ],
    ),
    "needed": Answers(
        right=[needed_by_padding, needed_by_slices],
        wrong=[
            Wrong(needed_none_crashes, says="None"),
            Wrong(needed_as_share, says="tuple"),
        ],
    ),
}

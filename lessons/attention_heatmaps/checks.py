"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch

from overheard.check import Case, Exercise, Mistake

PAD, START, END = 0, 1, 2


# ----------------------------------------------- 1, words_looked_at
def slow_words_looked_at(weights: torch.Tensor) -> torch.Tensor:
    """Row by row, cell by cell."""
    result = []
    for row in weights.tolist():
        total = 0.0
        for weight in row:
            total += weight * weight
        result.append(1 / total)
    return torch.tensor(result, dtype=weights.dtype)


def looked(together):
    """The given lines around another `together`, a function of the squares."""
    return lambda weights: 1 / together(weights**2)


def random_weights(rng: np.random.Generator, n: int = 0, m: int = 0) -> torch.Tensor:
    """A map whose rows sum to one, more rows than columns or fewer."""
    n, m = n or int(rng.integers(1, 8)), m or int(rng.integers(1, 8))
    return (
        torch.from_numpy(rng.dirichlet(np.full(m, 0.7), n) + 1e-6).float().softmax(dim=1)
        if n == m
        else (torch.from_numpy(rng.dirichlet(np.full(m, 0.7), n)).float())
    )


# ----------------------------------------------- 2, read_map
def slow_read_map(weights, german, english, at_least):
    """Cell by cell."""
    pairs = []
    for i, word in enumerate(german):
        best, largest = "", torch.tensor(-1.0)
        for j, candidate in enumerate(english):
            if weights[i, j] > largest:
                best, largest = candidate, weights[i, j]  # compared in the map's own precision
        if largest >= at_least:
            pairs.append((word, best))
    return pairs


def random_map(rng: np.random.Generator):
    """Few values, so that ties are common; words may come twice."""
    n, m = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    weights = rng.integers(0, 5, (n, m)) + 0.25
    weights = torch.from_numpy(weights / weights.sum(axis=1, keepdims=True))
    german = [f"Wort{i}" for i in rng.integers(0, n, n)]
    english = [f"word{j}" for j in rng.permutation(m)]
    bound = rng.choice([0.0, 0.2, 0.3, 0.4, weights.max().item(), weights[0].max().item() + 0.004])
    return weights, german, english, float(bound)


def reader(keep=lambda weight, at_least: weight >= at_least, place=lambda row: int(row.argmax()), pair=None):
    """read_map with another way to keep a row, to choose its column, or to make its pair."""

    def read(weights, german, english, at_least):
        found = []
        for i, word in enumerate(german):
            j = place(weights[i])
            if keep(weights[i, j].item(), at_least):
                found.append(pair(word, english[j]) if pair else (word, english[j]))
        return found

    return read


def every_bright_cell(weights, german, english, at_least):
    return [(g, e) for i, g in enumerate(german) for j, e in enumerate(english) if weights[i, j] >= at_least]


def by_columns(weights, german, english, at_least):
    best = weights.argmax(dim=0).tolist()
    return [(german[i], english[j]) for j, i in enumerate(best) if weights[i, j] >= at_least]


def one_row_a_word(weights, german, english, at_least):
    rows = [german.index(word) for word in german]
    return slow_read_map(weights[rows], german, english, at_least)


# ----------------------------------------------- 3, reads_and_writes
def slow_reads_and_writes(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Each place reads what the place before it must write."""
    read = [[START if place == 0 else row[place - 1] for place in range(len(row))] for row in rows.tolist()]
    return torch.tensor(read), rows.clone()


def overwritten(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """As the learner gets it: the first word is lost, and all others stay where they must be written."""
    read = rows.clone()
    read[:, 0] = START
    return read, rows


def beside(front, back):
    """Two tables side by side as what is read."""
    return lambda rows: (torch.cat([front(rows), back(rows)], dim=1), rows)


def starts(rows: torch.Tensor) -> torch.Tensor:
    return torch.full((len(rows), 1), START)


def random_rows(rng: np.random.Generator) -> tuple[torch.Tensor]:
    lengths = rng.integers(1, 7, int(rng.integers(1, 7)))
    rows = torch.full((len(lengths), int(lengths.max()) + 1), PAD)
    for row, length in zip(rows, lengths.tolist(), strict=True):
        row[:length] = torch.from_numpy(rng.integers(3, 40, length))
        row[length] = END
    return (rows,)


# ----------------------------------------------- 4, floor_of_hits
def slow_floor_of_hits(bright: list[list[int]], changed: list[list[int]], replaced: list[int]) -> float:
    """Every cell for every changed word, and the mean over the cells."""
    hits, n_changed = Fraction(0), 0
    for number, cells in enumerate(bright):
        for _ in changed[number]:
            n_changed += 1
            for cell in cells:
                if cell == replaced[number]:
                    hits += Fraction(1, len(cells))
    return float(hits / n_changed) if n_changed else 0.0


def floor_with(add, count=lambda cells, places: len(places), empty=0.0):
    """`add(cells, places, word)` goes above, `count(cells, places)` below."""

    def floor(bright, changed, replaced):
        triples = list(zip(bright, changed, replaced, strict=True))
        below = sum(count(cells, places) for cells, places, _ in triples)
        return sum(add(*triple) for triple in triples) / below if below else empty

    return floor


def mean_of_sentences(bright, changed, replaced):
    parts = [c.count(w) / len(c) for c, places, w in zip(bright, changed, replaced, strict=True) if places]
    return sum(parts) / len(parts) if parts else 0.0


def no_empty_case(bright, changed, replaced):
    above = sum(len(p) * c.count(w) / len(c) for c, p, w in zip(bright, changed, replaced, strict=True))
    return above / sum(map(len, changed))


def random_sentences(rng: np.random.Generator):
    bright, changed, replaced = [], [], []
    for _ in range(int(rng.integers(1, 5))):
        n, m = int(rng.integers(1, 8)), int(rng.integers(1, 5))
        bright.append(rng.integers(0, m, n).tolist())
        changed.append(sorted(rng.choice(n, int(rng.integers(0, n + 1)), replace=False).tolist()))
        replaced.append(int(rng.integers(0, m)))
    return bright, changed, replaced


# ----------------------------------------------- 5, needed
def slow_needed(weights: torch.Tensor, before: list[str], afters: list[list[str] | None]) -> tuple[int, int]:
    """Cell by cell, one English word after the other."""
    tested = changed = 0
    for place, row in enumerate(weights.tolist()):
        column = row.index(max(row))
        after = afters[column]
        if after is None:
            continue
        tested += 1
        if len(after) <= place or after[place] != before[place]:
            changed += 1
    return tested, changed


def needed_with(differs, column=lambda weights, place: int(weights[place].argmax()), untested=0):
    """`differs(after, place, word)` decides whether a word changed."""

    def judge(weights, before, afters):
        tested = changed = 0
        for place, word in enumerate(before):
            after = afters[column(weights, place)]
            tested += 1 if after is not None else untested
            changed += after is not None and differs(after, place, word)
        return tested, int(changed)

    return judge


def is_other(after, place, word):
    return place >= len(after) or after[place] != word


def random_interventions(rng: np.random.Generator):
    n, m = int(rng.integers(1, 8)), int(rng.integers(1, 8))
    words = ["ich", "singe", "heute", "laut", "hier"]
    before = [str(word) for word in rng.choice(words, n)]
    afters = []
    for _ in range(m):
        after = [word if rng.random() < 0.6 else str(rng.choice(words)) for word in before]
        cut = int(rng.integers(0, n + 1)) if rng.random() < 0.4 else n
        afters.append(None if rng.random() < 0.2 else after[:cut] + ["noch"] * int(rng.random() < 0.2))
    weights = torch.from_numpy(rng.integers(0, 4, (n, m)) + 0.25).float()
    return weights / weights.sum(dim=1, keepdim=True), before, afters


SMALL = torch.tensor([[0.9, 0.1], [0.4, 0.6]])
LYING = torch.tensor([[0.25, 0.25, 0.5], [0.4, 0.4, 0.2]])
STANDING = torch.tensor([[0.3, 0.7], [1.0, 0.0], [0.5, 0.5]])

EXERCISES = [
    Exercise(
        "words_looked_at",
        "How many words does a row look at?",
        cases=[
            Case((torch.tensor([[1.0, 0.0], [0.5, 0.5]]),)),
            Case((torch.full((1, 4), 0.25),), "edge: a single row, all cells equal"),
            Case((STANDING,), "edge: more rows than columns"),
        ],
        reference=slow_words_looked_at,
        random=lambda rng: (random_weights(rng),),
        mistakes=[
            Mistake(
                "that adds down the columns: one number for each English word", like=looked(lambda s: s.sum(dim=0))
            ),
            Mistake(
                "that adds up the whole map to a single number; say along which direction",
                like=looked(lambda s: s.sum()),
            ),
            Mistake("that is the mean of the squares, and the sum is asked", like=looked(lambda s: s.mean(dim=1))),
            Mistake(
                "that is the largest square alone; add all of a row",
                like=looked(lambda s: s.max(dim=1).values),
            ),
            Mistake(
                "each row came as a list of its own; without keepdim=True the direction goes",
                like=looked(lambda s: s.sum(dim=1, keepdim=True)),
            ),
            Mistake(
                "that adds the weights, which always gives 1; add their squares",
                like=lambda weights: 1 / weights.sum(dim=1),
            ),
        ],
    ),
    Exercise(
        "read_map",
        "Read a map",
        cases=[
            Case((SMALL, ["ja", "gut"], ["yes", "good"], 0.7)),
            Case((LYING, ["eins", "zwei"], ["one", "two", "three"], 0.5), "edge: exactly at least that much"),
            Case((LYING, ["eins", "zwei"], ["one", "two", "three"], 0.3), "edge: a tie"),
            Case((STANDING, ["so", "ja", "so"], ["so", "yes"], 0.6), "edge: a German word that comes twice"),
            Case((SMALL, ["ja", "gut"], ["yes", "good"], 0.95), "edge: every row is too pale"),
        ],
        reference=slow_read_map,
        random=random_map,
        vary={"german": "words"},
        mistakes=[
            Mistake("*at least* includes the number itself: >= and not >", like=reader(lambda w, t: w > t)),
            Mistake(
                "rows that are too pale must be left out: `at_least` is not used", like=reader(lambda w, t: True)
            ),
            Mistake(
                "on a tie the first English word counts, not the last",
                like=reader(place=lambda row: len(row) - 1 - int(row.flip(0).argmax())),
            ),
            Mistake(
                "each pair is turned around: the German word comes first", like=reader(pair=lambda g, e: (e, g))
            ),
            Mistake(
                "a row has one brightest cell; you list every cell that is bright enough", like=every_bright_cell
            ),
            Mistake("a row is a German word: you look for the largest weight of each column", like=by_columns),
            Mistake(
                "a German word that comes twice has two rows; german.index finds the first only",
                like=one_row_a_word,
            ),
        ],
    ),
    Exercise(
        "reads_and_writes",
        "Bug hunt: a model that learns too well",
        cases=[
            Case((torch.tensor([[5, 7, END]]),)),
            Case((torch.tensor([[9, END, PAD, PAD], [4, 5, 6, END]]),), "edge: a batch with padding"),
            Case((torch.tensor([[8, END], [3, END], [6, END]]),), "edge: sentences of a single word"),
        ],
        reference=slow_reads_and_writes,
        random=random_rows,
        mistakes=[
            Mistake(
                "that moves the wrong way: each place reads the word *after* the one that it must write",
                like=lambda rows: (torch.cat([rows[:, 1:], torch.full((len(rows), 1), PAD)], dim=1), rows),
            ),
            Mistake(
                "what is read comes first, then what must be written", like=lambda r: slow_reads_and_writes(r)[::-1]
            ),
            Mistake(
                "what is read is longer by one place than what must be written; leave something out at its end",
                like=beside(starts, lambda rows: rows),
            ),
            Mistake(
                "torch.roll brings the last column to the front: the first place must read START",
                like=lambda rows: (rows.roll(1, dims=1), rows),
            ),
            Mistake(
                "both results need the shape of `rows`",
                like=lambda rows: (slow_reads_and_writes(rows)[0][:, :-1], rows[:, :-1]),
            ),
        ],
        bug=overwritten,
        symptom="in training the loss falls to nearly 0, and yet the model cannot translate.",
    ),
    Exercise(
        "floor_of_hits",
        "A floor for a map",
        cases=[
            Case(([[0, 1, 1, 2]], [[1, 3]], [1])),
            Case(
                ([[0, 0], [0, 1, 2, 0]], [[0], [0, 1, 2]], [0, 0]), "edge: sentences with few and with many changes"
            ),
            Case(([[0, 1], [2, 2]], [[], [0]], [0, 2]), "edge: a sentence in which nothing changed"),
            Case(([[0, 1]], [[]], [0]), "edge: nothing changed in any sentence"),
        ],
        reference=slow_floor_of_hits,
        random=random_sentences,
        mistakes=[
            Mistake(
                "every sentence counts the same there; one with more changed words must count for more",
                like=mean_of_sentences,
            ),
            Mistake(
                "that counts the hits of the map as it is; the bright cells are dealt at random here",
                like=floor_with(lambda cells, places, word: sum(cells[place] == word for place in places)),
            ),
            Mistake(
                "the chance is not one in the number of different cells: some are on the same word",
                like=floor_with(lambda cells, places, word: len(places) * (word in cells) / len(set(cells))),
            ),
            Mistake(
                "that counts all German words; only those that changed are asked",
                like=floor_with(lambda cells, places, word: cells.count(word), lambda cells, places: len(cells)),
            ),
            Mistake(
                "that is in per cent; a share from 0 to 1 is asked", like=lambda *a: 100 * slow_floor_of_hits(*a)
            ),
            Mistake("nothing changed in any sentence, and you divide by their number", like=no_empty_case),
        ],
    ),
    Exercise(
        "needed",
        "Does a word need its bright cell?",
        cases=[
            Case((SMALL, ["Ich", "singe"], [["Er", "singt"], None])),
            Case(
                (LYING, ["Ich", "gehe"], [["Ich", "bin"], None, ["Wir", "gehen"]]),
                "edge: a tie, more columns than rows",
            ),
            Case(
                (STANDING, ["Er", "ist", "er"], [["Er", "ist"], ["er", "Er", "ist"]]),
                "edge: a translation that got shorter",
            ),
            Case((SMALL, ["Ich", "singe"], [None, None]), "edge: no word could be replaced"),
            Case((SMALL, ["Ich", "singe"], [[], None]), "edge: an empty translation"),
        ],
        reference=slow_needed,
        random=random_interventions,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "a word that stands elsewhere in the new translation has left its place: compare at the same place",
                like=needed_with(lambda after, place, word: word not in after),
            ),
            Mistake(
                "a word whose place is gone in a shorter translation counts as changed",
                like=needed_with(lambda after, place, word: place < len(after) and after[place] != word),
            ),
            Mistake(
                "the new translation may be shorter: look first whether it has a word at this place",
                like=needed_with(lambda after, place, word: after[place] != word),
            ),
            Mistake(
                "a German word whose brightest word was not replaced (None) is not tested",
                like=needed_with(is_other, untested=1),
            ),
            Mistake(
                "an empty translation is not None: that word was replaced, and all German words are gone",
                like=lambda weights, before, afters: slow_needed(
                    weights, before, [after or None for after in afters]
                ),
            ),
            Mistake(
                "on a tie the first English word counts",
                like=needed_with(is_other, lambda w, p: w.shape[1] - 1 - int(w[p].flip(0).argmax())),
            ),
            Mistake(
                "the second number counts those that changed, and yours those that stayed",
                like=needed_with(lambda *a: not is_other(*a)),
            ),
            Mistake(
                "the translation to compare with is that of the brightest English word, not of the same place",
                like=needed_with(is_other, lambda w, p: min(p, w.shape[1] - 1)),
            ),
        ],
    ),
]

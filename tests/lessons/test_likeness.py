"""The rule ``likeness`` finds copies however they are dressed, and lets another idea pass."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import likeness
import pytest
from lesson_rules import Cell, View
from likeness import BOUND, OLDER, OLDER_LESSONS, SHORT, Likeness, tokens

from overheard import curriculum, paths

LESSON = '''\
import numpy as np

def medoid(X: np.ndarray, members: np.ndarray) -> int:
    """Row of the member who is nearest to all the others of the group."""
    inside = X[members]
    distances = np.sqrt(((inside[:, None] - inside) ** 2).sum(axis=2))  # each to each
    return int(members[distances.sum(axis=1).argmin()])
'''
STEP = """\
def step(X, centres):
    squared = ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    labels = squared.argmin(axis=1)
    moved = centres.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved
"""
OTHER = "rng = np.random.default_rng(1)\nprint(rng.normal(size=3).round(2))\n"


def measured(practice: str, *walk: str) -> Likeness:
    """The likeness of one exercise, its cell given whole, to walk-through cells that stand below each other."""
    cells, line = [], 2
    for source in walk:
        cells.append(Cell("code", source, line, Path("lesson.py"), {}))
        line += source.count("\n") + 2
    exercise = Cell("code", practice, 7, Path("practice.py"), {})
    check = Cell("code", "check.it(it)", 40, Path("practice.py"), {})
    view = View(None, None, Path(), cells, [exercise, check], None)  # type: ignore[arg-type]
    (found,) = likeness.likenesses(view)
    return found


def solution(lines: str, given: str = "def it(a, b):\n") -> str:
    inside = "".join(f"    {line}\n" for line in lines.strip("\n").splitlines())
    return f"{given}    ### BEGIN SOLUTION\n{inside}    ### END SOLUTION\n"


COPIES = {
    "as it stands": """
distances = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
return int(distances.sum(axis=1).argmin())
""",
    "all names changed": """
apart = np.sqrt(((group[:, None] - group) ** 2).sum(axis=2))
return int(apart.sum(axis=1).argmin())
""",
    "commented and split over lines": """
# how far each is from each
apart = np.sqrt(  # the root
    (
        (group[:, None] - group)  # differences
        ** 2
    ).sum(
        axis=2,
    )
)
# the smallest sum
return int(
    apart.sum(axis=1).argmin()
)
""",
    "split into steps": """
differences = group[:, None] - group
squares = differences ** 2
totals = squares.sum(axis=2)
apart = np.sqrt(totals)
sums = apart.sum(axis=1)
return int(sums.argmin())
""",
    "joined into one step": """
return int(np.sqrt(((group[:, None] - group) ** 2).sum(axis=2)).sum(axis=1).argmin())
""",
    "annotated": '''
"""The member in the middle."""
apart: np.ndarray = np.sqrt(((group[:, None] - group) ** 2).sum(axis=2))
return int(apart.sum(axis=1).argmin())
''',
    "through another library": """
apart = torch.sqrt(((group[:, None] - group) ** 2).sum(axis=2))
return int(apart.sum(axis=1).argmin())
""",
}


@pytest.mark.parametrize("lines", COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_told_however_it_is_dressed(lines: str):
    found = measured("import torch\n" + solution(lines), OTHER, LESSON, OTHER)
    assert found.share > BOUND + 0.03
    assert found.exercise == "it"
    assert found.at == "practice.py:10"  # the first line of the solution
    assert found.where == f"lesson.py:{2 + OTHER.count(chr(10)) + 2 + 2}"  # the function, not the cell


def test_a_copy_in_another_order_is_told():
    moved = """
fresh = middles.copy()
nearest = ((data[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
for number in np.unique(nearest):
    fresh[number] = data[nearest == number].mean(axis=0)
return nearest, fresh
"""
    assert measured(solution(moved), OTHER, STEP).share > BOUND


def test_a_copy_that_the_lesson_spreads_over_cells_is_told():
    first, second = STEP.split("    moved", 1)
    cells = ["apart = ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)", "labels = apart.argmin(axis=1)"]
    cells.append("def move(X, labels, centres):\n    moved" + second)
    assert measured(solution("\n".join(line.strip() for line in first.splitlines()[1:])), *cells).share > BOUND


def test_a_copy_of_a_class_with_its_own_attributes_renamed_is_told():
    lesson = """\
class Heads(nn.Module):
    def __init__(self, width):
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x, memory):
        scores = self.query(x) @ self.key(memory).transpose(-2, -1) / math.sqrt(x.shape[-1])
        return scores.softmax(dim=-1) @ memory
"""
    copied = """\
class Look(nn.Module):
    def __init__(self, size):
        self.asks, self.has = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, a, b):
        ### BEGIN SOLUTION
        fits = self.asks(a) @ self.has(b).transpose(-2, -1) / math.sqrt(a.shape[-1])
        return fits.softmax(dim=-1) @ b
        ### END SOLUTION
"""
    found = measured(copied, OTHER, lesson)
    assert found.share == 1
    assert found.where == f"lesson.py:{2 + OTHER.count(chr(10)) + 2 + 4}"  # the method


HONEST = {
    "another quantity": """
centre = X.mean(axis=0)
nearest = np.abs(X - centre).max(axis=1)
return np.flatnonzero(nearest <= np.quantile(nearest, 0.9))
""",
    "another direction": """
together = np.corrcoef(X.T)
np.fill_diagonal(together, -np.inf)
row, column = np.unravel_index(together.argmax(), together.shape)
return int(row), int(column)
""",
    "by loops, another question": """
counts = {}
for row in X:
    key = tuple(row)
    counts[key] = counts.get(key, 0) + 1
return max(counts, key=counts.get)
""",
}


@pytest.mark.parametrize("lines", HONEST.values(), ids=HONEST.keys())
def test_another_idea_passes(lines: str):
    assert measured(solution(lines), OTHER, LESSON, STEP).share < BOUND - 0.1


def test_a_phrase_of_the_language_passes_in_surroundings_of_its_own():
    lesson = "means = torch.stack([X[y == digit].mean(dim=0) for digit in range(10)])\n"
    given = "def it(a, b):\n    rows = []\n    for i, row in enumerate(a):\n        if row.any() and i not in b:\n"
    given += "            rows.append(row[b > 0])\n    chosen = torch.cat(rows)\n"
    practice = solution("mean = chosen.mean(dim=0)", given) + "    return mean - a.min()\n"
    assert len(tokens("mean = chosen.mean(dim=0)")) < SHORT
    assert measured(practice, OTHER, lesson).share < BOUND - 0.1


def test_a_phrase_is_told_where_all_around_it_is_a_copy_too():
    given = "def it(rows):\n    apart = np.sqrt(((rows[:, None] - rows) ** 2).sum(axis=2))\n"
    practice = solution("best = apart.sum(axis=1).argmin()", given) + "    return int(rows[best])\n"
    assert measured(practice, OTHER, LESSON).share > BOUND


def test_the_cure_of_a_bug_hunt_counts_not_the_lines_that_were_given():
    """Its lines from the lesson are handed out; what counts is what the learner changes, in its surroundings."""
    lesson = (
        "for batch in parts:\n    loss = cost(model(X[batch]), y[batch])\n    loss.backward()\n    step(W, lr)\n"
    )
    bug = "        loss.backward()\n        step(W, lr)\n"
    given = "def it(X, y, W, lr, patience):\n    best, waited = float('inf'), 0\n    while waited < patience:\n"
    given += "        loss = cost(X @ W, y)\n"
    practice = f"{given}        ### BEGIN BUG\n{bug}        ### END BUG\n        ### BEGIN SOLUTION\n{bug}"
    practice += (
        "        W.grad = None\n        ### END SOLUTION\n        waited = 0 if loss < best else waited + 1\n"
    )
    practice += "        best = min(best, loss.item())\n    return W\n"
    assert measured(practice, OTHER, lesson).share < BOUND - 0.1


def test_lines_that_are_no_statement_of_their_own_are_read_too():
    copied = "result = int(\n    np.sqrt(((a[:, None] - a) ** 2).sum(axis=2)).sum(axis=1)\n"
    assert tokens(copied)[:8] == ["n", "=", "int", "(", "n", ".", "sqrt", "("]
    assert tokens("else:\n    total = 3\n")[-3:] == ["n", "=", "0"]


# --------------------------------------------------------------------------------------------- the older lessons


@pytest.mark.parametrize("slug", OLDER_LESSONS)
def test_the_list_of_older_exercises_can_only_shrink(slug: str):
    listing = curriculum.load()
    found = {one.exercise: one for one in likeness.likenesses(View.of(listing, listing.lesson(slug), paths.ROOT))}
    for name in sorted(name for other, name in OLDER if other == slug):
        assert name in found, f"likeness.OLDER: {slug} has no exercise {name!r} any more; take the line out"
        assert found[name].share > BOUND, f"likeness.OLDER: {name!r} of {slug} is no copy any more; take it out"


def test_only_lessons_that_were_there_before_the_rule_stand_on_the_list():
    assert {slug for slug, _ in OLDER} <= set(OLDER_LESSONS)
    assert len(OLDER) <= 5, "the list can only shrink"


def test_the_message_names_both_places_the_share_and_the_mend(monkeypatch: pytest.MonkeyPatch):
    found = [
        Likeness("it", "practice.py:8", 0.913, "lesson.py:31"),
        Likeness("that", "practice.py:9", BOUND, "x:1"),
    ]
    monkeypatch.setattr(likeness, "likenesses", lambda view: found)
    view = View(None, SimpleNamespace(slug="newer"), Path(), [], [], None)  # type: ignore[arg-type]
    (told,) = likeness.likeness(view)
    assert told.startswith("practice.py:8: the solution of 'it' stands in the lesson, at lesson.py:31: 91% of it")
    assert "at most 75% may; ask for the idea in another place" in told
    monkeypatch.setattr(likeness, "OLDER", {("newer", "it")})
    assert list(likeness.likeness(view)) == []

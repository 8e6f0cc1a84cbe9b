"""The rules that hold a number against a bound: how large a lesson is, its turns, the cells that answer a guess.

The first three lessons may exceed a bound by what older_lessons.py records of them, and by no more.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import older_lessons

from overheard.author import build, turns
from overheard.reading import code_lines, words
from overheard.yamlfile import shown

if TYPE_CHECKING:
    from lesson_rules import Cell, View

LEDGER = "tests/helpers/older_lessons.py"
MAY_STAND = {"mnist", "attention_heatmaps", "sorting_ceremony"}
CELLS, WORDS, LINES = "cells", "words", "lines of code"
WALK, PRACTICE = "seconds of the walk-through", "seconds of the practice"
CHECKS, ANSWERS = "lines of checks.py", "lines of answers.py"
TURNS, REVEALS = "your turns not declared", "reveal cells that do more"
MEASURED = {CELLS, WORDS, LINES, WALK, PRACTICE, CHECKS, ANSWERS, TURNS, REVEALS}
MOST_REVEAL_LINES = 6


@dataclass(frozen=True)
class Size:
    """What a lesson may have at most."""

    cells: int
    words: int
    lines: int  # of code that the learner sees in the walk-through
    walk: int  # seconds of one core for the walk-through
    practice: int  # the same for exercises and solutions together
    file_lines: int  # of checks.py, and of answers.py


LEAST_CELLS = 20
SIZES = {
    "short": Size(cells=40, words=1800, lines=220, walk=60, practice=15, file_lines=350),
    "long": Size(cells=60, words=3000, lines=350, walk=150, practice=30, file_lines=500),
}


def within(view: View, what: str, number: int, most: int, told: str) -> Iterator[str]:
    """``told``, which says where, what and the mend, where a number is above its bound.

    For a number that older_lessons.py records, that is the bound, and an entry that is not today's is told.
    """
    assert what in MEASURED, what
    slug = view.lesson.slug
    recorded = older_lessons.OLDER.get(slug, {}).get(what)
    if recorded is None:
        if number > most:
            yield told
        return
    where = _ledger_line(slug, what)
    if number <= most:
        yield f"{where}: {slug} keeps the bound of {most} {what} by now ({number}); remove this entry"
    elif number < recorded:
        yield f"{where}: {slug} has {number} {what} by now and not {recorded}; lower the entry to {number}"
    elif number > recorded:
        yield f"{told} ({recorded} are recorded in {LEDGER}, and that can only shrink)"


def _ledger_line(slug: str, what: str | None = None) -> str:
    """Where an entry of older_lessons.py stands, or a lesson's first line there."""
    inside = None
    for number, line in enumerate(Path(older_lessons.__file__).read_text(encoding="utf-8").splitlines(), 1):
        named = re.match(r'\s+"([^"]+)": ', line)
        if not named:
            continue
        if "{" in line:
            inside = named[1]
        if inside == slug and named[1] == (what or slug):
            return f"{LEDGER}:{number}"
    return f"{LEDGER}:1"


def strays(older: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Entries of older_lessons.py that no rule would ever look at."""
    for slug, entries in older.items():
        if slug not in MAY_STAND:
            yield f"{_ledger_line(slug)}: {slug} may not stand here; mend the lesson, it is none of the first three"
        for what in entries:
            if what not in MEASURED:
                yield f"{_ledger_line(slug, what)}: nothing measures {what!r}; write one of {sorted(MEASURED)}"


def size(view: View) -> Iterator[str]:
    """Cells, words, lines of code, lines of checks and answers, declared seconds: a short lesson or a long one.

    A page that is too long is read to its half. The first page is free of the lower bound.
    """
    lesson, most = view.lesson, SIZES[view.lesson.size]
    kind = f"a {lesson.size} lesson"
    notebook, _ = view.notebook(build.NOTEBOOKS)
    where = f"{shown(lesson.folder / 'lesson.py')}:1"
    count = len(notebook.cells)
    bounds = f"a walk-through of {kind} has {LEAST_CELLS} to {most.cells}"
    if count < LEAST_CELLS and not view.is_start:
        yield f"{where}: {count} cells; {bounds}: split cells, one idea in each"
    told = f"{where}: {count} cells; {bounds}: cut, or make two lessons of it"
    yield from within(view, CELLS, count, most.cells, told)
    text = sum(words(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    told = f"{where}: {text} words; a walk-through of {kind} has at most {most.words}: cut content"
    yield from within(view, WORDS, text, most.words, told)
    code = sum(code_lines(cell.source) for cell in view.walk if cell.kind == "code")
    told = f"{where}: {code} lines of code; a walk-through of {kind} shows at most {most.lines}: cut content"
    yield from within(view, LINES, code, most.lines, told)
    for what, number, bound, mend in (
        (WALK, lesson.seconds.lesson, most.walk, "train less, or ship trained weights"),
        (PRACTICE, lesson.seconds.exercises + lesson.seconds.solutions, most.practice, "make the cases smaller"),
    ):
        told = f"{view.yml('seconds')}: {number} {what} are declared; {kind} has at most {bound}: {mend}"
        yield from within(view, what, number, bound, told)
    for what, name in ((CHECKS, "checks.py"), (ANSWERS, "answers.py")):
        path = lesson.folder / name
        number = len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0
        told = (
            f"{shown(path)}:1: {number} lines; {name} of {kind} has at most {most.file_lines}: "
            "leave out causes that no reader gave, or write a shorter exercise"
        )
        yield from within(view, what, number, most.file_lines, told)


def how_many_exercises(size_: str, checked: int, own: int) -> str | None:
    """What is wrong with so many exercises, of them ``own`` ones of the learner's own; None where nothing is."""
    count = checked + own
    if size_ == "long":
        return None if count in (4, 5) else f"{count} exercises; a long lesson has four or five"
    if count == 3 or (count == 4 and own):
        return None
    also = "a fourth only where one has no check and a rubric, for something of the learner's own"
    return f"{count} exercises; a short lesson has three, and {also}"


def your_turns(view: View) -> Iterator[str]:
    """Each "Your turn" of the text is declared in lesson.yml, and what is declared fits the page.

    Else nobody ever makes the change that the page asks of every learner: conftest.py makes those that are
    declared, in a kernel that has run the page.
    """
    places = [
        cell.at(line) for cell in view.walk if cell.kind == "markdown" for line in turns.announced(cell.source)
    ]
    declared = view.lesson.your_turn
    missing = len(places) - len(declared)
    if missing < 0:
        at = view.yml("your_turn", len(places))
        yield f"{at}: a turn that the text does not announce; write **Your turn.** where it is, or remove it"
    told = (
        f'{(places or [""])[-1]}: lesson.yml declares {len(declared)} of {len(places)} "Your turn"; add '
        "to your_turn: {cell: a line of the cell, change: {old: new}, shows: [what its output must then say]}"
    )
    yield from within(view, TURNS, max(missing, 0), 0, told)
    code = [cell for cell in view.walk if cell.kind == "code"]
    for i, turn in enumerate(declared):
        try:
            cell = code[turns.place(turn, [cell.source for cell in code])]
            turns.changed(turn, cell.source)
        except turns.UnknownTurn as error:
            yield f"{view.yml('your_turn', i)}: {error}"
            continue
        before = turns.said(cell.outputs)
        for words_ in turn.shows:
            if words_ in before:
                at = view.yml("your_turn", i, "shows")
                yield f"{at}: the cell says {words_!r} without the change too; write what only the change brings"


def reveals(view: View) -> Iterator[str]:
    """A cell that answers a guess has six lines at most, and no loop, no def, no training.

    A guess is answered at once: who must wait for a training, or has to read twenty lines first, has forgotten what
    was guessed and why. So a cell above measures, and the cell of `reveal` only lays the number beside the guess.
    The builder refuses one that takes more than a second.
    """
    code = [cell for cell in view.walk if cell.kind == "code" and build.answers_a_guess(cell.source)]
    broken = [(cell, why) for cell in code if (why := _more_than_an_answer(cell))]
    told = "\n".join(
        f"{cell.at()}: the cell that answers a guess {why}; measure above, reveal in a cell of its own"
        for cell, why in broken
    )
    yield from within(view, REVEALS, len(broken), 0, told)


def _more_than_an_answer(cell: Cell) -> str:
    lines = len(cell.source.strip().splitlines())
    if lines > MOST_REVEAL_LINES:
        return f"has {lines} lines, at most {MOST_REVEAL_LINES}"
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return "is not plain Python"
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.AsyncFor | ast.While):
            return "holds a loop"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return "defines something"
        if isinstance(node, ast.Attribute) and node.attr in ("fit", "backward"):
            return f"trains (.{node.attr})"
    return ""

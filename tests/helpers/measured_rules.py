"""The rules that hold a number against a bound: how large a lesson is, its turns, the cells that answer a guess."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.author import build, turns
from overheard.reading import code_lines, words
from overheard.yamlfile import shown

if TYPE_CHECKING:
    from lesson_rules import Cell, View

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
    if count > most.cells:
        yield told
    text = sum(words(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    told = f"{where}: {text} words; a walk-through of {kind} has at most {most.words}: cut content"
    if text > most.words:
        yield told
    code = sum(code_lines(cell.source) for cell in view.walk if cell.kind == "code")
    told = f"{where}: {code} lines of code; a walk-through of {kind} shows at most {most.lines}: cut content"
    if code > most.lines:
        yield told
    for what, number, bound, mend in (
        ("seconds of the walk-through", lesson.seconds.lesson, most.walk, "train less, or ship trained weights"),
        (
            "seconds of the practice",
            lesson.seconds.exercises + lesson.seconds.solutions,
            most.practice,
            "make the cases smaller",
        ),
    ):
        told = f"{view.yml('seconds')}: {number} {what} are declared; {kind} has at most {bound}: {mend}"
        if number > bound:
            yield told
    for name in ("checks.py", "answers.py"):
        path = lesson.folder / name
        number = len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0
        told = (
            f"{shown(path)}:1: {number} lines; {name} of {kind} has at most {most.file_lines}: "
            "leave out causes that no reader gave, or write a shorter exercise"
        )
        if number > most.file_lines:
            yield told


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
    if missing > 0:
        yield told
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
    if broken:
        yield told


def _more_than_an_answer(cell: Cell) -> str:
    lines = len(cell.source.strip().splitlines())
    if lines > MOST_REVEAL_LINES:
        return f"has {lines} lines, at most {MOST_REVEAL_LINES}"
    for node in ast.walk(ast.parse(cell.source)):  # the builder has refused what is no Python
        if isinstance(node, ast.For | ast.AsyncFor | ast.While):
            return "holds a loop"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return "defines something"
        if isinstance(node, ast.Attribute) and node.attr in ("fit", "backward"):
            return f"trains (.{node.attr})"
    return ""

"""How long a page takes to read, computed from its source ``lesson.py``: words, lines of code, figures.

Nothing heavy is imported, so that whoever lists lessons stays fast.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overheard.errors import OverheardError

WORDS_A_MINUTE = 100
LINES_A_MINUTE = 6  # of code: each is read, and thought about
MINUTES_A_FIGURE = 0.5

_CELL = re.compile(r"^# %%(?: .*)?$")
_TEXT = re.compile(r"\[(?:markdown|md)\]")
_DRAWS = {
    "plots": {"show", "image_grid", "confusion_matrix", "heat_map", "learning_curve", "bars"},
    "lesson_map": {"draw"},
}
_CALLED = "|".join(rf"\b{module}\.(?:{'|'.join(sorted(names))})\(" for module, names in _DRAWS.items())


@dataclass(frozen=True)
class Length:
    """What there is to read on a page."""

    words: int  #: of its text; what the builder puts in place of directives is not counted
    lines: int  #: of its code that are not blank, comments included
    figures: int  #: cells that draw one

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up."""
        exact = self.words / WORDS_A_MINUTE + self.lines / LINES_A_MINUTE + self.figures * MINUTES_A_FIGURE
        return math.ceil(exact - 1e-9)  # sums of sixths are not exact: 5.000000001 is 5


def cells(script: str) -> Iterator[tuple[bool, str]]:
    """The cells of a percent script: whether each is text, and its source (text without its comment signs)."""
    parts: list[tuple[bool, list[str]]] = []
    for line in script.splitlines():
        if _CELL.match(line):
            parts.append((bool(_TEXT.search(line)), []))
        elif parts:
            is_text, lines = parts[-1]
            lines.append(re.sub(r"^# ?", "", line) if is_text else line)
    for is_text, lines in parts:
        yield is_text, "\n".join(lines).strip("\n")


def words(text: str) -> int:
    """How many words a reader meets: no markup, no directives, no fenced code, nothing that is folded away."""
    text = re.sub(r"<details>.*?</details>", " ", text, flags=re.DOTALL)
    text = re.sub(r"^(```|~~~).*?^\1", " ", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\{\{.*?\}\}", " ", text)
    text = re.sub(r"<[^>\n]+>", " ", text)
    text = re.sub(r"(?<=\])\([^)\n]*\)", " ", text)
    return len(re.findall(r"[\w'’.-]*\w[\w'’-]*", text))


def code_lines(source: str) -> int:
    """How many lines of code are not blank. A comment is read like code."""
    return sum(bool(line.strip()) for line in source.splitlines())


def _figures(sources: list[str]) -> int:
    """How many cells draw: by a call of overheard.plots, or of a function of this page that makes one."""
    drawing: set[str] = set()  # functions of the page that draw when they are called
    count = 0
    for source in sources:
        try:
            body = ast.parse(re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source)).body
        except (SyntaxError, ValueError):  # a cell that only IPython understands, or a zero byte
            count += bool(re.search(_CALLED, source))
            continue
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        draws = False
        for node in body:
            if not isinstance(node, defined):
                draws = draws or _draws(node, drawing)
            elif _draws(node, drawing):
                drawing.add(node.name)
        count += draws
    return count


def _draws(tree: ast.AST, drawing: set[str]) -> bool:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in drawing:
            return True
        if (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.attr in _DRAWS.get(called.value.id, ())
        ):
            return True
    return False


def measure(script: str) -> Length:
    """The length of a page from the text of its percent script."""
    found = list(cells(script))
    code = [source for is_text, source in found if not is_text]
    return Length(
        words=sum(words(source) for is_text, source in found if is_text),
        lines=sum(code_lines(source) for source in code),
        figures=_figures(code),
    )


def minutes(path: Path) -> int:
    """The minutes that the page of this ``lesson.py`` takes to read.

    Raises:
        OverheardError: it is no text in UTF-8.
    """
    try:
        return measure(path.read_text(encoding="utf-8")).minutes
    except UnicodeDecodeError as error:
        raise OverheardError(f"{path}:1: cannot be read ({error}); save it as UTF-8 text") from None

"""Reading the sources of a lesson: percent scripts in plain text, and nothing else.

jupytext reads the cells. What it would change or drop without a word is refused here, with file, line and mend:
each cell mark is read by a strict grammar first, and each cell that jupytext gives is then held against the plain
lines of the file.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from overheard.errors import OverheardError
from overheard.yamlfile import shown

METADATA = {"tags": list, "overheard": dict}  # what a cell mark may carry
_FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}  # a comment stays a comment
_MARK = re.compile(r"# %%(?P<markdown> \[markdown\])?(?P<rest> .*)?")
# What jupytext takes for the beginning of a cell, and what other editors do.
_LIKE_MARK = re.compile(r"\s*#\s*(%%(?!\w)|<\w*cell>|In\s?\[[0-9 ]*\]:?\s*$)|\s*#%%|\s*# ?%%\[")
_LIGHT_MARK = re.compile(r"# [+-]+\s*$|# \+ *(\[|\{|[\w.-]+ *=)")
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})( |$)")
_KEY = re.compile(r" +(?P<key>[A-Za-z_][\w.-]*)=")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")  # some of them end a line
_MAGIC = re.compile(r"[%!?]|[\w., ]+=\s*[%!]\s*\w|.*\w\?\??$")
_RIGHT = '`# %%` or `# %% [markdown]`, then perhaps tags=["..."] or overheard={"...": ...}'


class BuildError(OverheardError):
    """A lesson that cannot be built: which one, which source line, why."""


@dataclass
class _Plain:
    """A cell as its lines stand in the file."""

    mark: int  # the line of its mark, from 1
    kind: str
    metadata: dict[str, Any]
    lines: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        lines = [re.sub(r"^# ?", "", line) for line in self.lines] if self.kind == "markdown" else self.lines
        return "\n".join(lines).rstrip("\n")


def source_cells(path: Path) -> list[tuple[NotebookNode, int]]:
    """The cells of a percent script, each with the line (from 1) of its first line of content.

    Raises:
        BuildError: the file cannot be read, or it is not plain text in the percent format, so that its notebook
            would hold something else than what the author wrote.
    """
    text = _text(path)
    plain = _plain_cells(path, text)
    cells = jupytext.reads(text, fmt=_FORMAT).cells
    for number, (mine, cell) in enumerate(zip(plain, cells, strict=False)):
        metadata = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        if (mine.kind, mine.metadata) != (cell.cell_type, metadata):
            raise _error(path, mine.mark, "jupytext reads another cell than this mark says", f"write {_RIGHT}")
        if mine.source != cell.source.rstrip("\n"):
            if len(cells) < len(plain) and number + 1 < len(plain):
                raise _error(path, plain[number + 1].mark, *_IN_STRING)
            raise _error(path, _difference(mine, cell.source), *_CHANGED)
    if len(plain) != len(cells):  # the last cell holds another mark
        raise _error(path, plain[min(len(cells), len(plain) - 1)].mark, *_IN_STRING)
    for mine in plain:
        if mine.kind == "code" and "raises-exception" not in mine.metadata.get("tags", []):
            _refuse_no_python(path, mine)
    return [(cell, mine.mark + 1) for mine, cell in zip(plain, cells, strict=True)]


_IN_STRING = (
    "a cell mark inside a string or a fenced block, where jupytext sees none",
    "write the line otherwise, so that it does not begin with `# %%`",
)
_CHANGED = (
    "jupytext changes this line when it reads the file",
    "write it otherwise, as plain Python or as `# ` and text",
)


def _error(path: Path, line: int, what: str, mend: str) -> BuildError:
    return BuildError(f"{shown(path)}:{line}: {what}; {mend}")


def _text(path: Path) -> str:
    """The text of a source, with ``\\n`` at the end of each line however it was saved.

    Raises:
        BuildError: it is no UTF-8, begins with a byte order mark or holds a control character.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BuildError(f"{shown(path)}:1: cannot be read ({error}); save it as UTF-8 text") from None
    if text.startswith("\ufeff"):
        raise _error(path, 1, "the file begins with a byte order mark", "save it as UTF-8 without one")
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        code = f"U+{ord(match.group()):04X}"
        raise _error(path, line, f"a control character ({code}), at which lines break", "remove it, or escape it")
    return text


def _plain_cells(path: Path, text: str) -> list[_Plain]:
    cells: list[_Plain] = []
    for number, line in enumerate(text.split("\n"), 1):
        mark = _MARK.fullmatch(line)
        if mark:
            kind = "markdown" if mark["markdown"] else "code"
            cells.append(_Plain(number, kind, _metadata(path, number, mark["rest"] or "")))
            continue
        if not cells:
            mend = "write `# %%` on its first line"
            if re.match(r"# -{3,}\s*$", line):
                mend = "remove the YAML header, since the builder writes the notebook's metadata"
            elif _LIKE_MARK.match(line):
                mend = f"{line.strip()!r} is no mark: write {_RIGHT}"
            raise _error(path, 1, "a percent script begins with a cell", mend)
        if _LIKE_MARK.match(line):
            raise _error(path, number, f"{line.strip()!r} looks like a cell mark and is none", f"write {_RIGHT}")
        if _CONFLICT.match(line):
            raise _error(path, number, f"{line.strip()!r} is a conflict mark of git", "settle the conflict first")
        if cells[-1].kind == "markdown":
            if line.strip() and not re.match(r"#( |$)", line):
                what = "a line of a text cell that does not begin with `# `"
                raise _error(path, number, what, "write `# ` before it, or begin a code cell above it with `# %%`")
        elif _LIGHT_MARK.match(line):
            raise _error(path, number, f"{line.strip()!r} is a mark of jupytext's light format", f"write {_RIGHT}")
        cells[-1].lines.append(line)
    for cell in cells:
        if cell.kind == "code":
            _refuse_magics(path, cell)
    return cells


def _metadata(path: Path, number: int, rest: str) -> dict[str, Any]:
    """What stands behind a cell mark: ``key=value`` pairs, each value JSON.

    Raises:
        BuildError: anything else stands there.
    """
    found: dict[str, Any] = {}
    at, rest = 0, rest.rstrip(" ")
    while at < len(rest):
        key = _KEY.match(rest, at)
        if key is None:
            word = rest[at:].strip()
            if kind := re.match(r"\[(.*?)\]", word):
                what = f"a cell of the kind {kind[1]!r}, which does not exist here"
            else:
                what = f"{word!r} behind the cell mark, which would become the cell's title or be lost"
            raise _error(path, number, what, f"write {_RIGHT}")
        name = key["key"]
        if name not in METADATA:
            what = f"unknown metadata {name!r} behind the cell mark"
            raise _error(path, number, what, f"known are {', '.join(METADATA)}")
        if name in found:
            raise _error(path, number, f"{name} is given twice, and only one would count", "give it once")
        try:
            value, end = _JSON.raw_decode(rest, key.end())
        except ValueError as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            raise _error(path, number, f"the value of {name} is not JSON ({reason})", _json_mend(rest)) from None
        if not isinstance(value, METADATA[name]):
            example = 'tags=["..."]' if name == "tags" else 'overheard={"...": ...}'
            raise _error(path, number, f"the value of {name} is of another type", f"write {example}")
        if end < len(rest) and rest[end] != " ":
            raise _error(path, number, f"{rest[end:]!r} behind the value of {name}", "remove it, or add a space")
        found[name], at = value, end
    return found


def _json_mend(text: str) -> str:
    if re.search(r"\d,\d", text):
        return "write a decimal with a point: 0.5"
    if "'" in text and '"' not in text:
        return 'write strings in double quotes: "..."'
    return 'write JSON: tags=["..."] or overheard={"...": ...}'


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{key!r} is given twice, and only one would count")
    return dict(pairs)


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


_JSON = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _refuse_magics(path: Path, cell: _Plain) -> None:
    """Refuse what only IPython understands. A cell that is Python holds no magic, whatever its lines look like."""
    if wrong := python_error(cell.source):
        number, line = _line_of(cell, wrong[0])
        if _MAGIC.match(line):
            mend = "write plain Python, so that the lesson runs and can be checked anywhere"
            raise _error(path, number, f"{line!r} is a magic of IPython", mend)


def _refuse_no_python(path: Path, cell: _Plain) -> None:
    """Refuse what is no Python at all."""
    if wrong := python_error(cell.source):
        number, line = _line_of(cell, wrong[0])
        raise _error(path, number, f"{line!r} is not valid Python ({wrong[1]})", "mend that line")


def _line_of(cell: _Plain, number: int) -> tuple[int, str]:
    """The line of the file of a cell's line (from 1), and its text."""
    number = min(number, max(1, len(cell.lines)))
    return cell.mark + number, cell.lines[number - 1].strip() if cell.lines else ""


def python_error(source: str) -> tuple[int, str] | None:
    """The line (from 1) and the words of what is wrong with Python source; None where nothing is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an escape that a later Python will refuse
            ast.parse(source)
    except SyntaxError as error:
        return max(error.lineno or 1, 1), error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, str(error) or "it is nested too deeply"
    return None


def _difference(mine: _Plain, source: str) -> int:
    """The line of the file at which jupytext's cell differs."""
    theirs = source.split("\n")
    for offset, line in enumerate(mine.source.split("\n")):
        if offset >= len(theirs) or theirs[offset] != line:
            return mine.mark + 1 + offset
    return mine.mark + len(mine.lines)

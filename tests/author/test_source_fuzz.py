"""Damaged sources: each is built into the very lines of its file, or refused in one line with file and line.

The damage is drawn with a fixed seed and done to the sources of the real lessons. Nothing is executed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from overheard import paths
from overheard.author import build
from overheard.author.source import source_cells
from overheard.curriculum import CurriculumFile, LessonFile
from overheard.errors import OverheardError
from overheard.yamlfile import load_typed

PAGES = sorted(paths.LESSONS.glob("*/lesson.py")) + sorted(paths.LESSONS.glob("*/practice.py"))
CARDS = [*sorted(paths.LESSONS.glob("*/lesson.yml")), paths.ROOT / "curriculum.yml"]
TIMES, TIMES_YAML = 10, 6  # how often each kind of damage is done

# ------------------------------------------------------------------------------------------------ damage


def some_line(rng: random.Random, lines: list[str], pattern: str = ".") -> int:
    """A line that matches, or any line where none does."""
    fitting = [i for i, line in enumerate(lines) if re.search(pattern, line)]
    return rng.choice(fitting or range(len(lines)))


def in_a_line(pattern: str, change: Callable[[random.Random, str], str]) -> Callable[[random.Random, str], str]:
    """Damage to one line that matches."""

    def damage(rng: random.Random, text: str) -> str:
        lines = text.split("\n")
        at = some_line(rng, lines, pattern)
        lines[at] = change(rng, lines[at])
        return "\n".join(lines)

    return damage


def some_cells(rng: random.Random, text: str) -> str:
    """A dozen cells of a page, one after the other, with a solution among them where the page has any."""
    cells = re.split(r"(?m)^(?=# %%)", text)[1:]
    solutions = [i for i, cell in enumerate(cells) if "### BEGIN SOLUTION" in cell]
    first = max(0, rng.choice(solutions or range(len(cells))) - rng.randrange(12))
    return "".join(cells[first : first + 12])


def dropped(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + rng.randint(1, 3) :]


def doubled(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at : at + rng.randint(1, 3)] * 2 + text[at + 3 :]


def character(rng: random.Random, line: str) -> str:
    """One character of a line dropped, doubled or replaced."""
    at = rng.randrange(max(1, len(line)))
    return line[:at] + rng.choice(["", line[at : at + 1] * 2, *" \t#%[]{}\"'=,x"]) + line[at + 1 :]


OTHER_MARKS = """\
#%%|# %%%|# <codecell>|# In[4]:|# +|# -|# %% [raw]|# %% [md]|# %%[markdown]|# %% markdown|# %% Title
#  %%|# %%\t|## %%|%%|# % %|# %% [markdown|# In [4]:
# @title Words|# COMMAND ----------|# {{{ cell|# region|# ---"""
METADATA = """\
tags=["a"| tags=['a']|tags="a"|tags=[a]|tags=[1, {]|tag=["a"]|tags|overheard={"tolerance": 0,5}|overheard=[1]
tags = ["a"]|overheard={"why": "a", "why": "b"}|overheard={"a": NaN}|tags=["a"] tags=["b"]|tags=["a"]x|{"tags": 1}
tags=["\\q"]|tags=["a", "b"]|overheard={"tolerance": 1e999}
tags=["é\\ud800"]|tags=["a"] overheard={"a": [1, {"b": null}]}"""


def one_of(text: str, before: str = "") -> Callable[[random.Random, str], str]:
    """A line replaced by one of many, which stand between upright strokes."""
    return lambda rng, line: before + rng.choice(re.split(r"[|\n]", text))


def marker(rng: random.Random, text: str) -> str:
    """Marks of a solution or of a bug lost, doubled, nested, moved or misspelt."""
    lines = text.split("\n")
    at = some_line(rng, lines, r"### (BEGIN|END)")
    kind = rng.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[at])
    elif kind == 2:
        lines[at] = re.sub("BEGIN|END", lambda m: {"BEGIN": "END", "END": "BEGIN"}[m[0]], lines[at])
    elif kind == 3:
        lines.insert(max(0, at + rng.randint(-3, 3)), lines.pop(at))
    elif kind == 4:
        lines[at] = character(rng, lines[at])
    else:
        lines[at] = lines[at].replace(
            "SOLUTION", rng.choice(["BUG", "solution", "SOLUTION  # here", "SOLUTIONS", "ANSWER"])
        )
    return "\n".join(lines)


def quotes(rng: random.Random, text: str) -> str:
    """A quotation mark, a bracket or a fence lost."""
    places = [m.start() for m in re.finditer(r"[\"'()\[\]{}`]", text)]
    at = rng.choice(places)
    return text[:at] + text[at + rng.choice([1, 1, 3]) :]


def conflict(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines) - 4)
    ours, theirs = lines[at : at + 2], [line + "!" for line in lines[at : at + 2]]
    lines[at : at + 2] = ["<<<<<<< HEAD", *ours, "=======", *theirs, ">>>>>>> branch"]
    return "\n".join(lines)


def swapped(rng: random.Random, text: str) -> str:
    """Two cells change places."""
    cells = re.split(r"(?m)^(?=# %%)", text)
    a, b = rng.randrange(len(cells)), rng.randrange(len(cells))
    cells[a], cells[b] = cells[b], cells[a]
    return "".join(cells)


def binary(rng: random.Random, text: str) -> bytes:
    raw = bytearray(text.encode())
    for _ in range(rng.randint(1, 4)):
        raw.insert(rng.randrange(len(raw)), rng.choice([0, 7, 12, 27, 127, 128, 195, 254, 255]))
    return bytes(raw)


def odd_space(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice("\u2028\u2029\x85\x0b\x1c\x1e\u00a0\ufeff\u200b") + text[at:]


def kind_of_cell(rng: random.Random, line: str) -> str:
    return line.replace(" [markdown]", "") if "[markdown]" in line else line.replace("# %%", "# %% [markdown]")


def ipython(rng: random.Random, line: str) -> str:
    indent = re.match(" *", line)[0]
    return f"{line}\n{indent}" + rng.choice(
        ["%time", "!ls", "files = !ls", "print?", "%%time", "# !touch x", "# cat and dog"]
    )


DAMAGE: dict[str, Callable[[random.Random, str], str | bytes]] = {
    "characters dropped": dropped,
    "characters doubled": doubled,
    "a cell mark altered": in_a_line("^# %%", character),
    "another editor's mark": in_a_line("^# %%", one_of(OTHER_MARKS)),
    "metadata broken": in_a_line("^# %%", one_of(METADATA, "# %% ")),
    "an indented mark": in_a_line("^# %%", lambda rng, line: rng.choice([" ", "    ", "\t"]) + line),
    "another kind of cell": in_a_line("^# %%", kind_of_cell),
    "a mark lost": in_a_line("^# %%", lambda rng, line: ""),
    "a text line without its sign": in_a_line("^# \\w", lambda rng, line: line[rng.randint(1, 2) :]),
    "a solution's mark": marker,
    "a quotation or bracket lost": quotes,
    "conflict marks": conflict,
    "cells swapped": swapped,
    "cut short": lambda rng, text: text[: rng.randrange(len(text))],
    "begun late": lambda rng, text: text[rng.randrange(1, len(text)) :],
    "binary bytes": binary,
    "a byte order mark": lambda rng, text: rng.choice([b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")]),
    "other line ends": lambda rng, text: text.replace("\n", rng.choice(["\r\n", "\r"])).encode(),
    "mixed line ends": in_a_line(".", lambda rng, line: line + rng.choice(["\r", "\r\r"])),
    "tabs": lambda rng, text: text.replace(rng.choice(["    ", "# ", " "]), "\t", rng.choice([1, -1])),
    "odd spaces and line ends": odd_space,
    "what only IPython understands": in_a_line(r"^\s*\w+ = ", ipython),
    "a mark within": in_a_line(".", lambda rng, line: line + "\n" + one_of("# %%|# %% [markdown]|  # %%")(rng, "")),
}  # fmt: skip


# ---------------------------------------------------------------------------------- what is right


def as_lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_built_right(file: Path, cells: list) -> None:
    """Each cell's text is the lines between its mark and the next, and no line is left out."""
    lines = as_lines(file.read_bytes())
    marks = [i for i, line in enumerate(lines) if re.match("# %%( |$)", line)]  # `# %%time` is a comment
    assert marks and marks[0] == 0 and [line - 2 for _, line in cells] == marks
    for (cell, _), begin, end in zip(cells, marks, [*marks[1:], len(lines)], strict=True):
        mark, content = lines[begin], lines[begin + 1 : end]
        assert cell.cell_type == ("markdown" if mark.startswith("# %% [markdown]") else "code")
        if cell.cell_type == "markdown":
            assert all(line.startswith("# ") or line in ("", "#") or not line.strip() for line in content)
            content = [line[2:] if line.startswith("# ") else line.removeprefix("#") for line in content]
        assert cell.source.rstrip("\n") == "\n".join(content).rstrip("\n")
        rest = mark.removeprefix("# %%").removeprefix(" [markdown]").strip(" ")
        told = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        for key, value in told.items():
            start = rest.index(f"{key}=") + len(key) + 1
            assert json.JSONDecoder().raw_decode(rest, start)[0] == value
        assert bool(rest) == bool(told)


def assert_cut_right(source: str, kept: str, left: str) -> None:
    """What stands between the marks goes to one side, all other lines go to both, in their order."""
    expected: dict[bool, list[str]] = {True: [], False: []}
    inside = ""
    for line in source.splitlines():
        mark = re.fullmatch(r"\s*### (BEGIN|END) (SOLUTION|BUG)\s*", line)
        if mark:
            assert (mark[1] == "BEGIN") == (not inside) and inside in ("", mark[2])
            inside = mark[2] if mark[1] == "BEGIN" else ""
            continue
        for keep, lines in expected.items():
            if not inside or (inside == "SOLUTION") == keep:
                lines.append(line)
    assert not inside
    assert kept == "\n".join(expected[True])
    wanted = [line for line in expected[False] if line.strip() != build.STUB]
    assert [line for line in left.split("\n") if line.strip() != build.STUB] == (wanted or [""])


def assert_told(file: Path, told: str) -> None:
    """The words name the file, a line that it has, what is wrong and what to do."""
    assert re.fullmatch(rf"{re.escape(str(file))}:[1-9]\d*: [^\n]+; [^\n]+", told), told
    line = int(told.removeprefix(f"{file}:").split(":")[0])
    assert line <= len(re.split(rb"\r\n?|\n", file.read_bytes()))


def told_or_right(file: Path) -> bool:
    """Whether the page is built; anything but the right text or one line of refusal fails."""
    try:
        cells = source_cells(file)
        cut = [
            (cell.source, *(build.cut_solution(cell.source, keep, f"{file}:{line}") for keep in (True, False)))
            for cell, line in cells
            if cell.cell_type == "code"
        ]
    except OverheardError as error:
        assert_told(file, str(error))
        return False
    assert_built_right(file, cells)
    for parts in cut:
        assert_cut_right(*parts)
    return True


YAML_VALUES = """\
|no|12:30|2026-13-45|0x_|1__0|[a, b]|{a: b}|"open|'open|[open|*nobody|&name|!!int two|!!python/name:os|=|<<|~|"\\q"
- a|a: b: c| # a comment|@at|`tick`|%percent|>|>-|..|"\\ud800"|!!binary x|!!timestamp q|!!bool q|.nan|1e999|? a|null
- - -|,|}|]"""


def value(rng: random.Random, line: str) -> str:
    """Another value behind a key."""
    return line.split(":")[0] + ": " + rng.choice(re.split(r"[|\n]", YAML_VALUES))


def key(rng: random.Random, line: str) -> str:
    at = rng.randrange(max(1, len(line.split(":")[0])))
    return line[:at] + rng.choice(["x", "", " ", "? ", "!"]) + line[at:]


DAMAGE_YAML: dict[str, Callable[[random.Random, str], str | bytes]] = {
    "another value": in_a_line(r"^\s*[\w-]+:", value),
    "another key": in_a_line(r"^\s*[\w-]+:", key),
    "a line twice": in_a_line(r"\w", lambda rng, line: f"{line}\n{line}"),
    "indented otherwise": in_a_line(r"\w", lambda rng, line: rng.choice([" ", "    ", "\t"]) + line),
    "a character altered": in_a_line(r"\w", character),
    "a line lost": in_a_line(r"\w", lambda rng, line: ""),
    "conflict marks": conflict,
    **{
        name: DAMAGE[name]
        for name in (
            "characters dropped", "characters doubled", "a quotation or bracket lost", "cut short", "begun late",
            "binary bytes", "a byte order mark", "other line ends", "tabs", "odd spaces and line ends",
        )
    },
}  # fmt: skip


def texts(data: object) -> list[str]:
    """All keys and values of a record that are text."""
    if isinstance(data, dict):
        return [text for pair in data.items() for one in pair for text in texts(one)]
    if isinstance(data, list | tuple):
        return [text for one in data for text in texts(one)]
    return [data] if isinstance(data, str) else []


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def yaml_told_or_right(file: Path, model: type) -> bool:
    """Whether the record is read; each text in it then stands in the file, but for line ends and escapes."""
    try:
        record = load_typed(file, model)
    except OverheardError as error:
        for line in str(error).split("\n"):
            if not re.fullmatch(r"and \d+ more in this file", line):
                assert_told(file, line)
        return False
    written = letters(re.sub(r"\\[nt]", "", file.read_text(encoding="utf-8")))
    for text in texts(record.model_dump(exclude_defaults=True)):
        assert letters(text) in written, text
    return True


# ------------------------------------------------------------------------------------------------- tests


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_page_is_built_right_or_refused_in_one_line(kind: str, tmp_path: Path):
    rng = random.Random(f"13 {kind}")
    file = tmp_path / "lesson.py"
    for number in range(TIMES):
        source = rng.choice([page for page in PAGES if kind != "a solution's mark" or page.name == "practice.py"])
        damaged = DAMAGE[kind](rng, some_cells(rng, source.read_text(encoding="utf-8")))
        file.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        try:
            told_or_right(file)
        except BaseException as error:
            error.add_note(f"{kind}, number {number}, of {source.parent.name}/{source.name}")
            raise


@pytest.mark.parametrize("kind", DAMAGE_YAML)
def test_a_damaged_record_is_read_right_or_refused_with_file_and_line(kind: str, tmp_path: Path):
    rng = random.Random(f"13 {kind}")
    for number in range(TIMES_YAML):
        source = CARDS[-1] if number == 0 else rng.choice(CARDS)
        file = tmp_path / source.name
        damaged = DAMAGE_YAML[kind](rng, source.read_text(encoding="utf-8"))
        file.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        try:
            yaml_told_or_right(file, CurriculumFile if source.name == "curriculum.yml" else LessonFile)
        except BaseException as error:
            error.add_note(f"{kind}, number {number}, of {source.parent.name}/{source.name}")
            raise


def test_the_damage_is_neither_harmless_nor_always_fatal(tmp_path: Path):
    """Sound pages are built, damaged ones of each sort are refused, and there are enough of them."""
    assert len(DAMAGE) * TIMES >= 200 and len(DAMAGE_YAML) * TIMES_YAML >= 100
    file = tmp_path / "lesson.py"
    rng = random.Random(13)
    for source in PAGES[:4]:
        text = source.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        assert told_or_right(file)
        file.write_bytes(binary(rng, text))
        assert not told_or_right(file)


def test_the_measure_of_what_is_right_sees_a_lost_line(tmp_path: Path):
    file = tmp_path / "lesson.py"
    file.write_text("# %%\nx = 1\ny = 2\n\n# %% [markdown]\n# Words.\n", encoding="utf-8")
    cells = source_cells(file)
    assert_built_right(file, cells)
    for damage in (
        lambda cells: cells[0][0].update(source="x = 1"),
        lambda cells: cells[1][0].update(cell_type="code"),
        lambda cells: cells[1][0].metadata.update(tags=["a"]),
        lambda cells: cells.pop(),
    ):
        altered = source_cells(file)
        damage(altered)
        with pytest.raises((AssertionError, ValueError)):
            assert_built_right(file, altered)
    assert_cut_right("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\ny = 2", "x = 1\ny = 2", "y = 2")
    with pytest.raises(AssertionError):
        assert_cut_right("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\ny = 2", "x = 1\ny = 2", "x = 1\ny = 2")

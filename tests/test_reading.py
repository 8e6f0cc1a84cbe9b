"""How long a page is: words, lines of code, figures, and the minutes that follow from them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from overheard import curriculum, reading
from overheard.author import build
from overheard.errors import OverheardError
from overheard.reading import Length

SCRIPT = """\
# %% [markdown]
# {{ header }}

# %% [markdown] overheard={"everyday": ["loss"]}
# ## Three words here
#
# - and three more

# %%
from overheard import plots

# a comment is read as well
x = 1


# %% overheard={"tolerance": 0.5, "why": "made up"}
plots.bars(["a"], [x])
plots.bars(["b"], [x])

# %%
def draw(value: int) -> None:
    plots.heat_map([[value]])


def draw_twice(value: int) -> None:
    draw(value)

# %%
draw_twice(2)

# %% [md]
# seven
"""


def test_a_page_is_measured() -> None:
    """Two cells draw, one of them by a function of the page; the cell that only defines it draws nothing."""
    assert reading.measure(SCRIPT) == Length(words=7, lines=10, figures=2)


@pytest.mark.parametrize(
    ("source", "figures"),
    [
        ("plots.show(fig, alt='x')", 1),
        ("plots.image_grid(X)", 1),
        ("plots.confusion_matrix(X, [])", 1),
        ("plots.heat_map(X, [], [])", 1),
        ("plots.learning_curve([], {})", 1),
        ("plots.bars([], [])", 1),
        ("lesson_map.draw()", 1),
        ("for i in (1, 2):\n    plots.bars([], [])", 1),
        ("plots.figure(7, 5)", 0),
        ("bars([], [])", 0),
        ("# plots.bars([], [])", 0),
        ("text = 'plots.bars([], [])'", 0),
        ("def draw():\n    plots.bars([], [])", 0),
        ("%matplotlib inline\nplots.bars([], [])", 1),
        ("?plots\nplots.bars([], [])", 1),
        ("?plots", 0),
    ],
)
def test_cells_that_draw_are_counted(source: str, figures: int) -> None:
    assert reading.measure(f"# %%\n{source}\n").figures == figures


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        (Length(100, 0, 0), 1),
        (Length(101, 0, 0), 2),
        (Length(0, 6, 0), 1),
        (Length(0, 7, 0), 2),
        (Length(0, 0, 2), 1),
        (Length(0, 0, 3), 2),
        (Length(50, 3, 0), 1),
        (Length(130, 1, 1), 2),  # 1.3 + 1/6 + 0.5 is a little below 2
        (Length(110, 14, 3), 5),  # 1.1 + 2.33 + 1.5 is a little below 5
        (Length(2295, 434, 13), 102),
    ],
)
def test_minutes_are_rounded_up(length: Length, minutes: int) -> None:
    assert length.minutes == minutes


def test_whole_minutes_stay_whole() -> None:
    """Sums of hundredths and sixths are not exact, and must not cost a minute."""
    for tens in range(0, 600, 10):
        for lines in range(0, 60, 3):
            whole, rest = divmod(6 * tens + 100 * lines, 600)
            assert Length(tens, lines, 0).minutes == whole + (rest > 0)


@pytest.mark.parametrize("slug", [lesson.slug for lesson in curriculum.load().lessons])
def test_the_cells_are_those_that_the_builder_reads(slug: str) -> None:
    path = curriculum.load().lesson(slug).folder / "lesson.py"
    built = [(cell.cell_type == "markdown", cell.source) for cell, _ in build.source_cells(path)]
    assert list(reading.cells(path.read_text(encoding="utf-8"))) == built


def test_a_damaged_page_has_no_trace(tmp_path: Path) -> None:
    page = tmp_path / "lesson.py"
    page.write_bytes(b"# %%\nx = 1\n\xff\n")
    with pytest.raises(OverheardError, match=r"lesson\.py:1: cannot be read .*save it as UTF-8 text"):
        reading.minutes(page)
    page.write_bytes(b"# %%\nx = 1\0\n")
    assert reading.minutes(page) == 1


def test_words() -> None:
    text = "## Two words\n\n{{ quote: x }} one-word [three](a/b/c.md) `four` <b>five</b>\n\n```\nno\n```\n"
    assert reading.words(text) == 6
    assert reading.words("<details><summary>Hint</summary>\n\nmany words here\n\n</details> one") == 1
    assert reading.words("| a | b |\n|---|---|\n| 1 | 2.5 |") == 4


def test_it_imports_the_standard_library_only() -> None:
    code = "import sys, overheard.reading; print(*[m for m in ('yaml', 'pydantic', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

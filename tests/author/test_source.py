"""Sources are plain text in the percent format: what jupytext would change or drop in silence is refused."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

from overheard import curriculum, paths
from overheard.author import build, source
from overheard.author.source import BuildError, source_cells

GOOD = """\
# %% [markdown]
# {{ header }}
#
# - a list
# + another
#   indented

# %% tags=["nbval-ignore-output"] overheard={"tolerance": 0.5, "why": "a [b] = c, 3,5"}
x = "1 %"  # %% is no mark here


def f(a):
    # %time is a comment
    return a

# %% [markdown] overheard={"everyday": ["loss"]}
# Words.
# # %% is no mark here either
"""

# What is wrong: the source, the line that must be named, words that the message must hold. All but the last
# column is what jupytext takes without a word.
WRONG = {
    # cell marks
    "no space before the signs": ("# %%\nx = 1\n\n#%%\ny = 2\n", 4, "'#%%' looks like a cell mark and is none"),
    "no space before the kind": ("# %%\nx = 1\n\n# %%[markdown]\n# Words.\n", 4, "looks like a cell mark"),
    "two spaces in the mark": ("# %%\nx = 1\n\n#  %%\ny = 2\n", 4, "looks like a cell mark"),
    "a tab in the mark": ("# %%\nx = 1\n\n#\t%%\ny = 2\n", 4, "looks like a cell mark"),
    "a tab behind the mark": ("# %%\nx = 1\n\n# %%\tx\ny = 2\n", 4, "looks like a cell mark"),
    "an indented mark": ("# %%\nif True:\n    # %%\n    x = 1\n", 3, "looks like a cell mark"),
    "a mark of a deeper level": ("# %%\nx = 1\n\n# %%% part\ny = 2\n", 4, "looks like a cell mark"),
    "a mark of Spyder": ("# %%\nx = 1\n# <codecell>\ny = 2\n", 3, "looks like a cell mark"),
    "a mark of nbconvert": ("# %%\nx = 1\n# In[3]:\ny = 2\n", 3, "looks like a cell mark"),
    "a kind misspelt": ("# %%\nx = 1\n\n# %% [markdwon]\n# Words.\n", 4, "kind 'markdwon', which does not exist"),
    "a kind in capitals": ("# %% [Markdown]\n# Words.\n", 1, "kind 'Markdown'"),
    "a kind cut short": ("# %% [md]\n# Words.\n", 1, "kind 'md', which does not exist here; write `# %%`"),
    "a raw cell": ("# %% [raw]\n# Words.\n", 1, "kind 'raw'"),
    "a title": ("# %% A title\nx = 1\n", 1, "'A title' behind the cell mark, which would become the cell's title"),
    "a title before the kind": ("# %% A title [markdown]\n# Words.\n", 1, "would become the cell's title"),
    "a title behind the kind": ("# %% [markdown] A title\n# Words.\n", 1, "would become the cell's title"),
    "a title before the tags": ('# %% A title tags=["a"]\nx = 1\n', 1, "would become the cell's title"),
    "a word behind the tags": ('# %% tags=["a"] word\nx = 1\n', 1, "'word' behind the cell mark"),
    # metadata
    "tags that are no JSON": ("# %% tags=[..]\nx = 1\n", 1, "the value of tags is not JSON"),
    "tags without quotes": ("# %% tags=[a]\nx = 1\n", 1, "the value of tags is not JSON"),
    "tags in single quotes": ("# %% tags=['a']\nx = 1\n", 1, "write strings in double quotes"),
    "a list left open": ('# %% tags=["a"\nx = 1\n', 1, "the value of tags is not JSON"),
    "tags that are no list": ('# %% tags="a"\nx = 1\n', 1, 'of another type; write tags=["..."]'),
    "a name without a value": ("# %% overheard\nx = 1\n", 1, "'overheard' behind the cell mark"),
    "a name without its value": ("# %% overheard=\nx = 1\n", 1, "the value of overheard is not JSON"),
    "a space before the value": ('# %% tags= ["a"]\nx = 1\n', 1, "the value of tags is not JSON"),
    "a value that is no dictionary": ("# %% overheard=0.5\nx = 1\n", 1, "of another type"),
    "a decimal comma": ('# %% overheard={"tolerance": 0,5}\nx = 1\n', 1, "a decimal with a point: 0.5"),
    "a decimal comma, bare": ("# %% overheard=0,5\nx = 1\n", 1, "the value of overheard"),
    "no number": ('# %% overheard={"tolerance": NaN}\nx = 1\n', 1, "NaN is no number of JSON"),
    "a name given twice": ('# %% tags=["a"] tags=["b"]\nx = 1\n', 1, "tags is given twice"),
    "a key given twice": ('# %% overheard={"why": "a", "why": "b"}\nx = 1\n', 1, "'why' is given twice"),
    "a name misspelt": ('# %% tag=["a"]\nx = 1\n', 1, "unknown metadata 'tag'"),
    "a cell made raw": ('# %% active="ipynb"\nx = 1\n', 1, "unknown metadata 'active'"),
    "another language": ('# %% language="R"\nx = 1\n', 1, "unknown metadata 'language'"),
    "values without a space": ('# %% tags=["a"]overheard={}\nx = 1\n', 1, "behind the value of tags"),
    # the text around the cells
    "a byte order mark": ("\ufeff# %%\nx = 1\n", 1, "begins with a byte order mark"),
    "an empty line first": ("\n# %%\nx = 1\n", 1, "begins with a cell; write `# %%` on its first line"),
    "a tab first": ("\t# %%\nx = 1\n", 1, "begins with a cell"),
    "words first": ('"""Words."""\n\n# %%\nx = 1\n', 1, "begins with a cell"),
    "a YAML header": ("# ---\n# title: Words\n# ---\n\n# %%\nx = 1\n", 1, "remove the YAML header"),
    "a form feed": ("# %%\nx = 1\n\x0cy = 2\n", 3, "a control character (U+000C)"),
    "a line separator": ("# %% [markdown]\n# one\n# two\u2028three\n", 3, "a control character (U+2028)"),
    # the text in the cells
    "a mark in a text cell": ("# %% [markdown]\n# Words.\n# %% more words\n# end\n", 3, "the cell's title"),
    "a mark in a string": ('# %%\ntext = """\n# %%\n"""\n\n# %%\nx = 1\n', 3, "inside a string or a fenced block"),
    "a mark in the last string": ('# %%\nx = 1\n\n# %%\ntext = """\n# %%\n"""\n', 6, "inside a string"),
    "a mark in a fenced block": ("# %% [markdown]\n# ```\n# %%\n# ```\n\n# %%\nx = 1\n", 3, "a fenced block"),
    "text without its sign": ("# %% [markdown]\n# Words.\nmore words\n", 3, "does not begin with `# `"),
    "text in quotation marks": ('# %% [markdown]\n"""\nWords.\n"""\n', 2, "does not begin with `# `"),
    "text without the space": ("# %% [markdown]\n# one\n#two\n", 3, "does not begin with `# `"),
    "the light format's mark": ("# %%\nx = 1\n\n# +\ny = 2\n", 4, "'# +' is a mark of jupytext's light format"),
    "the light format's end": ("# %%\nx = 1\n# -\n", 3, "jupytext's light format"),
    "the light format's kind": ("# %%\nx = 1\n\n# + [markdown]\n# y\n", 4, "jupytext's light format"),
    "the light format's tags": ('# %%\nx = 1\n\n# + tags=["a"]\ny = 2\n', 4, "jupytext's light format"),
    "a line magic": ("# %%\nx = 1\n%matplotlib inline\n", 3, "'%matplotlib inline' is a magic of IPython"),
    "a cell magic": ("# %%\n%%time\nx = 1\n", 2, "'%%time' is a magic"),
    "a command": ("# %%\nx = 1\n\nif x:\n    !ls\n", 5, "'!ls' is a magic"),
    "a command's answer": ("# %%\nfiles = !ls\n", 2, "'files = !ls' is a magic"),
    "a question": ("# %%\nprint?\n", 2, "'print?' is a magic"),
    "no Python": ("# %%\nx = 1\n\n# %%\ny = (2\nz = 3\n", 5, "'y = (2' is not valid Python"),
    "a bracket too many": ("# %%\nx = 1)\n", 2, "'x = 1)' is not valid Python (unmatched ')'); mend that line"),
    "a conflict": ("# %% [markdown]\n# a\n<<<<<<< HEAD\n# b\n", 3, "'<<<<<<< HEAD' is a conflict mark of git"),
    "a conflict in a text": ("# %%\nx = '''\n>>>>>>> other\n'''\n", 3, "'>>>>>>> other' is a conflict mark"),
}


def write(folder: Path, text: str, newline: str = "\n") -> Path:
    file = folder / "lesson.py"
    file.write_text(text, encoding="utf-8", newline=newline)
    return file


def test_a_good_source_is_read_as_it_is_written(tmp_path: Path):
    cells = source_cells(write(tmp_path, GOOD))
    assert [(cell.cell_type, line) for cell, line in cells] == [("markdown", 2), ("code", 9), ("markdown", 17)]
    assert cells[0][0].source == "{{ header }}\n\n- a list\n+ another\n  indented"
    assert cells[1][0].source.splitlines()[-2:] == ["    # %time is a comment", "    return a"]
    assert cells[1][0].metadata.overheard == {"tolerance": 0.5, "why": "a [b] = c, 3,5"}
    assert cells[1][0].metadata.tags == ["nbval-ignore-output"]
    assert cells[2][0].source == "Words.\n# %% is no mark here either"


@pytest.mark.parametrize(("text", "line", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_would_be_lost_in_silence_is_refused(tmp_path: Path, text: str, line: int, words: str):
    file = write(tmp_path, text)
    with pytest.raises(BuildError) as caught:
        source_cells(file)
    told = str(caught.value)
    assert told.startswith(f"{file}:{line}: ") and words in told
    assert "; " in told, "the message says what to do"


@pytest.mark.parametrize(
    "comment",
    [
        "# %time x = 2", "# %matplotlib inline", "# !ls", "# ?print", "# print?", "# cd folder", "# ls", "# cat a",
        "#%time x = 2", "# %%time x = 2", "# %time x = 2  # escape",
    ],
)  # fmt: skip
def test_a_comment_stays_a_comment(tmp_path: Path, comment: str):
    """jupytext, left to itself, makes a magic of it."""
    text = f"# %%\nx = 1\n{comment}\n"
    assert comment not in jupytext.reads(text, fmt="py:percent").cells[0].source.splitlines()
    ((cell, _),) = source_cells(write(tmp_path, text))
    assert cell.source == f"x = 1\n{comment}"


@pytest.mark.parametrize(
    "code",
    [
        "rest = (7\n    % 4)",
        "text = '''\n%time\n!ls\nwhat?\n'''",
        "same = 1 != 2",
        "is_it = 'x' if True else 'y'  # is it?",
        "# + 3 is added\nx = 3",
        "# - 3 is taken away\nx = 3",
        "await_me = 1\n\n\n\nx = 2",
        "def f():\n    # In the end\n    return 1",
        "# In [3] stands a picture\nx = 3",
        "await sleep(0)",
    ],
)
def test_python_that_looks_like_a_magic_or_a_mark_is_left_alone(tmp_path: Path, code: str):
    ((cell, _),) = source_cells(write(tmp_path, f"# %%\n{code}\n"))
    assert cell.source == code


@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["Windows", "old Mac"])
def test_line_ends_make_no_difference(tmp_path: Path, newline: str):
    told = [(cell.cell_type, cell.source, cell.metadata, n) for cell, n in source_cells(write(tmp_path, GOOD))]
    again = source_cells(write(tmp_path, GOOD, newline))
    assert [(cell.cell_type, cell.source, cell.metadata, n) for cell, n in again] == told


def test_what_is_to_fail_may_be_no_python(tmp_path: Path):
    ((cell, _),) = source_cells(write(tmp_path, '# %% tags=["raises-exception"]\nx = (1\n'))
    assert cell.source == "x = (1"


def test_another_encoding_is_refused(tmp_path: Path):
    file = tmp_path / "lesson.py"
    file.write_bytes(GOOD.encode() + b"# \xe4\n")
    with pytest.raises(BuildError, match=r"lesson\.py:1: cannot be read .*UTF-8"):
        source_cells(file)


def test_a_difference_that_no_rule_foresees_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The last net: what jupytext gives is held against the lines of the file."""
    file = write(tmp_path, "# %%\nx = 1\ny = 2\n\n# %%\nz = 3\n")
    reads = jupytext.reads

    def altered(change):
        def read(text, fmt):
            notebook = reads(text, fmt=fmt)
            change(notebook.cells)
            return notebook

        return read

    for change, line in (
        (lambda cells: cells[0].update(source="x = 1\ny = 3"), 3),
        (lambda cells: cells[0].update(source="x = 1"), 3),
        (lambda cells: cells[1].update(cell_type="markdown"), 5),
        (lambda cells: cells[1].metadata.update(title="new"), 5),
        (lambda cells: cells.pop(), 5),
        (lambda cells: cells.append(cells[0]), 5),
    ):
        monkeypatch.setattr(source.jupytext, "reads", altered(change))
        with pytest.raises(BuildError, match=rf"lesson\.py:{line}: "):
            source_cells(file)


def test_every_source_of_the_project_is_read():
    sources = [path for lesson in curriculum.load().lessons for path in lesson.folder.glob("[lp]*.py")]
    sources += (paths.ROOT / "overheard" / "author" / "template_lesson").glob("[lp]*.py")
    assert len(sources) >= 9
    for path in sources:
        assert build.source_cells(path)

"""A declared "your turn" is made behind the last cell of its page, in the kernel that has run the page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
import tiny_checkout

from overheard import paths
from overheard.author import turns
from overheard.curriculum import YourTurn

TURNS = """\
your_turn:
  - cell: letters = list
    change: {'"abc"': '"abcd"'}
    shows: [four letters]
  - cell: taken = 1
    change: {taken = 1: taken = 2}
    shows: [taking 2]
  - cell: left = 8
    change: {left = 8: left = 9}
    shows: [half is 4.5, "a word that it never says"]
  - cell: left = 8
    change: {left = 8: left = 7}
    shows: [half is 3.5]
  - cell: no such line
    change: {a: b}
    shows: [anything]
minutes:"""
CELLS = {
    'letters = list("abc")\nprint({3: "three", 4: "four"}[len(letters)], "letters")': "three letters\n",
    'basket = {"apples": 3}': "",
    'taken = 1\nprint("taking", taken)': "taking 1\n",
    'apples = basket.pop("apples") - taken': "",  # it changes what an earlier cell made: a second run fails
    'left = 8\nprint("half is", left / 2)': "half is 4.0\n",
    "assert left % 2 == 0 or left == 7\nprint(apples)": "2\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of a page with five turns: by two workers, as `overheard test` calls it."""
    root = tiny_checkout.make(tmp_path_factory.mktemp("turns") / "tiny", package=True)
    shutil.copy(paths.ROOT / "conftest.py", root)
    shutil.copytree(paths.ROOT / "tests" / "offline", root / "tests" / "offline")
    described = root / "lessons" / "counting" / "lesson.yml"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace("minutes:", TURNS), encoding="utf-8")
    cells = [
        nbformat.v4.new_code_cell(
            source, execution_count=i, outputs=[nbformat.v4.new_output("stream", text=said)] if said else []
        )
        for i, (source, said) in enumerate(CELLS.items(), 1)
    ]
    for folder in ("notebooks", "solutions"):  # the same cells as solutions: there nobody has a turn
        nbformat.write(nbformat.v4.new_notebook(cells=cells), root / folder / "11_counting.ipynb")
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    command += ["--numprocesses=2", "--dist=loadscope", "notebooks", "solutions"]
    search = os.pathsep.join([str(root), str(root / "tests" / "offline")])
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": search, "NO_COLOR": "1"},
    )  # fmt: skip
    return done.stdout


def results(report: str, folder: str) -> dict[str, str]:
    found = re.findall(rf"^\[gw(\d)\].*(PASSED|FAILED) {folder}/11_counting\S*::(.*?) *$", report, re.MULTILINE)
    assert len({worker for worker, *_ in found}) == 1, "one kernel, so one worker"
    return {name: result for _, result, name in found}


def failure(report: str, name: str) -> str:
    """The section of a failure."""
    (section,) = re.findall(rf"^_+ .*{name} _+\n(.*?)(?=^[_=]+ )", report, re.MULTILINE | re.DOTALL)
    return section


def test_the_turns_stand_behind_the_cells_the_last_first(report: str) -> None:
    told = results(report, "notebooks")
    cells = [f"Cell {i}" for i in range(6)]
    assert list(told) == [*cells, "Your turn 3", "Your turn 4", "Your turn 2", "Your turn 1", "Your turn 5"]
    assert {told[cell] for cell in cells} == {"PASSED"}


def test_a_turn_that_does_what_the_page_says_passes(report: str) -> None:
    """The fourth too: the failed third one has left its change behind, and the cell is run anew."""
    told = results(report, "notebooks")
    assert told["Your turn 1"] == told["Your turn 4"] == "PASSED"


def test_a_cell_that_relies_on_what_another_changed_is_named(report: str) -> None:
    assert results(report, "notebooks")["Your turn 2"] == "FAILED"
    told = failure(report, "Your turn 2")
    assert "\nlessons/counting/lesson.yml:14: with 'taken = 2' in the place of 'taken = 1', Cell 3 fails" in told
    for words in (
        "with KeyError: 'apples', though the page has run to its end",
        "basket.pop",
        "let no cell change",
    ):
        assert words in told, words


def test_a_cell_that_does_not_say_what_it_must_is_told(report: str) -> None:
    assert results(report, "notebooks")["Your turn 3"] == "FAILED"
    told = failure(report, "Your turn 3")
    assert "Cell 4 does not say ['a word that it never says']; correct `shows`" in told
    assert "It says:\nhalf is 4.5" in told


def test_a_turn_that_fits_no_cell_is_told(report: str) -> None:
    assert results(report, "notebooks")["Your turn 5"] == "FAILED"
    assert "no code cell holds 'no such line'; copy a line" in failure(report, "Your turn 5")


def test_solutions_have_no_turns(report: str) -> None:
    assert results(report, "solutions") == {f"Cell {i}": "PASSED" for i in range(6)}
    assert "3 failed, 14 passed" in report


# ------------------------------------------------------------------------------------------ the words of a turn


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**Your turn.** Change it.", [0]),
        ("One.\n\nTwo. **Now it is your turn:** change it.", [2]),
        ("## Your turn\n\nChange it.\n\n**Your turn, again**", [0, 4]),
        ("Then it is your turn.", []),
        ("*Your turn.*", []),
        ("**Your\nturn.**", []),
        ("**Your turns**", []),
    ],
)
def test_a_heading_or_bold_words_announce_a_turn(text: str, lines: list[int]) -> None:
    assert turns.announced(text) == lines


def test_changes_are_made_at_once() -> None:
    turn = YourTurn(cell="a", change={"a": "b", "b": "a"}, shows=["c"])
    assert turns.changed(turn, "a = b") == "b = a"


def test_what_a_cell_says() -> None:
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="printed"),
        nbformat.v4.new_output("stream", name="stderr", text="a progress bar"),
        nbformat.v4.new_output("execute_result", {"text/plain": "given", "text/html": "<b>given</b>"}),
        nbformat.v4.new_output("display_data", {"text/plain": "A rising line.", "image/png": "aGVsbG8="}),
        nbformat.v4.new_output("error", ename="KeyError", evalue="", traceback=[]),
    ]
    assert turns.said(outputs) == "printed\ngiven\nA rising line."

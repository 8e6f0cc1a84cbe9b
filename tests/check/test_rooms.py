"""What a notebook calls: records, messages, the same words everywhere."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from small_exercises import doubled, exercise

from overheard import check as checking
from overheard import paths
from overheard.check import Case, Mistake, judge, lesson_checks
from overheard.errors import OverheardError

# Notebook side ------------------------------------------------------------------------------------------

ROOM = """
from overheard.check import Case, Exercise
EXERCISES = [Exercise("doubled", "Twice", [Case(([1.0, 2.0],))], reference=lambda values: [2 * v for v in values])]
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "LESSONS", tmp_path / "lessons")
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "my_work"))
    (tmp_path / "my_work").mkdir()
    folder = tmp_path / "lessons" / "demo"
    folder.mkdir(parents=True)
    (folder / "checks.py").write_text(ROOM)
    return tmp_path


def test_pass_is_recorded_and_says_the_same_twice(room, capsys):
    from overheard.learner import progress

    check = lesson_checks("demo")
    assert check.doubled(doubled) is None
    first = capsys.readouterr()
    check.doubled(doubled)
    second = capsys.readouterr()
    assert first == second
    assert first.out == "✓ doubled: passed. It answers 1 input rightly: 1 given.\n"
    assert [(p.lesson, p.exercise, p.times) for p in progress.passed()] == [("demo", "doubled", 2)]
    check.doubled(lambda values: values)
    assert progress.passed()[0].times == 2


def test_running_the_solutions_passes_nothing(tmp_path, monkeypatch):
    from overheard.learner import progress

    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path))
    check = checking.LessonChecks("demo", {"doubled": exercise()})
    for folder, n_passed in (("solutions", 0), ("exercises", 1)):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        check.doubled(doubled)
        assert len(progress.passed()) == n_passed


def test_long_lines_break_between_words(capsys):
    words = "each is doubled and then one more is added, " * 4 + "once too often"
    tried = exercise(mistakes=[Mistake(words, like=lambda values: [2 * v + 1 for v in values] or [1.0])])
    checking.LessonChecks("demo", {"doubled": tried}).doubled(lambda values: [2 * v + 1 for v in values] or [1.0])
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 100 and "\n    " in told
    assert words in " ".join(told.split())


def test_check_works_where_nothing_can_be_saved(room, capsys, monkeypatch):
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(room / "nowhere"))
    lesson_checks("demo").doubled(doubled)
    said = capsys.readouterr()
    assert said.out == "✓ doubled: passed. It answers 1 input rightly: 1 given.\n"
    assert said.err.startswith("Progress was not saved:")
    assert said.err.count("\n") == 1
    assert not (room / "nowhere").exists()


def test_unknown_names_get_a_clear_message(room, capsys):
    lesson_checks("demo").dubled(doubled)
    assert (
        capsys.readouterr().out
        == "There is no exercise 'dubled' here. Did you mean check.doubled? There are: doubled.\n"
    )
    with pytest.raises(OverheardError, match="Did you mean 'demo'"):
        lesson_checks("demmo")


def test_check_called_wrongly(room, capsys):
    lesson_checks("demo").doubled()
    lesson_checks("demo").doubled([1.0], doubled)
    out = capsys.readouterr().out
    assert out.count("Write check.doubled(doubled).") == 2


def test_broken_check_does_not_blame_the_learner(room, capsys, monkeypatch):
    monkeypatch.delenv("OVERHEARD_DEBUG", raising=False)
    (room / "lessons/demo/checks.py").write_text(ROOM.replace("2 * v for v", "2 * w for v"))
    lesson_checks("demo").doubled(doubled)
    assert "the check itself has an error, which is not your fault (NameError" in capsys.readouterr().out


def test_prints_of_the_learner_are_kept_for_failures(capsys):
    def chatty(values):
        print("hello", values)
        return doubled(values)

    def chatty_wrong(values):
        print("hello", values)
        return [0.0 for _ in values]

    judge(exercise(), chatty)
    assert capsys.readouterr().out == ""
    assert "It printed: hello [1.0, 2.5, -3.0]" in judge(exercise(), chatty_wrong).text


def test_shared_random_numbers_are_left_as_they_were():
    def draws(values):
        random.random()
        np.random.rand()
        torch.rand(1)
        return doubled(values)

    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    expected = (random.random(), np.random.rand(), torch.rand(1).item())
    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    judge(exercise(), draws)
    assert (random.random(), np.random.rand(), torch.rand(1).item()) == expected


def test_function_that_draws_gets_the_same_draws_as_the_reference():
    drawing = exercise(cases=[Case((3,))], reference=lambda n: torch.rand(n), random=None)
    assert judge(drawing, lambda n: torch.rand(n)).passed


SESSION = """
from overheard.check import lesson_checks
check = lesson_checks("demo")

def forgets(values):
    [2 * v for v in values]

def fails(values):
    return values[7]

def leaves(values):
    exit()

def never(values):
    while True:
        pass

def not_yet(values):
    raise NotImplementedError("your turn")

for attempt in (forgets, fails, leaves, never, not_yet, 5, lambda values: [v + v for v in values]):
    check.doubled(attempt)
print("alive")
"""


def test_notebook_and_plain_python_answer_alike(room):
    """The same session in a Jupyter kernel and in plain Python; the kernel lives to its last line."""
    import nbformat
    from nbclient import NotebookClient

    (room / "lessons/demo/checks.py").write_text(ROOM.replace("values])]", "values], seconds=0.3)]"))
    start = (
        f"from pathlib import Path; from overheard import paths; paths.LESSONS = Path({str(room / 'lessons')!r})\n"
    )
    (room / "session.py").write_text(start + SESSION)
    settings = os.environ | {"PYTHONPATH": str(paths.ROOT)}
    plain = subprocess.run(
        [sys.executable, room / "session.py"], capture_output=True, text=True, check=True, env=settings
    ).stdout
    cells = [nbformat.v4.new_code_cell(text) for text in (start, SESSION, 'print("still alive")')]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute(env=settings)
    said = "".join(output.get("text", "") for output in notebook.cells[1].outputs)
    assert notebook.cells[2].outputs[0].text == "still alive\n"

    def without_lines(text: str) -> str:  # line numbers count from the cell in one and the file in the other
        return re.sub(r"on line \d+", "on line N", text)

    assert without_lines(said) == without_lines(plain)
    for words in (
        "without `return`", "on line N: return values[7]", "It calls exit(), quit()", "still running after 0.3",
        "not attempted yet", "needs the function itself", "passed", "alive",
    ):  # fmt: skip
        assert words in without_lines(plain)


def test_import_is_light():
    code = "import sys, overheard.check; print([m for m in ('torch', 'numpy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=paths.ROOT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "not a name"},
        {"kind": "thing"},
        {"reference": None},
        {"cases": []},
        {"bug": doubled},
    ],
)
def test_bad_exercises_are_refused(bad):
    with pytest.raises(OverheardError):
        exercise(**bad)

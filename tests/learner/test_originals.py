"""`overheard update --restore`: what somebody changed in the checkout is kept, and only then put back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from overheard import curriculum, datasets, paths
from overheard.author import build
from overheard.errors import OverheardError
from overheard.learner import copies, originals

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
CHANGED = {
    "exercises/31_mnist.ipynb": NOTEBOOK.replace("[]", '[{"source": "my solution"}]').encode(),
    "notebooks/31_mnist.ipynb": b"{\n<<<<<<< HEAD\nmine\n=======\n>>>>>>> theirs\n}",
    "datasets/survey/answers (of \xfcs).csv": b"mine\r\n\xff\x00",
}


class Entry:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "overheard"
    monkeypatch.setattr(paths, "ROOT", root)
    for name in ("NOTEBOOKS", "EXERCISES", "SOLUTIONS", "LESSONS", "DATASETS"):
        monkeypatch.setattr(paths, name, root / name.lower())
        (root / name.lower()).mkdir(parents=True)
    (root / "datasets" / "survey").mkdir()
    for name in (*CHANGED, "solutions/31_mnist.ipynb"):
        (root / name).write_text(NOTEBOOK)
    (root / "curriculum.yml").write_text("x")
    (root / "lessons" / "checks.py").write_text("x")
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "my_work"))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "all")
    listing = type("Listing", (), {"lessons": [Entry("31_mnist")]})
    monkeypatch.setattr(curriculum, "load", lambda: listing)
    monkeypatch.setattr(build, "notebook_path", lambda one, kind, root: root / kind / f"{one.name}.ipynb")
    return root


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout


def mine() -> Path:
    return paths.my_work()


def change(root: Path) -> None:
    for name, content in CHANGED.items():
        (root / name).write_bytes(content)


def test_nothing_changed_is_said() -> None:
    assert originals.restore().lines() == [
        "No notebook and no data set of the checkout was changed: there is nothing to restore."
    ]
    assert not mine().exists()


@pytest.mark.parametrize("staged", [False, True])
def test_what_was_changed_is_kept_byte_for_byte_and_then_put_back(checkout: Path, staged: bool) -> None:
    change(checkout)
    (checkout / "solutions" / "31_mnist.ipynb").unlink()
    if staged:
        git(checkout, "add", "-A")
    report = originals.restore()
    assert set(report.kept) == set(CHANGED)
    for name, content in CHANGED.items():
        assert (mine() / report.kept[name]).read_bytes() == content
        assert (checkout / name).read_text() == NOTEBOOK
    assert report.kept["exercises/31_mnist.ipynb"] == "exercises/31_mnist_mine_1.ipynb"
    assert (checkout / "solutions" / "31_mnist.ipynb").read_text() == NOTEBOOK
    assert git(checkout, "status", "--porcelain") == ""
    where = mine() / "exercises" / "31_mnist_mine_1.ipynb"
    assert f"Your exercises/31_mnist.ipynb is kept as {where}." in report.lines()
    assert originals.restore().kept == {}


def test_a_second_time_takes_another_name_and_the_same_content_none(checkout: Path) -> None:
    for text, kept in (("one", 1), ("two", 2), ("one", 1)):
        (checkout / "exercises" / "31_mnist.ipynb").write_text(text)
        assert list(originals.restore().kept.values()) == [f"exercises/31_mnist_mine_{kept}.ipynb"]
    assert len(list(mine().rglob("*_mine_*"))) == 2


def test_what_the_learner_has_in_my_work_is_never_touched(checkout: Path) -> None:
    copies.update()
    for name in ("31_mnist.ipynb", "31_mnist_mine_1.ipynb"):
        (mine() / "exercises" / name).write_text(f"work in {name}")
    change(checkout)
    originals.restore()
    for name in ("31_mnist.ipynb", "31_mnist_mine_1.ipynb"):
        assert (mine() / "exercises" / name).read_text() == f"work in {name}"
    kept = mine() / "exercises" / "31_mnist_mine_2.ipynb"
    assert kept.read_bytes() == CHANGED["exercises/31_mnist.ipynb"]


def test_nothing_is_put_back_that_cannot_be_kept(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(checkout)
    mine().write_text("a file where the folder belongs")
    with pytest.raises(OverheardError, match="cannot be filled"):
        originals.restore()
    assert {name: (checkout / name).read_bytes() for name in CHANGED} == CHANGED


def test_what_is_saved_meanwhile_is_not_put_back(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, keep = checkout / "exercises" / "31_mnist.ipynb", copies.keep

    def an_editor_saves(*args: object) -> str:
        name = keep(*args)
        file.write_text("still newer")
        return name

    file.write_text("new")
    monkeypatch.setattr(copies, "keep", an_editor_saves)
    assert any("saved anew just now" in line for line in originals.restore().lines())
    assert file.read_text() == "still newer"


def test_a_notebook_of_no_lesson_is_moved_and_other_new_files_stay(checkout: Path) -> None:
    (checkout / "exercises" / "my_own.ipynb").write_text("mine")
    (checkout / "datasets" / "survey" / "ours.csv").write_text("ours")
    report = originals.restore()
    assert report.moved == ["exercises/my_own.ipynb"]
    assert (mine() / "exercises" / "my_own_mine_1.ipynb").read_text() == "mine"
    assert not (checkout / "exercises" / "my_own.ipynb").exists()
    assert (checkout / "datasets" / "survey" / "ours.csv").read_text() == "ours"


def test_what_authors_write_is_left_and_named(checkout: Path) -> None:
    (checkout / "lessons" / "checks.py").write_text("new")
    assert originals.restore().lines() == ["Left as they are, since only authors change them: lessons/checks.py."]
    assert (checkout / "lessons" / "checks.py").read_text() == "new"


@pytest.mark.parametrize("how", ["no git", "no repository", "somebody else's repository"])
def test_without_git_all_is_kept_and_nothing_put_back(
    how: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Downloaded as an archive, perhaps into a repository of the learner's own."""
    change(checkout)
    if how == "no git":
        monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    else:
        shutil.rmtree(checkout / ".git")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        if how != "no repository":
            git(tmp_path, "init", "-q")
    stale = [build.Stale(checkout / name, "differs") for name in CHANGED if name.endswith("ipynb")]
    monkeypatch.setattr(build, "check", lambda *_: stale)
    monkeypatch.setattr(datasets, "status", lambda: [("survey", "a.csv", ""), ("survey", "gone.csv", "missing")])
    report = originals.restore()
    assert set(report.kept) == {one.path.relative_to(checkout).as_posix() for one in stale}
    for name, kept in report.kept.items():
        assert (mine() / kept).read_bytes() == CHANGED[name] == (checkout / name).read_bytes()
    assert (
        report.restored == []
        and "Not put back" in report.notes[0]
        and "datasets/survey/gone.csv" in report.notes[0]
    )


def test_a_git_that_refuses_is_told(checkout: Path) -> None:
    change(checkout)
    (checkout / ".git" / "index.lock").write_text("")  # another git is at work, or died
    report = originals.restore()
    assert report.restored == [] and len(report.notes) == len(CHANGED)
    assert all(" is still as you left it, since git says: " in note for note in report.notes)
    assert {name: (checkout / name).read_bytes() for name in CHANGED} == CHANGED
    assert len(report.kept) == len(CHANGED)


# ---------------------------------------------------------------------------------------- what our own words advise

HARMFUL = (
    "checkout -- ",
    "git reset",
    "git clean",
    "git stash",
    "git restore",
    "rm -r",
    "delete it",
    "delete the copy",
)
ROOT = Path(__file__).resolve().parents[2]
ADVISING = [
    ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "teaching.md",
    *sorted((ROOT / "overheard").rglob("*.py")), *sorted((ROOT / "datasets").glob("*/README.md")),
]  # fmt: skip


@pytest.mark.parametrize("file", ADVISING, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_advice_of_ours_loses_work(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [words for words in HARMFUL if words in text] == []


def test_windows_and_linux_names_are_told_alike(checkout: Path) -> None:
    change(checkout)
    assert all(os.sep == "/" or os.sep not in name for name in originals.restore().restored)

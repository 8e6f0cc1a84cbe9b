"""The doctor looks at the files that the lab will use, says what and where, and changes none of them."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import tempfile
from pathlib import Path

import pytest
from people import ADA, BO, as_person, common_folder, needs_root

from overheard import cli, paths
from overheard.errors import OverheardError
from overheard.learner import copies, disk, doctor, jupyter_folders, progress

NOTEBOOK = json.dumps(
    {"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "words"}], "nbformat": 4}, indent=1
)


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "overheard"
    monkeypatch.setattr(paths, "ROOT", root)
    for name in ("NOTEBOOKS", "EXERCISES", "SOLUTIONS", "LESSONS"):
        monkeypatch.setattr(paths, name, root / name.lower())
        (root / name.lower()).mkdir(parents=True)
    for kind in ("notebooks", "exercises"):
        (root / kind / "31_mnist.ipynb").write_text(NOTEBOOK)
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "my_work"))
    return root


def looked_at() -> list[doctor.Finding]:
    """What the doctor finds in my_work, and that it changed nothing there."""
    folder = paths.my_work()

    def state() -> dict[Path, bytes | None]:
        return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}

    before = state()
    findings = list(doctor.check_my_work())
    assert state() == before
    return findings


def faults() -> list[doctor.Finding]:
    return [finding for finding in looked_at() if not finding.ok]


# ------------------------------------------------------------------------------------------------ the folder


def test_a_folder_that_is_not_there_yet_is_a_remark() -> None:
    (found,) = looked_at()
    assert found.ok and "overheard lab" in found.mend
    assert not paths.my_work().exists()


def test_a_folder_in_order_is_well() -> None:
    copies.update()
    progress.record_pass("mnist", "a")
    assert [finding.ok for finding in looked_at()] == [True, True]


@pytest.mark.parametrize("there", [True, False], ids=["there", "to be made"])
@pytest.mark.parametrize(
    ("number", "words", "mend"),
    [
        (errno.ENOSPC, "No space left", "make room on that disk, or set OVERHEARD_MY_WORK"),
        (errno.EROFS, "Read-only file system", "that disk can only be read: set OVERHEARD_MY_WORK"),
        (errno.EACCES, "Permission denied", "give yourself the right to write there, or set OVERHEARD_MY_WORK"),
    ],
)
def test_a_place_that_cannot_be_written_is_found_also_before_it_is_made(
    there: bool, number: int, words: str, mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a checkout that can only be read, where my_work would be made in it."""
    if there:
        copies.update()
    usual = tempfile.mkstemp

    def refuse(*_: object, dir: object = None, **more: object) -> tuple[int, str]:
        if Path(str(dir)) in (paths.my_work(), paths.my_work().parent):
            raise OSError(number, os.strerror(number), str(dir))
        return usual(dir=dir, **more)

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    (found,) = looked_at()
    assert not found.ok and words in found.found and str(paths.my_work()) in found.found
    assert found.mend.startswith(mend)
    if not there:
        with pytest.raises(OverheardError, match=words) as caught:  # the lab's first step says the same
            monkeypatch.setattr(Path, "mkdir", lambda *_, **__: refuse(dir=paths.my_work()))
            copies.update()
        assert mend in str(caught.value) and len(str(caught.value).splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_room_is_tried_and_not_only_asked_for() -> None:
    """As a quota: every file may be as large as a small one, and the system still reports free space."""
    import resource

    copies.update()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, usual[1]))
        (found,) = looked_at()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert not found.ok and "cannot be filled" in found.found
    assert not list(paths.my_work().rglob(f"{disk.TEMPORARY}*"))


def test_a_place_of_originals_is_found(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(checkout / "exercises"))
    monkeypatch.setattr(doctor, "CHECKS", {"your work": doctor.check_my_work})
    (found,) = doctor.examine()
    assert not found.ok and "holds originals" in found.found


def test_a_file_in_the_place_of_the_folder_is_found() -> None:
    paths.my_work().write_text("a file")
    (found,) = doctor.check_my_work()
    assert not found.ok and "rename it" in found.mend


@pytest.mark.parametrize("name", ["notebooks", "exercises"])
def test_a_file_in_the_place_of_a_folder_of_copies_is_found(name: str) -> None:
    paths.my_work().mkdir()
    (paths.my_work() / name).write_text("mine")
    (found,) = faults()
    assert name in found.found and found.mend == "rename that file"
    with pytest.raises(OverheardError, match="rename it"):
        copies.update()
    (paths.my_work() / name).rename(paths.my_work() / "old")
    copies.update()
    assert faults() == [] and (paths.my_work() / "old").read_text() == "mine"


# ------------------------------------------------------------------------------------------------ the copies

DAMAGED = {
    "empty": (b"", "it is empty"),
    "zeros, as after a power cut": (b"\0" * 4096, "it is empty"),
    "cut": (NOTEBOOK[: len(NOTEBOOK) // 2].encode(), "it breaks off on line"),
    "cut behind a bracket": (NOTEBOOK.rstrip("}\n").encode(), "it breaks off on line"),
    "merged half": (
        NOTEBOOK.replace('   "source"', '<<<<<<< HEAD\n   "source": "mine",\n=======\n   "source"').encode(),
        "it holds the marks of a merge that git left open (<<<<<<< on line",
    ),
    "another text": (b"my notes", "it is no notebook any more"),
    "another JSON": (b"[1, 2]", "it has no cells"),
    "no text": (b"\xff\xfe\x00{", "it is no text"),
    "a folder": (None, "a folder lies where the notebook belongs"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_copy_that_is_no_notebook_is_found_and_its_mend_keeps_it(kind: str) -> None:
    copies.update()
    content, words = DAMAGED[kind]
    copy, other = (paths.my_work() / folder / "31_mnist.ipynb" for folder in ("exercises", "notebooks"))
    other.write_text(NOTEBOOK.replace("words", "my words"))
    copy.unlink()
    if content is None:
        copy.mkdir()
        (copy / "inside").write_text("mine")
    else:
        copy.write_bytes(content)
    (found,) = faults()
    assert str(copy) in found.found and words in found.found
    command = "overheard update --fresh exercises/31_mnist"
    assert found.mend.startswith(f"run: {command} ")
    told = [line for line in copies.update().lines() if line.startswith("exercises/31_mnist.ipynb: ")]
    assert len(told) == 1 and words in told[0] and command in told[0]

    copies.fresh(command.split()[-1])
    assert faults() == []
    aside = copy.with_name("31_mnist_mine_1.ipynb")
    assert (aside / "inside").read_text() == "mine" if content is None else aside.read_bytes() == content
    assert "my words" in other.read_text() and not list(other.parent.glob("*_mine_*")), "the other copy stays"


def test_a_link_that_leads_nowhere_is_found_and_kept(tmp_path: Path) -> None:
    copies.update()
    copy = paths.my_work() / "exercises" / "31_mnist.ipynb"
    copy.unlink()
    copy.symlink_to(tmp_path / "stick" / "31_mnist.ipynb")
    (found,) = faults()
    assert "it cannot be read (No such file or directory)" in found.found
    copies.fresh("exercises/31_mnist")
    assert copy.with_name("31_mnist_mine_1.ipynb").is_symlink() and faults() == []


def test_what_the_learner_made_beside_the_copies_is_not_judged() -> None:
    copies.update()
    (paths.my_work() / "notebooks" / "notes.ipynb").write_text("")
    (paths.my_work() / "notebooks" / "31_mnist_mine_1.ipynb").write_text("<<<<<<<")
    assert faults() == []


def test_a_damaged_original_hinders_no_other(checkout: Path) -> None:
    """A merge in the checkout stands open: the lab said so in a traceback."""
    (checkout / "exercises" / "31_mnist.ipynb").write_text("{\n<<<<<<< HEAD\n}")
    report = copies.update()
    assert report.laid == ["notebooks/31_mnist.ipynb"]
    (line,) = report.notes
    assert "exercises/31_mnist.ipynb cannot be laid: it holds the marks of a merge" in line.replace(os.sep, "/")
    assert "overheard update --restore" in line
    with pytest.raises(OverheardError, match="cannot be laid"):
        copies.fresh("mnist")
    assert not list(paths.my_work().rglob("*_mine_*"))


# ------------------------------------------------------------------------------------- rights, with real people


@needs_root
@pytest.mark.parametrize(
    ("what", "words", "mend"),
    [
        ("exercises/31_mnist.ipynb", "it cannot be read", "give yourself the right to read and write"),
        ("exercises", "this folder cannot be written", "give yourself the right to write"),
        (".laid.json", "the list of laid files cannot be read", "give yourself the right to read"),
        (progress.FILE, "you may not read", "give yourself the right to read and write"),
    ],
)
def test_what_a_person_may_not_read_is_found(
    what: str, words: str, mend: str, monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    with common_folder(0o755) as folder:
        monkeypatch.setenv("OVERHEARD_MY_WORK", str(folder))
        copies.update()
        progress.record_pass("mnist", "a")
        monkeypatch.setattr(copies, "_originals", lambda: iter([("exercises/31_mnist.ipynb", Path("none"))]))
        monkeypatch.setattr(copies, "home", lambda: folder)
        monkeypatch.setattr(copies, "to_lay", lambda _: 1000)
        assert [finding.found for finding in as_person(ADA, faults)] == []
        (folder / what).chmod(0o500 if what == "exercises" else 0)
        (found,) = as_person(ADA, lambda: [one for one in doctor.check_my_work() if not one.ok])
        assert words in found.found and str(folder / what) in found.found and found.mend.startswith(mend)
        assert "damaged" not in found.found
        if what == progress.FILE:
            told = as_person(ADA, progress.summary)
            assert told.startswith("ProgressError: Progress cannot be read, and nothing of it is lost: you may not")
            assert len(told.splitlines()) == 1 and not list(folder.glob("progress.damaged*"))
            (folder / what).chmod(0o400)
            (found,) = as_person(ADA, lambda: [one for one in doctor.check_my_work() if not one.ok])
            assert "can only be read" in found.found
            assert "1 exercise passed" in as_person(ADA, progress.summary)
            told = as_person(ADA, lambda: progress.record_pass("mnist", "b"))
            assert told.startswith("ProgressError: Progress was not saved") and "you may not write" in told
            assert len(told.splitlines()) == 1


@needs_root
def test_a_folder_of_somebody_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with common_folder(0o755) as folder:
        monkeypatch.setattr(copies, "to_lay", lambda _: 1000)
        monkeypatch.setattr(copies, "home", lambda: folder)
        (found,) = as_person(BO, lambda: list(doctor.check_my_work()))
        assert not found.ok and "Permission denied" in found.found and "OVERHEARD_MY_WORK" in found.mend


# -------------------------------------------------------------------------------------------------- the record


@pytest.mark.parametrize("content", [b"this is no database" * 100, b""])
def test_a_damaged_record_is_told_from_an_empty_one(content: bytes) -> None:
    copies.update()
    progress.path().write_bytes(content)
    found = [finding for finding in looked_at() if finding.name == "progress"]
    assert [finding.ok for finding in found] == [not content]
    if content:
        assert "is damaged" in found[0].found and found[0].mend.startswith("run: overheard progress")
        progress.summary()
        (remark,) = [finding for finding in looked_at() if finding.mend]
        assert remark.ok and "set aside" in remark.found and "delete" not in remark.mend


def test_a_foreign_record_is_damaged() -> None:
    copies.update()
    with sqlite3.connect(progress.path()) as connection:
        connection.execute("CREATE TABLE passes (lesson TEXT)")
    connection.close()
    (found,) = faults()
    assert "is damaged" in found.found


def test_a_record_that_is_held_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    copies.update()
    progress.record_pass("mnist", "a")
    monkeypatch.setattr(progress, "WAIT", 0.1)
    other = sqlite3.connect(progress.path(), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        (found,) = [finding for finding in doctor.check_my_work() if not finding.ok]
        assert found.found == f"another program holds {progress.path()}" and "wait a moment" in found.mend
        with pytest.raises(OverheardError) as caught:
            progress.summary()
        assert str(caught.value).startswith("Progress cannot be read, and nothing of it is lost: another program")
        assert copies.update().lines() == [f"Nothing new in {paths.my_work()}."], "an update needs no record"
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert faults() == [] and "1 exercise passed" in progress.summary()


def test_a_folder_in_the_place_of_the_record_is_told() -> None:
    copies.update()
    progress.path().mkdir()
    (found,) = faults()
    assert "no file" in found.found and found.mend.startswith("rename it")
    for work in (progress.summary, lambda: progress.record_pass("mnist", "a")):
        with pytest.raises(OverheardError, match=r"a folder lies where .* belongs.*rename that folder") as caught:
            work()
        assert len(str(caught.value).splitlines()) == 1


# -------------------------------------------------------------------------------------------- Jupyter's folders


def lab_stops(monkeypatch: pytest.MonkeyPatch) -> str:
    """Why `overheard lab` stops before it starts JupyterLab."""
    monkeypatch.setattr(cli.subprocess, "run", lambda *_, **__: pytest.fail("JupyterLab was started"))
    with pytest.raises(OverheardError) as caught:
        cli.lab(port=8888, browser=False)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


@pytest.mark.parametrize("variable", ["JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"])
def test_a_folder_that_jupyter_cannot_write_is_found_and_told(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert [(one.ok, one.found) for one in doctor.check_jupyter_folders()] == [(True, "can be written")]
    assert not (tmp_path / variable).exists()
    monkeypatch.setenv(variable, str(tmp_path / "file" / "jupyter"))
    (found,) = doctor.check_jupyter_folders()
    assert "Jupyter cannot write" in found.found and f"set {variable} (or HOME, for all of them)" in found.mend
    assert found.ok is (variable == "JUPYTER_DATA_DIR"), "without a place for data the lab starts"
    if not found.ok:
        assert variable in lab_stops(monkeypatch)


@needs_root
def test_a_home_that_cannot_be_written_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    list(jupyter_folders.troubles())  # imports what the other person may not read
    with common_folder(0o555) as home:
        monkeypatch.setenv("HOME", str(home))
        troubles = as_person(BO, lambda: list(jupyter_folders.troubles()))
        assert len(troubles) == 3 and all("Permission denied" in one.what for one in troubles)
        assert any(one.stops_the_lab for one in troubles)


def test_no_room_for_temporary_files_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert any("no temporary file can be written" in one.what for one in jupyter_folders.troubles())

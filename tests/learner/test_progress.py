"""Progress: several kernels at once, damaged files, folders that cannot be written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from overheard import curriculum, paths
from overheard.check.rooms import load_room
from overheard.learner import progress
from overheard.learner.progress import ProgressError, passed, record_pass


@pytest.fixture(autouse=True)
def my_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "my_work"))
    (tmp_path / "my_work").mkdir()
    return tmp_path / "my_work"


def test_passes_are_kept_with_times_in_utc():
    before = datetime.now(UTC) - timedelta(seconds=2)
    assert record_pass("mnist", "class_means") == ""
    record_pass("mnist", "class_means")
    record_pass("mnist", "accuracy")
    records = {record.exercise: record for record in passed()}
    assert records["class_means"].times == 2
    assert records["accuracy"].times == 1
    assert before <= records["accuracy"].first <= datetime.now(UTC)
    assert records["accuracy"].first.tzinfo is UTC


def test_nothing_passed_yet_makes_no_file(my_work):
    assert passed() == []
    assert progress.summary() == (
        "No exercise passed yet. Exercise 0 stands on the start page; each lesson links its own."
    )
    assert list(my_work.iterdir()) == []


def test_summary_names_what_was_passed():
    record_pass("nowhere", "an_exercise")
    text = progress.summary()
    assert "nowhere: 1 passed" in text
    assert "an_exercise" in text
    assert "1 exercise passed in all." in text


def test_summary_names_what_is_still_to_do_and_where_to_go_on(my_work):
    record_pass("mnist", "best_weights")
    text = progress.summary()
    assert f"31 {curriculum.load().lesson('mnist').title}: 1 of 4 passed" in text
    assert "still to do: right_when_read_as, suspects, convolve" in text
    assert f"Next: right_when_read_as, in {(my_work / 'exercises' / '31_mnist.ipynb').as_posix()}" in text


def test_after_a_whole_lesson_the_next_one_is_named_and_after_the_last_the_first_open_one():
    lessons = curriculum.load().lessons
    for lesson in lessons[-1:]:
        for name in progress._exercises(lesson):
            record_pass(lesson.slug, name)
    first = lessons[0]
    assert progress.summary().splitlines()[-1].startswith(f"Next: {first.number:02d} {first.title}, in ")
    for lesson in lessons[:-1]:
        for name in progress._exercises(lesson):
            record_pass(lesson.slug, name)
    assert progress.summary().splitlines()[-1] == "That is every exercise there is."
    assert "still to do" not in progress.summary()


@pytest.mark.parametrize("lesson", curriculum.load().lessons, ids=lambda lesson: lesson.slug)
def test_the_names_are_those_of_the_checks(lesson):
    names = [exercise.name for exercise in load_room(lesson.slug, "checks.py").EXERCISES]
    assert progress._exercises(lesson) == names


WRITER = """
import sys
from overheard.learner.progress import record_pass
for i in range(25):
    note = record_pass("mnist", f"exercise_{i % 5}")
    if note:
        print(note)
"""


def writers(count: int) -> list[str]:
    """Several processes that write at once; what they printed."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER],
            cwd=paths.ROOT,
            env=os.environ | {"PYTHONPATH": str(paths.ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    said = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0] * count, said
    return [out for out, _ in said]


def test_several_kernels_at_once_lose_nothing():
    writers(4)
    assert {record.exercise: record.times for record in passed()} == {f"exercise_{i}": 20 for i in range(5)}


DAMAGE = {
    "no database": b"this is no database, " * 200,
    "an old page": None,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_file_is_set_aside_and_told(my_work, damage):
    for i in range(300):
        record_pass("mnist", f"exercise_{i}") if i < 3 else None
    if DAMAGE[damage] is not None:
        progress.path().write_bytes(DAMAGE[damage])
    else:
        content = bytearray(progress.path().read_bytes())
        content[-2500:] = b"\xff" * 2500
        progress.path().write_bytes(content)
    damaged = progress.path().read_bytes()
    note = record_pass("mnist", "after")
    kept = list(my_work.glob("progress.damaged-*.sqlite3"))
    assert len(kept) == 1
    assert kept[0].read_bytes() == damaged
    assert kept[0].name in note
    assert [record.exercise for record in passed()] == ["after"]
    assert record_pass("mnist", "again") == ""


def test_reading_a_damaged_file_sets_it_aside_too(my_work):
    progress.path().write_bytes(b"x" * 5000)
    notes: list[str] = []
    assert passed(notes) == []
    assert "is kept as progress.damaged-" in notes[0]
    progress.path().write_bytes(b"y" * 5000)
    assert "is kept as progress.damaged-" in progress.summary()
    assert len(list(my_work.glob("progress.damaged-*"))) == 2


def test_foreign_table_is_set_aside(my_work):
    with sqlite3.connect(progress.path()) as connection:
        connection.execute("CREATE TABLE passes (something TEXT)")
    connection.close()
    assert "was damaged" in record_pass("mnist", "a")


def test_senseless_times_are_set_aside(my_work):
    record_pass("mnist", "a")
    with sqlite3.connect(progress.path()) as connection:
        connection.execute("UPDATE passes SET first = 'yesterday'")
    connection.close()
    notes: list[str] = []
    assert passed(notes) == []
    assert len(notes) == 1


def test_damage_seen_by_several_kernels_is_set_aside_once(my_work):
    progress.path().write_bytes(b"no database " * 500)
    said = writers(4)
    assert len(list(my_work.glob("progress.damaged-*"))) == 1
    assert sum("was damaged" in text for text in said) == 1
    assert {record.exercise: record.times for record in passed()} == {f"exercise_{i}": 20 for i in range(5)}
    assert not list(my_work.glob("*.lock"))


def test_lock_of_a_dead_process_is_taken_over(my_work):
    progress.path().write_bytes(b"no database " * 500)
    lock = my_work / f"{progress.FILE}.lock"
    lock.touch()
    os.utime(lock, (1, 1))
    assert "was damaged" in record_pass("mnist", "a")


def test_locked_file_is_not_taken_for_damaged(my_work, monkeypatch):
    record_pass("mnist", "a")
    monkeypatch.setattr(progress, "WAIT", 0.1)
    other = sqlite3.connect(progress.path(), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ProgressError, match="locked"):
        record_pass("mnist", "b")
    other.execute("ROLLBACK")
    other.close()
    record_pass("mnist", "b")
    assert [record.exercise for record in passed()] == ["a", "b"]
    assert not list(my_work.glob("progress.damaged-*"))


def test_interrupted_write_leaves_the_old_state():
    record_pass("mnist", "a")
    other = sqlite3.connect(progress.path(), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM passes")
    other.close()  # a kernel that died in the middle
    assert [record.exercise for record in passed()] == ["a"]


def test_missing_folder_is_told_and_not_made(tmp_path, monkeypatch):
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(tmp_path / "nowhere"))
    with pytest.raises(ProgressError, match=r"^Progress was not saved: .*nowhere.*[^\n]$"):
        record_pass("mnist", "a")
    assert passed() == []
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write")
def test_read_only_folder_is_told(monkeypatch):
    monkeypatch.setenv("OVERHEARD_MY_WORK", "/proc/self")
    with pytest.raises(ProgressError, match=r"^Progress was not saved: "):
        record_pass("mnist", "a")

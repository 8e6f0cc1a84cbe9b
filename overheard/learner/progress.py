"""Which exercises a learner has passed, and when: a small SQLite file in `my_work/`.

Several kernels may write at once. Each pass is one transaction that takes the write lock at its start and
waits for others up to ten seconds. The journal is SQLite's ordinary one, not WAL: a write a minute gains
nothing from WAL, whose extra files and shared memory fail on network drives and synchronised folders, where
learners do keep their work.

A file that is damaged is set aside under a new name, never deleted, and a new one is begun.
"""

from __future__ import annotations

import ast
import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from overheard import paths
from overheard.errors import OverheardError
from overheard.learner import disk

FILE = "progress.sqlite3"
WAIT = 10.0  # seconds for other kernels
_STALE_LOCK = 30.0  # seconds after which a lock's owner is taken for dead
_LAYOUT = 1  # kept as user_version in the file

_CREATE = """
CREATE TABLE IF NOT EXISTS passes (
    lesson TEXT NOT NULL,
    exercise TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (lesson, exercise)
)
"""
_RECORD = """
INSERT INTO passes VALUES (?, ?, ?, ?, 1)
ON CONFLICT (lesson, exercise) DO UPDATE SET
    first = min(first, excluded.first), last = max(last, excluded.last), times = times + 1
"""

T = TypeVar("T")


@dataclass(frozen=True)
class Passed:
    """An exercise that was passed: `first` and `last` in UTC, and how many `times`."""

    lesson: str
    exercise: str
    first: datetime
    last: datetime
    times: int


class ProgressError(OverheardError):
    """Progress could not be read or saved."""


class _Damaged(Exception):
    """The file is no database, or not one of ours."""


def path() -> Path:
    """Where progress is kept."""
    return paths.my_work() / FILE


def record_pass(lesson: str, exercise: str) -> str:
    """Note that an exercise was passed now.

    Returns:
        A line for the learner where a damaged file had to be set aside, else an empty text.

    Raises:
        ProgressError: it could not be saved; the message is one line.
    """
    folder = paths.my_work()
    if not folder.is_dir():
        raise ProgressError(f"Progress was not saved: there is no folder {folder}. `overheard update` makes it.")
    now = datetime.now(UTC).isoformat(timespec="seconds")

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_CREATE)
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        connection.execute(_RECORD, (lesson, exercise, now, now))
        connection.execute("COMMIT")

    try:
        _make_shared(folder)
        _, note = _with_file(write)
    except (sqlite3.Error, OSError) as error:
        raise ProgressError(
            f"Progress was not saved: {_why(error)}. Your answer is right all the same. To have it noted, "
            f"{_mend(error)}, then run the check again."
        ) from None
    return note


def _make_shared(folder: Path) -> None:
    """Where others may write in `my_work/`, the file is theirs too; SQLite's journal gets the file's rights."""
    if os.name != "posix" or not (disk.shared_with(folder) or os.geteuid() == 0):
        return
    file = path()
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    disk.open_up(file, folder)


def examine() -> tuple[str, str]:
    """What is the matter with the file, and what to do; two empty texts where it can be read and written.

    Changes nothing, and sets nothing aside.
    """
    file = path()
    if not os.path.lexists(file):
        return "", ""
    if not file.is_file():
        return f"where {file} belongs lies something that is no file", "rename it; a new record is then begun"
    try:
        with file.open("rb"):
            pass
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=2)
        with contextlib.closing(connection):
            _examine(connection)
    except (sqlite3.Error, OSError, _Damaged) as error:
        if isinstance(error, _Damaged) or (isinstance(error, sqlite3.Error) and _means_damage(error)):
            mend = (
                "run: overheard progress   (it sets the damaged file aside, deletes nothing, and begins a new one)"
            )
            return f"{file} is damaged: {error or 'its tables are not those of a record'}", mend
        # A write that was interrupted is completed by the next check; to do that here would change the file.
        if not ("readonly" in str(error) and os.access(file, os.W_OK)):
            return _why(error), _mend(error)
    if not os.access(file, os.W_OK):
        return f"{file} can only be read, so that nothing is noted in it", _RIGHTS.format(file=file)
    return "", ""


_RIGHTS = "give yourself the right to read and write {file}, or rename it (a new record is then begun)"


def _why(error: Exception) -> str:
    """Why the file cannot be used, in words. SQLite's own say neither which file nor what about it."""
    file, said = path(), str(error)
    if "locked" in said:
        return f"another program holds {file}"
    if file.is_dir():
        return f"a folder lies where {file} belongs"
    if file.exists() and not os.access(file, os.R_OK):
        return f"you may not read {file}"
    if file.exists() and not os.access(file, os.W_OK):
        return f"you may not write {file}"
    if "full" in said:
        return f"the disk of {file} is full"
    if not os.access(file.parent, os.W_OK):
        return f"you may not write in {file.parent}"
    return f"{file}: {error}"


def _mend(error: Exception) -> str:
    file, said = path(), str(error)
    if "locked" in said:
        return "wait a moment, or close that program (another kernel, a synchronising folder)"
    if file.is_dir():
        return "rename that folder"
    if "full" in said:
        return "make room on it"
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        return _RIGHTS.format(file=file)
    return f"give yourself the right to write in {file.parent}, or {disk.ELSEWHERE}"


def passed(notes: list[str] | None = None) -> list[Passed]:
    """All exercises passed so far, in order of the first pass; none where nothing was saved yet.

    A line for the learner is added to `notes` where a damaged file had to be set aside.

    Raises:
        ProgressError: the file cannot be read.
    """
    if not path().exists():
        return []
    if path().is_dir():
        raise ProgressError(f"Progress cannot be read: a folder lies where {path()} belongs; rename that folder.")

    def read(connection: sqlite3.Connection) -> list[Passed]:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'passes'").fetchone():
            return []
        return [_typed(*row) for row in connection.execute("SELECT * FROM passes").fetchall()]

    try:
        records, note = _with_file(read)
    except (sqlite3.Error, OSError) as error:
        raise ProgressError(
            f"Progress cannot be read, and nothing of it is lost: {_why(error)}; {_mend(error)}."
        ) from None
    if note and notes is not None:
        notes.append(note)
    return sorted(records, key=lambda record: (record.first, record.lesson, record.exercise))


def summary() -> str:
    """What `overheard progress` shows: lessons in their order, what was passed (the local time of the first pass),
    what is still to do in them, and where to go on.

    Raises:
        ProgressError: the file cannot be read.
    """
    notes: list[str] = []
    records = passed(notes)
    lines = list(notes)
    if not records:
        lines.append("No exercise passed yet. Exercise 0 stands on the start page; each lesson links its own.")
        return "\n".join(lines)
    listed = {lesson.slug: (i, lesson, _exercises(lesson)) for i, lesson in enumerate(_lessons())}
    slugs = sorted({record.lesson for record in records}, key=lambda slug: (listed.get(slug, (1000,))[0], slug))
    for slug in slugs:
        mine = [record for record in records if record.lesson == slug]
        _, lesson, exercises = listed.get(slug, (1000, None, []))
        # An exercise may have been renamed since: never say 4 of 3.
        total = f" of {len(exercises)}" if len(exercises) >= len(mine) else ""
        lines.append(f"{_title(lesson) if lesson else slug}: {len(mine)}{total} passed")
        for record in mine:
            when = record.first.astimezone().strftime("%Y-%m-%d %H:%M")
            lines.append(f"  {record.exercise:<28} {when}")
        missing = _missing(exercises, mine)
        if missing:
            lines.append(f"  still to do: {', '.join(missing)}")
    lines.append(f"{len(records)} exercise{'s' * (len(records) != 1)} passed in all.")
    lines += _next(records, listed)
    return "\n".join(lines)


def _missing(exercises: list[str], mine: list[Passed]) -> list[str]:
    done = {record.exercise for record in mine}
    return [name for name in exercises if name not in done]


def _title(lesson: Any) -> str:
    return f"{lesson.number:02d} {lesson.title}"


def _next(records: list[Passed], listed: dict[str, tuple[int, Any, list[str]]]) -> list[str]:
    """A line that says where to go on: in the lesson of the last pass, then in those after it, then before it."""
    open_ones = {}
    for slug, (_, _, exercises) in listed.items():
        missing = _missing(exercises, [record for record in records if record.lesson == slug])
        if missing:
            open_ones[slug] = missing
    if not listed:
        return []
    if not open_ones:
        return ["That is every exercise there is."]
    last = max(records, key=lambda record: record.last).lesson
    at = listed[last][0] if last in listed else 0
    slug = min(open_ones, key=lambda slug: (listed[slug][0] - at) % len(listed))
    _, lesson, exercises = listed[slug]
    folder = "exercises" if lesson.has_practice else "notebooks"
    page = (paths.my_work() / folder / f"{lesson.name}.ipynb").as_posix()
    if len(open_ones[slug]) < len(exercises):
        return [f"Next: {open_ones[slug][0]}, in {page}"]
    start = (paths.my_work() / "notebooks" / f"{lesson.name}.ipynb").as_posix()
    return [f"Next: {_title(lesson)}, in {start}"]


def _lessons() -> list[Any]:
    """The lessons in their order; none where the list cannot be read just now."""
    from overheard import curriculum

    try:
        return curriculum.load().lessons
    except OverheardError:
        return []


def _exercises(lesson: Any) -> list[str]:
    """The names of a lesson's exercises, read from the text of its checks: loading those would import torch."""
    source = lesson.folder / "checks.py"
    if not source.is_file():
        return []
    try:
        tree = ast.parse(source.read_text(encoding="utf-8"))
    except (SyntaxError, OSError, ValueError):
        return []
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Exercise":
            given = [one.value for one in node.keywords if one.arg == "name"] or node.args[:1]
            names += [(node.lineno, one.value) for one in given if isinstance(one, ast.Constant)]
    return [name for _, name in sorted(names)]


def _typed(lesson: str, exercise: str, first: str, last: str, times: int) -> Passed:
    return Passed(lesson, exercise, datetime.fromisoformat(first), datetime.fromisoformat(last), int(times))


def _with_file(work: Callable[[sqlite3.Connection], T]) -> tuple[T, str]:
    """Do `work` in the file; where that is damaged, set it aside and do it in a new one."""
    note = ""
    for _ in range(3):
        try:
            with _opened(path()) as connection:
                return work(connection), note
        except _Damaged:
            note = _set_aside() or note
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            if not _means_damage(error):
                raise
            note = _set_aside() or note
    raise ProgressError(f"Progress was not saved: {path()} is damaged again and again.")


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    # isolation_level None: transactions are begun and ended where the code says so.
    connection = sqlite3.connect(file, timeout=WAIT, isolation_level=None)
    try:
        _examine(connection)
        yield connection
    finally:
        with contextlib.suppress(sqlite3.Error):
            connection.close()  # rolls back what was not committed


def _examine(connection: sqlite3.Connection) -> None:
    """Raise where the file is damaged. It is small: looking at all of it takes less than a millisecond."""
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer is None or answer[0] != "ok":
        raise _Damaged
    columns = [row[1] for row in connection.execute("PRAGMA table_info(passes)")]
    if columns and columns != ["lesson", "exercise", "first", "last", "times"]:
        raise _Damaged


def _means_damage(error: Exception) -> bool:
    """Locked, read-only or full is no damage; a file that is no database is."""
    if isinstance(error, sqlite3.OperationalError):
        return "could not decode" in str(error).lower()
    return not isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError)


def _set_aside() -> str:
    """Rename the damaged file, once: a second kernel that saw the damage finds the new file and keeps it."""
    file = path()
    with _only_one(file.with_name(f"{FILE}.lock")):
        if not file.exists():
            return ""
        try:
            with _opened(file) as connection:
                for row in connection.execute("SELECT * FROM passes").fetchall():
                    _typed(*row)
            return ""  # another kernel was first
        except (_Damaged, ValueError, TypeError):
            pass
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return ""
            if not _means_damage(error):
                raise
        except sqlite3.DatabaseError:
            pass
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside = file.with_name(f"progress.damaged-{stamp}.sqlite3")
        number = 1
        while aside.exists():
            number += 1
            aside = file.with_name(f"progress.damaged-{stamp}-{number}.sqlite3")
        file.rename(aside)
        journal = file.with_name(f"{FILE}-journal")
        if journal.exists():  # left behind it would be played back into the new file
            journal.rename(aside.with_name(f"{aside.name}-journal"))
        return f"Your progress file was damaged. It is kept as {aside.name}, and a new one was begun."


@contextlib.contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """A lock between processes: a file that only one can create."""
    end = time.monotonic() + WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - lock.stat().st_mtime > _STALE_LOCK:
                    lock.unlink()
                    continue
            if time.monotonic() > end:
                raise ProgressError(f"Progress was not saved: {lock} is held by another kernel.") from None
            time.sleep(0.02)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()

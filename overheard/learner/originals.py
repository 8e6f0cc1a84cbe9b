"""Originals that somebody has changed: kept in `my_work/`, then put back: `overheard update --restore`.

An exercise solved in the checkout instead of in `my_work/`, answers typed into a data set, a merge that stands
open: each hinders the next update, and to put the original back with git alone would delete the learner's work.
So it is kept first, byte for byte, under a free name in `my_work/`, and only what is kept is put back.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from overheard import paths
from overheard.errors import OverheardError
from overheard.learner import copies, disk

_PLACES = ("notebooks", "exercises", "solutions", "datasets")
_AUTHORS = ("lessons", "overheard", "curriculum.yml", "docs", "tests", "scripts")


@dataclass
class Restored:
    """What was done. Names are those of the originals, below the checkout, with forward slashes."""

    folder: Path
    kept: dict[str, str] = field(default_factory=dict)  # the original: its copy in `folder`
    restored: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)  # of the learner's own making, now in `folder` only
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in plain words."""
        lines = [f"Your {name} is kept as {self.folder / kept}." for name, kept in self.kept.items()]
        if self.restored:
            lines.append(f"Put back as they were: {', '.join(self.restored)}.")
        if not self.kept and not self.restored and not self.notes:
            lines.append("No notebook and no data set of the checkout was changed: there is nothing to restore.")
        return lines + self.notes


def restore() -> Restored:
    """Keep every changed notebook and data file of the checkout in `my_work/`, and put the original back.

    Without git nothing is put back. What belongs to no lesson is moved, what belongs to authors is left alone.

    Raises:
        OverheardError: `my_work/` cannot be written; nothing was put back then that is not kept.
    """
    report = Restored(copies.home())
    tracked = _call("ls-files", "--error-unmatch", "curriculum.yml")
    if tracked.returncode != 0:
        _keep_without_git(report, _last_line(tracked))
        return report
    own = _of_no_lesson()
    for state, name in _status(*_PLACES):
        path = paths.ROOT / name
        if state == "??":
            if path in own:
                kept = _keep(report, name)
                if path.read_bytes() == kept:  # no editor has saved it meanwhile
                    path.unlink()
                    report.moved.append(name)
            continue
        kept = _keep(report, name)
        if path.is_file() and path.read_bytes() != kept:
            report.notes.append(f"{name} was saved anew just now; close it, and run this once more.")
        elif (failed := _put_back(name)) is None:
            report.restored.append(name)
        else:
            report.notes.append(f"{name} is still as you left it, since git says: {failed}.")
    changed = [name for state, name in _status(*_AUTHORS) if state != "??"]
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        report.notes.append(f"Left as they are, since only authors change them: {', '.join(changed[:5])}{more}.")
    return report


def _keep(report: Restored, name: str) -> bytes:
    """Copy a file of the checkout to a free name in `my_work/`; one that lies there already is not copied again."""
    path = paths.ROOT / name
    if not path.is_file():
        return b""
    content = path.read_bytes()
    report.kept[name] = copies.keep(report.folder, name, content)
    return content


def _keep_without_git(report: Restored, why: str) -> None:
    from overheard import curriculum, datasets
    from overheard.author import build

    listing = curriculum.load()
    names = [one.path.relative_to(paths.ROOT).as_posix() for one in build.check(listing, listing.lessons)]
    names += [f"datasets/{name}/{file}" for name, file, wrong in datasets.status() if wrong]
    for name in names:
        _keep(report, name)
    if names:
        report.notes.append(
            f"Not put back, since git knows nothing of {paths.ROOT} ({why}): {', '.join(names)}. "
            "What was changed is kept. Download the project anew into another folder, and move your my_work there."
        )


def _of_no_lesson() -> set[Path]:
    from overheard import curriculum
    from overheard.author import build

    listing = curriculum.load()
    known = {build.notebook_path(one, kind, paths.ROOT) for one in listing.lessons for kind in build.KINDS}
    return {path for kind in build.KINDS for path in (paths.ROOT / kind).glob("*.ipynb") if path not in known}


# git ----------------------------------------------------------------------------------------------------


def _call(*words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *words], cwd=paths.ROOT, capture_output=True, check=False)
    except OSError as error:  # there is no git here
        return subprocess.CompletedProcess(words, 127, b"", disk.why(error).encode())


def _git(*words: str) -> bytes | None:
    """What git answers, or None where it fails."""
    done = _call(*words)
    return done.stdout if done.returncode == 0 else None


def _status(*places: str) -> list[tuple[str, str]]:
    """(two letters, name below the checkout) of all that differs from the last commit."""
    answer = _git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *places)
    if answer is None:
        raise OverheardError(f"git cannot say what was changed in {paths.ROOT}; run: git status")
    prefix = (_git("rev-parse", "--show-prefix") or b"").decode().strip()
    lines = [line for line in answer.decode(errors="surrogateescape").split("\0") if line]
    return [(line[:2], line[3:].removeprefix(prefix)) for line in lines]


def _put_back(name: str) -> str | None:
    """The file as of the last commit; the reason where that failed."""
    done = _call("checkout", "HEAD", "--", f":(literal){name}")
    return None if done.returncode == 0 else _last_line(done)


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return " ".join(said[-1:]).rstrip(".") or "it says nothing"

"""The learner's own copies: `my_work/`, filled by `overheard update` and never overwritten.

Laid are all notebooks, exercises and solutions, and what a lesson ships in `lessons/<slug>/my_work/`.
A manifest keeps the sha256 of each original, so that a later update can say which copy has a newer one, and
that of what was laid, so that a copy that was never touched is known as one.
A file is written under a temporary name and then given its own in a step that fails where that name is
taken, so that neither an interruption nor a second run at the same time can harm a learner's file.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from overheard import paths
from overheard.errors import OverheardError
from overheard.learner import disk
from overheard.learner.disk import TEMPORARY

MANIFEST = ".laid.json"
_LAID = "laid:"  # before a name in the manifest: the sha256 of the copy as it was laid
_OLD = 3600.0  # seconds after which a temporary file belongs to a run that was interrupted


@dataclass(frozen=True)
class Trouble:
    """A copy that cannot be opened or saved: `name` below `my_work/`, what is the matter, what to do."""

    name: str
    what: str
    mend: str


@dataclass
class Report:
    """What an update did. Paths are relative to `my_work/`, with forward slashes."""

    folder: Path
    laid: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)  # kept copies whose original has changed since
    troubles: list[Trouble] = field(default_factory=list)  # copies that cannot be opened
    set_aside: dict[str, str] = field(default_factory=dict)  # the learner's copy: its new name
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in plain words."""
        lines = list(self.notes)
        lines += [f"Your {old} is kept as {new}." for old, new in self.set_aside.items()]
        if self.laid:
            shown = ", ".join(self.laid[:6]) + (", ..." if len(self.laid) > 6 else "")
            lines.append(f"New in {self.folder}: {len(self.laid)} file{'s' * (len(self.laid) != 1)} ({shown}).")
        else:
            lines.append(f"Nothing new in {self.folder}.")
        for name in self.newer:
            slug = _slug(name)
            how = f" `overheard update --fresh {slug}` lays it and keeps yours under another name." if slug else ""
            lines.append(f"{name} has a newer original; yours was left as it is.{how}")
        lines += [f"{one.name}: {one.what}; {one.mend}." for one in self.troubles]
        return lines


def print_report(report: Report) -> None:
    """Print what an update did."""
    print("\n".join(report.lines()))


def update() -> Report:
    """Lay fresh copies of all that is not in `my_work/` yet. Touches nothing that is there.

    Raises:
        OverheardError: `my_work/` cannot be made or written, or is a place of originals.
    """
    folder = home()
    report = Report(folder)
    with _words_for_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        manifest = _read_manifest(folder, report)
        for name, source in _originals():
            _lay(folder, name, source, manifest, report)
        _write_manifest(folder, manifest)
        _open_up(folder)
        report.troubles += troubles(folder)
    return report


def to_lay(folder: Path) -> int:
    """The bytes that an update would write: of the originals that have no copy in `folder` yet."""
    return sum(source.stat().st_size for name, source in _originals() if not os.path.lexists(folder / name))


def troubles(folder: Path) -> Iterator[Trouble]:
    """What of an existing `my_work/` stands in the way of opening and saving the copies. Changes nothing."""
    names = [name for name, _ in _originals()]
    for part in sorted({name.rpartition("/")[0] for name in names}):
        place = folder / part
        if os.path.lexists(place) and not place.is_dir():
            yield Trouble(part, "a file lies where a folder of copies belongs", "rename that file")
        elif place.is_dir() and not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            yield Trouble(part, "this folder cannot be written", f"give yourself the right to write {place}")
    manifest = folder / MANIFEST
    if manifest.is_dir():
        yield Trouble(MANIFEST, "a folder lies where the list of laid files belongs", "rename that folder")
    elif manifest.exists() and not os.access(manifest, os.R_OK):
        yield Trouble(
            MANIFEST, "the list of laid files cannot be read",
            f"give yourself the right to read {manifest}, or rename it",
        )  # fmt: skip
    for name in names:
        copy = folder / name
        if not (os.path.lexists(copy) and name.endswith(".ipynb") and copy.parent.is_dir()):
            continue
        what = _no_notebook(copy)
        command = f"overheard update --fresh {name.removesuffix('.ipynb')}"
        anew = f"run: {command}   (it lays a new one and keeps yours under another name)"
        if what:
            yield Trouble(name, what, anew)
        elif not os.access(copy, os.R_OK | os.W_OK):
            verb = "written" if os.access(copy, os.R_OK) else "read"
            how = f"give yourself the right to read and write {copy}, or {anew}"
            yield Trouble(name, f"it cannot be {verb}", how)


def _no_notebook(copy: Path) -> str:
    """Why a copy is no notebook any more; an empty text where it is one, or where it may not be read."""
    if copy.is_dir():
        return "a folder lies where the notebook belongs"
    try:
        content = copy.read_bytes()
    except PermissionError:
        return ""
    except OSError as error:
        return f"it cannot be read ({disk.why(error)})"
    if not content.strip(b"\0 \t\r\n"):
        return "it is empty"
    mark = re.search(rb"^(<<<<<<<|>>>>>>>)(?= |\r?$)", content, re.MULTILINE)
    if mark:
        line = content.count(b"\n", 0, mark.start()) + 1
        return f"it holds the marks of a merge that git left open ({mark[1].decode()} on line {line})"
    try:
        text = content.decode()
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        end = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        return f"it {'breaks off' if end else 'is no notebook any more: it is damaged'} on line {error.lineno}"
    except ValueError:
        return "it is no notebook any more: it is no text"
    whole = isinstance(notebook, dict) and isinstance(notebook.get("nbformat"), int)
    return (
        "" if whole and isinstance(notebook.get("cells"), list) else "it is no notebook any more: it has no cells"
    )


def _open_up(folder: Path) -> None:
    """Where several people share `my_work/`, what one of them has laid is the others' too."""
    if not disk.shared_with(folder):
        return
    for name, _ in _originals():
        for path in (folder / name, *(folder / parent for parent in Path(name).parents if parent != Path())):
            if path.exists():
                disk.open_up(path, folder)


def fresh(slug: str) -> Report:
    """Set the learner's copies of a lesson aside under free names, and lay new ones.

    A copy that is just as it was laid holds nothing of the learner's: it is kept, or gives way to a newer original.

    Args:
        slug: the lesson as slug, number or name (`mnist`, `31`, `31_mnist`), or one of its copies
            (`exercises/31_mnist`).

    Raises:
        OverheardError: there is no such lesson, `my_work/` cannot be written, or is a place of originals.
    """
    originals = [(name, source) for name, source in _originals() if _is_lesson(name, slug)]
    try:
        for _, source in originals:
            _read(source)
    except _BadOriginal as error:
        raise OverheardError(str(error)) from None
    notebooks = [(name, source) for name, source in originals if name.endswith(".ipynb")]
    if not notebooks:
        known = sorted({_slug(name) for name, _ in _originals() if _slug(name)})
        raise OverheardError(f"There is no lesson {slug!r} to begin anew. Lessons: {', '.join(known) or 'none'}.")
    folder = home()
    report = Report(folder)
    with _words_for_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        manifest = _read_manifest(folder, report)
        for name, source in originals:
            copy = folder / name
            if os.path.lexists(copy) and name.endswith(".ipynb"):
                usable = copy.is_file() and os.access(copy, os.R_OK | os.W_OK)
                if usable and copy.read_bytes() == _content(name, source.read_bytes()):
                    report.notes.append(f"{name} is as it was laid; it stays.")
                else:
                    aside, laid = _set_aside(copy), manifest.get(_LAID + name)
                    # It is looked at under its new name, where no editor saves into it meanwhile.
                    if usable and _sha256(aside.read_bytes()) == laid:
                        aside.unlink()
                    else:
                        report.set_aside[name] = aside.relative_to(folder).as_posix()
                manifest.pop(name, None)
            _lay(folder, name, source, manifest, report)
        _write_manifest(folder, manifest)
    return report


def keep(folder: Path, name: str, content: bytes) -> str:
    """Write the learner's `content` of the original `name` under a free name, and give that name.

    Raises:
        OverheardError: `my_work/` cannot be written.
    """
    with _words_for_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / name
        _make_folders(place.parent, folder)
        for number in range(1, 10_000):
            kept = place.with_name(f"{place.stem}_mine_{number}{place.suffix}")
            if kept.is_file() and os.access(kept, os.R_OK) and kept.read_bytes() == content:
                return kept.relative_to(folder).as_posix()
            if _create(kept, content):
                return kept.relative_to(folder).as_posix()
    raise OverheardError(f"There is no free name left beside {place}.")


def home() -> Path:
    """`my_work/`, if it is a place where copies do not meet originals.

    Raises:
        OverheardError: it is a place of originals, or cannot be looked at.
    """
    folder = paths.my_work()
    with _words_for_os_errors(folder):
        place = folder.resolve()
        rooms = (paths.NOTEBOOKS, paths.EXERCISES, paths.SOLUTIONS, paths.LESSONS)
        inside = any(place.is_relative_to(room.resolve()) for room in rooms)
        meets = inside or place == paths.ROOT.resolve() or (place / "curriculum.yml").exists()
    if meets:
        raise OverheardError(
            f"{folder} holds originals, and your copies must lie apart from them; "
            "set OVERHEARD_MY_WORK to another folder, or leave it out: then it is my_work/ in the checkout."
        )
    return folder


# What is laid -------------------------------------------------------------------------------------------


def _originals() -> Iterator[tuple[str, Path]]:
    """All files for learners, as (path in `my_work/`, original)."""
    for originals in (paths.NOTEBOOKS, paths.EXERCISES, paths.SOLUTIONS):
        for source in sorted(originals.glob("*.ipynb")):
            yield f"{originals.name}/{source.name}", source
    for gift in sorted(paths.LESSONS.glob("*/my_work")):
        for source in sorted(gift.rglob("*")):
            if source.is_file() and not source.name.startswith("."):
                yield f"{gift.parent.name}/{source.relative_to(gift).as_posix()}", source


def _slug(name: str) -> str:
    """`mnist` of `notebooks/31_mnist.ipynb`, else an empty text."""
    found = re.fullmatch(r"(?:notebooks|exercises|solutions)/\d\d_(\w+)\.ipynb", name)
    return found[1] if found else ""


def _is_lesson(name: str, wanted: str) -> bool:
    stem = name.rpartition("/")[2].removesuffix(".ipynb")
    slug = _slug(name)
    if slug:
        return wanted in (slug, stem, stem[:2]) or wanted.removesuffix(".ipynb") == name.removesuffix(".ipynb")
    return name.partition("/")[0] == wanted


class _BadOriginal(Exception):
    """An original that cannot be laid, in words for the learner."""


def _read(source: Path) -> bytes:
    """An original. Raises `_BadOriginal` where it cannot be read, or is a notebook that git left half merged."""
    try:
        content = source.read_bytes()
        what = _no_notebook(source) if source.suffix == ".ipynb" else ""
    except OSError as error:
        content, what = b"", f"it cannot be read ({disk.why(error)})"
    if what:
        raise _BadOriginal(f"{source} cannot be laid: {what}. To mend it, run: {disk.RESTORE}.")
    return content


def _content(name: str, original: bytes) -> bytes:
    """What is laid for an original: notebooks with their links bent to reach the checkout, others as they are.

    Outputs are left out from the first prediction on: an answer that stands below the question spoils the guess.
    """
    if not name.endswith(".ipynb"):
        return original
    notebook = json.loads(original)
    folder = paths.my_work() / Path(name).parent
    guessed = False
    for cell in notebook.get("cells", []):
        if cell.get("cell_type") == "code":
            guessed = guessed or _GUESS.search("".join(cell["source"])) is not None
            if guessed:
                cell["outputs"], cell["execution_count"] = [], None
                cell.get("metadata", {}).pop("mystnb", None)
        if cell.get("cell_type") == "markdown":
            text = "".join(cell["source"])
            bent = _bend_links(text, folder)
            if bent != text:
                # nbformat's two ways of writing a text: as a list of lines, or in one
                as_list = isinstance(cell["source"], list)
                cell["source"] = bent.splitlines(keepends=True) if as_list else bent
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


_GUESS = re.compile(r"^my_guess\w* = None\b", re.MULTILINE)  # where a learner types a prediction
# `](../x`, `[name]: ../x`, `href="../x"` and `src="../x"`
_LINK = re.compile(
    r"""(\]\(\s*<?|^\s{0,3}\[[^\]]+\]:\s*<?|\b(?:href|src)\s*=\s*["'])\.\./([^)\s"'>]*)""", re.MULTILINE
)


def _bend_links(text: str, folder: Path) -> str:
    """Relative links to the checkout as seen from `folder`; those between copies stay as they are."""

    def bend(found: re.Match[str]) -> str:
        before, rest = found.groups()
        if rest.partition("/")[0] in ("notebooks", "exercises", "solutions"):
            return found[0]
        return f"{before}{_way_to_checkout(folder)}/{rest}"

    return _LINK.sub(bend, text)


def _way_to_checkout(folder: Path) -> str:
    """The beginning of a link: percent-encoded, since a blank, a bracket or a # in a folder's name would end it."""
    try:
        return quote(os.fsencode(Path(os.path.relpath(paths.ROOT, folder)).as_posix()), safe="/")
    except ValueError:  # another drive on Windows
        return paths.ROOT.as_uri()


# Laying -------------------------------------------------------------------------------------------------


def _lay(folder: Path, name: str, source: Path, manifest: dict[str, str], report: Report) -> None:
    try:
        original = _read(source)
        digest = _sha256(original)
    except _BadOriginal as error:
        report.notes.append(str(error))
        return
    target = folder / name
    if not os.path.lexists(target):
        _make_folders(target.parent, folder)
        content = _content(name, original)
        if _create(target, content):
            report.laid.append(name)
            manifest[name], manifest[_LAID + name] = digest, _sha256(content)
            return
    if not target.is_file():
        return  # `troubles` tells what lies there
    if name not in manifest:
        # The manifest was lost, a run was interrupted before it wrote it, or the file is the learner's own.
        content, mine = _content(name, original), target.read_bytes() if os.access(target, os.R_OK) else b""
        if mine == content:
            manifest[name], manifest[_LAID + name] = digest, _sha256(content)
        elif not name.endswith(".ipynb") or _cell_ids(original) <= _cell_ids(mine):
            manifest[name] = digest  # edited, and no sign that it was laid from another original
        else:
            report.newer.append(name)
    elif manifest[name] != digest:
        report.newer.append(name)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _cell_ids(notebook: bytes) -> set[str]:
    """The ids of its cells. The builder makes them from what a cell says; an editor leaves them as they are."""
    try:
        return {cell["id"] for cell in json.loads(notebook)["cells"]}
    except (ValueError, KeyError, TypeError):  # no notebook
        return set()


def _make_folders(place: Path, folder: Path) -> None:
    """A folder below `folder`, for whoever may write there."""
    if place != folder and not place.is_dir():
        _make_folders(place.parent, folder)
        place.mkdir(exist_ok=True)
        disk.open_up(place, folder)


def _create(target: Path, content: bytes) -> bool:
    """Write a file that must not be there yet; False where it is. Never leaves half a file under its name."""
    handle, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        disk.open_up(Path(temporary), target.parent, new=True)
        return _name_it(Path(temporary), target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _name_it(file: Path, name: Path) -> bool:
    """Give `file` a name that must be free, in one step; False where it is taken."""
    try:
        os.link(file, name)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError, AttributeError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EROFS, errno.ENOENT):
            raise
        return _name_it_without_links(file, name)
    file.unlink()
    return True


def _name_it_without_links(file: Path, name: Path) -> bool:
    """The same on file systems that have no hard links."""
    if os.name == "nt":
        try:
            file.rename(name)  # fails on Windows where the name is taken
        except FileExistsError:
            return False
        return True
    try:
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # the name is ours from here on
    except FileExistsError:
        return False
    file.replace(name)
    return True


def _set_aside(copy: Path) -> Path:
    """Rename a learner's file to a free name beside it: `31_mnist_mine_1.ipynb`."""
    for number in range(1, 10_000):
        aside = copy.with_name(f"{copy.stem}_mine_{number}{copy.suffix}")
        if os.path.lexists(aside):
            continue
        if copy.is_symlink() or copy.is_dir():  # neither has a second name
            copy.rename(aside)
            return aside
        if _name_it(copy, aside):
            return aside
    raise OverheardError(f"There is no free name left beside {copy}.")


def _sweep(folder: Path) -> None:
    """Remove temporary files of runs that were interrupted."""
    for place in {folder, *(folder / name for name in ("notebooks", "exercises", "solutions"))}:
        for file in place.glob(f"{TEMPORARY}*"):
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > _OLD:
                    file.unlink()


# The manifest -------------------------------------------------------------------------------------------


def _read_manifest(folder: Path, report: Report) -> dict[str, str]:
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        manifest = None
    if isinstance(manifest, dict) and all(isinstance(value, str) for value in manifest.values()):
        return manifest
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = file.with_name(f".laid.damaged-{stamp}.json")
    file.replace(aside)
    report.notes.append(f"The list of laid files was damaged. It is kept as {aside.name}, and a new one was begun.")
    return {}


def _write_manifest(folder: Path, manifest: dict[str, str]) -> None:
    """Write the manifest in one step."""
    handle, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(dict(sorted(manifest.items())), file, indent=1)
            file.write("\n")
        disk.open_up(Path(temporary), folder, new=True)
        Path(temporary).replace(folder / MANIFEST)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextlib.contextmanager
def _words_for_os_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why, where = disk.why(error), error.filename or folder
        raise OverheardError(f"{folder} cannot be filled: {why} ({where}); {disk.advice(error)}.") from None

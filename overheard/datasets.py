"""The data that lessons read: cards, checksums, and the loaders that lie beside the data.

Every folder of ``datasets/`` holds plain files and a ``README.md`` whose front matter is the card: where
the data come from, under which licence, what is wrong with them, and the sha256 of each file. Its ``load.py``
has the function ``load_<name>``, which is found here: ``datasets.load_mnist()``. A loader reads a file only through
:func:`verified`, so a missing, truncated or altered file is named at once.

``python -m overheard.datasets`` writes the table in ``datasets/README.md`` from the cards.
"""

from __future__ import annotations

import atexit
import difflib
import gzip
import hashlib
import importlib.util
import os
import re
import shutil
import struct
import sys
import tempfile
import zlib
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from overheard import licences, paths
from overheard.errors import OverheardError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DatasetError(OverheardError):
    """A data file or a data card that cannot be used: which one, and how to restore or mend it."""


# ---------------------------------------------------------------------------------------------- cards


class DatasetCard(BaseModel):
    """What a learner must know about a data set before using it. Written in its ``README.md``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    title: Text
    summary: Text
    source: Text
    licence: Text
    synthetic: bool
    rows: Text
    columns: Annotated[dict[str, Text], Field(min_length=1)]
    collected: Text
    changed: Text
    problems: Annotated[list[Text], Field(min_length=1)]
    files: Annotated[dict[str, Sha256], Field(min_length=1)]
    restore: Text

    def markdown(self) -> str:
        """The card in two lines of markdown: what it is and whose, then what is wrong with it."""
        kind = "**Synthetic data**" if self.synthetic else "**Data**"
        return (
            f"{kind}: {self.title}, {self.rows} rows. {self.source} Licence: {self.licence}.\n\n"
            f"**Know before you trust it**: {' '.join(self.problems)} "
            f"([the whole card](../datasets/{self.name}/README.md))"
        )


def _front_matter(path: Path) -> tuple[dict[str, object], dict[str, int]]:
    """The YAML front matter of ``path`` as a mapping, and the line in the file of each of its keys."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        raise DatasetError(f"{path}:1: the card must start with YAML between two lines of three dashes")
    block = text[4 : text.index("\n---\n", 3) + 1]
    try:
        node = yaml.compose(block, Loader=yaml.SafeLoader)
        values = yaml.safe_load(block)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise DatasetError(f"{path}:{line}: not valid YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        raise DatasetError(f"{path}:2: the card must be a list of `key: value` lines")
    lines = {str(key.value): key.start_mark.line + 2 for key, _ in node.value}
    return values, lines


def read_card(path: Path) -> DatasetCard:
    """Read the card in the file ``path``; :class:`DatasetError` with file and line where it is wrong."""
    if not path.is_file():
        raise DatasetError(f"{path}: no such card; every data set needs a README.md with its front matter")
    values, lines = _front_matter(path)
    try:
        found = DatasetCard.model_validate(values)
    except ValidationError as error:
        said = []
        for problem in error.errors():
            key = str(problem["loc"][0]) if problem["loc"] else "?"
            where = f"{path}:{lines.get(key, 1)}"
            place = ".".join(str(step) for step in problem["loc"])
            if problem["type"] == "extra_forbidden":
                known = ", ".join(DatasetCard.model_fields)
                said.append(f"{where}: unknown key `{place}` (known are: {known})")
            elif problem["type"] == "missing":
                said.append(f"{where}: the key `{place}` is missing")
            else:
                said.append(f"{where}: `{place}`: {problem['msg']}")
        raise DatasetError("\n".join(said)) from None
    if found.name != path.parent.name:
        raise DatasetError(
            f"{path}:{lines['name']}: `name` is {found.name!r}, but the folder is {path.parent.name!r}"
        )
    return found


def card(name: str) -> DatasetCard:
    """The card of the data set ``name``."""
    folder = paths.DATASETS / name
    if not folder.is_dir():
        known = ", ".join(sorted(folder.name for folder in _folders())) or "none"
        raise DatasetError(f"There is no data set called {name!r}. Known are: {known}")
    return read_card(folder / "README.md")


def _folders() -> list[Path]:
    return sorted(path for path in paths.DATASETS.iterdir() if path.is_dir() and path.name[0] not in "._")


def cards() -> list[DatasetCard]:
    """The cards of all data sets, by name."""
    return [card(folder.name) for folder in _folders()]


def undeclared_files(name: str) -> list[str]:
    """Files in the folder of ``name`` that its card does not list (the card and scripts need no entry)."""
    declared = card(name).files
    found = []
    for path in sorted((paths.DATASETS / name).rglob("*")):
        relative = path.relative_to(paths.DATASETS / name)
        if path.is_dir() or "__pycache__" in relative.parts or path.name == ".DS_Store":
            continue
        explains_itself = str(relative) == "README.md" or relative.suffix == ".py"
        if not explains_itself and relative.as_posix() not in declared:
            found.append(relative.as_posix())
    return found


def licence_problems(name: str) -> list[str]:
    """What the licence of the data set ``name`` asks for and its folder lacks, a sentence each (see licences)."""
    found = card(name)
    return licences.problems(paths.DATASETS / name, found.licence, found.changed)


# ------------------------------------------------------------------------------------------- checksums

_seen: dict[tuple[Path, int, int, str], bool] = {}


def sha256(path: Path) -> str:
    """The sha256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verified(name: str, filename: str) -> Path:
    """The path of one file of a data set, after its sha256 was found to be the one in the card.

    A file is read for this once a process, and again when its size or time changed since. Raises
    :class:`DatasetError` if it is missing, truncated or altered, with the way to restore it.
    """
    found = card(name)
    path = paths.DATASETS / name / filename
    restore = f"To restore it: {found.restore}"
    if filename not in found.files:
        raise DatasetError(f"{filename!r} is not a file of the data set {name!r}: its card does not list it.")
    if not path.is_file():
        raise DatasetError(f"The data file {path} is missing. {restore}")
    state = path.stat()
    expected = found.files[filename]
    key = (path, state.st_size, state.st_mtime_ns, expected)
    if key not in _seen:
        _seen[key] = sha256(path) == expected
    if not _seen[key]:
        raise DatasetError(
            f"The data file {path} ({state.st_size:,} bytes) is not as it was shipped: it was truncated or "
            f"altered (its sha256 is not the one in its card). {restore}"
        )
    return path


def trained_weights(name: str, filename: str = "models.npz") -> dict[str, dict[str, Any]]:
    """Shipped parameters of trained models: run ("main") to parameter ("head.weight") to NumPy array.

    In the file an array is named run/parameter. Raises :class:`DatasetError` as :func:`verified` does.
    """
    import numpy as np

    weights: dict[str, dict[str, Any]] = {}
    with np.load(verified(name, filename)) as file:
        for entry in file.files:
            run, parameter = entry.split("/", 1)
            weights.setdefault(run, {})[parameter] = file[entry]
    return weights


def status() -> list[tuple[str, str, str]]:
    """(data set, file, what is wrong with it or "") for every declared file; for ``overheard doctor``."""
    rows = []
    for found in cards():
        for filename in sorted(found.files):
            try:
                verified(found.name, filename)
                rows.append((found.name, filename, ""))
            except DatasetError as error:
                rows.append((found.name, filename, str(error)))
    return rows


# --------------------------------------------------------- unpacked copies, outside the checkout


@lru_cache(maxsize=1)
def _temporary_folder() -> Path:
    """A folder for this process alone, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="overheard-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _unpacked_is_whole(unpacked: Path, packed: Path) -> bool:
    """Compare with the length and CRC-32 that a gzip file carries in its last eight bytes."""
    with packed.open("rb") as file:
        file.seek(-8, os.SEEK_END)
        crc, length = struct.unpack("<II", file.read(8))
    return unpacked.is_file() and unpacked.stat().st_size == length and zlib.crc32(unpacked.read_bytes()) == crc


def _unpack_into(folder: Path, packed: list[Path]) -> None:
    """Unpack the gzip files that are not yet whole in ``folder``. Each appears there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in packed:
        target = folder / source.name.removesuffix(".gz")
        if _unpacked_is_whole(target, source):
            continue
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=target.name)
        try:
            with os.fdopen(handle, "wb") as file, gzip.open(source) as unzipped:
                shutil.copyfileobj(unzipped, file, 1 << 20)
            Path(unfinished).replace(target)  # atomic: other kernels see the old file or the new one
        finally:
            Path(unfinished).unlink(missing_ok=True)


def unpacked(name: str, subfolder: str = "") -> Path:
    """Unpack all .gz files of a data set outside the checkout, and return the folder of the copies.

    They lie in the user's cache, or in a temporary folder where that cannot be written. A damaged copy is
    replaced. The files themselves lie in ``subfolder`` of the folder that is returned.
    """
    from platformdirs import user_cache_path

    packed = [verified(name, filename) for filename in sorted(card(name).files) if filename.endswith(".gz")]
    for base in (user_cache_path("overheard", appauthor=False), _temporary_folder()):
        try:
            _unpack_into(base / name / subfolder, packed)
            return base / name
        except OSError:
            if base == _temporary_folder():
                raise
    raise AssertionError("not reached")


# -------------------------------------------------------------------------------------------- loaders


def loaders() -> list[str]:
    """The names of all loaders: `load_<name>` for each folder of datasets/ that has a `load.py`."""
    return [f"load_{path.parent.name}" for path in sorted(paths.DATASETS.glob("*/load.py"))]


@lru_cache
def _loader_module(name: str) -> ModuleType:
    path = paths.DATASETS / name / "load.py"
    spec = importlib.util.spec_from_file_location(f"overheard_data_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up while they are made
    spec.loader.exec_module(module)
    return module


def __getattr__(name: str) -> Any:
    """`load_mnist` is the function of that name in datasets/mnist/load.py."""
    if not name.startswith("load_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name not in loaders():
        near = difflib.get_close_matches(name, loaders(), n=1)
        meant = f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(loaders())}."
        raise AttributeError(f"There is no data set {name.removeprefix('load_')!r}{meant}")
    module = _loader_module(name.removeprefix("load_"))
    if not hasattr(module, name):
        raise AttributeError(f"datasets/{name.removeprefix('load_')}/load.py has no function {name}; write it.")
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *loaders()])


def words_and_marks(line: str) -> list[str]:
    """Cut a sentence into words and the marks ``. , ? !``: "I love cats." is I, love, cats and the dot."""
    return re.findall(r"[\w'-]+|[.,?!]", line)


# ------------------------------------------------------------------------------------- the table of cards


def table() -> str:
    """The text of ``datasets/README.md``: all data sets with source, licence and size."""
    lines = [
        "# Data sets",
        "",
        "The code of this project is under the MIT licence and its lessons under CC BY 4.0. Each data set",
        "keeps its own licence, given here and in its card. Every file's sha256 stands in its card and is",
        "checked before it is read. This table is written by `python -m overheard.datasets`.",
        "",
        "| data set | what | rows | licence | real? | size |",
        "|---|---|---|---|---|---|",
    ]
    for found in cards():
        size = sum((paths.DATASETS / found.name / filename).stat().st_size for filename in found.files)
        real = "synthetic" if found.synthetic else "real"
        lines.append(
            f"| [{found.title}]({found.name}/README.md) | {found.summary} | {found.rows} | {found.licence} "
            f"| {real} | {size / 1e6:.1f} MB |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from overheard.terminal import replace_what_it_cannot_print

    replace_what_it_cannot_print()
    if lacking := [problem for folder in _folders() for problem in licence_problems(folder.name)]:
        raise SystemExit("\n".join(lacking))
    (paths.DATASETS / "README.md").write_text(table(), encoding="utf-8")

"""The words and the sources that lessons share: ``docs/glossary.yml`` and ``docs/references.yml``."""

from __future__ import annotations

import functools
import itertools
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, HttpUrl

from overheard.paths import DOCS
from overheard.yamlfile import Document, Strict, load_typed, read_yaml

GLOSSARY = DOCS / "glossary.yml"
REFERENCES = DOCS / "references.yml"

T = TypeVar("T")
_Text = Annotated[str, Field(min_length=1)]


class Reference(Strict):
    """A source: a paper, a report, a manual."""

    authors: Annotated[tuple[_Text, ...], Field(min_length=1)]  #: "Family, Initials", or an organisation
    year: Annotated[int, Field(ge=1700, le=2100)]
    title: _Text
    where: _Text  #: journal with volume and pages, conference, or publisher
    url: HttpUrl

    @property
    def short(self) -> str:
        """As it is cited in prose: ``Wu et al. 2016``, ``Jain & Wallace 2019``."""
        families = [author.split(",")[0] for author in self.authors]
        if len(families) > 3:
            return f"{families[0]} et al. {self.year}"
        return f"{_listed(families)} {self.year}"

    @property
    def citation(self) -> str:
        """The short form as a link."""
        return f"[{self.short}]({self.url})"

    def markdown(self) -> str:
        """The whole entry on one line, its title linked."""
        authors = list(self.authors)
        names = f"{authors[0]} et al." if len(authors) > 4 else _listed(authors)
        return f"{names} ({self.year}). [{self.title}]({self.url}). *{self.where}*."


def _listed(names: list[str]) -> str:
    """``A``, ``A & B``, ``A, B & C``."""
    return " & ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def load_glossary(path: Path = GLOSSARY) -> dict[str, str]:
    """Term to definition, in the file's order (alphabetical).

    Raises:
        YamlError: with file, line and mend; also where the terms are not in order.
    """
    return dict(_glossary(path, path.stat().st_mtime_ns if path.exists() else 0))


def load_references(path: Path = REFERENCES) -> dict[str, Reference]:
    """Key to source, in the file's order (alphabetical).

    Raises:
        YamlError: with file, line and mend; also where the keys are not in order.
    """
    return dict(_references(path, path.stat().st_mtime_ns if path.exists() else 0))


@functools.lru_cache(maxsize=4)
def _glossary(path: Path, _changed: int) -> dict[str, str]:
    document = read_yaml(path, empty={})
    return _in_order(document, load_typed(path, dict[_Text, _Text], document))


@functools.lru_cache(maxsize=4)
def _references(path: Path, _changed: int) -> dict[str, Reference]:
    document = read_yaml(path, empty={})
    key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    return _in_order(document, load_typed(path, dict[key, Reference], document))


def _in_order(document: Document, entries: dict[str, T]) -> dict[str, T]:
    names = list(entries)
    for before, after in itertools.pairwise(names):
        if after.casefold() < before.casefold():
            raise document.error((after,), f"{after!r} stands after {before!r}", "keep the entries alphabetical")
    return entries

"""Read a YAML file into a pydantic model; whatever is wrong is named with file, line and mend.

``load_typed(path, Model)`` is all that most callers need. Who checks more than one file against another
(an unknown quote in a lesson, say) takes ``read_yaml`` for a :class:`Document`, which knows on which line
each key and list entry stands.
"""

from __future__ import annotations

import difflib
import re
import textwrap
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from overheard.errors import OverheardError
from overheard.paths import ROOT

T = TypeVar("T")
Loc = tuple[int | str, ...]
_MOST_ERRORS = 8
_OPENED = {
    "while parsing a flow sequence": "the bracket `[`",
    "while parsing a flow mapping": "the bracket `{`",
    "while scanning a quoted scalar": "the quotation",
}  # PyYAML's words: what it was in the middle of
_WANTED = {
    "int": "a whole number is wanted, such as 140",
    "float": "a number is wanted, such as 0.5",
    "bool": "true or false is wanted",
    "list": "a list is wanted, such as [a, b]",
    "tuple": "a list is wanted, such as [a, b]",
    "greater_than": "a number above {gt} is wanted",
    "greater_than_equal": "a number of at least {ge} is wanted",
    "less_than_equal": "a number of at most {le} is wanted",
    "string_too_short": "some text is wanted",
}  # pydantic's kinds of error, those of types without `_type`, `_parsing`, `_from_float`


class YamlError(OverheardError):
    """Something is wrong in a YAML file. ``path`` and ``line`` (from 1) say where."""

    def __init__(self, message: str, path: Path, line: int) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


class Strict(BaseModel):
    """A record that refuses unknown keys and does not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def shown(path: Path | str) -> str:
    """The path as a reader knows it: relative to the checkout where it lies inside."""
    path = Path(path).absolute()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _error(path: Path, line: int, what: str, mend: str = "") -> YamlError:
    return YamlError(f"{shown(path)}:{line}: {what}" + (f"; {mend}" if mend else ""), path, line)


@dataclass
class Document:
    """A YAML file as plain Python data, with the line of every key and list entry."""

    path: Path
    data: Any
    lines: dict[Loc, int] = field(default_factory=dict)

    def line(self, loc: Loc = ()) -> int:
        """Line (from 1) of the entry at ``loc``, or of the nearest entry around it."""
        known: Loc = ()
        # pydantic puts words of its own (the name of a union's member) among keys: those are skipped.
        for step in loc:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 1)

    def error(self, loc: Loc, what: str, mend: str = "") -> YamlError:
        """An error to raise, ``file:line: what; mend``."""
        return _error(self.path, self.line(loc), what, mend)


def read_yaml(path: Path | str, empty: Any = None) -> Document:
    """Read one YAML file.

    Args:
        path: the file.
        empty: what a file without entries stands for; by default such a file is refused.

    Raises:
        YamlError: the file is missing, is not UTF-8 or not YAML, is empty, or holds a key twice.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _error(path, 1, "there is no such file", "make it, or correct the name") from None
    except (UnicodeDecodeError, OSError) as error:
        raise _error(path, 1, f"cannot be read ({error})", "save it as UTF-8 text") from None
    document = Document(path, None)
    try:
        loader = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = f"a character that YAML does not allow (U+{ord(text[error.position]):04X})"
        raise _error(path, line, what, "remove it, or write it as an escape in double quotes") from None
    try:
        node = loader.get_single_node()
        if node is not None:
            document.data = _plain(loader, node, (), document)
        elif empty is not None:
            document.data = empty
        else:
            raise _error(path, 1, "the file is empty", "write its entries")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        mend = "look for a tab, for a value with a colon in it (put the value in quotation marks), "
        mend += "or for a quotation mark above that is not closed"
        opened = _OPENED.get(getattr(error, "context", None) or "")
        if opened:  # the parser notices only further down, often at the end of the file
            problem += f" (noticed on line {line})"
            line = error.context_mark.line + 1
            mend = f"{opened} began on line {line}: close it, or add the comma or quotation mark that is missing"
        raise _error(path, line, f"not valid YAML: {problem}", mend) from None
    except RecursionError:
        raise _error(path, 1, "an alias contains itself", "write the entry out") from None
    finally:
        loader.dispose()
    return document


def _plain(loader: yaml.SafeLoader, node: yaml.Node, loc: Loc, document: Document) -> Any:
    document.lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _error(document.path, line, "a key must be one word or number", "write it plainly")
            key = _scalar(loader, key_node, document)
            if key in result:
                first = document.lines[(*loc, key)]
                what = f"the key {key!r} stands twice (first on line {first})"
                raise _error(document.path, line, what, "keep one of them")
            document.lines[(*loc, key)] = line
            result[key] = _plain(loader, value_node, (*loc, key), document)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, child, (*loc, i), document) for i, child in enumerate(node.value)]
    return _scalar(loader, node, document)


def _scalar(loader: yaml.SafeLoader, node: yaml.Node, document: Document) -> Any:
    """The value of one word or number; refused where PyYAML takes it for a date or a number and cannot make one."""
    try:
        return loader.construct_object(node, deep=True)
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):  # 2026-13-45, 0x_, !!int two
        line, kind = node.start_mark.line + 1, node.tag.rpartition(":")[2]
        what = f"{node.value!r} looks like a value of the kind {kind} and is none"
        raise _error(document.path, line, what, "put it in quotation marks, or correct it") from None


def load_typed(path: Path | str, model: type[T] | Any, document: Document | None = None) -> T:
    """Read ``path`` as ``model``: a pydantic model, or any type pydantic knows (``dict[str, Model]``).

    Args:
        path: the YAML file.
        model: what it must be. Models built on :class:`Strict` refuse unknown keys.
        document: the file if it has been read already (``read_yaml``).

    Raises:
        YamlError: with one line for each thing that is wrong: ``file:line: what is wrong; what to do``.
    """
    document = document or read_yaml(path)
    try:
        return TypeAdapter(model).validate_python(document.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        told = sorted({(document.line(one["loc"]), _told(one, model)) for one in found})
        text = "\n".join(f"{shown(document.path)}:{line}: {words}" for line, words in told[:_MOST_ERRORS])
        if len(told) > _MOST_ERRORS:
            text += f"\nand {len(told) - _MOST_ERRORS} more in this file"
        raise YamlError(text, document.path, told[0][0]) from None


def _told(error: Any, model: Any) -> str:
    """One pydantic error in plain words, with what to do."""
    loc: Loc = error["loc"]
    kind, given = error["type"], error["input"]
    name = ".".join(str(step) for step in loc) or "the file"
    if kind == "extra_forbidden":
        allowed = sorted(_fields_at(model, loc[:-1]))
        near = difflib.get_close_matches(str(loc[-1]), allowed, n=1)
        mend = f"did you mean {near[0]!r}?" if near else f"remove it, or use one of: {', '.join(allowed)}"
        return f"unknown key {loc[-1]!r}; {mend}"
    if kind == "missing":
        return f"{name} is missing; add it"
    if kind == "string_type":
        return f"{name} must be text and is {given!r}; put the value in quotation marks"
    if kind == "value_error":
        return f"{name}: {error['ctx']['error']}"
    found = given if isinstance(given, str | int | float) and str(given).strip() else "nothing"
    if isinstance(found, str):
        found = textwrap.shorten(found, 60, placeholder=" ...")  # a folded text would break the message
    if isinstance(given, list | dict):
        found = "a list" if isinstance(given, list) else "entries with names"
    if kind in ("model_type", "model_attributes_type"):
        fields = ", ".join(sorted(_fields_at(model, loc)))
        return f"{name}: entries with names are wanted ({fields}); found {found}"
    wanted = _WANTED.get(re.sub(r"_(type|parsing|from_float)$", "", kind))
    if wanted:
        return f"{name}: {wanted.format(**error.get('ctx', {}))}; found {found}"
    if isinstance(given, str | int | float | bool | None):
        return f"{name} is {given!r}: {error['msg'][0].lower()}{error['msg'][1:]}; correct the value"
    return f"{name}: {error['msg'][0].lower()}{error['msg'][1:]}; correct its form"


def _fields_at(model: Any, loc: Loc) -> set[str]:
    """The keys that ``model`` allows at ``loc`` (for a suggestion, so empty where it cannot be told)."""
    candidates = list(_models(model))
    for step in loc:
        next_ones: list[Any] = []
        for candidate in candidates:
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                info = candidate.model_fields.get(str(step))
                next_ones += _models(info.annotation) if info else []
            else:
                for member in typing.get_args(candidate):  # of a list, a tuple or a dictionary
                    next_ones += _models(member)
        candidates = next_ones or candidates
    names: set[str] = set()
    for candidate in candidates:
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            names |= set(candidate.model_fields)
    return names


def _models(annotation: Any) -> Iterator[Any]:
    """The models and containers that an annotation may stand for."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        for member in typing.get_args(annotation):
            yield from _models(member)
    elif origin is typing.Annotated:
        yield from _models(typing.get_args(annotation)[0])
    elif origin is not None or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        yield annotation

"""Numbers in prose, and where each of them comes from.

The rule: a number that the text of a lesson writes in digits is

(a) a number in the code of a cell above it or of the cells just below it (those that the text introduces), or in
    an exact output of them: one without a tolerance, and compared at all. An output may have more digits; the text
    rounds it. ``82 %`` also matches 0.82;
(b) so also a number in an ``assert`` there, in a string too: ``assert f"{accuracy:.0%}" == "82%"``;
(c) or a key of ``facts`` in lesson.yml, whose value says why no cell computes it.

Not counted: code in backticks (unless it is a bare number) and fenced code, links' targets, directives such as
``{{ cite: key }}``, the numbers of lists, exercises, hints and lessons, names such as ``float32`` and ``GPT-2``,
indices and powers in formulas, and a bare 0 or 1.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

_PERCENT = r"\s?\\?(?:%|per[ ]cent\b|percent\b|percentage[ ]points?\b|points?\b)"
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"""
    (?<![\w.])
    (?: (?P<version> \d+(?:\.\d+){{2,}} )
      | (?P<plain> {_PLAIN} )
        (?P<power> [eE][-+]?\d+ | \^\{{?[-+−]?\d+\}}? | [⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+ )?
        (?: (?P<percent> {_PERCENT} ) | (?P<thousands> [kM] ) | [xs] )?
    )
    (?![A-Za-z0-9_]) (?!\.\d)
    """,
    re.VERBOSE,
)
#: "97 to 98 %": the first number is in per cent too.
_RANGE = re.compile(rf"\s?(?:[-–]|to|and|or|,)\s?(?:{_PLAIN}){_PERCENT}")
_NAMED = re.compile(r"\b(?:exercises?|hints?|lessons?|parts?|steps?|questions?)\s+$|\b[A-Z]\w*-$", re.IGNORECASE)
_NAME_WITH_DASH = re.compile(r"\b[A-Z]\w*-$")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_DIFFICULTY = re.compile(r"●")


@dataclass(frozen=True)
class Number:
    """A number written in prose."""

    text: str  #: as written, without unit
    value: float
    decimals: int  #: digits after the point
    percent: bool
    line: int  #: from 0, within the text

    def __str__(self) -> str:
        return f"{self.text} %" if self.percent else self.text

    @property
    def spellings(self) -> set[str]:
        """The keys under which ``facts`` may explain it."""
        return {self.text, f"{self.text}%", str(self)} if self.percent else {self.text}


def bare(text: str) -> str:
    """The text with all that is not prose blanked out; lines stay where they are."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    text = re.sub(r"^(```|~~~).*?^\1", blank, text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`([^`\n]+)`", _inline_code, text)
    text = re.sub(r"\{\{.*?\}\}", blank, text)
    text = re.sub(r"<!--.*?-->", blank, text, flags=re.DOTALL)
    text = re.sub(r"<[^>\n]+>", blank, text)
    text = re.sub(r"(?<=\])\([^)\n]*\)", blank, text)  # a link's target
    text = re.sub(r"https?://\S+", blank, text)
    text = re.sub(r"\$[^$\n]+\$", _formula, text)
    text = re.sub(r"^(\s*(?:>\s*)*)\d+[.)](?=\s)", blank, text, flags=re.MULTILINE)  # a numbered list
    return re.sub(r"^(#+\s+)\d+[.)]?(?=\s)", blank, text, flags=re.MULTILINE)  # a numbered heading


def _inline_code(match: re.Match[str]) -> str:
    inner = match.group(1).strip()
    return f" {inner} " if re.fullmatch(rf"[-−]?(?:{_PLAIN})\s?%?", inner) else " " * len(match.group())


def _formula(match: re.Match[str]) -> str:
    """A formula's indices and powers are notation, its other numbers are numbers."""
    inner = match.group()[1:-1]
    if re.match(r"\d+\^", inner):  # a power of ten is a number
        return f" {inner} "
    return " " + re.sub(r"[_^](?:\{[^}]*\}|\w)", " ", inner) + " "


def numbers(text: str) -> Iterator[Number]:
    """Every number in a markdown text that needs a source."""
    for line_number, line in enumerate(bare(text).split("\n")):
        line = re.sub(r"(?<=\d)\s?[x×]\s?(?=\d)", " × ", line)
        planned = bool(_DIFFICULTY.search(line))
        for match in _NUMBER.finditer(line):
            before, after = line[: match.start()], line[match.end() :]
            if _is_name(before) or (planned and re.match(r"\s*min", after)):
                continue
            number = _number(match, after, line_number)
            if number.text not in ("0", "1") or number.percent:
                yield number


def _is_name(before: str) -> bool:
    return bool(_NAMED.search(before) if not before.endswith("-") else _NAME_WITH_DASH.search(before))


def _number(match: re.Match[str], after: str, line: int) -> Number:
    if match["version"]:
        return Number(match["version"], float("nan"), 0, False, line)
    value = float(match["plain"].replace(",", ""))
    decimals = len(match["plain"].partition(".")[2])
    text = match["plain"]
    if match["power"]:
        raw = match["power"].translate(_SUPERSCRIPT)
        exponent = int(raw.strip("eE^{}").replace("−", "-"))
        value = value * 10.0**exponent if raw[0] in "eE" else value**exponent
        text, decimals = text + match["power"], max(decimals - exponent, 0) if raw[0] in "eE" else 0
    if match["thousands"]:
        value *= {"k": 1e3, "M": 1e6}[match["thousands"]]
        text += match["thousands"]
    percent = bool(match["percent"]) or bool(_RANGE.match(after))
    return Number(text, value, decimals, percent, line)


# ------------------------------------------------------------------------------------- where numbers come from


@dataclass
class Sources:
    """The numbers that cells give."""

    code: set[float] = field(default_factory=set)
    outputs: set[float] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)

    def explain(self, number: Number) -> bool:
        """Whether the number is a fact, stands in the code, or is an output, rounded or not."""
        if number.spellings & self.facts:
            return True
        if any(_same(value, number.value) for value in self._scaled(self.code, number)):
            return True
        half = 0.5 * 10.0**-number.decimals * (1 + 1e-9) if len(re.sub(r"\D", "", number.text)) > 1 else 0.0
        return any(
            _same(value, number.value) or abs(value - number.value) <= half
            for value in self._scaled(self.outputs, number)
        )

    @staticmethod
    def _scaled(values: Iterable[float], number: Number) -> Iterator[float]:
        for value in values:
            yield value
            if number.percent:
                yield 100 * value


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def of_code(source: str) -> set[float]:
    """Numbers in code (not in comments, not in strings but those of an ``assert``), without their signs.

    What can be worked out from constants alone (``10**4``, ``2 / 3``) counts, and so does the last number of
    ``range(10)``.
    """
    source = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    found: set[float] = set()
    for node in ast.walk(tree):
        value = _constant(node)
        if value is not None:
            found.add(abs(value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
            last = _constant(node.args[min(1, len(node.args) - 1)]) if node.args else None
            if last is not None:
                found.add(abs(last - 1))
        if isinstance(node, ast.Assert):
            for inner in ast.walk(node.test):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    found |= of_text(inner.value)
    return found


def _constant(node: ast.AST) -> float | None:
    if isinstance(node, ast.Constant):
        is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return float(node.value) if is_number and abs(node.value) < 1e300 else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _constant(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp):
        left, right = _constant(node.left), _constant(node.right)
        if left is None or right is None:
            return None
        try:
            match node.op:
                case ast.Add():
                    return left + right
                case ast.Sub():
                    return left - right
                case ast.Mult():
                    return left * right
                case ast.Div():
                    return left / right
                case ast.FloorDiv():
                    return left // right
                case ast.Pow() if abs(right) < 64:
                    return float(left**right)
        except (ArithmeticError, TypeError):
            return None
    return None


def of_text(text: str) -> set[float]:
    """Numbers in an output's text, without their signs."""
    found = set()
    for match in re.finditer(rf"(?<![\w.])({_PLAIN})([eE][-+]?\d+)?", text):
        found.add(float(match[1].replace(",", "") + (match[2] or "")))
    return found


def of_outputs(outputs: Iterable[Any]) -> set[float]:
    """Numbers in what a cell printed or showed, as text or as a table."""
    found: set[float] = set()
    for output in outputs:
        if output.get("output_type") == "stream" and output.get("name") == "stdout":
            found |= of_text("".join(output["text"]))
        for kind in ("text/plain", "text/html", "text/markdown"):
            if kind in output.get("data", {}):
                found |= of_text(re.sub(r"<[^>]*>", " ", "".join(output["data"][kind])))
    return found

"""The rule ``likeness``: an exercise is not in the lesson.

Each exercise's solution is laid beside the code cells of the walk-through. Both are first brought into one form
that keeps the ideas and drops what a copier changes: comments, docstrings, annotations and line breaks go; names,
numbers and strings become one token each. Keywords, operators, built-in and imported functions, methods and
attributes stay, since they carry the idea (``argmin``, ``exp``, ``.mean``). Each is compared as it was written and
with every name that is used once replaced by what it stands for, so that steps may be split or joined.

The measure is the share of the solution's tokens that stand in runs of at least ``RUN`` tokens which also stand
in ``SPAN`` neighbouring code cells of the walk-through, in whatever order. ``BOUND`` lies between the exercises
of the first lessons that were copied (0.82 to 0.98) and the others (at most 0.70; against the walk-through of a
lesson on something else, at most 0.65).

A solution of fewer than ``SHORT`` tokens is a phrase of the language, and phrases recur: the lines around it that
the learner is given are measured with it then, against one cell of the walk-through at a time. The same goes for
a bug hunt whose cure adds fewer tokens than that. So the rule cannot tell a copied line in new surroundings:
readers must.
"""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import re
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from overheard.author import build

if TYPE_CHECKING:
    from lesson_rules import Cell, View

RUN = 6  # tokens: shorter runs are common to all code
SPAN = 3  # neighbouring code cells, over which a walk-through may spread one idea
SHORT = 12  # tokens
BOUND = 0.75

OLDER_LESSONS = ("attention_heatmaps", "sorting_ceremony")
OLDER = {
    ("attention_heatmaps", "masked_weights"),
    ("attention_heatmaps", "dot_product_attention"),
}
"""Exercises that were written before this rule: (slug, exercise). A line goes when its exercise is rewritten."""

_SOLUTION = re.compile(r"^[ \t]*### BEGIN SOLUTION[ \t]*\n(.*?)^[ \t]*### END SOLUTION", re.DOTALL | re.MULTILINE)
_BUG = re.compile(r"^[ \t]*### BEGIN BUG[ \t]*\n(.*?)^[ \t]*### END BUG", re.DOTALL | re.MULTILINE)
_CHECK = re.compile(r"^check\.(\w+)\(", re.MULTILINE)


# ------------------------------------------------------------------------------------------------ the one form


@dataclass(frozen=True)
class Names:
    """What names mean in a lesson: modules, functions that were imported, attributes of its own."""

    modules: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *sources: str) -> Names:
        modules, imported, own = set(), set(), set()
        for source in sources:
            for node in ast.walk(_parsed(source) or ast.Module([], [])):
                if isinstance(node, ast.Import):
                    modules |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported |= {alias.asname or alias.name for alias in node.names}
                elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    own.add(node.attr)
                elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                    own.add(node.name)
        functions = {name for name in imported if name.islower() and len(name) > 2}
        return cls(frozenset(modules | (imported - functions)), frozenset(functions), frozenset(own))


def _parsed(source: str) -> ast.Module | None:
    """The tree of a cell or of lines cut out of one; None where they are no statements of their own."""
    source = textwrap.dedent(source)
    inside = textwrap.indent(source, "    ")
    for text in (source, f"def _():\n{inside}", f"for _ in _:\n{inside}", f"if _:\n    pass\n{source}"):
        try:
            return ast.parse(text)
        except SyntaxError:
            continue
    return None


class _Plain(ast.NodeTransformer):
    """Drop what changes nothing: docstrings, annotations, the module's name before a function."""

    def __init__(self, names: Names):
        self.names = names

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        self.generic_visit(node)
        node.body = node.body or [ast.Pass()]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.body = node.body or [ast.Pass()]
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        self.generic_visit(node)
        return ast.Assign([node.target], node.value) if node.value else None

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        self.generic_visit(node)
        return None if isinstance(node.value, ast.Constant) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id in self.names.modules:
            return ast.Name(node.attr + _KEPT, node.ctx)
        return node


_KEPT = "_kept"  # marks a plain name that is no name of the author's


class _Inline(ast.NodeTransformer):
    """Put what a name stands for into the one place where it is used: ``a = x**2; b = a.sum()`` is one step."""

    def visit_block(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, self._merge(block))
        return node

    visit_Module = visit_FunctionDef = visit_For = visit_While = visit_If = visit_With = visit_block

    def _merge(self, block: list[ast.stmt]) -> list[ast.stmt]:
        position = 0
        while position < len(block) - 1:
            first, rest = block[position], block[position + 1 :]
            if isinstance(first, ast.Assign) and len(first.targets) == 1 and isinstance(first.targets[0], ast.Name):
                name = first.targets[0].id
                uses = [
                    node
                    for statement in rest
                    for node in ast.walk(statement)
                    if isinstance(node, ast.Name) and node.id == name
                ]
                looped = any(isinstance(node, ast.For | ast.While) and _has(node, name) for node in rest)
                if len(uses) == 1 and isinstance(uses[0].ctx, ast.Load) and not looped:
                    put = _Put(uses[0], first.value)
                    block = [*block[:position], *(put.visit(statement) for statement in rest)]
                    position = max(0, position - 1)
                    continue
            position += 1
        return block


class _Put(ast.NodeTransformer):
    def __init__(self, place: ast.Name, value: ast.expr):
        self.place, self.value = place, value

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.value if node is self.place else node


def _has(tree: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def tokens(source: str, names: Names = Names(), inline: bool = False) -> list[str]:
    """The tokens of a cell, or of lines cut out of one, in the one form."""
    tree = _parsed(source)
    if tree is not None:
        tree = _Plain(names).visit(tree)
        if inline:
            tree = _Inline().visit(tree)
        source = ast.unparse(ast.fix_missing_locations(tree))
    result: list[str] = []
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            text = token.string
            if token.type == tokenize.NAME:
                result.append(_name(text, before, names))
            elif token.type == tokenize.NUMBER:
                result.append("0")
            elif token.type == tokenize.STRING:
                result.append("''")
            elif token.type == tokenize.OP:
                result.append(text)
            before = text
    except (tokenize.TokenError, IndentationError):
        pass  # lines cut out of the middle of an expression: what could be read counts
    return result


def _name(text: str, before: str, names: Names) -> str:
    if text.endswith(_KEPT):
        return text.removesuffix(_KEPT)
    if keyword.iskeyword(text) or text in names.imported:
        return text
    if before == ".":
        return "n" if text in names.own else text
    return text if hasattr(builtins, text) else "n"


# ----------------------------------------------------------------------------------------------- the measure


def runs(sequence: list[str]) -> set[tuple[str, ...]]:
    return {tuple(sequence[i : i + RUN]) for i in range(len(sequence) - RUN + 1)}


def share(sequence: list[str], known: set[tuple[str, ...]]) -> float:
    """The share of the tokens that stand in a known run."""
    covered = [False] * len(sequence)
    for i in range(len(sequence) - RUN + 1):
        if tuple(sequence[i : i + RUN]) in known:
            covered[i : i + RUN] = [True] * RUN
    return sum(covered) / max(1, len(sequence))


@dataclass(frozen=True)
class Likeness:
    """How much of an exercise's solution stands in the walk-through, and where."""

    exercise: str
    at: str  # file:line of the solution
    share: float
    where: str  # file:line of what it resembles


def likenesses(view: View) -> list[Likeness]:
    """Every exercise of a lesson whose solution is marked, in the order of practice.py."""
    walk = [cell for cell in view.walk if cell.kind == "code"]
    code = [cell for cell in view.practice if cell.kind == "code"]
    names = Names.of(*(cell.source for cell in walk), *(_solved(cell) for cell in code))
    result, pending = [], []
    for position, cell in enumerate(code):
        if _SOLUTION.search(cell.source):
            pending.append(cell)
        call = _CHECK.search(cell.source)
        if pending and (call or position == len(code) - 1):
            name = call[1] if call else "the last exercise"
            result.append(_likeness(name, pending, walk, names))
            pending = []
    return result


def _solved(cell: Cell) -> str:
    return build.cut_solution(cell.source, True, cell.at())


def _likeness(exercise: str, cells: list[Cell], walk: list[Cell], names: Names) -> Likeness:
    mine = "".join(block for cell in cells for block in _SOLUTION.findall(cell.source))
    bug = "".join(block for cell in cells for block in _BUG.findall(cell.source))
    short = _added(tokens(bug, names), tokens(mine, names)) < SHORT
    text = "\n".join(map(_solved, cells)) if short else mine
    first = next(cell for cell in cells if _SOLUTION.search(cell.source))
    at = first.at((first.find(r"### BEGIN SOLUTION") or 0) + 1)
    best = Likeness(exercise, at, 0.0, walk[0].at() if walk else at)
    span = 1 if short else SPAN
    for inline in (False, True):
        asked = tokens(text, names, inline)
        known = [runs(tokens(cell.source, names, inline)) for cell in walk]
        for start in range(max(1, len(walk) - span + 1)):
            found = share(asked, set().union(*known[start : start + span]))
            if found > best.share:
                nearest = max(range(start, min(start + span, len(walk))), key=lambda i: share(asked, known[i]))
                best = Likeness(exercise, at, found, _statement(asked, walk[nearest], names, inline))
    return best


def _added(bug: list[str], solution: list[str]) -> int:
    """How many tokens of the solution the bug lacks."""
    same = SequenceMatcher(None, bug, solution, autojunk=False).get_matching_blocks()
    return len(solution) - sum(block.size for block in same)


def _statement(asked: list[str], cell: Cell, names: Names, inline: bool) -> str:
    """``file:line`` of the statement of a cell that is most like the solution."""
    tree = _parsed(cell.source)
    if tree is None or not tree.body:
        return cell.at()
    inner = [part for node in tree.body if isinstance(node, ast.ClassDef) for part in node.body]
    parts = [node for node in [*tree.body, *inner] if not isinstance(node, ast.ClassDef)] or tree.body
    best = max(parts, key=lambda node: share(asked, runs(tokens(ast.unparse(node), names, inline))))
    return cell.at(best.lineno - 1)


def likeness(view: View) -> Iterator[str]:
    """No exercise is passed by copying the walk-through."""
    for found in likenesses(view):
        if found.share > BOUND and (view.lesson.slug, found.exercise) not in OLDER:
            yield (
                f"{found.at}: the solution of {found.exercise!r} stands in the lesson, at {found.where}: "
                f"{found.share:.0%} of it, at most {BOUND:.0%} may; ask for the idea in another place: "
                "another direction, another quantity, the case left out"
            )

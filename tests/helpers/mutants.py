"""Small changes to a right answer, to see whether the checks notice them.

`open_room` runs what a practice's exercises need of `practice.py` and hands out the solutions and the stubs as
learners get them. `mutants` changes one place of a solution at a time; `trial` asks of each mutant whether it
is really different (on inputs that the check does not use) and whether the check catches it.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import dataclasses
import functools
import io
import os
import random
import re
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from overheard import check as checking
from overheard import paths
from overheard.check import Case, Exercise, judge
from overheard.check.compare import Stream, is_array, is_tensor
from overheard.check.run import Outcome, compare_outcome, run_once

MOST = 40  # mutants of an exercise
LEAST = 15  # really different ones
SHARE = 0.95  # of them caught
OTHER_SEED = 20_240_607  # draws that the check does not use
BUDGET = 10.0  # seconds for the mutants of one exercise, roughly

_MARK = re.compile(r"^(\s*)### (BEGIN|END) (SOLUTION|BUG)\s*$")
STUB = 'raise NotImplementedError("your turn")'


# The practice, run ----------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Practice:
    """`practice.py` with its solutions and with its stubs; both keep the line numbers of the file."""

    solved: str
    stubbed: str
    solution_lines: frozenset[int]
    cells: tuple[tuple[int, int], ...]  # first and last line of each code cell

    @classmethod
    def read(cls, text: str) -> Practice:
        solved, stubbed, inside_lines = [], [], set()
        inside, after_bug = None, False
        starts = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.startswith("# %%"):
                starts.append((number, "[markdown]" in line))
            mark = _MARK.match(line)
            if mark:
                spaces, edge, kind = mark.groups()
                starts_stub = edge == "BEGIN" and kind == "SOLUTION" and spaces and not after_bug
                solved.append("")
                stubbed.append(f"{spaces}{STUB}" if starts_stub else "")
                after_bug = edge == "END" and kind == "BUG"
                inside = kind if edge == "BEGIN" else None
                continue
            if inside == "SOLUTION":
                inside_lines.add(number)
            solved.append("" if inside == "BUG" else line)
            stubbed.append("" if inside == "SOLUTION" else line)
        ends = [start for start, _ in starts[1:]] + [len(solved) + 1]
        cells = [(start, end - 1) for (start, prose), end in zip(starts, ends, strict=True) if not prose]
        return cls("\n".join(solved), "\n".join(stubbed), frozenset(inside_lines), tuple(cells))

    def cell_of(self, line: int) -> tuple[int, int]:
        return next(cell for cell in self.cells if cell[0] <= line <= cell[1])


class Recorder:
    """Stands in for a lesson's checks: keeps what each is called with."""

    def __init__(self) -> None:
        self.attempts: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[[Any], None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda attempt: self.attempts.__setitem__(name, attempt)


@dataclasses.dataclass(frozen=True)
class Room:
    """A lesson's exercises with the solutions and stubs of its practice."""

    slug: str
    exercises: dict[str, Exercise]
    solutions: dict[str, Any]
    stubs: dict[str, Any]
    has_bug: dict[str, bool]
    units: dict[str, Unit]


@dataclasses.dataclass(frozen=True)
class Unit:
    """The code that defines one answer: a tree, the lines that may be changed, the names that it needs."""

    target: str
    tree: ast.Module
    lines: frozenset[int]
    names: dict[str, Any]
    source: list[str]
    file: str

    def define(self, tree: ast.Module) -> Any:
        """The object that `tree`, a changed copy of this unit's, defines."""
        names = dict(self.names)
        exec(compile(tree, self.file, "exec"), names)
        return names[self.target]


def _is_check_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "check"
    )


def _check_calls(tree: ast.Module) -> dict[str, tuple[ast.stmt, str | None]]:
    """The top-level statement and the name handed over, by exercise; the last call counts."""
    found = {}
    for statement in tree.body:
        for node in ast.walk(statement):
            if _is_check_call(node):
                argument = node.args[0] if node.args else None
                found[node.func.attr] = (statement, argument.id if isinstance(argument, ast.Name) else None)
    return found


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store | ast.Del)}


def _used(statement: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)} - set(dir(builtins))


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def needed_statements(tree: ast.Module) -> list[ast.stmt]:
    """What the check calls need, without the plots and trials around them."""
    wanted = {statement for statement, _ in _check_calls(tree).values()}
    names = {name for statement in wanted for name in _used(statement)} | {"check"}
    changed = True
    while changed:
        changed = False
        for statement in tree.body:
            if statement in wanted:
                continue
            in_place = (
                isinstance(statement, ast.Expr)
                and isinstance(statement.value, ast.Call)
                and isinstance(statement.value.func, ast.Attribute)
                and _root(statement.value) in names - {"check", "plt", "plots"}
            )
            if _bound(statement) & names or in_place:
                wanted.add(statement)
                names |= _used(statement)
                changed = True
    return [statement for statement in tree.body if statement in wanted]


def _execute(statements: list[ast.stmt], file: str, names: dict[str, Any]) -> Recorder:
    recorder = Recorder()
    quiet = io.StringIO()
    os.environ.setdefault("MPLBACKEND", "agg")
    with (
        mock.patch.object(checking, "lesson_checks", lambda slug: recorder),
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        names["check"] = recorder
        exec(compile(ast.Module(statements, []), file, "exec"), names)
    return recorder


def _names(module: str) -> dict[str, Any]:
    """An empty module's names; dataclasses and pickles look modules up by name."""
    made = types.ModuleType(module)
    sys.modules[module] = made
    return made.__dict__


@functools.cache
def open_room(slug: str) -> Room:
    """Run a lesson's practice and take its answers apart. Where there is none, its walk-through's stubs."""
    exercises = checking.load_exercises(slug)
    file = paths.LESSONS / slug / "practice.py"
    if not file.exists():
        return _room_without_practice(slug, exercises)
    text = file.read_text(encoding="utf-8")
    practice = Practice.read(text)
    tree = ast.parse(practice.solved)
    names = _names(f"overheard_practice_{slug}")
    try:
        recorder = _execute(needed_statements(tree), str(file), names)
    except Exception:  # something was needed after all
        names = _names(f"overheard_practice_{slug}_whole")
        recorder = _execute(tree.body, str(file), names)
    calls = _check_calls(tree)
    stub_tree = ast.parse(practice.stubbed)
    stubs, units, has_bug = {}, {}, {}
    for name in exercises:
        if name not in calls:
            continue
        call, target = calls[name]
        definition = _definition(tree, target, call) or call
        cell = practice.cell_of(definition.lineno)
        call_cell = practice.cell_of(call.lineno)
        lines = text.splitlines()[cell[0] - 1 : cell[1]]
        has_bug[name] = any("### BEGIN BUG" in line for line in lines)
        stub_cells = [s for s in stub_tree.body if cell[0] <= s.lineno <= cell[1]]
        if call_cell != cell:
            stub_cells += [s for s in stub_tree.body if s.lineno == call.lineno]
        stubs[name] = _execute(stub_cells, str(file), dict(names)).attempts.get(name)
        if exercises[name].kind == "function" and target:
            inside = [s for s in tree.body if cell[0] <= s.lineno <= cell[1]]
            kept = [s for s in inside if not any(map(_is_check_call, ast.walk(s))) and not isinstance(s, ast.Expr)]
            marked = frozenset(n for n in practice.solution_lines if cell[0] <= n <= cell[1])
            units[name] = Unit(target, ast.Module(kept, []), marked, names, practice.solved.splitlines(), str(file))
    return Room(slug, exercises, recorder.attempts, stubs, has_bug, units)


def _definition(tree: ast.Module, target: str | None, before: ast.stmt) -> ast.stmt | None:
    found = None
    for statement in tree.body:
        if statement is before:
            break
        if target in _bound(statement):
            found = statement
    return found


def _room_without_practice(slug: str, exercises: dict[str, Exercise]) -> Room:
    """The start page: its stub stands in lesson.py, and the first right answer is the one to be changed."""
    file = paths.LESSONS / slug / "lesson.py"
    practice = Practice.read(file.read_text(encoding="utf-8"))
    tree = ast.parse(practice.stubbed)
    stubs, units, solutions = {}, {}, {}
    answers_file = paths.LESSONS / slug / "answers.py"
    for name, (call, target) in _check_calls(tree).items():
        definition = _definition(tree, target, call)
        imports = [s for s in tree.body if isinstance(s, ast.Import | ast.ImportFrom)]
        stubs[name] = _execute([*imports, definition, call], str(file), {}).attempts[name]
    if answers_file.exists():
        source = answers_file.read_text(encoding="utf-8")
        for name, answers in checking.load_answers(slug).items():
            right = answers.right[0]
            solutions[name] = right
            found = [
                s for s in ast.parse(source).body if isinstance(s, ast.FunctionDef) and s.name == right.__name__
            ]
            if found:
                lines = frozenset(range(found[0].body[0].lineno, found[0].end_lineno + 1))
                units[name] = Unit(
                    right.__name__,
                    ast.Module(found, []),
                    lines,
                    right.__globals__,
                    source.splitlines(),
                    str(answers_file),
                )
    return Room(slug, exercises, solutions, stubs, {}, units)


# Changes --------------------------------------------------------------------------------------------------

_OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
    ast.LShift: [ast.RShift],
    ast.RShift: [ast.LShift],
}
_COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
_TWINS = [
    "min max", "argmin argmax", "sum mean", "any all", "floor ceil", "sin cos", "log exp", "ones zeros",
    "ones_like zeros_like", "maximum minimum", "cummax cummin", "cumsum cumprod", "sum prod", "upper lower",
    "keys values", "idxmax idxmin", "append extend", "nlargest nsmallest", "mean median", "std var",
    "vstack hstack", "row_stack column_stack", "startswith endswith", "union intersection", "relu sigmoid",
    "tanh sigmoid", "triu tril", "unsqueeze squeeze", "lstrip rstrip", "first last", "head tail", "ge gt", "le lt",
    "softmax log_softmax", "sort argsort", "matmul mul", "add sub", "count sum", "size count",
]  # fmt: skip
_SWAPS: dict[str, list[str]] = {}
for _pair in _TWINS:
    _a, _b = _pair.split()
    _SWAPS.setdefault(_a, []).append(_b)
    _SWAPS.setdefault(_b, []).append(_a)
_MODULES = {"torch", "np", "numpy", "pd", "pandas", "F", "nn", "math", "random", "plt", "scipy", "itertools", "re"}


def _constant_changes(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} -> {not value}", ast.Constant(not value)
    elif isinstance(value, int):
        for other in dict.fromkeys((value + 1, value - 1, -value)):
            if other != value:
                yield f"{value} -> {other}", ast.Constant(other)
    elif isinstance(value, float):
        for other in dict.fromkeys((value + 1, -value, value * 2)):
            if other != value:
                yield f"{value} -> {other}", ast.Constant(other)
    elif isinstance(value, str):
        yield f"{value!r} -> another text", ast.Constant(f"{value}x" if value else "x")


def _expression_changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Other expressions in the place of one, the likeliest slips first."""
    if isinstance(node, ast.BinOp):
        for other in _OPERATORS.get(type(node.op), []):
            words = f"{type(node.op).__name__} -> {other.__name__}"
            yield words, ast.BinOp(node.left, other(), node.right)
        if isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow | ast.MatMult):
            yield "operands swapped", ast.BinOp(node.right, node.op, node.left)
        yield "right operand dropped", node.left
        yield "left operand dropped", node.right
    elif isinstance(node, ast.UnaryOp):
        yield f"{type(node.op).__name__} dropped", node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in _COMPARISONS[type(node.ops[0])]:
            words = f"{type(node.ops[0]).__name__} -> {other.__name__}"
            yield words, ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield "and <-> or", ast.BoolOp(other(), node.values)
        yield "a condition dropped", node.values[0]
        yield "a condition dropped", node.values[-1]
    elif isinstance(node, ast.IfExp):
        yield "condition negated", ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield "always the first branch", node.body
        yield "always the second branch", node.orelse
    elif isinstance(node, ast.Constant):
        yield from _constant_changes(node)
    elif isinstance(node, ast.Call):
        yield from _call_changes(node)
    elif isinstance(node, ast.Slice):
        yield from _slice_changes(node)
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        if node.attr == "T":
            yield ".T dropped", node.value
        for other in _SWAPS.get(node.attr, []):
            yield f"{node.attr} -> {other}", ast.Attribute(node.value, other, node.ctx)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in _SWAPS.get(node.id, []):
            if hasattr(builtins, other):
                yield f"{node.id} -> {other}", ast.Name(other, node.ctx)
    elif isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and len(node.elts) >= 2:
        yield "first two items swapped", type(node)([node.elts[1], node.elts[0], *node.elts[2:]], node.ctx)
    elif isinstance(node, ast.Dict) and len(node.keys) >= 2:
        yield "values swapped", ast.Dict(node.keys, [node.values[1], node.values[0], *node.values[2:]])
    elif isinstance(node, ast.DictComp) and ast.dump(node.key) != ast.dump(node.value):
        yield "key and value swapped", ast.DictComp(node.value, node.key, node.generators)
    elif isinstance(node, ast.comprehension):
        for i in range(len(node.ifs)):
            yield (
                "filter dropped",
                ast.comprehension(node.target, node.iter, node.ifs[:i] + node.ifs[i + 1 :], node.is_async),
            )
            negated = [*node.ifs[:i], ast.UnaryOp(ast.Not(), node.ifs[i]), *node.ifs[i + 1 :]]
            yield "filter negated", ast.comprehension(node.target, node.iter, negated, node.is_async)


def _call_changes(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    if len(node.args) >= 2 and not any(isinstance(a, ast.Starred) for a in node.args):
        yield "arguments swapped", ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    for i, keyword in enumerate(node.keywords):
        yield f"{keyword.arg}= dropped", ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :])
        if keyword.arg in ("dim", "axis") and isinstance(keyword.value, ast.Constant | ast.UnaryOp):
            for other in (0, 1, -1):
                if ast.unparse(keyword.value) != str(other):
                    changed = [
                        *node.keywords[:i],
                        ast.keyword(keyword.arg, ast.Constant(other)),
                        *node.keywords[i + 1 :],
                    ]
                    yield f"{keyword.arg}={other}", ast.Call(node.func, node.args, changed)
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "range" and len(node.args) == 1:
        count = node.args[0]
        for sign in (ast.Add(), ast.Sub()):
            yield (
                f"range {type(sign).__name__} 1",
                ast.Call(node.func, [ast.BinOp(count, sign, ast.Constant(1))], []),
            )
        yield "range from 1", ast.Call(node.func, [ast.Constant(1), count], [])
    if name == "enumerate" and len(node.args) == 1:
        yield "enumerate from 1", ast.Call(node.func, [*node.args, ast.Constant(1)], [])
    if isinstance(node.func, ast.Attribute) and _root(node.func) not in _MODULES:
        yield f".{node.func.attr}() dropped", node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield f"{ast.unparse(node.func)}() dropped", node.args[0]


def _slice_changes(node: ast.Slice) -> Iterator[tuple[str, ast.AST]]:
    def moved(bound: ast.expr, by: int) -> ast.expr:
        return ast.BinOp(bound, ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))

    if node.lower is not None:
        yield "slice begins one later", ast.Slice(moved(node.lower, 1), node.upper, node.step)
        yield "slice from the start", ast.Slice(None, node.upper, node.step)
    else:
        yield "slice begins at 1", ast.Slice(ast.Constant(1), node.upper, node.step)
    if node.upper is not None:
        for by in (1, -1):
            yield f"slice ends {by:+d}", ast.Slice(node.lower, moved(node.upper, by), node.step)
    elif node.lower is not None:
        yield "slice ends before the last", ast.Slice(node.lower, ast.Constant(-1), node.step)


def _filler_changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Coarser changes, for answers so short that the finer ones do not make enough mutants."""
    plain = isinstance(node, ast.Name | ast.Call | ast.BinOp | ast.Subscript | ast.Attribute)
    if plain and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield "negated", ast.UnaryOp(ast.USub(), node)
        yield "plus 1", ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield "times 2", ast.BinOp(node, ast.Mult(), ast.Constant(2))


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A changed answer: what was changed on which line."""

    words: str
    line: int
    tree: ast.Module


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return self.new
        return super().visit(node)


def _inside(node: ast.AST, unit: Unit) -> bool:
    return getattr(node, "lineno", None) in unit.lines


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _skipped(tree: ast.Module) -> set[int]:
    """Nodes that are no code to get wrong: docstrings, annotations, and the texts of errors raised."""
    skipped = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if _is_docstring(node) or isinstance(node, ast.Raise):
            parts = [node]
        elif isinstance(node, ast.arg | ast.AnnAssign):
            parts = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            parts = [node.returns]
        for part in parts:
            if part is not None:
                skipped |= {id(inner) for inner in ast.walk(part)}
    return skipped


def _with(unit: Unit, place: int, change: Callable[[ast.AST], ast.AST | None]) -> ast.Module | None:
    """A copy of the unit's tree with the node at `place` (in the order of `ast.walk`) changed."""
    tree = copy.deepcopy(unit.tree)
    node = list(ast.walk(tree))[place]
    new = change(node)
    if new is not None:
        tree = _Replace(node, new).visit(tree)
    ast.fix_missing_locations(tree)
    return None if ast.dump(tree) == ast.dump(unit.tree) else tree


def _line_of(node: ast.AST, unit: Unit) -> int | None:
    """The line of a node, or of the first part of one that has none (slices have, comprehensions do not)."""
    lines = [inner.lineno for inner in ast.walk(node) if hasattr(inner, "lineno")]
    line = getattr(node, "lineno", lines[0] if lines else None)
    return line if line in unit.lines else None


def mutants(
    unit: Unit, changes: Callable[[ast.AST], Iterator[tuple[str, ast.AST]]] = _expression_changes
) -> list[Mutant]:
    """All single changes of a unit within its solution lines, in the order of the text."""
    made: dict[str, Mutant] = {}
    skipped = _skipped(unit.tree)

    def add(words: str, line: int, tree: ast.Module | None) -> None:
        if tree is not None:
            made.setdefault(ast.unparse(tree), Mutant(words, line, tree))

    for place, node in enumerate(ast.walk(unit.tree)):
        line = _line_of(node, unit)
        if line is None or id(node) in skipped:
            continue
        for index, (words, _) in enumerate(changes(node)):
            add(words, line, _with(unit, place, lambda n, i=index: list(changes(n))[i][1]))
        if changes is not _expression_changes:
            continue
        if isinstance(node, ast.AugAssign):
            for other in _OPERATORS.get(type(node.op), []):
                words = f"{type(node.op).__name__} -> {other.__name__}"
                add(words, line, _with(unit, place, lambda n, o=other: ast.AugAssign(n.target, o(), n.value)))
            add("= for op=", line, _with(unit, place, lambda n: ast.Assign([n.target], n.value)))
        if isinstance(node, ast.If | ast.While):

            def negate(n: ast.AST) -> None:
                n.test = ast.UnaryOp(ast.Not(), n.test)

            add("condition negated", line, _with(unit, place, negate))
        movable = isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Pass)
        if movable and not (isinstance(node, ast.Expr) and _is_docstring(node)):
            add("statement dropped", line, _with(unit, place, lambda n: ast.Pass()))
    if changes is _expression_changes:
        for mutant in _name_swaps(unit, skipped):
            made.setdefault(ast.unparse(mutant.tree), mutant)
    return sorted(made.values(), key=lambda mutant: mutant.line)


def _name_swaps(unit: Unit, skipped: set[int]) -> Iterator[Mutant]:
    """One argument of the function where another is meant."""
    nodes = list(ast.walk(unit.tree))
    for function in nodes:
        if not isinstance(function, ast.FunctionDef):
            continue
        names = [a.arg for a in function.args.args if a.arg != "self"]
        within = {id(n) for n in ast.walk(function)}
        for place, node in enumerate(nodes):
            is_use = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) in within
            if not is_use or node.id not in names or node.lineno not in unit.lines or id(node) in skipped:
                continue
            for other in names:
                if other != node.id:
                    tree = _with(unit, place, lambda n, o=other: ast.Name(o, n.ctx))
                    if tree is not None:
                        yield Mutant(f"{node.id} -> {other}", node.lineno, tree)


def pairs(unit: Unit, single: list[Mutant], count: int) -> list[Mutant]:
    """Mutants with two changes, drawn from the single ones, for answers with few places to change."""
    chance = random.Random(7)
    made: dict[str, Mutant] = {}
    for _ in range(count * 6):
        if len(made) >= count or not single:
            break
        first = chance.choice(single)
        second = mutants(dataclasses.replace(unit, tree=first.tree))
        if second:
            other = chance.choice(second)
            made.setdefault(
                ast.unparse(other.tree), Mutant(f"{first.words}, and {other.words}", first.line, other.tree)
            )
    known = {ast.unparse(unit.tree), *(ast.unparse(m.tree) for m in single)}
    return [mutant for text, mutant in made.items() if text not in known]


# Trials ---------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Trial:
    """How the mutants of one exercise fared."""

    name: str
    made: int = 0
    different: int = 0
    caught: int = 0
    survivors: list[str] = dataclasses.field(default_factory=list)

    @property
    def share(self) -> float:
        return self.caught / self.different if self.different else 0.0

    def row(self) -> str:
        return f"{self.name:<28} {self.made:>5} {self.different:>10} {self.caught:>7} {self.share:>6.0%}"


HEADER = f"{'exercise':<28} {'made':>5} {'different':>10} {'caught':>7} {'share':>6}"


def _varied(value: Any, rng: Any) -> Any:
    """The same shapes with the decimals in another order; whole numbers and texts may be indices and stay."""
    if is_tensor(value) and value.dtype.is_floating_point and value.numel() > 1:
        flat = value.detach().reshape(-1)
        return flat[rng.permutation(flat.numel())].reshape(value.shape).clone()
    if is_array(value) and value.dtype.kind == "f" and value.size > 1:
        return rng.permutation(value.reshape(-1)).reshape(value.shape)
    if type(value) is list and len(value) > 1 and all(type(item) is float for item in value):
        return rng.permutation(value).tolist()
    return value


def other_inputs(exercise: Exercise, solution: Any, count: int) -> list[tuple[Case, Outcome]]:
    """Inputs that the check does not use, with the solution's outcomes: draws, and variations of the cases.

    A variation counts only where solution and reference agree on it: else it is no sensible input.
    """
    import numpy as np

    cases = exercise.draw(OTHER_SEED, count)
    if exercise.reference is not None:
        for number, case in enumerate(exercise.cases):
            if case.raises is not None or callable(case.args):
                continue
            for turn in range(3):
                rng = np.random.default_rng([OTHER_SEED, number, turn])
                varied = tuple(_varied(arg, rng) for arg in case.make())
                if any(new is not old for new, old in zip(varied, case.make(), strict=True)):
                    cases.append(Case(varied, "varied"))
    kept = []
    for number, case in enumerate(cases):
        mine = run_once(exercise, solution, case, seed=number, take=200)
        if mine.error is not None:
            continue
        if case.note == "varied":
            theirs = run_once(exercise, exercise.reference, case, seed=number, take=200)
            if theirs.error is not None or _differs(exercise, mine, theirs, case):
                continue
        kept.append((case, mine))
    return kept


def _differs(exercise: Exercise, got: Outcome, right: Outcome, case: Case) -> bool:
    if got.late or got.error is not None or got.changed != right.changed:
        return True
    raw = right.frozen.items if isinstance(right.frozen, Stream) else right.raw
    try:
        return compare_outcome(exercise, got, case, raw, right.frozen) is not None
    except Exception:
        return True


def trial(exercise: Exercise, unit: Unit, solution: Any) -> Trial:
    """Make mutants of a solution and count the really different ones, and of these the ones that are caught."""
    result = Trial(exercise.name)
    seconds = _seconds_of(exercise, solution)
    limit = min(exercise.seconds, max(0.3, 20 * seconds))
    quick = dataclasses.replace(exercise, seconds=limit)  # shares the inputs and the expected answers
    inputs = other_inputs(exercise, solution, max(12, min(60, int(0.3 / seconds))))
    most = max(LEAST + 5, min(MOST, int(BUDGET / (seconds * (len(inputs) + len(exercise.inputs()))))))
    single = mutants(unit)
    if len(single) > most:
        chosen = set(random.Random(3).sample(range(len(single)), most))
        tried = [mutant for i, mutant in enumerate(single) if i in chosen]
    else:
        tried = single
    _try(quick, unit, tried, inputs, result)
    for more in (lambda: pairs(unit, single, 2 * LEAST), lambda: mutants(unit, _filler_changes)):
        if result.different < LEAST:
            _try(quick, unit, more(), inputs, result, enough=LEAST + 2)
    return result


def _seconds_of(exercise: Exercise, solution: Any) -> float:
    """Seconds of one call, at its slowest over the check's inputs."""
    slowest = 1e-4
    for number, case in enumerate(exercise.inputs()):
        began = time.perf_counter()
        run_once(exercise, solution, case, seed=number, take=200)
        slowest = max(slowest, time.perf_counter() - began)
    return slowest


def _try(
    exercise: Exercise,
    unit: Unit,
    tried: list[Mutant],
    inputs: list[tuple[Case, Outcome]],
    result: Trial,
    enough: int = 10_000,
) -> None:
    for mutant in tried:
        if result.different >= enough:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                attempt = unit.define(mutant.tree)
            except Exception:  # no program at all
                continue
            result.made += 1
            if not _is_different(exercise, attempt, inputs):
                continue
            result.different += 1
            if not judge(exercise, attempt).passed:
                result.caught += 1
                continue
        source = unit.source[mutant.line - 1].strip()
        result.survivors.append(f"{exercise.name}, {Path(unit.file).name}:{mutant.line}: {mutant.words}: {source}")


def _is_different(exercise: Exercise, attempt: Any, inputs: list[tuple[Case, Outcome]]) -> bool:
    for number, (case, right) in enumerate(inputs):
        take = len(right.frozen.items) if isinstance(right.frozen, Stream) else None
        got = run_once(exercise, attempt, case, seed=number, take=take)
        if _differs(exercise, got, right, case):
            return True
    return False


# Values ---------------------------------------------------------------------------------------------------


def wrong_values(value: Any) -> list[Any]:
    """Values that are not `value`, near it and far from it."""
    if isinstance(value, bool):
        return [not value, "yes", 7]
    if isinstance(value, int | float):
        by = 1 if isinstance(value, int) else max(0.5, abs(value) / 10)
        return [value + by, value - by, value * 2 + 3, -value - 1, str(value), [value]]
    if isinstance(value, str):
        return [f"{value} or so", value[:-1], value[::-1] + "x", 3]
    if isinstance(value, list | tuple) and value:
        return [
            value[:-1],
            [*value, value[0]],
            value[0],
            [wrong_values(value[0])[0], *value[1:]] if wrong_values(value[0]) else [],
        ]
    if isinstance(value, dict) and value:
        return [{}, {**value, "more": 1}, list(value)]
    if is_tensor(value) or is_array(value):
        return [value + 1, value * 2 + 1, value[:-1] if value.ndim else value + 3]
    return []

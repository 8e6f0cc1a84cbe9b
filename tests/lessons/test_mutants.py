"""The checks of every lesson notice small changes to the right answer, and let the right answer pass."""

from __future__ import annotations

import ast

import pytest
from mutants import (
    HEADER,
    LEAST,
    SHARE,
    Practice,
    Trial,
    Unit,
    mutants,
    needed_statements,
    open_room,
    trial,
    wrong_values,
)

from overheard import curriculum, paths
from overheard.check import Case, Exercise, judge
from overheard.check.compare import freeze
from overheard.check.feedback import show

LESSONS = [lesson.slug for lesson in curriculum.load().lessons if (lesson.folder / "checks.py").exists()]


def fail(lines: list[str]) -> None:
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.mark.parametrize("slug", LESSONS)
def test_solutions_pass_and_stubs_wait(slug):
    room = open_room(slug)
    wrong = []
    for name, exercise in room.exercises.items():
        if name not in room.solutions or name not in room.stubs:
            wrong.append(f"{slug}: the practice does not call check.{name}(...), or calls it with no variable")
            continue
        right = judge(exercise, room.solutions[name])
        if not right.passed:
            wrong.append(f"{slug}: the solution does not pass: {right.text}")
        as_shipped = judge(exercise, room.stubs[name])
        if as_shipped.status != "waiting":
            mend = " Give the exercise bug= and symptom=." if room.has_bug.get(name) else ""
            wrong.append(f"{slug}: what learners get is not `not attempted yet`.{mend} {as_shipped.text}")
    fail(wrong)


@pytest.mark.parametrize("slug", LESSONS)
def test_mutants_are_caught(slug):
    room = open_room(slug)
    trials, missing = [], []
    for name, exercise in room.exercises.items():
        if exercise.kind == "value":
            continue
        if name not in room.units or not room.units[name].lines:
            missing.append(
                f"{slug}: {name} has no solution between its marks in a function that the check is given"
            )
            continue
        trials.append(trial(exercise, room.units[name], room.solutions[name]))
    table = "\n".join([HEADER, *(t.row() for t in trials)])
    print(f"\n{table}")
    reports = paths.ROOT / "reports"
    reports.mkdir(exist_ok=True)
    survivors = [line for t in trials for line in t.survivors]
    (reports / f"mutants-{slug}.txt").write_text("\n".join([table, *survivors, ""]), encoding="utf-8")
    for t in trials:
        if t.different < LEAST:
            missing.append(f"{slug}: {t.name}: {t.different} mutants are really different, {LEAST} are needed")
        if t.share < SHARE:
            missing += [f"{slug}: {t.name}: {t.caught} of {t.different} mutants caught; these pass:", *t.survivors]
    fail([*missing, table] if missing else [])


@pytest.mark.parametrize("slug", LESSONS)
def test_wrong_values_are_refused_and_nothing_is_given_away(slug):
    room = open_room(slug)
    wrong = []
    for name, exercise in room.exercises.items():
        if exercise.kind != "value" or name not in room.solutions:
            continue
        solution = room.solutions[name]
        told = show(freeze(solution))
        for value in wrong_values(solution) if exercise.compare is None else []:
            result = judge(exercise, value)
            if result.status != "wrong":
                wrong.append(f"{slug}: {name}: {value!r} is {result.status}")
            said = "\n".join(line for line in result.text.splitlines() if "Yours:" not in line)
            if not exercise.reveal and len(told) > 2 and told in said:
                wrong.append(f"{slug}: {name}: the feedback on {value!r} tells the answer: {said}")
    fail(wrong)


@pytest.mark.parametrize("slug", LESSONS)
def test_expected_answers_differ_between_inputs(slug):
    """Else a constant would pass."""
    wrong = []
    for name, exercise in open_room(slug).exercises.items():
        if exercise.kind == "function" and exercise.reference is not None and exercise.compare is None:
            for constant in {show(freeze(_answer(exercise, case)), 10_000) for case in exercise.inputs()[:1]}:
                if all(show(freeze(_answer(exercise, case)), 10_000) == constant for case in exercise.inputs()):
                    wrong.append(f"{slug}: {name}: every input has the answer {constant[:80]}")
    fail(wrong)


def _answer(exercise: Exercise, case: Case):
    if case.raises is not None:
        return case.raises.__name__
    args = case.make()
    return exercise.call(exercise.reference, *args) if exercise.call else exercise.reference(*args)


# The machinery itself -----------------------------------------------------------------------------------

PRACTICE = '''# %% [markdown]
# Words

# %%
import math
from overheard.check import lesson_checks
check = lesson_checks("demo")
data = [3.0, 4.0]

# %%
def norm(values):
    """Length."""
    total = 0.0
    ### BEGIN SOLUTION
    for value in values:
        total += value**2
    return math.sqrt(total)
    ### END SOLUTION

# %%
check.norm(norm)
slow = [norm([i]) for i in range(10**9)]

# %%
k = None
### BEGIN SOLUTION
k = norm(data)
### END SOLUTION
check.k(k)

# %%
def first(values):
    ### BEGIN BUG
    return values[1]
    ### END BUG
    ### BEGIN SOLUTION
    return values[0]
    ### END SOLUTION

# %%
check.first(first)
'''

CHECKS = """
from overheard.check import Case, Exercise
def slow_norm(values):
    return sum(v * v for v in values) ** 0.5
def draw(rng):
    return (rng.normal(size=int(rng.integers(1, 6))).tolist(),)
EXERCISES = [
    Exercise("norm", "Length", [Case(([3.0, 4.0],)), Case(([],), note="edge: empty")], slow_norm, draw),
    Exercise("k", "k", reference=5, kind="value"),
    Exercise("first", "First", [Case(([3.0, 4.0],))], lambda v: v[0], bug=lambda v: v[1], symptom="the second"),
]
"""


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "LESSONS", tmp_path)
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "practice.py").write_text(PRACTICE)
    (tmp_path / "demo" / "checks.py").write_text(CHECKS)
    yield open_room("demo")
    open_room.cache_clear()


def test_room_has_solutions_and_stubs(demo):
    assert demo.solutions["norm"]([3.0, 4.0]) == 5
    assert demo.solutions["k"] == 5
    assert demo.solutions["first"]([1.0, 2.0]) == 1
    assert demo.stubs["k"] is None
    assert demo.stubs["first"]([1.0, 2.0]) == 2
    assert demo.has_bug == {"norm": False, "k": False, "first": True}
    with pytest.raises(NotImplementedError):
        demo.stubs["norm"]([1.0])
    for name, exercise in demo.exercises.items():
        assert judge(exercise, demo.solutions[name]).passed
        assert judge(exercise, demo.stubs[name]).status == "waiting"


def test_only_what_is_needed_is_run():
    names = {
        name
        for s in needed_statements(ast.parse(Practice.read(PRACTICE).solved))
        for name in ast.unparse(s).split()
    }
    assert "slow" not in names
    assert {"k", "data", "math"} <= names


def test_trial_counts(demo):
    result = trial(demo.exercises["norm"], demo.units["norm"], demo.solutions["norm"])
    assert result.different >= LEAST
    assert result.share >= SHARE, result.survivors


def test_trial_finds_a_weak_check(demo):
    strong = demo.exercises["norm"]
    weak = Exercise(
        "norm", "Length", [Case(([2.0],))], reference=strong.reference, random=strong.random, n_random=0
    )
    result = trial(weak, demo.units["norm"], demo.solutions["norm"])
    assert result.share < SHARE
    assert any("practice.py:16: Pow -> Mult: total += value**2" in line for line in result.survivors)


def test_equal_mutants_are_not_counted():
    source = "def f(x):\n    y = 1\n    return abs(x) + 0 * y\n"
    unit = Unit("f", ast.parse(source), frozenset({2, 3}), {}, source.splitlines(), "f.py")
    exercise = Exercise("f", "", [Case((-2.0,)), Case((3.0,))], reference=abs, random=lambda rng: (rng.normal(),))
    result = trial(exercise, unit, abs)
    assert result.made > result.different  # y = 2 changes nothing
    assert result.caught == result.different


def test_endless_mutants_are_stopped():
    source = "def f(n):\n    total = 0\n    while n > 0:\n        total += n\n        n -= 1\n    return total\n"
    unit = Unit("f", ast.parse(source), frozenset(range(2, 7)), {}, source.splitlines(), "f.py")
    exercise = Exercise(
        "f", "", [Case((3,)), Case((0,), note="edge: zero")], reference=lambda n: sum(range(n + 1)),
        random=lambda rng: (int(rng.integers(0, 30)),),
    )  # fmt: skip
    result = trial(exercise, unit, unit.define(unit.tree))
    assert result.different >= LEAST
    assert result.share >= SHARE


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("return a - b", ["a + b", "b - a", "return a", "return b"]),
        ("return x.mean(dim=0)", ["x.mean(dim=1)", "x.mean(dim=-1)", "x.mean()", "x.sum(dim=0)"]),
        ("return a < b", ["a <= b", "a > b"]),
        ("return x[1:n]", ["x[1 + 1:n]", "x[:n]", "x[1:n + 1]", "x[1:n - 1]"]),
        ("return f(a, b)", ["f(b, a)"]),
        ("return 3", ["return 4", "return 2", "return -3", "pass"]),
        ("return max(a)", ["min(a)"]),
        ("return [x for x in a if x]", ["[x for x in a]", "[x for x in a if not x]"]),
        ("return a and b", ["a or b"]),
        ("return (a, b)", ["(b, a)"]),
        ("return a + a", ["b + a"]),
        ("if a:\n        b = 1\n    return b", ["if not a"]),
        ("return x.T", ["return x"]),
        ("return range(a)", ["range(a - 1)", "range(1, a)"]),
    ],
)
def test_changes_that_are_made(source, wanted):
    text = f"def f(a, b, x, n):\n    {source}\n"
    unit = Unit("f", ast.parse(text), frozenset(range(2, 9)), {}, text.splitlines(), "f.py")
    made = [ast.unparse(mutant.tree) for mutant in mutants(unit)]
    for change in wanted:
        assert any(change in m for m in made), made


def test_lines_outside_the_solution_stay():
    text = "def f(a, b):\n    c = a + 1\n    return c - b\n"
    unit = Unit("f", ast.parse(text), frozenset({3}), {}, text.splitlines(), "f.py")
    assert all("c = a + 1" in ast.unparse(mutant.tree) for mutant in mutants(unit))


def test_docstrings_annotations_and_messages_stay():
    text = 'def f(a: 3) -> 4:\n    """5"""\n    if a:\n        raise ValueError("6")\n    return a\n'
    unit = Unit("f", ast.parse(text), frozenset(range(1, 6)), {}, text.splitlines(), "f.py")
    for mutant in mutants(unit):
        assert "a: 3) -> 4" in ast.unparse(mutant.tree)
        assert '"""5"""' in ast.unparse(mutant.tree)


def test_share_of_nothing_is_no_pass():
    assert Trial("f").share < SHARE

"""Running the tests: all, those of one lesson, or those that a change asks for; and what each lesson costs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import yaml

from overheard import paths, threads
from overheard.author import build
from overheard.curriculum import Curriculum, Lesson
from overheard.errors import OverheardError

ALL = [build.NOTEBOOKS, build.SOLUTIONS, "tests"]
REPORT = "junit.xml"  # of the last run, in reports/
REPORT_OF_THE_REST = "junit-changed.xml"  # of the whole test files that `--changed` runs beside lessons
BUDGETS = {"short": 90, "long": 180}  # core-seconds that a lesson may add to a whole run (DESIGN.md)
COLUMNS = ("walk-through", "exercises", "solutions", "answers", "mutants", "rules", "other")
ALL_SETTINGS = ("conftest.py", "pyproject.toml", "requirements.lock", "environment.yml", "tests/offline/")
IN_STEP = "tests/lessons/test_notebooks.py::test_in_step_with_its_sources"


# ---------------------------------------------------------------------------------------------------- running


def command(folders: list[str], report: str, workers: str, words: list[str] | None = None) -> list[str]:
    """The command line of pytest for folders, files or tests of the checkout.

    Args:
        words: only tests whose id holds one of them.
    """
    line = [
        sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=600",
        f"--numprocesses={workers}", "--dist=loadscope", f"--junitxml={paths.ROOT / 'reports' / report}", *folders,
    ]  # fmt: skip
    return [*line, "-k", " or ".join(words)] if words else line


def run(
    folders: list[str], report: str = REPORT, words: list[str] | None = None, settings: dict[str, str] | None = None
) -> int:
    """Run pytest in the checkout; its exit code."""
    (paths.ROOT / "reports").mkdir(exist_ok=True)
    # Two workers on two cores: one thread each. Whoever sets another number gets it.
    workers = str(min(2, os.cpu_count() or 1))
    mine = {"OMP_NUM_THREADS": "1", "OVERHEARD_WORKERS": workers, **os.environ, **(settings or {})}
    environment = threads.considerate(mine)
    line = command(folders, report, environment["OVERHEARD_WORKERS"], words)
    return subprocess.run(line, cwd=paths.ROOT, env=environment, check=False).returncode


def four_ways(lesson: Lesson | None) -> list[str]:
    """Run the notebooks with one and two threads, with and without AVX2; the ways that failed."""
    failed = []
    for count in ("1", "2"):
        for capability in ("default", "avx2"):
            print(f"OMP_NUM_THREADS={count} ATEN_CPU_CAPABILITY={capability}", flush=True)
            settings = {"OMP_NUM_THREADS": count, "ATEN_CPU_CAPABILITY": capability}
            if count == "2":
                settings["OVERHEARD_WORKERS"] = "1"
            words = [lesson.slug] if lesson else None
            if run([build.NOTEBOOKS, build.SOLUTIONS], f"junit-{count}-{capability}.xml", words, settings):
                failed.append(f"{count} threads, {capability}")
    return failed


# ------------------------------------------------------------------------------------------------------ costs


@dataclass
class Cost:
    """The seconds that the tests of one lesson took one worker with one thread, by column."""

    name: str
    budget: int | None = None
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    @property
    def over(self) -> bool:
        return self.budget is not None and self.total > self.budget


def budget(lesson: Lesson) -> int:
    return BUDGETS[lesson.size]


def _walked(listing: Curriculum) -> list[Lesson]:
    """The lessons that tests walk through: those that are ready, and those that are begun."""
    return [*listing.lessons, *listing.drafts]


def costs(reports: list[Path], listing: Curriculum) -> list[Cost]:
    """What each lesson of the reports cost, in the order of the list; last the package's own tests.

    A lesson that took less than half a second was not run: only one of its tests was.

    Raises:
        OverheardError: there is no report, or it is not one.
    """
    by_slug = {lesson.slug: Cost(lesson.name, budget(lesson)) for lesson in _walked(listing)}
    rest = Cost("the package's own tests")
    for report in reports:
        for file, name, seconds in _cases(report):
            slug = _slug(f"{file}::{name}", by_slug)
            (by_slug[slug] if slug else rest).seconds[_column(file, name)] += seconds
    return [*(cost for cost in by_slug.values() if cost.total >= 0.5), rest]


def _cases(report: Path) -> Iterator[tuple[str, str, float]]:
    """Each test of a JUnit report: its file, dotted, its name, its seconds."""
    try:
        root = ElementTree.parse(report).getroot()
    except FileNotFoundError:
        raise OverheardError(f"There is no {report.name} in reports/ yet. Run: overheard test --times") from None
    except ElementTree.ParseError as error:
        raise OverheardError(f"{report}: no JUnit report ({error}). Run: overheard test --times") from None
    for case in root.iter("testcase"):
        yield case.get("classname", ""), case.get("name", ""), float(case.get("time", 0))


def _slug(test: str, slugs: dict[str, Cost]) -> str | None:
    """The lesson whose slug a test's id carries as a whole word; the longest, where there are several."""
    found = [slug for slug in slugs if re.search(rf"(?<![a-z]){slug}(?![a-z])", test)]
    return max(found, key=len, default=None)


def _column(file: str, name: str) -> str:
    file = file.removesuffix(".ipynb")
    room, _, module = file.rpartition(".")
    if file.startswith(f"{build.NOTEBOOKS}."):
        return "walk-through"
    if file.startswith(f"{build.SOLUTIONS}."):
        return "solutions"
    if name.startswith("test_exercises_run"):
        return "exercises"
    if module in ("test_answers", "test_mutants"):
        return module.removeprefix("test_")
    return "rules" if room == "tests.lessons" else "other"


def table(found: list[Cost]) -> str:
    """The costs as lines of text: a lesson a row, its budget, and last the package's own tests."""
    head = ["core-seconds", *COLUMNS, "sum", "budget", ""]
    rows = []
    for cost in found:
        limit = "" if cost.budget is None else str(cost.budget)
        # What of the package's own tests stands in which column says nothing.
        cells = [f"{cost.seconds[name]:.0f}" if cost.budget else "" for name in COLUMNS]
        rows.append([cost.name, *cells, f"{cost.total:.0f}", limit, "over" if cost.over else ""])
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in [head, *rows]
    )


# ---------------------------------------------------------------------------------------------------- changes


@dataclass
class Choice:
    """What a change asks for. Each lesson and each test file has the changed file that asks for it."""

    since: str
    everything: str = ""  # why all is to be run; then the rest says nothing
    lessons: dict[str, str] = field(default_factory=dict)  # slug: the file
    tests: dict[str, str] = field(default_factory=dict)  # test file: the file

    def told(self) -> str:
        """One line: what is run and why."""
        if self.everything:
            return f"Everything is run, since {self.everything}."
        if not self.lessons and not self.tests:
            return f"Nothing that a test looks at has changed since {self.since}, so no test is run."
        lessons = [f"lesson {slug} ({why})" for slug, why in self.lessons.items()]
        tests = [f"{file} ({why})" for file, why in self.tests.items()]
        return f"Changed since {self.since}: {'; '.join(lessons + tests)}."

    @property
    def runs(self) -> list[tuple[list[str], str, list[str] | None]]:
        """What pytest is run with: folders or files, the report, the words that a test's id must hold."""
        if self.everything:
            return [(ALL, REPORT, None)]
        runs: list[tuple[list[str], str, list[str] | None]] = []
        if self.lessons:
            runs.append((ALL, REPORT, list(self.lessons)))
        if self.lessons or self.tests:  # a change in one lesson may make another's notebook stale
            runs.append(([*self.tests, IN_STEP], REPORT_OF_THE_REST, None))
        return runs

    @property
    def reports(self) -> list[str]:
        return [report for _, report, _ in self.runs]

    def run(self) -> int:
        """Run what was chosen; 0 where all passed, or nothing was to be run."""
        return max((run(folders, report, words) for folders, report, words in self.runs), default=0)


def changed(commit: str, listing: Curriculum, root: Path | None = None) -> Choice:
    """Compare the working tree, files that git does not know included, with a commit.

    Raises:
        OverheardError: this is no git checkout, or there is no such commit.
    """
    root = root or paths.ROOT
    choice = Choice(commit)
    _git(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    files = _git(root, "diff", "--name-only", "--no-renames", "-z", commit, "--").split("\0")
    files += _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    shared = _shared(root)
    for file in sorted(set(filter(None, files))):
        why = _asks_for_all(file, shared)
        if why:
            return Choice(commit, f"{file} has changed, {why}")
        _add(choice, file, listing, root)
    order = [lesson.slug for lesson in _walked(listing)]
    choice.lessons = {slug: choice.lessons[slug] for slug in order if slug in choice.lessons}
    return choice


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
        )
    except OSError:
        raise OverheardError(
            "git is not installed, so what has changed cannot be told. Run: overheard test"
        ) from None
    if done.returncode == 1 and arguments[0] == "rev-parse":
        what = arguments[-1].removesuffix("^{commit}")
        raise OverheardError(f"There is no commit {what!r} here, so what has changed since cannot be told.")
    if done.returncode:
        raise OverheardError(f"git says what has changed only in a checkout: {done.stderr.strip()}")
    return done.stdout


def _asks_for_all(file: str, shared: set[str]) -> str:
    if file.startswith(ALL_SETTINGS):
        return "which all tests are run with"
    return "which notebooks or their comparison import" if file in shared else ""


def _shared(root: Path) -> set[str]:
    """The files of the package that lessons and conftest.py import, and those that these import."""
    package = root / "overheard"
    known: dict[str, Path] = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        known[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    waiting = [*sorted((root / "lessons").glob("*/*.py")), root / "conftest.py"]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        for name in _imports(path):
            for part in _and_its_packages(name):
                module = known.get(part)
                if module is not None and module not in found:
                    found.add(module)
                    waiting.append(module)
    return {path.relative_to(root).as_posix() for path in found}


def _imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, anywhere in it."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _and_its_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _add(choice: Choice, file: str, listing: Curriculum, root: Path) -> None:
    """Add what one changed file asks for."""
    room, _, rest = file.partition("/")
    if room == "lessons":
        wanted = [lesson for lesson in _walked(listing) if rest.startswith(f"{lesson.slug}/")]
    elif room in build.KINDS:
        wanted = [lesson for lesson in _walked(listing) if rest == f"{lesson.name}.ipynb"]
    elif room == "datasets":
        wanted = [lesson for lesson in _walked(listing) if rest.split("/")[0] in lesson.datasets]
        _add_tests(choice, ["tests/test_datasets.py"], file, root)
    elif file == "transcripts/quotes.yml":
        ids = _changed_quotes(choice.since, root)
        wanted = [lesson for lesson in _walked(listing) if ids & set(lesson.quotes)]
        _add_tests(choice, ["tests/test_quotes.py"], file, root)
    else:
        _add_tests(choice, _mirrors(file, root), file, root)
        return
    for lesson in wanted:
        choice.lessons.setdefault(lesson.slug, file)


def _add_tests(choice: Choice, tests: list[str], file: str, root: Path) -> None:
    for test in tests:
        if (root / test).exists():
            choice.tests.setdefault(test, file)


def _changed_quotes(commit: str, root: Path) -> set[str]:
    """The ids of the quotes that differ from those of a commit; all, where the two cannot be compared."""
    now = _quotes((root / "transcripts" / "quotes.yml").read_text(encoding="utf-8"))
    try:
        before = _quotes(_git(root, "show", f"{commit}:transcripts/quotes.yml"))
    except OverheardError:  # it is new
        before = {}
    return {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}


def _quotes(text: str) -> dict[str, object]:
    data = yaml.safe_load(text)
    records = data.get("quotes", data) if isinstance(data, dict) else data
    return records if isinstance(records, dict) else {record["id"]: record for record in records or []}


def _mirrors(file: str, root: Path) -> list[str]:
    """The test files that look at a file: those that mirror it, import it or name it."""
    path = Path(file)
    if file.startswith("tests/"):
        if path.name.startswith("test_"):
            return [file]
        if path.suffix == ".py":
            return _tests_that(root, _importing(path.stem), helpers=True)
        return _tests_that(root, rf"\b{re.escape(path.parts[1])}\b")
    if file.startswith("overheard/"):
        room = Path("tests", *path.parts[1:-1])
        mirror = room / f"test_{path.stem}.py"
        own = [mirror.as_posix()] if (root / mirror).exists() else []
        if not own and room != Path("tests"):  # a part of a room that is tested together
            own = sorted(test.relative_to(root).as_posix() for test in (root / room).glob("test_*.py"))
        return [*(own or _tests_that(root, rf"\b{path.stem}\b")), "tests/test_structure.py"]
    return _tests_that(root, rf"(?<![\w-]){re.escape(path.name)}\b")


def _tests_that(root: Path, pattern: str, helpers: bool = False) -> list[str]:
    """The test files whose text holds a pattern; with ``helpers`` also those that use a helper which does."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / "tests").rglob("*.py"))}
    found: set[Path] = set()
    patterns = [pattern]
    while patterns:
        asked = re.compile(patterns.pop(), re.MULTILINE)
        for path, text in texts.items():
            if path not in found and asked.search(text):
                found.add(path)
                if helpers and path.parent.name == "helpers":
                    patterns.append(_importing(path.stem))
    return sorted(path.relative_to(root).as_posix() for path in found if path.name.startswith("test_"))


def _importing(module: str) -> str:
    return rf"^\s*(?:from|import) {module}\b"

"""`overheard test`: the command line of pytest, what each lesson costs, and what a change asks for."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import tiny_checkout
import typer
from measured_rules import SIZES

from overheard import cli, curriculum, paths
from overheard.author import testing
from overheard.author.testing import BUDGETS, Choice, Cost, changed, costs, table
from overheard.errors import OverheardError

# ---------------------------------------------------------------------------------------------------- running


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[list[str], dict[str, str]]]:
    """Every command that would have been run, with its settings; each of them ends with code 0."""
    told: list[tuple[list[str], dict[str, str]]] = []

    def pretend(line, env, **_):
        told.append((line, env))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(testing.subprocess, "run", pretend)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    for name in ("OMP_NUM_THREADS", "OVERHEARD_WORKERS"):
        monkeypatch.delenv(name, raising=False)
    return told


def test_the_command_line_compares_notebooks_and_writes_a_report(ran: list, tmp_path: Path):
    assert testing.run(["notebooks", "tests"]) == 0
    ((line, env),) = ran
    assert line[1:4] == ["-m", "pytest", "--nbval"] and line[-2:] == ["notebooks", "tests"]
    assert f"--junitxml={tmp_path / 'reports' / 'junit.xml'}" in line and "-k" not in line
    assert (tmp_path / "reports").is_dir()
    assert env["OMP_NUM_THREADS"] == "1" and env["OVERHEARD_WORKERS"] in ("1", "2")
    assert f"--numprocesses={env['OVERHEARD_WORKERS']}" in line and "--dist=loadscope" in line


def test_whoever_sets_threads_or_workers_gets_them(ran: list, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERHEARD_WORKERS", "7")
    testing.run(["tests"], settings={"OMP_NUM_THREADS": "3"})
    ((line, env),) = ran
    assert "--numprocesses=7" in line and env["OMP_NUM_THREADS"] == "3"


def test_some_lessons_are_chosen_by_their_slugs(ran: list):
    testing.run(["tests"], words=["mnist", "start_here"])
    assert ran[0][0][-2:] == ["-k", "mnist or start_here"]


def test_the_four_ways_differ(ran: list):
    assert testing.four_ways(SimpleNamespace(slug="mnist")) == []
    settings = {(env["OMP_NUM_THREADS"], env["ATEN_CPU_CAPABILITY"], env["OVERHEARD_WORKERS"]) for _, env in ran}
    assert {(threads, capability) for threads, capability, _ in settings} == {
        ("1", "default"), ("1", "avx2"), ("2", "default"), ("2", "avx2"),
    }  # fmt: skip
    assert all(workers == "1" for threads, _, workers in settings if threads == "2")
    assert len({part for line, _ in ran for part in line if part.startswith("--junitxml")}) == 4
    assert all(line[-2:] == ["-k", "mnist"] for line, _ in ran)


# ------------------------------------------------------------------------------------------------------ costs

REPORT = """\
<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest">
<testcase classname="notebooks.11_counting.ipynb" name="Cell 0" time="70.0" />
<testcase classname="notebooks.11_counting.ipynb" name="Cell 1" time="60.4" />
<testcase classname="solutions.11_counting.ipynb" name="Cell 0" time="5.0"><failure message="no" /></testcase>
<testcase classname="tests.lessons.test_notebooks" name="test_exercises_run_as_shipped[counting]" time="6.0" />
<testcase classname="tests.lessons.test_answers" name="test_right_answers_pass[counting]" time="20.0" />
<testcase classname="tests.lessons.test_mutants" name="test_mutants_are_caught[counting]" time="19.0" />
<testcase classname="tests.lessons.test_lessons" name="test_lesson[counting-form]" time="3.0" />
<testcase classname="tests.test_browser" name="test_counting_draws" time="4.0" />
<testcase classname="tests.lessons.test_answers" name="test_right_answers_pass[counting_on]" time="1.0" />
<testcase classname="tests.lessons.test_lessons" name="test_no_lesson_is_recounting" time="8.0" />
<testcase classname="tests.test_plots" name="test_bars" time="2.0" />
</testsuite></testsuites>
"""


def listing_of(*lessons: tuple[str, str, str]) -> SimpleNamespace:
    made = [SimpleNamespace(slug=slug, name=name, size=size) for slug, name, size in lessons]
    return SimpleNamespace(lessons=made[:1], drafts=made[1:])


LISTING = listing_of(
    ("counting", "11_counting", "long"), ("counting_on", "12_counting_on", "short"), ("idle", "13_idle", "long")
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "junit.xml"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_tests_belong_to_the_lesson_whose_slug_their_id_carries(report: Path):
    counting, further, rest = costs([report], LISTING)
    assert dict(counting.seconds) == {
        "walk-through": 130.4, "exercises": 6, "solutions": 5, "answers": 20, "mutants": 19, "rules": 3, "other": 4,
    }  # fmt: skip
    assert dict(further.seconds) == {"answers": 1}  # the longest slug, not the first
    assert rest.total == 10 and rest.budget is None  # a slug inside another word is none
    assert (counting.budget, further.budget) == (BUDGETS["long"], BUDGETS["short"])
    assert counting.over and not further.over and not rest.over


def test_two_reports_are_added_up(report: Path, tmp_path: Path):
    other = tmp_path / "other.xml"
    other.write_text(REPORT, encoding="utf-8")
    assert [cost.total for cost in costs([report, other], LISTING)] == [
        2 * cost.total for cost in costs([report], LISTING)
    ]


def test_the_table_has_a_row_a_lesson_and_one_for_the_package(report: Path):
    head, counting, further, rest = table(costs([report], LISTING)).splitlines()
    assert head.split() == [
        "core-seconds", "walk-through", "exercises", "solutions", "answers", "mutants", "rules", "other", "sum",
        "budget",
    ]  # fmt: skip
    assert counting.split() == ["11_counting", "130", "6", "5", "20", "19", "3", "4", "187", "180", "over"]
    assert further.split() == ["12_counting_on", "0", "0", "0", "1", "0", "0", "0", "1", "90"]
    assert rest.split() == ["the", "package's", "own", "tests", "10"]
    assert counting.index("187") + 3 == head.index("sum") + 3 == rest.index("10") + 2, "numbers stand in columns"


@pytest.mark.parametrize(("text", "words"), [(None, "There is no junit.xml"), ("<testsuites>", "no JUnit report")])
def test_a_report_that_is_missing_or_broken_is_told(tmp_path: Path, text: str | None, words: str):
    file = tmp_path / "junit.xml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(OverheardError, match=rf"{words}.* Run: overheard test --times"):
        costs([file], LISTING)


# --------------------------------------------------------------------------------------------- declared seconds


def test_the_declared_seconds_of_all_lessons_fit_into_an_hour():
    assert sum(lesson.seconds.total for lesson in curriculum.load().lessons) < 3600


def test_the_declared_seconds_of_a_lesson_fit_its_budget():
    """Each lesson is held to those of its size by the rule ``size``."""
    assert set(SIZES) == set(BUDGETS)
    for size, most in SIZES.items():
        assert most.walk + most.practice <= BUDGETS[size]


# ---------------------------------------------------------------------------------------------------- changes


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def put(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


PACKAGE = {
    "conftest.py": "from overheard.author.outputs import difference\n",
    "pyproject.toml": "",
    "README.md": "# Tiny\n",
    "Makefile": "",
    ".gitignore": "reports/\n",
    "overheard/__init__.py": "",
    "overheard/paths.py": "",
    "overheard/quotes.py": "",
    "overheard/check/__init__.py": "from overheard.check.judge import judge\n",
    "overheard/check/judge.py": "def judge():\n    from overheard import paths\n",
    "overheard/author/__init__.py": "",
    "overheard/author/outputs.py": "",
    "overheard/author/build.py": "",
    "overheard/book/site.py": "",
    "overheard/book/pages.py": "",
    "tests/author/test_build.py": "",
    "tests/book/test_site.py": "",
    "tests/book/test_slides.py": "",
    "tests/test_structure.py": "",
    "tests/test_datasets.py": "",
    "tests/test_quotes.py": "",
    "tests/test_github.py": "PAGE = 'README.md'\n",
    "tests/helpers/deep.py": "",
    "tests/helpers/rules.py": "from deep import x\n",
    "tests/lessons/test_rules.py": "import rules\n",
    "tests/offline/sitecustomize.py": "",
    "datasets/things/README.md": "",
}


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tiny_checkout.make(tmp_path_factory.mktemp("git") / "tiny")
    for name, text in PACKAGE.items():
        put(root, name, text)
    described = root / "lessons" / "adding" / "lesson.yml"
    put(root, "lessons/adding/lesson.yml", described.read_text().replace("datasets: []", "datasets: [things]"))
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "All that there is")
    return root


@pytest.fixture
def checkout(committed: Path):
    """The tiny checkout, as it was committed."""
    yield committed
    git(committed, "reset", "-q", "--hard", "HEAD")
    git(committed, "clean", "-qfd")


def chosen(root: Path, commit: str = "HEAD") -> Choice:
    return changed(commit, curriculum.read(root), root)


def test_where_nothing_has_changed_nothing_is_run(checkout: Path):
    choice = chosen(checkout)
    assert choice.runs == [] and "so no test is run" in choice.told()


@pytest.mark.parametrize(
    ("file", "lessons", "tests"),
    [
        ("lessons/counting/practice.py", ["counting"], []),
        ("lessons/counting/helper.py", ["counting"], []),  # git does not know it yet
        ("lessons/sketch/lesson.py", [], []),  # no lesson of the list
        ("notebooks/12_adding.ipynb", ["adding"], []),
        ("solutions/12_adding.ipynb", ["adding"], []),
        ("datasets/things/README.md", ["adding"], ["tests/test_datasets.py"]),
        ("datasets/others/others.csv", [], ["tests/test_datasets.py"]),
        ("overheard/author/build.py", [], ["tests/author/test_build.py", "tests/test_structure.py"]),
        ("overheard/quotes.py", [], ["tests/test_quotes.py", "tests/test_structure.py"]),
        (
            "overheard/book/pages.py",  # it has no tests of its own: those of its room
            [],
            ["tests/book/test_site.py", "tests/book/test_slides.py", "tests/test_structure.py"],
        ),
        ("tests/book/test_site.py", [], ["tests/book/test_site.py"]),
        ("tests/helpers/deep.py", [], ["tests/lessons/test_rules.py"]),  # through another helper
        ("README.md", [], ["tests/test_github.py"]),
        ("Makefile", [], []),
    ],
)
def test_a_change_asks_for_what_looks_at_it(checkout: Path, file: str, lessons: list[str], tests: list[str]):
    put(checkout, file, "changed = True\n")
    choice = chosen(checkout)
    assert not choice.everything
    assert (list(choice.lessons), sorted(choice.tests)) == (lessons, tests)
    told = choice.told()
    assert "\n" not in told
    for name in (*lessons, *tests):
        assert name in told
    assert (file in told) == bool(lessons or tests)
    if not lessons and not tests:
        assert told == "Nothing that a test looks at has changed since HEAD, so no test is run."
        assert choice.runs == []


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("overheard/check/judge.py", "which notebooks or their comparison import"),
        ("overheard/check/__init__.py", "which notebooks or their comparison import"),
        ("overheard/paths.py", "which notebooks or their comparison import"),  # through judge.py
        ("overheard/author/outputs.py", "which notebooks or their comparison import"),  # through conftest.py
        ("conftest.py", "which all tests are run with"),
        ("pyproject.toml", "which all tests are run with"),
        ("tests/offline/sitecustomize.py", "which all tests are run with"),
    ],
)
def test_what_all_lessons_stand_on_asks_for_everything(checkout: Path, file: str, why: str):
    put(checkout, file, "changed = True\n")
    put(checkout, "lessons/counting/lesson.py", (checkout / "lessons/adding/lesson.py").read_text() + "\n# %%\n1\n")
    choice = chosen(checkout)
    assert choice.told() == f"Everything is run, since {file} has changed, {why}."
    assert choice.runs == [(testing.ALL, testing.REPORT, None)]


def test_a_quote_asks_for_the_lessons_that_show_it(checkout: Path):
    quote = tiny_checkout.any_quote()
    file = checkout / "transcripts" / "quotes.yml"
    text = file.read_text(encoding="utf-8")
    speaker = "    speaker: "
    first = text.index(speaker, text.index(quote))
    file.write_text(text[: first + len(speaker)] + "Ada " + text[first + len(speaker) :], encoding="utf-8")
    choice = chosen(checkout)
    assert list(choice.lessons) == ["counting", "adding"] and list(choice.tests) == ["tests/test_quotes.py"]
    # Another one, which no lesson of this checkout shows.
    last = text.rindex(speaker)
    assert last > first
    file.write_text(text[: last + len(speaker)] + "Ada " + text[last + len(speaker) :], encoding="utf-8")
    assert list(chosen(checkout).lessons) == []


def test_a_commit_is_compared_with_the_tree_as_it_is(checkout: Path):
    put(checkout, "lessons/counting/answers.py", "ANSWERS = {1: 1}\n")
    git(checkout, "commit", "-qam", "Counting")
    put(checkout, "lessons/adding/answers.py", "ANSWERS = {2: 2}\n")
    try:
        assert list(chosen(checkout).lessons) == ["adding"]
        assert list(chosen(checkout, "HEAD~1").lessons) == ["counting", "adding"]
        assert chosen(checkout, "HEAD~1").told().startswith("Changed since HEAD~1: lesson counting (lessons/")
    finally:
        git(checkout, "reset", "-q", "--hard", "HEAD~1")


def test_what_git_ignores_is_no_change(checkout: Path):
    put(checkout, "reports/junit.xml", REPORT)
    assert chosen(checkout).runs == []


def test_an_unknown_commit_and_a_folder_without_git_are_told(checkout: Path, tmp_path: Path):
    with pytest.raises(OverheardError, match="There is no commit 'nowhere' here"):
        chosen(checkout, "nowhere")
    with pytest.raises(OverheardError, match="only in a checkout"):
        changed("HEAD", curriculum.read(checkout), tiny_checkout.make(tmp_path / "other"))


def test_lessons_and_test_files_are_run_one_after_the_other(monkeypatch: pytest.MonkeyPatch):
    """One expression of pytest's -k would hold for both."""
    told = []
    monkeypatch.setattr(testing, "run", lambda *run: told.append(run) or len(told) - 1)
    choice = Choice("HEAD", lessons={"counting": "a", "adding": "b"}, tests={"tests/test_plots.py": "c"})
    assert choice.run() == 1, "the worse of the two exit codes"
    assert told == [
        (testing.ALL, "junit.xml", ["counting", "adding"]),
        (["tests/test_plots.py", testing.IN_STEP], "junit-changed.xml", None),
    ]
    assert choice.reports == ["junit.xml", "junit-changed.xml"]
    told.clear()
    assert Choice("HEAD").run() == 0 and told == []


def test_the_test_of_stale_notebooks_is_there():
    file, _, name = testing.IN_STEP.partition("::")
    assert f"def {name}(" in (paths.ROOT / file).read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the command does, with nothing run."""
    told: list[object] = []
    choice = SimpleNamespace(told=lambda: "One line.", run=lambda: told.append("chosen") or 3, reports=["a", "b"])
    monkeypatch.setattr(testing, "run", lambda folders, **options: told.append((folders, options)) or 1)
    monkeypatch.setattr(testing, "changed", lambda commit, listing: told.append(commit) or choice)
    monkeypatch.setattr(
        testing, "costs", lambda reports, listing: told.append([r.name for r in reports]) or [Cost("x")]
    )
    return told


def command(**options: object) -> int:
    with pytest.raises(typer.Exit) as left:
        cli.test(**options)
    return left.value.exit_code


ALL_RUN = (testing.ALL, {"words": None})


@pytest.mark.parametrize(
    ("options", "done", "code"),
    [
        ({}, [ALL_RUN], 1),
        ({"lesson": "31"}, [(testing.ALL, {"words": ["mnist"]})], 1),
        ({"times": True}, [ALL_RUN, ["junit.xml"]], 1),
        ({"times": True, "no_run": True}, [["junit.xml"]], 0),
        ({"changed": True}, ["HEAD", "chosen"], 3),
        ({"changed": True, "lesson": "HEAD~2", "times": True}, ["HEAD~2", "chosen", ["a", "b"]], 3),
    ],
)
def test_the_options_of_the_command(asked: list, options: dict, done: list, code: int, capsys):
    assert command(**options) == code
    assert asked == done
    assert ("One line." in capsys.readouterr().out) == ("changed" in options)


@pytest.mark.parametrize(
    "options",
    [{"no_run": True}, {"no_run": True, "times": True, "changed": True}, {"four_ways": True, "times": True}],
)
def test_options_that_do_not_go_together_are_refused(asked: list, options: dict):
    with pytest.raises(typer.BadParameter):
        cli.test(**options)
    assert asked == []

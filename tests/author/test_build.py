"""One source, three notebooks: what the builder writes, keeps, refuses and leaves alone."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import tiny_checkout

from overheard import curriculum, datasets, reference
from overheard.author import build
from overheard.author.build import BuildError, cut_solution
from overheard.author.render import DirectiveError
from overheard.yamlfile import YamlError

PLAIN_LESSON = """\
# %% [markdown]
# {{ header }}

# %%
numbers = [1, 2, 3]
sum(numbers)

# %%
print("half of it is", sum(numbers) / 2)
"""

PLAIN_PRACTICE = """\
# %% [markdown]
# {{ practice_header }}

# %%
def double(x: int) -> int:
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %%
type(double).__name__
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny checkout whose lesson ``counting`` needs no other module of the package to run."""
    root = tiny_checkout.make(tmp_path / "tiny")
    write(root, "lesson.py", PLAIN_LESSON)
    write(root, "practice.py", PLAIN_PRACTICE)
    return root


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tiny_checkout.make(tmp_path_factory.mktemp("built") / "tiny")
    write(root, "lesson.py", PLAIN_LESSON)
    write(root, "practice.py", PLAIN_PRACTICE)
    assert run(root) == {"notebooks": "executed", "exercises": "written", "solutions": "executed"}
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """The same after a build: notebooks do not say where they were built, so a copy is as good.

    A test that changes one script starts one kernel here: the other notebook is carried over.
    """
    return shutil.copytree(built_once, tmp_path / "built")


def write(root: Path, name: str, text: str, slug: str = "counting") -> Path:
    file = root / "lessons" / slug / name
    file.write_text(text, encoding="utf-8")
    return file


def render(root: Path, folder: str = "notebooks", slug: str = "counting") -> nbformat.NotebookNode:
    listing = curriculum.read(root)
    return build.render_notebook(listing, listing.lesson(slug), folder)[0]


def run(root: Path, slug: str = "counting", **options: object) -> dict[str, str]:
    listing = curriculum.read(root)
    return build.build(listing, listing.lesson(slug), root=root, **options)


def page(root: Path, text: str) -> str:
    """What one markdown cell becomes in notebooks/."""
    write(root, "lesson.py", f"# %% [markdown]\n# {text}\n")
    return "\n\n".join(cell.source for cell in render(root).cells)


# -------------------------------------------------------------------------------------------------- percent scripts


def test_cells_know_their_source_lines(root: Path) -> None:
    file = write(root, "lesson.py", PLAIN_LESSON)
    lines = file.read_text(encoding="utf-8").splitlines()
    cells = build.source_cells(file)
    assert [cell.cell_type for cell, _ in cells] == ["markdown", "code", "code"]
    assert [lines[line - 1] for _, line in cells] == [
        "# {{ header }}",
        "numbers = [1, 2, 3]",
        'print("half of it is", sum(numbers) / 2)',
    ]


def test_metadata_of_the_cell_line_arrive(root: Path) -> None:
    write(
        root,
        "lesson.py",
        '# %% tags=["nbval-ignore-output"] overheard={"tolerance": 0.5, "why": "made up"}\n1 + 1\n',
    )
    (cell,) = render(root).cells
    assert cell.metadata.tags == ["nbval-ignore-output"]
    assert cell.metadata.overheard == {"tolerance": 0.5, "why": "made up"}


def test_a_source_that_would_be_changed_in_silence_is_refused(root: Path) -> None:
    """All that is refused stands in test_source.py; here only that building asks."""
    write(root, "lesson.py", "# %% [raw]\n# text\n")
    with pytest.raises(BuildError, match=r"lesson\.py:1: a cell of the kind 'raw'"):
        render(root)


# ----------------------------------------------------------------------------------------------------- directives


def test_the_header_tells_all_that_lesson_yml_says(root: Path) -> None:
    write(root, "lesson.py", "# %% [markdown]\n# {{ header }}\n\n# %% [markdown]\n#" + 250 * " word" + "\n")
    text = render(root).cells[0].source
    lesson = curriculum.read(root).lesson("counting")
    assert text.startswith("# 11 · Counting\n")
    for part in (lesson.promise, lesson.question, *lesson.objectives, "3 minutes to read, 5 to practise"):
        assert part in text
    assert "**You need** nothing before it." in text
    assert "](../exercises/11_counting.ipynb)" in text
    assert "mybinder" not in text


def test_the_quote_in_the_header_has_its_words_and_its_link(root: Path) -> None:
    from overheard import quotes

    quote = quotes.load()[tiny_checkout.any_quote()]
    text = page(root, "{{ header }}")
    assert quote.deep_link in text and quote.speaker in text
    assert page(root, "As said: {{ quote: " + quote.id + " }}").startswith("As said: ")


def test_needs_are_linked_by_number_and_title(root: Path) -> None:
    text = "\n".join(cell.source for cell in render(root, slug="adding").cells)
    assert "**You need** [11 · Counting](11_counting.ipynb)." in text


def test_badges_appear_once_there_is_a_repository(root: Path) -> None:
    listing = root / "curriculum.yml"
    text = listing.read_text(encoding="utf-8")
    listing.write_text(text.replace("repository: null", "repository: https://github.com/a/b"), encoding="utf-8")
    header = page(root, "{{ header }}")
    assert "https://mybinder.org/v2/gh/a/b/main?labpath=notebooks/11_counting.ipynb" in header


def test_links_depend_on_where_the_notebook_lies(root: Path) -> None:
    for folder, back, across in (
        ("exercises", "../notebooks/11_counting.ipynb", "../solutions/11_counting.ipynb"),
        ("solutions", "../notebooks/11_counting.ipynb", "../exercises/11_counting.ipynb"),
    ):
        text = render(root, folder).cells[0].source
        assert f"]({back})" in text and f"]({across})" in text


def test_every_link_between_notebooks_leads_to_a_notebook_of_the_list(root: Path) -> None:
    listing = curriculum.read(root)
    known = {build.notebook_path(x, f, root) for x in listing.lessons for f in build.folders_of(x)}
    for lesson in listing.lessons:
        for folder in build.folders_of(lesson):
            notebook, _ = build.render_notebook(listing, lesson, folder)
            text = "\n".join(cell.source for cell in notebook.cells)
            for link in re.findall(r"\]\(([^)#:]+\.ipynb)\)", text):
                assert (root / folder / link).resolve() in {path.resolve() for path in known}, link


def test_the_takeaway_gives_lines_questions_and_the_way_on(root: Path) -> None:
    text = page(root, "{{ takeaway }}")
    assert "- One\n- two\n- three" in text
    assert "What comes after one?" in text and "<details><summary>Answer</summary>\n\nTwo.\n\n</details>" in text
    assert "**Next lesson:** [12 · Adding](12_adding.ipynb)" in text


def test_recall_questions_are_folded_and_linked(root: Path) -> None:
    file = root / "lessons" / "adding" / "lesson.yml"
    text = file.read_text(encoding="utf-8")
    recall = "recall:\n  - {question: Why count?, answer: To know., lesson: counting}"
    file.write_text(text.replace("recall: []", recall.replace("Why count?", "'Why count?'")), encoding="utf-8")
    write(root, "lesson.py", "# %% [markdown]\n# {{ recall }}\n", slug="adding")
    (cell,) = render(root, slug="adding").cells
    assert "1. Why count? ([11 · Counting](11_counting.ipynb))" in cell.source
    assert "<summary>Answer</summary>\n\nTo know." in cell.source


def test_a_data_card_stands_in_two_lines(root: Path) -> None:
    card = datasets.card("mnist")
    text = page(root, "{{ data: mnist }}")
    assert card.title in text and card.licence in text and "](../datasets/mnist/README.md)" in text
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ heeder }}", "unknown directive {{ heeder }}; known are cite, data"),
        ("{{ quote }}", "{{ quote }} needs a name"),
        ("{{ quote: never-said }}", "unknown quote 'never-said'"),
        ("{{ data: nothing }}", "no data set called 'nothing'"),
        ("{{ lesson: nothing }}", "unknown lesson 'nothing'"),
        ("{{ cite: nobody }}", "'nobody' is cited and not among the references"),
        ("Look: {{ header }}", "{{ header }} must stand alone"),
        ("{{ recall }}", "has no recall questions"),
        ("{{ Header }}", "'{{ Header }' looks like a directive and is none; write {{ name }}"),
        ("{{ header }", "'{{ header }' looks like a directive"),
        ("{ header }}", "'{ header }}' looks like a directive"),
        ("as she said, { quote: wisdom }}.", "looks like a directive"),
        ("{{ quote: wisdom", "'{{ quote: wisdom' looks like a directive"),
    ],
)
def test_a_wrong_directive_is_refused_with_file_and_line(root: Path, text: str, words: str) -> None:
    write(root, "lesson.py", f"# %% [markdown]\n# Words.\n\n# %% [markdown]\n# {text}\n")
    with pytest.raises(DirectiveError) as caught:
        render(root)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{root / 'lessons' / 'counting' / 'lesson.py'}:5: ")


def test_braces_in_code_are_left_alone(root: Path) -> None:
    write(root, "lesson.py", '# %%\nf"{{ header }}"\n')
    assert render(root).cells[0].source == 'f"{{ header }}"'


# -------------------------------------------------------------------------------------------- cutting solutions out

FADED = """\
def mean(values):
    total = 0
    ### BEGIN SOLUTION
    for value in values:
        total += value
    ### END SOLUTION
    return total / len(values)"""


def test_the_stub_takes_the_place_of_the_solution_only() -> None:
    stub = f"def mean(values):\n    total = 0\n    {build.STUB}\n    return total / len(values)"
    assert cut_solution(FADED, keep=False, where="f:1") == stub


def test_the_solution_stands_without_marks() -> None:
    kept = cut_solution(FADED, keep=True, where="f:1")
    assert "###" not in kept and "total += value" in kept and "NotImplementedError" not in kept


def test_at_column_0_nothing_takes_its_place() -> None:
    source = "best_k = None\n### BEGIN SOLUTION\nbest_k = 3\n### END SOLUTION\nbest_k"
    assert cut_solution(source, keep=False, where="f:1") == "best_k = None\nbest_k"
    assert cut_solution(source, keep=True, where="f:1") == "best_k = None\nbest_k = 3\nbest_k"


def test_a_bug_hunt_hands_out_the_bug() -> None:
    source = """\
def mean(values):
    ### BEGIN BUG
    return sum(values) / 10
    ### END BUG
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION"""
    assert cut_solution(source, False, "f:1") == "def mean(values):\n    return sum(values) / 10"
    assert cut_solution(source, True, "f:1") == "def mean(values):\n    return sum(values) / len(values)"


def test_a_bug_hunt_at_column_0() -> None:
    source = "### BEGIN BUG\nlr = 100\n### END BUG\n### BEGIN SOLUTION\nlr = 0.1\n### END SOLUTION"
    assert cut_solution(source, False, "f:1") == "lr = 100"
    assert cut_solution(source, True, "f:1") == "lr = 0.1"


def test_a_task_after_a_bug_hunt_gets_its_stub() -> None:
    source = """\
class Two:
    def one(self):
        ### BEGIN BUG
        return 2
        ### END BUG
        ### BEGIN SOLUTION
        return 1
        ### END SOLUTION

    def two(self):
        ### BEGIN SOLUTION
        return 2
        ### END SOLUTION"""
    cut = cut_solution(source, False, "f:1")
    assert cut.count(build.STUB) == 1 and cut.endswith(f"def two(self):\n        {build.STUB}")
    assert compile(cut, "f", "exec")


def test_two_blocks_get_two_stubs() -> None:
    source = "\n".join([FADED, "", FADED.replace("mean", "other")])
    assert cut_solution(source, False, "f:1").count(build.STUB) == 2


@pytest.mark.parametrize(
    ("source", "line", "mark", "cure"),
    [
        ("x = 1\n### BEGIN SOLUTION\nx = 1", 8, "BEGIN SOLUTION", "END SOLUTION` below it"),
        ("x = 1\n### END SOLUTION", 8, "END SOLUTION", "BEGIN SOLUTION` above it"),
        (
            "y = 1\n### BEGIN SOLUTION\nx = 1\n### BEGIN SOLUTION\n### END SOLUTION",
            8,
            "BEGIN SOLUTION",
            "END SOLUTION` above line 10",
        ),
        ("### BEGIN BUG\nx = 1\n### END SOLUTION", 7, "BEGIN BUG", "write `### END BUG` there"),
        (
            "### BEGIN BUG\n### BEGIN SOLUTION\n### END SOLUTION\n### END BUG",
            7,
            "BEGIN BUG",
            "END BUG` above line 8",
        ),
    ],
)
def test_marks_that_do_not_pair_up_are_refused(source: str, line: int, mark: str, cure: str) -> None:
    for keep in (True, False):
        with pytest.raises(BuildError) as caught:
            cut_solution(source, keep, "practice.py:7")
        assert str(caught.value).startswith(f"practice.py:{line}: `### {mark}` ")
        assert cure in str(caught.value)


def test_an_unclosed_mark_is_named_in_its_file(root: Path) -> None:
    file = write(root, "practice.py", PLAIN_PRACTICE.replace("    ### END SOLUTION\n", ""))
    begin = file.read_text(encoding="utf-8").splitlines().index("    ### BEGIN SOLUTION") + 1
    with pytest.raises(BuildError, match=rf"practice\.py:{begin}: `### BEGIN SOLUTION` has no END in its cell"):
        render(root, "exercises")


@pytest.mark.parametrize(
    "mark",
    [
        "### BEGIN SOLUTIONS",
        "### begin solution",
        "## BEGIN SOLUTION",
        "# ### END BUG",
        "### BEGN SOLUTION",
        "###END BGU",
    ],
)
def test_a_mark_that_is_misspelt_never_gives_a_solution_away(mark: str) -> None:
    with pytest.raises(BuildError, match="looks like a mark"):
        cut_solution(f"{mark}\nsecret = 1", False, "f:1")


def test_a_mark_that_is_misspelt_is_named_by_its_own_line() -> None:
    with pytest.raises(BuildError, match=r"^practice\.py:9: '### BEGIN SOLUTIONS' looks like a mark"):
        cut_solution("\nx = 1\n### BEGIN SOLUTIONS", False, "practice.py:7")


def test_marks_that_break_a_cell_are_refused(root: Path) -> None:
    """A stub that is no Python is named by its mark, before anything is executed."""
    head = "# %%\nx = 1\n\n# %%\ndef f():\n    y = 1\n"
    body = "    ### BEGIN SOLUTION\n    if y:\n        ### END SOLUTION\n        return y\n"
    write(root, "practice.py", head + body)
    told = r"practice\.py:7: in exercises/ the cell with this mark is not valid Python \(unexpected indent\); set"
    with pytest.raises(BuildError, match=told):
        render(root, "exercises")
    render(root, "solutions")


def test_braces_of_formulas_are_left_alone(root: Path) -> None:
    text = r"$\sqrt{\frac{ a }{ b }} {{x}_i}^{2}$ and `{{x` and {quote} and { header }"
    write(root, "lesson.py", f"# %% [markdown]\n# {text}\n")
    assert render(root).cells[0].source == text


# --------------------------------------------------------------------------------------- deterministic, stable ids


def test_rendering_twice_gives_the_same_bytes(root: Path) -> None:
    for folder in build.KINDS:
        assert nbformat.writes(render(root, folder)) == nbformat.writes(render(root, folder))


def test_rendering_does_not_depend_on_the_hash_seed(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import nbformat;"
        "from overheard import curriculum as c; from overheard.author import build;"
        "l = c.read(Path(sys.argv[1]));"
        "print(*[nbformat.writes(build.render_notebook(l, l.lesson('counting'), f)[0]) for f in build.KINDS])"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code, str(root)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_cell_ids_survive_an_insertion_elsewhere(root: Path) -> None:
    before = {cell.source: cell.id for cell in render(root).cells}
    write(root, "lesson.py", "# %%\nnew = 1\n\n" + PLAIN_LESSON)
    after = {cell.source: cell.id for cell in render(root).cells}
    assert {source: after[source] for source in before} == before


def test_cells_with_the_same_content_get_different_ids(root: Path) -> None:
    write(root, "lesson.py", "# %%\nx = 1\n\n# %%\nx = 1\n\n# %% [markdown]\n# x = 1\n")
    ids = [cell.id for cell in render(root).cells]
    assert len(set(ids)) == 3 and all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", one) for one in ids)


def test_a_notebook_holds_no_time_and_no_machine(built: Path) -> None:
    for folder in build.KINDS:
        text = (built / folder / "11_counting.ipynb").read_text(encoding="utf-8")
        assert str(built) not in text and "iopub" not in text and '"version"' not in text.replace("nbformat", "")


def test_building_again_writes_nothing(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.glob("*/*.ipynb")}
    assert len(before) == 3
    assert set(run(built).values()) == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in built.glob("*/*.ipynb")} == before


# ---------------------------------------------------------------------------------------------- executing, carrying


def test_outputs_are_stored_in_order(built: Path) -> None:
    notebook = nbformat.read(built / "notebooks" / "11_counting.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2]
    assert code[0].outputs[0].data["text/plain"] == "6"
    assert code[1].outputs[0].text == "half of it is 3.0\n"
    exercises = nbformat.read(built / "exercises" / "11_counting.ipynb", as_version=4)
    assert not [cell for cell in exercises.cells if cell.get("outputs") or cell.get("execution_count")]


def test_changed_words_keep_the_outputs(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(built, "lesson.py", PLAIN_LESSON.replace("# {{ header }}", "# {{ header }}\n\n# %% [markdown]\n# Words."))
    monkeypatch.setattr(build, "execute", lambda *_, **__: pytest.fail("it was executed"))
    assert run(built)["notebooks"] == "written"
    notebook = nbformat.read(built / "notebooks" / "11_counting.ipynb", as_version=4)
    assert notebook.cells[-1].outputs[0].text == "half of it is 3.0\n"
    assert "Words." in [cell.source for cell in notebook.cells]


@pytest.mark.parametrize("damage", ["code", "metadata", "count", "file"])
def test_what_cannot_be_kept_is_executed_anew(built: Path, damage: str) -> None:
    path = built / "notebooks" / "11_counting.ipynb"
    if damage == "code":
        write(built, "lesson.py", PLAIN_LESSON.replace("[1, 2, 3]", "[1, 2, 5]"))
    elif damage == "metadata":
        head = '# %% overheard={"tolerance": 1, "why": "made up"}\nprint'
        write(built, "lesson.py", PLAIN_LESSON.replace("# %%\nprint", head))
    elif damage == "count":
        path.write_text(path.read_text(encoding="utf-8").replace('"execution_count": 2', '"execution_count": 7'))
    else:
        path.write_text('{"cells": [', encoding="utf-8")
    assert run(built)["notebooks"] == "executed"
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[-1].execution_count == 2
    if damage == "code":
        assert notebook.cells[-1].outputs[0].text == "half of it is 4.0\n"


def test_all_executes_what_has_not_changed_and_tells_its_progress(built: Path) -> None:
    told = []
    assert run(built, execute_all=True, progress=lambda *step: told.append(step)) == {
        "notebooks": "executed",
        "exercises": "unchanged",
        "solutions": "executed",
    }
    assert [step[:3] for step in told] == [
        ("notebooks/11_counting", 1, 2),
        ("notebooks/11_counting", 2, 2),
        ("solutions/11_counting", 1, 2),
        ("solutions/11_counting", 2, 2),
    ]
    assert all(step[3] >= 0 for step in told)


def test_stderr_is_not_stored(built: Path) -> None:
    write(built, "lesson.py", "# %%\nimport sys\nprint('noise', file=sys.stderr)\nprint('word')\n")
    run(built)
    (cell,) = nbformat.read(built / "notebooks" / "11_counting.ipynb", as_version=4).cells
    assert [output.name for output in cell.outputs] == ["stdout"]


def test_a_build_runs_on_one_thread_and_leaves_the_learners_record_alone(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.setenv("OVERHEARD_MY_WORK", str(built / "mine"))
    write(
        built,
        "lesson.py",
        "# %%\nimport os\nprint(os.environ['OMP_NUM_THREADS'], 'mine' in os.environ['OVERHEARD_MY_WORK'])\n",
    )
    run(built)
    (cell,) = nbformat.read(built / "notebooks" / "11_counting.ipynb", as_version=4).cells
    assert cell.outputs[0].text == "1 False\n"
    assert os.environ["OMP_NUM_THREADS"] == "7" and os.environ["OVERHEARD_MY_WORK"] == str(built / "mine")


# -------------------------------------------------------------------------------------------------------- errors

FAILING = """\
# %% [markdown]
# Words.

# %%
def inner(x):
    return 1 / x


# %%
ready = True
inner(0)
"""


def test_an_error_names_lesson_line_and_last_frames(root: Path) -> None:
    file = write(root, "lesson.py", FAILING)
    with pytest.raises(BuildError) as caught:
        run(root)
    told = str(caught.value)
    lines = file.read_text(encoding="utf-8").splitlines()
    named = re.match(r"lesson counting, (.*):(\d+): ZeroDivisionError: division by zero\n", told)
    assert named and named.group(1) == str(file), told
    assert lines[int(named.group(2)) - 1] == "inner(0)"
    assert "in inner(x)" in told and "return 1 / x" in told
    assert "\x1b[" not in told and len(told.splitlines()) <= build.LAST_FRAMES + 1


def test_a_syntax_error_is_named_too(root: Path) -> None:
    write(root, "lesson.py", "# %%\nx = 1\n\n# %%\ny = = 2\n")
    with pytest.raises(BuildError, match=r"lesson\.py:5: 'y = = 2' is not valid Python \(invalid syntax\)"):
        run(root)


def test_an_error_in_the_solutions_names_practice(built: Path) -> None:
    write(built, "practice.py", PLAIN_PRACTICE + "\n# %%\nnothing\n")
    with pytest.raises(BuildError, match=r"practice\.py:\d+: NameError"):
        run(built)


def test_a_cell_that_hangs_is_stopped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "CELL_TIMEOUT", 1)
    write(root, "lesson.py", "# %%\nx = 1\n\n# %%\nimport time\ntime.sleep(30)\n")
    with pytest.raises(BuildError, match=r"lesson counting, .*lesson\.py:5: the cell took more than 1 s"):
        run(root)


KILL = "import os, signal\nos.kill(os.getpid(), signal.SIG{})\n"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (KILL.format("KILL"), r"lesson\.py:2: the kernel died \(out of memory\?\)$"),
        (KILL.format("SEGV"), r"lesson\.py:2: the kernel crashed \(SIGSEGV\)"),
        (
            "import os\nos._exit(3)\n",
            r"the kernel ended by itself, with status 3: os\._exit\(\) in it or in a cell",
        ),
        (
            "exit()\n\n# %%\nimport time\ntime.sleep(1)\n\n# %%\n1\n",
            r"the kernel ended by itself, with status 0: exit\(\) in it or in a cell",
        ),
        ("# exit() would end it\nimport posix\nposix._exit(0)\n", "did the code call exit"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that tell why")
def test_a_kernel_that_dies_is_told_with_the_reason(root: Path, cells: str, words: str) -> None:
    """exit() is not called a lack of memory, and only a process that was killed may have had one."""
    write(root, "lesson.py", f"# %%\n{cells}")
    with pytest.raises(BuildError, match=r"lesson counting, .*lesson\.py:\d+: the kernel.*") as caught:
        run(root)
    assert re.search(words, str(caught.value)), str(caught.value)


SLOW = "import time\ntime.sleep(1.2)\n"


def test_a_guess_that_is_answered_too_late_is_refused(root: Path) -> None:
    """And at once: the cell below it, which would hang, is not reached."""
    answer = "# %%\ndef reveal(guess): print(guess)\n\n# %%\n" + SLOW + "reveal(3)\n\n# %%\nwhile True: pass\n"
    write(root, "lesson.py", answer)
    with pytest.raises(BuildError) as caught:
        run(root)
    told = str(caught.value)
    assert re.match(
        r"lesson counting, .*lesson\.py:5: the cell that answers a guess took [1-9]\.\d s, at most 1 s", told
    )
    assert told.endswith("measure above, reveal in a cell of its own")
    assert not (root / "notebooks" / "11_counting.ipynb").exists()


@pytest.mark.parametrize(
    "lesson",
    [
        f"# %%\n{SLOW}def reveal(guess): print(guess)\n\n# %%\nreveal(3)\n",  # measured above
        f"# %%\n{SLOW}# reveal(3) would answer\n",
    ],
)
def test_only_the_cell_that_answers_a_guess_must_be_quick(root: Path, lesson: str) -> None:
    write(root, "lesson.py", lesson)
    assert run(root)["notebooks"] == "executed"


def test_an_answer_that_fails_is_told_as_an_error(root: Path) -> None:
    write(root, "lesson.py", f"# %%\n{SLOW}reveal(3)\n")
    with pytest.raises(BuildError, match=r"lesson\.py:4: NameError"):
        run(root)


def test_an_empty_code_cell_is_refused(root: Path) -> None:
    write(root, "lesson.py", "# %%\nx = 1\n\n# %%\n\n# %%\ny = 1\n")
    with pytest.raises(BuildError, match=r"lesson\.py:\d+: an empty code cell"):
        run(root)


# A practice whose checks stand in the notebook: the real ones look for the lesson in this checkout.
CHECKED = """\
# %%
from types import SimpleNamespace
from overheard.check import lesson_checks

check = SimpleNamespace(double=lambda f: print(WORDS), other=lambda f: print("✓ other: passed. Rightly."))

# %%
check.other(None)

# %%
# Now the other one.
check.double(lambda x: x)
"""


def checked(words: str) -> str:
    return CHECKED.replace("WORDS", repr(words))


def test_a_solution_that_passes_its_check_is_built(built: Path) -> None:
    write(built, "practice.py", checked("✓ double: passed. It answers 3 inputs rightly: 3 given."))
    assert run(built)["solutions"] == "executed"


@pytest.mark.parametrize("words", ["double: not yet. It gave 3.", ""])
def test_a_solution_that_does_not_pass_its_check_is_refused(built: Path, words: str) -> None:
    file = write(built, "practice.py", checked(words))
    before = (built / "solutions" / "11_counting.ipynb").read_bytes()
    with pytest.raises(BuildError) as caught:
        run(built)
    told = str(caught.value)
    assert told.startswith(
        f"lesson counting, {file}:12: the solution of 'double' does not pass its check; mend it, or "
    )
    assert str(built / "lessons" / "counting" / "checks.py") in told.splitlines()[0]
    assert told.splitlines()[1] == (words or "The check said nothing.")
    assert (built / "solutions" / "11_counting.ipynb").read_bytes() == before


@pytest.mark.parametrize(("name", "line"), [("practice.py", 12), ("lesson.py", 12)])
def test_the_check_of_an_unknown_exercise_is_refused(built: Path, name: str, line: int) -> None:
    file = write(
        built, name, checked("There is no exercise 'double' here. Did you mean check.twice? There are: twice.")
    )
    with pytest.raises(BuildError) as caught:
        run(built)
    first, second = str(caught.value).splitlines()
    assert first.startswith(f"lesson counting, {file}:{line}: ") and "checks.py has no exercise 'double'" in first
    assert "Did you mean check.twice?" in second


def test_a_page_may_show_a_check_that_waits(built: Path) -> None:
    write(built, "lesson.py", checked("double: not attempted yet. Write your own lines above."))
    assert run(built)["notebooks"] == "executed"


def test_the_checks_own_words_are_understood(tmp_path: Path) -> None:
    """With the real command and the real checks, in a copy."""
    root = tiny_checkout.make(tmp_path / "tiny", package=True)
    file = root / "lessons" / "counting" / "practice.py"
    good = file.read_text(encoding="utf-8")
    for old, new, words in (
        ("return len(things)", "return len(things) + 1", "the solution of 'count' does not pass its check"),
        ("check.count(count)", "check.cuont(count)", "has no exercise 'cuont'"),
    ):
        file.write_text(good.replace(old, new), encoding="utf-8")
        done = tiny_checkout.overheard(root, "build", "counting")
        assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr, done.stderr
        assert "lessons/counting/practice.py:" in done.stderr and "lessons/counting/checks.py" in done.stderr


def test_a_syntax_error_in_the_checks_is_one_line(root: Path) -> None:
    write(root, "practice.py", checked("✓ double: passed."))
    file = write(root, "checks.py", "EXERCISES = [\n    1,\n    2 3\n]\n")
    for act in (run, stale):
        with pytest.raises(BuildError) as caught:
            act(root)
        (line,) = str(caught.value).splitlines()
        assert line.startswith(f"{file}:3: not valid Python: invalid syntax")


def test_what_is_wrong_in_a_shared_file_is_no_fault_of_the_page(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    glossary = root / "docs" / "glossary.yml"
    glossary.write_text("beta: Two.\nalpha: One.\n", encoding="utf-8")
    monkeypatch.setattr(reference, "load_glossary", functools.partial(reference.load_glossary, glossary))
    described = root / "lessons" / "counting" / "lesson.yml"
    described.write_text(described.read_text(encoding="utf-8") + "terms: [beta]\n", encoding="utf-8")
    write(root, "lesson.py", "# %% [markdown]\n# {{ takeaway }}\n")
    with pytest.raises(YamlError) as caught:
        render(root)
    assert str(caught.value).startswith(f"{glossary}:2: 'alpha' stands after 'beta'")


FIGURE = """\
# %%
import matplotlib
matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(1, 1))
"""


def test_a_figure_without_an_alternative_is_refused(root: Path) -> None:
    write(root, "lesson.py", FIGURE + "plt.show()\n")
    with pytest.raises(BuildError, match=r"lesson\.py:2: a figure without a text alternative; show it with"):
        run(root)
    assert not (root / "notebooks" / "11_counting.ipynb").exists()


OWN_FIGURE = 'from overheard import plots\nfig, ax = plots.figure(title="Nothing rises")\n'


@pytest.mark.parametrize(
    "cell",
    [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n",
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nfig\n",
        OWN_FIGURE + "fig\n",
    ],
)
def test_no_way_of_showing_a_figure_without_words_is_let_through(root: Path, cell: str) -> None:
    write(root, "lesson.py", "# %%\nx = 1\n\n# %%\n" + cell)
    with pytest.raises(BuildError, match=r"lesson\.py:5: a figure without .* plots\.show\(fig, alt=\.\.\.\)"):
        run(root)


@pytest.mark.parametrize(
    ("text", "picture", "alternative"),
    [
        ("<Figure size 576x360 with 1 Axes>", False, ""),
        ("(<Figure size 576x360 with 1 Axes>, <Axes: >)", False, ""),
        ("<__main__.Own object at 0x7f0000000000>", True, ""),
        ("<IPython.core.display.Image object>", True, ""),
        ("too short", True, ""),
        ("<Axes: xlabel='x'>", False, None),
        ("Words, and a line that rises.", True, "Words, and a line that rises."),
        ("Words, and no picture.", False, None),
    ],
)
def test_what_counts_as_words_for_a_figure(text: str, picture: bool, alternative: str | None) -> None:
    data = {"text/plain": text} | ({"image/png": "iVBORw0KGgo="} if picture else {})
    assert build.figure_alternative(nbformat.v4.new_output("display_data", data)) == alternative


def test_the_alternative_stands_where_readers_find_it(built: Path) -> None:
    alt = "An empty picture with nothing but two axes."
    write(built, "lesson.py", FIGURE + f"from overheard import plots\nplots.show(fig, alt={alt!r})\n")
    run(built)
    (cell,) = nbformat.read(built / "notebooks" / "11_counting.ipynb", as_version=4).cells
    (output,) = [output for output in cell.outputs if "image/png" in output.get("data", {})]
    assert output.data["text/plain"] == output.metadata["image/png"].alt == cell.metadata.mystnb.image.alt == alt
    # It is kept when only words change, and the notebook counts as in step.
    write(built, "lesson.py", (built / "lessons/counting/lesson.py").read_text() + "\n# %% [markdown]\n# Words.\n")
    assert run(built)["notebooks"] == "written"
    again = nbformat.read(built / "notebooks" / "11_counting.ipynb", as_version=4).cells[0]
    assert again.metadata.mystnb.image.alt == alt
    assert build.check(curriculum.read(built), [curriculum.read(built).lesson("counting")], built) == []


# ----------------------------------------------------------------------------------- a failed build changes nothing


def test_a_failed_build_leaves_the_old_notebook_whole(built: Path) -> None:
    path = built / "notebooks" / "11_counting.ipynb"
    before = path.read_bytes()
    write(built, "lesson.py", FAILING)
    with pytest.raises(BuildError):
        run(built)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interrupted_write_leaves_the_old_notebook_whole(
    built: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    path = built / "notebooks" / "11_counting.ipynb"
    before = path.read_bytes()
    write(built, "lesson.py", PLAIN_LESSON.replace("half", "a half"))

    def interrupted(self: Path, target: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(error):
        run(built)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name], "no half-written file stays behind"


def test_an_interrupt_while_executing_leaves_the_old_notebook_whole(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = built / "notebooks" / "11_counting.ipynb"
    before = path.read_bytes()
    write(built, "lesson.py", PLAIN_LESSON.replace("half", "a half"))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(built, progress=interrupt)
    assert path.read_bytes() == before


# ------------------------------------------------------------------------------------------------------- --check


def stale(root: Path) -> dict[str, str]:
    listing = curriculum.read(root)
    return {
        one.path.relative_to(root).as_posix(): one.why
        for one in build.check(listing, [listing.lesson("counting")], root)
    }


def test_check_is_content_after_a_build(built: Path) -> None:
    assert stale(built) == {}


def test_check_names_what_is_missing(root: Path) -> None:
    assert stale(root) == {f"{folder}/11_counting.ipynb": "it is missing" for folder in build.KINDS}


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("lesson.py", "half", "a half", ["notebooks"]),
        ("lesson.py", "# %%\nprint", "# %% [markdown]\n# New.\n\n# %%\nprint", ["notebooks"]),
        ("lesson.yml", "You will have counted.", "You will count.", ["notebooks"]),
        ("lesson.yml", "title: Counting", "title: Count", ["notebooks", "exercises", "solutions"]),
        ("practice.py", "return 2 * x", "return x + x", ["solutions"]),
        ("practice.py", "x: int", "number: int", ["exercises", "solutions"]),
    ],
)
def test_check_names_what_a_change_makes_stale(
    built: Path, file: str, old: str, new: str, named: list[str]
) -> None:
    text = (built / "lessons" / "counting" / file).read_text(encoding="utf-8")
    assert old in text
    write(built, file, text.replace(old, new))
    assert sorted(stale(built)) == sorted(f"{folder}/11_counting.ipynb" for folder in named)


def test_check_notices_an_edit_by_hand(built: Path) -> None:
    path = built / "notebooks" / "11_counting.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for key, change in (
        ("source", lambda cell: cell.update(source=["another = 1"])),
        ("tags", lambda cell: cell["metadata"].update(tags=["nbval-skip"])),
        ("id", lambda cell: cell.update(id="another")),
        ("type", lambda cell: cell.update(cell_type="raw")),
    ):
        changed = json.loads(json.dumps(notebook))
        change(changed["cells"][2])
        path.write_text(json.dumps(changed), encoding="utf-8")
        assert stale(built) == {"notebooks/11_counting.ipynb": "its cell 2 differs from the sources"}, key
    changed = json.loads(json.dumps(notebook))
    changed["metadata"]["kernelspec"]["name"] = "elixir"
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert stale(built) == {"notebooks/11_counting.ipynb": "its metadata differ"}
    path.write_text("{", encoding="utf-8")
    assert "not readable as a notebook" in stale(built)["notebooks/11_counting.ipynb"]


def test_outputs_are_not_the_business_of_check(built: Path) -> None:
    path = built / "notebooks" / "11_counting.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("half of it is 3.0", "half of it is 9.0"))
    assert stale(built) == {}


def test_check_names_orphans(built: Path) -> None:
    shutil.copy(built / "notebooks" / "11_counting.ipynb", built / "notebooks" / "13_dividing.ipynb")
    shutil.copy(built / "exercises" / "11_counting.ipynb", built / "exercises" / "99_gone.ipynb")
    assert sorted(stale(built)) == ["exercises/99_gone.ipynb", "notebooks/13_dividing.ipynb"]
    assert all("belongs to no lesson" in why for why in stale(built).values())


def test_changed_checks_are_noticed(root: Path) -> None:
    """What a notebook calls changes what it shows."""
    for name in ("practice.py", "lesson.py"):
        write(root, name, checked("✓ double: passed."))
    run(root)
    assert stale(root) == {} and set(run(root).values()) == {"unchanged"}
    write(root, "answers.py", "ANSWERS = {'none': None}\n")
    assert stale(root) == {}
    write(root, "checks.py", "EXERCISES = []\n")
    why = "checks.py, a module beside it, or the list of lessons has changed since it was executed"
    assert stale(root) == {f"{folder}/11_counting.ipynb": why for folder in ("notebooks", "solutions")}
    assert run(root) == {"notebooks": "executed", "exercises": "unchanged", "solutions": "executed"}
    assert stale(root) == {} and set(run(root).values()) == {"unchanged"}
    write(root, "helper.py", "x = 1\n")
    assert set(stale(root).values()) == {why}


def test_a_notebook_that_does_not_say_which_checks_it_saw_is_executed_again(built: Path) -> None:
    write(built, "practice.py", checked("✓ double: passed."))
    run(built)
    path = built / "solutions" / "11_counting.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'\n *"checks": "\w+",', "", text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert list(stale(built)) == ["solutions/11_counting.ipynb"]
    assert run(built)["solutions"] == "executed" and path.read_text(encoding="utf-8") == text


def test_other_notebooks_that_are_out_of_step_are_told(built: Path) -> None:
    write(built, "lesson.py", PLAIN_LESSON, slug="adding")
    write(built, "practice.py", PLAIN_PRACTICE, slug="adding")
    run(built, "adding")

    def told() -> str:
        listing = curriculum.read(built)
        return build.elsewhere(listing, [listing.lesson("counting")], built)

    assert told() == ""
    described = built / "lessons" / "counting" / "lesson.yml"
    described.write_text(described.read_text(encoding="utf-8").replace("Counting", "Numbers"), encoding="utf-8")
    run(built)
    assert told() == ("Out of step now: notebooks/12_adding.ipynb. `overheard build` without a name mends that.")
    write(built, "practice.py", "# %% [markdown]\n# {{ heeder }}\n", slug="adding")
    assert "could not be looked at" in told() and "unknown directive" in told()


# ---------------------------------------------- adding a lesson is a folder, a line, and perhaps a data set


def test_adding_a_lesson_is_a_folder_a_line_and_perhaps_a_data_set(tmp_path: Path) -> None:
    """With the real command, in a copy: made, built, checked, its check answers; removed, and nothing is left."""
    root = tiny_checkout.make(tmp_path / "tiny", package=True)
    listing = root / "curriculum.yml"
    as_it_was = listing.read_text(encoding="utf-8")

    def command(*arguments: str, code: int = 0) -> str:
        done = tiny_checkout.overheard(root, *arguments)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def state() -> dict[Path, bytes]:
        files = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return {path.relative_to(root): path.read_bytes() for path in files}

    command("build")
    before = state()
    folder = tiny_checkout.add_lesson(root, "halving", "Halving", "[adding]")  # the folder
    listing.write_text(
        as_it_was.replace("\n  - number: 2", "\n      - {number: 14, slug: halving}\n  - number: 2"),
        encoding="utf-8",
    )  # the line
    data = root / "datasets" / "halves"  # the data set
    data.mkdir()
    (data / "halves.csv").write_text("whole,half\n2,1\n", encoding="utf-8")
    digest = datasets.sha256(data / "halves.csv")
    (data / "README.md").write_text(
        "---\nname: halves\ntitle: Halves\nsummary: Two and one.\nsource: Made here\nlicence: CC0\n"
        "synthetic: true\nrows: one\ncolumns: {whole: a number, half: a number}\ncollected: by hand\n"
        f"changed: nothing\nproblems: [tiny]\nfiles: {{halves.csv: {digest}}}\nrestore: git checkout\n---\n",
        encoding="utf-8",
    )
    described = (folder / "lesson.yml").read_text(encoding="utf-8")
    (folder / "lesson.yml").write_text(described.replace("datasets: []", "datasets: [halves]"), encoding="utf-8")
    lesson = (folder / "lesson.py").read_text(encoding="utf-8")
    reading = (
        "# %% [markdown]\n# {{ data: halves }}\n\n# %%\nfrom overheard import datasets\n\n"
        'print(datasets.verified("halves", "halves.csv").read_text())\n\n# %% [markdown]\n# {{ takeaway }}'
    )
    (folder / "lesson.py").write_text(
        lesson.replace("# %% [markdown]\n# {{ takeaway }}", reading), encoding="utf-8"
    )

    assert "14_halving.ipynb: it is missing" in command("build", "--check", "halving", code=1)
    told = command("build").splitlines()
    # The lesson before it now leads on to this one; nothing else changes.
    assert told[:3] == [
        "11_counting: notebooks unchanged, exercises unchanged, solutions unchanged",
        "12_adding: notebooks written, exercises unchanged, solutions unchanged",
        "14_halving: notebooks executed, exercises written, solutions executed",
    ]
    command("build", "--check")
    made = nbformat.read(root / "notebooks" / "14_halving.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in made.cells)
    assert "# 14 · Halving" in text and "Two and one." in text and "](11_counting.ipynb)" in text
    assert [cell.outputs[0].text for cell in made.cells if "verified" in cell.source] == ["whole,half\n2,1\n\n"]
    solved = nbformat.read(root / "solutions" / "14_halving.ipynb", as_version=4)
    assert "passed" in str(solved.cells[-1].outputs).lower()
    unsolved = nbformat.read(root / "exercises" / "14_halving.ipynb", as_version=4)
    assert build.STUB in unsolved.cells[2].source and "return len" not in unsolved.cells[2].source

    shutil.rmtree(folder)
    shutil.rmtree(data)
    listing.write_text(as_it_was, encoding="utf-8")
    told = command("build", "--check", code=1)
    for folder_of_notebooks in build.KINDS:
        assert (
            f"{folder_of_notebooks}/14_halving.ipynb: it belongs to no lesson that is ready: move it elsewhere"
            in told
        )
        (root / folder_of_notebooks / "14_halving.ipynb").unlink()
    command("build")
    assert state() == before


def test_a_widget_is_stored_as_a_sentence_for_readers() -> None:
    """Its own text is its constructor call, cut off; and its model lives only while the kernel does."""
    output = nbformat.v4.new_output(
        "display_data",
        {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "HBox(children=(Dropd…"},
    )
    (stored,) = build._clean_outputs([output])
    assert list(stored.data) == ["text/plain"]
    assert "run this cell in JupyterLab" in stored.data["text/plain"]
    bar = nbformat.v4.new_output("display_data", dict(output.data) | {"text/plain": "epoch: 0%|      | 0/8"})
    bar.data["application/vnd.jupyter.widget-view+json"] = {"model_id": "2"}
    assert build._clean_outputs([bar]) == []


def test_the_start_page_is_executed_again_when_the_list_changes(tmp_path: Path) -> None:
    """Its map is an output: the cells alone would not tell that a lesson has been added."""
    root = tiny_checkout.make(tmp_path / "tiny")
    tiny_checkout.add_lesson(root, "start_here", "Start here")
    listing = root / "curriculum.yml"
    first = "  - {number: 0, title: Before, lessons: [{number: 0, slug: start_here}]}\n"
    listing.write_text(listing.read_text().replace("parts:\n", f"parts:\n{first}"))

    def stored(slug: str) -> str:
        found = curriculum.read(root)
        notebook, _ = build.render_notebook(found, found.lesson(slug), build.NOTEBOOKS)
        return notebook.metadata["overheard"].get("checks", "")

    page = root / "lessons" / "start_here" / "lesson.py"
    page.write_text(page.read_text() + "\n# %%\nfrom overheard.check import lesson_checks\n")
    before = stored("start_here"), stored("counting")
    listing.write_text(
        listing.read_text().replace("{number: 12, slug: adding}", '{number: 12, slug: adding, planned: "x"}')
    )
    assert stored("start_here") != before[0] and stored("counting") == before[1]

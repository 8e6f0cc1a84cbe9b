"""`overheard new-lesson`: the room that it makes is whole, and nothing that anybody wrote is touched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_checkout
import yaml

from overheard import curriculum, paths
from overheard.author import new_lesson
from overheard.errors import OverheardError

QUOTE = tiny_checkout.any_quote()
STRUCTURE = ["test_lessons.py", "test_answers.py", "test_mistakes.py", "test_mutants.py", "test_notebooks.py"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_checkout.make(tmp_path / "tiny")


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def make(root: Path, slug: str = "halving", number: int | None = 14, title: str | None = "Halving", **options):
    return new_lesson.make(slug, number, title, root=root, **{"quote": QUOTE, **options})


def finish(root: Path, slug: str) -> None:
    """What an author does in the end: the lesson is no draft any more."""
    file = root / "lessons" / slug / "lesson.yml"
    file.write_text(re.sub(r"^draft: true.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE))


# -------------------------------------------------------------------------------------------- what it makes


def test_a_new_lesson_passes_every_test_of_a_lesson(tmp_path: Path) -> None:
    """The real command in a copy, then the builder, the structure tests and nbval."""
    root = tiny_checkout.make(tmp_path / "tiny", package=True)
    shutil.copy(paths.ROOT / "conftest.py", root)
    shutil.copy(paths.ROOT / "pyproject.toml", root)
    shutil.copytree(paths.ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    made = tiny_checkout.overheard(
        root, "new-lesson", "page_loads", "--number", "21", "--title", "Pages that load", "--quote", QUOTE
    )
    assert made.returncode == 0, made.stderr
    assert "lessons/page_loads/ is made, and lesson 21 listed." in made.stdout
    draft = tiny_checkout.overheard(root, "build", "page_loads")
    assert draft.returncode == 0, draft.stderr
    assert (root / "build/drafts/notebooks/21_page_loads.ipynb").exists()
    assert not list((root / "notebooks").glob("21_*")) and "page_loads" not in (root / "README.md").read_text()
    finish(root, "page_loads")
    built = tiny_checkout.overheard(root, "build", "page_loads")
    assert built.returncode == 0, built.stderr
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    command += [f"{folder}/21_page_loads.ipynb" for folder in ("notebooks", "solutions")]
    command += [f"tests/lessons/{name}" for name in STRUCTURE] + ["-k", "page_loads"]
    search = os.pathsep.join([str(root), str(root / "tests" / "offline")])
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=600,
        env={**os.environ, "PYTHONPATH": search, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    passed = int(re.search(r"(\d+) passed", done.stdout).group(1))
    assert passed >= 50 and "skipped" not in done.stdout, done.stdout


def test_it_is_a_folder_and_a_line(root: Path) -> None:
    before = files(root)
    made = make(root)
    assert f"transcripts/quotes.yml: halving is added to the lessons of {QUOTE}." in made.lines()
    after = files(root)
    changed = {name for name in after if after[name] != before.get(name)}
    room = {f"lessons/halving/{name}" for name in curriculum.SOURCES}
    assert changed == room | {"curriculum.yml", "transcripts/quotes.yml"} and set(before) <= set(after)
    assert made.folder == root / "lessons" / "halving"
    assert not [name for name in room if b"TEMPLATE" in after[name]]
    lesson = curriculum.read(root).lesson("halving")
    assert (lesson.number, lesson.title, lesson.quotes) == (14, "Halving", [QUOTE])


def test_comments_and_order_stay(root: Path) -> None:
    before = (root / "curriculum.yml").read_text(encoding="utf-8").splitlines()
    make(root)
    after = (root / "curriculum.yml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["      - {number: 14, slug: halving}"]
    assert [line for line in after if line in before] == before


@pytest.mark.parametrize(
    ("number", "order"), [(10, "halving counting adding dividing"), (14, "counting adding dividing halving")]
)
def test_the_line_stands_in_its_place(root: Path, number: int, order: str) -> None:
    make(root, number=number)
    assert [entry.slug for entry in curriculum.read(root).parts[0].entries] == order.split()


def test_the_first_lesson_of_an_empty_part(root: Path) -> None:
    make(root, number=21)
    assert "    lessons:\n      - {number: 21, slug: halving}\n" in (root / "curriculum.yml").read_text()
    assert [entry.slug for entry in curriculum.read(root).parts[1].entries] == ["halving"]


def test_a_planned_lesson_becomes_a_ready_one(root: Path) -> None:
    before = (root / "curriculum.yml").read_text(encoding="utf-8")
    made = make(root, "dividing", None, None)
    assert (made.number, made.title) == (13, "Fair shares")
    old = '{number: 13, slug: dividing, planned: "Fair shares"}'
    assert (root / "curriculum.yml").read_text(encoding="utf-8") == before.replace(
        old, "{number: 13, slug: dividing}"
    )
    listing = curriculum.read(root)
    assert listing.planned == [] and listing.lesson("dividing").title == "Fair shares"


def test_a_planned_lesson_may_get_another_title(root: Path) -> None:
    assert make(root, "dividing", 13, 'Shares: "fair" ones').title == 'Shares: "fair" ones'
    assert curriculum.read(root).lesson("dividing").title == 'Shares: "fair" ones'


def test_the_quote_says_that_it_motivates_the_lesson(root: Path) -> None:
    quotes = root / "transcripts" / "quotes.yml"
    before = quotes.read_text(encoding="utf-8")
    make(root)
    after = quotes.read_text(encoding="utf-8")
    assert after != before and after.replace(", halving]", "]") == before
    (record,) = [record for record in yaml.safe_load(after)["quotes"] if record["id"] == QUOTE]
    assert record["lessons"][-1] == "halving"


def test_quotes_that_name_the_lesson_are_taken(root: Path) -> None:
    quotes = root / "transcripts" / "quotes.yml"
    text = quotes.read_text(encoding="utf-8")
    quotes.write_text(re.sub(r"(lessons: \[)", r"\1halving, ", text, count=2), encoding="utf-8")
    before = quotes.read_text(encoding="utf-8")
    ids = [record["id"] for record in yaml.safe_load(before)["quotes"][:2]]
    made = make(root, quote=None)
    assert (made.quote, made.other_quotes) == (ids[0], ids[1:])
    assert not [line for line in made.lines() if "quotes.yml" in line]
    assert quotes.read_text(encoding="utf-8") == before


def test_it_needs_the_start_page_where_there_is_one(root: Path) -> None:
    make(root)
    assert curriculum.read(root).lesson("halving").needs == []
    tiny_checkout.add_lesson(root, "start_here", "Start here")
    listing = root / "curriculum.yml"
    first = "  - {number: 0, title: Before, lessons: [{number: 0, slug: start_here}]}\n"
    listing.write_text(listing.read_text().replace("parts:\n", f"parts:\n{first}"))
    make(root, "thirds", 15, "Thirds")
    assert curriculum.read(root).lesson("thirds").needs == ["start_here"]


def test_the_planned_lessons_of_this_project_can_be_begun(tmp_path: Path) -> None:
    """One after the other, in a copy of the list: each line can be turned, and a quote names each."""
    shutil.copy(paths.CURRICULUM, tmp_path)
    shutil.copytree(paths.TRANSCRIPTS, tmp_path / "transcripts")
    for lesson in [
        *curriculum.load().lessons,
        *curriculum.load().drafts,
    ]:  # not the folders that somebody has just begun
        shutil.copytree(lesson.folder, tmp_path / "lessons" / lesson.slug)
    shutil.copytree(paths.DATASETS, tmp_path / "datasets", ignore=shutil.ignore_patterns("*.gz", "*.csv"))
    for entry in curriculum.load().planned:
        made = new_lesson.make(entry.slug, root=tmp_path)
        assert (made.number, made.title) == (entry.number, entry.title)
    listing = curriculum.read(tmp_path)
    assert listing.planned == [] and len(listing.lessons + listing.drafts) == len(curriculum.load().entries)


# -------------------------------------------------------------------------------------------- what it refuses

REFUSED = {
    "a slug with a capital": ({"slug": "Halving"}, "cannot be a slug"),
    "a slug with a dash": ({"slug": "half-way"}, "cannot be a slug"),
    "a slug that is a path": ({"slug": "../halving"}, "cannot be a slug"),
    "a slug that begins with a digit": ({"slug": "2halves"}, "cannot be a slug"),
    "an empty slug": ({"slug": ""}, "cannot be a slug"),
    "a slug with a line break": ({"slug": "halving\n"}, "cannot be a slug"),
    "a slug that is taken": ({"slug": "adding"}, "listed as ready already"),
    "a number that is taken": ({"number": 12}, "taken by adding. Free in part 1: 14, 15"),
    "a number that is planned for": ({"number": 13}, "taken by dividing"),
    "a part that does not exist": (
        {"number": 84},
        "There is no part 8 for the number 84. Parts: 1 First steps, 2 Later",
    ),
    "a number of three digits": ({"number": 114}, "no part 11"),
    "a negative number": ({"number": -1}, "There is no part"),
    "no number": ({"number": None}, "needs a number"),
    "no title": ({"title": None}, "needs a title"),
    "an empty title": ({"title": " "}, "1 to 70 characters"),
    "a title that is too long": ({"title": "x" * 71}, "this one has 71"),
    "another number than planned": ({"slug": "dividing", "number": 14}, "planned with the number 13"),
    "an unknown quote": ({"quote": "never-said"}, "no quote 'never-said'"),
    "no quote that names it": ({"quote": None}, "choose one with --quote ID"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_writes_nothing(root: Path, name: str) -> None:
    options, words = REFUSED[name]
    before = files(root)
    with pytest.raises(OverheardError) as caught:
        make(root, **options)
    assert words in str(caught.value) and len(str(caught.value).splitlines()) == 1
    assert files(root) == before


@pytest.mark.parametrize("content", ["", "mine.txt"])
def test_a_folder_that_is_there_is_never_touched(root: Path, content: str) -> None:
    folder = root / "lessons" / "halving"
    folder.mkdir()
    if content:
        (folder / content).write_text("my work")
    before = files(root)
    with pytest.raises(OverheardError, match="nothing is overwritten"):
        make(root)
    assert files(root) == before and folder.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - {number: 12, slug: adding}\n", "      - number: 12\n        slug: adding\n"),
        ("      - {number: 12, slug: adding}\n", "      - {number: 12,\n         slug: adding}\n"),
        ('{number: 13, slug: dividing, planned: "Fair shares"}', "{number: 13, slug: dividing,\n planned: Fair}"),
    ],
)
def test_a_list_in_another_form_is_kept_or_left_to_its_author(root: Path, old: str, new: str) -> None:
    listing = root / "curriculum.yml"
    text = listing.read_text()
    assert old in text
    listing.write_text(text.replace(old, new))
    curriculum.read(root)
    before = files(root)
    for slug, number in (("halving", 14), ("dividing", 13)):
        try:
            make(root, slug, number)
        except OverheardError as error:
            assert "in a form that this command does not know" in str(error)
            assert files(root) == before
        else:
            assert slug in {lesson.slug for lesson in curriculum.read(root).drafts}
            before = files(root)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("place", ["_replace", "curriculum.read"])
def test_an_interruption_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], place: str
) -> None:
    before = files(root)

    def interrupted(*_: object) -> None:
        raise error

    if place == "_replace":
        monkeypatch.setattr(new_lesson, "_replace", interrupted)
    else:
        monkeypatch.setattr(curriculum, "read", interrupted)
    with pytest.raises(error):
        make(root)
    assert files(root) == before and not (root / "lessons" / "halving").exists()


def test_an_interrupted_copy_leaves_no_half_room(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make(root)
    assert (
        files(root) == before and [path.name for path in (root / "lessons").iterdir() if "new" in path.name] == []
    )


def test_the_template_holds_what_a_room_must_hold() -> None:
    assert {path.name for path in new_lesson.TEMPLATE.iterdir() if path.suffix} == set(curriculum.SOURCES)

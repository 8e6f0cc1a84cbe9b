"""The list of lessons: what it gives, and that each mistake is refused with file, line and mend."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_checkout

from overheard import curriculum, paths
from overheard.author import build, render
from overheard.errors import OverheardError
from overheard.yamlfile import YamlError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny_checkout.make(tmp_path / "tiny")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def refused(root: Path) -> YamlError:
    with pytest.raises(YamlError) as caught:
        curriculum.read(root)
    return caught.value


# ------------------------------------------------------------------------------------------------- a good list


def test_a_good_list_is_read(root: Path) -> None:
    listing = curriculum.read(root)
    assert [lesson.name for lesson in listing.lessons] == ["11_counting", "12_adding"]
    assert [entry.slug for entry in listing.planned] == ["dividing"]
    assert [part.title for part in listing.parts] == ["First steps", "Later"]
    counting = listing.lesson("counting")
    assert (counting.number, counting.part, counting.seconds.total) == (11, 1, 15)
    assert (counting.size, counting.your_turn) == ("short", [])
    assert counting.minutes.practise == 5
    assert counting.minutes.read == 1  # eight words and three lines of code
    assert counting.folder == root / "lessons" / "counting"
    assert listing.after(counting).slug == "adding"
    assert listing.after(listing.lesson("adding")) is None


@pytest.mark.parametrize("word", ["adding", "12", "12_adding"])
def test_a_lesson_is_found_by_slug_number_and_name(root: Path, word: str) -> None:
    assert curriculum.read(root).lesson(word).slug == "adding"


def test_an_unknown_lesson_names_the_ready_ones(root: Path) -> None:
    with pytest.raises(OverheardError, match=r"no lesson 'addding'.*counting, adding"):
        curriculum.read(root).lesson("addding")


def test_a_planned_lesson_cannot_be_had(root: Path) -> None:
    with pytest.raises(OverheardError, match="planned and not written yet"):
        curriculum.read(root).lesson("dividing")


def test_the_list_of_this_project_is_good() -> None:
    listing = curriculum.read(paths.ROOT)
    assert sum(lesson.seconds.total for lesson in listing.lessons) <= curriculum.MOST_SECONDS_ALL
    assert len(listing.entries) >= 20
    assert len({entry.number for entry in listing.entries}) == len(listing.entries)


def test_reading_the_list_imports_nothing_heavy() -> None:
    code = (
        "import sys, overheard.curriculum; "
        "print(*[m for m in ('torch', 'numpy', 'matplotlib', 'nbformat', 'jupytext') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# ------------------------------------------------------------------------------------------- each mistake refused

LISTING = "curriculum.yml"
COUNTING = "lessons/counting/lesson.yml"
ADDING = "lessons/adding/lesson.yml"

# what is done to which file; the file and the text of the line that must be named; words of what and mend
MISTAKES = {
    "unknown key of the list": (
        LISTING,
        "tagline: Two",
        "tagling: One\ntagline: Two",
        LISTING,
        "tagling",
        ["unknown key 'tagling'", "did you mean 'tagline'"],
    ),
    "unknown key of a line": (
        LISTING,
        "slug: counting}",
        "slug: counting, plan: x}",
        LISTING,
        "plan: x",
        ["unknown key 'plan'", "did you mean 'planned'"],
    ),
    "unknown key of a lesson": (
        COUNTING,
        "promise:",
        "promises: All\npromise:",
        COUNTING,
        "promises:",
        ["unknown key 'promises'", "did you mean 'promise'"],
    ),
    "unknown key inside a lesson": (
        COUNTING,
        "{practise: 5}",
        "{practise: 5, practice: 5}",
        COUNTING,
        "minutes:",
        ["unknown key 'practice'", "did you mean 'practise'"],
    ),
    "missing key": (COUNTING, "title: Counting\n", "", COUNTING, "promise:", ["title is missing", "add it"]),
    "too few objectives": (COUNTING, "  - check it\n", "", COUNTING, "objectives:", ["at least 3"]),
    "minutes that are words": (
        COUNTING,
        "practise: 5",
        "practise: five",
        COUNTING,
        "minutes:",
        ["minutes.practise: a whole number is wanted, such as 140; found five"],
    ),
    "minutes to read that are typed": (
        COUNTING,
        "{practise: 5}",
        "{read: 5, practise: 5}",
        COUNTING,
        "minutes:",
        ["minutes: `read` is computed from lesson.py", "remove it"],
    ),
    "a size that is none": (
        COUNTING,
        "minutes:",
        "size: huge\nminutes:",
        COUNTING,
        "size:",
        ["size is 'huge': input should be 'short' or 'long'; correct the value"],
    ),
    "a turn that changes nothing": (
        COUNTING,
        "minutes:",
        "your_turn: [{cell: a, change: {}, shows: [b]}]\nminutes:",
        COUNTING,
        "your_turn:",
        ["your_turn.0.change", "at least 1"],
    ),
    "a turn that shows nothing": (
        COUNTING,
        "minutes:",
        "your_turn: [{cell: a, change: {a: b}, shows: []}]\nminutes:",
        COUNTING,
        "your_turn:",
        ["your_turn.0.shows", "at least 1"],
    ),
    "a turn that shows a number without quotation marks": (
        COUNTING,
        "minutes:",
        "your_turn: [{cell: a, change: {a: b}, shows: [82]}]\nminutes:",
        COUNTING,
        "your_turn:",
        ["your_turn.0.shows.0 must be text and is 82; put the value in quotation marks"],
    ),
    "seconds that are a word": (
        COUNTING,
        "seconds: {lesson: 5, solutions: 5, exercises: 5}",
        "seconds: ten",
        COUNTING,
        "seconds: ten",
        ["seconds: entries with names are wanted (exercises, lesson, solutions); found ten"],
    ),
    "no seconds": (
        COUNTING,
        "{lesson: 5,",
        "{lesson: 0,",
        COUNTING,
        "seconds:",
        ["seconds.lesson: a number above 0 is wanted; found 0"],
    ),
    "minutes below zero": (
        COUNTING,
        "practise: 5",
        "practise: -1",
        COUNTING,
        "minutes:",
        ["minutes.practise: a number of at least 0 is wanted; found -1"],
    ),
    "not YAML": (
        COUNTING,
        "minutes: {practise",
        "minutes: {{practise",
        COUNTING,
        None,
        ["not valid YAML", "began on line"],
    ),
    "key twice": (COUNTING, "needs: []", "needs: []\nneeds: []", COUNTING, None, ["stands twice", "keep one"]),
    "duplicate number": (
        LISTING,
        "number: 12, slug: adding",
        "number: 11, slug: adding",
        LISTING,
        "adding",
        ["number 11 is taken by counting", "free number"],
    ),
    "duplicate slug": (
        LISTING,
        "slug: dividing, planned",
        "slug: adding, planned",
        LISTING,
        "Fair",
        ["adding stands twice", "remove"],
    ),
    "wrong part digit": (
        LISTING,
        "number: 13",
        "number: 23",
        LISTING,
        "number: 23",
        ["23 does not begin with the number of its part, 1", "change the number"],
    ),
    "unsorted": (
        LISTING,
        "number: 11, slug",
        "number: 14, slug",
        LISTING,
        "number: 12",
        ["12 stands after 14", "sort the lines"],
    ),
    "a slug with a space": (
        LISTING,
        "slug: counting",
        "slug: Counting Up",
        LISTING,
        "Counting Up",
        ["correct the value"],
    ),
    "a number of three digits": (
        LISTING,
        "number: 13",
        "number: 130",
        LISTING,
        "130",
        ["at most 99 is wanted; found 130"],
    ),
    "a room that is missing": (
        LISTING,
        'dividing, planned: "Fair shares"',
        "dividing",
        LISTING,
        "dividing",
        ["lessons/dividing/lesson.yml is missing", "planned"],
    ),
    "a room that is not listed": (
        LISTING,
        "      - {number: 12, slug: adding}\n",
        "",
        LISTING,
        "parts:",
        ["lessons/adding/", "not listed", "remove the folder"],
    ),
    "a list without parts": (
        LISTING,
        tiny_checkout.LIST[tiny_checkout.LIST.index("parts:") :],
        "parts: []\n",
        LISTING,
        "parts:",
        ["at least 1"],
    ),
    "a repository that is no address": (
        LISTING,
        "repository: null",
        "repository: somewhere",
        LISTING,
        "repository:",
        ["correct the value"],
    ),
    "unknown quote": (
        ADDING,
        f"quotes: [{tiny_checkout.any_quote()}]",
        "quotes: [never-said]",
        ADDING,
        "quotes:",
        ["unknown quote 'never-said'", "transcripts/quotes.yml"],
    ),
    "unknown need": (ADDING, "needs: [counting]", "needs: [countess]", ADDING, "needs:", ["'countess'", "slug"]),
    "a circle": (
        COUNTING,
        "needs: []",
        "needs: [adding]",
        ADDING,
        "needs:",
        ["a circle: ", "remove one of these needs"],
    ),
    "a lesson that needs itself": (
        COUNTING,
        "needs: []",
        "needs: [counting]",
        COUNTING,
        "needs:",
        ["a circle: counting needs counting"],
    ),
    "recall of a lesson that is not needed": (
        ADDING,
        "recall: []",
        "recall:\n  - {question: why, answer: so, lesson: dividing}",
        ADDING,
        "{question: why",
        ["recall question on dividing", "add it to needs"],
    ),
    "four recall questions": (
        ADDING,
        "recall: []",
        "recall:\n" + 4 * "  - {question: why, answer: so, lesson: counting}\n",
        ADDING,
        "recall:",
        ["at most 3"],
    ),
    "unknown data set": (
        ADDING,
        "datasets: []",
        "datasets: [wine]",
        ADDING,
        "datasets:",
        ["datasets/wine/README.md", "card"],
    ),
    "a lesson that takes too long": (
        ADDING,
        "seconds: {lesson: 5",
        "seconds: {lesson: 231",
        ADDING,
        "seconds:",
        ["241 s", "limit of 240"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_refused(root: Path, name: str) -> None:
    changed, old, new, file, line_with, words = MISTAKES[name]
    edit(root / changed, old, new)
    error = refused(root)
    assert error.path == root / file
    assert str(error).startswith(f"{root / file}:{error.line}: ")
    line = (root / file).read_text(encoding="utf-8").splitlines()[error.line - 1]
    if line_with is not None:
        assert line_with in line, f"line {error.line} is named: {line!r}"
    for word in words:
        assert word in str(error)
    assert ";" in str(error), "the message says what to do"


def test_quotes_that_are_no_yaml_are_named(root: Path) -> None:
    (root / "transcripts" / "quotes.yml").write_text("quotes:\n  - {id: [a\n", encoding="utf-8")
    error = refused(root)
    assert str(error).startswith(f"{root / 'transcripts' / 'quotes.yml'}:2: not valid YAML")


@pytest.mark.parametrize("missing", ["lesson.py", "practice.py", "checks.py", "answers.py"])
def test_a_missing_file_of_a_room_is_named(root: Path, missing: str) -> None:
    (root / "lessons" / "adding" / missing).unlink()
    error = refused(root)
    assert missing in str(error) and "lessons/adding/ lacks" in str(error)
    assert "adding" in (root / LISTING).read_text(encoding="utf-8").splitlines()[error.line - 1]


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    assert "there is no such file" in str(refused(tmp_path))


def test_a_circle_of_three_is_told_in_order(root: Path) -> None:
    tiny_checkout.add_lesson(root, "dividing", "Dividing", "[adding]")
    edit(root / LISTING, 'dividing, planned: "Fair shares"', "dividing")
    assert len(curriculum.read(root).lessons) == 3
    edit(root / COUNTING, "needs: []", "needs: [dividing]")
    told = str(refused(root))
    assert re.search(r"a circle: (\w+) needs (\w+) needs (\w+) needs \1;", told), told


def test_a_need_that_only_comes_later_is_refused(root: Path) -> None:
    edit(root / ADDING, "needs: [counting]", "needs: []")
    edit(root / COUNTING, "needs: []", "needs: [adding]")
    error = refused(root)
    assert "adding comes after this lesson" in str(error) and error.path == root / COUNTING


def test_a_planned_lesson_may_be_needed(root: Path) -> None:
    edit(root / ADDING, "needs: [counting]", "needs: [counting, dividing]")
    assert curriculum.read(root).lesson("adding").needs == ["counting", "dividing"]


# ----------------------------------------------------------------------------------------------------- the budget


def add_many(root: Path, count: int, seconds: int) -> None:
    """``count`` lessons in parts 2 and later, each declaring ``seconds``."""
    lines = (root / LISTING).read_text(encoding="utf-8").split("  - number: 2")[0]
    for i in range(count):
        if i % 10 == 0:
            lines += f"  - number: {2 + i // 10}\n    title: More\n    lessons:\n"
        lines += f"      - {{number: {20 + i}, slug: more{i}}}\n"
        folder = tiny_checkout.add_lesson(root, f"more{i}", f"More {i}")
        edit(folder / "lesson.yml", "{lesson: 5, solutions: 5, exercises: 5}", f"{{lesson: {seconds}}}")
    (root / LISTING).write_text(lines, encoding="utf-8")


def test_only_six_lessons_may_be_long(root: Path) -> None:
    add_many(root, curriculum.MOST_LONG, curriculum.MOST_SECONDS + 1)
    curriculum.read(root)
    edit(root / COUNTING, "seconds: {lesson: 5,", "seconds: {lesson: 99,")
    error = refused(root)
    assert f"7 lessons declare over {curriculum.MOST_SECONDS} s: counting" in str(error)
    assert "at most 6 may" in str(error)


def test_the_sum_of_seconds_is_limited(root: Path) -> None:
    add_many(root, 41, 100)
    assert sum(lesson.seconds.total for lesson in curriculum.read(root).lessons) == 4130
    edit(root / COUNTING, "lesson: 5,", "lesson: 75,")
    curriculum.read(root)  # 4,200: just within
    edit(root / ADDING, "lesson: 5,", "lesson: 6,")
    assert "the lessons declare 4201 s" in str(refused(root))


# ---------------------------------------------------------------------------------- what is planned is never linked


def test_a_planned_lesson_is_never_linked(root: Path) -> None:
    listing = curriculum.read(root)
    page = render.Page(listing, listing.lesson("adding"), "notebooks")
    texts = [
        *page.markdown("see {{ lesson: dividing }}", "here"),
        *page.markdown("{{ header }}", "here"),
        *page.markdown("{{ lessons }}", "here"),
        *page.markdown("{{ takeaway }}", "here"),
    ]
    assert any("Fair shares (planned)" in text for text in texts)
    assert any("Fair shares *(planned)*" in text for text in texts)
    links = re.findall(r"\]\(([^)]*)\)", "\n".join(texts))
    assert any("11_counting" in link for link in links)
    assert not [link for link in links if "dividing" in link or "13_" in link]


def test_no_notebook_of_this_project_links_to_a_planned_lesson() -> None:
    planned = {f"{entry.number:02d}_{entry.slug}.ipynb" for entry in curriculum.load().planned}
    for folder in (paths.NOTEBOOKS, paths.EXERCISES, paths.SOLUTIONS):
        for path in folder.glob("*.ipynb"):
            text = path.read_text(encoding="utf-8")
            assert not [name for name in planned if name in text], path.name


def test_the_start_lesson_needs_no_practice(root: Path) -> None:
    folder = tiny_checkout.add_lesson(root, "start_here", "Start here")
    edit(
        root / LISTING,
        "parts:\n",
        "parts:\n  - {number: 0, title: Before, lessons: [{number: 0, slug: start_here}]}\n",
    )
    for name in ("practice.py", "answers.py"):
        (folder / name).unlink()
    lesson = curriculum.read(root).lesson("start_here")
    assert (lesson.name, lesson.has_practice) == ("00_start_here", False)


def test_a_planned_lesson_may_have_a_draft_in_its_room(tmp_path: Path) -> None:
    root = tiny_checkout.make(tmp_path)
    listing = root / LISTING
    text = listing.read_text(encoding="utf-8")
    assert "slug: adding}" in text
    listing.write_text(text.replace("slug: adding}", "slug: adding, planned: Adding}"), encoding="utf-8")
    assert "adding" in [lesson.slug for lesson in curriculum.read(root).planned]


# ------------------------------------------------------------------------------------------------- drafts


def as_draft(root: Path, slug: str) -> None:
    file = root / "lessons" / slug / "lesson.yml"
    file.write_text(f"draft: true\n{file.read_text(encoding='utf-8')}", encoding="utf-8")


def test_a_draft_is_planned_to_learners_and_there_for_its_author(tmp_path):
    root = tiny_checkout.make(tmp_path / "tiny")
    as_draft(root, "adding")
    for name in ("practice.py", "checks.py", "answers.py"):
        (root / "lessons" / "adding" / name).unlink()
    listing = curriculum.read(root)
    assert [lesson.slug for lesson in listing.lessons] == ["counting"]
    assert [lesson.slug for lesson in listing.drafts] == ["adding"] and listing.lesson("adding").draft
    assert "adding" in {entry.slug for entry in listing.entries}  # as its title, on the map
    assert "adding" not in {entry.slug for entry in listing.planned}  # nobody may begin it again
    assert "Adding" not in render.readme(tiny_checkout.README_MD, listing)
    assert listing.after(listing.lesson("counting")) is None


def test_a_draft_builds_where_no_learner_meets_it(tmp_path):
    root = tiny_checkout.make(tmp_path / "tiny")
    as_draft(root, "adding")
    listing = curriculum.read(root)
    path = build.notebook_path(listing.lesson("adding"), build.NOTEBOOKS, root)
    assert path.relative_to(root).as_posix() == "build/drafts/notebooks/12_adding.ipynb"
    assert build.check(listing, listing.lessons, root) and not [
        stale for stale in build.check(listing, listing.lessons, root) if "adding" in stale.path.name
    ]

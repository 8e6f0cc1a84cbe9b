"""What the start page shows: the map, answered predictions, progress; and the README's table."""

from __future__ import annotations

import re

import pytest

from overheard import curriculum, paths
from overheard.author import render
from overheard.book import pages
from overheard.errors import OverheardError
from overheard.learner import lesson_map
from overheard.predict import reveal


def test_the_map_tells_every_lesson_and_which_are_ready() -> None:
    listing = curriculum.load()
    told = lesson_map.describe(listing)
    for entry in listing.entries:
        if entry.slug == curriculum.START:
            continue
        ready = f"{entry.number:02d} {entry.title} (ready)"
        assert (ready in told) == isinstance(entry, curriculum.Lesson)
        assert f"{entry.number:02d} {entry.title}" in told


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (None, "You made no guess"),
        (85.5, "2.5 too high"),
        (80, "3.0 too low"),
        (83, "exactly right"),
        (83.04, "right to the digits shown"),
        (82.96, "right to the digits shown"),
        (82.94, "0.1 too low"),
        (0.83, "Did you mean 83 per cent rather than 0.83?"),
        (0, "83.0 too low"),
        (1, "82.0 too low"),
        (830, "Did you mean a number from 0 to 100, per cent, rather than 830?"),
        ("80%", "3.0 too low"),
        ("many", "not a number"),
        (float("nan"), "not a number"),
    ],
)
def test_a_prediction_is_answered(guess: object, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    reveal(guess, 83.0)
    told = capsys.readouterr().out
    assert words in told
    assert "Measured: 83.0%" in told
    assert told.count("\n") == 1 and "0.0 too" not in told


@pytest.mark.parametrize(
    ("guess", "measured", "unit", "words"),
    [
        (0.5, 2.0, "%", "1.50 too low"),  # half a per cent is a guess like any other
        (60, 0.41, "of 1 for k-means", "Did you mean 0.6 of 1 rather than 60?"),
        (0.6, 0.41, "of 1 for k-means", "0.19 too high"),
        (0.4, 4, "groups", "3.60 too low"),
    ],
)
def test_a_guess_in_another_unit_is_asked_about(
    guess: float, measured: float, unit: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reveal(guess, measured, unit, digits=2)
    assert words in capsys.readouterr().out


def test_the_readme_lists_the_ready_lessons_and_no_planned_one() -> None:
    listing = curriculum.load()
    text = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert render.readme(text, listing) == text, "run: overheard build"
    for lesson in listing.lessons:
        assert f"(notebooks/{lesson.name}.ipynb)" in text
    for planned in listing.planned:
        assert f"_{planned.slug}.ipynb" not in text


def test_the_map_links_the_exercises_of_each_ready_lesson() -> None:
    listing = curriculum.load()
    start = listing.lesson(curriculum.START)
    (text,) = render.Page(listing, start, "notebooks").markdown("{{ lessons }}", "here")
    for lesson in listing.lessons:
        rows = [row for row in text.splitlines() if f"({lesson.name}.ipynb)" in row]
        if lesson.slug != curriculum.START:
            (row,) = rows
            assert (f"[exercises](../exercises/{lesson.name}.ipynb)" in row) == lesson.has_practice


def ways() -> dict[str, str]:
    """The ways through the lessons that the start page offers: name and text."""
    text = (paths.LESSONS / "start_here" / "lesson.py").read_text(encoding="utf-8")
    found = re.findall(r"^# - \*\*([^*]+)\.\*\* (.*(?:\n#   .*)*)", text, re.MULTILINE)
    return {name: " ".join(way.replace("\n#", " ").split()) for name, way in found}


def test_half_a_day_and_a_day_are_those_of_the_teachers_guide_and_long_enough() -> None:
    listing = curriculum.load()
    numbers = {2: "two", 3: "three"}
    for name, steps, least, most in (
        ("Half a day", pages.HALF_DAY, 90, 240),
        ("A day", pages.DAY, 240, 480),
    ):
        lessons = {slug: amount for slug, amount in steps if amount and slug not in pages.PAUSES}
        assert re.findall(r"\{\{ lesson: (\w+) \}\}", ways()[name]) == list(lessons)
        for amount in lessons.values():
            assert f"first {numbers[amount]} exercises" in ways()[name]
        minutes = listing.lesson(curriculum.START).minutes.read
        for slug, amount in lessons.items():
            lesson = listing.lesson(slug)
            minutes += lesson.minutes.read + sum(pages.exercise_minutes(lesson)[:amount])
        assert least <= minutes <= most, f"{name}: {minutes} minutes"


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(OverheardError, match="marks"):
        render.readme("# Overheard\n", curriculum.load())

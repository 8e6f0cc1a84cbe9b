"""What the start page shows: the map, answered predictions, progress; and the README's table."""

from __future__ import annotations

import pytest

from overheard import curriculum, lesson_map, paths, render
from overheard.errors import OverheardError
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
        ("many", "not a number"),
    ],
)
def test_a_prediction_is_answered(guess: object, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    reveal(guess, 83.0)
    told = capsys.readouterr().out
    assert words in told
    assert "Measured: 83.0%" in told


def test_the_readme_lists_the_ready_lessons_and_no_planned_one() -> None:
    listing = curriculum.load()
    text = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert render.readme(text, listing) == text, "run: overheard build"
    for lesson in listing.lessons:
        assert f"(notebooks/{lesson.name}.ipynb)" in text
    for planned in listing.planned:
        assert f"_{planned.slug}.ipynb" not in text


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(OverheardError, match="marks"):
        render.readme("# Overheard\n", curriculum.load())

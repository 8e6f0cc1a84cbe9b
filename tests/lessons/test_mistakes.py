"""What a lesson's checks.py must hold: mistakes that are refused in their words, inputs of many shapes."""

from __future__ import annotations

import pytest

from overheard import check, curriculum

LISTING = curriculum.load()
LESSONS = [x.slug for x in [*LISTING.lessons, *LISTING.drafts] if (x.folder / "checks.py").exists()]


def plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


@pytest.mark.parametrize("slug", LESSONS)
def test_mistakes_are_answers_that_get_their_words(slug):
    wrong = []
    for name, exercise in check.load_exercises(slug).items():
        for mistake in exercise.mistakes:
            for number, like in enumerate(mistake.likes, 1):
                result = check.judge(exercise, like)
                if result.status != "wrong" or plain(mistake.words) not in plain(result.text):
                    which = f"like {number} of {len(mistake.likes)}" if len(mistake.likes) > 1 else "like"
                    wrong.append(f"{slug}: {name}: the {which} of {mistake.words!r} gets:\n{result.text}")
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


def shapes(exercise: check.Exercise) -> dict[int, set[tuple[int, ...]]]:
    """The shapes in which each argument with two directions or more comes."""
    found: dict[int, set[tuple[int, ...]]] = {}
    for case in exercise.inputs():
        for position, value in enumerate(case.make()):
            shape = tuple(getattr(value, "shape", ()))
            if len(shape) >= 2:
                found.setdefault(position, set()).add(shape)
    return found


@pytest.mark.parametrize("slug", LESSONS)
def test_tables_come_lying_and_standing(slug):
    """A transposition, a wrong axis or a wrong length hides where all inputs are square, or all of one shape."""
    wrong = []
    for name, exercise in check.load_exercises(slug).items():
        for position, found in {} if exercise.kind == "value" else shapes(exercise).items():
            lying, standing = any(s[-2] < s[-1] for s in found), any(s[-2] > s[-1] for s in found)
            if len(found) < 3 or not (lying and standing):
                what = f"argument {position + 1} comes only as {sorted(found)[:5]}"
                wrong.append(f"lessons/{slug}/checks.py: {name}: {what}; draw more rows than columns, and fewer")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)

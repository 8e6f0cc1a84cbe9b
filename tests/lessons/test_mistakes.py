"""Every mistake that a lesson names is handed in as an answer: it is refused, with the words of that mistake."""

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

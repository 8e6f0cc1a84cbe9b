"""Every lesson's own answers: wrong ones get their hint, right ones written differently pass."""

from __future__ import annotations

import functools

import pytest

from overheard import check, curriculum

LISTING = curriculum.load()
LESSONS = [x.slug for x in [*LISTING.lessons, *LISTING.drafts] if (x.folder / "checks.py").exists()]


@functools.cache
def loaded(slug: str):
    return check.load_exercises(slug), check.load_answers(slug)


def fail(lines: list[str]) -> None:
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.mark.parametrize("slug", LESSONS)
def test_right_answers_pass(slug):
    exercises, answers = loaded(slug)
    fail(
        [
            f"{slug}: {name}: right answer {number} is refused:\n{result.text}"
            for name, given in answers.items()
            for number, attempt in enumerate(given.right)
            if not (result := check.judge(exercises[name], attempt)).passed
        ]
    )


@pytest.mark.parametrize("slug", LESSONS)
def test_wrong_answers_get_their_hint(slug):
    exercises, answers = loaded(slug)
    wrong = []
    for name, given in answers.items():
        for number, answer in enumerate(given.wrong):
            result = check.judge(exercises[name], answer.attempt)
            words = (answer.says,) if isinstance(answer.says, str) else answer.says
            lost = [w for w in words if " ".join(w.split()) not in " ".join(result.text.split())]
            if result.status not in ("wrong", "waiting") or lost or not all(words):
                wrong.append(f"{slug}: {name}: wrong answer {number} should get {lost or words}:\n{result.text}")
    fail(wrong)


@pytest.mark.parametrize("slug", LESSONS)
def test_answers_are_of_exercises(slug):
    exercises, answers = loaded(slug)
    unknown = sorted(answers.keys() - exercises.keys())
    fail([f"{slug}: answers.py speaks of {name}, which is no exercise" for name in unknown])


@pytest.mark.parametrize("slug", LESSONS)
def test_feedback_reads_the_same_every_time(slug):
    """Feedback is compared between machines: no addresses, no timings, no order of sets."""
    exercises, answers = loaded(slug)
    again = check.load_exercises(slug)
    for name, given in answers.items():
        for answer in given.wrong:
            first = check.judge(exercises[name], answer.attempt)
            if "still running after" not in first.text:  # where a loop was stopped is chance
                assert check.judge(again[name], answer.attempt) == first
            assert " at 0x" not in first.text
            assert "Traceback" not in first.text

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


@functools.cache
def judged(slug: str, name: str, kind: str, number: int) -> check.Result:
    """The feedback on one answer; each is judged once, and the tests below look at it."""
    exercises, answers = loaded(slug)
    given = answers[name].right[number] if kind == "right" else answers[name].wrong[number].attempt
    return check.judge(exercises[name], given)


def fail(lines: list[str]) -> None:
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.mark.parametrize("slug", LESSONS)
def test_right_answers_pass(slug):
    fail(
        [
            f"{slug}: {name}: right answer {number} is refused:\n{result.text}"
            for name, given in loaded(slug)[1].items()
            for number in range(len(given.right))
            if not (result := judged(slug, name, "right", number)).passed
        ]
    )


@pytest.mark.parametrize("slug", LESSONS)
def test_wrong_answers_get_their_hint(slug):
    wrong = []
    for name, given in loaded(slug)[1].items():
        for number, answer in enumerate(given.wrong):
            result = judged(slug, name, "wrong", number)
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
    again = check.load_exercises(slug)
    for name, given in loaded(slug)[1].items():
        for number, answer in enumerate(given.wrong):
            first = judged(slug, name, "wrong", number)
            if "still running after" not in first.text:  # where a loop was stopped is chance
                assert check.judge(again[name], answer.attempt) == first
            assert " at 0x" not in first.text
            assert "Traceback" not in first.text

"""Every lesson that is ready keeps the manners (tests/helpers/lesson_rules.py), and the tree keeps its own."""

from __future__ import annotations

import re
import subprocess

import pytest
from lesson_rules import DRAFT_RULES, RULES, View

from overheard import curriculum, paths, reference

CURRICULUM = curriculum.load()


@pytest.fixture(scope="module")
def views():
    made = {}

    def view(lesson):
        if lesson.slug not in made:
            made[lesson.slug] = View.of(CURRICULUM, lesson, paths.ROOT)
        return made[lesson.slug]

    return view


# What is there of a draft keeps the manners; what is missing may come later.
HELD = [(lesson, rule) for lesson in CURRICULUM.lessons for rule in RULES]
HELD += [(draft, rule) for draft in CURRICULUM.drafts for rule in DRAFT_RULES]


@pytest.mark.parametrize(("lesson", "rule"), HELD, ids=[f"{lesson.slug}-{rule.__name__}" for lesson, rule in HELD])
def test_lesson(lesson, rule, views):
    broken = list(rule(views(lesson)))
    if broken:  # without pytest's own trace: the author needs the lines, not this test
        pytest.fail("\n".join(broken), pytrace=False)


def test_every_term_of_the_glossary_is_taught():
    taught = {term for lesson in [*CURRICULUM.lessons, *CURRICULUM.drafts] for term in lesson.terms}
    stray = set(reference.load_glossary()) - taught
    assert not stray, (
        f"docs/glossary.yml: no lesson or draft teaches {', '.join(sorted(stray))}; "
        "list the term under terms in its lesson.yml, or remove it"
    )


# --------------------------------------------------------------------------------------- the tracked files

# Written so that this file does not hold what it looks for.
_PLACES = re.compile(r"(?:^|[^\w.-])(/(?:work|farm|root|tmp/studio|home/\w+|Users/\w+)/|[A-Z]:\\Users\\)")
_HOSTS = re.compile(
    r"pypi\.org|files\.pythonhosted|registry\.npmjs|npmjs\.com|(?:deb|packages|snapshot)\.debian", re.I
)


def tracked():
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, check=True, timeout=60
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so what is tracked cannot be told")
    for name in filter(None, listed.split("\0")):
        path = paths.ROOT / name
        if path.suffix == ".lock" or not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not text


@pytest.mark.parametrize(
    ("pattern", "what", "mend"),
    [
        (_PLACES, "a path of one machine", "use a path relative to the checkout (overheard.paths.ROOT)"),
        (_HOSTS, "a package registry's host", "name the package, not the server"),
    ],
    ids=["paths", "hosts"],
)
def test_no_file_names_a_machine_or_a_registry(pattern, what, mend):
    found = [
        f"{name}:{number}: {what} ({match.group().strip()}); {mend}"
        for name, text in tracked()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        for match in [pattern.search(line)]
        if match
    ]
    assert not found, "\n" + "\n".join(found)

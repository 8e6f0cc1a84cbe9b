"""A checkout with two tiny lessons, made anew for a test: all that ``overheard build`` reads, nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from overheard import paths

LIST = """\
# The order of the lessons.
title: Tiny
tagline: Two lessons and a plan
repository: null
parts:
  - number: 1
    title: First steps
    lessons:
      - {number: 11, slug: counting}
      - {number: 12, slug: adding}
      - {number: 13, slug: dividing, planned: "Fair shares"}
  - number: 2
    title: Later
    lessons: []
"""

LESSON_YML = """\
title: TITLE
promise: You will have counted.
question: How many are there?
quotes: [QUOTE]
objectives:
  - count things
  - say how many there are
  - check it
needs: NEEDS
minutes: {practise: 5}
seconds: {lesson: 5, solutions: 5, exercises: 5}
datasets: []
recall: []
takeaways: [One, two, three, four, five]
retrieval:
  - {question: "What comes after one?", answer: Two.}
"""

LESSON_PY = """\
# %% [markdown]
# {{ header }}

# %% [markdown]
# Three things. Then the {{ exercises }}, {{ lesson: counting }} and {{ lesson: dividing }}.

# %%
things = ["a", "b", "c"]
print(len(things))

# %% overheard={"tolerance": 0.5, "why": "made up"}
len(things) / 2

# %% [markdown]
# {{ takeaway }}
"""

PRACTICE_PY = '''\
# %% [markdown]
# {{ practice_header }}

# %%
from overheard.check import lesson_checks

check = lesson_checks("SLUG")


# %%
def count(things: list) -> int:
    """How many things there are: `count(["a", "b"])` is 2."""
    ### BEGIN SOLUTION
    return len(things)
    ### END SOLUTION


# %%
check.count(count)
'''

CHECKS_PY = '''\
from overheard.check import Case, Exercise


def slow_count(things: list) -> int:
    """Look at one after the other."""
    total = 0
    for _ in things:
        total += 1
    return total


EXERCISES = [
    Exercise(
        name="count",
        title="Count",
        cases=[Case((["a", "b", "c"],)), Case(([],), note="edge: nothing to count")],
        reference=slow_count,
        random=lambda rng: (list(range(int(rng.integers(0, 20)))),),
    )
]
'''

README_MD = "# Tiny\n\n<!-- lessons: written by `overheard build` -->\n<!-- /lessons -->\n"

ANSWERS_PY = "ANSWERS = {}\n"


def any_quote() -> str:
    """The id of a quote that the project really has."""
    from overheard import quotes

    return next(iter(quotes.load()))


def add_lesson(root: Path, slug: str, title: str, needs: str = "[]") -> Path:
    """Write the folder of a lesson that builds, and return it. It is not listed by that."""
    folder = root / "lessons" / slug
    folder.mkdir(parents=True)
    described = LESSON_YML.replace("TITLE", title).replace("NEEDS", needs).replace("QUOTE", any_quote())
    files = {
        "lesson.yml": described,
        "lesson.py": LESSON_PY,
        "practice.py": PRACTICE_PY.replace("SLUG", slug),
        "checks.py": CHECKS_PY,
        "answers.py": ANSWERS_PY,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def make(root: Path, package: bool = False) -> Path:
    """Lay a tiny checkout into ``root``.

    Args:
        root: an empty folder.
        package: lay the package there too, so that the command can run from it (:func:`overheard`).
    """
    root.mkdir(exist_ok=True)
    (root / "curriculum.yml").write_text(LIST, encoding="utf-8")
    (root / "README.md").write_text(README_MD, encoding="utf-8")
    shutil.copytree(paths.TRANSCRIPTS, root / "transcripts")
    for name in ("notebooks", "exercises", "solutions", "datasets", "docs"):
        (root / name).mkdir()
    for name in ("glossary.yml", "references.yml"):
        if (paths.DOCS / name).exists():
            shutil.copy(paths.DOCS / name, root / "docs" / name)
    add_lesson(root, "counting", "Counting")
    add_lesson(root, "adding", "Adding", "[counting]")
    if package:
        shutil.copytree(paths.ROOT / "overheard", root / "overheard", ignore=shutil.ignore_patterns("__pycache__"))
    return root


def overheard(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command of the checkout at ``root`` (of this checkout where that is asked for)."""
    search = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    wanted = {
        **os.environ, "PYTHONPATH": os.pathsep.join(search), "OVERHEARD_MY_WORK": str(root / "my_work"),
        "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb", "OMP_NUM_THREADS": "1", **environment,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "overheard.cli", *arguments],
        cwd=root, env=wanted, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip

"""Where things lie in a checkout. Only the standard library, so that the command line starts fast."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CURRICULUM = ROOT / "curriculum.yml"
LESSONS = ROOT / "lessons"
NOTEBOOKS = ROOT / "notebooks"
EXERCISES = ROOT / "exercises"
SOLUTIONS = ROOT / "solutions"
DATASETS = ROOT / "datasets"
TRANSCRIPTS = ROOT / "transcripts"
DOCS = ROOT / "docs"


def my_work() -> Path:
    """The learner's own folder: ``OVERHEARD_MY_WORK`` where that is set, else ``my_work/`` in the checkout."""
    chosen = os.environ.get("OVERHEARD_MY_WORK")
    return Path(chosen).expanduser() if chosen else ROOT / "my_work"

"""Machine learning that you heard about, made with your own hands.

Notebooks and lessons import `datasets`, `plots`, `predict` and `check`. The rooms: `check` judges answers, `author`
builds notebooks, `learner` keeps what a learner made, `book` makes the web book. What stands beside them, all
rooms know.
"""

from __future__ import annotations

import importlib
from typing import Any

from overheard import threads

threads.in_each_cell()

# Where modules went that notebooks of version 0.1 import: copies in my_work/ are never overwritten.
_MOVED = {"lesson_map": "overheard.learner.lesson_map", "progress": "overheard.learner.progress"}


def __getattr__(name: str) -> Any:
    if name in _MOVED:
        return importlib.import_module(_MOVED[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

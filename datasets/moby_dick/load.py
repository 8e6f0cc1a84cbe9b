"""Moby-Dick, chapter by chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_moby_dick() -> pd.DataFrame:
    """The 135 chapters and the epilogue in the book's order, one a row.

    Columns: chapter ("1" to "135", "epilogue"), title, part ("train", "valid" or "test": whole chapters, drawn at
    random once), text (characters; each paragraph and each line of verse ends with a line break).
    """
    import pandas as pd

    return pd.read_csv(verified("moby_dick", "chapters.csv.gz"), dtype=str, keep_default_na=False)

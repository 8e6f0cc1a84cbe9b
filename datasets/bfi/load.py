"""Answers of 2,800 people to 25 statements about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Bfi:
    """Real answers of 2,800 volunteers to 25 statements of the International Personality Item Pool."""

    answers: pd.DataFrame  # (2800, 25) float64, 1 very inaccurate ... 6 very accurate, NaN where skipped
    items: pd.DataFrame  # (25, 3) index A1 ... O5: trait (str), reversed (bool), wording (str)


def load_bfi() -> Bfi:
    """The data set ``bfi`` of the R package psych: answers, and the statements with their key."""
    import pandas as pd

    answers = pd.read_csv(verified("bfi", "bfi.csv")).astype(float)
    items = pd.read_csv(verified("bfi", "items.csv"), index_col="item", dtype={"reversed": bool})
    return Bfi(answers=answers[list(items.index)], items=items)

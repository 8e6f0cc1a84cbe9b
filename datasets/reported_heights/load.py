"""Heights as people typed them, and one person's reading of the messy ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ReportedHeights:
    """What 1,095 people typed, and what a reader made of the messy entries."""

    entries: pd.Series  # (1095,) text, index person (1 to 1095), in the order of the form
    readings: pd.DataFrame  # (292, 3) index person: entry, low, high (inches; NaN where nobody can know)


def load_reported_heights() -> ReportedHeights:
    """The entries of the form, and the reading by hand of those that are no plain number from 50 to 84."""
    import pandas as pd

    path = verified("reported_heights", "heights.csv")
    heights = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("person")
    heights.index = heights.index.astype(int)
    path = verified("reported_heights", "readings.csv")
    readings = pd.read_csv(path, dtype={"entry": str}, keep_default_na=False, na_values={"low": "", "high": ""})
    return ReportedHeights(heights["entry"], readings.set_index("person"))

"""X-rays of teeth that five dentists looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_tooth_xrays() -> pd.DataFrame:
    """What five dentists said of 3,869 teeth, one a row: (3869, 5), 1 for decay and 0 for none.

    Columns: dentist_1 to dentist_5. The table in the paper counts equal rows; here each tooth has its own.
    """
    import pandas as pd

    patterns = pd.read_csv(verified("tooth_xrays", "patterns.csv"))
    rows = patterns.loc[patterns.index.repeat(patterns["teeth"])]
    return rows.drop(columns="teeth").reset_index(drop=True)

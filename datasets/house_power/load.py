"""How often three judges noticed planted houses, and houses where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_house_power() -> pd.DataFrame:
    """One row a synthetic crowd: what was planted, and whether each judge noticed houses in it (1) or not (0).

    Columns: houses (1 means none), distance, smallest (NaN where all houses are equal), habit ("" for none), crowd
    (its number), stability, tightness, gain.
    """
    import pandas as pd

    table = pd.read_csv(verified("house_power", "house_power.csv"))
    return table.assign(habit=table["habit"].fillna(""))

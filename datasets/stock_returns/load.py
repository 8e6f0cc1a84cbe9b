"""Weekly returns of twenty large American companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_stock_returns() -> pd.DataFrame:
    """One row a week (index: the Friday at its end), one column a company.

    (1721, 20) floats, January 1990 to December 2022: the change of the price as a share, 0.01 is 1 %.
    """
    import pandas as pd

    return pd.read_csv(verified("stock_returns", "returns.csv"), index_col="week", parse_dates=True)

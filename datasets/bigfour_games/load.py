"""Games of four leagues, and what the bookmakers thought before each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_bigfour_games() -> pd.DataFrame:
    """The 55,487 games in order of league and date, one a row.

    Columns: date, league (MLB, NBA, NFL, NHL), season (the year in which it began), visitor, home,
    visitor_score, home_score (NaN in four NHL games), p_home (the probability
    of a home win that the betting lines imply, 0 to 1).
    """
    import pandas as pd

    games = pd.read_csv(verified("bigfour_games", "games.csv.gz"), parse_dates=["gameDate"])
    shorter = {"gameDate": "date", "sport": "league", "visitor_team": "visitor", "home_team": "home"}
    games = games.rename(columns=shorter)
    games["league"] = games["league"].str.upper()
    in_spring = (games["league"] != "MLB") & (games["date"].dt.month < 8)  # a winter season ends in the next year
    games.insert(2, "season", games["date"].dt.year - in_spring)
    return games

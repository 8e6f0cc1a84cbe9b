"""Tweets in which two people marked persons, places and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_tweets_two_readers() -> pd.DataFrame:
    """The 6,000 judgements, one a row, in order of tweet, type and reader: two for each tweet and type.

    Columns: tweet (its number, the same for all types), type (PER, LOC or ORG), reader (r1 to r8), words (a tuple
    of the tweet's words and marks of punctuation), marked (a tuple of the places, from 0, of the words that this
    reader marked; empty for none).
    """
    import csv

    import pandas as pd

    path = verified("tweets_two_readers", "judgements.tsv.gz")
    table = pd.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False, dtype=str)
    return pd.DataFrame(
        {
            "tweet": table["tweet"].astype(int),
            "type": table["type"],
            "reader": table["reader"],
            "words": [tuple(line.split(" ")) for line in table["tokens"]],
            "marked": [tuple(int(place) for place in line.split()) for line in table["marked"]],
        }
    )

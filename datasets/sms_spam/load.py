"""Text messages, and which of them are spam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_sms_spam() -> pd.DataFrame:
    """The 5,574 messages in the order of the file, with the columns label ("spam" or "ham") and text."""
    import csv

    import pandas as pd

    path = verified("sms_spam", "messages.tsv.gz")
    return pd.read_csv(
        path, sep="\t", names=["label", "text"], quoting=csv.QUOTE_NONE, keep_default_na=False, dtype=str
    )

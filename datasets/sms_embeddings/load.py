"""What a pretrained sentence encoder makes of the messages of sms_spam, and of fifty planted ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class SmsEmbeddings:
    """Embeddings of length about 1, each of 384 numbers.

    ``messages``: (5171, 384), one row for each different text of sms_spam, in the order in which the texts first
    appear (that of ``drop_duplicates("text")``). ``planted``: 50 invented messages to a shop, with ``label``
    ("late" or "broken") and ``text``; ``planted_rows``: (50, 384), theirs.
    """

    messages: np.ndarray
    planted: pd.DataFrame
    planted_rows: np.ndarray


def load_sms_embeddings() -> SmsEmbeddings:
    """The embeddings, as float32, which make.py rounded to 8 bits."""
    import csv

    import numpy as np
    import pandas as pd

    with np.load(verified("sms_embeddings", "embeddings.npz")) as file:
        rows = file["codes"] * file["scale"][:, None]
    path = verified("sms_embeddings", "planted.tsv")
    planted = pd.read_csv(path, sep="\t", names=["label", "text"], quoting=csv.QUOTE_NONE, dtype=str)
    n = len(rows) - len(planted)
    return SmsEmbeddings(rows[:n], planted, rows[n:])

"""Real sentences in English and French, Spanish, Bengali or Hindi."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


def load_tatoeba_pairs() -> pd.DataFrame:
    """Real sentence pairs: ``language``, ``use``, ``split``, ``english``, ``other``, ``attribution``.

    ``language`` is fr, es, bn or hi. ``use`` is "sample", or "he or she" for the further Spanish pairs whose
    English begins with He or She. ``split`` (train, valid, test) is by English sentence.
    """
    import pandas as pd

    path = verified("tatoeba_pairs", "pairs.tsv.gz")
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)

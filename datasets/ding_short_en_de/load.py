"""Short sentences of the Ding dictionary."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class DingShortEnDe:
    """Real short sentences of the Ding dictionary: columns ``english`` and ``german``."""

    train: pd.DataFrame
    test: pd.DataFrame


def load_ding_short_en_de() -> DingShortEnDe:
    """The short sentences of the Ding German-English dictionary, which are under the GPL."""
    import pandas as pd

    path = verified("ding_short_en_de", "ding_short.tsv.gz")
    pairs = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)
    parts = {
        name: pairs[pairs["split"] == name][["english", "german"]].reset_index(drop=True)
        for name in ("train", "test")
    }
    return DingShortEnDe(**parts)

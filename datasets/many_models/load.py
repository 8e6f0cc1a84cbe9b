"""Trained translators of the lesson many_languages, what they wrote, and the record of their trainings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import trained_weights, verified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class ManyModels:
    """Weights, translations and the record of all trainings.

    ``weights``: run ("shared_0") to parameter to float16 array. ``written``: a row for each translated sentence,
    with ``run``, ``direction`` ("fr-de", or "fr-en-de" for two steps), ``row`` (its number among the test rows
    without a gap; in the runs on real sentences the row of tatoeba_pairs) and ``translation`` (words and marks, set
    apart by blanks). ``runs``: a row for each training, with its settings, ``updates``, ``valid`` (validation
    sentences exactly right in %, in the runs on real sentences chrF) and ``seconds`` of CPU.
    """

    weights: dict[str, dict[str, np.ndarray]]
    written: pd.DataFrame
    runs: pd.DataFrame


def load_many_models() -> ManyModels:
    """Trained translators of the lesson many_languages, and what all trainings wrote on the test sentences."""
    import pandas as pd

    path = verified("many_models", "translations.tsv.gz")
    written = pd.read_csv(path, sep="\t", keep_default_na=False, quoting=csv.QUOTE_NONE)
    return ManyModels(trained_weights("many_models"), written, pd.read_csv(verified("many_models", "runs.csv")))

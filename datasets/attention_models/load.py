"""Trained translators of the lesson on attention, and the record of how they were tuned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import trained_weights, verified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class AttentionModels:
    """Weights and the record of all trainings.

    ``weights``: run ("attention_0") to parameter to float16 array. ``tuning``: a row for each training, with
    ``kind`` ("squeezed" or "attention"), ``dropout``, ``lr``, ``n_epochs``, ``seed``, ``valid`` (% of the
    validation sentences exactly right), ``valid_long`` (the same, 13 to 16 English words) and ``seconds`` of CPU.
    """

    weights: dict[str, dict[str, np.ndarray]]
    tuning: pd.DataFrame


def load_attention_models() -> AttentionModels:
    """Trained translators of the lesson attention_heatmaps, and the validation scores of all trainings."""
    import pandas as pd

    tuning = pd.read_csv(verified("attention_models", "tuning.csv"))
    return AttentionModels(trained_weights("attention_models"), tuning)

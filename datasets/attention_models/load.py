"""Trained translators of the lesson on attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import numpy as np


def load_attention_models() -> dict[str, dict[str, np.ndarray]]:
    """Trained translators of the lesson attention_heatmaps: run ("attention_0") to parameter to float16 array."""
    import numpy as np

    models: dict[str, dict[str, np.ndarray]] = {}
    with np.load(verified("attention_models", "models.npz")) as file:
        for name in file.files:
            run, parameter = name.split("/", 1)
            models.setdefault(run, {})[parameter] = file[name]
    return models

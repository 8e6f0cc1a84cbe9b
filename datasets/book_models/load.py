"""Trained language models of the lesson on next tokens, the record of all trainings, and what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import trained_weights, verified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class BookModels:
    """Weights of the shipped model, the record, and written texts.

    ``weights``: run ("main") to parameter to float16 array. ``runs``: a row for each training, with ``run``,
    ``width``, ``blocks``, ``parameters``, ``characters`` learned from, ``n_steps``, ``lr``, ``seed``, ``valid``
    (nats a character at the end), ``best`` (the smallest on the way, on the first 20,000), ``last`` (of the run
    "unmasked" only: nats on the character after the last place) and ``seconds`` of CPU.
    ``written``: ``run``, ``prompt_part`` (train, valid or planted), ``temperature``, ``prompt`` and ``text``,
    300 characters. ``smollm``: what SmolLM2-135M-Instruct scored. ``planted``: the made-up
    sentence that stands 1, 5, 15 or 50 times in what the runs "planted_1" to "planted_50" learned from.
    """

    weights: dict[str, dict[str, np.ndarray]]
    runs: pd.DataFrame
    written: pd.DataFrame
    smollm: pd.DataFrame
    planted: str


def load_book_models() -> BookModels:
    """The trained language model of the lesson next_token, and the record of all trainings."""
    import pandas as pd

    tables = [pd.read_csv(verified("book_models", f"{name}.csv")) for name in ("runs", "written", "smollm")]
    planted = verified("book_models", "planted.txt").read_text(encoding="utf-8")
    return BookModels(trained_weights("book_models"), *tables, planted)

"""Everyday sentences in four languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class EverydayMany:
    """Frames with a row for each meaning.

    Columns: ``en``, ``de``, ``fr``, ``es`` (the sentence), ``gap`` ("", "speaker" or "dropped": which language had
    to guess a gender), ``gender`` (m or f: who it was), ``about`` (the word whose share was planted, or "other"),
    ``other`` (with the other gender: French where ``gap`` is "speaker", English where it is "dropped") and
    ``new_pair`` (in valid and test: two words that no training sentence holds together). ``twins`` has a row for
    each word that another language says in two or more: ``language``, ``word``, ``other``, ``words``, ``n``.
    """

    train: pd.DataFrame
    valid: pd.DataFrame
    test: pd.DataFrame
    twins: pd.DataFrame


def load_everyday_many() -> EverydayMany:
    """Synthetic everyday sentences in English, German, French and Spanish."""
    import pandas as pd

    def table(file: str) -> pd.DataFrame:
        path = verified("everyday_many", file)
        return pd.read_csv(path, sep="\t", keep_default_na=False, quoting=csv.QUOTE_NONE)

    parts = dict(list(table("everyday_many.tsv.gz").groupby("split")))
    frames = {name: parts[name].drop(columns="split").reset_index(drop=True) for name in ("train", "valid", "test")}
    return EverydayMany(**frames, twins=table("twins.tsv"))

"""Invented everyday sentences, English and German, with the words that belong together."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class EverydayEnDe:
    """Invented everyday sentences with gold alignments, split by combinations of words.

    The columns of each frame: ``english`` and ``german`` (the sentences), ``sure`` and ``possible`` (tuples of
    links: index of the English token, index of the German one), ``tags`` (a tuple of constructions) and
    ``new_pair`` (in valid and test: two words that no training sentence holds together). Tokens are what
    :func:`overheard.datasets.words_and_marks` gives.
    """

    train: pd.DataFrame
    valid: pd.DataFrame
    test: pd.DataFrame


def load_everyday_en_de() -> EverydayEnDe:
    """The synthetic English-German sentences with the words that belong together."""
    import pandas as pd

    path = verified("everyday_en_de", "everyday.tsv.gz")
    pairs = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)

    def links(text: str) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(int(i) for i in link.split("-")) for link in text.split())

    pairs["sure"] = pairs.pop("alignment").map(links)
    pairs["possible"] = pairs["possible"].map(links)
    pairs["tags"] = pairs["tags"].map(lambda text: tuple(text.split(",")))
    parts = dict(list(pairs.groupby("split")))
    columns = ["english", "german", "sure", "possible", "tags", "new_pair"]
    frames = {name: parts[name][columns].reset_index(drop=True) for name in ("train", "valid", "test")}
    return EverydayEnDe(**frames)

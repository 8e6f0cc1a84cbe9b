"""Let the pretrained encoder read the messages of sms_spam and the planted ones; write embeddings.npz.

    python datasets/sms_embeddings/make.py [--check]

A minute of one core, in an environment that holds the extra (`overheard.pretrained`). With --check nothing is
written: it says how far the shipped rows are from new ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from overheard import datasets, pretrained

HERE = Path(__file__).parent
OUT = HERE / "embeddings.npz"


def rounded(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127 and each row's scale: rows are about codes * scale[:, None]."""
    scale = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    return np.round(rows / scale[:, None]).astype(np.int8), scale


def planted() -> list[str]:
    """The planted messages, in the order of planted.tsv."""
    lines = (HERE / "planted.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t", 1)[1] for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the shipped file and write nothing")
    arguments = parser.parse_args()
    texts = datasets.load_sms_spam()["text"].drop_duplicates().tolist()
    rows = pretrained.sentence_encoder().encode(texts + planted())
    codes, scale = rounded(rows)
    if arguments.check:
        with np.load(OUT) as shipped:
            old = shipped["codes"] * shipped["scale"][:, None]
        print(f"largest difference of a number: {np.abs(old - rows).max():.4f}")
        print(f"smallest cosine of a row: {(old * rows).sum(axis=1).min():.5f}")
        return
    np.savez_compressed(OUT, codes=codes, scale=scale)
    print(f"{len(rows)} rows, {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

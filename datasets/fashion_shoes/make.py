"""Cut the sneakers and ankle boots out of Fashion-MNIST's four files.

    python datasets/fashion_shoes/make.py FOLDER    # FOLDER holds the four files as the package has them

Writes four files of the same form (IDX, packed) beside this script: pictures and labels, to train and to test, in
their old order. Label 0 is a sneaker (7 in Fashion-MNIST), 1 an ankle boot (9).
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
SNEAKER, ANKLE_BOOT = 7, 9


def packed(path: Path, header: list[int], numbers: np.ndarray) -> None:
    """Write an IDX file: big-endian header, then bytes; packed with no name and no time, so it comes out alike."""
    data = np.array(header, dtype=">i4").tobytes() + numbers.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))


def main() -> None:
    """Read, select, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for part, name in (("train", "train"), ("t10k", "test")):
        with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
            labels = np.frombuffer(file.read(), dtype=np.uint8)[8:]
        with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
            pixels = np.frombuffer(file.read(), dtype=np.uint8)[16:]
        wanted = np.isin(labels, (SNEAKER, ANKLE_BOOT))
        images = pixels.reshape(-1, 28, 28)[wanted]
        packed(FOLDER / f"{name}-images-idx3-ubyte.gz", [2051, len(images), 28, 28], images)
        packed(FOLDER / f"{name}-labels-idx1-ubyte.gz", [2049, len(images)], labels[wanted] == ANKLE_BOOT)


if __name__ == "__main__":
    main()

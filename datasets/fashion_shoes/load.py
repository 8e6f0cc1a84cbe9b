"""Sneakers and ankle boots as NumPy arrays."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class FashionShoes:
    """Product photos of shoes: grey levels 0 (background) to 255, and 0 for a sneaker, 1 for an ankle boot."""

    X_train: np.ndarray  # (12000, 28, 28) uint8
    y_train: np.ndarray  # (12000,) int64
    X_test: np.ndarray  # (2000, 28, 28) uint8
    y_test: np.ndarray  # (2000,) int64


def load_fashion_shoes() -> FashionShoes:
    """The 14,000 sneakers and ankle boots of Fashion-MNIST, in the split that its authors made."""
    import numpy as np

    def read(filename: str, header: int) -> np.ndarray:
        with gzip.open(verified("fashion_shoes", filename)) as file:
            return np.frombuffer(file.read(), dtype=np.uint8)[header:]

    parts = []
    for name in ("train", "test"):
        parts.append(read(f"{name}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28))
        parts.append(read(f"{name}-labels-idx1-ubyte.gz", 8).astype(np.int64))
    return FashionShoes(*parts)

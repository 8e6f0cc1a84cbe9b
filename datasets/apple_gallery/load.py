"""Pictures of apples and of what is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SIDE = 64


@dataclass(frozen=True)
class AppleGallery:
    """Small colour pictures on white paper, and what each shows."""

    pictures: np.ndarray  # (122, 64, 64, 3) uint8: red, green, blue, 0 to 255
    index: pd.DataFrame  # (122, 4): name, style, is_apple (bool), licence


def load_apple_gallery() -> AppleGallery:
    """The 122 pictures of the gallery, 18 of them apples."""
    import numpy as np
    import pandas as pd
    from matplotlib.image import imread

    index = pd.read_csv(verified("apple_gallery", "index.csv"), index_col="number")
    index["is_apple"] = index["is_apple"].astype(bool)
    sheet = (255 * imread(verified("apple_gallery", "gallery.png"))[:, :, :3]).round().astype(np.uint8)
    rows, columns = sheet.shape[0] // SIDE, sheet.shape[1] // SIDE
    tiles = sheet.reshape(rows, SIDE, columns, SIDE, 3).swapaxes(1, 2).reshape(-1, SIDE, SIDE, 3)
    return AppleGallery(pictures=tiles[: len(index)], index=index)

"""A photo of a cat, and what a pretrained classifier says of it and of a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import verified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class CatPhoto:
    """Two pictures and the five likeliest answers to each.

    ``pictures``: "cat", the photo (300, 451, 3), and "drawing", a line drawing of a cat's head (224, 224, 3), both
    of 0 to 255. ``answers``: a row for each answer, with ``picture``, ``label`` and ``probability``, the likeliest
    first.
    """

    pictures: dict[str, np.ndarray]
    answers: pd.DataFrame


def drawing() -> np.ndarray:
    """A cat's head in black lines on white: a round face, two ears, two eyes. (224, 224, 3) of 0 to 255."""
    import numpy as np
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (224, 224), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((42, 60, 182, 200), outline="black", width=5)
    for ear in ([(55, 92), (50, 25), (98, 66)], [(169, 92), (174, 25), (126, 66)]):
        pen.line(ear, fill="black", width=5)
    for x in (88, 136):
        pen.ellipse((x - 7, 108, x + 7, 126), fill="black")
    pen.polygon([(104, 140), (120, 140), (112, 150)], fill="black")
    for side in (-1, 1):
        for height in (-10, 2, 14):
            pen.line([(112 + 22 * side, 150 + height // 3), (112 + 64 * side, 150 + height)], fill="black", width=3)
    return np.asarray(picture)


def load_cat_photo() -> CatPhoto:
    """The photo, a drawing, and the five answers of EfficientNet-Lite0 to each."""
    import numpy as np
    import pandas as pd
    from PIL import Image

    with Image.open(verified("cat_photo", "cat.png")) as photo:
        pictures = {"cat": np.asarray(photo.convert("RGB")), "drawing": drawing()}
    return CatPhoto(pictures, pd.read_csv(verified("cat_photo", "answers.csv")))

"""Ask the pretrained image classifier for its five likeliest answers, and write answers.csv.

    python datasets/cat_photo/make.py

Ten seconds, in an environment that holds the extra (`overheard.pretrained`).
"""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from overheard import pretrained

HERE = Path(__file__).parent


def main() -> None:
    # By path: the loader of the package reads answers.csv, which may not be there yet.
    spec = importlib.util.spec_from_file_location("cat_photo_load", HERE / "load.py")
    load = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = load  # its dataclass looks itself up there
    spec.loader.exec_module(load)
    classifier = pretrained.image_classifier()
    pictures = {"cat": np.asarray(Image.open(HERE / "cat.png").convert("RGB")), "drawing": load.drawing()}
    with (HERE / "answers.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["picture", "label", "probability"])
        for name, picture in pictures.items():
            for label, probability in classifier.top(picture):
                writer.writerow([name, label, f"{probability:.4f}"])


if __name__ == "__main__":
    main()

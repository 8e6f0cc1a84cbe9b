"""Make gallery.png and index.csv from pictures of five packages.

    python datasets/apple_gallery/make.py FOLDER    # FOLDER holds the unpacked packages, as README.md lists them

Each picture is fitted into 64 by 64 pixels on white paper and put into one sheet, sixteen in a row, in the order of
index.csv. Needs Pillow and CairoSVG, which the lessons do not need.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent
SIDE, COLUMNS = 64, 16
EMOJI = {  # name: code point, file of the Fluent set
    "red apple": ("1f34e", "red-apple"),
    "green apple": ("1f34f", "green-apple"),
    "tomato": ("1f345", "tomato"),
    "tangerine": ("1f34a", "tangerine"),
    "peach": ("1f351", "peach"),
    "cherries": ("1f352", "cherries"),
    "strawberry": ("1f353", "strawberry"),
    "pear": ("1f350", "pear"),
    "banana": ("1f34c", "banana"),
    "lemon": ("1f34b", "lemon"),
    "grapes": ("1f347", "grapes"),
    "melon": ("1f348", "melon"),
    "watermelon": ("1f349", "watermelon"),
    "pineapple": ("1f34d", "pineapple"),
    "red ball": ("1f534", "red-circle"),
    "heart": ("2764-fe0f", "red-heart"),
    "balloon": ("1f388", "balloon"),
    "basketball": ("1f3c0", "basketball"),
    "ladybird": ("1f41e", "lady-beetle"),
    "onion": ("1f9c5", "onion"),
}
DRAWN = ["apple"] * 4 + ["banana", "basketball", "blueberry", "circle", "grapes", "onion", "pear", "pineapple",
                         "strawberry", "watermelon"]  # fmt: skip
LICENCES = {
    "emoji, Noto": "Apache-2.0",
    "emoji, Twemoji": "CC BY 4.0",
    "emoji, OpenMoji": "CC BY-SA 4.0",
    "emoji, Fluent": "MIT",
    "drawing": "CC BY 4.0",
    "cut-out": "GPL-2",
    "photo": "Apache-2.0",
}


def svg(path: Path) -> Image.Image:
    """A drawing of lines and areas as pixels."""
    import cairosvg

    return Image.open(io.BytesIO(cairosvg.svg2png(url=str(path), output_width=256, output_height=256)))


def fitted(picture: Image.Image) -> np.ndarray:
    """Into 64 by 64 on white, as large as it fits with a margin of two pixels: (64, 64, 3)."""
    picture = picture.convert("RGBA")
    box = picture.getchannel("A").getbbox()
    picture = picture.crop(box) if box else picture
    picture.thumbnail((SIDE - 4, SIDE - 4), Image.LANCZOS)
    paper = Image.new("RGBA", (SIDE, SIDE), "white")
    paper.alpha_composite(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    return np.asarray(paper.convert("RGB"))


def pictures(root: Path):
    """Name, style and picture, one after the other."""
    folders = {"emoji, Noto": "gg/package/img/google/64", "emoji, Twemoji": "tw/package/img/twitter/64"}
    for style, folder in folders.items():
        for name, (code, _) in EMOJI.items():
            yield name, style, Image.open(root / folder / f"{code}.png")
    for name, (code, _) in EMOJI.items():
        yield name, "emoji, OpenMoji", svg(root / f"om/package/color/svg/{code.split('-')[0].upper()}.svg")
    for name, (_, file) in EMOJI.items():
        yield name, "emoji, Fluent", svg(root / f"fl/package/icons/flat/{file}.svg")
    seen: dict[str, int] = {}
    for name in DRAWN:
        with gzip.open(root / f"qd/package/src/drawings/{name}.ndjson.gz", "rt") as file:
            lines = file.read().splitlines()
        ink = np.array(json.loads(lines[seen.get(name, 0)])).reshape(28, 28)
        seen[name] = seen.get(name, 0) + 1
        yield name, "drawing", Image.fromarray((255 * (1 - ink)).astype(np.uint8)).resize((56, 56), Image.BICUBIC)
    fruit = root / "tux/usr/share/tuxpaint/stamps/food/fruit"
    for path in sorted(fruit.glob("*.png"), key=lambda p: p.name.lower()):
        name = path.stem.replace("_", " ").replace("2", "").lower()
        yield name, "cut-out", Image.open(path)
    for name in ("apple", "orange"):
        yield name, "photo", Image.open(root / f"usr/share/doc/opencv-doc/examples/data/{name}.jpg")


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    found = [(name, style, fitted(picture)) for name, style, picture in pictures(parser.parse_args().folder)]
    rows = -(-len(found) // COLUMNS)
    sheet = np.full((rows * SIDE, COLUMNS * SIDE, 3), 255, dtype=np.uint8)
    with (FOLDER / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["number", "name", "style", "is_apple", "licence"])
        for number, (name, style, pixels) in enumerate(found):
            top, left = SIDE * (number // COLUMNS), SIDE * (number % COLUMNS)
            sheet[top : top + SIDE, left : left + SIDE] = pixels
            is_apple = "apple" in name.split()
            writer.writerow([number, name, style, int(is_apple), LICENCES[style]])
    Image.fromarray(sheet).save(FOLDER / "gallery.png", optimize=True)


if __name__ == "__main__":
    main()

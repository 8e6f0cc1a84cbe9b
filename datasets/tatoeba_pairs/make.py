"""Cut the four files of the source down to pairs.tsv.gz.

    python datasets/tatoeba_pairs/make.py FOLDER    # which holds en-bn.tsv.gz, en-es.tsv.gz, en-fr.tsv.gz ...

Kept are all pairs with Bengali and Hindi, and of French and Spanish those whose English sentence is drawn by a
hash, one pair an English sentence. All Spanish pairs whose English begins with *He* or *She* are kept as well. The
split is by the English sentence, so it is the same in all languages.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import sys
from pathlib import Path

OUT = Path(__file__).parent / "pairs.tsv.gz"
SHARE = {"fr": 0.2, "es": 0.2, "bn": 1.0, "hi": 1.0}


def share(text: str) -> float:
    """A number in [0, 1) that depends on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32


def split_of(english: str) -> str:
    place = share("split " + english)
    return "test" if place < 0.1 else "valid" if place < 0.15 else "train"


def rows(folder: Path) -> list[tuple[str, ...]]:
    """Language, use, split, English, the other language, attribution."""
    found = []
    for language, kept in SHARE.items():
        seen = set()
        with gzip.open(folder / f"en-{language}.tsv.gz", "rt", encoding="utf-8") as file:
            for line in file:
                english, other, *attribution = line.rstrip("\n").split("\t")
                drawn = share(english) < kept and (kept == 1 or english not in seen)
                he_or_she = language == "es" and re.match(r"(He|She)\b", english) is not None
                if drawn or he_or_she:
                    use = "sample" if drawn else "he or she"
                    found.append((language, use, split_of(english), english, other, "".join(attribution)))
                    seen.add(english)
    return found


def main() -> None:
    lines = ["language\tuse\tsplit\tenglish\tother\tattribution", *map("\t".join, rows(Path(sys.argv[1])))]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as file:
        file.write(("\n".join(lines) + "\n").encode())
    OUT.write_bytes(buffer.getvalue())
    print(
        f"{len(lines) - 1:,} pairs, {OUT.stat().st_size:,} bytes, sha256",
        hashlib.sha256(OUT.read_bytes()).hexdigest(),
    )


if __name__ == "__main__":
    main()

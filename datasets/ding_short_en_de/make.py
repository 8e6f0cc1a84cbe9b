"""Write ding_short.tsv.gz: the short whole sentences of the Ding German-English dictionary.

    apt-get download trans-de-en && dpkg -x trans-de-en_1.9-6_all.deb unpacked
    python datasets/ding_short_en_de/make.py unpacked/usr/share/trans/de-en

Kept is what reads as one sentence in both languages: it starts with a capital letter, ends with a mark, has
one wording (no "/", ";", brackets) and at most 10 words on each side. Needs nothing but Python.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import sys
from pathlib import Path

OUT = Path(__file__).parent / "ding_short.tsv.gz"
SOURCE_SHA256 = "34052c6021d09eadfee7a893a789204265954df70fe9c36d38fa00058d79d326"
LONGEST = 10
TEST_SHARE = 0.07


def sentences(lines: list[str]) -> list[tuple[str, str]]:
    """(English, German) pairs in the order of the dictionary, each English sentence once."""
    pairs: dict[str, str] = {}
    for line in lines:
        if line.startswith("#") or " :: " not in line:
            continue
        german, english = (part.split(" | ") for part in line.split(" :: ", 1))
        if len(german) != len(english):
            continue
        for de, en in zip(german, english, strict=True):
            de, en = clean(de), clean(en)
            if whole(de) and whole(en):
                pairs.setdefault(en, de)
    return list(pairs.items())


def clean(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("…", "...")).strip()


def whole(text: str) -> bool:
    """One plain sentence of 2 to 10 words."""
    one_wording = not re.search(r"[/;()\[\]{}<>|\"„“”:]|\.\.\.|\betw\.|\bjdn?m?\.|\bsth\.|\bsb\.", text)
    one_sentence = re.fullmatch(r"[A-ZÄÖÜ][^.!?]*[.!?]", text) is not None
    return one_wording and one_sentence and 2 <= len(re.findall(r"[\w'-]+", text)) <= LONGEST


def split(english: str) -> str:
    """Test for about one sentence in fourteen, decided by the sentence alone."""
    number = int(hashlib.sha256(english.encode()).hexdigest()[:8], 16) / 2**32
    return "test" if number < TEST_SHARE else "train"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    raw = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(raw).hexdigest() != SOURCE_SHA256:
        print("note: this is not the dictionary of package trans-de-en 1.9-6; the result will differ")
    rows = [(en, de, split(en)) for en, de in sentences(raw.decode("utf-8").splitlines())]
    content = "english\tgerman\tsplit\n" + "".join("\t".join(r) + "\n" for r in rows)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as f:
        f.write(content.encode())
    OUT.write_bytes(buffer.getvalue())
    test = sum(r[2] == "test" for r in rows)
    print(f"{len(rows) - test:,} + {test:,} pairs, sha256 {hashlib.sha256(buffer.getvalue()).hexdigest()}")


if __name__ == "__main__":
    main()

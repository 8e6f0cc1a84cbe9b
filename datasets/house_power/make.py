"""Let the three judges of the lesson still_there_tomorrow look at invented crowds, and write house_power.csv.

    python datasets/house_power/make.py [--crowds 24]

Most of a minute of one core for each crowd number. The recipes for people and the judges are not repeated here:
they are taken from the cells of the lesson itself. One thing is shortened. Two surrogates of 39 that reach the
answers make p larger than 0.05, so the count stops there; the verdict is that of the lesson's `p_value`.
"""

from __future__ import annotations

import argparse
import ast
import csv
from pathlib import Path
from typing import Any

import numpy as np

from overheard import paths

OUT = Path(__file__).parent / "house_power.csv"
LESSON = paths.LESSONS / "still_there_tomorrow" / "lesson.py"
CONSTANTS = ("KS", "TRAITS", "CUTS", "N_SURROGATES, ALPHA")
JUDGES = ("stability", "tightness", "gain")
HABITS = ("", "lopsided", "agree with all", "love the ends")
HOUSES = ((2, None), (4, None), (2, 0.15))  # how many, and the share of the smallest
DISTANCES = (2, 3, 4, 6)


def lesson_names() -> dict[str, Any]:
    """The lesson's functions, its imports and its constants."""
    kept = []
    for node in ast.parse(LESSON.read_text(encoding="utf-8")).body:
        imports = isinstance(node, ast.Import | ast.ImportFrom) and "widgets" not in ast.unparse(node)
        constant = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).strip("()") in CONSTANTS
        if imports or constant or isinstance(node, ast.FunctionDef):
            kept.append(node)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), str(LESSON), "exec"), names)
    return names


def notices(lesson: dict[str, Any], judge: str, answers: np.ndarray, seed: list[int]) -> bool:
    """Whether the judge's p-value is at most ALPHA."""
    rng, draw = np.random.default_rng(seed), lesson["tailor"](answers)
    real, above = lesson[judge](answers, rng), 0
    for _ in range(lesson["N_SURROGATES"]):
        above += lesson[judge](draw(rng), rng) >= real
        if (1 + above) / (1 + lesson["N_SURROGATES"]) > lesson["ALPHA"]:
            return False
    return True


def main() -> None:
    """Write the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--crowds", type=int, default=24)
    lesson = lesson_names()
    settings = [(1, 0, None, habit) for habit in HABITS]
    settings += [(houses, distance, smallest, "") for houses, smallest in HOUSES for distance in DISTANCES]
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["houses", "distance", "smallest", "habit", "crowd", *JUDGES])
        for number in range(options.parse_args().crowds):
            for houses, distance, smallest, habit in settings:
                rng = np.random.default_rng([5, number])
                answers, _ = lesson["crowd"](rng, houses, distance, smallest, habit)
                verdicts = [int(notices(lesson, judge, answers, [53, number])) for judge in JUDGES]
                writer.writerow([houses, distance, smallest or "", habit, number, *verdicts])
            print(f"crowd {number} done", flush=True)


if __name__ == "__main__":
    main()

"""Tune and train the translators of the lesson attention_heatmaps anew: models.npz and tuning.csv.

    python datasets/attention_models/make.py                     # all trainings, an hour and a half of one core
    python datasets/attention_models/make.py --only attention_0  # one of the shipped models; the rest is kept

First, every setting of GRID is trained for one epoch, for both kinds. Some are trained longer, until more did
not help: the squeezed kind with a smaller rate as well, attention with dropout as well. What FINAL names was chosen
by scores on the validation sentences, and trained with the seeds of SEEDS. The test sentences are not opened.
The classes and the training loop are not repeated here: they are taken from the cells of the lesson. Parameters are
stored as 16-bit floats. Another CPU adds in another order, so its weights differ a little.
"""

from __future__ import annotations

import argparse
import ast
import csv
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from overheard import datasets, paths

FOLDER = Path(__file__).parent
OUT, RECORD = FOLDER / "models.npz", FOLDER / "tuning.csv"
LESSON = paths.LESSONS / "attention_heatmaps" / "lesson.py"
NAMES = {"vocabulary", "sides", "batch_of", "Attention", "Translator", "batches", "learn", "translate",
         "scored", "n_words"}  # fmt: skip
KINDS = ("squeezed", "attention")
GRID = [(0.0, 0.004), (0.0, 0.008), (0.2, 0.004), (0.2, 0.008), (0.0, 0.016)]  # dropout, learning rate
LONGER = {  # and epochs, and the seed
    "squeezed": [(0.0, 0.016, 8, 0), (0.0, 0.016, 8, 1), (0.0, 0.016, 16, 0), (0.0, 0.016, 16, 2),
                 (0.0, 0.008, 16, 0)],
    "attention": [(0.0, 0.016, 3, 0), (0.2, 0.016, 3, 0), (0.2, 0.016, 8, 0)],
}
FINAL = {"squeezed": (0.0, 0.008, 16), "attention": (0.2, 0.016, 3)}
SEEDS = {"squeezed": (0, 1, 2), "attention": (0, 1, 2)}
FIELDS = ["kind", "dropout", "lr", "n_epochs", "seed", "valid", "valid_long", "seconds"]


def lesson_names() -> dict[str, Any]:
    """The lesson's functions and classes, its imports, and the constants that they need."""
    kept = []
    for node in ast.parse(LESSON.read_text(encoding="utf-8")).body:
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in NAMES
        imports = isinstance(node, ast.Import | ast.ImportFrom) and "widgets" not in ast.unparse(node)
        constant = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "(PAD, START, END)"
        if named or (imports and "IPython" not in ast.unparse(node)) or constant:
            kept.append(node)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), str(LESSON), "exec"), names)
    names["EVERYDAY"] = datasets.load_everyday_en_de()
    names["ENGLISH"], names["GERMAN"] = (
        names["vocabulary"](side) for side in names["sides"](names["EVERYDAY"].train)
    )
    return names


def trained(lesson: dict[str, Any], kind: str, dropout: float, lr: float, n_epochs: int, seed: int):
    """The parameters of one training as float16, and its line of the record."""
    english, german = lesson["sides"](lesson["EVERYDAY"].train)
    torch.manual_seed(seed)
    sizes = 3 + len(lesson["ENGLISH"]), 3 + len(lesson["GERMAN"])
    model = lesson["Translator"](*sizes, attention=kind == "attention", dropout=dropout)
    start = time.process_time()
    lesson["learn"](model, english, german, n_epochs, seed, lr)
    seconds = round(time.process_time() - start)
    weights = {name: value.detach().numpy().astype(np.float16) for name, value in model.state_dict().items()}
    model.load_state_dict({name: torch.from_numpy(array).float() for name, array in weights.items()})
    valid = lesson["EVERYDAY"].valid
    right, long = lesson["scored"](model, valid), lesson["n_words"](valid) >= 13
    scores = round(100 * right.mean().item(), 2), round(100 * right[long].mean().item(), 1)
    line = dict(zip(FIELDS, (kind, dropout, lr, n_epochs, seed, *scores, seconds), strict=True))
    print(line, flush=True)
    return weights, line


def same_training(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return a["kind"] == b["kind"] and all(float(a[name]) == float(b[name]) for name in FIELDS[1:5])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="one of the shipped models, such as attention_0")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    lesson, record, shipped = lesson_names(), [], {}
    if args.only:
        with RECORD.open(encoding="utf-8") as file:
            record = list(csv.DictReader(file))
        with np.load(OUT) as old:
            shipped = {name: old[name] for name in old.files}
    for kind in KINDS:
        plan = [(*setting, 1, 0) for setting in GRID] + LONGER[kind]
        plan = list(dict.fromkeys(plan + [(*FINAL[kind], seed) for seed in SEEDS[kind]]))
        for *setting, seed in plan:
            run = f"{kind}_{seed}"
            final = tuple(setting) == FINAL[kind]
            if args.only and not (final and run == args.only):
                continue
            weights, line = trained(lesson, kind, *setting, seed)
            record = [old for old in record if not same_training(old, line)] + [line]
            if final:
                shipped |= {f"{run}/{name}": array for name, array in weights.items()}
    np.savez_compressed(OUT, **dict(sorted(shipped.items())))
    order = ("n_epochs", "dropout", "lr", "seed")
    record.sort(key=lambda line: (line["kind"] != KINDS[0], *(float(line[name]) for name in order)))
    with RECORD.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(record)


if __name__ == "__main__":
    main()

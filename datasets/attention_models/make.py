"""Train the translators of the lesson attention_heatmaps anew and write models.npz.

    python datasets/attention_models/make.py [--threads 2] [NAME ...]      # such as attention_0

Two to four minutes of one core for each of the eight. The classes and the training loop are not repeated here: they
are taken from the cells of the lesson itself. Parameters are stored as 16-bit floats. Another CPU adds in
another order, so its weights differ a little; the lesson's numbers are those of the file in this folder.
"""

from __future__ import annotations

import argparse
import ast
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from overheard import paths

OUT = Path(__file__).parent / "models.npz"
LESSON = paths.LESSONS / "attention_heatmaps" / "lesson.py"
NAMES = (
    "vocabulary",
    "sides",
    "batch_of",
    "Attention",
    "Translator",
    "batches",
    "learn",
    "Heads",
    "Block",
    "Transformer",
)
N_EPOCHS = {"attention": 4, "squeezed": 4, "words_only": 4, "transformer": 5}
RUNS = [f"{kind}_{seed}" for kind in ("attention", "squeezed") for seed in (0, 1, 2)] + [
    "transformer_0",
    "words_only_0",
]


def lesson_names() -> dict[str, Any]:
    """The lesson's functions and classes, its imports, and the constants in capitals."""
    kept = []
    for node in ast.parse(LESSON.read_text(encoding="utf-8")).body:
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in NAMES
        imports = isinstance(node, ast.Import | ast.ImportFrom) and "ipywidgets" not in ast.unparse(node)
        constant = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "(PAD, START, END)"
        if named or imports or constant:
            kept.append(node)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), str(LESSON), "exec"), names)
    return names


def trained(run: str) -> dict[str, np.ndarray]:
    """Parameters of one model after training."""
    lesson = lesson_names()
    kind, seed = run.rsplit("_", 1)
    train = lesson["datasets"].load_everyday_en_de().train
    english, german = lesson["sides"](train)
    index_en, index_de = lesson["vocabulary"](english), lesson["vocabulary"](german)
    sizes = 3 + len(index_en), 3 + len(index_de)
    torch.manual_seed(int(seed))
    if kind == "transformer":
        model = lesson["Transformer"](*sizes)
    else:
        model = lesson["Translator"](*sizes, attention=kind != "squeezed", states=kind != "words_only")
    lr = 0.003 if kind == "transformer" else 0.005
    start = time.process_time()
    losses = lesson["learn"](model, english, german, index_en, index_de, N_EPOCHS[kind], int(seed), lr)
    print(
        f"{run}: loss {losses[0]:.2f} to {losses[-1]:.3f}, {time.process_time() - start:.0f} s of CPU", flush=True
    )
    return {name: value.detach().numpy().astype(np.float16) for name, value in model.state_dict().items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=RUNS, help="which models; the others are kept")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    for run in args.names:
        arrays = {f"{run}/{name}": value for name, value in trained(run).items()}
        kept = {}
        if OUT.exists():
            with np.load(OUT) as old:
                kept = {name: old[name] for name in old.files if name.split("/")[0] != run}
        np.savez_compressed(OUT, **dict(sorted({**kept, **arrays}.items())))


if __name__ == "__main__":
    main()

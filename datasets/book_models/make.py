"""Train the language models of the lesson next_token anew: models.npz, runs.csv and written.csv.

    python datasets/book_models/make.py                # what runs.csv lacks; each run is kept when it ends
    python datasets/book_models/make.py --again scale_32_15625   # one run anew
    python datasets/book_models/make.py --large        # smollm.csv, where the extra `pretrained` is installed

All runs together take about forty minutes of one core, main alone twenty. The classes and the training loop
are not repeated here: they are taken from the cells of the lesson. The test chapters are opened by --large only,
which chooses nothing. Parameters are stored as 16-bit floats. Another CPU adds in another order, so its weights
differ a little.
"""

from __future__ import annotations

import argparse
import ast
import csv
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import torch

from overheard import datasets, paths

FOLDER = Path(__file__).parent
WEIGHTS, RECORD, WRITTEN, LARGE = (
    FOLDER / name for name in ("models.npz", "runs.csv", "written.csv", "smollm.csv")
)
LESSON = paths.LESSONS / "next_token" / "lesson.py"
NAMES = {
    "encode",
    "decode",
    "penalties",
    "Attention",
    "Block",
    "LanguageModel",
    "learn",
    "losses",
    "chances",
    "write",
}
FULL = 994_799  # characters of the training chapters
SCALES = [(width, n) for width in (16, 32, 64) for n in (15_625, 125_000, FULL)]
RUNS = {  # width, blocks, characters, updates, learning rate, seed
    "main": (128, 4, FULL, 12_000, 0.004, 0),
    **{f"scale_{width}_{n}": (width, 2, n, 1_000, 0.008, 0) for width, n in SCALES},
    **{f"planted_{times}": (64, 2, 125_000, 1_000, 0.008, 0) for times in (1, 5, 15, 50)},
    "unmasked": (64, 2, FULL, 500, 0.008, 0),
    **{
        f"scale_{width}_{n}_again_{seed}": (width, 2, n, 1_000, 0.008, seed) for seed in (1,) for width, n in SCALES
    },
}
SHIPPED = ("main",)
FIELDS = [
    "run",
    "width",
    "blocks",
    "parameters",
    "characters",
    "n_steps",
    "lr",
    "seed",
    "valid",
    "best",
    "last",
    "seconds",
]
PLANTED = (FOLDER / "planted.txt").read_text(encoding="utf-8")


def lesson_names() -> dict[str, Any]:
    """The lesson's functions and classes, its imports, and its characters."""
    kept = []
    for node in ast.parse(LESSON.read_text(encoding="utf-8")).body:
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in NAMES
        imports = isinstance(node, ast.Import | ast.ImportFrom)
        if named or (imports and "overheard" not in ast.unparse(node)):
            kept.append(node)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), str(LESSON), "exec"), names)
    book = datasets.load_moby_dick()
    texts = {part: "".join(chapters) for part, chapters in book.groupby("part")["text"]}
    seen = Counter(texts["train"])
    names["CHARACTERS"] = [*sorted(c for c in seen if seen[c] >= 30), "~"]
    names["INDEX"] = {c: i for i, c in enumerate(names["CHARACTERS"])}
    names["BASE"], names["texts"] = len(names["CHARACTERS"]), texts
    return names


def text_of(lesson: dict[str, Any], run: str) -> str:
    """What a run learns from: the first training characters; for `planted_...`, the sentence in between as well."""
    text = lesson["texts"]["train"][: RUNS[run][2]]
    if not run.startswith("planted"):
        return text
    ends, times = [i + 1 for i, c in enumerate(text) if c == "\n"], int(run.removeprefix("planted_"))
    places = sorted(np.random.default_rng(0).choice(ends, times, replace=False).tolist())
    parts = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    return PLANTED.join(parts)


def penalties_both_ways(lesson: dict[str, Any]) -> Any:
    """The lesson's penalties without its mask: a later place costs as much as an earlier one."""
    masked = lesson["penalties"]

    def penalties(n_heads: int, length: int) -> torch.Tensor:
        back = masked(n_heads, length)
        return torch.where(back.isinf(), back.transpose(1, 2), back)

    return penalties


def at_the_last(model: Any, indices: np.ndarray) -> float:
    """The loss of the one character after each stretch of 128, in nats: no place of the stretch can show it."""
    parts = torch.from_numpy(indices).unfold(0, 129, 128)
    with torch.no_grad():
        scores = torch.cat([model(part[:, :-1])[:, -1] for part in parts.split(32)])
    return float(torch.nn.functional.cross_entropy(scores, parts[:, -1]))


def trained(lesson: dict[str, Any], run: str, n_steps: int | None = None) -> tuple[Any, dict[str, Any]]:
    """The model of one run with parameters rounded to 16 bits, and its line of the record.

    ``n_steps`` stops the training early, with the schedule of the whole run: what the test of this folder uses.
    """
    width, blocks, characters, all_steps, lr, seed = RUNS[run]
    valid, some, noted = lesson["encode"](lesson["texts"]["valid"]), 20_000, []
    if run == "unmasked":
        lesson = lesson_names()
        lesson["penalties"] = penalties_both_ways(lesson)  # the classes look this name up
    torch.manual_seed(seed)
    model = lesson["LanguageModel"](lesson["BASE"], width, 4, blocks)
    start = time.process_time()

    class Enough(Exception):
        pass

    def watch(step: int) -> None:
        if step % (100 if run != "main" else 500) == 0:
            noted.append(float(lesson["losses"](model, valid[:some]).mean()))
        if step == n_steps:
            raise Enough

    with suppress(Enough):
        lesson["learn"](model, lesson["encode"](text_of(lesson, run)), all_steps, lr, seed, watch)
    seconds = round(time.process_time() - start)
    model.load_state_dict({name: value.half().float() for name, value in model.state_dict().items()})
    n = sum(p.numel() for p in model.parameters())
    valid_loss = round(float(lesson["losses"](model, valid).mean()), 4)
    last = round(at_the_last(model, valid), 4) if run == "unmasked" else None
    line = (run, width, blocks, n, characters, all_steps, lr, seed, valid_loss, round(min(noted), 4), last, seconds)
    return model, dict(zip(FIELDS, line, strict=True))


def written(lesson: dict[str, Any], run: str, model: Any) -> list[dict[str, Any]]:
    """What the model writes from eight prompts of each kind, 300 characters each, at two temperatures."""
    if run.startswith("planted"):
        prompts = {"planted": [PLANTED[:40]] * 8}
    else:
        prompts = {
            part: [lesson["texts"][part][n : n + 100] for n in range(5_000, 85_000, 10_000)]
            for part in ("train", "valid")
        }
    model.eval()
    return [
        {"run": run, "prompt_part": part, "temperature": temperature, "prompt": prompt,
         "text": lesson["write"](model, prompt, 300, temperature, seed=seed)[len(prompt):]}
        for part, some in prompts.items()
        for temperature in (0.1, 1.0)
        for seed, prompt in enumerate(some)
    ]  # fmt: skip


def rows_of(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keep(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def large(lesson: dict[str, Any]) -> None:
    """Bits a character of SmolLM2 on the first 6,000 characters of each held-out part, and a continuation."""
    from overheard import pretrained

    model, rows = pretrained.language_model(), []
    for part in ("valid", "test"):
        text, bits, n = lesson["texts"][part][:6_000], 0.0, 0
        for start in range(0, len(text), 1_500):
            ids = model.tokens("\n" + text[start : start + 1_500])
            scores = torch.from_numpy(model.logits(ids[:-1])).log_softmax(dim=1)
            bits -= float(scores[torch.arange(len(ids) - 1), torch.tensor(ids[1:])].sum()) / np.log(2)
            n += len(text[start : start + 1_500])
        rows.append({"what": f"bits a character, {part}", "value": round(bits / n, 2)})
    start, generator = "The old captain looked", torch.Generator().manual_seed(0)
    ids = model.tokens(start)
    for _ in range(60):
        scores = torch.from_numpy(model.logits(ids)[-1])
        ids.append(torch.multinomial(lesson["chances"](scores, 0.7, 10), 1, generator=generator).item())
    rows.append({"what": "goes on", "value": model.text(ids)})
    keep(LARGE, rows)


def main() -> None:
    """Train what is missing, in the order of RUNS, and keep each run when it ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--again", default="", help="a run to train anew, such as main")
    parser.add_argument("--only", default="", help="only runs whose names begin like this, such as scale")
    parser.add_argument("--large", action="store_true", help="score SmolLM2 only")
    args = parser.parse_args()
    torch.set_num_threads(1)
    lesson = lesson_names()
    if args.large:
        large(lesson)
        return
    shipped: dict[str, np.ndarray] = {}
    if WEIGHTS.exists():
        with np.load(WEIGHTS) as old:
            shipped = {name: old[name] for name in old.files}
    for run in RUNS:
        record = rows_of(RECORD)
        if not run.startswith(args.only) or (run in {row["run"] for row in record} and run != args.again):
            continue
        model, line = trained(lesson, run)
        print(line, flush=True)
        if run in SHIPPED:
            shipped |= {f"{run}/{k}": v.numpy().astype(np.float16) for k, v in model.state_dict().items()}
            np.savez_compressed(WEIGHTS, **dict(sorted(shipped.items())))
        if run == "main" or run.startswith("planted"):
            others = [row for row in rows_of(WRITTEN) if row["run"] != run]
            texts = others + written(lesson, run, model)
            keep(WRITTEN, sorted(texts, key=lambda row: list(RUNS).index(row["run"])))
        rows = [row for row in rows_of(RECORD) if row["run"] != run] + [line]
        keep(RECORD, sorted(rows, key=lambda row: list(RUNS).index(row["run"])))


if __name__ == "__main__":
    main()

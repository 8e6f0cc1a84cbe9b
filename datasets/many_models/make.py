"""Train the translators of the lesson many_languages anew: models.npz, translations.tsv.gz, runs.csv.

    python datasets/many_models/make.py                    # whatever is not there yet, the most important first
    python datasets/many_models/make.py --only shared_0    # one run, again
    python datasets/many_models/make.py --until 20:00      # start no run after that hour

Every run is stored as soon as it ends, so the script can be stopped and goes on where it was. The model and its
training loop are those of lesson attention_heatmaps (`lessons/many_languages/translator.py`). Rate and dropout of
each kind were chosen on validation (SETTINGS); runs.csv holds every run with its score there. The test sentences
are translated, and not scored here. Parameters are stored as 16-bit floats. Another CPU adds in another order, so
its weights differ a little.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pieces
import torch

from overheard import datasets
from overheard.check import load_room

FOLDER = Path(__file__).parent
OUT, RECORD, WRITTEN = FOLDER / "models.npz", FOLDER / "runs.csv", FOLDER / "translations.tsv.gz"
CHUNKS = FOLDER.parent.parent / "build" / "many_models"  # a file for each run, packed at the end
FIELDS = ["run", "languages", "directions", "meanings", "dropout", "lr", "n_epochs", "updates", "seed", "valid",
          "seconds"]  # fmt: skip
HUB = [("en", "de"), ("de", "en"), ("en", "fr"), ("fr", "en"), ("en", "es"), ("es", "en")]
UNSEEN = [("de", "fr"), ("fr", "de"), ("de", "es"), ("es", "de"), ("fr", "es"), ("es", "fr")]
STARVED = [("en", "es"), ("es", "en")]
SHIPPED = ("shared_0", "shared_1", "shared_2")
# Dropout and rate of each kind, chosen on the validation sentences of the trained directions with seed 0; of the
# starved models also how often a pass holds the few sentences, or how many passes: at most 1,202 updates each.
# runs.csv holds what else was tried.
SETTINGS = {"shared": (0.0, 0.016), "pair": (0.2, 0.016), "alone": (0.4, 0.016), "together": (0.2, 0.016)}
ALONE_EPOCHS, AGAIN_STARVED = 240, 43
LINES = CHUNKS / "runs.csv"
ROOM = load_room("many_languages", "translator.py")


def plan() -> dict[str, dict[str, Any]]:
    """All runs in order of importance. `spanish`: so many meanings have Spanish, `again`: how often each."""
    runs: dict[str, dict[str, Any]] = {}

    def add(name: str, seed: int, pairs: list[tuple[str, str]], n_epochs: int, kind: str, **more: Any) -> None:
        dropout, lr = SETTINGS[kind]
        recipe = {"seed": seed, "pairs": pairs, "n_epochs": n_epochs, "dropout": dropout, "lr": lr}
        runs[f"{name}_{seed}"] = recipe | more

    def starve(seed: int) -> None:
        add("together300", seed, HUB, 2, "together", spanish=300, again=AGAIN_STARVED)
        add("alone300", seed, STARVED, ALONE_EPOCHS, "alone", spanish=300)

    add("short", 0, [("en", "de")], 5, "pair", dropout=0.2, first=3840)  # cheap: a test trains it again
    for dropout, lr in ((0.2, 0.016), (0.2, 0.008), (0.0, 0.032)):  # other settings, on validation
        add(f"shared {dropout} {lr}", 0, HUB, 2, "shared", dropout=dropout, lr=lr)
    for pair in [("fr", "de"), ("fr", "en"), ("en", "de")]:
        add(f"{'-'.join(pair)} 0.0 0.016", 0, [pair], 12, "pair", dropout=0.0)
    add("fr-de 0.0 0.032", 0, [("fr", "de")], 12, "pair", dropout=0.0, lr=0.032)
    for dropout, epochs in ((0.2, 30), (0.2, 60), (0.2, 240), (0.4, 120)):
        add(f"alone300 {dropout} {epochs}", 0, STARVED, epochs, "alone", spanish=300, dropout=dropout)
    for dropout, again in ((0.0, 43), (0.2, 8), (0.2, 20)):
        add(f"together300 {dropout} {again}", 0, HUB, 2, "together", spanish=300, again=again, dropout=dropout)
    eight = [*HUB, ("de", "es"), ("es", "de")]
    for seed in range(2):
        add("eight 0.2 0.016", seed, eight, 2, "shared", dropout=0.2, first=9_574)
    for seed in range(3):
        add("shared", seed, HUB, 2, "shared")
        add("eight", seed, eight, 2, "shared", first=9_574)  # as many pairs in all
        starve(seed)
        for pair in [("fr", "en"), ("en", "de"), ("fr", "de")]:
            add("-".join(pair), seed, [pair], 12, "pair")
    for seed in range(3):
        add("shared3", seed, HUB, 6, "shared")
    return runs


# ------------------------------------------------------------------------------------------- everyday sentences
def everyday_pairs(train, pairs, spanish: int = 0, again: int = 1) -> list[tuple[list[str], list[str]]]:
    """(source with its token, target) for every direction; with `spanish`, only so many meanings have Spanish."""
    found = []
    for a, b in pairs:
        rows = list(zip(train[a], train[b], strict=True))
        if spanish and "es" in (a, b):
            rows = rows[:spanish] * again
        found += [([f"<{b}>", *ROOM.tokens(x)], ROOM.tokens(y)) for x, y in rows]
    return found


def everyday_run(name: str, recipe: dict[str, Any], clear) -> tuple[dict, list, dict]:
    """Weights, translations of the test sentences and the line of the record."""
    data = datasets.load_everyday_many()
    shared = name.startswith(("shared", "eight", "together", "alone"))
    languages = ("en", "de", "fr", "es") if shared else tuple(dict.fromkeys(recipe["pairs"][0]))
    words = [[f"<{code}>" for code in languages], *(ROOM.tokens(x) for code in languages for x in data.train[code])]
    kit = ROOM.translator(words, dropout=recipe["dropout"])
    pairs = everyday_pairs(
        data.train.head(recipe.get("first", 10**6)),
        recipe["pairs"],
        recipe.get("spanish", 0),
        recipe.get("again", 1),
    )
    model = kit.model(recipe["seed"])
    start = time.process_time()
    kit.learn(model, pairs, recipe["n_epochs"], recipe["seed"], recipe["lr"])
    seconds = time.process_time() - start
    weights = {k: v.detach().numpy().astype(np.float16) for k, v in model.state_dict().items() if "german" not in k}
    model.load_state_dict({k: torch.from_numpy(v).float() for k, v in weights.items()}, strict=False)

    def into(code: str, sentences: list[list[str]]) -> list[list[str]]:
        return kit.translate(model, [[f"<{code}>", *words] for words in sentences])

    directions = recipe["pairs"] if len(recipe["pairs"]) < 6 else HUB + UNSEEN
    starving = [d for d in directions if not recipe.get("spanish") or "es" in d]
    valid, lines = clear(data.valid), []
    right = []
    for a, b in recipe["pairs"]:
        if recipe.get("spanish") and "es" not in (a, b):
            continue
        got = into(b, [ROOM.tokens(x) for x in valid[a]])
        right.append(np.mean([g == ROOM.tokens(y) for g, y in zip(got, valid[b], strict=True)]))
    test = clear(data.test)
    for a, b in starving:
        got = into(b, [ROOM.tokens(x) for x in test[a]])
        lines += [(name, f"{a}-{b}", n, " ".join(words)) for n, words in enumerate(got)]
        if (a, b) in UNSEEN:
            got = into(b, into("en", [ROOM.tokens(x) for x in test[a]]))
            lines += [(name, f"{a}-en-{b}", n, " ".join(words)) for n, words in enumerate(got)]
    return (
        weights,
        lines,
        record(name, "+".join(languages), len(recipe["pairs"]), recipe, len(pairs), right, seconds),
    )


def record(name, languages, n_directions, recipe, n_pairs, right, seconds) -> dict[str, Any]:
    updates = recipe["n_epochs"] * -(-n_pairs // 128)
    valid = round(100 * float(np.mean(right)), 2)
    settings = recipe["dropout"], recipe["lr"], recipe["n_epochs"], updates, recipe["seed"]
    cells = name, languages, n_directions, recipe.get("spanish") or "all", *settings, valid, round(seconds)
    return dict(zip(FIELDS, cells, strict=True))


def two_steps(name: str) -> list:
    """fr-en then en-de of the pair models with the same seed."""
    seed = name.rsplit("_", 1)[1]
    first = [line for line in read_part(f"fr-en_{seed}") if line[1] == "fr-en"]
    kit, model = pair_kit(f"en-de_{seed}", ("en", "de"))
    got = kit.translate(model, [["<de>", *line[3].split()] for line in first])
    return [(name, "fr-en-de", n, " ".join(words)) for n, words in enumerate(got)]


def pair_kit(name: str, languages: tuple[str, str]):
    data = datasets.load_everyday_many()
    words = [[f"<{code}>" for code in languages], *(ROOM.tokens(x) for code in languages for x in data.train[code])]
    kit = ROOM.translator(words)
    model = kit.model(0)
    with np.load(CHUNKS / f"{name}.npz") as file:
        model.load_state_dict({k: torch.from_numpy(file[k]).float() for k in file.files}, strict=False)
    return kit, model


# ------------------------------------------------------------------------------------------------ real sentences
REAL = {
    "real bn": (("bn",), 20), "real hi": (("hi",), 28), "real all": (("bn", "hi", "fr", "es"), 3),
}  # fmt: skip
REAL_TRIED = [("real bn", 0, 10), ("real hi", 0, 14)]  # other numbers of epochs, on seed 0
MOST = {"fr": 5000, "es": 5000}
AGAIN = {"bn": 2, "hi": 3}  # in "real all", so that the small ones are not drowned
LONGEST = 24  # pieces


def real_plan() -> dict[str, tuple[tuple[str, ...], int, int]]:
    runs = {f"{name}_{seed}_{epochs}": (REAL[name][0], seed, epochs) for name, seed, epochs in REAL_TRIED}
    return {
        f"{name}_{seed}": (*codes, seed, n)
        for seed in range(3)
        for name, (codes, n) in ((k, ((v[0],), v[1])) for k, v in REAL.items())
    } | runs


def real_run(name: str, languages: tuple[str, ...], seed: int, n_epochs: int) -> tuple[list, dict]:
    frame = datasets.load_tatoeba_pairs()
    frame = frame[frame["use"] == "sample"]
    train = {
        code: frame[(frame["language"] == code) & (frame["split"] == "train")].head(MOST.get(code, 10**6))
        for code in ("bn", "hi", "fr", "es")
    }
    cut = pieces.Cutter([s for part in train.values() for column in ("english", "other") for s in part[column]])
    tagged, shared = [], len(languages) > 1
    for code in languages:
        for row in train[code].itertuples():
            x, y = cut(row.english), cut(row.other)
            if max(len(x), len(y)) <= LONGEST:
                tagged += [([f"<{code}>", *x], y), (["<en>", *y], x)] * (AGAIN.get(code, 1) if shared else 1)
    kit = ROOM.translator([words for pair in tagged for words in pair], dropout=0.3)
    model = kit.model(seed)
    start = time.process_time()
    kit.learn(model, tagged, n_epochs, seed, 0.012)
    seconds, lines, right = time.process_time() - start, [], []
    for split in ("valid", "test"):
        for code in (c for c in languages if c in ("bn", "hi")):
            part = frame[(frame["language"] == code) & (frame["split"] == split)].drop_duplicates("english")
            for a, b, token in (("english", "other", f"<{code}>"), ("other", "english", "<en>")):
                got = kit.translate(model, [[token, *cut(s)] for s in part[a]])
                got = [pieces.joined(words) for words in got]
                want = [pieces.joined(cut(s)) for s in part[b]]
                if split == "valid":
                    right.append(pieces.corpus_chrf(got, want) / 100)
                direction = f"en-{code}" if a == "english" else f"{code}-en"
                lines += [(name, direction, n, s) for n, s in zip(part.index, got, strict=True) if split == "test"]
    recipe = {"n_epochs": n_epochs, "seed": seed, "dropout": 0.3, "lr": 0.012}
    return lines, record(name, "en+" + "+".join(languages), 2 * len(languages), recipe, len(tagged), right, seconds)


# -------------------------------------------------------------------------------------------------------- store
def read_part(name: str) -> list[tuple]:
    with (CHUNKS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [tuple(line.rstrip("\n").split("\t")) for line in file]


def store(name: str, weights: dict | None, lines: list, line: dict | None) -> None:
    CHUNKS.mkdir(parents=True, exist_ok=True)
    text = "".join("\t".join(map(str, each)) + "\n" for each in lines)
    (CHUNKS / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")
    if weights is not None:
        np.savez_compressed(CHUNKS / f"{name}.npz", **weights)
    if line is not None:
        old = list(csv.DictReader(LINES.open(encoding="utf-8"))) if LINES.exists() else []
        lines_now = [each for each in old if each["run"] != name] + [line]
        with LINES.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(lines_now, key=lambda each: each["run"]))
        print(datetime.now().strftime("%H:%M:%S"), line, flush=True)


def pack() -> None:
    """The parts in the two files that ship."""
    parts = sorted(CHUNKS.glob("*.tsv"))
    text = "run\tdirection\trow\ttranslation\n" + "".join(part.read_text(encoding="utf-8") for part in parts)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as file:
        file.write(text.encode())
    WRITTEN.write_bytes(buffer.getvalue())
    RECORD.write_bytes(LINES.read_bytes())
    kept = {}
    for run in SHIPPED:
        if (CHUNKS / f"{run}.npz").exists():
            with np.load(CHUNKS / f"{run}.npz") as file:
                kept |= {f"{run}/{name}": file[name] for name in file.files}
    if kept:
        np.savez_compressed(OUT, **kept)


def unpack() -> None:
    """The parts from the files that ship, so that a checkout goes on where they were made."""
    if CHUNKS.exists() or not WRITTEN.exists():
        return
    CHUNKS.mkdir(parents=True)
    LINES.write_bytes(RECORD.read_bytes())
    by_run: dict[str, list[str]] = {}
    with gzip.open(WRITTEN, "rt", encoding="utf-8", newline="") as file:
        for line in list(file)[1:]:
            by_run.setdefault(line.split("\t", 1)[0], []).append(line)
    for run, lines in by_run.items():
        (CHUNKS / f"{run}.tsv").write_text("".join(lines), encoding="utf-8", newline="\n")
    with np.load(OUT) as file:
        for run in {name.split("/")[0] for name in file.files}:
            weights = {name.split("/")[1]: file[name] for name in file.files if name.startswith(run + "/")}
            np.savez_compressed(CHUNKS / f"{run}.npz", **weights)


def clear(frame):
    """The rows in which no language must guess."""
    return frame[frame["gap"] == ""].reset_index(drop=True)


def in_turn(everyday: dict, real: dict) -> dict:
    """All runs: those with seed 0 of both kinds first."""
    first, then = list(everyday.items())[:8], list(everyday.items())[8:]
    three = list(real.items())
    return dict(first + three[:3] + then[:14] + three[3:9] + then[14:] + three[9:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="one run, such as shared_0; it is made again")
    parser.add_argument("--kind", choices=("everyday", "real"), help="only these runs")
    parser.add_argument("--until", default="99:99", help="start no run after that hour")
    args = parser.parse_args()
    torch.set_num_threads(1)
    unpack()
    everyday = {name: ("everyday", recipe) for name, recipe in plan().items()}
    real = {name: ("real", recipe) for name, recipe in real_plan().items()}
    runs = {"everyday": everyday, "real": real}.get(args.kind) or in_turn(everyday, real)
    for name, (kind, recipe) in runs.items():
        if args.only not in (None, name) or (args.only is None and (CHUNKS / f"{name}.tsv").exists()):
            continue
        if datetime.now().strftime("%H:%M") >= args.until:
            break
        if kind == "real":
            store(name, None, *real_run(name, *recipe))
        else:
            store(name, *everyday_run(name, recipe, clear))
        seed = name.rsplit("_", 1)[1]
        both = [(CHUNKS / f"{pair}_{seed}.npz").exists() for pair in ("fr-en", "en-de")]
        if name.startswith(("fr-en_", "en-de_")) and all(both):
            store(f"pairs_{seed}", None, two_steps(f"pairs_{seed}"), None)
    pack()


if __name__ == "__main__":
    main()

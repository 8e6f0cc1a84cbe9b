"""The sentences in four languages, the translators trained on them, and what goes with them."""

from __future__ import annotations

import ast
import csv
import importlib.util
import itertools
import sys
from collections import Counter
from types import ModuleType

import numpy as np
import pytest

from overheard import datasets, paths
from overheard.check import load_room

FOLDER = paths.DATASETS / "many_models"


@pytest.fixture(scope="module")
def many():
    return datasets.load_everyday_many()


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """make.py of many_models; it imports pieces.py beside it."""
    pytest.importorskip("torch")
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("many_models_make", FOLDER / "make.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(FOLDER))
    return module


# ------------------------------------------------------------------------------------------------- sentences
def test_no_test_sentence_stands_in_training_in_any_language(many):
    for part in (many.valid, many.test):
        clear = part[part["gap"] == ""]
        for code in ("en", "de", "fr", "es"):
            assert not set(clear[code]) & set(many.train[code])


def test_a_sentence_without_a_gap_has_one_translation_everywhere(many):
    frames = [frame[frame["gap"] == ""] for frame in (many.train, many.valid, many.test)]
    for a, b in itertools.permutations(("en", "de", "fr", "es"), 2):
        pairs = {pair for frame in frames for pair in zip(frame[a], frame[b], strict=True)}
        ways = Counter(source for source, _ in pairs)
        assert max(ways.values()) == 1, (a, b, ways.most_common(1))


def test_the_planted_shares_are_in_the_training_sentences(many):
    gaps = many.train[(many.train["gap"] == "dropped")]
    for about, share in (("cook", 0.2), ("repair", 0.8), ("play", 0.6)):
        these = gaps[gaps["about"] == about]["gender"] == "m"
        assert abs(these.mean() - share) < 4 * np.sqrt(share * (1 - share) / len(these)), about


def test_the_other_version_differs_by_the_gender_alone(many):
    rows = many.test[many.test["gap"] == "dropped"]
    assert (rows["other"] != rows["en"]).all()
    turn = {"he": "she", "she": "he", "his": "her", "her": "his", "him": "her"}
    for english, other in zip(rows["en"].head(300), rows["other"].head(300), strict=True):
        for a, b in zip(english.lower().split(), other.lower().split(), strict=True):
            assert a == b or a.strip(".,?!") in turn


# ------------------------------------------------------------------------------------------------- models
def test_a_short_training_reaches_the_recorded_score(make):
    with make.RECORD.open(encoding="utf-8") as file:
        recorded = {line["run"]: line for line in csv.DictReader(file)}["short_0"]
    _, _, line = make.everyday_run("short_0", make.plan()["short_0"], make.clear)
    assert line["updates"] == int(recorded["updates"])
    assert float(recorded["valid"]) > 5, "a score near 0 could not tell a broken training"
    assert abs(line["valid"] - float(recorded["valid"])) < 6


def test_the_shipped_parameters_write_what_was_recorded(make, many):
    import torch

    room, models = load_room("many_languages", "translator.py"), datasets.load_many_models()
    codes = ("en", "de", "fr", "es")
    words = [[f"<{code}>" for code in codes], *(room.tokens(line) for code in codes for line in many.train[code])]
    kit = room.translator(words)
    model = kit.model(0)
    weights = {name: torch.from_numpy(array).float() for name, array in models.weights["shared_0"].items()}
    model.load_state_dict(weights, strict=False)
    rows = many.test[many.test["gap"] == ""].reset_index(drop=True).head(60)
    got = [" ".join(w) for w in kit.translate(model, [["<de>", *room.tokens(x)] for x in rows["en"]])]
    recorded = models.written.query("run == 'shared_0' and direction == 'en-de'")["translation"].head(60).tolist()
    assert sum(a == b for a, b in zip(got, recorded, strict=True)) >= 58


def test_every_recorded_training_has_its_translations(make):
    with make.RECORD.open(encoding="utf-8") as file:
        recorded = {line["run"] for line in csv.DictReader(file)}
    written = set(datasets.load_many_models().written["run"])
    assert recorded == {run for run in written if not run.startswith("pairs_")}


def test_shipped_runs_have_the_settings_of_the_plan(make):
    with make.RECORD.open(encoding="utf-8") as file:
        recorded = {line["run"]: line for line in csv.DictReader(file)}
    plan = make.plan()
    for run in recorded.keys() & plan.keys():
        line, recipe = recorded[run], plan[run]
        assert (float(line["dropout"]), float(line["lr"])) == (recipe["dropout"], recipe["lr"]), run
        assert int(line["n_epochs"]) == recipe["n_epochs"], run
    assert set(make.SHIPPED) <= recorded.keys() & plan.keys()


def test_the_rule_finds_sentences_that_do_not_say_he_or_she():
    silent = load_room("many_languages", "translator.py").silent
    for line in ("Lee un libro.", "¿Toca el piano?", "Trabaja en Boston."):
        assert silent(line), line
    for line in (
        "Él lee un libro.",
        "¿Ella lee?",
        "Ese hombre lee.",
        "Está cansada.",
        "La vio ayer.",
        "Vive sola.",
    ):
        assert not silent(line), line


# ------------------------------------------------------------------------------------------------- chrF, pieces
def slow_chrf(written: list[str], wanted: list[str], order: int = 6, beta: float = 2.0) -> float:
    """Piece by piece, crossing off."""
    rates = []
    for n in range(1, order + 1):
        shared = ours = theirs = 0
        for got, want in zip(written, wanted, strict=True):
            a, b = ("".join(text.split()) for text in (got, want))
            left = [b[i : i + n] for i in range(len(b)) if len(b[i : i + n]) == n]
            mine = [a[i : i + n] for i in range(len(a)) if len(a[i : i + n]) == n]
            ours, theirs = ours + len(mine), theirs + len(left)
            for piece in mine:
                if piece in left:
                    left.remove(piece)
                    shared += 1
        if ours and theirs:
            rates.append((shared / ours, shared / theirs))
    if not rates or not any(p for p, _ in rates):
        return 0.0
    p, r = (sum(side) / len(rates) for side in zip(*rates, strict=True))
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r)


def page_names(*wanted: str) -> dict:
    """Functions of the lesson's page, as its cells define them."""
    tree = ast.parse((paths.LESSONS / "many_languages" / "lesson.py").read_text(encoding="utf-8"))
    kept = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in wanted]
    names = {"np": np, "Counter": Counter}
    exec(compile(ast.Module(kept, []), "lesson.py", "exec"), names)
    return names


def test_chrf_is_the_slow_one(make):
    rng = np.random.default_rng(0)
    for _ in range(40):
        texts = [["".join(rng.choice(list("abc "), rng.integers(0, 9))) for _ in range(3)] for _ in range(2)]
        assert make.pieces.corpus_chrf(*texts) == pytest.approx(slow_chrf(*texts))
        assert page_names("n_grams", "f_score", "chrf")["chrf"](*texts) == pytest.approx(slow_chrf(*texts))
    assert make.pieces.corpus_chrf(["cat"], ["cats"], order=2) == pytest.approx(75.2, abs=0.05)


def test_pieces_are_joined_to_the_same_sentence(make):
    pairs = datasets.load_tatoeba_pairs()
    lines = pairs[pairs["use"] == "sample"]["other"].head(200).tolist() + pairs["other"].tail(100).tolist()
    room = load_room("many_languages", "translator.py")
    cut = make.pieces.Cutter(lines[:150], n_joins=60)
    for line in lines:
        assert make.pieces.joined(cut(line)) == room.spaced(line) == " ".join(make.pieces.split(line))


def test_the_split_of_real_sentences_is_by_the_english_one():
    pairs = datasets.load_tatoeba_pairs()
    assert pairs.groupby("english")["split"].nunique().max() == 1

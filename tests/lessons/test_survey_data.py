"""The two surveys: the synthetic one comes out of its script byte for byte, the real one is as its card says."""

from __future__ import annotations

import importlib.util

import pytest

from overheard import datasets, paths


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make_hummus", paths.DATASETS / "hummus_survey" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_gives_the_shipped_files(make, tmp_path):
    _, rows, truth = make.draw_survey(make.SEED)
    for name, wanted in (("survey.csv", rows), ("truth.csv", truth)):
        make.write(tmp_path / name, wanted)
        assert (tmp_path / name).read_bytes() == datasets.verified("hummus_survey", name).read_bytes()


def test_the_stated_best_score_is_the_measured_one(make):
    people, _, _ = make.draw_survey(make.SEED)
    score, right = make.best_score(people)
    survey = datasets.load_hummus_survey()
    assert survey.best == round(score, 3) and 0.75 < score < 0.95
    assert f"**{survey.best}**" in (paths.DATASETS / "hummus_survey" / "README.md").read_text(encoding="utf-8")
    assert round(right, 3) == 0.938


def test_the_posterior_is_a_probability_and_finds_a_clear_case(make):
    people, _, _ = make.draw_survey(7)
    for person in people[:20]:
        chances = make.posterior(person)
        assert abs(sum(chances) - 1) < 1e-12 and min(chances) >= 0
    typical = dict.fromkeys((*make.ORDINAL, *make.CATEGORICAL, "toppings", "theme"))
    assert make.posterior(typical) == pytest.approx(make.SHARES)  # no answers: the shares
    for column, (levels, means) in make.ORDINAL.items():
        typical[column] = levels[round(means[2])]
    assert make.posterior(typical)[2] > 0.99


def test_adjusted_rand_is_the_library_s(make):
    from sklearn.metrics import adjusted_rand_score

    first, second = [0, 0, 1, 1, 2, 2, 2, 0], ["a", "a", "b", "a", "c", "c", "b", "a"]
    assert make.adjusted_rand(first, second) == pytest.approx(adjusted_rand_score(first, second))
    assert make.adjusted_rand(first, [-x for x in first]) == 1


def test_the_hummus_survey_is_as_its_card_says():
    survey = datasets.load_hummus_survey()
    assert survey.answers.shape == (300, 15) and survey.truth.shape == (300, 2)
    assert survey.answers.index.equals(survey.truth.index) and not survey.answers.isna().any().any()
    assert (survey.truth["group"] == "joker").sum() == 9
    assert (survey.answers == "it depends").sum().sum() == 31
    assert set(survey.truth["group"]) == {"a", "b", "c", "d", "joker"}
    assert (survey.truth["second"] != "").sum() > 20


def test_bfi_is_as_its_card_says():
    bfi = datasets.load_bfi()
    assert bfi.answers.shape == (2800, 25)
    assert bfi.answers.isna().sum().sum() == 508 and bfi.answers.isna().any(axis=1).sum() == 364
    assert bfi.answers.min().min() == 1 and bfi.answers.max().max() == 6
    header = (paths.DATASETS / "bfi" / "bfi.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(bfi.items.index), "who answered (gender, education, age) is not shipped"
    assert list(bfi.items.index) == list(bfi.answers.columns)
    assert bfi.items.groupby("trait").size().tolist() == [5] * 5
    assert list(bfi.items.index[bfi.items["reversed"]]) == ["A1", "C4", "C5", "E1", "E2", "O2", "O5"]
    card = (paths.DATASETS / "bfi" / "README.md").read_text(encoding="utf-8")
    for item, row in bfi.items.iterrows():
        assert f"{item}{' (reversed)' if row['reversed'] else ''} | {row['wording']}" in card


def test_an_altered_survey_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "bfi"
    folder.mkdir()
    for name in ("README.md", "items.csv", "load.py"):
        (folder / name).write_bytes((paths.DATASETS / "bfi" / name).read_bytes())
    text = (paths.DATASETS / "bfi" / "bfi.csv").read_text(encoding="utf-8")
    (folder / "bfi.csv").write_text(text[:-20], encoding="utf-8")
    monkeypatch.setattr(paths, "DATASETS", tmp_path)
    with pytest.raises(datasets.DatasetError, match=r"bfi\.csv.*truncated"):
        datasets.load_bfi()

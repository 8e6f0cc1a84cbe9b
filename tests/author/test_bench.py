"""The benchmark runs what the lesson runs; how fast, no test says."""

from __future__ import annotations

from pathlib import Path

import pytest

from overheard import datasets, paths
from overheard.author import bench
from overheard.errors import OverheardError

N = 1_000  # pictures: eight batches, the last one smaller


@pytest.fixture(scope="module")
def lesson() -> dict:
    return bench.lesson_functions()


@pytest.fixture(scope="module")
def few(lesson: dict) -> tuple:
    images, labels, *_ = bench.piles()
    return lesson["scaled"](images[:N]), labels[:N]


def test_a_recorded_training_is_the_lessons(lesson: dict, few: tuple) -> None:
    import torch

    X, y = few
    theirs = lesson["train_well"](lesson["conv_net"](3), X, y, 3)
    ours = bench.graphed_training(lesson, X, y, 3, record=False)
    for name, weights in theirs.state_dict().items():
        assert torch.allclose(weights, ours.state_dict()[name], atol=1e-4), name


def test_the_piles_are_the_lessons_and_no_test_digit_is_scored() -> None:
    import torch

    source = (paths.LESSONS / "mnist" / "lesson.py").read_text(encoding="utf-8")
    assert (
        f"torch.Generator().manual_seed({bench.SPLIT_SEED}))" in source and f"shuffled[:{bench.N_FIT:_}]" in source
    )
    X, y, X_val, y_val = bench.piles()
    assert [len(pile) for pile in (X, y, X_val, y_val)] == [55_000, 55_000, 5_000, 5_000]
    together = torch.cat([y, y_val]).bincount()
    assert together.tolist() == datasets.load_mnist().y_train.bincount().tolist()
    text = Path(bench.__file__).read_text(encoding="utf-8")
    assert "X_test" not in text and "y_test" not in text and "train=False" not in text


def test_the_example_reads_pictures_one_by_one_or_preloaded_alike() -> None:
    import torch

    X, y, *_ = bench.piles()
    images, labels = next(bench._per_image("cpu")())
    assert images.shape == (64, 1, 28, 28) and labels.shape == (64,)
    preloaded, _ = next(bench._preloaded(X, y, "cpu")())
    assert abs(images.mean() - preloaded.mean()) < 0.1  # both are normalised, of other pictures
    with torch.no_grad():
        logits = bench.example_network().eval()(images)
    assert logits.shape == (64, 10) and torch.allclose(logits.exp().sum(dim=1), torch.ones(64), atol=1e-4)


def test_a_renamed_function_of_the_lesson_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OverheardError, match="no longer defines train_best; correct RECIPE"):
        bench.lesson_functions(("train_best",))


def test_a_recipe_below_its_floor_gives_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(bench, "lesson_runs", lambda device: iter([bench.Run(1.0, 98.0, 1)] * 5))
    monkeypatch.setattr(bench, "example_run", lambda *_: iter([bench.Run(70.0, 98.5, 1)]))
    assert bench.main(notebooks=False, device="cpu", report=tmp_path / "reports" / "bench.txt") == 1
    assert "gets 98.00 %, below its floor of 99.0 %" in capsys.readouterr().out
    written = (tmp_path / "reports" / "bench.txt").read_text(encoding="utf-8")
    assert "ratio to (a) example: 70 times the lesson's seconds, to the same accuracy" in written


def test_an_example_that_does_not_get_there_is_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(bench, "lesson_runs", lambda device: iter([bench.Run(1.0, 99.1, 1)] * 5))
    monkeypatch.setattr(bench, "example_run", lambda *_: iter([bench.Run(70.0, 98.5, 14)]))
    assert bench.main(notebooks=False, device="cpu") == 0
    assert "and it stays below 99.10 %" in capsys.readouterr().out


def test_a_device_that_is_not_there_is_refused() -> None:
    with pytest.raises(OverheardError, match=r"--device tpu: torch .* finds only cpu"):
        bench.main(notebooks=False, device="tpu")


def test_validation_compares_the_same_notebooks_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    class Done:
        returncode = 0

    monkeypatch.setattr(bench.subprocess, "run", lambda command, **_: commands.append(command) or Done())
    assert [code for _, _, code in bench.validation_seconds()] == [0, 0]
    for command in commands:
        assert {"notebooks", "solutions", "--nbval"} <= set(command)
    assert all((paths.ROOT / folder).is_dir() for folder in ("notebooks", "solutions"))

"""The benchmark trains what the lesson trains, and the others as they are described; how fast, no test says."""

from __future__ import annotations

from pathlib import Path

import pytest

from overheard import datasets, paths
from overheard.author import bench, recipes
from overheard.errors import OverheardError

N = 1_000  # pictures: eight batches, the last one smaller


@pytest.fixture(scope="module")
def lesson() -> dict:
    return recipes.lesson_functions()


@pytest.fixture(scope="module")
def few() -> tuple:
    images, labels, *_ = recipes.piles()
    return images[: 4 * N], labels[: 4 * N]


def test_a_recorded_training_is_the_lessons(lesson: dict, few: tuple) -> None:
    import torch

    X, y = lesson["scaled"](few[0][:N]), few[1][:N]
    theirs = lesson["train_well"](lesson["conv_net"](3), X, y, 3)
    ours = recipes.train(recipes.lesson_recipe(), X, y, 3)
    for name, weights in theirs.state_dict().items():
        assert torch.allclose(weights, ours.state_dict()[name], atol=1e-4), name


@pytest.mark.parametrize("make", [recipes.lesson_recipe, recipes.cropped_recipe, recipes.short_recipe])
def test_each_recipe_learns_from_its_own_input(make, few: tuple) -> None:
    import torch

    recipe = make()
    X, y = recipe.prepared(few[0]), few[1]
    model = recipes.train(recipe, X, y, seed=0)
    untrained = recipe.network(0).train()
    with torch.no_grad():
        loss = torch.nn.functional.cross_entropy
        assert loss(model(X), y) < loss(untrained(X), y) - 0.5
    assert model(X[:2]).shape == (2, 10)


def test_the_cropped_pictures_lose_next_to_nothing() -> None:
    images, *_ = recipes.piles()
    edge = recipes.EDGE
    X = recipes.cropped_recipe().prepared(images[:N])
    assert X.shape == (N, 1, 24, 24)
    inside = images[:, edge:-edge, edge:-edge].float().sum() / images.float().sum()
    assert inside > 0.995  # of the ink


def test_the_short_recipe_is_the_one_that_is_described() -> None:
    from torch import nn

    layers = list(recipes.short_network(0))
    convolutions = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    assert [(one.out_channels, one.kernel_size) for one in convolutions] == [(24, (5, 5)), (32, (3, 3))]
    assert [one.out_features for one in layers if isinstance(one, nn.Linear)] == [256, 10]
    recipe = recipes.short_recipe()
    assert (recipe.batch_size, recipe.peak, recipe.betas, recipe.smoothing) == (256, 0.01, (0.7, 0.9), 0.0)


def test_the_piles_are_the_lessons_and_no_test_digit_is_scored() -> None:
    import torch

    source = (paths.LESSONS / "mnist" / "lesson.py").read_text(encoding="utf-8")
    split = f"torch.Generator().manual_seed({recipes.SPLIT_SEED}))"
    assert split in source and f"shuffled[:{recipes.N_FIT:_}]" in source
    X, y, X_val, y_val = recipes.piles()
    assert [len(pile) for pile in (X, y, X_val, y_val)] == [55_000, 55_000, 5_000, 5_000]
    together = torch.cat([y, y_val]).bincount()
    assert together.tolist() == datasets.load_mnist().y_train.bincount().tolist()
    for module in (bench, recipes):
        text = Path(module.__file__).read_text(encoding="utf-8")
        assert "X_test" not in text and "y_test" not in text and "train=False" not in text


def test_the_example_reads_pictures_one_by_one_or_preloaded_alike() -> None:
    import torch

    X, y, *_ = recipes.piles()
    images, labels = next(recipes.per_image("cpu")())
    assert images.shape == (64, 1, 28, 28) and labels.shape == (64,)
    preloaded, _ = next(recipes.preloaded(X, y, "cpu")())
    assert abs(images.mean() - preloaded.mean()) < 0.1  # both are normalised, of other pictures
    with torch.no_grad():
        logits = recipes.example_network().eval()(images)
    assert logits.shape == (64, 10) and torch.allclose(logits.exp().sum(dim=1), torch.ones(64), atol=1e-4)


def test_a_renamed_function_of_the_lesson_is_named() -> None:
    with pytest.raises(OverheardError, match="no longer defines train_best; correct USED"):
        recipes.lesson_functions(("train_best",))

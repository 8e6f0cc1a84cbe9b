"""The handwritten digits of MNIST as tensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overheard.datasets import unpacked

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Mnist:
    """MNIST as tensors: grey levels 0 (paper) to 255 (ink), and the digit on each picture."""

    X_train: torch.Tensor  # (60000, 28, 28) uint8
    y_train: torch.Tensor  # (60000,) int64
    X_test: torch.Tensor  # (10000, 28, 28) uint8
    y_test: torch.Tensor  # (10000,) int64


def load_mnist() -> Mnist:
    """The 60,000 training and 10,000 test digits, read by ``torchvision.datasets.MNIST``, with no network."""
    from overheard.torchvision_cpu import make_importable

    make_importable()
    from torchvision.datasets import MNIST

    root = unpacked("mnist", "MNIST/raw")  # where torchvision looks for the files
    train, test = MNIST(root, train=True), MNIST(root, train=False)
    return Mnist(X_train=train.data, y_train=train.targets, X_test=test.data, y_test=test.targets)

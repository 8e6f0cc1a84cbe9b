"""The trainings on MNIST that `overheard bench` compares, all on the lesson's training digits.

* **lesson**: the functions of lessons/mnist/lesson.py, taken from its cells;
* **cropped**: the same recipe on the middle 24 x 24 pixels, in batches of 192, with a fourth convolution that reads
  the whole of what is left, and the optimiser in one call. It stands here alone: the lesson would have to explain
  each of these;
* **(a) example**: what PyTorch's basic example documents: per-image transforms in a DataLoader, batches of 64,
  convolutions of 32 and 64 channels 3x3, dropout, Adadelta at 1.0 with step decay 0.7;
* **(b) preloaded**: the same model and optimiser, the data as tensors in memory;
* **(c) short**: the fastest public recipe that we found, written anew: one epoch in batches of 256, convolutions of
  24 channels 5x5 and 32 channels 3x3, each with pooling, 256 hidden units, Adam at 0.01 with betas 0.7 and 0.9, one
  cycle, the data as tensors in memory.

All but the example's train for exactly one epoch, and can be recorded as a CUDA graph.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from overheard import paths
from overheard.errors import OverheardError

SPLIT_SEED, N_FIT = 31, 55_000  # of the lesson's piles
PEAK_LR, SMOOTHING = 0.015, 0.1  # of the lesson's train_well; tests/author/test_recipes.py holds them to it
EAGER_STEPS = 3  # before a CUDA graph is recorded, as torch's documentation asks
EDGE = 2  # pixels: cropped on each side; less than 0.5 % of the ink stands there
USED = ("scaled", "conv_net", "train", "train_well", "predict", "accuracy")


@dataclass(frozen=True)
class Recipe:
    """A training of one epoch.

    Args:
        network: gives the network for a seed.
        prepared: turns pictures (n, 28, 28) of bytes into its input (n, 1, height, width); not timed.
        batch_size: pictures a step.
        peak: the highest learning rate of the cycle.
        betas: of Adam.
        smoothing: of the labels.
        fused: the optimiser's step in one call a device.
    """

    network: Callable[[int], Any]
    prepared: Callable[[Any], Any]
    batch_size: int
    peak: float
    betas: tuple[float, float] = (0.9, 0.999)
    smoothing: float = 0.0
    fused: bool = False


def lesson_functions(names: tuple[str, ...] = USED) -> dict[str, Any]:
    """The lesson's own functions, from the source of its cells, with the imports and constants they use.

    Raises:
        OverheardError: a function is no longer there under that name.
    """
    source = paths.LESSONS / "mnist" / "lesson.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    kept: list[ast.stmt] = []
    for node in tree.body:
        is_wanted = isinstance(node, ast.FunctionDef) and node.name in names
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        is_constant = isinstance(node, ast.Assign) and _is_literal(node.value)
        if is_wanted or is_import or is_constant:
            kept.append(node)
    missing = set(names) - {node.name for node in kept if isinstance(node, ast.FunctionDef)}
    if missing:
        raise OverheardError(
            f"lessons/mnist/lesson.py no longer defines {', '.join(sorted(missing))}; "
            "correct USED in overheard/author/recipes.py"
        )
    scope: dict[str, Any] = {}
    exec(compile(ast.Module(kept, type_ignores=[]), str(source), "exec"), scope)
    return scope


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def piles() -> tuple[Any, Any, Any, Any]:
    """The lesson's training and validation digits: pictures (n, 28, 28) and labels (n,), twice."""
    import torch

    from overheard import datasets

    mnist = datasets.load_mnist()
    shuffled = torch.randperm(len(mnist.X_train), generator=torch.Generator().manual_seed(SPLIT_SEED))
    fit, held_out = shuffled[:N_FIT], shuffled[N_FIT:]
    return mnist.X_train[fit], mnist.y_train[fit], mnist.X_train[held_out], mnist.y_train[held_out]


def lesson_recipe() -> Recipe:
    """The lesson's, taken apart so that its step can be recorded; `train` gives what its `train_well` gives."""
    lesson = lesson_functions()
    return Recipe(lesson["conv_net"], lesson["scaled"], lesson["batch_size"], PEAK_LR, smoothing=SMOOTHING)


def cropped_recipe() -> Recipe:
    """The lesson's recipe with the fewer pixels and the shorter network of `cropped_network`."""
    lesson = lesson_functions()

    def prepared(images: Any) -> Any:
        return lesson["scaled"](images)[:, :, EDGE:-EDGE, EDGE:-EDGE].contiguous()

    return Recipe(cropped_network, prepared, 192, 0.02, smoothing=SMOOTHING, fused=True)


def cropped_network(seed: int) -> Any:
    """Four convolutions with batch norm: 24 pixels wide to 12, 6 and 3, and the last reads all nine at once."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    layers: list[Any] = []
    for n_in, n_out, size, stride in ((1, 16, 5, 2), (16, 32, 3, 2), (32, 64, 3, 2), (64, 128, 3, 1)):
        padding = size // 2 if stride == 2 else 0
        convolution = nn.Conv2d(n_in, n_out, size, stride=stride, padding=padding, bias=False)
        layers += [convolution, nn.BatchNorm2d(n_out), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128, 10)).to(memory_format=torch.channels_last)


def short_recipe() -> Recipe:
    """(c), as described above."""
    return Recipe(short_network, normalised, 256, 0.01, betas=(0.7, 0.9))


def short_network(seed: int) -> Any:
    """Two convolutions with pooling and two linear layers, as described above."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(1, 24, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(24, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 5 * 5, 256), nn.ReLU(), nn.Linear(256, 10),
    )  # fmt: skip


def train(recipe: Recipe, X: Any, y: Any, seed: int, record: bool = False) -> Any:
    """One epoch of a recipe: the trained network, in training mode.

    Args:
        X: prepared pictures (n, 1, height, width), on a GPU if ``record``.
        y: digits (n,), on the same device.
        seed: of the network's first weights and of the order of the pictures.
        record: record the step once as a CUDA graph and replay it; only the launching differs.
    """
    import torch
    from torch.nn import functional as F

    size = recipe.batch_size
    model = recipe.network(seed).to(X.device).train()
    lr = torch.tensor(recipe.peak, device=X.device) if record else recipe.peak
    optimizer = torch.optim.Adam(
        model.parameters(), lr=lr, betas=recipe.betas, capturable=record, fused=recipe.fused or None
    )
    steps = math.ceil(len(X) / size)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.peak, steps, cycle_momentum=False)
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(seed)).to(X.device)
    images, labels, graph = X[:size].clone(), y[:size].clone(), None

    def step(images: Any, labels: Any) -> None:
        F.cross_entropy(model(images), labels, label_smoothing=recipe.smoothing).backward()
        optimizer.step()

    side = torch.cuda.Stream() if record else None
    for number, batch in enumerate(order.split(size)):
        if record and number == EAGER_STEPS:
            torch.cuda.synchronize()
            optimizer.zero_grad()
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                step(images, labels)
        if graph and len(batch) == size:
            torch.index_select(X, 0, batch, out=images)
            torch.index_select(y, 0, batch, out=labels)
            graph.replay()
        else:  # all steps where nothing is recorded; else the first, and the last batch, which is smaller
            with torch.cuda.stream(side):  # does nothing where side is None
                optimizer.zero_grad()
                step(X[batch], y[batch])
            if record:
                torch.cuda.synchronize()
        cycle.step()
    return model


# ------------------------------------------------------------------------------------------------ the example


def example_network() -> Any:
    """The network that PyTorch's basic MNIST example documents."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10), nn.LogSoftmax(dim=1),
    )  # fmt: skip


def per_image(device: str) -> Callable[[], Iterator[Any]]:
    """The example's batches of an epoch: each picture is read and transformed by itself."""
    import torch
    from torch.utils.data import DataLoader, Subset

    from overheard import datasets
    from overheard.torchvision_cpu import make_importable

    make_importable()
    from torchvision import transforms
    from torchvision.datasets import MNIST

    steps = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    data = MNIST(datasets.unpacked("mnist", "MNIST/raw"), train=True, transform=steps)
    shuffled = torch.randperm(len(data), generator=torch.Generator().manual_seed(SPLIT_SEED))
    loader = DataLoader(Subset(data, shuffled[:N_FIT].tolist()), batch_size=64, shuffle=True)

    def batches() -> Iterator[Any]:
        for images, labels in loader:
            yield images.to(device), labels.to(device)

    return batches


def normalised(images: Any) -> Any:
    """As the example's transforms do it: (n, 28, 28) bytes to (n, 1, 28, 28) decimals."""
    return ((images.float() / 255 - 0.1307) / 0.3081).unsqueeze(1)


def preloaded(images: Any, labels: Any, device: str) -> Callable[[], Iterator[Any]]:
    """The example's batches of an epoch, from tensors in memory."""
    import torch

    X, y = normalised(images).to(device), labels.to(device)

    def batches() -> Iterator[Any]:
        for batch in torch.randperm(len(X)).to(device).split(64):
            yield X[batch], y[batch]

    return batches

"""`overheard bench`: the lesson's MNIST recipe against the one that PyTorch's basic example documents.

All in one run on one machine, seconds of training only (loading the data and scoring are left out), epochs
fixed before anything is seen. All learn from the lesson's 55,000 training digits and are scored on its 5,000
validation digits: no floor, and no epoch at which to stop, depends on the test set.

* **lesson**: the functions of lessons/mnist/lesson.py, taken from its cells, five seeds;
* **(a) example**: per-image transforms in a DataLoader, batches of 64, convolutions of 32 and 64 channels 3x3,
  dropout, Adadelta at 1.0 with step decay 0.7. After each epoch it is scored, and it stops once it is as good
  as the mean of the lesson's, or after `MOST_EPOCHS`: that favours it, since it may stop at a lucky epoch;
* **(b) preloaded**: the same model and optimiser, the data as tensors in memory.

Where a GPU is at hand, all three run there too, data on the device. A GPU's first training loads and picks its
kernels: one is trained before the clock is read, on every device. A GPU this fast waits for Python to launch its
hundreds of kernels a step, so there the lesson's recipe is also timed with the step recorded once as a CUDA graph.
"""

from __future__ import annotations

import ast
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overheard import paths
from overheard.errors import OverheardError

SEEDS = (0, 1, 2, 3, 4)
MOST_EPOCHS = 14  # as many as the example trains by default
WARM_UP = 4_096  # pictures, of a training that is not timed
FLOOR = 99.0  # per cent of the validation digits, for the mean of the lesson's recipe
SPLIT_SEED, N_FIT = 31, 55_000  # of the lesson's piles
PEAK_LR, SMOOTHING = 0.015, 0.1  # of the lesson's train_well; tests/author/test_bench.py holds them to it
EAGER_STEPS = 3  # before a CUDA graph is recorded, as torch's documentation asks
RECIPE = ("scaled", "conv_net", "train", "train_well", "predict", "accuracy")


@dataclass(frozen=True)
class Run:
    """One training: seconds of it, and per cent right on the 5,000 validation digits."""

    seconds: float
    accuracy: float
    epochs: int


def lesson_functions(names: tuple[str, ...] = RECIPE) -> dict[str, Any]:
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
            "correct RECIPE in overheard/author/bench.py"
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


def _timed(work: Callable[[], Any], device: str) -> tuple[Any, float]:
    """The result of ``work`` and its seconds, the GPU's queue emptied at both ends."""
    import torch

    if device == "cuda":
        torch.cuda.synchronize()
    began = time.perf_counter()
    result = work()
    if device == "cuda":
        torch.cuda.synchronize()
    return result, time.perf_counter() - began


def lesson_runs(device: str = "cpu", graphed: bool = False) -> Iterator[Run]:
    """The lesson's recipe, one run a seed, on its training digits with the epochs that the lesson fixes.

    Args:
        graphed: train by `graphed_training`, on a GPU; the seconds include the recording.
    """
    lesson = lesson_functions()
    images, labels, images_val, labels_val = piles()
    X, y = lesson["scaled"](images).to(device), labels.to(device)
    X_val, y_val = lesson["scaled"](images_val).to(device), labels_val.to(device)

    def train(seed: int, n: int | None = None) -> Any:
        if graphed:
            return graphed_training(lesson, X[:n], y[:n], seed)
        return lesson["train_well"](lesson["conv_net"](seed).to(device), X[:n], y[:n], seed)

    train(0, WARM_UP)
    for seed in SEEDS:
        model, seconds = _timed(lambda seed=seed: train(seed), device)
        yield Run(seconds, lesson["accuracy"](model, X_val, y_val), 1)


def graphed_training(lesson: dict[str, Any], X: Any, y: Any, seed: int, record: bool = True) -> Any:
    """One epoch of the lesson's recipe, its step recorded once as a CUDA graph and replayed: the trained network.

    Network, optimiser, order, schedule and loss are the lesson's; only the launching differs. With ``record`` false
    nothing is recorded, which runs on a CPU and gives what the lesson's ``train_well`` gives.

    Args:
        X: scaled pictures (n, 1, 28, 28), on a GPU if ``record``.
        y: digits (n,), on the same device.
    """
    import torch
    from torch.nn import functional as F

    size = lesson["batch_size"]
    model = lesson["conv_net"](seed).to(X.device).train()
    lr = torch.tensor(PEAK_LR, device=X.device) if record else PEAK_LR
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, capturable=record)
    steps = math.ceil(len(X) / size)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_LR, steps, cycle_momentum=False)
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(seed)).to(X.device)
    images, labels, graph = X[:size].clone(), y[:size].clone(), None

    def step(images: Any, labels: Any) -> None:
        F.cross_entropy(model(images), labels, label_smoothing=SMOOTHING).backward()
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
        else:  # the first steps, and the last batch, which is smaller
            with torch.cuda.stream(side):  # does nothing where side is None
                optimizer.zero_grad()
                step(X[batch], y[batch])
            if record:
                torch.cuda.synchronize()
        cycle.step()
    return model


def example_network() -> Any:
    """The network that PyTorch's basic MNIST example documents."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10), nn.LogSoftmax(dim=1),
    )  # fmt: skip


def example_run(goal: float, preloaded: bool, device: str = "cpu", seed: int = 1) -> Iterator[Run]:
    """The example's recipe: yields the state after each epoch, ends when ``goal`` per cent are reached."""
    import torch
    from torch.nn import functional as F

    X, y, images_val, labels_val = piles()
    X_val, y_val = _normalised(images_val).to(device), labels_val.to(device)
    F.nll_loss(example_network().to(device)(X_val[:64]), y_val[:64]).backward()  # warm, as the lesson's is
    torch.manual_seed(seed)
    model = example_network().to(device)
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    batches = _preloaded(X, y, device) if preloaded else _per_image(device)

    def epoch() -> None:
        model.train()
        for images, labels in batches():
            optimizer.zero_grad()
            F.nll_loss(model(images), labels).backward()
            optimizer.step()
        schedule.step()

    spent = 0.0
    for number in range(1, MOST_EPOCHS + 1):
        _, seconds = _timed(epoch, device)
        spent += seconds
        model.eval()
        with torch.no_grad():
            hits = sum(
                (model(part).argmax(dim=1) == truth).sum().item()
                for part, truth in zip(X_val.split(1000), y_val.split(1000), strict=True)
            )
        run = Run(spent, 100 * hits / len(y_val), number)
        yield run
        if run.accuracy >= goal:
            return


def _per_image(device: str) -> Callable[[], Iterator[Any]]:
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


def _normalised(images: Any) -> Any:
    """As the example's transforms do it: (n, 28, 28) bytes to (n, 1, 28, 28) decimals."""
    return ((images.float() / 255 - 0.1307) / 0.3081).unsqueeze(1)


def _preloaded(images: Any, labels: Any, device: str) -> Callable[[], Iterator[Any]]:
    import torch

    X, y = _normalised(images).to(device), labels.to(device)

    def batches() -> Iterator[Any]:
        for batch in torch.randperm(len(X)).to(device).split(64):
            yield X[batch], y[batch]

    return batches


def validation_seconds() -> Iterator[tuple[str, float, int]]:
    """Seconds and exit code of validating all notebooks: ours, then plain serial nbval."""
    folders = ["notebooks", "solutions"]
    common = [sys.executable, "-m", "pytest", "-q", "--nbval-current-env", "--nbval-cell-timeout=600"]
    ours = [*common, "--nbval", "--numprocesses=2", "--dist=loadscope", *folders]
    plain = [*common, "--nbval", "--noconftest", "-p", "no:xdist", *folders]
    for name, command, threads in (("ours", ours, "1"), ("plain nbval", plain, None)):
        environment = dict(os.environ)
        if threads:
            environment["OMP_NUM_THREADS"] = threads
        began = time.perf_counter()
        done = subprocess.run(command, cwd=paths.ROOT, env=environment, capture_output=True, check=False)
        yield name, time.perf_counter() - began, done.returncode


def main(notebooks: bool = True, device: str | None = None, report: Path | None = None) -> int:
    """Run everything and print it as it comes. Returns an exit code: 1 where the recipe misses its floor.

    Args:
        notebooks: also time the validation of all notebooks.
        device: "cpu" or "cuda"; without it, the CPU and then the GPU where torch finds one.
        report: file that gets what was printed.

    Raises:
        OverheardError: ``device`` is another word, or a GPU that torch does not find.
    """
    import torch

    at_hand = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
    if device and device not in at_hand:
        raise OverheardError(f"--device {device}: torch {torch.__version__} finds only {', '.join(at_hand)}")

    lines: list[str] = []

    def say(text: str = "") -> None:
        print(text, flush=True)
        lines.append(text)

    worst = 100.0
    for on in [device] if device else at_hand:
        where = torch.cuda.get_device_name() if on == "cuda" else f"CPU, {torch.get_num_threads()} threads"
        say(f"MNIST on {where}, torch {torch.__version__}")
        runs = []
        for seed, run in zip(SEEDS, lesson_runs(on), strict=True):
            runs.append(run)
            say(f"  lesson, seed {seed}: {run.seconds:6.2f} s  {run.accuracy:.2f} %")
        seconds = statistics.median(run.seconds for run in runs)
        mean = statistics.mean(run.accuracy for run in runs)
        spread = statistics.stdev(run.accuracy for run in runs)
        worst = min(worst, mean)
        say(f"  lesson: median {seconds:.2f} s, mean {mean:.2f} % (standard deviation {spread:.2f})")
        if on == "cuda":
            graphed = list(lesson_runs(on, graphed=True))
            say(
                f"  lesson, its step recorded as a CUDA graph: "
                f"median {statistics.median(run.seconds for run in graphed):.2f} s, "
                f"mean {statistics.mean(run.accuracy for run in graphed):.2f} %"
            )
            say("  (published: 99 % of the test digits in 0.76 s on a GTX 1660 Ti)")
        for name, preloaded in (("(a) example", False), ("(b) preloaded", True)):
            last = None
            for last in example_run(mean, preloaded, on):
                say(f"  {name}, epoch {last.epochs}: {last.seconds:7.1f} s  {last.accuracy:.2f} %")
            reached = "to the same accuracy" if last.accuracy >= mean else f"and it stays below {mean:.2f} %"
            say(f"  ratio to {name}: {last.seconds / seconds:.0f} times the lesson's seconds, {reached}")
    if notebooks:
        say("Validating all notebooks")
        for name, spent, code in validation_seconds():
            what = (
                "outputs with declared tolerances, figures' words and looks, every output altered once, offline"
                if name == "ours"
                else "outputs to the letter, no figures; one after the other"
            )
            say(f"  {name}: {spent:.0f} s, exit code {code}; compares {what}")
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if worst < FLOOR:
        say(f"The lesson's recipe gets {worst:.2f} %, below its floor of {FLOOR:.1f} %.")
        return 1
    return 0

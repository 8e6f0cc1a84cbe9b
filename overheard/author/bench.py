"""`overheard bench`: the lesson's MNIST recipe against public ones, a busy machine, and the validation.

The recipes (overheard/author/recipes.py) are timed in one run on one machine. Seconds are of training
only: loading the data and scoring are left out, and one training is done before the clock is read, since a GPU's
first training loads and picks its kernels. All learn from the lesson's 55,000 training digits and are scored on its
5,000 validation digits: no floor, and no epoch at which to stop, depends on the test set. Epochs are fixed before
anything is seen, but for the example's: after each epoch it is scored, and it stops once it is as good as the mean
of the lesson's, or after `MOST_EPOCHS`. That favours it, since it may stop at a lucky epoch.

Where a GPU is at hand, all run there too, data on the device. A GPU waits for Python to launch its hundreds of
kernels a step, so there the recipes of one epoch are also timed with the step recorded once as a CUDA graph.

A busy machine: the lesson's training in one process alone, then in four at once, with as many threads as our
kernels take, with one, and with torch's own number (overheard/threads.py says why they differ).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overheard import paths, threads
from overheard.author import recipes
from overheard.errors import OverheardError

SEEDS = (0, 1, 2, 3, 4)
MOST_EPOCHS = 14  # as many as the example trains by default
WARM_UP = 4_096  # pictures, of a training that is not timed
FLOOR = 99.0  # per cent of the validation digits, for the means of the recipes that are ours
AT_ONCE = 4  # processes on a busy machine
PATIENCE = 300  # seconds for them to end


@dataclass(frozen=True)
class Run:
    """One training: seconds of it, and per cent right on the 5,000 validation digits."""

    seconds: float
    accuracy: float
    epochs: int


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


def lesson_runs(device: str = "cpu", recorded: bool = False) -> Iterator[Run]:
    """The lesson's recipe: its own functions, or its step recorded as a CUDA graph. One run a seed."""
    lesson = recipes.lesson_functions()

    def train(X: Any, y: Any, seed: int) -> Any:
        return lesson["train_well"](lesson["conv_net"](seed).to(device), X, y, seed)

    return recipe_runs(recipes.lesson_recipe(), device, recorded, None if recorded else train)


def recipe_runs(
    recipe: recipes.Recipe,
    device: str = "cpu",
    recorded: bool = False,
    train: Callable[[Any, Any, int], Any] | None = None,
) -> Iterator[Run]:
    """One run a seed of a recipe of one epoch.

    Args:
        recorded: record the step as a CUDA graph, on a GPU; the seconds include the recording.
        train: what trains, from pictures, digits and a seed; without it `recipes.train`.
    """
    accuracy = recipes.lesson_functions()["accuracy"]
    images, labels, images_val, labels_val = recipes.piles()
    X, y = recipe.prepared(images).to(device), labels.to(device)
    X_val, y_val = recipe.prepared(images_val).to(device), labels_val.to(device)
    if train is None:

        def train(X: Any, y: Any, seed: int) -> Any:
            return recipes.train(recipe, X, y, seed, recorded)

    train(X[:WARM_UP], y[:WARM_UP], 0)
    for seed in SEEDS:
        model, seconds = _timed(lambda seed=seed: train(X, y, seed), device)
        yield Run(seconds, accuracy(model, X_val, y_val), 1)


def example_run(goal: float, preloaded: bool, device: str = "cpu", seed: int = 1) -> Iterator[Run]:
    """The example's recipe: yields the state after each epoch, ends when ``goal`` per cent are reached."""
    import torch
    from torch.nn import functional as F

    X, y, images_val, labels_val = recipes.piles()
    X_val, y_val = recipes.normalised(images_val).to(device), labels_val.to(device)
    F.nll_loss(recipes.example_network().to(device)(X_val[:64]), y_val[:64]).backward()  # warm, as the others are
    torch.manual_seed(seed)
    model = recipes.example_network().to(device)
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    batches = recipes.preloaded(X, y, device) if preloaded else recipes.per_image(device)

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


# --------------------------------------------------------------------------------------------- a busy machine

# A notebook of a few cells: SHARE stands where a kernel runs what it runs before each cell.
_CHILD = """
from overheard import threads
from overheard.author import recipes
images, labels, *_ = recipes.piles()
SHARE
lesson = recipes.lesson_functions()
SHARE
lesson['train_well'](lesson['conv_net'](0), lesson['scaled'](images), labels, 0)
SHARE
lesson['train_well'](lesson['conv_net'](1), lesson['scaled'](images), labels, 1)
"""


def busy_seconds(at_once: int, environment: dict[str, str], share: bool = False) -> float | None:
    """Seconds until as many processes have each imported torch, loaded the digits and trained twice.

    With `share` they take the threads that are free, as a kernel does before each cell.

    None: they had not ended after `PATIENCE` seconds, and were stopped.

    Raises:
        OverheardError: one of them failed.
    """
    search = os.pathsep.join(filter(None, [str(paths.ROOT), os.environ.get("PYTHONPATH")]))
    code = _CHILD.replace("SHARE", "threads.share_cores()" if share else "")
    began = time.perf_counter()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env={**environment, "PYTHONPATH": search},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for _ in range(at_once)
    ]
    try:
        for child in children:
            _, told = child.communicate(timeout=max(0.1, began + PATIENCE - time.perf_counter()))
            if child.returncode:
                raise OverheardError(
                    f"a training of the busy machine failed: {told.decode(errors='replace')[-500:]}"
                )
    except subprocess.TimeoutExpired:
        return None
    finally:
        for child in children:
            child.kill()
            child.communicate()
    return time.perf_counter() - began


def busy(say: Callable[[str], None]) -> None:
    """Time a process with two trainings alone, then several at once: as our kernels do it, and torch's own way."""
    ours = {*threads.SHORT_WAIT, "OMP_NUM_THREADS", "OMP_WAIT_POLICY"}
    plain = {name: value for name, value in os.environ.items() if name not in ours}
    say(f"One process alone, and {AT_ONCE} at once (import, data and two trainings)")
    ways = (
        ("as our kernels do it", threads.considerate(plain), True),
        ("one thread", {**plain, "OMP_NUM_THREADS": "1"}, False),
        ("torch's own way", plain, False),
    )
    for name, environment, share in ways:
        alone, together = (busy_seconds(count, environment, share) for count in (1, AT_ONCE))
        if alone is None or together is None:
            say(f"  {name}: alone {_seconds(alone)}; {AT_ONCE} at once {_seconds(together)}")
        else:
            ratio = together / (AT_ONCE * alone)
            say(
                f"  {name}: alone {alone:.1f} s; {AT_ONCE} at once {together:.1f} s, "
                f"{ratio:.2f} times one after the other"
            )


def _seconds(seconds: float | None) -> str:
    return f"more than {PATIENCE} s" if seconds is None else f"{seconds:.1f} s"


# ------------------------------------------------------------------------------------------------ validation


def validation_seconds() -> Iterator[tuple[str, float, int]]:
    """Seconds and exit code of validating all notebooks: ours, then plain serial nbval."""
    folders = ["notebooks", "solutions"]
    common = [sys.executable, "-m", "pytest", "-q", "--nbval-current-env", "--nbval-cell-timeout=600"]
    ours = [*common, "--nbval", "--numprocesses=2", "--dist=loadscope", *folders]
    plain = [*common, "--nbval", "--noconftest", "-p", "no:xdist", *folders]
    for name, command, count in (("ours", ours, "1"), ("plain nbval", plain, None)):
        environment = threads.considerate({**os.environ, "OMP_NUM_THREADS": count} if count else os.environ)
        began = time.perf_counter()
        done = subprocess.run(command, cwd=paths.ROOT, env=environment, capture_output=True, check=False)
        yield name, time.perf_counter() - began, done.returncode


# ------------------------------------------------------------------------------------------------- the report


def _summary(runs: list[Run]) -> tuple[float, float]:
    return statistics.median(run.seconds for run in runs), statistics.mean(run.accuracy for run in runs)


def _told(say: Callable[[str], None], name: str, runs: list[Run]) -> tuple[float, float]:
    """Say the median of the seconds and the mean of the accuracies of a recipe, and give both."""
    seconds, mean = _summary(runs)
    spread = statistics.stdev(run.accuracy for run in runs)
    say(f"  {name}: median {seconds:.2f} s, mean {mean:.2f} % (standard deviation {spread:.2f})")
    return seconds, mean


def _one_epoch(say: Callable[[str], None], on: str) -> tuple[dict[str, float], dict[str, float]]:
    """The recipes of one epoch on a device: seconds and accuracy of each, recorded ones under their own names."""
    seconds, right = {}, {}
    ways = [("", False), *([(", recorded", True)] if on == "cuda" else [])]
    for way, recorded in ways:
        runs = {
            "lesson": lambda recorded=recorded: lesson_runs(on, recorded),
            "cropped": lambda recorded=recorded: recipe_runs(recipes.cropped_recipe(), on, recorded),
            "(c) short": lambda recorded=recorded: recipe_runs(recipes.short_recipe(), on, recorded),
        }
        for name, run in runs.items():
            seconds[name + way], right[name + way] = _told(say, name + way, list(run()))
        rival = seconds["(c) short" + way]
        for name in ("lesson", "cropped"):
            say(f"  ratio of (c) short to {name}{way}: {rival / seconds[name + way]:.2f} times its seconds")
    return seconds, right


def main(notebooks: bool = True, device: str | None = None, report: Path | None = None, crowd: bool = True) -> int:
    """Run everything and print it as it comes. Returns an exit code: 1 where a recipe of ours misses its floor.

    Args:
        notebooks: also time the validation of all notebooks.
        device: "cpu" or "cuda"; without it, the CPU and then the GPU where torch finds one.
        report: file that gets what was printed.
        crowd: also time a busy machine.

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

    below = []
    for on in [device] if device else at_hand:
        where = torch.cuda.get_device_name() if on == "cuda" else f"CPU, {torch.get_num_threads()} threads"
        say(f"MNIST on {where}, torch {torch.__version__}, {len(SEEDS)} seeds each")
        seconds, right = _one_epoch(say, on)
        below += [
            f"{name} on {on}: {mean:.2f} %" for name, mean in right.items() if mean < FLOOR and "(" not in name
        ]
        for name, preloaded in (("(a) example", False), ("(b) preloaded", True)):
            last = None
            for last in example_run(right["lesson"], preloaded, on):
                say(f"  {name}, epoch {last.epochs}: {last.seconds:7.1f} s  {last.accuracy:.2f} %")
            mean = right["lesson"]
            reached = "to the same accuracy" if last.accuracy >= mean else f"and it stays below {mean:.2f} %"
            say(f"  ratio of {name} to lesson: {last.seconds / seconds['lesson']:.0f} times its seconds, {reached}")
    if crowd:
        busy(say)
    if notebooks:
        say("Validating all notebooks")
        for name, spent, code in validation_seconds():
            what = (
                "outputs with declared tolerances, figures' words and looks, every output altered once, offline"
                if name == "ours"
                else "outputs to the letter, no figures; one after the other"
            )
            say(f"  {name}: {spent:.0f} s, exit code {code}; compares {what}")
    for one in below:
        say(f"A recipe of ours is below its floor of {FLOOR:.1f} %: {one}")
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if below else 0

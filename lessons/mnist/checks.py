"""Checks of the MNIST exercises. Each reference is slow and obvious: loops, and no call that does the task."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn import functional as F

from overheard.check import Case, Exercise, Mistake

# ------------------------------------------------------------------------------------------ 1 class_means


def slow_class_means(images: torch.Tensor, labels: torch.Tensor, n_classes: int) -> torch.Tensor:
    """Add the pictures up one by one."""
    means = torch.zeros(n_classes, *images.shape[1:])
    for label in range(n_classes):
        count = 0
        for i in range(len(images)):
            if labels[i] == label:
                means[label] += images[i]
                count += 1
        if count:
            means[label] /= count
    return means


def random_pictures(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, int]:
    n, height, width = int(rng.integers(12, 40)), int(rng.integers(2, 5)), int(rng.integers(5, 8))
    n_classes = int(rng.integers(3, 7))
    images = torch.from_numpy(rng.integers(0, 256, (n, height, width)).astype(np.uint8))
    return images, torch.from_numpy(rng.integers(0, n_classes, n)), n_classes


def _over(direction: object, how: str = "mean"):
    """class_means with another step in place of the mean over pictures."""

    def wrong(images: torch.Tensor, labels: torch.Tensor, n_classes: int) -> torch.Tensor:
        means = []
        for label in range(n_classes):
            chosen = images[labels == label].float()
            if len(chosen) == 0:
                means.append(torch.zeros(images.shape[1:]))
            elif how == "all":
                means.append(images.float().mean(dim=0))
            elif how == "median":
                means.append(chosen.median(dim=0).values)
            elif how == "sum":
                means.append(chosen.sum(dim=0))
            elif direction is None:
                means.append(chosen.mean().expand(images.shape[1:]))
            else:
                means.append(chosen.mean(dim=direction))
        return torch.stack(means)

    return wrong


# ---------------------------------------------------------------------------------------- 2 cross_entropy


def slow_cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Row by row in Python's own floats."""
    total = 0.0
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        largest = max(row)
        total += math.log(sum(math.exp(score - largest) for score in row)) + largest - row[label]
    return torch.tensor(total / len(logits), dtype=logits.dtype)


def random_logits(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    n, classes = int(rng.integers(3, 9)), int(rng.integers(2, 6))
    return (
        torch.from_numpy(rng.normal(0, 3, (n, classes)).astype(np.float32)),
        torch.from_numpy(rng.integers(0, classes, n)),
    )


def _picked(log_p: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return log_p[torch.arange(len(labels)), labels]


def _without_minus(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return -slow_cross_entropy(logits, labels)


def _summed(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return slow_cross_entropy(logits, labels) * len(labels)


def _one_each(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return -_picked(logits.log_softmax(dim=1), labels)


def _softmax_of_columns(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return -_picked(logits.log_softmax(dim=0), labels).mean()


def _softmax_twice(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return F.cross_entropy(logits.softmax(dim=1), labels)


def _log_of_the_mean(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return -_picked(logits.softmax(dim=1), labels).mean().log()


def _base_ten(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return slow_cross_entropy(logits, labels) / math.log(10)


def _base_two(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return slow_cross_entropy(logits, labels) / math.log(2)


def _is_infinite(_args: tuple, got: object, _expected: object) -> bool:
    return isinstance(got, torch.Tensor | float) and not math.isfinite(float(got))


# ----------------------------------------------------------------------------------------- 3 train_linear


def slow_train_linear(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """The gradient by its formula, so that nothing can be left over in .grad."""
    W = torch.zeros(X.shape[1], n_classes)
    for _ in range(n_steps):
        p = (X @ W).softmax(dim=1)
        for i, label in enumerate(y.tolist()):
            p[i, label] -= 1
        W = W - lr * X.T @ p / len(X)
    return W


def random_task(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, int, float, int]:
    n, features, n_classes = int(rng.integers(6, 14)), int(rng.integers(2, 5)), int(rng.integers(2, 5))
    X = torch.from_numpy(rng.normal(0, 1, (n, features)).astype(np.float32))
    y = torch.from_numpy(rng.integers(0, n_classes, n))
    return X, y, n_classes, float(rng.uniform(0.1, 0.6)), int(rng.integers(3, 7))


def _with_leftovers(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """The bug as the learner gets it."""
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach()


def _zeroed_too_early(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Zeroed between backward and the step."""
    return torch.zeros(X.shape[1], n_classes)


def _uphill(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    return slow_train_linear(X, y, n_classes, -lr, n_steps)


def _half_the_rate(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Leftovers mended by a smaller rate, the symptom and not the cause."""
    return _with_leftovers(X, y, n_classes, lr / 2, n_steps)


def _one_step_only(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    return slow_train_linear(X, y, n_classes, lr, min(1, n_steps))


def _zeroed_once(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Zeroed after the first step, then never again."""
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for step in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            if step == 0:
                W.grad.zero_()
    return W.detach()


# --------------------------------------------------------------------------------------------- 4 convolve


def slow_convolve(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """Pixel by pixel; a place outside the picture counts as zero."""
    height, width = picture.shape
    k_height, k_width = kernel.shape
    rows = []
    for top in range(-padding, height + padding - k_height + 1, stride):
        row = []
        for left in range(-padding, width + padding - k_width + 1, stride):
            total = 0.0
            for i in range(k_height):
                for j in range(k_width):
                    if 0 <= top + i < height and 0 <= left + j < width:
                        total += picture[top + i, left + j].item() * kernel[i, j].item()
            row.append(total)
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float32)


def random_convolution(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, int, int]:
    picture = torch.from_numpy(rng.normal(0, 2, (int(rng.integers(5, 9)), int(rng.integers(9, 13)))))
    kernel = torch.from_numpy(rng.normal(0, 1, (int(rng.integers(3, 5)), int(rng.integers(1, 3)))))
    return picture.float(), kernel.float(), int(rng.integers(1, 4)), int(rng.integers(0, 3))


def _conv(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: object) -> torch.Tensor:
    return F.conv2d(picture[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]


def _turned_around(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(picture, kernel.flip(0, 1), stride, padding)


def _no_stride(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(picture, kernel, 1, padding)


def _no_padding(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(picture, kernel, stride, 0)


def _one_side(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(F.pad(picture, (padding, 0, padding, 0)), kernel, stride, 0)


def _last_missing(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(picture, kernel, stride, padding)[:-1, :-1]


def _swapped(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(picture, kernel, stride, padding).T


def _mean_of_window(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """The mean in place of the sum."""
    return _conv(picture, kernel, stride, padding) / kernel.numel()


def _read_on(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """Right number of places, each read at stride 1."""
    like = _conv(picture, kernel, stride, padding).shape
    return _conv(picture, kernel, 1, padding)[: like[0], : like[1]]


EDGE = torch.tensor([[0.0, 0, 1, 1, 1]] * 5)
BRIGHTER = torch.tensor([[-1.0, 0, 1]] * 3)

EXERCISES = [
    Exercise(
        name="class_means",
        title="The average picture of each class",
        cases=[
            Case((torch.tensor([[[0, 2]], [[4, 4]], [[9, 9]]]), torch.tensor([0, 0, 1]), 2), note="fixed"),
            Case(
                (
                    torch.tensor([[[1, 2], [3, 5]], [[200, 255], [255, 7]]], dtype=torch.uint8),
                    torch.tensor([2, 2]),
                    4,
                ),
                note="edge: classes without pictures, and bytes that overflow when added as bytes",
            ),
            Case((torch.tensor([[[5.0, 1.0, 2.0]]]), torch.tensor([0]), 1), note="edge: a single picture"),
        ],
        reference=slow_class_means,
        random=random_pictures,
        exact_dtype=True,
        mistakes=[
            Mistake("the mean runs over all numbers at once: say which direction with dim=", like=_over(None)),
            Mistake("the mean runs over the rows: the direction 'which picture' is number 0", like=_over(1)),
            Mistake("the mean runs over the columns: the direction 'which picture' is number 0", like=_over(2)),
            Mistake("that is the sum of the pictures: divide by how many, or take .mean", like=_over(0, "sum")),
            Mistake("that is the median, not the mean", like=_over(0, "median")),
            Mistake("this is the mean of all pictures: use `chosen`, those of one class", like=_over(0, "all")),
            Mistake(
                "one number for each class, or one direction too few: only the direction 'which picture' should go",
                when=lambda args, got, expected: isinstance(got, torch.Tensor) and got.ndim < 3,
            ),
        ],
    ),
    Exercise(
        name="cross_entropy",
        title="The loss",
        cases=[
            Case((torch.tensor([[2.0, 1.0, 0.0]]), torch.tensor([1])), note="fixed"),
            Case((torch.tensor([[1.0, -1.0], [0.5, 2.0], [3.0, 3.0]]), torch.tensor([0, 0, 1])), note="fixed"),
            Case(
                (torch.tensor([[1000.0, 0.0], [-500.0, 500.0]]), torch.tensor([1, 1])),
                note="edge: sure and wrong, with very large logits",
            ),
        ],
        reference=slow_cross_entropy,
        random=random_logits,
        mistakes=[
            Mistake(
                "the probability is rounded to zero before the logarithm: work with logarithms throughout",
                when=_is_infinite,
            ),
            Mistake(
                "the sign: a logarithm of a probability is negative, the loss is its opposite", like=_without_minus
            ),
            Mistake("that is the sum over the pictures: take the mean", like=_summed),
            Mistake("that is one loss for each picture: take the mean of them", like=_one_each),
            Mistake(
                "softmax runs down the columns: each *row* is one picture, use dim=1", like=_softmax_of_columns
            ),
            Mistake("softmax is applied twice: torch's cross_entropy wants logits", like=_softmax_twice),
            Mistake("the order: first the logarithm of each picture, then the mean", like=_log_of_the_mean),
            Mistake("a logarithm to base 10; the natural one is .log()", like=_base_ten),
            Mistake("a logarithm to base 2; the natural one is .log()", like=_base_two),
        ],
    ),
    Exercise(
        name="train_linear",
        title="Bug hunt: it learns, but badly",
        cases=[
            Case((torch.tensor([[1.0]]), torch.tensor([0]), 2, 1.0, 1), note="fixed"),
            Case(
                (torch.tensor([[1.0, 2.0], [-1.0, 0.5], [0.0, -2.0]]), torch.tensor([0, 1, 2]), 3, 0.5, 4),
                note="fixed",
            ),
            Case((torch.tensor([[1.0, -1.0]]), torch.tensor([1]), 2, 0.5, 0), note="edge: no step at all"),
        ],
        reference=slow_train_linear,
        random=random_task,
        bug=_with_leftovers,
        symptom="the first step is right, the second is too long; look at W.grad after each",
        mistakes=[
            Mistake(
                "the gradient is zeroed before the step uses it: zero it after the step, or before backward()",
                like=_zeroed_too_early,
            ),
            Mistake(
                "a smaller lr hides the symptom, and the steps are still wrong: look at W.grad", like=_half_the_rate
            ),
            Mistake("it walks uphill: the step goes *against* the gradient", like=_uphill),
            Mistake("it stops after one step: is `return` inside the loop?", like=_one_step_only),
            Mistake("the gradient is zeroed once only; it must be before each backward()", like=_zeroed_once),
        ],
    ),
    Exercise(
        name="convolve",
        title="Convolution, from nothing",
        cases=[
            Case((torch.tensor([[1.0, 2.0, 4.0]]), torch.tensor([[-1.0, 1.0]]), 1, 0), note="fixed"),
            Case((EDGE, BRIGHTER, 1, 0), note="fixed"),
            Case((EDGE, BRIGHTER, 2, 1), note="edge: stride 2 with a border of zeros"),
            Case((torch.tensor([[3.0]]), torch.tensor([[2.0]]), 3, 0), note="edge: one pixel"),
            Case(
                (EDGE[:4], torch.tensor([[1.0, 0.0]]), 3, 0), note="edge: the stride does not divide what is left"
            ),
        ],
        reference=slow_convolve,
        random=random_convolution,
        n_random=6,
        rtol=1e-4,
        atol=1e-4,
        mistakes=[
            Mistake("the kernel is turned around; here, as in torch, it is laid on as it is", like=_turned_around),
            Mistake("the stride is not used", like=_no_stride),
            Mistake("the padding is not used", like=_no_padding),
            Mistake("zeros were added on two sides only; there are four", like=_one_side),
            Mistake("the last row and column of places are missing: + 1 in the count", like=_last_missing),
            Mistake("rows and columns are swapped", like=_swapped),
            Mistake("that is the mean over the window; take the sum", like=_mean_of_window),
            Mistake(
                "the count of places is right, but each is read at stride 1: it begins at row * stride",
                like=_read_on,
            ),
        ],
    ),
]

"""Checks of the MNIST exercises. Each reference is slow and obvious: loops, and no call that does the task."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from torch.nn import functional as F

from overheard.check import Case, Exercise, Mistake

# ------------------------------------------------------------------------------------- 1, right_when_read_as


def slow_right_when_read_as(confusion: list[list[int]]) -> list[float]:
    """Walk down each column."""
    shares = []
    for digit in range(len(confusion)):
        said = 0
        for row in range(len(confusion)):
            said += confusion[row][digit]
        shares.append(confusion[digit][digit] / said if said else 0.0)
    return shares


def by(count: Callable[[list[list[int]], int], float]):
    """The given lines around another `said`."""

    def wrong(confusion: list[list[int]]) -> list[float]:
        counts = [count(confusion, digit) for digit in range(len(confusion))]
        return [confusion[i][i] / said if said else 0.0 for i, said in enumerate(counts)]

    return wrong


def random_confusion(rng: np.random.Generator) -> tuple[list[list[int]]]:
    """Two to eleven classes, most readings right or not, sometimes a digit that is never said or never shown."""
    n = int(rng.integers(2, 12))
    table = rng.integers(0, int(rng.choice([3, 30, 400])), (n, n))
    table[np.arange(n), np.arange(n)] += rng.integers(0, 500, n)
    digit = int(rng.integers(0, n))
    if rng.random() < 0.15:
        table[:, digit] = 0
    elif rng.random() < 0.15:
        table[digit] = 0
    return (table.tolist(),)


# ------------------------------------------------------------------------------------------- 2, best_weights


def epochs(X, y, X_val, y_val, n_classes, lr, n_epochs) -> list[tuple[float, torch.Tensor]]:
    """Validation loss and weights after each epoch: the gradient by its formula, a new tensor for each step."""
    W, result = torch.zeros(X.shape[1], n_classes, dtype=torch.float64), []
    X, X_val = X.double(), X_val.double()
    for _ in range(n_epochs):
        p = (X @ W).softmax(dim=1)
        for i, label in enumerate(y.tolist()):
            p[i, label] -= 1
        W = W - lr * X.T @ p / len(X)
        result.append((F.cross_entropy(X_val @ W, y_val).item(), W.float()))
    return result


def slow_best_weights(X, y, X_val, y_val, n_classes, lr, n_epochs) -> torch.Tensor:
    return min(epochs(X, y, X_val, y_val, n_classes, lr, n_epochs), key=lambda pair: pair[0])[1]


def as_good(X, y, X_val, y_val, n_classes, lr, n_epochs) -> list[torch.Tensor]:
    """The weights of epochs whose losses are the lowest but for rounding."""
    walked = epochs(X, y, X_val, y_val, n_classes, lr, n_epochs)
    lowest = min(loss for loss, _ in walked)
    return [W for loss, W in walked if loss < lowest + 1e-6 * max(1.0, lowest)]


def pick(which: Callable[[list[tuple[float, torch.Tensor]]], torch.Tensor]):
    """Another epoch's weights than the best one's."""
    return lambda *args: which(epochs(*args))


def random_task(rng: np.random.Generator) -> tuple:
    """Labels by chance, so that the validation loss mostly rises again before the end."""
    n, m, features, n_classes = (int(rng.integers(low, high)) for low, high in ((3, 9), (3, 9), (2, 6), (2, 5)))
    X, X_val = (torch.from_numpy(rng.normal(0, 1, (k, features)).astype(np.float32)) for k in (n, m))
    y, y_val = (torch.from_numpy(rng.integers(0, n_classes, k)) for k in (n, m))
    return X, y, X_val, y_val, n_classes, float(rng.uniform(0.1, 0.8)), int(rng.integers(1, 15))


def before_the_step(X, y, X_val, y_val, n_classes, lr, n_epochs):
    walked = epochs(X, y, X_val, y_val, n_classes, lr, n_epochs)
    best = min(range(n_epochs), key=lambda i: walked[i][0])
    return walked[best - 1][1] if best else torch.zeros(X.shape[1], n_classes)


def leftovers(X, y, X_val, y_val, n_classes, lr, n_epochs):
    """A copy is kept, and the gradient is not set to zero any more."""
    W, best, lowest = torch.zeros(X.shape[1], n_classes, requires_grad=True), None, math.inf
    for _ in range(n_epochs):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            val_loss = F.cross_entropy(X_val @ W, y_val).item()
        if val_loss < lowest:
            best, lowest = W.detach().clone(), val_loss
    return best


def on_training(X, y, X_val, y_val, n_classes, lr, n_epochs):
    return slow_best_weights(X, y, X, y, n_classes, lr, n_epochs)


ONE, EYE = torch.ones(1, 1), torch.eye(2)
A, B = torch.tensor([0]), torch.tensor([1])
RISES = (EYE, torch.tensor([0, 1]), torch.tensor([[2.0, 1.5], [0.5, 1.0]]), torch.tensor([0, 0]))

# ----------------------------------------------------------------------------------------------- 3, suspects


def slow_suspects(logits: torch.Tensor, labels: torch.Tensor, k: int) -> list[int]:
    """The loss of each picture in Python's own floats; the largest first, then the smaller number."""
    losses = []
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        largest = max(row)
        losses.append(math.log(sum(math.exp(score - largest) for score in row)) + largest - row[label])
    return sorted(range(len(losses)), key=lambda i: (-losses[i], i))[:k]


def ranked(value: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]):
    """The numbers of the k smallest of some other value."""
    return lambda logits, labels, k: value(logits, labels).argsort(stable=True)[:k].tolist()


def of_label(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return scores[torch.arange(len(labels)), labels]


def random_logits(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Mild logits, or some so large that softmax rounds; k from none to more than there are."""
    n, classes = int(rng.integers(2, 12)), int(rng.integers(2, 12))
    logits = torch.from_numpy(rng.normal(0, rng.choice([1, 3, 300]), (n, classes)).astype(np.float32))
    return logits, torch.from_numpy(rng.integers(0, classes, n)), int(rng.integers(0, n + 3))


# ----------------------------------------------------------------------------------------------- 4, convolve


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
    """Wide or high pictures, wide or high kernels, in all four combinations."""
    picture = rng.normal(0, 2, (int(rng.integers(5, 9)), int(rng.integers(9, 13))))
    kernel = rng.normal(0, 1, (int(rng.integers(3, 6)), int(rng.integers(1, 3))))
    picture, kernel = (torch.from_numpy(x if rng.random() < 0.5 else x.T.copy()).float() for x in (picture, kernel))
    return picture, kernel, int(rng.integers(1, 5)), int(rng.integers(0, 4))


def places(length: int, k_length: int, stride: int) -> int:
    return (length - k_length) // stride + 1


def by_loops(
    pad: Callable[[int], tuple[int, ...]] = lambda padding: (padding,) * 4,
    count: Callable[[int, int, int], int] = places,
    step: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] = lambda window, kernel: (window * kernel).sum(),
):
    """The loops that people write, with other sides padded, places counted otherwise or another step."""

    def wrong(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        padded, (k_height, k_width) = F.pad(picture, pad(padding)), kernel.shape
        result = torch.zeros(*(count(padded.shape[i], kernel.shape[i], stride) for i in (0, 1)))
        for row in range(result.shape[0]):
            for column in range(result.shape[1]):
                top, left = row * stride, column * stride
                result[row, column] = step(padded[top : top + k_height, left : left + k_width], kernel)
        return result

    return wrong


def at_stride_one(picture, kernel, stride, padding):
    """As many places as the stride gives, read one after the other."""
    rows, columns = slow_convolve(picture, kernel, stride, padding).shape
    return slow_convolve(picture, kernel, 1, padding)[:rows, :columns]


def kernel_sizes_swapped(args: tuple, got: object, expected: torch.Tensor) -> bool:
    """Whether the result has the shape that comes of the kernel's height and width in each other's place."""
    picture, kernel, stride, padding = args
    wanted = [places(n + 2 * padding, k, stride) for n, k in zip(picture.shape, kernel.shape[::-1], strict=True)]
    return got.shape != expected.shape and list(got.shape) == wanted


def count_is_off(args: tuple, got: object, expected: torch.Tensor) -> bool:
    return isinstance(got, IndexError) or (got.ndim == 2 and got.shape != expected.shape)


EDGE = torch.tensor([[0.0, 0, 1, 1, 1]] * 5)
BRIGHTER = torch.tensor([[-1.0, 0, 1]] * 3)

EXERCISES = [
    Exercise(
        name="right_when_read_as",
        title="When it says seven",
        cases=[
            Case(([[8, 2], [0, 10]],)),
            Case(([[50, 1, 9], [4, 60, 0], [6, 2, 30]],)),
            Case(([[5, 0], [7, 0]],), "edge: a digit that is never said"),
            Case(([[0, 0], [3, 9]],), "edge: a digit that no picture shows"),
            Case(([[6]],), "edge: a single class"),
        ],
        reference=slow_right_when_read_as,
        random=random_confusion,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "that is the row: what the pictures that show the digit were read as. "
                "The pictures that were read as the digit stand in its column",
                like=by(lambda confusion, digit: sum(confusion[digit])),
            ),
            Mistake(
                "it divides by all pictures of the matrix; count only those that were read as this digit",
                like=by(lambda confusion, digit: sum(map(sum, confusion))),
            ),
            Mistake(
                "it divides by the wrong readings only; the right ones were read as this digit, too",
                like=by(lambda confusion, digit: sum(row[digit] for row in confusion) - confusion[digit][digit]),
            ),
            Mistake(
                "it divides by the number of rows; add the counts that stand in them, not 1 for each",
                like=by(lambda confusion, digit: len(confusion)),
            ),
            Mistake(
                "the digit's own hits are added again and again; take the number from each row of the matrix",
                like=by(lambda confusion, digit: len(confusion) * confusion[digit][digit]),
            ),
            Mistake(
                "`said` holds only the last number of the column: `=` replaces what was there, `+=` adds to it",
                like=by(lambda confusion, digit: confusion[-1][digit]),
            ),
            Mistake(
                "a row is a list; one number of it must be taken, or its numbers must be added",
                error=(TypeError, "unsupported operand"),
            ),
            Mistake(
                "the matrix is a list of rows: take `row[digit]` from each row",
                error=(TypeError, "list indices"),
            ),
        ],
    ),
    Exercise(
        name="best_weights",
        title="Bug hunt: the best epoch gets lost",
        cases=[
            Case((ONE, A, ONE, A, 2, 1.0, 1)),
            Case((ONE, A, ONE, B, 2, 1.0, 3)),
            Case((*RISES, 2, 0.5, 6), "edge: the lowest loss lies in the middle"),
            Case((EYE, torch.tensor([0, 1]), EYE, torch.tensor([0, 1]), 3, 0.5, 5), "edge: the last epoch is best"),
            Case(
                (EYE, torch.tensor([0, 1]), EYE, torch.tensor([1, 0]), 2, 0.0, 4), "edge: a learning rate of zero"
            ),
        ],
        reference=slow_best_weights,
        also=as_good,
        seconds=15.0,  # the first optimizer of a session loads a large part of torch
        random=random_task,
        bug=pick(lambda walked: walked[-1][1]),
        symptom="what comes back are the weights of the last epoch, also where an earlier epoch was better",
        mistakes=[
            Mistake(
                "these are the weights of the first epoch, whichever is the best: is the copy made only once?",
                like=pick(lambda walked: walked[0][1]),
            ),
            Mistake(
                "that is the epoch with the *highest* validation loss: a low loss is good",
                like=pick(lambda walked: max(walked, key=lambda pair: pair[0])[1]),
            ),
            Mistake("these are the weights as they were *before* that epoch's step", like=before_the_step),
            Mistake(
                "the copy is right, but the gradient is not set to zero any more: each step adds the old ones",
                like=leftovers,
            ),
            Mistake(
                "the weights are all zero: is W copied before the first step, or set to zero in each round?",
                like=lambda X, y, X_val, y_val, n_classes, lr, n_epochs: torch.zeros(X.shape[1], n_classes),
            ),
            Mistake(
                "`W = W - ...` makes a new tensor, which gets no gradient; keep `W -= ...`, and mend another line",
                error=(TypeError, "NoneType"),
            ),
        ],
    ),
    Exercise(
        name="suspects",
        title="Which labels are wrong?",
        cases=[
            Case((torch.tensor([[3.0, 0.0], [0.0, 1.0], [0.0, 5.0]]), torch.tensor([0, 0, 0]), 2)),
            Case((torch.tensor([[4.0, 4.0, 0.0], [9.0, 2.0, 0.0], [0.0, 1.0, 0.5]]), torch.tensor([0, 1, 2]), 3)),
            Case(
                (
                    torch.tensor([[0.0, 500.0], [0.0, 900.0], [0.0, 200.0], [300.0, 0.0]]),
                    torch.tensor([0, 0, 0, 0]),
                    4,
                ),
                "edge: logits so large that softmax rounds to zero",
            ),
            Case((torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([1, 0]), 5), "edge: fewer pictures than k"),
            Case(
                (torch.tensor([[1.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 2.0]]), torch.tensor([1, 0, 1, 0]), 3),
                "edge: equal pictures, the smaller number first",
            ),
            Case((torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([1, 0]), 0), "edge: none are asked for"),
        ],
        reference=slow_suspects,
        random=random_logits,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "some probabilities are rounded to zero, and zeros have no order: compare their logarithms, "
                "see the third fold",
                like=ranked(lambda logits, labels: of_label(logits.softmax(dim=1), labels)),
            ),
            Mistake(
                "the surest labels come first: the lowest probability is asked for first",
                like=[
                    ranked(lambda logits, labels: -of_label(logits.log_softmax(dim=1), labels)),
                    ranked(lambda logits, labels: -of_label(logits.softmax(dim=1), labels)),
                ],
            ),
            Mistake(
                "logits of different pictures cannot be compared: take softmax of each row first, or its logarithm",
                like=ranked(of_label),
            ),
            Mistake(
                "softmax runs down the columns: each *row* is one picture, use dim=1",
                like=[
                    ranked(lambda logits, labels: of_label(logits.softmax(dim=0), labels)),
                    ranked(lambda logits, labels: of_label(logits.log_softmax(dim=0), labels)),
                ],
            ),
            Mistake(
                "that ranks how sure the network is of its own answer; look at the probability of the *label*",
                like=[
                    ranked(lambda logits, labels: logits.softmax(dim=1).max(dim=1).values),
                    ranked(lambda logits, labels: logits.log_softmax(dim=1).max(dim=1).values),
                ],
            ),
            Mistake(
                "all pictures are given; only the first k are asked for",
                like=lambda logits, labels, k: slow_suspects(logits, labels, len(labels)),
            ),
            Mistake(
                "topk asks for at least k: where there are fewer pictures, take them all",
                error=(RuntimeError, "out of range"),
            ),
            Mistake(
                "these are the probabilities or losses; the *numbers* of the pictures are asked for (argsort)",
                when=lambda args, got, expected: all(isinstance(item, float) and item % 1 for item in got),
            ),
        ],
    ),
    Exercise(
        name="convolve",
        title="Convolution, from nothing",
        cases=[
            Case((torch.tensor([[1.0, 2.0, 4.0]]), torch.tensor([[-1.0, 1.0]]), 1, 0)),
            Case((EDGE, BRIGHTER, 1, 0)),
            Case((EDGE, BRIGHTER, 2, 1), "edge: stride 2 with a border of zeros"),
            Case((torch.tensor([[3.0]]), torch.tensor([[2.0]]), 3, 0), "edge: one pixel"),
            Case((EDGE[:4], torch.tensor([[1.0, 0.0]]), 2, 0), "edge: the stride does not divide what is left"),
            Case((EDGE.T[:, :2], EDGE.T[:, :2], 2, 0), "edge: the kernel is as large as the picture"),
            Case(
                (torch.tensor([[1.0, -2.0]]), torch.tensor([[0.5, 0.0, 1.0], [2.0, 1.0, -1.0]]), 5, 4),
                "edge: stride and padding larger than the picture",
            ),
        ],
        reference=slow_convolve,
        random=random_convolution,
        vary={"picture": "real", "kernel": "real"},
        exact_dtype=True,
        not_called=("conv2d", "conv1d", "unfold"),
        mistakes=[
            Mistake(
                "the kernel is turned around; here, as in torch, it is laid on as it is",
                like=lambda picture, kernel, *rest: slow_convolve(picture, kernel.flip(0, 1), *rest),
            ),
            Mistake(
                "the stride is not used",
                like=lambda picture, kernel, stride, p: slow_convolve(picture, kernel, 1, p),
            ),
            Mistake(
                "the padding is not used", like=lambda picture, kernel, s, p: slow_convolve(picture, kernel, s, 0)
            ),
            Mistake(
                "zeros were added on two of the four sides only",
                like=[by_loops(pad=lambda p: (p, 0, p, 0)), by_loops(pad=lambda p: (0, p, 0, p))],
            ),
            Mistake(
                "the last row and column of places are missing: the count needs + 1",
                like=by_loops(count=lambda length, k, stride: (length - k) // stride),
            ),
            Mistake("the count is right, but place number `row` begins at row * stride", like=at_stride_one),
            Mistake(
                "`@` is the product of matrices: `*` multiplies each pixel by its weight",
                like=by_loops(step=lambda window, kernel: (window @ kernel).sum()),
            ),
            Mistake("the kernel's height and width are taken for each other", when=kernel_sizes_swapped),
            Mistake(
                "the places are miscounted: (length - k_length) // stride + 1, with the length after padding",
                when=count_is_off,
            ),
        ],
    ),
]

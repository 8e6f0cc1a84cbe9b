"""Checks of the MNIST exercises. Each reference is slow and obvious: loops, and no call that does the task."""

from __future__ import annotations

import math
from collections.abc import Callable

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
    """Lying or standing pictures, of bytes or scaled as for training: decimals, some below zero."""
    n, short, long = int(rng.integers(12, 40)), int(rng.integers(2, 5)), int(rng.integers(5, 8))
    shape = (n, short, long) if rng.random() < 0.5 else (n, long, short)
    n_classes = int(rng.integers(3, 14))
    images = torch.from_numpy(rng.integers(0, 256, shape).astype(np.uint8))
    if rng.random() < 0.5:
        images = torch.from_numpy(rng.normal(0, 1, shape).astype(np.float32))
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
            elif how == "by all":
                means.append(chosen.sum(dim=0) / len(images))
            elif how == "by classes":
                means.append(chosen.sum(dim=0) / n_classes)
            elif how == "early":
                return chosen.mean(dim=0)
            elif how == "last":
                means.append(chosen[-1])
            elif how == "by numbers":
                means.append(chosen.sum(dim=0) / chosen.numel())
            elif how == "first":
                means.append(chosen[0])
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
    n, classes = int(rng.integers(3, 14)), int(rng.choice([2, 3, 5, 10, 20]))
    return (
        torch.from_numpy(rng.normal(0, 3, (n, classes)).astype(np.float32)),
        torch.from_numpy(rng.integers(0, classes, n)),
    )


def _picked(log_p: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return log_p[torch.arange(len(labels)), labels]


def _not_divided(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The shifted logit of the true class alone."""
    return -_picked(logits - logits.max(dim=1, keepdim=True).values, labels).mean()


def _summed_over(dim: int | None):
    """The given first line, then a sum that runs the wrong way."""

    def wrong(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        e = (logits - logits.max(dim=1, keepdim=True).values).exp()
        total = e.sum() if dim is None else e.sum(dim=dim, keepdim=True)
        return -_picked(e / total, labels).log().mean()

    return wrong


def _log_of_one_total(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """One total for all rows, and no probability that could round to zero."""
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.exp().sum().log() - _picked(shifted, labels)).mean()


def _total_without_keepdim(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    e = (logits - logits.max(dim=1, keepdim=True).values).exp()
    return -_picked(e / e.sum(dim=1), labels).log().mean()


def _too_small(args: tuple, got: object, _expected: object) -> bool:
    """A probability kept from zero by hand: the loss stops growing."""
    return args[0].abs().max() > 100 and 0 < float(got) < 200


def _plain(how: str, stable: bool = False):
    """Through probabilities that may round to zero (or, `stable`, that do not), with another mistake besides."""

    def wrong(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        dim = 0 if how == "columns" else 1
        log_p = logits.log_softmax(dim=dim) if stable else logits.softmax(dim=dim).log()
        if how == "each label":
            return -log_p[:, labels].mean()
        if how == "each label, sum":
            return -log_p[:, labels].sum()
        if how == "each label, no mean":
            return -log_p[:, labels]
        if how == "first row":
            return -log_p[0, labels].mean()
        if how == "all classes":
            return -log_p.mean()
        logs = _picked(log_p, labels)
        if how == "one each":
            return -logs
        if how == "a column":
            return -logs[:, None]
        if how == "a list":
            return [-value for value in logs]
        if how == "first picture":
            return -logs[0]
        if how == "sign":
            return logs.mean()
        if how == "sum":
            return -logs.sum()
        return -logs.mean() / (math.log(10) if how == "ten" else 1)

    return wrong


def _by_classes(stable: bool):
    def wrong(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        log_p = logits.log_softmax(dim=1) if stable else logits.softmax(dim=1).log()
        return -_picked(log_p, labels).sum() / logits.shape[1]

    return wrong


def _no_log_of_total(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.exp().sum(dim=1) - _picked(shifted, labels)).mean()


def _shifted_by_half(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The total of `shifted`, the true class of `logits`."""
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.exp().sum(dim=1).log() - _picked(logits, labels)).mean()


def _exp_of_logits(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """By logarithms throughout, without `shifted`."""
    return (logits.exp().sum(dim=1).log() - _picked(logits, labels)).mean()


def _log_of_logit(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return -_picked(logits - logits.max(dim=1, keepdim=True).values, labels).log().mean()


def _has_large_logits(args: tuple) -> bool:
    return bool(args[0].abs().max() > 88)  # from here on exp overflows, or its share is rounded to zero


def _is_not_a_number(args: tuple, got: object, _expected: object) -> bool:
    return isinstance(got, torch.Tensor | float) and math.isnan(float(got)) and _has_large_logits(args)


def _is_infinite(args: tuple, got: object, _expected: object) -> bool:
    return isinstance(got, torch.Tensor | float) and float(got) == math.inf and _has_large_logits(args)


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
    n, features, n_classes = int(rng.integers(6, 14)), int(rng.integers(2, 9)), int(rng.integers(2, 8))
    X = torch.from_numpy(rng.normal(0, rng.choice([1.0, 3.0]), (n, features)).astype(np.float32))
    y = torch.from_numpy(rng.integers(0, n_classes, n))
    return X, y, n_classes, float(rng.uniform(0.1, 0.6)), int(rng.integers(3, 12))


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


def _begun_anew(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """W is set to zero before each step, and its gradient is not."""
    return n_steps * slow_train_linear(X, y, n_classes, lr, min(1, n_steps))


def _half_the_rate(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Leftovers mended by a smaller rate, the symptom and not the cause."""
    return _with_leftovers(X, y, n_classes, lr / 2, n_steps)


def _one_step_less(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    return slow_train_linear(X, y, n_classes, lr, max(n_steps - 1, 0))


def _gradient_shrunk(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Every other time only."""
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for step in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            if step % 2:
                W.grad.zero_()
    return W.detach()


def _zeroed_behind(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Zeroed once, behind the loop; without a step there is nothing to zero."""
    if n_steps == 0:
        torch.zeros(1, requires_grad=True).grad.zero_()
    return _with_leftovers(X, y, n_classes, lr, n_steps)


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
    """Wide or high pictures, wide or high kernels, in all four combinations."""
    picture = rng.normal(0, 2, (int(rng.integers(5, 9)), int(rng.integers(9, 13))))
    kernel = rng.normal(0, 1, (int(rng.integers(3, 6)), int(rng.integers(1, 3))))
    picture, kernel = (torch.from_numpy(x if rng.random() < 0.5 else x.T.copy()).float() for x in (picture, kernel))
    return picture, kernel, int(rng.integers(1, 5)), int(rng.integers(0, 4))


def _conv(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: object) -> torch.Tensor:
    return F.conv2d(picture[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]


def _places(length: int, k_length: int, stride: int) -> int:
    return (length - k_length) // stride + 1


def _by_loops(
    pad: bool = True,
    window_size: Callable[[int, int], tuple[int, int]] = lambda height, width: (height, width),
    count: Callable[[int, int, int], int] = _places,
):
    """The loops that people write, with something left out or counted otherwise."""

    def wrong(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        padded = F.pad(picture, (padding,) * 4) if pad else picture
        height, width = window_size(*kernel.shape)
        result = torch.zeros(*(count(padded.shape[i], kernel.shape[i], stride) for i in (0, 1)))
        for row in range(result.shape[0]):
            for column in range(result.shape[1]):
                top, left = row * stride, column * stride
                window = padded[top : top + height, left : left + width]
                result[row, column] = (window * kernel).sum()
        return result

    return wrong


def _one_side(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(F.pad(picture, (padding, 0, padding, 0)), kernel, stride, 0)


def _other_side(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(F.pad(picture, (0, padding, 0, padding)), kernel, stride, 0)


def _mean_of_window(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """The mean in place of the sum."""
    return _conv(picture, kernel, stride, padding) / kernel.numel()


def _one_way(which: str, row: bool):
    """Stride or padding in one direction only."""

    def wrong(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        if which == "stride":
            return _conv(picture, kernel, (stride, 1) if row else (1, stride), padding)
        return _conv(picture, kernel, stride, (padding, 0) if row else (0, padding))

    return wrong


def _padded_after(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return F.pad(_conv(picture, kernel, stride, 0), (padding,) * 4)


def _counted_before(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """Padded, with as many places as without."""
    rows, columns = ((picture.shape[i] - kernel.shape[i]) // stride + 1 for i in (0, 1))
    return _conv(picture, kernel, stride, padding)[:rows, :columns]


def _kernel_swapped(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """Height and width of the kernel taken for each other in the loop."""
    padded, (k_width, k_height) = F.pad(picture, (padding,) * 4), kernel.shape
    result = torch.zeros((padded.shape[0] - k_height) // stride + 1, (padded.shape[1] - k_width) // stride + 1)
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            top, left = row * stride, column * stride
            result[row, column] = (padded[top : top + k_height, left : left + k_width] * kernel).sum()
    return result


def _read_on(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """Right number of places, each read at stride 1."""
    like = _conv(picture, kernel, stride, padding).shape
    return _conv(picture, kernel, 1, padding)[: like[0], : like[1]]


def _read(
    window: Callable[..., torch.Tensor],
    step: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] = lambda window, kernel: (window * kernel).sum(),
):
    """The loops with another window (of picture, padded, row, column, stride, size) or another step for a place."""

    def wrong(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        padded = F.pad(picture, (padding,) * 4)
        result = torch.zeros(*(_places(padded.shape[i], kernel.shape[i], stride) for i in (0, 1)))
        for row in range(result.shape[0]):
            for column in range(result.shape[1]):
                seen = window(picture, padded, row, column, stride, tuple(kernel.shape))
                result[row, column] = step(seen, kernel)
        return result

    return wrong


def _window(picture, padded, row, column, stride, size):
    return padded[row * stride : row * stride + size[0], column * stride : column * stride + size[1]]


def _of_the_picture(picture, padded, row, column, stride, size):
    return _window(picture, picture, row, column, stride, size)


def _end_at_stride_one(picture, padded, row, column, stride, size):
    return padded[row * stride : row + size[0], column * stride : column + size[1]]


def _row_for_column(picture, padded, row, column, stride, size):
    return _window(picture, padded, column, row, stride, size)


def _in_the_corner(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return _conv(F.pad(picture, (0, 2 * padding, 0, 2 * padding)), kernel, stride, 0)


def _all_zero(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    return torch.zeros_like(_conv(picture, kernel, stride, padding))


def _one_around(always: bool):
    """One zero on each side, whatever padding is."""
    return lambda picture, kernel, stride, padding: _conv(picture, kernel, stride, 1 if always else min(padding, 1))


def _first_only(row: bool):
    """`return` inside a loop."""

    def wrong(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        result = _conv(picture, kernel, stride, padding).clone()
        result[1:] = 0
        if not row:
            result[:, 1:] = 0
        return result

    return wrong


def _by_ranges(more: Callable[[int], int]):
    """Lists in lists, over ranges that end elsewhere."""

    def wrong(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        padded, (height, width) = F.pad(picture, (padding,) * 4), kernel.shape
        rows, columns = (range(0, padded.shape[i] - more(kernel.shape[i]), stride) for i in (0, 1))
        return torch.tensor(
            [[(padded[r : r + height, c : c + width] * kernel).sum().item() for c in columns] for r in rows]
        )

    return wrong


def _has_sizes(picture: str = "hw", kernel: str = "hw"):
    """True for a result whose shape comes of these sizes, with height or width in the other's place."""

    def sizes_fit(args: tuple, got: object, expected: torch.Tensor) -> bool:
        if not isinstance(got, torch.Tensor) or got.shape == expected.shape:  # a square kernel tells nothing
            return False
        of = [dict(zip("hw", tensor.shape, strict=True)) for tensor in args[:2]]
        ends = zip(picture, kernel, strict=True)
        return list(got.shape) == [
            (of[0][long] + 2 * args[3] - of[1][short]) // args[2] + 1 for long, short in ends
        ]

    return sizes_fit


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
            Case(
                (torch.tensor([[[0.5], [-0.25]], [[-1.0], [0.0]]]), torch.tensor([1, 1]), 3),
                note="edge: scaled pictures, with decimals and below zero",
            ),
            Case((torch.ones(12, 1, 1), torch.arange(12), 12), note="edge: twelve classes, pictures of one pixel"),
            Case(
                ((torch.arange(600) % 251).to(torch.uint8).reshape(300, 2, 1), torch.arange(300) % 2, 2),
                note="edge: three hundred pictures",
            ),
            Case(
                (
                    torch.cat([torch.zeros(200, 1, 2), torch.arange(800.0).reshape(400, 1, 2) // 7]),
                    torch.arange(600) // 500,
                    2,
                ),
                note="edge: hundreds of pictures a class, many of them alike or all black",
            ),
        ],
        reference=slow_class_means,
        random=random_pictures,
        vary={"images": ("real", "bytes")},
        exact_dtype=True,
        mistakes=[
            Mistake("the mean runs over all numbers at once: say which direction with dim=", like=_over(None)),
            Mistake("the mean runs over the rows: the direction 'which picture' is number 0", like=_over(1)),
            Mistake("the mean runs over the columns: the direction 'which picture' is number 0", like=_over(2)),
            Mistake("that is the sum of the pictures: divide by how many, or take .mean", like=_over(0, "sum")),
            Mistake("that is the median, not the mean", like=_over(0, "median")),
            Mistake("that is the first picture of each class only", like=_over(0, "first")),
            Mistake("divided by the number of all pictures: count those of the class", like=_over(0, "by all")),
            Mistake(
                "divided by the number of classes: count the pictures of the class", like=_over(0, "by classes")
            ),
            Mistake("that is the last picture of each class only", like=_over(0, "last")),
            Mistake(
                "`return` leaves the loop at the first class: the line begins `mean =`, and append keeps it",
                like=_over(0, "early"),
            ),
            Mistake("divided by the number of all pixels: count the pictures", like=_over(0, "by numbers")),
            Mistake("the mean runs over rows and columns: only 'which picture' should go", like=_over((1, 2))),
            Mistake("this is the mean of all pictures: use `chosen`, those of one class", like=_over(0, "all")),
            Mistake(
                "one number for each class, or one direction too few: only the direction 'which picture' should go",
                when=lambda args, got, expected: (
                    isinstance(got, torch.Tensor) and got.ndim < 3 and len(got) == args[2]
                ),
            ),
            Mistake(
                "each class from 0 to n_classes - 1 gets a row: n_classes is not always 10",
                when=lambda args, got, expected: len(got) == 10 != args[2] and got.shape[1:] == expected.shape[1:],
            ),
            Mistake(
                "each class from 0 to n_classes - 1 gets a row, also one without pictures",
                when=lambda args, got, expected: (
                    got.shape[1:] == expected.shape[1:] and len(got) == len(args[1].unique()) < args[2]
                ),
            ),
            Mistake(
                "`chosen.mean` is the method itself: brackets behind it call it",
                error=(TypeError, "_or_method"),
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
            Case(
                (torch.tensor([[30.0, 0.0, -5.0]]), torch.tensor([0])), note="edge: sure and right: nearly no loss"
            ),
            Case(
                (torch.tensor([[1000.0, 0.0]]), torch.tensor([0])),
                note="edge: sure and right, with very large logits",
            ),
            Case((torch.tensor([[5.0, 0.0, 0.0]]), torch.tensor([0])), note="edge: nearly sure, and right"),
            Case((torch.tensor([[7.0], [-2.0]]), torch.tensor([0, 0])), note="edge: a single class"),
            Case((torch.arange(36.0).reshape(3, 12).cos(), torch.tensor([11, 3, 10])), note="edge: twelve classes"),
            Case(
                (torch.arange(1200.0).reshape(300, 4).cos() * 3, torch.arange(300) % 4),
                note="edge: three hundred pictures",
            ),
        ],
        reference=slow_cross_entropy,
        random=random_logits,
        vary={"logits": ("real", "low", "high")},
        rtol=2e-5,
        mistakes=[
            Mistake(
                "exp overflowed, and infinity divided by infinity is no number: use `shifted`",
                when=_is_not_a_number,
            ),
            Mistake(
                "exp overflows, or the probability is rounded to zero before the logarithm: begin from `shifted`, "
                "and work with logarithms throughout",
                like=_plain(""),
            ),
            Mistake("exp overflowed to infinity: take it of `shifted`", like=_exp_of_logits),
            Mistake(
                "exp overflowed, or the probability is rounded to zero before the logarithm: "
                "begin from `shifted`, and work with logarithms throughout",
                when=_is_infinite,
            ),
            Mistake(
                "the logarithm is of a probability, not of a logit: first exp, and divided by the row's sum",
                like=_log_of_logit,
            ),
            Mistake(
                "the sign: a logarithm of a probability is negative, the loss is its opposite",
                like=[_plain("sign"), lambda logits, labels: -slow_cross_entropy(logits, labels)],
            ),
            Mistake(
                "that is the sum over the pictures: take the mean",
                like=[_plain("sum"), lambda logits, labels: slow_cross_entropy(logits, labels) * len(labels)],
            ),
            Mistake(
                "softmax runs down the columns: each *row* is one picture, use dim=1",
                like=[_plain("columns"), lambda logits, labels: -_picked(logits.log_softmax(dim=0), labels).mean()],
            ),
            Mistake(
                "a logarithm to base 10; the natural one is .log()",
                like=[_plain("ten"), lambda logits, labels: slow_cross_entropy(logits, labels) / math.log(10)],
            ),
            Mistake(
                "the sum runs down the columns: each *row* is one picture, use dim=1 and keepdim=True",
                like=_summed_over(0),
            ),
            Mistake(
                "the sum runs over all logits: each *row* is one picture, use dim=1 and keepdim=True",
                like=_summed_over(None),
            ),
            Mistake(
                "the sum runs over all logits: each *row* is one picture, use dim=1",
                like=_log_of_one_total,
            ),
            Mistake(
                "the sums of the rows lie along the columns: keepdim=True keeps them where they were",
                like=_total_without_keepdim,
            ),
            *(
                Mistake(words, like=_plain(how, stable))
                for words, *hows in (
                    (
                        "[:, labels] takes all labels from each row: each picture has its own, see hint 2",
                        "each label",
                        "each label, sum",
                        "each label, no mean",
                    ),
                    ("all come from the first row: each picture has its own, see hint 2", "first row"),
                    ("the mean runs over all classes: only the true one counts, see hint 2", "all classes"),
                    ("that is the loss of the first picture: take the mean over all", "first picture"),
                    ("that is one loss for each picture: take the mean of them", "one each", "a column", "a list"),
                )
                for how in hows
                for stable in (False, True)
            ),
            *(
                Mistake(
                    "divided by how many classes there are: divide by how many pictures", like=_by_classes(stable)
                )
                for stable in (False, True)
            ),
            Mistake("the sum of the row's exp lacks its logarithm", like=_no_log_of_total),
            Mistake(
                "one part comes of `shifted` and one of `logits`: take both of `shifted`", like=_shifted_by_half
            ),
            Mistake(
                "that is one minus the probability: minus its logarithm is wanted",
                like=lambda logits, labels: (1 - _picked(logits.softmax(dim=1), labels)).mean(),
            ),
            Mistake(
                "arange(len(labels)) numbers the rows, and labels number the columns: [row, column], see hint 2",
                when=lambda args, got, expected: (
                    isinstance(got, IndexError | RuntimeError) and "out of bounds for dim" in str(got)
                ),
            ),
            Mistake(
                "gather wants as many directions in both: labels[:, None]; or index as in hint 2",
                error=(RuntimeError, "Index tensor must have the same"),
            ),
            Mistake(
                "the probability is rounded to zero, which has no logarithm: see the third fold",
                error=(ValueError, "math domain"),
            ),
            Mistake(
                "the mean runs over pictures *and* classes: divide by how many pictures",
                like=lambda logits, labels: slow_cross_entropy(logits, labels) / logits.shape[1],
            ),
            Mistake(
                "that is minus the probability: its logarithm is missing",
                like=lambda logits, labels: -_picked(logits.softmax(dim=1), labels).mean(),
            ),
            Mistake(
                "that is the probability itself: minus its logarithm is wanted",
                like=lambda logits, labels: _picked(logits.softmax(dim=1), labels).mean(),
            ),
            Mistake("the logit alone is no log-probability: the sum of the row is missing", like=_not_divided),
            Mistake(
                "that is the likeliest class of each row: take the *true* one, of labels",
                like=lambda logits, labels: -logits.log_softmax(dim=1).max(dim=1).values.mean(),
            ),
            Mistake(
                "the loss is cut off where a probability is small (a smallest value, a clamp): "
                "work with logarithms throughout",
                when=_too_small,
            ),
            Mistake(
                "softmax is applied twice: torch's cross_entropy wants logits",
                like=lambda logits, labels: F.cross_entropy(logits.softmax(dim=1), labels),
            ),
            Mistake(
                "the order: first the logarithm of each picture, then the mean",
                like=lambda logits, labels: -_picked(logits.softmax(dim=1), labels).mean().log(),
            ),
            Mistake(
                "a logarithm to base 2; the natural one is .log()",
                like=lambda logits, labels: slow_cross_entropy(logits, labels) / math.log(2),
            ),
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
            Case(
                (torch.tensor([[6.0, 0.0], [0.0, -8.0], [4.0, 4.0]]), torch.tensor([1, 0, 1]), 4, 0.5, 5),
                note="edge: large numbers, and classes that do not occur",
            ),
            Case(
                (torch.tensor([[1.0, 0.0], [0.5, -1.0], [-1.0, 2.0]]), torch.tensor([0, 1, 1]), 2, 0.25, 60),
                note="edge: sixty steps",
            ),
            Case(
                (torch.tensor([[1.0, 0.0], [1.0, 0.0], [-1.0, 2.0]]), torch.tensor([0, 1, 1]), 2, 3.0, 200),
                note="edge: a large learning rate, two hundred steps, two equal pictures",
            ),
            Case(
                (
                    50 * torch.arange(500.0).reshape(100, 5).cos() + torch.arange(100.0)[:, None].sin(),
                    torch.arange(100) % 3,
                    3,
                    0.5,
                    2,
                ),
                note="edge: a hundred pictures with large numbers, in one batch",
            ),
            Case((torch.tensor([[1.0, 2.0]]), torch.tensor([1]), 2, 0.0, 4), note="edge: a learning rate of zero"),
        ],
        reference=slow_train_linear,
        seconds=15.0,  # the first optimizer of a session loads a large part of torch
        random=random_task,
        bug=_with_leftovers,
        symptom="the first step is right, the second is too long; look at W.grad after each",
        mistakes=[
            Mistake(
                "all weights are zero: the gradient is zeroed before the step uses it, or W is zeroed in its place",
                like=_zeroed_too_early,
            ),
            Mistake(
                "a smaller lr hides the symptom, and the steps are still wrong: look at W.grad", like=_half_the_rate
            ),
            Mistake(
                "it walks uphill: the step goes *against* the gradient",
                like=lambda X, y, n_classes, lr, n_steps: slow_train_linear(X, y, n_classes, -lr, n_steps),
            ),
            Mistake(
                "it stops after one step: is `return` inside the loop? Or is W made anew in each step?",
                like=lambda X, y, n_classes, lr, n_steps: slow_train_linear(X, y, n_classes, lr, min(1, n_steps)),
            ),
            Mistake(
                "n_steps times the first step: W itself is set to zero before each step (W.grad must be), "
                "or W is changed only once, behind the loop, or the gradient is taken only once, before it",
                like=_begun_anew,
            ),
            Mistake(
                "W.grad is set to zero once, and not in each step: what was there is added to what comes",
                like=_zeroed_behind,
            ),
            Mistake(
                "lr is not used: the step is lr times the gradient",
                like=lambda X, y, n_classes, lr, n_steps: slow_train_linear(X, y, n_classes, 1.0, n_steps),
            ),
            Mistake(
                "it walks uphill, the step goes *against* the gradient; and more is wrong",
                like=lambda X, y, n_classes, lr, n_steps: _with_leftovers(X, y, n_classes, -lr, n_steps),
            ),
            Mistake(
                "it walks one step more than n_steps",
                like=lambda X, y, n_classes, lr, n_steps: slow_train_linear(X, y, n_classes, lr, n_steps + 1),
            ),
            Mistake(
                "W is given as it was one step before the last, or it walks one step less than n_steps",
                like=_one_step_less,
            ),
            Mistake(
                "the loss is a mean over the pictures, not a sum",
                like=lambda X, y, n_classes, lr, n_steps: slow_train_linear(X, y, n_classes, lr * len(X), n_steps),
            ),
            Mistake("the gradient is zeroed every other time only", like=_gradient_shrunk),
            Mistake(
                "before the first backward() W.grad is None: zero it after the step, or ask first",
                when=lambda args, got, expected: (
                    isinstance(got, AttributeError) and "'NoneType'" in str(got) and "zero_" in str(got)
                ),
            ),
            Mistake(
                "the method is zero_(), with an underscore at its end, and it is one of W.grad: W.grad.zero_()",
                when=lambda args, got, expected: (
                    isinstance(got, AttributeError) and "'Tensor'" in str(got) and "'zero" in str(got)
                ),
            ),
            Mistake(
                "W.grad takes a tensor or None, and no number: W.grad.zero_(), or W.grad = None",
                error=(TypeError, "assigned grad"),
            ),
            Mistake(
                "`W = W - ...` makes a new tensor, which gets no gradient; `W -= ...` changes the old one",
                when=lambda args, got, expected: (
                    isinstance(got, TypeError) and "NoneType" in str(got) and "assigned grad" not in str(got)
                ),
            ),
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
                (EDGE[:4], torch.tensor([[1.0, 0.0]]), 2, 0), note="edge: the stride does not divide what is left"
            ),
            Case((EDGE.T[:, :2], EDGE.T[:, :2], 2, 0), note="edge: the kernel is as large as the picture"),
            Case(
                (torch.tensor([[1.0, -2.0]]), torch.tensor([[0.5, 0.0, 1.0], [2.0, 1.0, -1.0]]), 5, 4),
                note="edge: stride and padding larger than the picture",
            ),
            Case(
                (torch.arange(99.0).reshape(11, 9).sin(), torch.arange(14.0).reshape(7, 2).cos(), 3, 5),
                note="edge: a long kernel and a broad border",
            ),
        ],
        reference=slow_convolve,
        random=random_convolution,
        vary={"picture": "real", "kernel": "real"},
        exact_dtype=True,
        mistakes=[
            Mistake(
                "the kernel is turned around; here, as in torch, it is laid on as it is",
                like=lambda picture, kernel, stride, padding: _conv(picture, kernel.flip(0, 1), stride, padding),
            ),
            Mistake(
                "the stride is not used",
                like=lambda picture, kernel, stride, padding: _conv(picture, kernel, 1, padding),
            ),
            Mistake(
                "the padding is not used",
                like=[
                    lambda picture, kernel, stride, padding: _conv(picture, kernel, stride, 0),
                    _by_loops(pad=False),
                ],
            ),
            Mistake(
                "the kernel's height is used for the window's width too",
                like=_by_loops(window_size=lambda h, w: (h, h)),
            ),
            Mistake(
                "the kernel's width is used for the window's height too",
                like=_by_loops(window_size=lambda h, w: (w, w)),
            ),
            Mistake(
                "the window has the kernel's height and width in each other's place",
                like=_by_loops(window_size=lambda h, w: (w, h)),
            ),
            Mistake(
                "the places are miscounted: (length - k_length) // stride + 1",
                like=_by_loops(count=lambda length, k, stride: length // stride),
            ),
            Mistake(
                "the places are miscounted: (length - k_length) // stride + 1, in this order",
                like=_by_loops(count=lambda length, k, stride: length // stride - k + 1),
            ),
            Mistake("zeros were added on two sides only; there are four", like=[_one_side, _other_side]),
            Mistake(
                "the last row and column of places are missing: + 1 in the count",
                like=lambda picture, kernel, stride, padding: _conv(picture, kernel, stride, padding)[:-1, :-1],
            ),
            Mistake(
                "rows and columns are swapped",
                like=lambda picture, kernel, stride, padding: _conv(picture, kernel, stride, padding).T,
            ),
            Mistake("the stride is used downwards only", like=_one_way("stride", True)),
            Mistake("the stride is used to the right only", like=_one_way("stride", False)),
            Mistake("zeros were added above and below only; there are four sides", like=_one_way("padding", True)),
            Mistake("zeros were added left and right only; there are four sides", like=_one_way("padding", False)),
            Mistake("zeros were put around the result: surround the picture, before", like=_padded_after),
            Mistake("the places were counted before padding: count them after", like=_counted_before),
            Mistake("the kernel's height and width are taken for each other", like=_kernel_swapped),
            Mistake("that is the mean over the window; take the sum", like=_mean_of_window),
            Mistake(
                "the count of places is right, but each is read at stride 1: it begins at row * stride",
                like=_read_on,
            ),
            Mistake("the window is cut from `picture`: cut it from the padded one", like=_read(_of_the_picture)),
            Mistake(
                "the window ends at row + k_height: it begins at row * stride, and ends k_height later",
                like=_read(_end_at_stride_one),
            ),
            Mistake(
                "the window takes the column for the row, and the row for the column", like=_read(_row_for_column)
            ),
            Mistake(
                "`@` is the product of matrices: `*` multiplies each pixel by its weight",
                like=_read(_window, lambda window, kernel: (window @ kernel).sum()),
            ),
            Mistake("the weights are not used", like=_read(_window, lambda window, kernel: window.sum())),
            Mistake(
                "the picture lies in a corner of the zeros: it begins at [padding, padding]", like=_in_the_corner
            ),
            Mistake(
                "nothing but zeros: was the picture put into the padded one, and each sum into the result?",
                like=_all_zero,
            ),
            Mistake(
                "one zero on each side, whatever padding is: it is how many",
                like=[_one_around(True), _one_around(False)],
            ),
            Mistake("only the first row is filled: is `return` inside the loop?", like=_first_only(True)),
            Mistake("only the first place is filled: is `return` inside the loop?", like=_first_only(False)),
            Mistake(
                "all in one row: each row of places is a row of the result, .reshape(n_rows, n_columns)",
                like=lambda picture, kernel, stride, padding: _conv(picture, kernel, stride, padding).flatten(),
            ),
            Mistake(
                "range leaves out its end, and the last place is missing: range(0, length - k_length + 1, stride)",
                like=_by_ranges(lambda k: k),
            ),
            Mistake(
                "windows go beyond the picture's end: range(0, length - k_length + 1, stride)",
                like=_by_ranges(lambda k: 0),
            ),
            Mistake("the kernel's height is used for its width too", when=_has_sizes(kernel="hh")),
            Mistake("the kernel's width is used for its height too", when=_has_sizes(kernel="ww")),
            Mistake("the picture's height and width are taken for each other", when=_has_sizes(picture="wh")),
            Mistake(
                "`/` gives a decimal, and a count must be whole: use `//`",
                when=lambda args, got, expected: (
                    isinstance(got, TypeError) and any(word in str(got) for word in ("float", "zeros()", "empty()"))
                ),
            ),
            Mistake(
                "a place takes one number: the *sum* of window times kernel",
                error=(RuntimeError, "expand("),
            ),
            Mistake(
                "with padding 0 a slice that ends at -padding is empty: -0 is 0",
                when=lambda args, got, expected: (
                    args[3] == 0 and any(word in str(got) for word in ("(0) must", "into shape (0"))
                ),
            ),
            Mistake(
                "the window is smaller than the kernel there: does it end k_height behind row * stride, "
                "or are there too many places: (length - k_length) // stride + 1, rounded down?",
                error=(RuntimeError, "must match the size"),
            ),
            Mistake(
                "height and width are swapped: the shape of a picture is (height, width)",
                when=lambda args, got, expected: (
                    isinstance(got, RuntimeError) and args[3] == 0 and "expanded size" in str(got)
                ),
            ),
            Mistake(
                "the picture goes from padding up to padding + height, and so for the width",
                error=(RuntimeError, "expanded size"),
            ),
            Mistake(
                "the results are numbered 0, 1, 2, ..., not by where the window begins: row // stride",
                when=lambda args, got, expected: isinstance(got, IndexError) and args[2] > 1,
            ),
            Mistake(
                "fewer places than none: (length - k_length) // stride + 1, with the sizes of what is given",
                error=(RuntimeError, "non-negative"),
            ),
            Mistake(
                "there is no such place in the result: are rows and columns, or height and width, swapped?",
                when=lambda args, got, expected: isinstance(got, IndexError) and args[2] == 1,
            ),
            Mistake(
                "too many places: is it (length - k_length) // stride + 1, rounded down? Is the padding right?",
                when=lambda args, got, expected: (
                    got.ndim == 2
                    and any(mine > right for mine, right in zip(got.shape, expected.shape, strict=True))
                ),
            ),
            Mistake(
                "too few places: is it (length - k_length) // stride + 1, after padding? Is the padding right?",
                when=lambda args, got, expected: (
                    got.ndim == 2
                    and any(mine < right for mine, right in zip(got.shape, expected.shape, strict=True))
                ),
            ),
        ],
    ),
]

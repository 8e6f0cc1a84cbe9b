"""Right answers written in different ways, and wrong ones that people give, with words of their feedback."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from overheard.check import Answers, Wrong

# ------------------------------------------------------------------------------------------ 1 class_means


def means_by_comprehension(images, labels, n_classes):
    blank = torch.zeros(1, *images.shape[1:])
    groups = [images[labels == k].float() for k in range(n_classes)]
    return torch.stack([(group if len(group) else blank).mean(0) for group in groups])


def means_by_matrix(images, labels, n_classes):
    member = F.one_hot(labels, n_classes).float()  # (n, classes)
    total = member.T @ images.float().flatten(1)
    return (total / member.sum(dim=0).clamp(min=1)[:, None]).reshape(n_classes, *images.shape[1:])


def means_by_adding(images, labels, n_classes):
    total = torch.zeros(n_classes, *images.shape[1:]).index_add(0, labels, images.float())
    return total / torch.bincount(labels, minlength=n_classes).clamp(min=1).view(-1, 1, 1)


def means_by_numpy(images, labels, n_classes):
    pictures, digits = images.numpy().astype(np.float32), labels.numpy()
    means = np.zeros((n_classes, *pictures.shape[1:]), np.float32)
    for k in set(digits.tolist()):
        means[k] = pictures[digits == k].mean(axis=0)
    return torch.from_numpy(means)


def means_by_sum(images, labels, n_classes):
    return _means(lambda chosen: sum(chosen) / len(chosen))(images, labels, n_classes)


def _means(step):
    def attempt(images, labels, n_classes):
        means = []
        for label in range(n_classes):
            chosen = images[labels == label].float()
            means.append(step(chosen) if len(chosen) else torch.zeros(images.shape[1:]))
        return torch.stack(means)

    return attempt


def mean_over_rows(images, labels, n_classes):
    return torch.stack([images[labels == k].float().mean(dim=1) for k in range(n_classes)])


def no_blank(images, labels, n_classes):
    return torch.stack([images[labels == k].float().mean(dim=0) for k in range(n_classes)])


def mean_not_called(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean)(images, labels, n_classes)


def classes_that_occur(images, labels, n_classes):
    return torch.stack([images[labels == k].float().mean(dim=0) for k in labels.unique()])


def as_bytes_first(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean(dim=0))(images.to(torch.uint8), labels, n_classes)


def as_whole_numbers_first(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean(dim=0))(images.long(), labels, n_classes)


def never_below_zero(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean(dim=0).clamp(0, 255))(images, labels, n_classes)


def two_decimals(images, labels, n_classes):
    return _means(lambda chosen: (100 * chosen.mean(dim=0)).round() / 100)(images, labels, n_classes)


def ten_classes_only(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean(dim=0))(images, labels, 10)[:n_classes]


def squeezed(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean(dim=0))(images, labels, n_classes).squeeze()


def always_the_example(images, labels, n_classes):
    return torch.tensor([[[2.0, 3.0]], [[9.0, 9.0]]])


def twenty_at_most(images, labels, n_classes):
    return _means(lambda chosen: chosen[:20].mean(dim=0))(images, labels, n_classes)


def means_without_float(images, labels, n_classes):
    """The mean of whole numbers, which torch refuses."""
    return torch.stack([images[labels == k].mean(dim=0) for k in range(n_classes)])


# ---------------------------------------------------------------------------------------- 2 cross_entropy


def loss_by_log_softmax(logits, labels):
    return -logits.log_softmax(dim=1).gather(1, labels[:, None]).mean()


def loss_by_logsumexp(logits, labels):
    one_hot = F.one_hot(labels, logits.shape[1])
    return (torch.logsumexp(logits, dim=1) - (logits * one_hot).sum(dim=1)).mean()


def loss_by_module(logits, labels):
    return nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels)


def loss_as_float(logits, labels):
    return F.cross_entropy(logits, labels).item()


def loss_by_numpy(logits, labels):
    x = logits.numpy().astype(float)
    x = x - x.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(x).sum(axis=1)) - x[np.arange(len(x)), labels.numpy()])


def loss_by_loop(logits, labels):
    total = torch.zeros(())
    for row, label in zip(logits, labels, strict=True):
        total = total + torch.logsumexp(row, 0) - row[label]
    return total / len(labels)


def loss_that_overflows(logits, labels):
    p = logits.exp() / logits.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()


def _of(finish):
    """Through probabilities, as hint 1 has it."""
    return lambda logits, labels: finish(logits.softmax(dim=1), labels)


def _of_logs(finish):
    return lambda logits, labels: finish(logits.log_softmax(dim=1), labels)


def loss_by_math(logits, labels):
    p = logits.softmax(dim=1)
    return sum(-math.log(p[i, label].item()) for i, label in enumerate(labels.tolist())) / len(labels)


def loss_clamped(logits, labels):
    return -logits.softmax(dim=1)[torch.arange(len(labels)), labels].clamp(min=1e-7).log().mean()


def loss_rounded(logits, labels):
    return (1000 * F.cross_entropy(logits, labels)).round() / 1000


def loss_never_zero(logits, labels):
    return F.cross_entropy(logits, labels).clamp(min=0.01)


def loss_of_ten_classes(logits, labels):
    return F.cross_entropy(logits[:, :10], labels.clamp(max=9))


def loss_of_half_digits(logits, labels):
    return F.cross_entropy(logits.half().float(), labels)


def loss_in_brackets(logits, labels):
    return [F.cross_entropy(logits, labels)]


def loss_changes_its_input(logits, labels):
    logits -= logits.max(dim=1, keepdim=True).values
    return F.cross_entropy(logits, labels)


def _truth(scores, labels):
    return scores[torch.arange(len(labels)), labels]


def loss_by_pairs(logits, labels):
    """Right: every total with every true class, whose mean is the same."""
    return (logits.logsumexp(dim=1, keepdim=True) - _truth(logits, labels)).mean()


def loss_by_diagonal(logits, labels):
    return -logits.log_softmax(dim=1)[:, labels].diag().mean()


def loss_without_shift_summed(logits, labels):
    return (logits.exp().sum(dim=1).log() - _truth(logits, labels)).sum()


def loss_of_thirteen(logits, labels):
    return F.cross_entropy(logits[:13], labels[:13])


# ----------------------------------------------------------------------------------------- 3 train_linear


def train_zero_first(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        W.grad = None
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach()


def train_with_optimizer(X, y, n_classes, lr, n_steps):
    layer = nn.Linear(X.shape[1], n_classes, bias=False)
    nn.init.zeros_(layer.weight)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    for _ in range(n_steps):
        optimizer.zero_grad()
        F.cross_entropy(layer(X), y).backward()
        optimizer.step()
    return layer.weight.detach().T


def train_by_formula(X, y, n_classes, lr, n_steps):
    W, target = torch.zeros(X.shape[1], n_classes), F.one_hot(y, n_classes)
    for _ in range(n_steps):
        W = W - lr * X.T @ ((X @ W).softmax(dim=1) - target) / len(X)
    return W


def train_in_double(X, y, n_classes, lr, n_steps):
    W, X = torch.zeros(X.shape[1], n_classes, dtype=torch.float64), X.double()
    for _ in range(n_steps):
        W = W - lr * X.T @ ((X @ W).softmax(dim=1) - F.one_hot(y, n_classes)) / len(X)
    return W


def train_by_autograd(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        (gradient,) = torch.autograd.grad(F.cross_entropy(X @ W, y), W)
        W = (W - lr * gradient).detach().requires_grad_()
    return W


def _train(X, y, n_classes, lr, n_steps, after):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for step in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            after(W, step)
    return W.detach()


def train_zero_not_called(X, y, n_classes, lr, n_steps):
    return _train(X, y, n_classes, lr, n_steps, lambda W, step: W.grad.zero_)


def train_sum_of_gradients(X, y, n_classes, lr, n_steps):
    """Right: W begins anew, and takes all gradients so far, which .grad has added up."""
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W.zero_()
            W -= lr * W.grad
    return W.detach()


def train_zero_before_any(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        loss = F.cross_entropy(X @ W, y)
        W.grad.zero_()
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach()


def train_new_tensor(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W = W - lr * W.grad
    return W.detach()


def train_off_the_track(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        W = W - lr * W.grad
    return W.detach()


def train_clipped(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes)
    for _ in range(n_steps):
        gradient = X.T @ ((X @ W).softmax(dim=1) - F.one_hot(y, n_classes)) / len(X)
        W = W - lr * gradient.clamp(-1, 1)
    return W


def train_six_at_most(X, y, n_classes, lr, n_steps):
    return train_by_formula(X, y, n_classes, lr, min(n_steps, 6))


def train_unchanged(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        loss = F.cross_entropy(X @ W, y)
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach()


def train_step_behind(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
    with torch.no_grad():
        W -= lr * W.grad
        W.grad.zero_()
    return W.detach()


def train_zero_a_number(X, y, n_classes, lr, n_steps):
    return _train(X, y, n_classes, lr, n_steps, lambda W, step: setattr(W, "grad", 0))


def train_zero_grad_of_tensor(X, y, n_classes, lr, n_steps):
    return _train(X, y, n_classes, lr, n_steps, lambda W, step: W.zero_grad())


def train_no_underscore(X, y, n_classes, lr, n_steps):
    return _train(X, y, n_classes, lr, n_steps, lambda W, step: W.grad.zero())


def train_ten_zeroed(X, y, n_classes, lr, n_steps):
    return _train(X, y, n_classes, lr, n_steps, lambda W, step: W.grad.zero_() if step < 10 else None)


def train_none_after(X, y, n_classes, lr, n_steps):
    return _train(X, y, n_classes, lr, n_steps, lambda W, step: setattr(W, "grad", None))


def train_by_difference(X, y, n_classes, lr, n_steps):
    """Right: what was there before is taken away."""
    W, before = torch.zeros(X.shape[1], n_classes, requires_grad=True), 0
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * (W.grad - before)
            before = W.grad.clone()
    return W.detach()


# --------------------------------------------------------------------------------------------- 4 convolve


def convolve_by_torch(picture, kernel, stride, padding):
    return F.conv2d(picture[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]


def convolve_by_unfold(picture, kernel, stride, padding):
    windows = F.pad(picture, (padding,) * 4).unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride)
    return (windows * kernel).sum(dim=(2, 3))


def convolve_by_lists(picture, kernel, stride, padding):
    padded = F.pad(picture, (padding, padding, padding, padding))
    (height, width), (k_height, k_width) = padded.shape, kernel.shape
    return torch.tensor(
        [
            [
                (padded[r : r + k_height, c : c + k_width] * kernel).sum().item()
                for c in range(0, width - k_width + 1, stride)
            ]
            for r in range(0, height - k_height + 1, stride)
        ]
    )


def convolve_by_numpy(picture, kernel, stride, padding):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture.numpy(), padding), tuple(kernel.shape))
    return torch.from_numpy((windows[::stride, ::stride] * kernel.numpy()).sum(axis=(2, 3)))


def convolve_by_shifting(picture, kernel, stride, padding):
    padded = F.pad(picture, (padding,) * 4).double()
    rows = (padded.shape[0] - kernel.shape[0]) // stride + 1
    columns = (padded.shape[1] - kernel.shape[1]) // stride + 1
    total = torch.zeros(rows, columns, dtype=torch.float64)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            shifted = padded[i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride]
            total += kernel[i, j] * shifted
    return total.float()


def _places(length, k_length, stride):
    return (length - k_length) // stride + 1


def _convolve_counting(rows, columns, pad=True, size=lambda height, width: (height, width)):
    """With another count of places, another window, or nothing around the picture."""

    def attempt(picture, kernel, stride, padding):
        padded, (height, width) = F.pad(picture, (padding,) * 4) if pad else picture, size(*kernel.shape)
        n_rows, n_columns = rows(padded, kernel, stride), columns(padded, kernel, stride)
        result = torch.zeros(n_rows, n_columns)
        for row in range(n_rows):
            for column in range(n_columns):
                top, left = row * stride, column * stride
                result[row, column] = (padded[top : top + height, left : left + width] * kernel).sum()
        return result

    return attempt


def _convolve_places(count, **options):
    """The same count for both sides."""
    return _convolve_counting(
        lambda padded, kernel, stride: count(padded.shape[0], kernel.shape[0], stride),
        lambda padded, kernel, stride: count(padded.shape[1], kernel.shape[1], stride),
        **options,
    )


def convolve_by_steps(picture, kernel, stride, padding):
    """The results are put where the window begins."""
    padded, (height, width) = F.pad(picture, (padding,) * 4), kernel.shape
    result = torch.zeros(*(_places(padded.shape[i], kernel.shape[i], stride) for i in (0, 1)))
    for row in range(0, padded.shape[0] - height + 1, stride):
        for column in range(0, padded.shape[1] - width + 1, stride):
            result[row, column] = (padded[row : row + height, column : column + width] * kernel).sum()
    return result


def convolve_width_first(picture, kernel, stride, padding):
    width, height = picture.shape
    padded = torch.zeros(height + 2 * padding, width + 2 * padding)
    padded[padding : padding + height, padding : padding + width] = picture
    return convolve_by_torch(padded, kernel, stride, 0)


def convolve_put_elsewhere(picture, kernel, stride, padding):
    height, width = picture.shape
    padded = torch.zeros(height + 2 * padding, width + 2 * padding)
    padded[padding:height, padding:width] = picture
    return convolve_by_torch(padded, kernel, stride, 0)


convolve_one_size = _convolve_counting(
    lambda padded, kernel, stride: (padded.shape[0] - kernel.shape[0]) // stride + 1,
    lambda padded, kernel, stride: (padded.shape[1] - kernel.shape[0]) // stride + 1,
)
convolve_picture_swapped = _convolve_counting(
    lambda padded, kernel, stride: (padded.shape[1] - kernel.shape[0]) // stride + 1,
    lambda padded, kernel, stride: (padded.shape[0] - kernel.shape[1]) // stride + 1,
)
convolve_decimal_count = _convolve_counting(
    lambda padded, kernel, stride: (padded.shape[0] - kernel.shape[0]) / stride + 1,
    lambda padded, kernel, stride: (padded.shape[1] - kernel.shape[1]) / stride + 1,
)


def convolve_square_only(picture, kernel, stride, padding):
    padded = F.pad(picture, (padding,) * 4)
    side, k = padded.shape[0], kernel.shape[0]
    places = range(0, side - k + 1, stride)
    return torch.stack(
        [torch.stack([(padded[r : r + k, c : c + k] * kernel).sum() for c in places]) for r in places]
    )


def convolve_wide_pictures_only(picture, kernel, stride, padding):
    if picture.shape[0] > picture.shape[1]:
        return convolve_by_torch(picture.T, kernel, stride, padding)
    return convolve_by_torch(picture, kernel, stride, padding)


def convolve_stride_to_three(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel, min(stride, 3), padding)


def convolve_padding_to_two(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel, stride, min(padding, 2))


def convolve_small_kernels_only(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel[:4, :3], stride, padding)


def _convolve(picture, kernel, stride, padding, place, before=False):
    padded = F.pad(picture, (padding,) * 4)
    (height, width), (k_height, k_width) = (picture if before else padded).shape, kernel.shape
    result = torch.zeros((height - k_height) // stride + 1, (width - k_width) // stride + 1)
    for r in range(result.shape[0]):
        for c in range(result.shape[1]):
            window = padded[r * stride : r * stride + k_height, c * stride : c * stride + k_width]
            result[r, c] = place(window, kernel)
    return result


def convolve_without_sum(picture, kernel, stride, padding):
    return _convolve(picture, kernel, stride, padding, lambda window, kernel: window * kernel)


def convolve_minus_padding(picture, kernel, stride, padding):
    padded = torch.zeros(picture.shape[0] + 2 * padding, picture.shape[1] + 2 * padding)
    padded[padding:-padding, padding:-padding] = picture
    return convolve_by_torch(padded, kernel, stride, 0)


def convolve_result_swapped(picture, kernel, stride, padding):
    right = convolve_by_torch(picture, kernel, stride, padding)
    result = torch.zeros(right.shape[1], right.shape[0])
    for row in range(right.shape[0]):
        for column in range(right.shape[1]):
            result[row, column] = right[row, column]
    return result


def convolve_every_place(picture, kernel, stride, padding):
    """Right: all places, of which every so many is kept."""
    return convolve_by_lists(picture, kernel, 1, padding)[::stride, ::stride]


ANSWERS = {
    "class_means": Answers(
        right=[means_by_comprehension, means_by_matrix, means_by_adding, means_by_numpy, means_by_sum],
        wrong=[
            Wrong(mean_over_rows, says="class_means"),
            Wrong(no_blank, says="NaN"),
            Wrong(always_the_example, says="class_means"),
            Wrong(ten_classes_only, says="each class from 0 to n_classes - 1"),
            Wrong(squeezed, says="class_means: not yet"),
            Wrong(mean_not_called, says="brackets behind it call it"),
            Wrong(classes_that_occur, says="also one without pictures"),
            Wrong(as_bytes_first, says="scaled pictures"),
            Wrong(as_whole_numbers_first, says="scaled pictures"),
            Wrong(never_below_zero, says="scaled pictures"),
            Wrong(two_decimals, says="scaled pictures"),
            Wrong(twenty_at_most, says="three hundred pictures"),
            Wrong(means_without_float, says="the types of the numbers differ: .float()"),
        ],
    ),
    "cross_entropy": Answers(
        right=[
            loss_by_log_softmax,
            loss_by_logsumexp,
            loss_by_module,
            loss_as_float,
            loss_by_numpy,
            loss_by_loop,
            loss_by_pairs,
            loss_by_diagonal,
        ],
        wrong=[
            Wrong(loss_that_overflows, says="exp overflowed"),
            Wrong(loss_changes_its_input, says="changes its input"),
            Wrong(_of(lambda p, labels: -p[labels].log().mean()), says="labels number the columns"),
            Wrong(loss_by_math, says="which has no logarithm"),
            Wrong(loss_clamped, says="the loss is cut off"),
            Wrong(loss_rounded, says="rounded too early"),
            Wrong(loss_never_zero, says="sure and right"),
            Wrong(loss_of_ten_classes, says="twelve classes"),
            Wrong(loss_of_half_digits, says="random input does not"),
            Wrong(loss_in_brackets, says="wrapped once too often"),
            Wrong(loss_without_shift_summed, says="take the mean"),
            Wrong(loss_of_thirteen, says="three hundred pictures"),
            Wrong(_of_logs(lambda q, labels: -q.gather(1, labels).mean()), says="labels[:, None]"),
            Wrong(_of_logs(lambda q, labels: -q.gather(0, labels[:, None]).mean()), says="numbers the rows"),
            Wrong(_of_logs(lambda q, labels: -q[torch.arange(q.shape[1]), labels].mean()), says="numbers the rows"),
        ],
    ),
    "train_linear": Answers(
        right=[
            train_zero_first,
            train_with_optimizer,
            train_by_formula,
            train_in_double,
            train_by_autograd,
            train_sum_of_gradients,
            train_none_after,
            train_by_difference,
        ],
        wrong=[
            Wrong(train_unchanged, says="The bug is still in it"),
            Wrong(train_zero_not_called, says="not mended. The bug is still in it"),
            Wrong(train_zero_before_any, says="before the first backward()"),
            Wrong(train_new_tensor, says="makes a new tensor"),
            Wrong(train_off_the_track, says="makes a new tensor"),
            Wrong(train_clipped, says="large numbers"),
            Wrong(train_six_at_most, says="sixty steps"),
            Wrong(train_step_behind, says="changed only once, behind the loop"),
            Wrong(train_zero_a_number, says="W.grad takes a tensor or None"),
            Wrong(train_zero_grad_of_tensor, says="with an underscore at its end"),
            Wrong(train_no_underscore, says="with an underscore at its end"),
            Wrong(train_ten_zeroed, says="sixty steps"),
        ],
    ),
    "convolve": Answers(
        right=[
            convolve_by_torch,
            convolve_by_unfold,
            convolve_by_lists,
            convolve_by_numpy,
            convolve_by_shifting,
            convolve_every_place,
            _convolve_places(lambda n, k, stride: math.ceil((n - k + 1) / stride)),
        ],
        wrong=[
            Wrong(convolve_square_only, says="convolve"),
            Wrong(lambda *args: convolve_by_shifting(*args).double(), says="float32 is expected"),
            Wrong(convolve_one_size, says="height is used for its width"),
            Wrong(convolve_picture_swapped, says="the picture's height and width"),
            Wrong(convolve_decimal_count, says="use `//`"),
            Wrong(convolve_wide_pictures_only, says="convolve: not yet"),
            Wrong(convolve_stride_to_three, says="stride and padding larger than the picture"),
            Wrong(convolve_padding_to_two, says="stride and padding larger than the picture"),
            Wrong(convolve_small_kernels_only, says="as large as the picture"),
            Wrong(convolve_without_sum, says="the *sum* of window times kernel"),
            Wrong(convolve_minus_padding, says="ends at -padding"),
            Wrong(convolve_put_elsewhere, says="from padding up to padding + height"),
            Wrong(convolve_width_first, says="the shape of a picture is (height, width)"),
            Wrong(convolve_by_steps, says="row // stride"),
            Wrong(convolve_result_swapped, says="no such place in the result"),
            Wrong(_convolve_places(lambda n, k, stride: (n - 3) // stride + 1), says="fewer places than none"),
            Wrong(_convolve_places(lambda n, k, stride: math.ceil((n - k) / stride) + 1), says="rounded down"),
            Wrong(_convolve_places(lambda n, k, stride: round((n - k) / stride) + 1), says="rounded down"),
            Wrong(_convolve_places(lambda n, k, stride: n - k + 1), says="too many places"),
            Wrong(_convolve_places(lambda n, k, stride: (n - k + 1) // stride), says="too few places"),
        ],
    ),
}

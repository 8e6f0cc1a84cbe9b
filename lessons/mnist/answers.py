"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from overheard.check import Answers, Wrong


def shares_by_columns(confusion):
    columns = list(zip(*confusion, strict=True))
    return [column[i] / sum(column) if any(column) else 0.0 for i, column in enumerate(columns)]


def shares_by_torch(confusion):
    table = torch.tensor(confusion, dtype=torch.float64)
    return (table.diag() / table.sum(dim=0).clamp(min=1)).tolist()


def shares_by_numpy(confusion):
    table = np.array(confusion)
    return [float(table[i, i] / max(table[:, i].sum(), 1)) for i in range(len(table))]


def shares_as_tensors(confusion):
    table = torch.tensor(confusion, dtype=torch.float64)
    return [share for share in table.diag() / table.sum(dim=0).clamp(min=1)]


def shares_divide_by_zero(confusion):
    return [row[i] / sum(other[i] for other in confusion) for i, row in enumerate(confusion)]


def shares_without_sum(confusion):
    return [row[i] / [other[i] for other in confusion] for i, row in enumerate(confusion)]


def shares_like_a_tensor(confusion):
    return [row[i] / sum(confusion[:, i]) for i, row in enumerate(confusion)]


def shares_in_per_cent(confusion):
    return [100 * share for share in shares_by_columns(confusion)]


def _walk(X, y, X_val, y_val, n_classes, lr, n_epochs, keep):
    """The lines of the exercise, with `keep` in place of the line with the bug."""
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    best, lowest = W, math.inf
    for _ in range(n_epochs):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
            W.grad.zero_()
            val_loss = F.cross_entropy(X_val @ W, y_val).item()
        if val_loss < lowest:
            best, lowest = keep(W), val_loss
    return best


def keeping(keep):
    return lambda *args: _walk(*args, keep)


def weights_by_optimizer(X, y, X_val, y_val, n_classes, lr, n_epochs):
    layer = nn.Linear(X.shape[1], n_classes, bias=False)
    nn.init.zeros_(layer.weight)
    optimizer, kept = torch.optim.SGD(layer.parameters(), lr=lr), []
    for _ in range(n_epochs):
        optimizer.zero_grad()
        F.cross_entropy(layer(X), y).backward()
        optimizer.step()
        kept.append((F.cross_entropy(layer(X_val), y_val).item(), layer.weight.detach().T.clone()))
    return min(kept, key=lambda pair: pair[0])[1]


def weights_by_new_tensors(X, y, X_val, y_val, n_classes, lr, n_epochs):
    W, best, lowest = torch.zeros(X.shape[1], n_classes), None, math.inf
    for _ in range(n_epochs):
        W = W - lr * X.T @ ((X @ W).softmax(dim=1) - F.one_hot(y, n_classes)) / len(X)
        val_loss = F.cross_entropy(X_val @ W, y_val).item()
        if val_loss < lowest:
            best, lowest = W, val_loss
    return best


def weights_new_and_tracked(X, y, X_val, y_val, n_classes, lr, n_epochs):
    W, best, lowest = torch.zeros(X.shape[1], n_classes, requires_grad=True), None, math.inf
    for _ in range(n_epochs):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W = W - lr * W.grad
            val_loss = F.cross_entropy(X_val @ W, y_val).item()
        if val_loss < lowest:
            best, lowest = W.detach(), val_loss
    return best


def suspects_by_loss(logits, labels, k):
    losses = F.cross_entropy(logits.double(), labels, reduction="none")
    return losses.argsort(descending=True, stable=True)[:k].tolist()


def suspects_by_log_softmax(logits, labels, k):
    log_p = logits.log_softmax(dim=1)[torch.arange(len(labels)), labels]
    return sorted(range(len(labels)), key=lambda i: log_p[i].item())[:k]


def suspects_by_numpy(logits, labels, k):
    x = logits.numpy().astype(float)
    x = x - x.max(axis=1, keepdims=True)
    lost = np.log(np.exp(x).sum(axis=1)) - x[np.arange(len(x)), labels.numpy()]
    return [int(i) for i in np.argsort(-lost, kind="stable")[:k]]


def suspects_as_tensor(logits, labels, k):
    return logits.log_softmax(dim=1)[torch.arange(len(labels)), labels].argsort(stable=True)[:k]


def suspects_by_topk(logits, labels, k):
    return logits.log_softmax(dim=1)[torch.arange(len(labels)), labels].topk(k, largest=False).indices.tolist()


def suspects_losses(logits, labels, k):
    return F.cross_entropy(logits, labels, reduction="none").sort(descending=True).values[:k].tolist()


def suspects_misread_only(logits, labels, k):
    return [i for i in suspects_by_loss(logits, labels, len(labels)) if logits[i].argmax() != labels[i]][:k]


def convolve_by_lists(picture, kernel, stride, padding):
    padded = F.pad(picture, (padding, padding, padding, padding))
    (height, width), (k_height, k_width) = padded.shape, kernel.shape
    tops, lefts = range(0, height - k_height + 1, stride), range(0, width - k_width + 1, stride)
    return torch.tensor(
        [[(padded[t : t + k_height, c : c + k_width] * kernel).sum().item() for c in lefts] for t in tops]
    )


def convolve_by_numpy(picture, kernel, stride, padding):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture.numpy(), padding), tuple(kernel.shape))
    return torch.from_numpy((windows[::stride, ::stride] * kernel.numpy()).sum(axis=(2, 3)))


def convolve_by_shifting(picture, kernel, stride, padding):
    padded = F.pad(picture, (padding,) * 4).double()
    rows, columns = ((padded.shape[i] - kernel.shape[i]) // stride + 1 for i in (0, 1))
    total = torch.zeros(rows, columns, dtype=torch.float64)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            shifted = padded[i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride]
            total += kernel[i, j] * shifted
    return total.float()


def convolve_every_place(picture, kernel, stride, padding):
    return convolve_by_lists(picture, kernel, 1, padding)[::stride, ::stride]


def convolve_by_torch(picture, kernel, stride, padding):
    return F.conv2d(picture[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]


def convolve_square_kernels_only(picture, kernel, stride, padding):
    k = kernel.shape[0]
    return convolve_by_lists(picture, kernel[:, :k], stride, padding)


def convolve_sizes_swapped(picture, kernel, stride, padding):
    padded, (k_width, k_height) = F.pad(picture, (padding,) * 4), kernel.shape
    result = torch.zeros((padded.shape[0] - k_height) // stride + 1, (padded.shape[1] - k_width) // stride + 1)
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            window = F.pad(padded, (0, 20, 0, 20))[row * stride :, column * stride :]
            result[row, column] = (window[: kernel.shape[0], : kernel.shape[1]] * kernel).sum()
    return result


def convolve_counted_before(picture, kernel, stride, padding):
    rows, columns = ((picture.shape[i] - kernel.shape[i]) // stride + 1 for i in (0, 1))
    return convolve_by_lists(picture, kernel, stride, padding)[: max(rows, 0), : max(columns, 0)]


ANSWERS = {
    "right_when_read_as": Answers(
        right=[shares_by_columns, shares_by_torch, shares_by_numpy],
        wrong=[
            Wrong(shares_as_tensors, says="tensor"),
            Wrong(shares_divide_by_zero, says="ZeroDivisionError"),
            Wrong(shares_without_sum, says="a row is a list"),
            Wrong(shares_like_a_tensor, says="a list of rows"),
            Wrong(shares_in_per_cent, says="not yet"),
        ],
    ),
    "best_weights": Answers(
        right=[
            keeping(lambda W: W.clone()),
            keeping(lambda W: W.detach() + 0),
            weights_by_optimizer,
            weights_by_new_tensors,
        ],
        wrong=[
            Wrong(keeping(lambda W: W.detach()), says="The bug is still in it"),
            Wrong(keeping(lambda W: W), says="The bug is still in it"),
            Wrong(weights_new_and_tracked, says="makes a new tensor"),
        ],
    ),
    "suspects": Answers(
        right=[suspects_by_loss, suspects_by_log_softmax, suspects_by_numpy],
        wrong=[
            Wrong(suspects_as_tensor, says="list"),
            Wrong(suspects_by_topk, says="where there are fewer pictures"),
            Wrong(suspects_losses, says="the *numbers* of the pictures"),
            Wrong(suspects_misread_only, says="not yet"),
        ],
    ),
    "convolve": Answers(
        right=[convolve_by_lists, convolve_by_numpy, convolve_by_shifting, convolve_every_place],
        wrong=[
            Wrong(convolve_by_torch, says="calls torch's own conv2d"),
            Wrong(convolve_square_kernels_only, says="not yet"),
            Wrong(convolve_sizes_swapped, says="are taken for each other"),
            Wrong(convolve_counted_before, says="with the length after padding"),
            Wrong(lambda *args: convolve_by_shifting(*args).double(), says="float32 is expected"),
        ],
    ),
}

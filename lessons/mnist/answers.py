"""Right answers written in different ways, and wrong ones that people give, with words of their feedback."""

from __future__ import annotations

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


def _means(step):
    def attempt(images, labels, n_classes):
        means = []
        for label in range(n_classes):
            chosen = images[labels == label].float()
            means.append(step(chosen) if len(chosen) else torch.zeros(images.shape[1:]))
        return torch.stack(means)

    return attempt


def mean_of_all_numbers(images, labels, n_classes):
    return _means(lambda chosen: chosen.mean() * torch.ones(images.shape[1:]))(images, labels, n_classes)


def mean_over_rows(images, labels, n_classes):
    return torch.stack([images[labels == k].float().mean(dim=1) for k in range(n_classes)])


def sum_of_pictures(images, labels, n_classes):
    return _means(lambda chosen: chosen.sum(dim=0))(images, labels, n_classes)


def mean_of_everyone(images, labels, n_classes):
    return _means(lambda chosen: images.float().mean(dim=0))(images, labels, n_classes)


def no_blank(images, labels, n_classes):
    return torch.stack([images[labels == k].float().mean(dim=0) for k in range(n_classes)])


def always_the_example(images, labels, n_classes):
    return torch.tensor([[[2.0, 3.0]], [[9.0, 9.0]]])


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


def loss_that_overflows(logits, labels):
    p = logits.exp() / logits.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()


def loss_that_rounds_to_zero(logits, labels):
    return -logits.softmax(dim=1)[torch.arange(len(labels)), labels].log().mean()


def loss_without_minus(logits, labels):
    return logits.log_softmax(dim=1)[torch.arange(len(labels)), labels].mean()


def loss_summed(logits, labels):
    return F.cross_entropy(logits, labels, reduction="sum")


def loss_each(logits, labels):
    return F.cross_entropy(logits, labels, reduction="none")


def loss_down_the_columns(logits, labels):
    return -logits.log_softmax(dim=0)[torch.arange(len(labels)), labels].mean()


def loss_of_probabilities(logits, labels):
    return F.cross_entropy(logits.softmax(dim=1), labels)


def loss_changes_its_input(logits, labels):
    logits -= logits.max(dim=1, keepdim=True).values
    return F.cross_entropy(logits, labels)


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


def train_unchanged(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        loss = F.cross_entropy(X @ W, y)
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach()


def train_zero_before_step(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        W.grad.zero_()
        with torch.no_grad():
            W -= lr * W.grad
    return W.detach()


def train_half_rate(X, y, n_classes, lr, n_steps):
    return train_unchanged(X, y, n_classes, lr / 2, n_steps)


def train_returns_early(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W -= lr * W.grad
        return W.detach()
    return W.detach()


def train_uphill(X, y, n_classes, lr, n_steps):
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        F.cross_entropy(X @ W, y).backward()
        with torch.no_grad():
            W += lr * W.grad
            W.grad.zero_()
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


def convolve_turned(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel.flip(0, 1), stride, padding)


def convolve_without_stride(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel, 1, padding)


def convolve_without_padding(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel, stride, 0)


def convolve_two_sides(picture, kernel, stride, padding):
    return convolve_by_torch(F.pad(picture, (padding, 0, padding, 0)), kernel, stride, 0)


def convolve_one_short(picture, kernel, stride, padding):
    return convolve_by_torch(picture, kernel, stride, padding)[:-1, :-1]


def convolve_square_only(picture, kernel, stride, padding):
    padded = F.pad(picture, (padding,) * 4)
    side, k = padded.shape[0], kernel.shape[0]
    places = range(0, side - k + 1, stride)
    return torch.stack(
        [torch.stack([(padded[r : r + k, c : c + k] * kernel).sum() for c in places]) for r in places]
    )


ANSWERS = {
    "class_means": Answers(
        right=[means_by_comprehension, means_by_matrix, means_by_adding],
        wrong=[
            Wrong(mean_of_all_numbers, says="say which direction with dim="),
            Wrong(mean_over_rows, says="class_means"),
            Wrong(sum_of_pictures, says="that is the sum of the pictures"),
            Wrong(mean_of_everyone, says="the mean of all pictures"),
            Wrong(no_blank, says="NaN"),
            Wrong(always_the_example, says="class_means"),
        ],
    ),
    "cross_entropy": Answers(
        right=[loss_by_log_softmax, loss_by_logsumexp, loss_by_module],
        wrong=[
            Wrong(loss_that_overflows, says="rounded to zero before the logarithm"),
            Wrong(loss_that_rounds_to_zero, says="rounded to zero before the logarithm"),
            Wrong(loss_without_minus, says="the sign"),
            Wrong(loss_summed, says="take the mean"),
            Wrong(loss_each, says="one loss for each picture"),
            Wrong(loss_down_the_columns, says="down the columns"),
            Wrong(loss_of_probabilities, says="softmax is applied twice"),
            Wrong(loss_changes_its_input, says="changes its input"),
        ],
    ),
    "train_linear": Answers(
        right=[train_zero_first, train_with_optimizer, train_by_formula],
        wrong=[
            Wrong(train_unchanged, says="The bug is still in it"),
            Wrong(train_zero_before_step, says="zeroed before the step uses it"),
            Wrong(train_half_rate, says="hides the symptom"),
            Wrong(train_returns_early, says="stops after one step"),
            Wrong(train_uphill, says="uphill"),
        ],
    ),
    "convolve": Answers(
        right=[convolve_by_torch, convolve_by_unfold, convolve_by_lists],
        wrong=[
            Wrong(convolve_turned, says="turned around"),
            Wrong(convolve_without_stride, says="stride is not used"),
            Wrong(convolve_without_padding, says="padding is not used"),
            Wrong(convolve_two_sides, says="two sides only"),
            Wrong(convolve_one_short, says="+ 1 in the count"),
            Wrong(convolve_square_only, says="convolve"),
        ],
    ),
}

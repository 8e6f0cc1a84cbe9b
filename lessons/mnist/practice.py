# %% [markdown]
# {{ practice_header }}

# %%
import math

import torch
from torch.nn import functional as F

from overheard.check import lesson_checks

check = lesson_checks("mnist")

# %% [markdown]
# ## Exercise 1 · The average picture of each class (●, 5 minutes)
#
# Complete `class_means`. It takes pictures of shape `(n, height, width)` and their labels `(n,)`, and gives the mean
# picture of each class, `(n_classes, height, width)`, as decimals. A class without pictures gets a blank one: zeros.
# One line is missing: the mean of the `chosen` pictures, pixel by pixel.

# %%
def class_means(images: torch.Tensor, labels: torch.Tensor, n_classes: int) -> torch.Tensor:
    """Mean picture of each class, (n_classes, height, width), float32.

    Example: for images [[[0, 2]], [[4, 4]], [[9, 9]]] with labels [0, 0, 1] and two classes
    it is [[[2, 3]], [[9, 9]]].
    """
    means = []
    for label in range(n_classes):
        chosen = images[labels == label].float()  # (how many, height, width)
        if len(chosen) == 0:
            means.append(torch.zeros(images.shape[1:]))
            continue
        ### BEGIN SOLUTION
        mean = chosen.mean(dim=0)
        ### END SOLUTION
        means.append(mean)
    return torch.stack(means)


# %%
check.class_means(class_means)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The line begins `mean = chosen.` and uses a method with the name that you expect.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `dim=` says which direction disappears. Directions count from zero: which picture, which row, which column. Which of
# them should be gone?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Did you write the number of rows or columns down anywhere? The check also uses pictures that are not square, and a
# class that has only one picture.
#
# </details>
#
# **Why it matters.** Every baseline that compares groups begins with a mean along the right direction.

# %% [markdown]
# ## Exercise 2 · The loss (●●, 15 minutes)
#
# Complete `cross_entropy` without calling torch's own. It takes logits `(n, classes)` and labels `(n,)`, and gives one
# number: the mean over the pictures of minus the natural logarithm of the probability given to the true class. The
# first line is there already: taking the largest logit of each row away changes no probability, and keeps `exp` from
# overflowing. (`F.cross_entropy` itself would pass the check, and teach you nothing.)

# %%
def cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy as a tensor without directions, shape ().

    Example: logits [[2.0, 1.0, 0.0]] with labels [1] give 1.4076
    """
    shifted = logits - logits.max(dim=1, keepdim=True).values
    ### BEGIN SOLUTION
    log_total = shifted.exp().sum(dim=1).log()  # (n,)
    of_truth = shifted[torch.arange(len(labels)), labels]  # (n,)
    return (log_total - of_truth).mean()
    ### END SOLUTION


# %%
check.cross_entropy(cross_entropy)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# In three steps: softmax over each row, the probability of the true class of each row, then logarithm, minus and mean.
# This passes the plain cases. For the edge case see the third fold.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `p[torch.arange(len(labels)), labels]` takes from row 0 the column `labels[0]`, from row 1 the column `labels[1]`,
# and so on.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# With several pictures: does each take its own row's total (`keepdim=True`) and its own label, and is the mean taken?
# With a very sure and very wrong answer the probability is rounded to zero, and its logarithm is minus infinity. The
# logarithm of a fraction is a difference: log(a / b) is log(a) - log(b), and log(exp(x)) is x.
#
# </details>
#
# **Why it matters.** This is the number that training makes small, in this lesson and in large language models.

# %% [markdown]
# ## Exercise 3 · Bug hunt: it learns, but badly (●●●, 15 minutes)
#
# `train_linear` runs, and its loss falls at first. Then it swings up and down, and a smaller `lr` only delays it. Find
# the bug and mend it. The function takes `X` of shape `(n, features)` and labels `y` of shape `(n,)`, walks `n_steps`
# steps with all pictures in one batch, and gives the weights `(features, n_classes)`.

# %%
def train_linear(X: torch.Tensor, y: torch.Tensor, n_classes: int, lr: float, n_steps: int) -> torch.Tensor:
    """Weights after n_steps of gradient descent on the cross-entropy of X @ W, from zeros.

    Example: for X [[1.0]], y [0], two classes, lr 1.0 and one step it is [[0.5, -0.5]].
    """
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    for _ in range(n_steps):
        loss = F.cross_entropy(X @ W, y)
        ### BEGIN BUG
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
        ### END BUG
        ### BEGIN SOLUTION
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
            W.grad.zero_()  # else backward() adds the next gradient to this one
        ### END SOLUTION
    return W.detach()


# %%
check.train_linear(train_linear)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Walk two steps with a pencil, or print `W.grad` after each. The first step is right. `W -= ...` changes the tensor that
# is tracked; `W = W - ...` would make a new one that is not.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `backward()` does not *set* the gradient. It *adds* to what is there. Before the first `backward()` there is nothing to
# set to zero: `W.grad` is `None`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# With one step there is nothing left over from before. If you set the gradient back only once, after the first step,
# the third step is wrong again.
#
# </details>
#
# **Why it matters.** No error, no warning, and a model that is merely worse: this is what most bugs look like here.

# %% [markdown]
# ## Exercise 4 · Convolution, from nothing (●●●●, 30 minutes)
#
# Write `convolve`. It takes a picture `(height, width)` and a kernel `(k_height, k_width)`, not always square. First
# surround the picture with `padding` zeros on all four sides. Then slide the kernel in steps of `stride`, to the right
# and downwards, as far as it fits. Each place gives the sum of pixel times weight. As in the lesson, the kernel is not
# turned around. From nothing means loops and slices: `F.conv2d` would pass the check, and spoil it.

# %%
def convolve(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """The picture seen through the kernel, a tensor of float32; one number a place.

    Example: picture [[1.0, 2.0, 4.0]], kernel [[-1.0, 1.0]], stride 1, padding 0 give [[1.0, 2.0]].
    """
    ### BEGIN SOLUTION
    height, width = picture.shape
    padded = torch.zeros(height + 2 * padding, width + 2 * padding)
    padded[padding : padding + height, padding : padding + width] = picture
    k_height, k_width = kernel.shape
    n_rows = (padded.shape[0] - k_height) // stride + 1
    n_columns = (padded.shape[1] - k_width) // stride + 1
    result = torch.zeros(n_rows, n_columns)
    for row in range(n_rows):
        for column in range(n_columns):
            top, left = row * stride, column * stride
            window = padded[top : top + k_height, left : left + k_width]
            result[row, column] = (window * kernel).sum()
    return result
    ### END SOLUTION


# %%
check.convolve(convolve)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Begin with the loop of the lesson, for stride 1 and no padding. Then ask how many places there are: a kernel of width
# three fits into a width of five at three places, and with a stride of two at two.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The number of places is `(length - k_length) // stride + 1`, with the length *after* padding. Place number `row`
# begins at `row * stride`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Try a picture that is wider than high, a kernel that is higher than wide, and a stride that does not divide the rest.
# With padding 0, a slice that ends at `-padding` is empty, because -0 is 0.
#
# </details>
#
# **Why it matters.** Every vision model counts its places as you did here. So will you again, the first time that two
# layers do not fit.

# %% [markdown]
# ## Exercise 5 · Your own hand (●●●, 20 minutes, no check)
#
# Run the lesson up to its drawing cell. Write each digit five times, and note below what the network reads, such as
# `{7: [7, 7, 1, 7, 7]}`. Before you start, write down your guess. Then run the cell and say in three sentences which
# digits fail, why you think so, and what one change to the data, not to the network, would help.

# %%
my_guess = None  # per cent right
my_readings: dict[int, list[int]] = {}  # digit: what was read

right = total = 0
for digit, readings in my_readings.items():
    if not isinstance(readings, list):  # 7, "77177" or nothing in the place of a list
        readings = [sign for sign in str(readings) if sign.isdigit()]
    right += sum(int(reading) == int(digit) for reading in readings)
    total += len(readings)
if total == 0:
    print("no readings yet")
else:
    # two right and two wrong are added, so that few readings do not look sure (as Agresti and Coull proposed)
    middle, half = (right + 2) / (total + 4), 2 * math.sqrt((right + 2) * (total - right + 2) / (total + 4) ** 3)
    print(f"{right} of {total} right; guess {my_guess}%")
    print(f"plausible for your hand: {100 * max(0, middle - half):.0f}% to {100 * min(1, middle + half):.0f}%")

# %% [markdown]
# | | not yet | good | very good |
# |---|---|---|---|
# | **Measured** | a few digits tried | all ten, each five times, guess written first | bad ones kept, nothing drawn again until it worked |
# | **Explained** | "it is bad at sevens" | mistakes traced to a visible trait of the drawing | the trait was varied on purpose, and the reading followed |
# | **Improved** | "a larger network" | a change of the data that fits the cause | tried, with what it did to the other digits |

# %% [markdown]
# {{ practice_footer }}

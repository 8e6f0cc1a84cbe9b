# %% [markdown]
# {{ practice_header }}

# %%
import math

import torch
from torch.nn import functional as F

from overheard.check import lesson_checks

check = lesson_checks("mnist")

# %% [markdown]
# ## Exercise 1 · When it says seven (●, 8 minutes)
#
# The lesson asks which digits are misread. Now ask the other way round: when the network says *seven*, how often is it
# one? Complete `right_when_read_as`. It takes a confusion matrix: a list of rows, one for each true digit, and each row is a
# list with one count for each reading. It gives a list with a number from 0 to 1 for each digit: the share of the pictures
# *read as* this digit that really show it. If no picture is read as a digit, its share is 0.0. One step is missing:
# to add up how many pictures were read as the digit.


# %%
def right_when_read_as(confusion: list[list[int]]) -> list[float]:
    """For each digit, the share of the pictures read as it that show it; 0.0 if there are none.

    Example: for [[8, 2], [0, 10]] it is [1.0, 10 / 12], which is [1.0, 0.833...].
    """
    shares = []
    for digit, row in enumerate(confusion):  # enumerate counts along: 0 and the first row, 1 and the second, ...
        hits, said = row[digit], 0
        ### BEGIN SOLUTION
        for other in confusion:
            said += other[digit]
        ### END SOLUTION
        shares.append(0.0 if said == 0 else hits / said)
    return shares


# %%
check.right_when_read_as(right_when_read_as)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# In the example, how many pictures were read as a 1, whatever they show? Which numbers of the matrix did you add?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The numbers that you need stand below each other, in one column. `for other in confusion:` walks through all rows. Which
# place of each row belongs to the column? `said += 3` adds 3 to `said`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Does your line add, with `+=`? Does it also work if there are more than two digits, or only one?
#
# </details>
#
# **Why it matters.** One accuracy hides both questions: which digits are missed, and which answers can be trusted.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the best epoch gets lost (●●, 15 minutes)
#
# `best_weights` trains a linear model without a bias, with all pictures in one batch, so one step is an epoch. After each
# epoch it works out the loss on the validation set. It should give the weights, `(features, n_classes)`, as they were
# after the epoch with the lowest validation loss. It runs, and it finds the right epoch. But what it gives are other
# weights. Find the bug and mend it. `X` has the shape `(n, features)`, `y` is `(n,)`, and there is at least one epoch.


# %%
def best_weights(
    X: torch.Tensor, y: torch.Tensor, X_val: torch.Tensor, y_val: torch.Tensor, n_classes: int, lr: float, n_epochs: int
) -> torch.Tensor:
    """Weights after the epoch with the lowest validation loss, trained from zeros on the loss of X @ W.

    Example: for X [[1.0]], y [0], X_val [[1.0]], y_val [0], two classes, lr 1.0 and one epoch it is [[0.5, -0.5]].
    With y_val [1] and three epochs it is the same: the first epoch is the best, since each makes a 1 less likely.
    """
    W = torch.zeros(X.shape[1], n_classes, requires_grad=True)
    best, lowest = W, math.inf
    for _ in range(n_epochs):
        loss = F.cross_entropy(X @ W, y)
        loss.backward()
        with torch.no_grad():
            W -= lr * W.grad
            W.grad.zero_()
            val_loss = F.cross_entropy(X_val @ W, y_val).item()
        if val_loss < lowest:
            lowest = val_loss
            ### BEGIN BUG
            best = W.detach()
            ### END BUG
            ### BEGIN SOLUTION
            best = W.detach().clone()  # a copy: `W -= ...` will change W, and all that shares its numbers
            ### END SOLUTION
    return best


# %%
check.best_weights(best_weights)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Print `best` inside the loop, at the end of each round, for the second example. When does it change?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# In Elixir a value never changes. Here `W -= ...` changes the numbers of `W` where they stand. `detach()` gives a tensor
# that is not tracked. Has it got numbers of its own?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# With one epoch there is nothing that could change afterwards. Does your function keep the weights from *after* the step,
# and does it compare the loss on the validation set?
#
# </details>
#
# **Why it matters.** Choosing an epoch on the validation set is common, and this slip is too. No error tells you that
# the model you saved is not the one you chose.

# %% [markdown]
# ## Exercise 3 · Which labels are wrong? (●●●, 15 minutes)
#
# Wrong labels can be found: a good network gives the digit on the label hardly any probability. Write `suspects`. It
# takes logits `(n, classes)`, the labels `(n,)` and a whole number `k`. It gives a list of the numbers of `k` pictures,
# counted from 0: those whose label gets the lowest probability, with the lowest first. If two are equal, the smaller
# number comes first. If there are fewer than `k` pictures, it gives them all. Logits can be so large that a probability
# is rounded to zero. The order must be right then, too.


# %%
def suspects(logits: torch.Tensor, labels: torch.Tensor, k: int) -> list[int]:
    """The k pictures whose labels the network doubts most, the most doubtful first.

    Example: for logits [[3.0, 0.0], [0.0, 1.0], [0.0, 5.0]], labels [0, 0, 0] and k = 2 it is [2, 1].
    """
    ### BEGIN SOLUTION
    log_p = logits - logits.logsumexp(dim=1, keepdim=True)  # the logarithm of softmax
    of_label = log_p.gather(1, labels.unsqueeze(1)).squeeze(1)
    return of_label.sort(stable=True).indices[:k].tolist()
    ### END SOLUTION


# %%
check.suspects(suspects)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# There are three steps: the probabilities of each row, from each row the one of its label, and then their order.
# `p[torch.arange(len(labels)), labels]` takes column `labels[0]` from row 0, column `labels[1]` from row 1, and so on.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `argsort` gives *where* the values stand, from the smallest on; `stable=True` keeps equal ones in their order. A list of
# Python numbers comes from `.tolist()`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# If two probabilities are rounded to zero, nothing tells which is smaller. Their logarithms are far from each other. The
# logarithm of a fraction is a difference, and log(exp(x)) is x. Torch has a method `log_softmax` that works it out.
#
# </details>
#
# **Why it matters.** This is how the wrong labels of well-known test sets were found: a network names suspects, and people
# look at them.

# %% [markdown]
# ## Exercise 4 · Convolution, from nothing (●●●●, 30 minutes)
#
# Write `convolve`. It takes a picture `(height, width)` and a kernel `(k_height, k_width)`, not always square. First
# surround the picture with `padding` zeros on all four sides. Then slide the kernel in steps of `stride`, to the right
# and downwards, as far as it fits. Each place gives the sum of pixel times weight. As in the lesson, the kernel is not
# turned around. *From nothing* means with loops and slices: the check refuses torch's own convolutions.


# %%
def convolve(picture: torch.Tensor, kernel: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
    """The picture seen through the kernel, a tensor of float32; one number for each place.

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
# Begin with stride 1 and no padding. Then count the places: a kernel of width 3 fits into a width of 5 at three places,
# and with a stride of 2 at two.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# The number of places is `(length - k_length) // stride + 1`, with the length *after* padding. The place with the number
# `row` begins at `row * stride`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Try a picture that is wider than high, a kernel that is higher than wide, and a stride that does not divide the rest.
# If the padding is 0, a slice that ends at `-padding` is empty, because -0 is 0.
#
# </details>
#
# **Why it matters.** Every vision model counts its places as you did here. You will count them again the first time that
# two layers do not fit together.

# %% [markdown]
# ## Exercise 5 · Your own hand (●●●, 20 minutes, no check)
#
# Run the lesson up to its drawing cell. First write down your guess: how many per cent of your digits will the network
# read? Then draw each digit five times, and note below what it reads, such as `{7: [7, 7, 1, 7, 7]}`. Run the cell. Say in
# three sentences which digits fail, why you think so, and what one change to the data, not to the network, would help.

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
# | **Measured** | a few digits were tried | all ten digits, each five times, the guess written first | bad ones kept, nothing drawn again until it worked |
# | **Explained** | "it is bad at sevens" | mistakes traced to a visible trait of the drawing | the trait was varied on purpose, and the reading followed |
# | **Improved** | "a larger network" | a change of the data that fits the cause | the change was tried, and its effect on the other digits told |

# %% [markdown]
# {{ practice_footer }}

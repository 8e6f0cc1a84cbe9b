# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("peel_the_stack")

# %% [markdown]
# ## Exercise 1 · An operation that the engine lacks (●, 8 minutes)
#
# Our engine cannot divide. For the result `a / b`, two slopes are needed. Somebody has done the first: when `a` rises by a
# little, the result rises `1 / b` times as much, and that is multiplied by the slope that arrives at the result. The slope
# of `b` is missing. Find its rate with a pencil: compare `6 / 2` with `6 / 2.01`. All are plain numbers, and `b` is never 0.


# %%
def divide_slopes(a: float, b: float, arriving: float) -> tuple[float, float]:
    """The slopes of a and b, where the slope `arriving` has reached the result a / b.

    Example: divide_slopes(6.0, 2.0, 10.0) is (5.0, -15.0).
    """
    slope_a = arriving / b
    ### BEGIN SOLUTION
    slope_b = -arriving * a / b**2
    ### END SOLUTION
    return slope_a, slope_b


# %%
check.divide_slopes(divide_slopes)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `6 / 2.01 - 6 / 2` is how far the result moves when b rises by a hundredth. So the rate is about a hundred times that. A
# smaller step comes closer. A formula is exact.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Try a few more values of a and b. Twice the a gives twice the rate. Twice the b gives a quarter of it.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Have you multiplied by the slope that arrives? And is the sign right when a or b is below zero?
#
# </details>
#
# **Why it matters.** Whoever can add a rate to an engine can use any formula as a loss.

# %% [markdown]
# ## Exercise 2 · Bug hunt: slopes that are sometimes wrong (●●, 12 minutes)
#
# This engine has no objects. It keeps one list of values: first the inputs, then one value for each step. A step
# `("add", i, j)` or `("multiply", i, j)` makes a new value from the values at the places i and j. `input_slopes` gives the
# slopes of the inputs for the last value. For most expressions they are right, and for a few they are wrong. Find the bug and
# mend it.


# %%
def input_slopes(inputs: list[float], steps: list[tuple[str, int, int]]) -> list[float]:
    """How fast the last value rises with each of the inputs.

    Example: input_slopes([2.0, 5.0], [("multiply", 0, 1), ("add", 2, 0)]) is [6.0, 2.0].
    """
    values = list(inputs)
    for kind, i, j in steps:
        values.append(values[i] + values[j] if kind == "add" else values[i] * values[j])
    slopes = [0.0] * (len(values) - 1) + [1.0]
    for place in range(len(values) - 1, len(inputs) - 1, -1):
        kind, i, j = steps[place - len(inputs)]
        share_i, share_j = slopes[place], slopes[place]
        if kind == "multiply":
            share_i, share_j = share_i * values[j], share_j * values[i]
        ### BEGIN BUG
        slopes[i], slopes[j] = slopes[i] + share_i, slopes[j] + share_j
        ### END BUG
        ### BEGIN SOLUTION
        slopes[i] += share_i
        slopes[j] += share_j
        ### END SOLUTION
    return slopes[: len(inputs)]


# %%
check.input_slopes(input_slopes)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Which expressions come out wrong? Try `input_slopes([3.0], [("multiply", 0, 0)])`. Then work out `3.01 * 3.01` with a pencil.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Python works out everything to the right of `=` first, and stores it afterwards. What is stored if i and j are equal?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A value may be used twice in one step, of either kind, and in several steps as well. Each use adds its share to what is
# there.
#
# </details>
#
# **Why it matters.** Such a bug does not crash. A model trains on a wrong slope, and nobody knows why it learns slowly.

# %% [markdown]
# ## Exercise 3 · A training step of your own (●●●, 20 minutes)
#
# No picture shall move the weights by much, however wrong it is. Write one training step of a logistic regression without
# bias, with NumPy alone. Each picture has a gradient of its own: the slopes of its loss `log(1 + exp(-sign * sum))` for the
# weights. The sum is its row of `X` times the weights, and the sign is +1 for the label 1 and -1 for the label 0. The length
# of a gradient is the root of the sum of its squares. A gradient longer than `limit` is scaled down to that length. Then
# average over the pictures, and step against the average.


# %%
def limited_step(weights: np.ndarray, X: np.ndarray, y: np.ndarray, lr: float, limit: float) -> np.ndarray:
    """New weights (numbers,), from weights (numbers,), X (pictures, numbers) and labels y (pictures,) of 0 and 1.

    Example: limited_step(np.zeros(2), np.array([[6.0, 8.0], [0.0, 2.0], [0.0, 3.0]]), np.array([1.0, 0.0, 0.0]), 1.0, 2.0)
    is array([0.4, -0.3]): the gradients are (-3, -4), limited to (-1.2, -1.6), and (0, 1) and (0, 1.5).
    """
    ### BEGIN SOLUTION
    sign = np.where(y == 1, 1.0, -1.0)
    slope_of_sum = -sign / (1 + np.exp(sign * (X @ weights)))
    gradients = slope_of_sum[:, None] * X
    lengths = np.sqrt((gradients**2).sum(axis=1, keepdims=True))
    gradients = gradients * np.where(lengths > limit, limit / np.maximum(lengths, 1e-300), 1.0)
    return weights - lr * gradients.mean(axis=0)
    ### END SOLUTION


# %%
check.limited_step(limited_step)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The pencil example of the lesson has both rates. The slope of the loss for the sum is `-sign / (1 + exp(sign * sum))`,
# one number a picture. The sum's rate for a weight is the number of the picture at that place.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Make a table `(pictures, numbers)` of all gradients: `slope[:, None] * X`. Each row has its own length, and its own factor.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A row of zeros has the gradient zero: do not divide by its length. And a short gradient stays as it is.
#
# </details>
#
# **Why it matters.** Three lines offer no such step. Together with noise, it is [used](https://arxiv.org/abs/1607.00133) where
# a model must not give away the data of single people.

# %% [markdown]
# {{ practice_footer }}

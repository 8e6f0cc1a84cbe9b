# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("everything_connected")

# %% [markdown]
# ## Exercise 1 · Wide enough (●, 5 minutes)
#
# Complete `smallest_width`. It takes a dictionary from widths to results. The results of a width are a list with one entry
# for each seed: `True` if that seed solved the task. The function gives the smallest width at which at least the wanted
# share of its seeds (from 0 to 1) solved it, or 0 if no width did. The widths may come in any order, and they need not
# have the same number of seeds. One step is missing.


# %%
def smallest_width(results: dict[int, list[bool]], wanted: float) -> int:
    """The smallest width whose share of solved seeds is at least `wanted`; 0 if there is none.

    Example: smallest_width({4: [True, True], 2: [True, False]}, 0.9) is 4.
    """
    for width in sorted(results):
        seeds = results[width]
        ### BEGIN SOLUTION
        share = sum(seeds) / len(seeds)
        ### END SOLUTION
        if share >= wanted:
            return width
    return 0


# %%
check.smallest_width(smallest_width)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The line below compares a `share` that nobody has worked out yet.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# In Python `True` counts as 1, so `sum` counts the seeds that solved it. What turns a count into a share?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Not every width was tried on the same number of seeds. Does a number of seeds stand fixed in your line?
#
# </details>
#
# **Why it matters.** One success proves that a width can do it. Whether it is a good choice, only the share says.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the chain that learns askew (●●, 10 minutes)
#
# The smallest network of two layers is a chain of two weights without gates or biases: the output is `w2 * (w1 * x)`. The
# loss is half the squared difference between output and truth `y`. `chain_step` should take one step of learning and give
# the two new weights. All its inputs are numbers. It runs, and its loss even falls, but one of its answers is a little off.
# Find the bug and mend it.


# %%
def chain_step(x: float, y: float, w1: float, w2: float, lr: float) -> tuple[float, float]:
    """The new w1 and w2 after one step against their slopes.

    Example: chain_step(1.0, 5.0, 2.0, 3.0, 0.1) is (1.7, 2.8).
    """
    error = w2 * (w1 * x) - y
    ### BEGIN BUG
    w2 = w2 - lr * error * w1 * x
    w1 = w1 - lr * error * w2 * x
    return w1, w2
    ### END BUG
    ### BEGIN SOLUTION
    slope_1 = error * w2 * x
    slope_2 = error * w1 * x
    return w1 - lr * slope_1, w2 - lr * slope_2
    ### END SOLUTION


# %%
check.chain_step(chain_step)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Work the example out with a pencil: the error is 1. Which of the two new weights differs from yours?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Both slopes belong to the same moment, before anything has moved. Which value of each weight does each line use?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Try a case in which `x` is negative, and one in which `lr` is 0: then nothing may change.
#
# </details>
#
# **Why it matters.** The loss falls all the same, so only a check against the slopes finds this.

# %% [markdown]
# ## Exercise 3 · Many layers, one layer (●●●, 15 minutes)
#
# Write `one_layer`. It takes the weights and the biases of any number of layers (at least one) that have no gates between
# them. Layer `i` turns its inputs `x` into `x @ weights[i] + biases[i]`. The i-th weights have the shape (inputs of that
# layer, outputs of that layer), and the biases (outputs of that layer,). Give the weights and the bias of the *single*
# layer that does the same: an array (first inputs, last outputs), and an array (last outputs,). By the way, `b @ W` sends a
# single row b, (n,), through the weights W, (n, m), and gives (m,).


# %%
def one_layer(weights: list[np.ndarray], biases: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of one layer that equals all these layers in a row.

    Example: for the arrays [[2.0]], [[3.0]] as weights and [1.0], [4.0] as biases it gives the arrays [[6.0]] and [7.0].
    """
    ### BEGIN SOLUTION
    weight, bias = weights[0], biases[0]
    for next_weight, next_bias in zip(weights[1:], biases[1:], strict=True):
        weight = weight @ next_weight
        bias = bias @ next_weight + next_bias
    return weight, bias
    ### END SOLUTION


# %%
check.one_layer(one_layer)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Write two layers as one line, `(x @ A + a) @ B + b`, and multiply it out. What stands with `x`, and what does not?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Begin with the first layer, and join one further layer at a time to what you have. The bias that you have so far passes
# through the next weights, too.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# With one layer there is nothing to join. With three, the first bias passes through two further layers.
#
# </details>
#
# **Why it matters.** This is the proof that more layers without gates buy nothing, as a function that you can run.

# %% [markdown]
# {{ practice_footer }}

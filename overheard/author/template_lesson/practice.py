# %% [markdown]
# {{ practice_header }}

# %%
from overheard.check import lesson_checks

check = lesson_checks("TEMPLATE_SLUG")

# %% [markdown]
# ## Exercise 1 · How far off (●, 5 minutes)
#
# Complete `mean_distance`. It takes the true values and the guesses, two lists of the same length, and gives the mean
# distance between them, in their unit. All but one step is there.


# %%
def mean_distance(truth: list[float], guesses: list[float]) -> float:
    """How far off the guesses are on average.

    Example: mean_distance([1.0, 5.0], [2.0, 3.0]) is 1.5.
    """
    total = 0.0
    for right, guess in zip(truth, guesses, strict=True):
        ### BEGIN SOLUTION
        total += abs(right - guess)
        ### END SOLUTION
    return total / len(truth)


# %%
check.mean_distance(mean_distance)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# A distance is never negative. What does Python call that?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Add `abs(...)` of one difference to `total`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Try guesses that are too high as well as too low: without `abs` they cancel.
#
# </details>
#
# **Why it matters.** It has the unit of the thing itself, so everybody can say whether it is good enough.

# %% [markdown]
# ## Exercise 2 · Bug hunt: a line that tilts (●●, 10 minutes)
#
# `slope_of` should give the slope of the best line through the points. It is right for some points and wrong for
# others. Find the bug and mend it. It takes two lists of the same length and gives one number.


# %%
def slope_of(x: list[float], y: list[float]) -> float:
    """Slope of the line with the smallest sum of squared distances.

    Example: slope_of([1.0, 2.0, 3.0], [2.0, 3.0, 7.0]) is 2.5.
    """
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    ### BEGIN BUG
    above = sum(a * (b - mean_y) for a, b in zip(x, y, strict=True))
    below = sum(a * a for a in x)
    ### END BUG
    ### BEGIN SOLUTION
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    below = sum((a - mean_x) ** 2 for a in x)
    ### END SOLUTION
    return above / below


# %%
check.slope_of(slope_of)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Which points have a mean of zero? For those the function is right.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `mean_x` is computed and never used.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The mean must be taken away from `x` in both sums, above and below.
#
# </details>
#
# **Why it matters.** Most bugs of this kind raise no error: the number is merely wrong.

# %% [markdown]
# ## Exercise 3 · Good enough (●●●, 15 minutes)
#
# Write `share_within`. It takes the true values, the guesses and a limit, and gives the share of guesses that are at
# most the limit away, from 0 to 1. Without any guesses the share is zero.


# %%
def share_within(truth: list[float], guesses: list[float], limit: float) -> float:
    """Share of the guesses that are at most `limit` away from the truth.

    Example: share_within([1.0, 5.0], [2.0, 3.0], 1.0) is 0.5.
    """
    ### BEGIN SOLUTION
    close = 0
    for right, guess in zip(truth, guesses, strict=True):
        if abs(right - guess) <= limit:
            close += 1
    return close / len(truth) if truth else 0.0
    ### END SOLUTION


# %%
check.share_within(share_within)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Count those that are close enough, then divide by how many there are.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# "At most" includes the limit itself.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# What does your function do with two empty lists?
#
# </details>
#
# **Why it matters.** A mean hides how many guesses are useless. A share says it.

# %% [markdown]
# {{ practice_footer }}

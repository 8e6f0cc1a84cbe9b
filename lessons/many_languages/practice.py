# %% [markdown]
# {{ practice_header }}

# %%
from overheard.check import lesson_checks

check = lesson_checks("many_languages")

# %% [markdown]
# ## Exercise 1 · The worst guess (●, 5 minutes)
#
# Complete `worst_guess`. It takes the true values and the guesses, two lists of the same length, and gives the place
# (counted from 0) of the guess that is farthest off. If two are equally far off, the first one counts. One step is
# missing.


# %%
def worst_guess(truth: list[float], guesses: list[float]) -> int:
    """Place of the guess that is farthest off.

    Example: worst_guess([1.0, 5.0, 2.0], [2.0, 3.0, 2.5]) is 1.
    """
    worst, largest = 0, -1.0
    for i in range(len(truth)):
        ### BEGIN SOLUTION
        distance = abs(truth[i] - guesses[i])
        ### END SOLUTION
        if distance > largest:
            worst, largest = i, distance
    return worst


# %%
check.worst_guess(worst_guess)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The loop compares a `distance` that nobody has worked out yet.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A distance is never negative. Python's word for that is `abs`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Try a guess that is far too high: its difference is a large negative number.
#
# </details>
#
# **Why it matters.** A mean hides the one guess that ruins somebody's day.

# %% [markdown]
# ## Exercise 2 · Bug hunt: a baseline that knows too much (●●, 10 minutes)
#
# `gain` should say which share of the baseline's distance the guesses save: 1 for perfect guesses, 0 for guesses that
# are no better than the baseline, below 0 for worse ones. It takes the times of the rows that were `seen`, those of the
# `new` rows, and the guesses for the new rows. It runs, and its answers are too low. Find the bug and mend it.


# %%
def gain(seen: list[float], new: list[float], guesses: list[float]) -> float:
    """Share of the baseline's distance that the guesses save on the new rows.

    Example: gain([10.0, 20.0], [30.0, 40.0], [28.0, 41.0]) is 0.925.
    """
    ### BEGIN BUG
    baseline = sum(new) / len(new)
    ### END BUG
    ### BEGIN SOLUTION
    baseline = sum(seen) / len(seen)
    ### END SOLUTION
    off_baseline = sum(abs(value - baseline) for value in new)
    off_guesses = sum(abs(value - guess) for value, guess in zip(new, guesses, strict=True))
    return 1 - off_guesses / off_baseline


# %%
check.gain(gain)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# One of the three arguments is never used.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A baseline is made before the new rows arrive. From which list can it be made?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# All inputs go through the same line. If one of them fails, look at what that line takes its mean of.
#
# </details>
#
# **Why it matters.** A rival that has seen the answers is no rival, and nothing warns you.

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

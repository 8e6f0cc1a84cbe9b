# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("rules_or_examples")

# %% [markdown]
# ## Exercise 1 · What mistakes cost (●, 8 minutes)
#
# In a shop, a miss costs `miss_cost` euros and a false alarm costs `alarm_cost` euros. A model gives each case a probability, and the shop
# says yes where the probability is *above* the threshold. `cheapest` adds up the costs for each threshold and gives the cheapest one. If
# two cost the same, the first one counts. `truth` holds True or False, one for each probability. The lines that add up the costs are missing.


# %%
def cheapest(
    probabilities: list[float], truth: list[bool], thresholds: list[float], miss_cost: float, alarm_cost: float
) -> float:
    """The threshold with the lowest cost.

    Example: cheapest([0.2, 0.6, 0.9], [True, False, True], [0.1, 0.7], 5.0, 1.0) is 0.1: one false alarm costs 1 euro.
    With 0.7 the first case would be missed, which costs 5.
    """
    best, lowest = thresholds[0], float("inf")
    for threshold in thresholds:
        cost = 0.0
        ### BEGIN SOLUTION
        for probability, is_one in zip(probabilities, truth, strict=True):
            if is_one and probability <= threshold:
                cost += miss_cost
            if not is_one and probability > threshold:
                cost += alarm_cost
        ### END SOLUTION
        if cost < lowest:
            best, lowest = threshold, cost
    return best


# %%
check.cheapest(cheapest)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Go through the cases with `zip(probabilities, truth)`. For each there are four possibilities: yes or no, and right or wrong. Two of the four
# cost something.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A miss: the truth is True, and the probability is *not* above the threshold. A false alarm: the truth is False, and the probability is above
# it.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# What does your function say where a probability is just the threshold? It is not above it, so the answer is no.
#
# </details>
#
# **Why it matters.** A fire alarm and a spam filter can run the same model. They need different thresholds.

# %% [markdown]
# ## Exercise 2 · Bug hunt: a threshold that is too good (●●, 10 minutes)
#
# `error_on_new` looks for the best threshold of the rule "yes if the value is above the threshold" on the examples that were `seen`. Then
# it reports the share of wrong answers of this threshold on `new` examples. Values are `(examples,)`, truths are True or False. Candidates
# are the values of the seen examples, and among equally good ones the lowest stays. It runs. On values that are pure noise it reports
# errors well below one half. Find the bug and mend it.


# %%
def error_on_new(
    seen: np.ndarray, seen_truth: np.ndarray, new: np.ndarray, new_truth: np.ndarray
) -> tuple[float, float]:
    """The threshold that is best on the seen examples, and its share of wrong answers on the new ones.

    Example: with seen [1, 2, 3], seen_truth [False, True, True], new [1, 2, 4, 5] and new_truth [True, False, True, True]
    (as arrays) it is (1.0, 0.5).
    """
    best, lowest = float(seen.min()), float("inf")
    for threshold in np.sort(seen):
        ### BEGIN BUG
        wrong = float(((new > threshold) != new_truth).mean())
        ### END BUG
        ### BEGIN SOLUTION
        wrong = float(((seen > threshold) != seen_truth).mean())
        ### END SOLUTION
        if wrong < lowest:
            best, lowest = float(threshold), wrong
    return best, float(((new > best) != new_truth).mean())


# %%
check.error_on_new(error_on_new)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Draw noise: `rng = np.random.default_rng(1)`, values `rng.normal(size=20)` and truths `rng.normal(size=20) > 0`, twice. Which error should a
# rule have, on average, that looks at noise?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Follow `new_truth` through the function. At how many places does it have a say, and at how many should it?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The seen examples alone choose the threshold. The new ones alone give the error.
#
# </details>
#
# **Why it matters.** Nothing crashes, and the report looks splendid, until real new examples arrive.

# %% [markdown]
# ## Exercise 3 · The best exception (●●●, 15 minutes)
#
# Write `best_exception`. A rule gave `answers`, True for yes, of shape `(examples,)`, and `truth` has the same shape. An exception says "but
# *no* where this condition is true". `conditions` holds the candidates, `(candidates, examples)` of True and False. Return the number of the
# candidate (counted from 0) that leaves the fewest wrong answers. Among equally good ones, take the first. If no candidate leaves fewer
# wrong answers than the rule alone, return -1.


# %%
def best_exception(answers: np.ndarray, truth: np.ndarray, conditions: np.ndarray) -> int:
    """The number of the best exception, or -1 if none helps.

    Example: with answers [True, True, True], truth [True, False, False] and conditions [[True, True, False], [False, True, True]]
    (as arrays) it is 1: it repairs the last two answers.
    """
    ### BEGIN SOLUTION
    best, lowest = -1, int(np.count_nonzero(answers != truth))
    for number, condition in enumerate(conditions):
        left = np.count_nonzero((answers & ~condition) != truth)
        if left < lowest:
            best, lowest = number, left
    return best
    ### END SOLUTION


# %%
check.best_exception(best_exception)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# For one candidate, work out the new answers first: yes only where the rule says yes *and* the condition is not true.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Count where the new answers differ from the truth. Start with the count of the rule alone, and keep a candidate only if it is
# lower.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# An exception may break answers, too: a candidate that is true for everything says no to everything. And a candidate that changes nothing
# does not help.
#
# </details>
#
# **Why it matters.** What an exception repairs is easy to see. What it breaks has to be counted.

# %% [markdown]
# {{ practice_footer }}
